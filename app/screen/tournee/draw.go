package tournee

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/app/widget"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// shownStops is how many stops stand in the list at most, around the current
// one: a page of more is felt.
const shownStops = 60

func (p *Page) head(sub string) app.UI {
	return ui.Round(ui.RoundProps{
		Title: store.T(msg.CounterRound), Sub: sub, QuitHref: link.Fleet, QuitLabel: store.T(msg.RoundQuit),
		Done: done(p.stops), Total: len(p.stops), DoneLabel: store.T(msg.RoundDone), BarLabel: store.T(msg.RoundProgress),
	})
}

// drawList draws all the stops, and where to go on.
func (p *Page) drawList(v *shell.View) {
	next, more := p.round.Resume(p.stops)
	switch {
	case len(p.stops) == 0:
		v.Main = ui.MainWide(p.head(""), ui.Page(ui.Empty(ui.BlankProps{
			Icon: ui.IconCheckCircle, Tone: ui.OK, Title: store.T(msg.RoundEmptyTitle), Text: store.T(msg.RoundEmptyText),
			Actions: []app.UI{ui.LinkButton(ui.LinkProps{Label: store.T(msg.NavFleet), Href: link.Fleet, Variant: ui.Primary})}})))
	case !more:
		v.Main = ui.MainWide(p.head(""), ui.Page(app.Div().Class("stack").Body(ui.Empty(ui.BlankProps{
			Icon: ui.IconCheckCircle, Tone: ui.OK, Title: store.T(msg.RoundOverTitle), Text: p.overText(),
			Actions: []app.UI{
				ui.LinkButton(ui.LinkProps{Label: store.T(msg.EntriesTitle), Href: link.Entries}),
				ui.LinkButton(ui.LinkProps{Label: store.T(msg.NavFleet), Href: link.Fleet, Variant: ui.Primary}),
			}}), p.list())))
	default:
		v.Main = ui.MainWide(p.head(""), ui.Page(p.list()))
		label := store.T(msg.RoundStart)
		if done(p.stops)+len(p.round.Skipped) > 0 || p.round.At != "" {
			label = store.T(msg.RoundResume)
		}
		v.Bar = ui.ActionBar(ui.ActionBarProps{Label: store.T(msg.ReadingBar), Note: store.T(msg.ReadingKeptHere),
			Primary: ui.LinkButton(ui.LinkProps{Label: label, Href: link.RoundAt(next), Variant: ui.Primary, Size: ui.Big, IconEnd: ui.IconArrowR})})
	}
}

// overText says where the readings of a round that is over are.
func (p *Page) overText() string {
	waiting, fix := 0, 0
	h := store.HeldNow()
	for _, s := range p.stops {
		if h.Waits(s.Tile.Asset.ID) {
			waiting++
		}
		if s.Fix {
			fix++
		}
	}
	switch {
	case fix > 0:
		return store.T(msg.RoundOverFix, map[string]any{"Count": fix})
	case waiting > 0:
		return store.T(msg.OfflineWaiting, map[string]any{"Count": waiting}) + "."
	}
	return store.T(msg.RoundOverText)
}

