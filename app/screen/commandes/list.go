// Package commandes draws the open orders.
package commandes

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
	"comptoir/shared/id"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// Page is the list of the open orders of the mirror.
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
	v := shell.View{Title: store.T(msg.NavOrders), Current: link.Orders}
	if !widget.May(habilitation.AccessOrders) {
		v.Main = widget.Denied(habilitation.AccessOrders)
		return v
	}
	f := store.TheFleet()
	l := ui.List[api.Order]{
		ID: "commandes", Path: link.Orders, Title: v.Title, Icon: ui.IconBox, State: p.state, Views: []string{ui.ViewTable},
		Texts: widget.ListTexts(), OnQuery: p.onQuery, OnRetry: p.onRetry, Columns: columns(),
	}
	l.Texts.Filter.Form, l.Texts.Filter.Search = store.T(msg.OrdersFilter), store.T(msg.OrdersSearch)
	l.Texts.Filter.Holder = store.T(msg.OrdersSearchHolder)
	l.Texts.EmptyTitle, l.Texts.EmptyText, l.Texts.NoneTitle = store.T(msg.OrdersEmptyTitle), store.T(msg.OrdersEmptyText), store.T(msg.OrdersNoneTitle)
	l.Phase, l.Known, l.Texts.Stale, l.Texts.FailedText = widget.Mirror(f)
	if l.Known {
		l.Rows = rows(f.Orders(), p.state)
		l.Facets = widget.AssetFacet(f, p.state)
		l.Count = store.T(msg.OrdersCount, map[string]any{"Count": len(l.Rows)})
		l.Texts.Found = l.Count
	}
	v.Main = l.Draw()
	return v
}

// rows are the orders that the address asks for, newest first.
func rows(all []api.Order, s ui.ListState) []api.Order {
	words := fold.Words(s.Query)
	out := slices.DeleteFunc(all, func(o api.Order) bool {
		of := func(a id.Asset) bool { return s.Has("bien", string(a)) }
		return len(s.Facets["bien"]) > 0 && !slices.ContainsFunc(o.Assets, of) ||
			len(words) > 0 && !fold.ContainsAll(fold.Text(o.Number+" "+o.Reference+" "+o.Requester), words)
	})
	slices.SortFunc(out, func(a, b api.Order) int { return b.OrderedAt.Compare(a.OrderedAt) })
	return out
}

func columns() []ui.Column[api.Order] {
	list := []ui.Column[api.Order]{
		{Label: store.T(msg.ColumnNumber), Place: ui.PlaceTitle, Width: ui.WidthShort, Text: func(o api.Order) string { return o.Number }},
		{Label: store.T(msg.ColumnReference), Width: ui.WidthSlim, Text: func(o api.Order) string { return o.Reference }},
		{Label: store.T(msg.ColumnStatus), Cell: func(o api.Order) app.UI { return ui.Badge(ui.BadgeProps{Text: State(o.State), Tone: ui.Info}) }},
		{Label: store.T(msg.ColumnDate), Width: ui.WidthSlim, Text: func(o api.Order) string { return store.Lang().Day(o.OrderedAt.In(store.Zone())) }},
	}
	if widget.May(habilitation.ViewPrices) {
		list = append(list, ui.Column[api.Order]{Label: store.T(msg.ColumnGross), Width: ui.WidthShort, End: true, Text: func(o api.Order) string {
			if o.Gross == nil {
				return ""
			}
			return store.Lang().Amount(*o.Gross)
		}})
	}
	return append(list, ui.Column[api.Order]{Label: store.T(msg.ColumnRequester), Minor: true, Text: func(o api.Order) string { return o.Requester }})
}

// states are the ERP's words for an order's state that the customer reads
// otherwise (domain.md 17).
var states = map[string]msg.Key{
	"Saisie externe": msg.TicketStateExternal, "en attente validation responsable": msg.OrderStateApproval,
}

// State is the state of an order in the customer's words.
func State(s string) string {
	if k, ok := states[s]; ok {
		return store.T(k)
	}
	return s
}

func (p *Page) onQuery(_ app.Context, text string) {
	p.state = p.state.WithQuery(text)
	p.visit.Replace(p.state.URL(link.Orders))
}

func (p *Page) onRetry(app.Context, app.Event) {
	p.visit.Go(func() {
		if f := store.TheFleet(); f != nil {
			_ = f.Pull(context.Background()) // the list says what the mirror met
		}
		p.visit.Update(func() {})
	})
}
