// Package accueil is the first page: the welcome of the dealer, what waits for
// the person, and the way to it.
package accueil

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/api"
	"comptoir/shared/day"
	"comptoir/shared/habilitation"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// Page is the first page.
type Page struct{ visit shell.Visit }

// Open takes up the visit.
func (p *Page) Open(v shell.Visit) { p.visit = v }

// Close has nothing to release.
func (p *Page) Close() {}

// Draw draws the welcome and what waits.
func (p *Page) Draw() shell.View {
	me := store.Current()
	w := me.Portal.Welcome
	title, _, _ := strings.Cut(me.Account.Name, " ")
	hero := []app.UI{app.Div().Class("stack", "stack-2").Body(
		app.H1().Text(store.T(msg.HomeHello, map[string]any{"Name": title})), app.P().Text(firstOf(w.Title, me.Portal.Name)), welcome(w.Text))}
	expected, tickets, orders := counts(me)
	if expected > 0 && me.Grants.Any(habilitation.EnterReading) {
		hero = append(hero, app.P().Text(store.T(msg.HomeExpected, map[string]any{"Count": expected})),
			app.Div().Class("row").Body(
				ui.LinkButton(ui.LinkProps{Label: store.T(msg.HomeStartRound), Href: link.Round, Icon: ui.IconGauge}),
				ui.LinkButton(ui.LinkProps{Label: store.T(msg.HomeSeeFleet), Href: link.Fleet, Variant: ui.Quiet})))
	}
	return shell.View{Title: store.T(msg.NavHome), Current: link.Home, Main: ui.Main(app.Div().Class("stack", "stack-6").Body(
		app.Section().Class("hero").Body(app.Div().Class("stack").Body(hero...)),
		ui.Card(ui.CardProps{Title: store.T(msg.HomeNow), Flush: true}, ui.Lines(lines(me, expected, tickets, orders))),
	))}
}

func welcome(text string) app.UI {
	if text == "" {
		return nil
	}
	return app.P().Text(text)
}

func lines(me *api.Me, expected, tickets, orders int) []ui.Line {
	var out []ui.Line
	add := func(right habilitation.Code, icon ui.IconName, tone ui.Tone, title, href string, n int) {
		if me.Grants.Any(right) {
			out = append(out, ui.Line{Icon: icon, Tone: tone, Title: title, Href: href, End: ui.Badge(ui.BadgeProps{Text: store.Lang().Integer(int64(n)), Tone: tone})})
		}
	}
	tone := ui.Neutral
	if expected > 0 {
		tone = ui.Warn
	}
	add(habilitation.EnterReading, ui.IconGauge, tone, store.T(msg.HomeReadings), link.Round, expected)
	add(habilitation.AccessTickets, ui.IconWrench, ui.Neutral, store.T(msg.TileOpenInterventions), link.Tickets, tickets)
	add(habilitation.AccessOrders, ui.IconBox, ui.Neutral, store.T(msg.TileOpenOrders), link.Orders, orders)
	return out
}

func counts(*api.Me) (expected, tickets, orders int) {
	f := store.TheFleet()
	if f == nil {
		return 0, 0, 0
	}
	r := f.Ask(store.Query{}, day.Of(browser.Now(), store.Zone()))
	return r.Expected, len(f.Tickets()), len(f.Orders())
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
