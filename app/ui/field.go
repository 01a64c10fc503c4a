package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// FieldProps is what stands around a control: its label, always visible, a
// hint, the fault beside it. ID is the control's.
type FieldProps struct {
	ID       string
	Label    string
	Optional string // "facultatif", beside the label
	Hint     string
	Error    string
}

// Described lists the ids of what describes the control.
func (f FieldProps) Described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

// Field draws a label, a control, its hint and its fault. The elements after
// the control come before the hint.
func Field(f FieldProps, control app.UI, after ...app.UI) app.UI {
	var hint, fault app.UI
	if f.Hint != "" {
		hint = app.P().Class("hint").ID(f.ID + "-hint").Text(f.Hint)
	}
	if f.Error != "" {
		fault = app.P().Class("err").ID(f.ID+"-error").Body(Icon(IconAlert), app.Span().Text(f.Error))
	}
	body := []app.UI{
		app.Label().For(f.ID).Body(app.Text(f.Label), text("opt", optional(f.Optional))),
		control,
	}
	body = append(body, after...)
	return app.Div().Class("field").Body(append(body, hint, fault)...)
}

func optional(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// Problem is one fault of a form, with the control it belongs to.
type Problem struct {
	ID   string
	Text string
}

// ErrorSummary draws what keeps a form from being sent, announced when it
// appears; each line leads to its field. It stands in the page from the start,
// empty, so that its change is spoken.
func ErrorSummary(title string, problems []Problem) app.UI {
	zone := app.Div().Role("alert")
	if len(problems) == 0 {
		return zone
	}
	lines := make([]app.UI, len(problems))
	for i, p := range problems {
		lines[i] = app.Li().Body(app.A().Href("#" + p.ID).Text(p.Text))
	}
	return zone.Body(app.Div().Class("notice notice--bad").Body(
		Icon(IconAlert),
		app.Div().Class("grow").Body(para("t", title), app.Ul().Class("problems").Body(lines...)),
	))
}

// FormProps describes a form. OnSubmit prevents the browser from sending it.
type FormProps struct {
	ID       string
	Label    string
	Scope    string
	OnSubmit func(ctx app.Context)
}

// Form draws a form whose fields are checked here, not by the browser.
func Form(p FormProps, body ...app.UI) app.UI {
	f := app.Form().ID(p.ID).Class("stack").NoValidate(true)
	if p.Label != "" {
		f = f.Aria("label", p.Label)
	}
	submit := func(ctx app.Context, e app.Event) {
		e.PreventDefault()
		if p.OnSubmit != nil {
			p.OnSubmit(ctx)
		}
	}
	return f.OnSubmit(submit, scoped(p.Scope, p.OnSubmit)).Body(body...)
}
