package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// NoticeProps describes a notice: what is the case, what follows, what to do.
// A Live one is announced when it appears.
type NoticeProps struct {
	ID      string
	Tone    Tone
	Icon    IconName // the tone's own when empty
	Title   string
	Text    string
	Live    bool
	Actions []app.UI
}

// Notice draws a notice; the body stands under its text.
func Notice(p NoticeProps, body ...app.UI) app.UI {
	icon := p.Icon
	if icon == "" {
		icon = p.Tone.icon()
	}
	n := app.Div().Class(class("notice", p.Tone.of("notice"), when(len(p.Actions) > 0, "notice--act")))
	if p.ID != "" {
		n = n.ID(p.ID)
	}
	if p.Live {
		n = n.Role("status")
	}
	words := app.Div().Body(para("t", p.Title), para("", p.Text))
	inner := append([]app.UI{words}, body...)
	return n.Body(append([]app.UI{Icon(icon), app.Div().Class("grow stack stack-3").Body(inner...)}, p.Actions...)...)
}

// LiveRegion draws a text that is only spoken, each time it changes. It stands
// in the page from the start, empty.
func LiveRegion(s string) app.UI {
	return app.Div().Class("sr").Role("status").Aria("live", "polite").Text(s)
}

// Toast is a short message that passes. With Href its action is a link.
type Toast struct {
	ID         string
	Tone       Tone // OK, Warn or Bad
	Text       string
	Action     string
	Href       string
	OnAction   app.EventHandler
	CloseLabel string
	OnClose    app.EventHandler
}

// Toasts draws the messages that pass, above the dock. The zone stands in every
// page, empty: a live region speaks of its changes only.
func Toasts(toasts []Toast) app.UI {
	items := make([]app.UI, len(toasts))
	for i, t := range toasts {
		items[i] = t.draw()
	}
	return app.Div().Class("toasts").Role("status").Aria("live", "polite").Body(items...)
}

func (t Toast) draw() app.UI {
	icon, c := IconCheckCircle, "toast"
	switch t.Tone {
	case Warn:
		icon, c = IconClock, "toast toast--wait"
	case Bad:
		icon, c = IconAlert, "toast toast--bad"
	}
	var action, closing app.UI
	switch {
	case t.Action != "" && t.Href != "":
		action = LinkButton(LinkProps{Label: t.Action, Href: t.Href})
	case t.Action != "":
		action = Button(ButtonProps{Label: t.Action, Scope: t.ID, OnClick: t.OnAction})
	}
	if t.CloseLabel != "" {
		closing = IconButton(IconButtonProps{Icon: IconX, Label: t.CloseLabel, Scope: t.ID, OnClick: t.OnClose})
	}
	return app.Div().Class(c).Body(Icon(icon), app.Span().Text(t.Text), action, closing)
}
