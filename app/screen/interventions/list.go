// Package interventions draws the open requests for intervention.
package interventions

import (
	"context"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/app/widget"
	"comptoir/shared/api"
	"comptoir/shared/fold"
	"comptoir/shared/habilitation"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// Page is the list of the open tickets of the mirror.
type Page struct {
	visit shell.Visit
	state ui.ListState
}

// Open takes up the state of the address.
func (p *Page) Open(v shell.Visit) { p.visit, p.state = v, ui.ParseListState(v.Query, "bien") }

// Close has nothing to end.
func (p *Page) Close() {}

// Draw draws the list.
func (p *Page) Draw() shell.View {
	v := shell.View{Title: store.T(msg.NavInterventions), Current: link.Tickets}
	if !widget.May(habilitation.AccessTickets) {
		v.Main = widget.Denied(habilitation.AccessTickets)
		return v
	}
	f := store.TheFleet()
	l := ui.List[api.Ticket]{
		ID: "interventions", Path: link.Tickets, Title: v.Title, Icon: ui.IconWrench, State: p.state, Views: []string{ui.ViewTable},
		Texts: widget.ListTexts(), OnQuery: p.onQuery, OnRetry: p.onRetry, Columns: columns(f),
	}
	l.Texts.Filter.Form, l.Texts.Filter.Search = store.T(msg.TicketsFilter), store.T(msg.TicketsSearch)
	l.Texts.Filter.Holder = store.T(msg.TicketsSearchHolder)
	l.Texts.EmptyTitle, l.Texts.EmptyText, l.Texts.NoneTitle = store.T(msg.TicketsEmptyTitle), store.T(msg.TicketsEmptyText), store.T(msg.TicketsNoneTitle)
	l.Phase, l.Known, l.Texts.Stale, l.Texts.FailedText = widget.Mirror(f)
	if l.Known {
		l.Rows = rows(f.Tickets(), p.state)
		l.Facets = widget.AssetFacet(f, p.state)
		l.Count = store.T(msg.TicketsCount, map[string]any{"Count": len(l.Rows)})
		l.Texts.Found = l.Count
	}
	v.Main = l.Draw()
	return v
}

// rows are the tickets that the address asks for, newest first.
func rows(all []api.Ticket, s ui.ListState) []api.Ticket {
	words := fold.Words(s.Query)
	out := slices.DeleteFunc(all, func(t api.Ticket) bool {
		return len(s.Facets["bien"]) > 0 && !s.Has("bien", string(t.Asset)) ||
			len(words) > 0 && !fold.ContainsAll(fold.Text(t.Number+" "+t.Nature+" "+t.Detail+" "+t.Requester), words)
	})
	slices.SortFunc(out, func(a, b api.Ticket) int { return b.OpenedAt.Compare(a.OpenedAt) })
	return out
}

func columns(f *store.Fleet) []ui.Column[api.Ticket] {
	return []ui.Column[api.Ticket]{
		{Label: store.T(msg.ColumnNumber), Place: ui.PlaceTitle, Width: ui.WidthShort, Text: func(t api.Ticket) string { return t.Number }},
		{Label: store.T(msg.ColumnDateState), Place: ui.PlaceSide, Width: ui.WidthWide, Cell: func(t api.Ticket) app.UI {
			return app.Span().Class("cell").Body(app.Span().Class("num block").Text(store.Moment(t.OpenedAt)), app.Span().Class("under").Text(State(t.State)))
		}},
		{Label: store.T(msg.ColumnAsset), Cell: func(t api.Ticket) app.UI { return widget.AssetLink(f, t.Asset) }},
		{Label: store.T(msg.ColumnDetail), Text: func(t api.Ticket) string {
			if t.Detail == "" {
				return t.Nature
			}
			return t.Detail
		}},
		{Label: store.T(msg.ColumnRequester), Minor: true, Text: func(t api.Ticket) string { return t.Requester }},
	}
}

// states are the ERP's words for a ticket's state that the customer reads
// otherwise (domain.md 17).
var states = map[string]msg.Key{
	"Saisie externe": msg.TicketStateExternal, "Travail non terminé": msg.TicketStateFollowUp, "Travail terminé": msg.TicketStateDone,
}

// State is the state of a ticket in the customer's words.
func State(s string) string {
	if k, ok := states[s]; ok {
		return store.T(k)
	}
	return s
}

func (p *Page) onQuery(_ app.Context, text string) {
	p.state = p.state.WithQuery(text)
	p.visit.Replace(p.state.URL(link.Tickets))
}

func (p *Page) onRetry(app.Context, app.Event) {
	p.visit.Go(func() {
		if f := store.TheFleet(); f != nil {
			_ = f.Pull(context.Background()) // the list says what the mirror met
		}
		p.visit.Update(func() {})
	})
}
