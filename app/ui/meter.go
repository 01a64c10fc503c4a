package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Ink is a colour of a consumable, beside its word.
type Ink string

// The inks.
const (
	Black   Ink = "ink--k"
	Cyan    Ink = "ink--c"
	Magenta Ink = "ink--m"
	Yellow  Ink = "ink--y"
)

// Inks draws the dots of the colours that a meter counts.
func Inks(inks ...Ink) app.UI {
	if len(inks) == 0 {
		return nil
	}
	dots := make([]app.UI, len(inks))
	for i, ink := range inks {
		dots[i] = app.Span().Class("ink " + string(ink))
	}
	return app.Span().Class("inks").Aria("hidden", true).Body(dots...)
}

// Range is what is expected of a number, and the number itself, drawn to scale.
// Spoken says the same in words.
type Range struct {
	Low, High int64
	LowText   string
	HighText  string
	Value     int64
	HasValue  bool
	Spoken    string
}

// MeterProps describes the entry of one meter: a big numeric field, what was
// read last, the difference as it is typed, what was expected.
type MeterProps struct {
	FieldProps
	Inks      []Ink
	Badge     string
	PrevLabel string // "Dernier relevé, 26/10/2026"
	PrevValue string
	Value     string
	Delta     string // "+ 13 084 pages"
	Tone      Tone   // OK in what is expected, Warn out of it, Bad refused
	Verdict   string // "Dans l'attendu"
	Range     *Range
	Scope     string
	OnInput   OnValue
	OnChange  OnValue
}

// Meter draws the entry of one meter; what follows (a warning to confirm) comes
// as its body.
func Meter(p MeterProps, body ...app.UI) app.UI {
	var badge, previous, fault, hint app.UI
	if p.Badge != "" {
		badge = Badge(BadgeProps{Text: p.Badge, Class: "push"})
	}
	if p.PrevValue != "" {
		previous = app.Div().Class("prev").ID(p.ID+"-prev").Body(app.Span().Text(p.PrevLabel), app.Span().Class("num strong").Text(p.PrevValue))
	}
	if p.Hint != "" {
		hint = app.P().Class("hint").ID(p.ID + "-hint").Text(p.Hint)
	}
	if p.Error != "" {
		fault = app.P().Class("err").ID(p.ID+"-error").Body(Icon(IconAlert), app.Span().Text(p.Error))
	}
	in := InputProps{
		FieldProps: p.FieldProps, Value: p.Value, Inputmode: "numeric", Autocomplete: "off",
		Scope: p.Scope, OnInput: p.OnInput, OnChange: p.OnChange,
	}.control(class("meter-input", p.Tone.of("meter-input")))
	described := p.Described()
	if p.PrevValue != "" {
		described += " " + p.ID + "-prev"
	}
	if p.Delta != "" || p.Range != nil {
		described += " " + p.ID + "-range"
	}
	if described != "" {
		in = in.Attr("aria-describedby", described)
	}
	head := app.Div().Class("meter-head").Body(Inks(p.Inks...), app.Label().For(p.ID).Text(p.Label), badge)
	grid := app.Div().Class("meter-grid").Body(in, p.drawRange())
	return app.Div().Class("card meter").Body(append([]app.UI{head, previous, grid, hint, fault}, body...)...)
}

// drawRange draws the difference, the scale and the verdict.
func (p MeterProps) drawRange() app.UI {
	if p.Delta == "" && p.Range == nil {
		return nil
	}
	var scale, verdict app.UI
	if p.Range != nil {
		scale = p.Range.draw(p.Tone)
	}
	if p.Verdict != "" {
		verdict = app.Span().Class("small muted row row-tight row-nowrap").Body(Icon(p.Tone.icon(), "i--16"), app.Span().Text(p.Verdict))
	}
	tone := ""
	if p.Tone != Neutral {
		tone = "t-" + string(p.Tone)
	}
	return app.Div().Class("range").ID(p.ID+"-range").Aria("live", "polite").Body(text(class("delta", tone), p.Delta), scale, verdict)
}

// scale places the three numbers in percent of the width: what is expected
// takes the middle quarter, and a value beyond the ends stays at the end.
func (r Range) scale() (low, high, value float64) {
	width := max(1, r.High-r.Low)
	at := float64(r.Value-r.Low)/float64(width)*25 + 37.5
	return 37.5, 62.5, min(max(at, 3), 97)
}

func (r Range) draw(t Tone) app.UI {
	low, high, at := r.scale()
	var dot app.UI
	if r.HasValue {
		dot = svg("circle", "mk"+when(t != OK, "w"), "cx", percent(at), "cy", "12", "r", "8")
	}
	return svg("svg", "plot", "role", "img", "aria-label", r.Spoken).Body(
		svg("rect", "trk", "x", "0", "y", "8", "width", "100%", "height", "8", "rx", "4"),
		svg("rect", "okz", "x", percent(low), "y", "8", "width", percent(high-low), "height", "8", "rx", "4"),
		dot,
		svg("text", "", "x", percent(low+9), "y", "33", "text-anchor", "end").Text(r.LowText),
		svg("text", "", "x", percent(high-9), "y", "33", "text-anchor", "start").Text(r.HighText),
	)
}

// svg draws an element of a drawing, with attributes given as name and value.
func svg(tag, c string, attrs ...string) app.HTMLElem {
	e := app.Elem(tag).XMLNS("http://www.w3.org/2000/svg").Class(c)
	for i := 0; i+1 < len(attrs); i += 2 {
		e = e.Attr(attrs[i], attrs[i+1])
	}
	return e
}

func percent(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) + "%" }
