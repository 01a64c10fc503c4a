package parc

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/app/widget"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// Sheet is the screen of one asset. What the mirror holds is drawn from it; the
// rest, and an asset of a shared link that the mirror does not hold yet, comes
// from the server or its last answer.
type Sheet struct {
	visit shell.Visit
	asset id.Asset
	tab   string
	stop  func()

	sheet   store.Remote[api.AssetSheet]
	history store.Remote[api.CounterHistoryResp]
	asking  map[string]bool
	// askedHistory holds until a visit, a saving or a person asks again.
	askedHistory bool
	entry        *widget.Entry
}

// Open shows an asset; opened again on the same one it keeps what was typed.
func (s *Sheet) Open(v shell.Visit) {
	s.visit, s.tab = v, v.Params["tab"]
	if a := id.Asset(v.Params["asset"]); a != s.asset {
		*s = Sheet{visit: v, asset: a, tab: s.tab, stop: s.stop}
	}
	if s.asking == nil {
		s.asking = map[string]bool{}
	}
	if s.stop == nil {
		s.stop = store.OnHeld(func() { s.visit.Update(func() {}) })
	}
	s.askedHistory = s.askedHistory && s.history.Phase == store.Fresh
	s.fetchSheet()
}

// Close stops following what waits on the device.
func (s *Sheet) Close() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
}

func (s *Sheet) fetchSheet() {
	if s.asking["sheet"] || s.sheet.Phase == store.Fresh || !widget.May(habilitation.AccessFleet) {
		return
	}
	s.asking["sheet"] = true
	fetch(s, "sheet", api.AssetGet, api.AssetGetReq{ID: s.asset}, func(s *Sheet, r store.Remote[api.AssetSheet]) { s.sheet = r })
}

func (s *Sheet) fetchHistory() {
	if s.asking["history"] || s.askedHistory {
		return
	}
	s.asking["history"], s.askedHistory = true, true
	fetch(s, "history", api.CounterHistory, api.CounterHistoryReq{Asset: s.asset}, func(s *Sheet, r store.Remote[api.CounterHistoryResp]) {
		s.history = r
		s.pastToEntry()
	})
}

// tile draws together what is known of the asset; ok is false while nothing is.
func (s *Sheet) tile() (t store.Tile, meters []api.Meter, ok bool) {
	if f := store.TheFleet(); f != nil {
		if t, ok := f.Asset(string(s.asset)); ok {
			return t, f.Meters(string(s.asset)), true
		}
	}
	v := &s.sheet.Value
	if v.Asset.ID != s.asset || s.asset == "" {
		return store.Tile{}, nil, false
	}
	return store.Tile{Asset: &v.Asset, Model: &v.Model, Site: &v.Site, Tickets: v.Tickets, Orders: v.Orders, Expected: v.Asset.RequestOpen}, v.Meters, true
}

// Draw draws the sheet.
func (s *Sheet) Draw() shell.View {
	v := shell.View{Title: store.T(msg.NavFleet), Current: link.Fleet}
	if !widget.May(habilitation.AccessFleet) {
		v.Main = widget.Denied(habilitation.AccessFleet)
		return v
	}
	t, meters, ok := s.tile()
	if s.tab != link.TabInformation && s.tab != link.TabCounters || !ok && s.gone() {
		v.Main = widget.NotFound(link.Fleet, store.T(msg.NavFleet))
		return v
	}
	if !ok {
		v.Title = store.T(msg.ColumnAsset)
		v.Main = ui.Main(s.crumbs(v.Title), ui.PageHead(ui.PageHeadProps{Title: v.Title}), s.unknown())
		return v
	}
	v.Title = widget.Name(t)
	body := []app.UI{s.crumbs(v.Title), s.head(t, meters), s.tabs(t, meters)}
	if s.tab == link.TabCounters {
		if !canEnter(t) && !canRead(t) {
			v.Main = widget.Denied(habilitation.EnterReading)
			return v
		}
		s.prepare(t, meters)
		body = append(body, s.counters(t, meters))
		if canEnter(t) && len(meters) > 0 {
			v.Bar = ui.ActionBar(ui.ActionBarProps{Label: store.T(msg.ReadingBar), Note: store.T(msg.ReadingKeptHere), Primary: s.entry.SaveButton(store.T(msg.ReadingSave))})
		}
	} else {
		body = append(body, s.informations(t, meters))
	}
	v.Main = ui.Main(body...)
	return v
}

