package widget

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/fault"
	"comptoir/shared/msg"
)

// EntryForm is the id of the form that an entry draws: the button of an action
// bar names it.
const EntryForm = "saisie"

// Busy reports whether the entry is being saved.
func (e *Entry) Busy() bool { return e.busy || e.preparing }

// Refused reports whether the form says what keeps it from being saved.
func (e *Entry) Refused() bool { return e.tried && !e.busy && len(e.problems()) > 0 }

// Draw draws the form.
func (e *Entry) Draw() app.UI {
	if len(e.Meters) == 0 {
		return ui.Empty(ui.BlankProps{Icon: ui.IconGauge, Title: store.T(msg.ReadingNoMeters), Small: true})
	}
	var wrong []ui.Problem
	if e.tried && !e.busy {
		wrong = e.problems()
	}
	var trouble app.UI
	if e.trouble != noTrouble {
		trouble = app.Div().Role("alert").Body(ui.Notice(ui.NoticeProps{Tone: ui.Bad, Title: store.T(msg.Key(e.trouble))}))
	}
	body := []app.UI{ui.ErrorSummary(store.T(msg.ReadingSummary), wrong), trouble}
	for _, m := range e.Meters {
		body = append(body, e.drawMeter(m))
	}
	body = append(body, e.drawPhoto(), e.drawAt())
	return ui.Form(ui.FormProps{ID: EntryForm, Label: store.T(msg.ReadingForm), Scope: e.serial, OnSubmit: func(app.Context) { e.Save() }}, body...)
}

// SaveButton draws the button that saves, for an action bar.
func (e *Entry) SaveButton(label string) app.UI {
	return ui.Button(ui.ButtonProps{Label: label, Variant: ui.Primary, Size: ui.Big, Submit: true, Form: EntryForm, Busy: e.Busy()})
}

// field is the id of a field of a meter.
func (e *Entry) field(m api.Meter, name string) string { return e.serial + string(m.ID) + "-" + name }

// problems are what keeps the entry from being saved, in the order of the page.
func (e *Entry) problems() []ui.Problem {
	var out []ui.Problem
	typed := false
	for _, m := range e.Meters {
		j := e.Judge(m)
		typed = typed || j.Typed
		for _, name := range []string{"value", "oldEnd", "newStart", "reason"} {
			if f, ok := j.Errors[name]; ok {
				out = append(out, ui.Problem{ID: e.field(m, name), Text: m.Label + "\u00a0: " + store.T(f.Key, f.Args)})
			}
		}
	}
	if _, ok := e.Draft.When(browser.Now(), store.Zone()); !ok {
		out = append(out, ui.Problem{ID: e.serial + "at", Text: store.T(msg.ReadingAtInvalid)})
	}
	if !typed && len(e.Meters) > 0 {
		out = append(out, ui.Problem{ID: e.field(e.Meters[0], "value"), Text: store.T(msg.ReadingNothingTyped)})
	}
	return out
}

func (e *Entry) drawMeter(m api.Meter) app.UI {
	t, j := e.Draft.Fields[m.ID], e.Judge(m)
	lang := store.Lang()
	p := ui.MeterProps{
		FieldProps: ui.FieldProps{ID: e.field(m, "value"), Label: m.Label}, Badge: m.Code, Value: t.Value, Scope: e.serial,
		Inks:    inks(m),
		OnInput: func(_ app.Context, v string) { e.Type(m.ID, func(t *Typed) { t.Value = v }) },
		OnChange: func(_ app.Context, v string) {
			e.Type(m.ID, func(t *Typed) { t.Value = v })
			e.left[m.ID] = true
		},
	}
	if m.Label == "" {
		p.Label, p.Badge = m.Code, ""
	}
	if f, ok := j.Errors["value"]; ok && e.judged(m) {
		p.Error, p.Tone = store.T(f.Key, f.Args), ui.Bad
	}
	if j.Previous != nil {
		p.PrevLabel = store.T(msg.ReadingLast, map[string]any{"Day": lang.Day(j.Previous.At.In(store.Zone()))})
		p.PrevValue = lang.Integer(j.Previous.Value)
		if j.Typed && !t.Replaced && p.Error == "" {
			p.Delta = delta(j.Value - j.Previous.Value)
		}
	}
	if x := j.Verdict.Expected; x != nil && !t.Replaced {
		p.Range = scale(x, j)
		p.Verdict = store.T(msg.CounterExpectedRange, map[string]any{"Low": x.Low, "High": x.High})
		if j.Typed && p.Error == "" && len(j.Warnings) == 0 {
			p.Tone, p.Verdict = ui.OK, store.T(msg.ReadingInRange)
		}
	}
	if len(j.Warnings) > 0 && p.Error == "" && !t.Replaced && e.judged(m) {
		p.Tone = ui.Warn
	}
	return ui.Meter(p, e.drawConfirm(m, t, j), e.drawReplaced(m, t, j))
}

// judged reports whether what is wrong with a meter is said: not before its
// field was left, since half a number is always too small.
func (e *Entry) judged(m api.Meter) bool { return e.tried || e.left[m.ID] }

func inks(m api.Meter) []ui.Ink {
	if m.Colour {
		return []ui.Ink{ui.Cyan, ui.Magenta, ui.Yellow}
	}
	return []ui.Ink{ui.Black}
}

func delta(n int64) string {
	sign := "+\u00a0"
	if n < 0 {
		sign, n = "−\u00a0", -n
	}
	return store.T(msg.ReadingPages, map[string]any{"Sign": sign, "Pages": n})
}

