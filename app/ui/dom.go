package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// What the pieces ask of the browser's document, all of it in this file. On the
// host every value is empty, and each function does nothing.

// closeOnEscape closes the disclosure it is set on and gives the focus back to
// its button.
func closeOnEscape(ctx app.Context, e app.Event) {
	if e.Get("key").String() != "Escape" {
		return
	}
	d := ctx.JSSrc()
	d.Call("removeAttribute", "open")
	if s := d.Call("querySelector", "summary"); s.Truthy() {
		s.Call("focus")
	}
}

// closeDetails closes the disclosure around the element it is set on.
func closeDetails(ctx app.Context, _ app.Event) {
	if d := ctx.JSSrc().Call("closest", "details"); d.Truthy() {
		d.Call("removeAttribute", "open")
	}
}

// CloseMenusOutside closes an open menu on a click anywhere else. The program
// calls it once, at its start.
func CloseMenusOutside() {
	document := app.Window().Get("document")
	document.Call("addEventListener", "click", app.FuncOf(func(_ app.Value, args []app.Value) any {
		open := document.Call("querySelectorAll", "details.drop[open],details.dock-more[open]")
		for i := range open.Get("length").Int() {
			if d := open.Index(i); !d.Call("contains", args[0].Get("target")).Bool() {
				d.Call("removeAttribute", "open")
			}
		}
		return nil
	}))
}

// copyText puts a text on the clipboard.
func copyText(s string) {
	if c := app.Window().Get("navigator").Get("clipboard"); c.Truthy() {
		c.Call("writeText", s)
	}
}

// typedIn returns what a field holds while a person types in it, and otherwise
// what it should hold. A key that came between a change of the state and its
// drawing would be lost if the drawing put the older text back.
func typedIn(id, otherwise string) string {
	field := app.Window().Get("document").Get("activeElement")
	if id != "" && field.Truthy() && field.Get("id").String() == id {
		return field.Get("value").String()
	}
	return otherwise
}

// showDialog opens or closes a native dialog. Opened this way it holds the
// focus and gives it back when it closes.
func showDialog(d app.Value, open bool) {
	if !d.Truthy() || d.Get("open").Bool() == open {
		return
	}
	if open {
		d.Call("showModal")
		return
	}
	d.Call("close")
}

// layout is what the browser made of a windowed list.
type layout struct {
	cols   int     // items on a line
	pitch  float64 // from the top of a line to the top of the next, in px
	above  float64 // how much of the list stands above the viewport, in px; negative when it starts below its top
	height float64 // of the viewport, in px
}

// measure reads the layout of the list drawn under root; false when there is
// nothing to measure.
func measure(root app.Value) (layout, bool) {
	if !root.Truthy() {
		return layout{}, false
	}
	items := root.Call("querySelector", "[data-window]")
	if !items.Truthy() {
		return layout{}, false
	}
	n := items.Get("childElementCount").Int()
	if n == 0 {
		return layout{}, false
	}
	style := app.Window().Call("getComputedStyle", items)
	l := layout{cols: 1, height: app.Window().Get("innerHeight").Float()}
	gap := 0.0
	if style.Get("display").String() == "grid" {
		l.cols = max(1, len(strings.Fields(style.Get("gridTemplateColumns").String())))
		gap, _ = strconv.ParseFloat(strings.TrimSuffix(style.Get("rowGap").String(), "px"), 64)
	}
	lines := (n + l.cols - 1) / l.cols
	l.pitch = (items.Call("getBoundingClientRect").Get("height").Float() + gap) / float64(lines)
	l.above = -root.Call("getBoundingClientRect").Get("top").Float()
	return l, l.pitch > 0
}

// holdPlace remembers which item of a windowed list has the focus and which
// menus are open, and returns what puts them back once other items stand in the
// same elements.
func holdPlace(root app.Value) func() {
	var open []string
	all := root.Call("querySelectorAll", "details[open]")
	for i := range all.Get("length").Int() {
		d := all.Index(i)
		if it := d.Call("closest", "[data-i]"); it.Truthy() {
			open = append(open, it.Get("dataset").Get("i").String())
			d.Call("removeAttribute", "open")
		}
	}
	focused, nth := focusIn(root)
	return func() {
		for _, i := range open {
			if d := root.Call("querySelector", `[data-i="`+i+`"] details`); d.Truthy() {
				d.Call("setAttribute", "open", "")
			}
		}
		if focused == "" {
			return
		}
		if it := root.Call("querySelector", `[data-i="`+focused+`"]`); it.Truthy() {
			if el := it.Call("querySelectorAll", focusable).Index(nth); el.Truthy() {
				el.Call("focus", map[string]any{"preventScroll": true})
			}
		}
	}
}

const focusable = "a[href],button,input,select,textarea,summary"

// focusIn tells which item under root has the focus, and at which of its
// controls.
func focusIn(root app.Value) (item string, nth int) {
	el := app.Window().Get("document").Get("activeElement")
	if !el.Truthy() || !root.Call("contains", el).Bool() {
		return "", 0
	}
	it := el.Call("closest", "[data-i]")
	if !it.Truthy() {
		return "", 0
	}
	all := it.Call("querySelectorAll", focusable)
	for i := range all.Get("length").Int() {
		if all.Index(i).Equal(el) {
			return it.Get("dataset").Get("i").String(), i
		}
	}
	return "", 0
}

// watchScroll calls f each time something scrolls, whichever element it is, and
// returns what stops it.
func watchScroll(f func()) (stop func()) {
	on := app.FuncOf(func(app.Value, []app.Value) any {
		f()
		return nil
	})
	options := map[string]any{"passive": true, "capture": true}
	app.Window().Call("addEventListener", "scroll", on, options)
	return func() {
		app.Window().Call("removeEventListener", "scroll", on, options)
		on.Release()
	}
}
