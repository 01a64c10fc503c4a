// Package parc draws the fleet: its list, and the sheet of an asset with its
// meters.
package parc

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/app/widget"
	"comptoir/shared/habilitation"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// List is the screen of the fleet.
type List struct {
	visit shell.Visit
	state ui.ListState
	stop  func()
	keys  atomic.Int64 // counts keystrokes: an older one's answer is not drawn

	asked asked // what result answers
	res   store.Result
	row   int32 // the tile drawn last: a table draws its cells one by one
	tile  store.Tile
	tileV int
}

// asked is everything that a result depends on.
type asked struct {
	fleet   *store.Fleet
	query   store.Query
	version int
	today   int32
}

// Open takes up the state of the address.
func (l *List) Open(v shell.Visit) {
	l.visit, l.state = v, ui.ParseListState(v.Query, facetKeys...)
	if l.stop == nil {
		l.stop = store.OnHeld(func() { l.visit.Update(func() {}) })
	}
}

// Close stops following what waits on the device.
func (l *List) Close() {
	if l.stop != nil {
		l.stop()
		l.stop = nil
	}
}

// Draw draws the list.
func (l *List) Draw() shell.View {
	v := shell.View{Title: store.T(msg.NavFleet), Current: link.Fleet}
	if !widget.May(habilitation.AccessFleet) {
		v.Main = widget.Denied(habilitation.AccessFleet)
		return v
	}
	v.Main = l.list().Draw()
	return v
}

// list describes the list as it stands now.
func (l *List) list() ui.List[int32] {
	f := store.TheFleet()
	out := ui.List[int32]{
		ID: "parc", Path: link.Fleet, Title: store.T(msg.NavFleet), Icon: ui.IconPrinter, State: l.state,
		Views: []string{ui.ViewTiles, ui.ViewTable}, TileLine: 360, Sorts: sorts(), Texts: l.texts(), OnQuery: l.onQuery, OnRetry: l.onRetry,
		Phase: ui.Loading,
	}
	if !l.state.Filtered() {
		out.Actions = l.actions()
	}
	out.Waiting = 8
	if f == nil {
		return out
	}
	_, _, _, total := f.State()
	first := f.First()
	var failed string
	out.Phase, out.Known, out.Texts.Stale, failed = widget.Mirror(f)
	switch {
	case out.Known:
		l.ask(f)
		out.Waiting, out.Actions = 0, nil
		out.Rows = l.res.Order
		out.Facets, out.Columns = facets(l.state, l.res), l.columns(f)
		out.Tile = func(row int32) app.UI { return l.drawTile(f, l.at(f, row)) }
		out.Count = count(len(l.res.Order), total, l.state.Filtered())
		out.Texts.Found = out.Count
		if len(l.res.Order) > 0 || l.state.Filtered() {
			out.Actions = l.actions()
		}
	case out.Phase == ui.Failed:
		out.Waiting, out.Actions = 0, nil
		out.Texts.FailedText = failed
	case len(first) > 0 && !l.state.Filtered() && l.state.Sort == "" && l.state.View != ui.ViewTable:
		out.Known, out.Phase = true, ui.Fresh
		out.Rows = make([]int32, len(first))
		for i := range first {
			out.Rows[i] = int32(i)
		}
		out.Tile = func(i int32) app.UI { return l.drawTile(f, first[i]) }
	}
	return out
}

// ask answers the query of the address once a version of the mirror and a day.
func (l *List) ask(f *store.Fleet) {
	today := widget.Today()
	now := asked{f, queryOf(l.state), f.Version(), int32(today)}
	if now != l.asked {
		l.res, l.asked = f.Ask(now.query, today), now
	}
}

// at draws together the tile of a row, once for all its cells.
func (l *List) at(f *store.Fleet, row int32) store.Tile {
	if l.tile.Asset == nil || l.row != row || l.tileV != l.asked.version {
		l.row, l.tileV, l.tile = row, l.asked.version, f.Tile(row)
	}
	return l.tile
}

func (l *List) drawTile(f *store.Fleet, t store.Tile) app.UI {
	return widget.AssetTile(t, widget.WaitOf(t, store.HeldNow(), f))
}

// settle is how long the list waits for the next key before it answers: the
// letter shows at once, and who types fast does not wait for answers he does
// not want.
var settle = 90 * time.Millisecond

// onQuery follows the typing without drawing at each key.
func (l *List) onQuery(ctx app.Context, text string) {
	ctx.PreventUpdate()
	l.typed(text)
}

// typed answers a text once it stands: the address changes in place, so that
// going back leaves the list.
func (l *List) typed(text string) {
	mine := l.keys.Add(1)
	l.visit.Go(func() {
		time.Sleep(settle)
		if l.keys.Load() != mine {
			return
		}
		l.visit.Update(func() {
			l.state = l.state.WithQuery(text)
			l.visit.Replace(l.state.URL(link.Fleet))
		})
	})
}

func (l *List) onRetry(app.Context, app.Event) {
	l.visit.Go(func() {
		if f := store.TheFleet(); f != nil {
			_ = f.Pull(context.Background()) // the list says what the mirror met
		}
		l.visit.Update(func() {})
	})
}

// actions leads to the round over what waits for a reading.
func (l *List) actions() []app.UI {
	if !widget.May(habilitation.EnterReading) {
		return nil
	}
	return []app.UI{ui.LinkButton(ui.LinkProps{Label: store.T(msg.CounterRound), Href: link.Round, Icon: ui.IconRoute, Variant: ui.Primary})}
}

// count says how many there are, and of how many when the list is narrowed.
func count(n, total int, filtered bool) string {
	if filtered && n != total {
		return store.T(msg.FleetCountOf, map[string]any{"Count": n, "Total": total})
	}
	return store.T(msg.FleetCount, map[string]any{"Count": n})
}

func sorts() []ui.Option {
	return []ui.Option{
		{Label: store.T(msg.SortLabel)}, {Value: "lieu", Label: store.T(msg.SortPlace)},
		{Value: "installation", Label: store.T(msg.SortInstalled)}, {Value: "interventions", Label: store.T(msg.SortInterventions)},
	}
}

var facetKeys = []string{"site", "famille", "activite", "releve", "couvert"}

// queryOf is what the address asks of the mirror.
func queryOf(s ui.ListState) store.Query {
	one := func(key string) string {
		if v := s.Facets[key]; len(v) > 0 {
			return v[0]
		}
		return ""
	}
	q := store.Query{Text: s.Query, Site: one("site"), Family: one("famille"), Activity: one("activite"), Expected: s.Has("releve", "attendu")}
	if c := one("couvert"); c == "oui" || c == "non" {
		q.Covered = c
	}
	if slices.Contains([]string{"lieu", "installation", "interventions"}, s.Sort) {
		q.Sort = s.Sort
	}
	return q
}
