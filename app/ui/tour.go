package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// RoundProps describes the head of a round: things to do one after the other,
// with how many are done.
type RoundProps struct {
	Title     string
	Sub       string
	QuitHref  string
	QuitLabel string
	Done      int
	Total     int
	DoneLabel string // spoken before the count: "Relevés faits"
	BarLabel  string
}

// Round draws the head of a round, over the whole width of the page.
func Round(p RoundProps) app.UI {
	return app.Div().Class("tour").Body(app.Div().Class("tour-in").Body(
		app.Div().Class("row between row-nowrap").Body(
			app.Div().Class("row row-tight row-nowrap").Body(
				IconButton(IconButtonProps{Icon: IconArrowL, Label: p.QuitLabel, Href: p.QuitHref}),
				app.Div().Body(app.H1().Class("tour-title").Text(p.Title), text("small muted", p.Sub)),
			),
			app.P().Class("n nowrap").Body(app.Span().Class("sr").Text(p.DoneLabel+" "), app.Text(p.Done),
				app.Span().Class("faint").Text(" / "), app.Span().Class("faint").Text(p.Total)),
		),
		Progress(p.BarLabel, p.Done, p.Total),
	))
}

// StopState is how far a stop of a round is.
type StopState uint8

// The states of a stop.
const (
	StopToDo StopState = iota
	StopCurrent
	StopDone
	StopProblem
)

// Stop is one thing to do in a round. Note is its state in words.
type Stop struct {
	Title string
	Sub   string
	Href  string
	State StopState
	Note  string
}

// Stage is the stops of one place.
type Stage struct {
	Place string
	Count string // "1 / 3"
	Stops []Stop
}

// Stages draws the stops of a round by place.
func Stages(label string, stages []Stage) app.UI {
	body := []app.UI{app.H2().Class("sr").Text(label)}
	for _, g := range stages {
		stops := make([]app.UI, len(g.Stops))
		for i, s := range g.Stops {
			stops[i] = app.Li().Body(s.draw())
		}
		body = append(body,
			app.H3().Class("place").Body(Icon(IconBuilding, "i--16"), app.Span().Text(g.Place), text("push faint num", g.Count)),
			app.Ul().Role("list").Body(stops...))
	}
	return app.Section().Class("card card--flush").Aria("label", label).Body(body...)
}

func (s Stop) draw() app.UI {
	icon, c := IconGauge, "todo"
	note := text("tiny faint", s.Note)
	switch s.State {
	case StopDone:
		icon, c = IconCheckCircle, "todo todo--done"
	case StopCurrent:
		icon = IconArrowR
		if s.Note != "" {
			note = Badge(BadgeProps{Text: s.Note, Tone: Brand})
		}
	case StopProblem:
		icon, c = IconAlert, "todo todo--bad"
		if s.Note != "" {
			note = Badge(BadgeProps{Text: s.Note, Tone: Bad})
		}
	}
	a := app.A().Class(c).Href(s.Href)
	if s.State == StopCurrent {
		a = a.Aria("current", "step")
	}
	return a.Body(Icon(icon), app.Span().Body(
		app.Span().Class("medium block").Text(s.Title), text("small faint block", s.Sub)), note)
}

// PhotoProps describes a photo that goes with an entry.
type PhotoProps struct {
	Src    string // a blob: address
	Alt    string
	Title  string
	Text   string
	Action app.UI
}

// Photo draws a photo that goes with an entry, and what may be done with it.
func Photo(p PhotoProps) app.UI {
	return app.Div().Class("card").Body(app.Div().Class("card-body row row-nowrap").Body(
		app.Img().Class("photo").Src(p.Src).Alt(p.Alt),
		app.Div().Class("grow").Body(para("medium", p.Title), para("small faint", p.Text)),
		p.Action,
	))
}
