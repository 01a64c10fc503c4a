// Package contact says where the dealer is and how to reach him.
package contact

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// Page is the page of the dealer's address, telephone and mail.
type Page struct{}

// Open has nothing to load: the configuration is part of the session.
func (*Page) Open(shell.Visit) {}

// Close has nothing to release.
func (*Page) Close() {}

// Draw draws what the dealer configured.
func (*Page) Draw() shell.View {
	p := store.Current().Portal
	title := store.T(msg.NavContact)
	if p.Phone == "" && p.Email == "" && p.Address == "" {
		return shell.View{Title: title, Current: link.Contact, Main: ui.MainNarrow(ui.PageHead(ui.PageHeadProps{Title: title}),
			ui.Empty(ui.BlankProps{Icon: ui.IconMail, Title: store.T(msg.ContactNoneTitle), Text: store.T(msg.ContactNoneText)}))}
	}
	facts := []ui.KeyValue{{Label: store.T(msg.ContactName), Value: p.Name}}
	if p.Address != "" {
		facts = append(facts, ui.KeyValue{Label: store.T(msg.ContactAddress), Value: strings.ReplaceAll(p.Address, "\n", ", ")})
	}
	if p.Phone != "" {
		facts = append(facts, ui.KeyValue{Label: store.T(msg.ContactPhone), Body: app.A().Href("tel:" + strings.ReplaceAll(p.Phone, " ", "")).Text(p.Phone)})
	}
	if p.Email != "" {
		facts = append(facts, ui.KeyValue{Label: store.T(msg.ContactEmail), Body: app.A().Href("mailto:" + p.Email).Text(p.Email)})
	}
	return shell.View{Title: title, Current: link.Contact, Main: ui.MainNarrow(ui.PageHead(ui.PageHeadProps{Title: title}),
		ui.Card(ui.CardProps{}, ui.KeyValues(facts)))}
}