// gone reports whether neither the mirror nor the server knows the asset.
func (s *Sheet) gone() bool {
	return s.sheet.Fault != nil && (s.sheet.Fault.Code == fault.NotFound || s.sheet.Fault.Code == fault.Denied)
}

// unknown draws an asset of which nothing is known yet.
func (s *Sheet) unknown() app.UI {
	return ui.Remote(ui.RemoteProps{
		Phase: phase(s.sheet.Phase), Waiting: store.T(msg.StateLoading),
		Skeleton: func() app.UI { return ui.RowSkeletons(6) },
		Failed:   s.failed(s.sheet.Fault, s.retrySheet),
	})
}

// failed says what could not be read. Without network that is no failure: what
// is missing comes with it.
func (s *Sheet) failed(f *fault.Error, retry app.EventHandler) ui.BlankProps {
	p := ui.BlankProps{Title: store.T(msg.StateFailed), Text: store.Say(f),
		Actions: []app.UI{ui.Button(ui.ButtonProps{Label: store.T(msg.ActionRetry), Icon: ui.IconRefresh, Scope: string(s.asset), OnClick: retry})}}
	if f != nil && f.Code == fault.Unavailable && !store.Reachable() {
		p.Icon, p.Title, p.Text = ui.IconCloudOff, store.T(msg.OfflineTitle), store.T(msg.OfflineUnavailable)
	}
	return p
}

func (s *Sheet) retrySheet(app.Context, app.Event) { s.fetchSheet() }

func (s *Sheet) crumbs(last string) app.UI {
	return ui.Crumbs(store.T(msg.NavCrumbs), []ui.Crumb{{Label: store.T(msg.NavFleet), Href: link.Fleet}, {Label: last}})
}

func (s *Sheet) head(t store.Tile, meters []api.Meter) app.UI {
	p := ui.SheetHeadProps{
		Icon: ui.IconPrinter, PictureAlt: widget.ModelName(t.Model), Title: widget.Name(t), Sub: widget.ModelName(t.Model),
		Badges: []app.UI{widget.StatusBadge(t.Asset.Status), widget.WaitOf(t, store.HeldNow(), store.TheFleet()).Badge()},
	}
	if t.Model.Picture != "" {
		p.Picture = link.Picture(t.Model.Picture)
	}
	if place := widget.Place(t); place != "" {
		p.Meta = append(p.Meta, ui.Meta(ui.IconPin, app.Span().Text(place)))
	}
	if t.Asset.Serial != "" {
		p.Meta = append(p.Meta, app.Span().Body(app.Span().Text(store.T(msg.TileSerial)+" "), ui.Code(ui.CodeProps{Text: t.Asset.Serial, CopyLabel: store.T(msg.TileCopySerial)})))
	}
	if s.tab == link.TabInformation && canEnter(t) && len(meters) > 0 {
		p.Actions = []app.UI{ui.LinkButton(ui.LinkProps{Label: store.T(msg.ActionEnterReadings), Href: link.AssetTab(s.asset, link.TabCounters), Icon: ui.IconGauge, Variant: ui.Primary})}
	}
	return ui.SheetHead(p)
}

func (s *Sheet) tabs(t store.Tile, meters []api.Meter) app.UI {
	tabs := []ui.Tab{{Label: store.T(msg.TabInformation), Href: link.Asset(s.asset), Current: s.tab == link.TabInformation}}
	if len(meters) > 0 && (canEnter(t) || canRead(t)) {
		tabs = append(tabs, ui.Tab{Label: store.T(msg.TabCounters), Href: link.AssetTab(s.asset, link.TabCounters), Current: s.tab == link.TabCounters})
	}
	return ui.Tabs(widget.Name(t), tabs)
}

func canEnter(t store.Tile) bool { return widget.Allowed(habilitation.EnterReading, t.Asset) }

// canRead reports whether past readings may be shown: with the right, and where
// the previous reading is not hidden.
func canRead(t store.Tile) bool {
	return widget.Allowed(habilitation.ViewReadings, t.Asset) && widget.ShowsPrevious(t.Asset)
}

func phase(p store.Phase) ui.Phase { return ui.Phase(p) }
