package tournee

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
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

// roundKey is where the round lies on the desk.
const roundKey = "round"

// Page is the screen of the round: its list, or one of its stops.
type Page struct {
	visit   shell.Visit
	current id.Asset // empty: the list
	stop    func()

	round   Round
	taken   *store.Fleet // whose desk the round was taken from
	taking  bool
	planned planned
	stops   []Stop
	entry   *widget.Entry
}

// planned is everything that the order of the stops depends on.
type planned struct {
	fleet   *store.Fleet
	version int
	held    *store.Held
	today   int32
	done    int
}

// Open goes to a stop, or to the list.
func (p *Page) Open(v shell.Visit) {
	p.visit = v
	if a := id.Asset(v.Params["asset"]); a != p.current {
		p.current, p.entry = a, nil
		browser.ScrollTo(0)
	}
	if p.stop == nil {
		p.stop = store.OnHeld(func() { p.visit.Update(func() {}) })
	}
}

// Close stops following what waits on the device.
func (p *Page) Close() {
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
}

// take takes up the round that lies on the desk.
func (p *Page) take(f *store.Fleet) {
	if p.taking || p.taken == f {
		return
	}
	p.taking = true
	visit := p.visit
	visit.Go(func() {
		var r Round
		if raw, ok := f.Laid(roundKey); !ok || json.Unmarshal(raw, &r) != nil || !r.Fresh(browser.Now()) {
			r = Round{Started: browser.Now()}
		}
		visit.Update(func() { p.taken, p.taking, p.round, p.planned = f, false, r, planned{} })
	})
}

// lay puts the round on the desk.
func (p *Page) lay(r Round) {
	p.round = r
	if raw, err := json.Marshal(r); err == nil && p.taken != nil {
		p.taken.Lay(roundKey, raw)
	}
}

// plan puts the stops in order, once for all that they depend on.
func (p *Page) plan(f *store.Fleet) {
	now := planned{f, f.Version(), store.HeldNow(), int32(widget.Today()), len(p.round.Done)}
	if now == p.planned {
		return
	}
	p.planned = now
	var expected []store.Tile
	for _, row := range f.Ask(store.Query{Expected: true}, widget.Today()).Order {
		t := f.Tile(row)
		if widget.Allowed(habilitation.EnterReading, t.Asset) && len(f.Meters(string(t.Asset.ID))) > 0 {
			expected = append(expected, t)
		}
	}
	_, at, _, _ := f.State()
	p.stops = Plan(p.round, expected, func(a id.Asset) (store.Tile, bool) { return f.Asset(string(a)) }, now.held,
		func(a id.Asset) bool { return now.held.ReceivedSince(a, at) })
	if n := len(p.stops); n > 0 && done(p.stops) == n && len(expected) == 0 && p.current == "" {
		p.round.At = "" // over: the list says so
	}
}

// prepare makes the entry of the stop that is shown.
func (p *Page) prepare(f *store.Fleet, t store.Tile, meters []api.Meter) {
	if p.entry == nil {
		visit, a := p.visit, p.current
		p.entry = widget.NewEntry(t, meters, f, widget.Desk{Go: visit.Go, Update: visit.Update})
		p.entry.Brisk = true
		p.entry.OnSaved = func(widget.Outcome) { p.saved(a) }
		if p.round.At != a {
			r := p.round
			r.At = a
			p.lay(r)
		}
	}
	p.entry.Tile, p.entry.Meters = t, meters
}

// saved notes that a stop was read and goes on.
func (p *Page) saved(a id.Asset) {
	p.lay(p.round.with(a, true))
	m := shell.Message{Text: store.T(msg.RoundSaved)}
	if !browser.Online() || !store.Reachable() {
		m = shell.Message{Text: store.T(msg.OfflineKept), Wait: true}
	}
	p.visit.Say(m)
	p.goOn(a)
}

// skip leaves a stop for later and goes on.
func (p *Page) skip(app.Context, app.Event) {
	a := p.current
	p.lay(p.round.with(a, false))
	p.goOn(a)
}

func (p *Page) goOn(from id.Asset) {
	if f := store.TheFleet(); f != nil {
		p.plan(f)
	}
	if next, ok := p.round.Next(p.stops, from); ok {
		p.visit.To(link.RoundAt(next))
		return
	}
	p.visit.To(link.Round)
}

// Draw draws the round.
func (p *Page) Draw() shell.View {
	v := shell.View{Title: store.T(msg.CounterRound), Current: link.Fleet}
	if !widget.May(habilitation.EnterReading) || !widget.May(habilitation.AccessFleet) {
		v.Main = widget.Denied(habilitation.EnterReading)
		return v
	}
	f := store.TheFleet()
	phase, known, _, failed := widget.Mirror(f)
	if known {
		p.take(f)
	}
	if !known || p.taken != f {
		if phase == ui.Fresh || phase == ui.Stale {
			phase = ui.Loading // the desk is being read
		}
		v.Main = ui.Main(ui.PageHead(ui.PageHeadProps{Title: v.Title}), ui.Remote(ui.RemoteProps{
			Phase: phase, Waiting: store.T(msg.StateLoading), Skeleton: func() app.UI { return ui.RowSkeletons(6) },
			Failed: ui.BlankProps{Title: store.T(msg.StateFailed), Text: failed},
		}))
		return v
	}
	p.plan(f)
	if p.current == "" {
		p.drawList(&v)
		return v
	}
	t, ok := f.Asset(string(p.current))
	if !ok || !widget.Allowed(habilitation.EnterReading, t.Asset) {
		v.Main = widget.NotFound(link.Round, store.T(msg.CounterRound))
		return v
	}
	p.prepare(f, t, f.Meters(string(p.current)))
	p.drawStop(&v, t)
	return v
}
