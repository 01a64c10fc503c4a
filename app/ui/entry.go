package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Entry is something a person entered: waiting, sent, or to correct, with the
// reason.
type Entry struct {
	Icon    IconName
	Tone    Tone // Bad to correct, Warn waiting, OK sent
	Title   string
	Sub     string
	Why     string
	Actions []app.UI
}

// EntrySection is the entries in one state, under its name and their number.
type EntrySection struct {
	Title   string // "À corriger, 1"
	Entries []Entry
}

// EntriesProps describes the list of what was entered on this device, under the
// title of its page.
type EntriesProps struct {
	Label    string // spoken
	Sections []EntrySection
	Empty    BlankProps // shown when no section has an entry
}

// Entries draws the list of what was entered on this device; sections without
// entries are left out.
func Entries(p EntriesProps) app.UI {
	var body []app.UI
	for _, s := range p.Sections {
		if len(s.Entries) == 0 {
			continue
		}
		items := make([]app.UI, len(s.Entries))
		for i, e := range s.Entries {
			items[i] = e.draw()
		}
		body = append(body, app.H2().Class("sheet-sec").Text(s.Title), app.Ul().Role("list").Body(items...))
	}
	if len(body) == 0 {
		return Empty(p.Empty)
	}
	return app.Section().Class("card card--flush").Aria("label", p.Label).Body(body...)
}

func (e Entry) draw() app.UI {
	return app.Li().Class("entry").Body(
		Glyph(e.Icon, e.Tone),
		app.Div().Class("grow stack stack-1").Body(
			app.Span().Class("ttl").Text(e.Title),
			text("sub", e.Sub),
			text("why", e.Why),
			group("act", e.Actions...),
		),
	)
}
