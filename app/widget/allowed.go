// Package widget draws what several screens share and package ui must not know:
// assets, their statuses, the entry of their meters.
package widget

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/link"
	"comptoir/shared/msg"
	"comptoir/shared/setting"
)

// May reports whether who is signed in holds a right for at least one
// organisation and activity.
func May(code habilitation.Code) bool {
	me := store.Current()
	return me != nil && me.Grants.Any(code)
}

// Allowed reports whether who is signed in holds a right on an asset; a right
// on one's own holds for the assets of which one is a privileged contact.
func Allowed(code habilitation.Code, a *api.Asset) bool {
	me := store.Current()
	if me == nil {
		return false
	}
	switch me.Grants.Answer(code, a.Org, a.Activity) {
	case habilitation.Yes:
		return true
	case habilitation.Own:
		return !me.Contact.Zero() && slices.Contains([]id.Contact{a.ContractContact, a.UserContact, a.ServiceContact}, me.Contact)
	}
	return false
}

// RulesOf returns the rules of the organisation of an asset; without a session,
// or for an organisation that it does not name, the defaults.
func RulesOf(a *api.Asset) api.OrgRules {
	if me := store.Current(); me != nil {
		for _, o := range me.Orgs {
			if o.Code == a.Org {
				return o
			}
		}
	}
	return api.OrgRules{Code: a.Org, Thresholds: counter.DefaultThresholds(counter.TreatmentPortal)}
}

// ShowsPrevious reports whether the previous reading of an asset may be shown
// (AFFICHER_RELEVE_PRECEDENT).
func ShowsPrevious(a *api.Asset) bool { return RulesOf(a).Settings.Bool(setting.ShowPreviousReading) }

// Denied draws a page whose right the person does not hold, and says why who
// asks.
func Denied(code habilitation.Code) app.UI {
	return ui.Message(ui.MessageProps{
		Icon: ui.IconLock, Title: store.T(msg.PageDeniedTitle), Text: store.T(msg.PageDeniedText),
		Actions: []app.UI{ui.LinkButton(ui.LinkProps{Label: store.T(msg.NavHome), Href: link.Home, Variant: ui.Primary}), &Why{Code: string(code)}},
	})
}

// NotFound draws a page whose object does not exist, or not for this person.
func NotFound(back, label string) app.UI {
	return ui.Message(ui.MessageProps{
		Big: "404", Title: store.T(msg.PageNotFoundTitle), Text: store.T(msg.FaultNotFound),
		Actions: []app.UI{ui.LinkButton(ui.LinkProps{Label: label, Href: back, Variant: ui.Primary})},
	})
}
