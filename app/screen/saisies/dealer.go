package saisies

import (
	"context"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/app/widget"
	"comptoir/shared/api"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// Dealer is the page where the dealer's staff see the assets of a customer, and
// first of all those that an import could not place.
type Dealer struct {
	visit    shell.Visit
	customer id.Customer
	text     string
	fleet    store.Remote[api.DealerFleetResp]
	asked    api.DealerFleetReq
	shown    api.DealerFleetReq // what fleet answers
}

// Open asks for the customer of the address.
func (p *Dealer) Open(v shell.Visit) {
	p.visit = v
	p.customer, p.text = id.Customer(v.Query.Get("client")), v.Query.Get("q")
	if widget.May(habilitation.ProcessExternalEntries) {
		p.ask("")
	}
}

// Close has nothing to release.
func (p *Dealer) Close() {}

func (p *Dealer) ask(after id.Asset) {
	req := api.DealerFleetReq{Customer: p.customer, Text: p.text, AfterID: after, Limit: 100}
	p.asked = req
	known := p.fleet.Value
	p.visit.Go(func() {
		store.Fetch(context.Background(), nil, api.DealerFleet, req, func(r store.Remote[api.DealerFleetResp]) {
			p.visit.Update(func() {
				if p.asked != req {
					return // a later question is under way
				}
				switch {
				case r.Phase == store.Loading && (p.shown == req || after != ""):
					return // what is shown stays until the answer
				case r.Phase != store.Fresh: // the choice of the customer stays too
					r.Value.Customers, r.Value.Customer.ID = known.Customers, p.customer
				case after != "": // one page more
					r.Value.Assets = append(append([]api.DealerAsset(nil), known.Assets...), r.Value.Assets...)
				}
				p.fleet, p.shown = r, req
			})
		})
	})
}

// Draw draws the customers, the search and the assets.
func (p *Dealer) Draw() shell.View {
	title := store.T(msg.DealerFleetTitle)
	if !widget.May(habilitation.ProcessExternalEntries) {
		return shell.View{Title: title, Main: widget.Denied(habilitation.ProcessExternalEntries)}
	}
	v := p.fleet.Value
	known := p.fleet.Phase == store.Fresh || p.fleet.Phase == store.Stale
	var choose app.UI
	if len(v.Customers) > 0 {
		choose = app.Div().Class("cols-2").Body(p.customers(v), p.search())
	}
	return shell.View{Title: title, Current: link.Intake, Main: ui.Main(
		ui.PageHead(ui.PageHeadProps{Title: title, Count: count(v)}),
		app.Div().Class("stack").Body(
			choose,
			ui.Remote(ui.RemoteProps{
				Phase: ui.Phase(p.fleet.Phase), Known: known, IsEmpty: len(v.Assets) == 0,
				Waiting:  store.T(msg.StateLoading),
				Skeleton: func() app.UI { return ui.RowSkeletons(6) },
				Content:  func() app.UI { return p.table(v) },
				Empty:    p.empty,
				Failed: ui.BlankProps{Title: store.T(msg.PageFailedTitle), Text: store.Say(p.fleet.Fault), Actions: []app.UI{
					ui.Button(ui.ButtonProps{Label: store.T(msg.ActionRetry), Icon: ui.IconRefresh, OnClick: func(app.Context, app.Event) { p.ask("") }})}},
			}),
		),
	)}
}

// empty says why no asset is shown.
func (p *Dealer) empty() app.UI {
	b := ui.BlankProps{Icon: ui.IconInbox, Title: store.T(msg.DealerFleetEmptyTitle), Text: store.T(msg.DealerFleetEmptyText)}
	if p.text != "" {
		b.Icon, b.Text = ui.IconSearch, store.T(msg.DealerFleetNoneText)
	}
	return ui.Empty(b)
}

func count(v api.DealerFleetResp) string {
	if len(v.Assets) == 0 {
		return ""
	}
	if v.More {
		return strconv.Itoa(len(v.Assets)) + "+"
	}
	return store.T(msg.FleetCount, map[string]any{"Count": len(v.Assets)})
}

func (p *Dealer) customers(v api.DealerFleetResp) app.UI {
	options := make([]ui.Option, 0, len(v.Customers))
	for _, c := range v.Customers {
		options = append(options, ui.Option{Value: string(c.ID), Label: c.Name + " (" + c.Code + ")"})
	}
	return ui.Select(ui.SelectProps{FieldProps: ui.FieldProps{ID: "client", Label: store.T(msg.DealerFleetCustomer)}, Value: string(v.Customer.ID),
		Options: options, OnChange: func(_ app.Context, value string) {
			p.customer = id.Customer(value)
			p.visit.Replace(link.Intake + "?client=" + value)
			p.ask("")
		}})
}

func (p *Dealer) search() app.UI {
	return ui.TextInput(ui.InputProps{FieldProps: ui.FieldProps{ID: "q", Label: store.T(msg.DealerFleetSearch)}, Type: "search", Icon: ui.IconSearch,
		Value: p.text, OnChange: func(_ app.Context, value string) {
			p.text = value
			p.ask("")
		}})
}

func (p *Dealer) table(v api.DealerFleetResp) app.UI {
	columns := []ui.Column[api.DealerAsset]{
		{Label: store.T(msg.DealerFleetAsset), Place: ui.PlaceTitle, Cell: func(a api.DealerAsset) app.UI { return ui.MainCell(a.Label, "", a.Model) }},
		{Label: store.T(msg.TileSerial), Text: func(a api.DealerAsset) string { return a.Serial }},
		{Label: store.T(msg.TilePlace), Text: func(a api.DealerAsset) string { return a.Site }},
		{Label: store.T(msg.TabCounters), End: true, Text: func(a api.DealerAsset) string { return strconv.Itoa(a.Meters) }},
		{Label: store.T(msg.DealerFleetSource), Minor: true, Text: func(a api.DealerAsset) string { return a.Source }},
	}
	cells := make([]ui.TableColumn, len(columns))
	for i, c := range columns {
		cells[i] = ui.TableColumn{Label: c.Label, Place: c.Place, End: c.End, Minor: c.Minor}
	}
	list := ui.Table(ui.TableProps{ID: "biens", Caption: store.T(msg.DealerFleetTitle), Columns: cells, Rows: len(v.Assets),
		Cell: func(row, col int) app.UI { return columns[col].Draw(v.Assets[row]) }})
	var more app.UI
	if v.More {
		more = ui.Button(ui.ButtonProps{Label: store.T(msg.DealerFleetMore), OnClick: func(app.Context, app.Event) { p.ask(v.Assets[len(v.Assets)-1].ID) }})
	}
	return app.Div().Class("stack").Body(list, more)
}
