package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Dialog asks something before the page goes on. It is a native dialog: it
// holds the focus, closes on Escape, and gives the focus back. Whoever draws it
// opens and closes it by its field Open, and answers OnClose by closing it.
type Dialog struct {
	app.Compo

	ID      string
	Title   string
	Text    string
	Open    bool
	Body    func() []app.UI // what stands under the text
	Actions func() []app.UI // the last one is the one that acts
	OnClose app.EventHandler
}

// OnMount opens the dialog if it starts open.
func (d *Dialog) OnMount(ctx app.Context) { ctx.Defer(d.sync) }

// OnUpdate opens or closes the dialog as told.
func (d *Dialog) OnUpdate(ctx app.Context) { ctx.Defer(d.sync) }

func (d *Dialog) sync(ctx app.Context) { showDialog(ctx.JSSrc(), d.Open) }

// Render draws the dialog; a closed one is empty.
func (d *Dialog) Render() app.UI {
	el := app.Dialog().Class("dialog").ID(d.ID).Aria("labelledby", d.ID+"-title").
		On("cancel", d.onCancel).On("close", d.onClosed)
	if !d.Open {
		return el.Body(app.Span().ID(d.ID + "-title"))
	}
	var body, actions []app.UI
	if d.Body != nil {
		body = d.Body()
	}
	if d.Actions != nil {
		actions = d.Actions()
	}
	head := []app.UI{app.H2().ID(d.ID + "-title").Text(d.Title), para("muted small", d.Text)}
	return el.Body(
		app.Div().Class("dialog-body").Body(append(head, body...)...),
		group("dialog-foot", actions...),
	)
}

func (d *Dialog) onCancel(ctx app.Context, e app.Event) {
	e.PreventDefault()
	if d.OnClose != nil {
		d.OnClose(ctx, e)
	}
}

// onClosed hears of a dialog that the browser closed by itself.
func (d *Dialog) onClosed(ctx app.Context, e app.Event) {
	if d.Open && d.OnClose != nil {
		d.OnClose(ctx, e)
	}
}

// ConfirmProps describes a question before something that cannot be taken back:
// Text says what will happen, Yes names the act, No the way back.
type ConfirmProps struct {
	ID          string
	Open        bool
	Title       string
	Text        string
	Yes         string
	No          string
	Destructive bool
	Busy        bool
	OnYes       app.EventHandler
	OnNo        app.EventHandler
}

// Confirm draws a question before something that cannot be taken back.
func Confirm(p ConfirmProps) app.UI {
	v := Primary
	if p.Destructive {
		v = DangerSolid
	}
	return &Dialog{ID: p.ID, Title: p.Title, Text: p.Text, Open: p.Open, OnClose: p.OnNo, Actions: func() []app.UI {
		return []app.UI{
			Button(ButtonProps{Label: p.No, Scope: p.ID, OnClick: p.OnNo}),
			Button(ButtonProps{Label: p.Yes, Variant: v, Busy: p.Busy, Scope: p.ID, OnClick: p.OnYes}),
		}
	}}
}
