package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// CardProps describes a card. Flush leaves out the padding, for lists and
// tables.
type CardProps struct {
	Title   string
	Actions []app.UI
	Flush   bool
	Foot    []app.UI
	Class   string
}

// Card draws a framed part of a page, with a title of level 2 if it has one.
func Card(p CardProps, body ...app.UI) app.UI {
	var head, foot app.UI
	if p.Title != "" {
		head = app.Div().Class("card-head").Body(append([]app.UI{app.H2().Class("grow").Text(p.Title)}, p.Actions...)...)
	}
	if len(p.Foot) > 0 {
		foot = app.Div().Class("card-foot").Body(p.Foot...)
	}
	content := app.Div().Class(class("", when(!p.Flush, "card-body"))).Body(body...)
	return app.Section().Class(class("card", when(p.Flush, "card--flush"), p.Class)).Body(head, content, foot)
}

// CodeProps describes a code that a person reads over the telephone or pastes
// elsewhere. CopyLabel is what the button is called ("Copier le numéro de
// série"); without it there is no button.
type CodeProps struct {
	Text      string
	CopyLabel string
	OnCopied  func(ctx app.Context)
}

// Code draws a code, selected as a whole, with a button that copies it.
func Code(p CodeProps) app.UI {
	var button app.UI
	if p.CopyLabel != "" {
		button = app.Button().Class("copy").Type("button").Aria("label", p.CopyLabel+" "+p.Text).
			OnClick(func(ctx app.Context, _ app.Event) {
				copyText(p.Text)
				if p.OnCopied != nil {
					p.OnCopied(ctx)
				}
			}, scoped(p.Text, p.OnCopied)).Body(Icon(IconCopy))
	}
	return app.Span().Class("code").Body(app.Text(p.Text), button)
}

// KeyValue is a fact: a label and what it is. Body replaces Value; a Copy label
// makes the value a code to copy. An empty one is not drawn.
type KeyValue struct {
	Label string
	Value string
	Copy  string
	Body  app.UI
}

// KeyValues draws facts in two columns, or in four where there is room.
func KeyValues(facts []KeyValue, classes ...string) app.UI {
	rows := make([]app.UI, 0, len(facts))
	for _, f := range facts {
		if row := f.row(); row != nil {
			rows = append(rows, app.Div().Body(row...))
		}
	}
	return app.Dl().Class(class("facts", classes...)).Body(rows...)
}

// row draws the term and its description, or nothing.
func (f KeyValue) row() []app.UI {
	dd := app.Dd()
	switch {
	case f.Body != nil:
		dd = dd.Body(f.Body)
	case f.Value == "":
		return nil
	case f.Copy != "":
		dd = dd.Body(Code(CodeProps{Text: f.Value, CopyLabel: f.Copy}))
	default:
		dd = dd.Text(f.Value)
	}
	return []app.UI{app.Dt().Text(f.Label), dd}
}

// Line is an entry of a list inside a card. With Href the whole line is a link.
type Line struct {
	Icon  IconName
	Tone  Tone
	Title string
	Sub   string
	Href  string
	End   app.UI
}

// Lines draws entries one under the other.
func Lines(lines []Line) app.UI {
	items := make([]app.UI, len(lines))
	for i, l := range lines {
		body := []app.UI{Glyph(l.Icon, l.Tone), app.Span().Class("grow").Body(
			app.Span().Class("ttl block").Text(l.Title), text("sub block", l.Sub)), l.End}
		if l.Href == "" {
			items[i] = app.Li().Body(app.Div().Class("line").Body(body...))
			continue
		}
		items[i] = app.Li().Body(app.A().Class("line").Href(l.Href).Body(append(body, Icon(IconChevR))...))
	}
	return app.Ul().Class("lines").Role("list").Body(items...)
}

// Glyph draws an icon in a coloured square, or nothing without an icon.
func Glyph(icon IconName, t Tone, classes ...string) app.UI {
	if icon == "" {
		return nil
	}
	tone := t.of("glyph")
	if t == Brand {
		tone = ""
	}
	if t == Neutral {
		tone = "glyph--grey"
	}
	return app.Span().Class(class("glyph", append(classes, tone)...)).Body(Icon(icon))
}
