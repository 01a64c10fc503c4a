package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Phase is how far a value fetched from elsewhere is.
type Phase uint8

// The phases of a value. Stale is shown at once, with its age.
const (
	Idle Phase = iota
	Loading
	Fresh
	Stale
	Failed
)

// BlankProps describes a place with nothing to show: why, and what to do next.
type BlankProps struct {
	Icon    IconName
	Tone    Tone
	Title   string
	Text    string
	Small   bool
	Actions []app.UI
}

// Empty draws a place with nothing to show.
func Empty(p BlankProps) app.UI {
	return app.Div().Class(class("blank", when(p.Small, "blank--sm"))).Body(
		Glyph(p.Icon, p.Tone),
		app.H2().Text(p.Title),
		para("", p.Text),
		group("row", p.Actions...),
	)
}

// Failure draws what could not be read: what happened, what is safe, a way out.
// It is announced.
func Failure(p BlankProps) app.UI {
	if p.Icon == "" {
		p.Icon = IconCloudOff
	}
	if p.Tone == Neutral {
		p.Tone = Bad
	}
	return app.Div().Role("alert").Body(Empty(p))
}

// StaleProps describes the line that says how old a content is.
type StaleProps struct {
	Text      string // "Données du 24/11 à 14:02"
	Refresh   string
	OnRefresh app.EventHandler
}

// StaleLine draws how old a content is, and what renews it.
func StaleLine(p StaleProps) app.UI {
	var refresh app.UI
	if p.Refresh != "" {
		refresh = TextButton(p.Refresh, "", p.OnRefresh)
	}
	return app.P().Class("stale").Role("status").Body(Icon(IconClock), app.Span().Text(p.Text), refresh)
}

// RemoteProps describes how a value fetched from elsewhere is drawn. Known says
// that there is a value, whatever the phase; Empty that it holds nothing.
type RemoteProps struct {
	Phase    Phase
	Known    bool
	IsEmpty  bool
	Waiting  string // spoken while nothing is known: "Chargement"
	Stale    StaleProps
	Skeleton func() app.UI
	Content  func() app.UI
	Empty    func() app.UI
	Failed   BlankProps
}

// Remote draws a value in the state it is in: the skeleton only while nothing
// is known, the value with its age when it is old, the failure alone only when
// there is nothing else to show.
func Remote(p RemoteProps) app.UI {
	switch {
	case !p.Known && p.Phase == Failed:
		return Failure(p.Failed)
	case !p.Known:
		return app.Div().Aria("busy", true).Body(app.P().Class("sr").Role("status").Text(p.Waiting), p.Skeleton())
	}
	var above app.UI
	switch p.Phase {
	case Stale:
		above = StaleLine(p.Stale)
	case Failed:
		above = Notice(NoticeProps{Tone: Warn, Icon: IconCloudOff, Title: p.Failed.Title, Text: p.Stale.Text, Live: true, Actions: p.Failed.Actions})
	}
	content := p.Content
	if p.IsEmpty && p.Empty != nil {
		content = p.Empty
	}
	return app.Div().Class("stack").Body(above, content())
}

// Bar draws one grey bar of a skeleton; the class gives its width (skel--30,
// skel--50, skel--70, skel--90).
func Bar(classes ...string) app.UI { return app.Span().Class(class("skel", classes...)) }

// TileSkeletons draws n tiles of which nothing is known.
func TileSkeletons(n int) app.UI {
	items := make([]app.UI, n)
	for i := range items {
		items[i] = app.Div().Class("tile-box").Body(app.Div().Class("tile").Body(
			Bar("skel--pic"),
			app.Div().Class("tile-body").Body(Bar("skel--t", "skel--70"), Bar("skel--50"), Bar("skel--90"), Bar("skel--50")),
			app.Div().Class("tile-foot"),
		))
	}
	return app.Div().Class("tiles").Aria("hidden", true).Body(items...)
}

// RowSkeletons draws n rows of which nothing is known.
func RowSkeletons(n int) app.UI {
	items := make([]app.UI, n)
	for i := range items {
		items[i] = app.Div().Class("line").Body(app.Div().Class("grow stack stack-2").Body(Bar("skel--t", "skel--50"), Bar("skel--30")), Bar("skel--end"))
	}
	return app.Div().Class("card card--flush").Aria("hidden", true).Body(items...)
}

// Progress draws how far something is; the label says of what.
func Progress(label string, value, total int) app.UI {
	return app.Progress().Class("progress").Aria("label", label).Max(max(total, 1)).Value(value)
}
