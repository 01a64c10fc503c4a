// Package accueil is the first page: the welcome of the dealer, what waits for
// the person, and the way to it.
package accueil

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/app/widget"
	"comptoir/shared/api"
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
	n := countNow()
	var now app.UI
	if lines := lines(me, n); len(lines) > 0 {
		now = ui.Card(ui.CardProps{Title: store.T(msg.HomeNow), Flush: true}, ui.Lines(lines))
	}
	return shell.View{Title: store.T(msg.NavHome), Current: link.Home, Main: ui.Main(app.Div().Class("stack", "stack-6").Body(hero(me, n), now))}
}

// hero draws the welcome that the dealer configured, and the way to the
// readings. While nothing is known of them, their place is kept.
func hero(me *api.Me, n counts) app.UI {
	first, _, _ := strings.Cut(me.Account.Name, " ")
	body := []app.UI{
		app.H1().Text(store.T(msg.HomeHello, map[string]any{"Name": first})),
		words("medium", firstOf(me.Portal.Welcome.Title, me.Portal.Name)), words("", me.Portal.Welcome.Text),
	}
	fleet := ui.LinkButton(ui.LinkProps{Label: store.T(msg.HomeSeeFleet), Href: link.Fleet})
	round := ui.LinkButton(ui.LinkProps{Label: store.T(msg.HomeStartRound), Href: link.Round, Icon: ui.IconGauge})
	switch {
	case me.Customer == nil || !me.Grants.Any(habilitation.AccessFleet):
		fleet, round = nil, nil
	case !me.Grants.Any(habilitation.EnterReading), n.known && n.expected == 0:
		round = nil
	case n.known:
		body = append(body, words("", store.T(msg.HomeExpected, map[string]any{"Count": n.expected})))
	default:
		body = append(body, app.P().Class("hero-wait").Aria("hidden", true).Text(store.T(msg.HomeExpected, map[string]any{"Count": 10})))
	}
	if round != nil {
		fleet = ui.LinkButton(ui.LinkProps{Label: store.T(msg.HomeSeeFleet), Href: link.Fleet, Variant: ui.Quiet})
	}
	if fleet != nil {
		body = append(body, app.Div().Class("row").Body(round, fleet))
	}
	return app.Section().Class("hero").Body(
		app.Img().Class("motif").Src("/brand/background").Alt("").Aria("hidden", true),
		app.Div().Class("stack", "stack-3").Body(body...))
}

func words(class, text string) app.UI {
	if text == "" {
		return nil
	}
	return app.P().Class(class).Text(text)
}

// lines leads to what waits, with how many of it; without a number while it is
// not known.
func lines(me *api.Me, n counts) []ui.Line {
	var out []ui.Line
	add := func(right habilitation.Code, icon ui.IconName, tone ui.Tone, title, href string, count int) {
		if !me.Grants.Any(right) {
			return
		}
		end := ui.Bar("skel--count")
		if n.known {
			end = ui.Badge(ui.BadgeProps{Text: store.Lang().Integer(int64(count)), Tone: tone})
		}
		out = append(out, ui.Line{Icon: icon, Tone: tone, Title: title, Href: href, End: end})
	}
	tone := ui.Neutral
	if n.expected > 0 {
		tone = ui.Warn
	}
	if me.Customer != nil {
		add(habilitation.EnterReading, ui.IconGauge, tone, store.T(msg.HomeReadings), link.Round, n.expected)
		add(habilitation.AccessTickets, ui.IconWrench, ui.Neutral, store.T(msg.TileOpenInterventions), link.Tickets, n.tickets)
		add(habilitation.AccessOrders, ui.IconBox, ui.Neutral, store.T(msg.TileOpenOrders), link.Orders, n.orders)
	}
	if me.Grants.Any(habilitation.ProcessExternalEntries) {
		out = append(out, ui.Line{Icon: ui.IconInbox, Title: store.T(msg.NavIntake), Sub: store.T(msg.DealerFleetIntro), Href: link.Intake})
	}
	return out
}

// counts is what waits, once the mirror is read.
type counts struct {
	known                     bool
	expected, tickets, orders int
}

func countNow() counts {
	f := store.TheFleet()
	if _, known, _, _ := widget.Mirror(f); !known {
		return counts{}
	}
	r := f.Ask(store.Query{}, widget.Today())
	return counts{true, r.Expected, len(f.Tickets()), len(f.Orders())}
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
