package ui

import (
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Tone is what a colour means. A text always says it too.
type Tone string

// The tones.
const (
	Neutral Tone = ""
	Info    Tone = "info"
	OK      Tone = "ok"
	Warn    Tone = "warn"
	Bad     Tone = "bad"
	Brand   Tone = "brand"
)

// of gives the modifier of a part for the tone: badge → badge--warn.
func (t Tone) of(part string) string {
	if t == Neutral {
		return ""
	}
	return part + "--" + string(t)
}

// icon is the drawing that goes with a tone in notices.
func (t Tone) icon() IconName {
	switch t {
	case OK:
		return IconCheckCircle
	case Warn:
		return IconAlert
	case Bad:
		return IconXCircle
	default:
		return IconInfo
	}
}

// BadgeProps describes a badge. With Href it is a link, and Label is what is
// spoken when Text is only a number.
type BadgeProps struct {
	Text  string
	Tone  Tone
	Icon  IconName
	Dot   bool
	Href  string
	Label string
	Class string
}

// Badge draws a short state or count.
func Badge(p BadgeProps) app.UI {
	c := class("badge", p.Tone.of("badge"), p.Class)
	if p.Href != "" {
		a := app.A().Class(c).Href(p.Href)
		if p.Label != "" {
			a = a.Aria("label", p.Label)
		}
		return a.Body(mark(p.Icon, p.Dot, p.Tone), app.Text(p.Text))
	}
	return app.Span().Class(c).Body(mark(p.Icon, p.Dot, p.Tone), app.Text(p.Text))
}

// mark draws a dot of the tone, or the icon.
func mark(icon IconName, dot bool, t Tone) app.UI {
	if dot {
		return app.Span().Class(class("dot", t.of("dot"))).Aria("hidden", true)
	}
	return Icon(icon)
}

// PillState is what the pill of the header says.
type PillState string

// The states of the pill.
const (
	PillFresh   PillState = "pill--ok"
	PillOffline PillState = "pill--off"
	PillParked  PillState = "pill--parked"
	PillWaiting PillState = ""
)

// PillProps describes the pill that says whether the portal is offline and what
// waits. On a phone only Count is seen; Text and More are spoken.
type PillProps struct {
	State PillState
	Text  string // "Hors connexion"
	Count string // "12"
	More  string // "en attente"
	Href  string
}

// Pill draws the pill of the header.
func Pill(p PillProps) app.UI {
	icon := IconCloudOk
	switch p.State {
	case PillOffline:
		icon = IconCloudOff
	case PillParked:
		icon = IconAlert
	case PillWaiting:
		icon = IconCloudUp
	}
	before, after := p.Text, p.More
	if p.Count != "" && before != "" {
		before += " · "
	}
	if p.Count != "" && after != "" {
		after = " " + after
	}
	body := []app.UI{Icon(icon), app.Span().Body(text("lbl", before), text("num", p.Count), text("lbl", after))}
	c := class("pill", string(p.State))
	if p.Href == "" {
		return app.Span().Class(c).Body(body...)
	}
	return app.A().Class(c).Href(p.Href).Body(body...)
}

// ChipProps describes a filter. It is a link: a filter is a URL. RemoveLabel is
// spoken before the label of a chip that is on ("Retirer le filtre").
type ChipProps struct {
	Label       string
	Count       string
	Icon        IconName
	Dot         Tone
	On          bool
	Href        string
	RemoveLabel string
}

// Chip draws a filter.
func Chip(p ChipProps) app.UI {
	a := app.A().Class(class("chip", when(p.On, "chip--on"))).Href(p.Href)
	if !p.On {
		return a.Body(mark(p.Icon, p.Dot != "", p.Dot), app.Text(p.Label), text("n", p.Count))
	}
	return a.Body(text("sr", p.RemoveLabel), mark(p.Icon, p.Dot != "", p.Dot), app.Text(p.Label), Icon(IconX))
}

// Avatar draws the initials of a name; the name itself stands beside it.
func Avatar(name string, classes ...string) app.UI {
	return app.Span().Class(class("avatar", classes...)).Aria("hidden", true).Text(Initials(name))
}

// Initials gives the first letters of the first and last word of a name.
func Initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "?"
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	out := string(first)
	if len(words) > 1 {
		last, _ := utf8.DecodeRuneInString(words[len(words)-1])
		out += string(last)
	}
	return strings.ToUpper(out)
}