func scale(x *counter.Range, j Judged) *ui.Range {
	lang := store.Lang()
	r := &ui.Range{Low: x.Low, High: x.High, LowText: lang.Integer(x.Low), HighText: lang.Integer(x.High),
		Spoken: store.T(msg.CounterExpectedRange, map[string]any{"Low": x.Low, "High": x.High})}
	if j.Typed && len(j.Errors) == 0 || len(j.Warnings) > 0 {
		r.Value, r.HasValue = j.Value, true
		r.Spoken = store.T(msg.ReadingRangeSpoken, map[string]any{"Low": x.Low, "High": x.High, "Value": j.Value})
	}
	return r
}

// drawConfirm draws what is unusual and asks why.
func (e *Entry) drawConfirm(m api.Meter, t Typed, j Judged) app.UI {
	if _, refused := j.Errors["value"]; refused || len(j.Warnings) == 0 || t.Replaced || !e.judged(m) {
		return nil
	}
	missing := ""
	if f, ok := j.Errors["reason"]; ok && e.tried {
		missing = store.T(f.Key, f.Args)
	}
	options := []ui.Option{{Label: store.T(msg.ReadingWhyChoose)}}
	for _, o := range whyOptions {
		options = append(options, ui.Option{Value: o.value, Label: store.T(o.key)})
	}
	var words app.UI
	fieldError := missing
	if t.Why == whyOther {
		words = ui.TextInput(ui.InputProps{
			FieldProps: ui.FieldProps{ID: e.field(m, "words"), Label: store.T(msg.ReadingWhyWords), Error: missing}, Value: t.Other, Scope: e.serial,
			OnInput: func(_ app.Context, v string) { e.Type(m.ID, func(t *Typed) { t.Other = v }) },
		})
		fieldError = ""
	}
	return ui.Notice(ui.NoticeProps{Tone: ui.Warn, Live: true, Title: store.T(msg.ReadingConfirmTitle), Text: sentences(j.Warnings) + " " + store.T(msg.ReadingConfirmText)},
		ui.Select(ui.SelectProps{
			FieldProps: ui.FieldProps{ID: e.field(m, "reason"), Label: store.T(msg.ReadingWhy), Error: fieldError}, Value: t.Why, Options: options, Scope: e.serial,
			OnChange: func(_ app.Context, v string) { e.Type(m.ID, func(t *Typed) { t.Why = v }) },
		}), words)
}

// drawReplaced draws the box that says that the meter was replaced, and what
// is asked then.
func (e *Entry) drawReplaced(m api.Meter, t Typed, j Judged) app.UI {
	box := ui.Checkbox(ui.CheckboxProps{
		ID: e.field(m, "replaced"), Label: store.T(msg.CounterReplaced), Checked: t.Replaced, Scope: e.serial,
		OnChange: func(_ app.Context, on bool) { e.Type(m.ID, func(t *Typed) { t.Replaced = on }) },
	})
	if !t.Replaced {
		return box
	}
	number := func(name string, key msg.Key, value string, set func(t *Typed, v string)) app.UI {
		p := ui.InputProps{FieldProps: ui.FieldProps{ID: e.field(m, name), Label: store.T(key)}, Value: value, Scope: e.serial,
			OnInput: func(_ app.Context, v string) { e.Type(m.ID, func(t *Typed) { set(t, v) }) }}
		if f, ok := j.Errors[name]; ok && (e.tried || value != "") {
			p.Error = store.T(f.Key, f.Args)
		}
		return ui.NumberField(p)
	}
	return app.Div().Class("stack stack-3").Body(box,
		app.P().Class("small muted").Text(store.T(msg.ReadingReplacedText)),
		number("oldEnd", msg.ReadingOldEnd, t.OldEnd, func(t *Typed, v string) { t.OldEnd = v }),
		number("newStart", msg.ReadingNewStart, t.NewStart, func(t *Typed, v string) { t.NewStart = v }))
}

// drawAt draws the moment of the reading: now, unless the person says otherwise.
func (e *Entry) drawAt() app.UI {
	if e.Draft.At == "" {
		change := func(app.Context, app.Event) { e.SetAt(browser.Now().In(store.Zone()).Format(localTime)) }
		return app.P().Class("row row-tight small").Body(ui.Icon(ui.IconCalendar, "i--16"),
			app.Span().Text(store.T(msg.ReadingAt)+"\u00a0: "+strings.ToLower(store.T(msg.ReadingAtNow))),
			ui.TextButton(store.T(msg.ReadingAtChange), e.serial, change))
	}
	p := ui.InputProps{FieldProps: ui.FieldProps{ID: e.serial + "at", Label: store.T(msg.ReadingAt)}, Type: "datetime-local", Value: e.Draft.At, Scope: e.serial,
		OnChange: func(_ app.Context, v string) { e.SetAt(v) }}
	if _, ok := e.Draft.When(browser.Now(), store.Zone()); !ok {
		p.Error = store.T(msg.ReadingAtInvalid)
	}
	return app.Div().Class("stack stack-2").Body(ui.TextInput(p),
		ui.TextButton(store.T(msg.ReadingAtNow), e.serial, func(app.Context, app.Event) { e.SetAt("") }))
}

// sentences says faults one after the other.
func sentences(list []fault.Field) string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = store.T(f.Key, f.Args)
	}
	return strings.Join(out, " ")
}
