//go:build !js

package tournee

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/store/storetest"
	"comptoir/app/widget"
	"comptoir/shared/id"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// walk opens the round at addresses as the shell would.
type walk struct {
	page *Page
	at   string
	said []string
}

func (w *walk) to(path string) {
	pattern, params, _ := link.Match(path)
	w.at = path
	if w.page == nil || pattern != w.page.visit.Pattern {
		w.page = &Page{}
	}
	w.page.Open(shell.Visit{Pattern: pattern, Params: params, Query: url.Values{}, Path: path,
		Go: storetest.AtOnce, Update: storetest.AtOnce, To: w.to, Replace: func(string) {}, Say: func(m shell.Message) { w.said = append(w.said, m.Text) }})
}

func (w *walk) draw() string {
	v := w.page.Draw() // takes the round up from the desk
	v = w.page.Draw()
	return storetest.HTML(v.Main) + storetest.HTML(v.Bar)
}

func TestRoundFromStartToEnd(t *testing.T) {
	storetest.Start(t, storetest.Sample(12)) // 0, 3, 6 and 9 wait
	browser.HostOnline(false)
	w := &walk{}
	w.to(link.Round)
	if html := w.draw(); !strings.Contains(html, store.T(msg.RoundStart)) || strings.Count(html, "Copieur 0") != 4 {
		t.Fatalf("the list: %s", html)
	}
	first, ok := w.page.round.Resume(w.page.stops)
	if !ok || len(w.page.stops) != 4 {
		t.Fatalf("%d stops", len(w.page.stops))
	}
	w.to(link.RoundAt(first))
	for i := range 4 {
		html := w.draw()
		p := w.page
		if p.current == "" {
			t.Fatalf("over after %d", i)
		}
		if i == 1 { // skipped: it comes again at the end
			p.skip(app.Context{}, app.Event{})
			w.draw()
		}
		m := w.page.entry.Meters[0].ID
		setValue(w.page, m, "422 000")
		w.page.entry.Save()
		store.ReadHeld()
		if i == 0 && !strings.Contains(html, store.T(msg.RoundSaveNext)) {
			t.Error("no button leads to the next")
		}
		if i == 1 { // a reload in the middle takes the round up
			w.page = nil
			w.to(link.Round)
			if html := w.draw(); !strings.Contains(html, store.T(msg.RoundResume)) || done(w.page.stops) != 2 || !strings.Contains(html, store.T(msg.OfflineWaitingEntry)) {
				t.Errorf("after a reload %d are done: %s", done(w.page.stops), html)
			}
			next, _ := w.page.round.Resume(w.page.stops)
			w.to(link.RoundAt(next))
		}
	}
	if html := w.draw(); w.at != link.Round || !strings.Contains(html, store.T(msg.RoundOverTitle)) {
		t.Errorf("at %s: %s", w.at, html)
	}
	if n := len(store.HeldNow().Entries); n != 4 {
		t.Errorf("%d entries", n)
	}
}

func TestPlanGoesByPlace(t *testing.T) {
	f := storetest.Start(t, storetest.Sample(24))
	p := &Page{taken: f, round: Round{Started: storetest.Now}}
	p.plan(f)
	for i := 1; i < len(p.stops); i++ {
		if p.stops[i-1].key >= p.stops[i].key {
			t.Fatalf("stop %d: %q after %q", i, p.stops[i].key, p.stops[i-1].key)
		}
	}
}

func TestNext(t *testing.T) {
	stop := func(n int, done bool) Stop {
		w := storetest.Sample(5)
		return Stop{Tile: store.Tile{Asset: &w.Assets[n]}, Done: done}
	}
	at := storetest.AssetID
	stops := []Stop{stop(0, true), stop(1, false), stop(2, false), stop(3, false)}
	r := Round{Skipped: map[id.Asset]bool{at(2): true}}
	for from, want := range map[int]int{0: 1, 1: 3, 3: 1, 2: 3} {
		if got, ok := r.Next(stops, at(from)); !ok || got != at(want) {
			t.Errorf("after %d comes %s, want %s", from, got, at(want))
		}
	}
	r.Skipped[at(3)] = true
	if got, ok := r.Next(stops, at(1)); !ok || got != at(2) {
		t.Errorf("skipped ones come again: %s", got)
	}
	if _, ok := r.Next([]Stop{stop(0, true), stop(1, false)}, at(1)); ok {
		t.Error("the last one has a next")
	}
	if b, ok := Previous(stops, at(1)); !ok || b != at(0) {
		t.Errorf("before 1: %s", b)
	}
	if _, ok := Previous(stops, at(0)); ok {
		t.Error("the first has one before")
	}
	if _, ok := (Round{}).Next(nil, at(0)); ok {
		t.Error("no stop, and a next")
	}
}

func TestRoundOfYesterdayIsOver(t *testing.T) {
	r := Round{Started: storetest.Now}
	if !r.Fresh(storetest.Now.Add(8*time.Hour)) || r.Fresh(storetest.Now.Add(17*time.Hour)) || (Round{}).Fresh(storetest.Now) {
		t.Error("a round lasts a working day")
	}
}

func TestDeniedWithoutTheRight(t *testing.T) {
	w := storetest.Sample(3)
	w.Me.Grants = storetest.Grant("ACCES_PARC")
	storetest.Start(t, w)
	p := &walk{}
	p.to(link.Round)
	if html := p.draw(); !strings.Contains(html, store.T(msg.PageDeniedTitle)) {
		t.Error(html)
	}
}

func setValue(p *Page, m id.Meter, value string) {
	p.entry.Type(m, func(t *widget.Typed) { t.Value = value })
}
