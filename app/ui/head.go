package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Crumb is a step of the way to a page.
type Crumb struct {
	Label string
	Href  string
}

// Crumbs draws the way back; on a phone as on a desktop, the first step is what
// a person wants.
func Crumbs(label string, steps []Crumb) app.UI {
	if len(steps) == 0 {
		return nil
	}
	items := make([]app.UI, 0, 2*len(steps))
	for i, s := range steps {
		if i > 0 {
			items = append(items, app.Span().Aria("hidden", true).Text("/"))
		}
		if s.Href == "" {
			items = append(items, app.Span().Text(s.Label))
			continue
		}
		var back app.UI
		if i == 0 {
			back = Icon(IconArrowL)
		}
		items = append(items, app.A().Href(s.Href).Body(back, app.Text(s.Label)))
	}
	return app.Nav().Class("crumb").Aria("label", label).Body(items...)
}

// PageHeadProps describes the head of a page.
type PageHeadProps struct {
	Title   string
	Count   string // "47 biens"
	Stale   app.UI
	Actions []app.UI // the primary one last
}

// PageHead draws the title of a page, how much it holds, how old that is, and
// the actions of the page.
func PageHead(p PageHeadProps) app.UI {
	return app.Div().Class("pagehead").Body(
		app.H1().Body(app.Span().Text(p.Title), text("n", p.Count)),
		p.Stale,
		group("row row-tight push", p.Actions...),
	)
}

// SheetHeadProps describes the head of a sheet. Meta is what identifies the
// thing, Badges what state it is in.
type SheetHeadProps struct {
	Picture    string
	PictureAlt string
	Icon       IconName // where there is no picture
	Title      string
	Sub        string
	Meta       []app.UI
	Badges     []app.UI
	Actions    []app.UI // the primary one first
}

// SheetHead draws the head of a sheet, the same for every kind of thing.
func SheetHead(p SheetHeadProps) app.UI {
	pic := app.UI(app.Span().Class("pic pic--none").Body(Icon(p.Icon, "i--32")))
	if p.Picture != "" {
		img := app.Img().Class("pic").Src(p.Picture).Alt(p.PictureAlt).Width(320).Height(240)
		if p.PictureAlt == "" {
			img = img.Aria("hidden", true)
		}
		pic = img
	}
	return app.Header().Class("sheethead").Body(
		pic,
		app.Div().Class("grow stack stack-1").Body(
			app.H1().Text(p.Title),
			para("muted small", p.Sub),
			group("meta", p.Meta...),
			group("row row-tight", p.Badges...),
		),
		group("acts", p.Actions...),
	)
}

// Meta draws one identifier of a sheet with its icon.
func Meta(icon IconName, body ...app.UI) app.UI {
	return app.Span().Body(append([]app.UI{Icon(icon, "i--16")}, body...)...)
}

// ActionBarProps describes the bar that holds the one primary action of a
// screen, under the thumb.
type ActionBarProps struct {
	Label     string
	Start     []app.UI
	Note      string
	Primary   app.UI
	PhoneOnly bool
}

// ActionBar draws the bar of the primary action.
func ActionBar(p ActionBarProps) app.UI {
	body := append([]app.UI{}, p.Start...)
	body = append(body, app.Span().Class("push only-wide small faint").Text(p.Note), p.Primary)
	return app.Div().Class(class("actionbar", when(p.PhoneOnly, "actionbar--phone"))).Role("region").Aria("label", p.Label).
		Body(app.Div().Class("actionbar-in").Body(body...))
}

// MessageProps describes a page that says one thing: not found, no right, gone.
type MessageProps struct {
	Big     string // "404"
	Icon    IconName
	Tone    Tone
	Title   string
	Text    string
	Actions []app.UI
}

// Message draws a page that says one thing.
func Message(p MessageProps) app.UI { return mainPart("message", []app.UI{p.Body()}) }

// Body draws what the page says.
func (p MessageProps) Body() app.UI {
	glyph := Glyph(p.Icon, p.Tone)
	if p.Big != "" {
		glyph = app.P().Class("big").Aria("hidden", true).Text(p.Big)
	}
	return app.Div().Class("blank").Body(glyph, app.H1().Text(p.Title), para("", p.Text), group("row", p.Actions...))
}
