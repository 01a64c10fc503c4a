package widget

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/id"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// oldAfter is the age from which a list says how old it is: two pulls missed.
const oldAfter = 11 * time.Minute

// Mirror says how a list over the mirror is drawn: the phase, whether anything
// is known, its age in words when it is old, and why it could not be read.
func Mirror(f *store.Fleet) (phase ui.Phase, known bool, stale, failed string) {
	if f == nil {
		return ui.Loading, false, "", ""
	}
	loaded, at, fault, _ := f.State()
	switch {
	case loaded && !at.IsZero():
		if fault != nil || !browser.Online() || !store.Reachable() || browser.Now().Sub(at) > oldAfter {
			return ui.Stale, true, Stale(at), ""
		}
		return ui.Fresh, true, "", ""
	case fault != nil:
		return ui.Failed, false, "", store.Say(fault)
	}
	return ui.Loading, false, "", ""
}

// Stale says how old a content is.
func Stale(at time.Time) string {
	at = at.In(store.Zone())
	return store.T(msg.StateStale, map[string]any{"Day": store.Lang().ShortDay(at), "Time": store.Lang().Clock(at)})
}

// ListTexts are the words that every list screen shares.
func ListTexts() ui.ListTexts {
	return ui.ListTexts{
		Filter: ui.FilterTexts{
			Sort: store.T(msg.ListSort), Views: store.T(msg.ListViews), Tiles: store.T(msg.ListTiles), Table: store.T(msg.ListTable),
			Filters: store.T(msg.ListFilters), Remove: store.T(msg.ListRemove), Clear: store.T(msg.ListClear),
		},
		Waiting: store.T(msg.StateLoading), NoneText: store.T(msg.ListNoneText), ClearLabel: store.T(msg.ListClear),
		FailedTitle: store.T(msg.StateFailed), Retry: store.T(msg.ActionRetry), Refresh: store.T(msg.ActionRefresh),
	}
}

// AssetFacet is the filter by the asset that the address names, to be taken
// back; a list is narrowed to an asset from its tile.
func AssetFacet(f *store.Fleet, s ui.ListState) []ui.Facet {
	chosen := s.Facets["bien"]
	if len(chosen) == 0 {
		return nil
	}
	out := ui.Facet{Key: "bien", Label: store.T(msg.ColumnAsset)}
	for _, a := range chosen {
		label := store.T(msg.TileUnnamed)
		if t, ok := f.Asset(a); ok {
			label = Name(t)
		}
		out.Values = append(out.Values, ui.FacetValue{Value: a, Label: label})
	}
	return []ui.Facet{out}
}

// AssetLink leads to the sheet of an asset of the mirror, or draws nothing.
func AssetLink(f *store.Fleet, a id.Asset) app.UI {
	if f != nil {
		if t, ok := f.Asset(string(a)); ok {
			return app.A().Href(link.Asset(a)).Text(Name(t))
		}
	}
	return app.Text("")
}
