package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// MenuItem is an entry of a menu. With OnClick instead of Href it is an action.
type MenuItem struct {
	Icon    IconName
	Label   string
	Href    string
	Current bool
	Scope   string
	OnClick app.EventHandler
}

// link draws the entry as a link of a menu.
func (m MenuItem) link(body ...app.UI) app.UI {
	a := app.A().Href(m.Href)
	if m.Current {
		a = a.Aria("current", "page")
	}
	return a.Body(body...)
}

// DropProps describes a menu of actions behind a button. Label is what it
// shows, Spoken what is said when that is not enough ("Actions, copieur
// accueil").
type DropProps struct {
	Label   string
	Spoken  string
	Icon    IconName
	Variant Variant
	Items   []MenuItem
	Up      bool
	Start   bool
	Open    bool
}

// Drop draws a menu of actions: a native disclosure, of which one is open at a
// time. Escape and a choice close it.
func Drop(p DropProps) app.UI {
	summary := app.Summary().Class(class("btn", string(p.Variant)))
	if p.Spoken != "" {
		summary = summary.Aria("label", p.Spoken)
	}
	items := make([]app.UI, len(p.Items))
	for i, it := range p.Items {
		if it.OnClick != nil {
			items[i] = app.Button().Type("button").OnClick(it.OnClick, scoped(it.Scope, it.OnClick)).Body(Icon(it.Icon), app.Text(it.Label))
			continue
		}
		items[i] = it.link(Icon(it.Icon), app.Text(it.Label))
	}
	d := app.Details().Class(class("drop", when(p.Up, "drop--up"), when(p.Start, "drop--start"))).Attr("name", "drop")
	if p.Open {
		d = d.Open(true)
	}
	return d.OnKeyDown(closeOnEscape).Body(
		summary.Body(Icon(p.Icon), app.Span().Text(p.Label), Icon(IconChevD)),
		app.Div().Class("drop-list").OnClick(closeDetails).Body(items...),
	)
}

// Seg is one choice of a segmented control; each is a URL.
type Seg struct {
	Icon    IconName
	Label   string
	Href    string
	Current bool
}

// Segments draws choices of which one holds, as links. With icons, labels are
// only spoken.
func Segments(label string, segs []Seg) app.UI {
	icons := false
	items := make([]app.UI, len(segs))
	for i, s := range segs {
		a := app.A().Href(s.Href)
		if s.Current {
			a = a.Aria("current", "true")
		}
		if s.Icon != "" {
			icons = true
			items[i] = a.Aria("label", s.Label).Body(Icon(s.Icon))
			continue
		}
		items[i] = a.Text(s.Label)
	}
	return app.Nav().Class(class("seg", when(icons, "seg--icons"))).Aria("label", label).Body(items...)
}

// Tab is one view of a sheet.
type Tab struct {
	Label   string
	Href    string
	Count   string
	Current bool
}

// Tabs draws the views of a sheet as links: a tab is a URL.
func Tabs(label string, tabs []Tab) app.UI {
	items := make([]app.UI, len(tabs))
	for i, t := range tabs {
		items[i] = MenuItem{Href: t.Href, Current: t.Current}.link(app.Text(t.Label), text("n", t.Count))
	}
	return app.Nav().Class("tabs").Aria("label", label).Body(items...)
}
