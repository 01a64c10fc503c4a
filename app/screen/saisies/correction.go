package saisies

import (
	"errors"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/outbox"
	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/app/widget"
	"comptoir/shared/api"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// drawCorrection draws the form of a parked entry, filled with it.
func (p *Page) drawCorrection() shell.View {
	v := shell.View{Title: store.T(msg.EntriesCorrect), Current: link.Entries}
	crumbs := ui.Crumbs(store.T(msg.NavCrumbs), []ui.Crumb{{Label: store.T(msg.EntriesTitle), Href: link.Entries}, {Label: v.Title}})
	held, ok := p.held()
	if !ok && p.form != nil && p.form.Busy() {
		held, ok = p.holding, true // replaced on the device, its answer is awaited
	}
	if !ok {
		v.Main = ui.Main(crumbs, ui.PageHead(ui.PageHeadProps{Title: v.Title}), ui.Empty(ui.BlankProps{Icon: ui.IconCheckCircle, Title: store.T(msg.EntriesGone), Text: store.T(msg.EntriesGoneText),
			Actions: []app.UI{ui.LinkButton(ui.LinkProps{Label: store.T(msg.EntriesTitle), Href: link.Entries, Variant: ui.Primary})}}))
		return v
	}
	v.Dialogs = []app.UI{p.confirm()}
	tile, meter, ok := p.subject(held)
	if !ok {
		v.Main = ui.Main(crumbs, ui.PageHead(ui.PageHeadProps{Title: v.Title}), ui.Empty(ui.BlankProps{Icon: ui.IconLock, Title: held.Entry.Title, Text: store.T(msg.EntriesNoAsset), Actions: []app.UI{p.discard(p.entry)}}))
		return v
	}
	p.prepare(held, tile, meter)
	var why app.UI
	if !p.form.Refused() { // otherwise the form says it, beside the fields too
		why = ui.Notice(ui.NoticeProps{Tone: ui.Bad, Title: store.T(msg.OfflineToCorrect), Text: Why(held.Entry.Reason)})
	}
	v.Main = ui.MainNarrow(crumbs,
		ui.SheetHead(ui.SheetHeadProps{Icon: ui.IconGauge, Picture: picture(tile), Title: widget.Name(tile), Sub: widget.Place(tile)}),
		app.Div().Class("stack").Body(
			why,
			p.form.Draw()))
	v.Bar = ui.ActionBar(ui.ActionBarProps{
		Label: store.T(msg.ReadingBar), Start: []app.UI{p.discard(p.entry)}, Note: store.T(msg.ReadingKeptHere), Primary: p.form.SaveButton(store.T(msg.EntriesSendCorrected)),
	})
	return v
}

// held is the entry of the address, if it is on the device and to be corrected.
func (p *Page) held() (store.HeldReading, bool) {
	for _, e := range store.HeldNow().Entries {
		if e.ID == p.entry && e.State == outbox.Parked {
			return store.ReadingOf(e)
		}
	}
	return store.HeldReading{}, false
}

// subject is the asset and the meter of an entry, from the mirror.
func (p *Page) subject(r store.HeldReading) (store.Tile, api.Meter, bool) {
	f := store.TheFleet()
	if f == nil {
		return store.Tile{}, api.Meter{}, false
	}
	t, ok := f.Asset(string(r.Req.Asset))
	if !ok {
		return store.Tile{}, api.Meter{}, false
	}
	for _, m := range f.Meters(string(r.Req.Asset)) {
		if m.ID == r.Req.Meter {
			return t, m, true
		}
	}
	return store.Tile{}, api.Meter{}, false
}

func (p *Page) prepare(r store.HeldReading, t store.Tile, m api.Meter) {
	if p.formFor == p.entry {
		return
	}
	visit := p.visit
	p.formFor, p.holding = p.entry, r
	p.form = widget.NewCorrection(r, t, m, store.TheFleet(), widget.Desk{Go: visit.Go, Update: visit.Update})
	p.form.OnSaved = func(o widget.Outcome) {
		visit.Say(shell.Message{Text: o.Text(), Wait: o.Kept > 0 && !o.Parked, Bad: o.Parked})
		visit.To(link.Entries)
	}
}

func picture(t store.Tile) string {
	if t.Model.Picture == "" {
		return ""
	}
	return link.Picture(t.Model.Picture)
}

// troubleText says why something could not be done with an entry.
func troubleText(err error) string {
	if errors.Is(err, outbox.ErrGone) {
		return store.T(msg.EntriesGoneText)
	}
	return store.T(msg.EntriesNotDone)
}
