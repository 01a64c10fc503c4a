package parc

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/app/widget"
	"comptoir/shared/api"
	"comptoir/shared/id"
	"comptoir/shared/msg"
)

// informations draws the tab Informations.
func (s *Sheet) informations(t store.Tile, meters []api.Meter) app.UI {
	return app.Div().Class("stack").Body(
		facts(store.T(msg.SheetIdentification), s.identification(t)),
		facts(store.T(msg.SheetPlace), place(t)),
		facts(store.T(msg.SheetCover), s.cover(t)),
		s.contacts(t),
		metersCard(t, meters),
		s.accessories(),
	)
}

// facts draws a card of facts, or nothing when none is known.
func facts(title string, list []ui.KeyValue) app.UI {
	for _, f := range list {
		if f.Value != "" || f.Body != nil {
			return ui.Card(ui.CardProps{Title: title}, app.Div().Class("facts--cols").Body(ui.KeyValues(list, "facts--2")))
		}
	}
	return nil
}

func (s *Sheet) identification(t store.Tile) []ui.KeyValue {
	a := t.Asset
	return []ui.KeyValue{
		{Label: store.T(msg.TileSerial), Value: a.Serial, Copy: store.T(msg.TileCopySerial)},
		{Label: store.T(msg.TileDealerRef), Value: a.DealerRef, Copy: store.T(msg.TileCopyDealerRef)},
		{Label: store.T(msg.TileCustomerRef), Value: a.CustomerRef, Copy: store.T(msg.TileCopyCustomerRef)},
		{Label: store.T(msg.SheetBrand), Value: t.Model.Brand},
		{Label: store.T(msg.SheetModel), Value: t.Model.Label},
		{Label: store.T(msg.SheetFamily), Value: t.Model.Family},
		{Label: store.T(msg.SheetActivity), Value: activityName(a.Activity)},
		{Label: store.T(msg.SheetComment), Value: a.Comment},
	}
}

func place(t store.Tile) []ui.KeyValue {
	a, site := t.Asset, t.Site
	address := strings.TrimSpace(site.Address)
	if town := strings.TrimSpace(site.Postcode + " " + site.City); town != "" {
		address = strings.TrimPrefix(address+", "+town, ", ")
	}
	return []ui.KeyValue{
		{Label: store.T(msg.SheetSite), Value: site.Name},
		{Label: store.T(msg.SheetAddress), Value: address},
		{Label: store.T(msg.TilePlace), Value: a.Place},
		{Label: store.T(msg.SheetService), Value: a.Service},
		{Label: store.T(msg.SheetAccess), Value: a.AccessNote},
	}
}

// cover is what covers the asset, since when, and its five statuses.
func (s *Sheet) cover(t store.Tile) []ui.KeyValue {
	a := t.Asset
	return []ui.KeyValue{
		{Label: store.T(msg.SheetContract), Value: s.known().Contract},
		{Label: store.T(msg.FacetCovered), Value: widget.Coverage(a.Status)},
		{Label: store.T(msg.TileInstalled), Value: widget.Day(a.Installed)},
		{Label: store.T(msg.SheetWarrantyEnd), Value: widget.Day(a.WarrantyEnd)},
		{Label: store.T(msg.SheetLastVisit), Value: widget.Day(a.LastVisit)},
		{Label: store.T(msg.SheetStatusCommercial), Value: a.Status.Commercial},
		{Label: store.T(msg.SheetStatusLogistic), Value: a.Status.Logistic},
		{Label: store.T(msg.SheetStatusLegal), Value: a.Status.Legal},
		{Label: store.T(msg.SheetStatusFinancing), Value: a.Status.Financing},
	}
}

// known is what the server said of the asset, or nothing yet.
func (s *Sheet) known() api.AssetSheet {
	if s.sheet.Value.Asset.ID != s.asset {
		return api.AssetSheet{}
	}
	return s.sheet.Value
}

func (s *Sheet) contacts(t store.Tile) app.UI {
	f := store.TheFleet()
	if f == nil {
		return nil
	}
	person := func(label string, who id.Contact) ui.KeyValue {
		c, ok := f.Contact(string(who))
		if !ok {
			return ui.KeyValue{Label: label}
		}
		lines := []app.UI{app.Span().Class("block").Text(c.Name)}
		if c.Phone != "" {
			lines = append(lines, app.A().Class("block small").Href("tel:"+strings.ReplaceAll(c.Phone, " ", "")).Text(c.Phone))
		}
		if c.Email != "" {
			lines = append(lines, app.A().Class("block small").Href("mailto:"+c.Email).Text(c.Email))
		}
		return ui.KeyValue{Label: label, Body: app.Div().Body(lines...)}
	}
	return facts(store.T(msg.SheetContacts), []ui.KeyValue{
		person(store.T(msg.SheetContactContract), t.Asset.ContractContact),
		person(store.T(msg.SheetContactUser), t.Asset.UserContact),
		person(store.T(msg.SheetContactService), t.Asset.ServiceContact),
	})
}

// metersCard lists the meters, with their last value where it may be shown.
func metersCard(t store.Tile, meters []api.Meter) app.UI {
	if len(meters) == 0 {
		return nil
	}
	lines := make([]ui.Line, len(meters))
	for i, m := range meters {
		lines[i] = ui.Line{Icon: ui.IconGauge, Title: m.Label, Sub: m.Code}
		if m.LastValue != nil && m.LastAt != nil && widget.ShowsPrevious(t.Asset) {
			lines[i].Sub = store.T(msg.CounterLast, map[string]any{"Value": *m.LastValue, "Day": store.Lang().Day(m.LastAt.In(store.Zone()))})
		}
	}
	return ui.Card(ui.CardProps{Title: store.T(msg.TabCounters), Flush: true}, ui.Lines(lines))
}

func (s *Sheet) accessories() app.UI {
	list := s.known().Accessories
	if len(list) == 0 {
		return nil
	}
	lines := make([]ui.Line, len(list))
	for i, a := range list {
		lines[i] = ui.Line{Icon: ui.IconTag, Title: a}
	}
	return ui.Card(ui.CardProps{Title: store.T(msg.SheetAccessories), Flush: true}, ui.Lines(lines))
}
