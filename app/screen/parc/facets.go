package parc

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/app/widget"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// facets are the ways to narrow the list, each value with what it would leave.
func facets(s ui.ListState, r store.Result) []ui.Facet {
	values := func(list []store.Facet, label func(store.Facet) string) []ui.FacetValue {
		out := make([]ui.FacetValue, len(list))
		for i, f := range list {
			out[i] = ui.FacetValue{Value: f.Value, Label: label(f), Count: number(f.Count)}
		}
		return out
	}
	plain := func(f store.Facet) string { return f.Label }
	all := []ui.Facet{
		{Key: "site", Label: store.T(msg.FacetSite), Menu: true, Single: true, Values: values(r.Sites, plain)},
		{Key: "famille", Label: store.T(msg.FacetFamily), Menu: true, Single: true, Values: values(r.Families, plain)},
		{Key: "activite", Label: store.T(msg.FacetActivity), Menu: len(r.Activities) > 4, Single: true, Values: values(r.Activities, activity)},
		{Key: "releve", Label: store.T(msg.FacetReading), Single: true, Values: []ui.FacetValue{
			{Value: "attendu", Label: store.T(msg.TileReadingNeeded), Count: number(r.Expected), Dot: ui.Warn}}},
		{Key: "couvert", Label: store.T(msg.FacetCovered), Single: true, Values: []ui.FacetValue{
			{Value: "oui", Label: store.T(msg.FacetCoveredYes), Count: number(r.Covered), Icon: ui.IconShield},
			{Value: "non", Label: store.T(msg.CoverageNone), Count: number(r.Uncovered)}}},
	}
	var out []ui.Facet
	for _, f := range all {
		chosen := len(s.Facets[f.Key]) > 0
		if f.Key == "activite" && len(f.Values) < 2 && !chosen || f.Key == "site" && len(f.Values) < 2 && !chosen {
			continue // it would leave everything
		}
		out = append(out, f)
	}
	return out
}

func number(n int) string { return store.Lang().Integer(int64(n)) }

// activity is what the dealer calls an activity.
func activity(f store.Facet) string { return activityName(f.Value) }

func activityName(code string) string {
	if me := store.Current(); me != nil {
		for _, a := range me.Activities {
			if a.Code == code {
				return a.Label
			}
		}
	}
	return code
}

// columns are those of the table view.
func (l *List) columns(f *store.Fleet) []ui.Column[int32] {
	text := func(of func(store.Tile) string) func(int32) string {
		return func(row int32) string { return of(l.at(f, row)) }
	}
	return []ui.Column[int32]{
		{Label: store.T(msg.ColumnAsset), Place: ui.PlaceTitle, Cell: func(row int32) app.UI {
			t := l.at(f, row)
			return ui.MainCell(widget.Name(t), link.Asset(t.Asset.ID), widget.ModelName(t.Model))
		}},
		{Label: store.T(msg.TilePlace), SortKey: "lieu", Text: text(widget.Place)},
		{Label: store.T(msg.TileSerial), Width: ui.WidthShort, Minor: true, Text: text(func(t store.Tile) string { return t.Asset.Serial })},
		{Label: store.T(msg.TileDealerRef), Width: ui.WidthSlim, Minor: true, Text: text(func(t store.Tile) string { return t.Asset.DealerRef })},
		{Label: store.T(msg.TileInstalled), Width: ui.WidthSlim, Minor: true, Text: text(func(t store.Tile) string { return widget.Day(t.Asset.Installed) })},
		{Label: store.T(msg.ColumnState), Place: ui.PlaceSide, Width: ui.WidthSlim, Cell: func(row int32) app.UI {
			t := l.at(f, row)
			if b := widget.WaitOf(t, store.HeldNow(), f).Short(); b != nil {
				return b
			}
			return app.Text("")
		}},
		{Label: store.T(msg.TileOpenInterventions), Width: ui.WidthSlim, End: true, Text: text(func(t store.Tile) string { return number(t.Tickets) })},
		{Label: store.T(msg.TileOpenOrders), Width: ui.WidthSlim, End: true, Text: text(func(t store.Tile) string { return number(t.Orders) })},
	}
}

func (l *List) texts() ui.ListTexts {
	t := widget.ListTexts()
	t.Filter.Form, t.Filter.Search, t.Filter.Holder = store.T(msg.FleetFilter), store.T(msg.FleetSearch), store.T(msg.FleetSearchHolder)
	t.EmptyTitle, t.EmptyText, t.NoneTitle = store.T(msg.FleetEmptyTitle), store.T(msg.FleetEmptyText), store.T(msg.FleetNoneTitle)
	return t
}
