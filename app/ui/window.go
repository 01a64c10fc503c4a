package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Window draws a list of any length with at most a hundred items in the
// document: those on screen and a screenful around. Two empty drawings take the
// place of the others, so that the page is as long as the whole list; their
// heights are attributes, which the content security policy allows.
//
// Every line must be of one height. What has the focus and which menus are open
// stays with its item while the items move from one element to another.
type Window struct {
	app.Compo

	ID    string
	Label string
	Count int
	Line  int // height of a line in px until it is measured
	Item  func(i int) app.UI
	// Frame draws the items between the two spacers; nil draws tiles.
	Frame func(before app.UI, items []app.UI, after app.UI) app.UI

	drawn  span
	layout layout
	stop   func()
}

// OnMount measures what was drawn and follows the scrolling from then on.
func (w *Window) OnMount(ctx app.Context) {
	w.stop = watchScroll(func() { w.look(ctx) })
	ctx.Defer(w.look)
}

// OnDismount stops following the scrolling.
func (w *Window) OnDismount() {
	if w.stop != nil {
		w.stop()
	}
}

// OnUpdate measures again: other items may stand on other lines.
func (w *Window) OnUpdate(ctx app.Context) { ctx.Defer(w.look) }

// OnResize measures again.
func (w *Window) OnResize(ctx app.Context) { ctx.Defer(w.look) }

// look draws other items when the wrong ones are drawn. It runs on each scroll,
// so it asks for a drawing only then.
func (w *Window) look(ctx app.Context) {
	root := ctx.JSSrc()
	l, ok := measure(root)
	if !ok {
		return
	}
	next := l.window(w.Count, w.current())
	steady := abs(l.pitch-w.layout.pitch) < 0.5 && l.cols == w.layout.cols
	if next == w.drawn && steady {
		return
	}
	ctx.Dispatch(func(ctx app.Context) {
		if next != w.drawn {
			back := holdPlace(root)
			ctx.Defer(func(app.Context) { back() })
		}
		w.drawn, w.layout = next, l
	})
}

// current gives the items to draw, whatever became of the list since they were
// chosen.
func (w *Window) current() span {
	if w.drawn.last == 0 || w.drawn.first >= w.Count {
		return span{0, min(w.Count, firstItems)}
	}
	if s := (span{w.drawn.first, min(w.drawn.last, w.Count)}); s.last-s.first >= min(w.Count, firstItems) {
		return s
	}
	return w.layout.window(w.Count, span{})
}

// Render draws the items on screen between two spacers.
func (w *Window) Render() app.UI {
	s := w.current()
	pitch, cols := w.layout.pitch, max(1, w.layout.cols)
	if pitch <= 0 {
		pitch = float64(w.Line)
	}
	items := make([]app.UI, 0, s.last-s.first)
	for i := s.first; i < s.last; i++ {
		items = append(items, w.Item(i))
	}
	lines := (w.Count + cols - 1) / cols
	before := spacer(pitch * float64(s.first/cols))
	after := spacer(pitch * float64(max(0, lines-(s.last+cols-1)/cols)))
	if w.Frame != nil {
		return app.Div().Class("window").ID(w.ID).Body(w.Frame(before, items, after))
	}
	cells := make([]app.UI, len(items))
	for k, it := range items {
		cells[k] = app.Li().Class("tile-box").DataSet("i", s.first+k).
			Aria("setsize", w.Count).Aria("posinset", s.first+k+1).Body(it)
	}
	return app.Div().Class("window").ID(w.ID).Body(
		before,
		app.Ul().Class("tiles tiles--window").Role("list").Aria("label", w.Label).DataSet("window", "1").Body(cells...),
		after,
	)
}

// spacer draws nothing, of the given height in px.
func spacer(height float64) app.UI {
	return app.Elem("svg").XMLNS("http://www.w3.org/2000/svg").Class("window-space").Aria("hidden", "true").
		Attr("width", "1").Attr("height", strconv.Itoa(int(height+0.5)))
}

func abs(f float64) float64 { return max(f, -f) }