// drawStop draws one stop: its entry, and beside it the others.
func (p *Page) drawStop(v *shell.View, t store.Tile) {
	v.Title = widget.Name(t)
	picture := app.UI(ui.Icon(ui.IconPrinter, "i--32"))
	if t.Model.Picture != "" {
		picture = app.Img().Class("thumb thumb--lg").Src(link.Picture(t.Model.Picture)).Alt("").Aria("hidden", true)
	}
	head := app.Div().Class("row row-nowrap row-top").Body(picture, app.Div().Class("grow stack stack-1").Body(
		app.H2().Text(v.Title), app.P().Class("small muted").Text(widget.ModelName(t.Model)), serial(t),
		app.P().Body(widget.WaitOf(t, store.HeldNow(), store.TheFleet()).Badge())))
	v.Main = ui.MainWide(p.head(widget.Place(t)), ui.Page(app.Div().Class("split").Body(
		app.Section().Class("stack").Body(head, p.entry.Draw()), p.list())))
	scope := string(p.current)
	var start []app.UI
	if before, ok := Previous(p.stops, p.current); ok {
		start = append(start, ui.LinkButton(ui.LinkProps{Label: store.T(msg.RoundPrevious), Href: link.RoundAt(before), Icon: ui.IconArrowL, PhoneIcon: true}))
	}
	start = append(start, ui.Button(ui.ButtonProps{Label: store.T(msg.RoundSkip), Variant: ui.Quiet, Scope: scope, Disabled: p.entry.Busy(), OnClick: p.skip}))
	label := store.T(msg.RoundSaveNext)
	if _, ok := p.round.Next(p.stops, p.current); !ok {
		label = store.T(msg.RoundSaveLast)
	}
	v.Bar = ui.ActionBar(ui.ActionBarProps{Label: store.T(msg.ReadingBar), Start: start, Note: store.T(msg.ReadingKeptHere), Primary: p.entry.SaveButton(label)})
}

func serial(t store.Tile) app.UI {
	if t.Asset.Serial == "" {
		return nil
	}
	return app.P().Class("small faint").Body(app.Text(store.T(msg.TileSerial)+" "), ui.Code(ui.CodeProps{Text: t.Asset.Serial, CopyLabel: store.T(msg.TileCopySerial)}))
}

// list draws the stops by site, each with where it stands there, those around the current one when
// they are many.
func (p *Page) list() app.UI {
	first, last := 0, len(p.stops)
	if last > shownStops {
		first = max(0, min(index(p.stops, p.current)-shownStops/4, last-shownStops))
		last = first + shownStops
	}
	var stages []ui.Stage
	total := map[string][2]int{}
	for _, s := range p.stops {
		n := total[place(s)]
		if s.Done {
			n[0]++
		}
		n[1]++
		total[place(s)] = n
	}
	for _, s := range p.stops[first:last] {
		if at := place(s); len(stages) == 0 || stages[len(stages)-1].Place != at {
			n := total[at]
			stages = append(stages, ui.Stage{Place: at, Count: strconv.Itoa(n[0]) + " / " + strconv.Itoa(n[1])})
		}
		g := &stages[len(stages)-1]
		g.Stops = append(g.Stops, p.drawn(s))
	}
	list := ui.Stages(store.T(msg.RoundStops), stages)
	if hidden := len(p.stops) - (last - first); hidden > 0 {
		return app.Div().Class("stack stack-2").Body(list, app.P().Class("small muted").Text(store.T(msg.RoundOthers, map[string]any{"Count": hidden})))
	}
	return list
}

func place(s Stop) string {
	if s.Tile.Site.Name == "" {
		return store.T(msg.RoundNoPlace)
	}
	return s.Tile.Site.Name
}

// where is what leads to an asset in its site.
func where(t store.Tile) string {
	if t.Asset.Place != "" {
		return t.Asset.Place
	}
	return widget.ModelName(t.Model)
}

func (p *Page) drawn(s Stop) ui.Stop {
	a := s.Tile.Asset.ID
	out := ui.Stop{Title: widget.Name(s.Tile), Sub: where(s.Tile), Href: link.RoundAt(a)}
	switch {
	case s.Fix:
		out.State, out.Note = ui.StopProblem, store.T(msg.OfflineToCorrect)
		out.Href = link.Entries
	case a == p.current && !s.Done:
		out.State, out.Note = ui.StopCurrent, store.T(msg.RoundCurrent)
	case s.Done:
		out.State, out.Note = ui.StopDone, store.T(msg.RoundSent)
		if store.HeldNow().Waits(a) {
			out.Note = store.T(msg.OfflineWaitingEntry)
		}
	case p.round.Skipped[a]:
		out.Note = store.T(msg.RoundSkipped)
	}
	return out
}
