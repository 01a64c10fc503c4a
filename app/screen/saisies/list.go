// Package saisies draws what was entered on this device and the server does not
// have yet, and where it is corrected; and, for the dealer, what came from
// outside.
package saisies

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/outbox"
	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/app/widget"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// Page is the screen of the entries of this device, or of one to correct.
type Page struct {
	visit   shell.Visit
	entry   string // the one to correct; empty: the list
	stop    func()
	asked   string // the entry, or photo, whose abandoning is asked
	busy    bool
	failed  bool   // the device keeps nothing
	export  string // address of the file
	form    *widget.Entry
	formFor string
	holding store.HeldReading // what the form corrects
}

// Open shows the list or the entry of the address.
func (p *Page) Open(v shell.Visit) {
	p.visit = v
	if e := v.Params["entry"]; e != p.entry {
		p.entry, p.form, p.formFor, p.asked = e, nil, "", ""
	}
	if p.stop != nil {
		return
	}
	p.stop = store.OnHeld(func() { p.look() })
	v.Go(func() {
		store.ReadHeld()
		p.look()
	})
}

// look reads what the file of the export holds now.
func (p *Page) look() {
	box, err := store.Box()
	var url string
	if err == nil {
		if raw, err := box.Export(); err == nil {
			url = browser.ObjectURL(browser.NewBlob(raw, "application/json"))
		}
	}
	p.visit.Update(func() {
		if p.export != "" {
			browser.Revoke(p.export)
		}
		p.export, p.failed = url, err != nil
	})
}

// Close stops following what waits on the device.
func (p *Page) Close() {
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	if p.export != "" {
		browser.Revoke(p.export)
		p.export = ""
	}
}

// Draw draws the list, or the correction of one entry.
func (p *Page) Draw() shell.View {
	if p.entry != "" {
		return p.drawCorrection()
	}
	v := shell.View{Title: store.T(msg.EntriesTitle), Current: link.Entries}
	h := store.HeldNow()
	var body []app.UI
	if p.failed {
		body = append(body, ui.Notice(ui.NoticeProps{Tone: ui.Bad, Title: store.T(msg.EntriesNoStorage)}))
	}
	if h.Others > 0 {
		body = append(body, ui.Notice(ui.NoticeProps{Icon: ui.IconUsers, Title: store.T(msg.EntriesOthers, map[string]any{"Count": h.Others}), Text: store.T(msg.EntriesOthersText)}))
	}
	if !h.Known && !p.failed { // the device is being read: nothing is said of it yet
		v.Main = ui.MainNarrow(ui.PageHead(ui.PageHeadProps{Title: v.Title}), ui.RowSkeletons(4))
		return v
	}
	body = append(body, ui.Entries(ui.EntriesProps{
		Label: v.Title, Sections: p.sections(h),
		Empty: ui.BlankProps{Icon: ui.IconCheckCircle, Tone: ui.OK, Title: store.T(msg.EntriesEmpty), Text: store.T(msg.EntriesEmptyText),
			Actions: []app.UI{ui.LinkButton(ui.LinkProps{Label: store.T(msg.HomeSeeFleet), Href: link.Fleet})}},
	}))
	v.Main = ui.MainNarrow(ui.PageHead(ui.PageHeadProps{Title: v.Title, Actions: p.tools(h)}), app.Div().Class("stack").Body(body...))
	v.Dialogs = []app.UI{p.confirm()}
	return v
}

func (p *Page) tools(h *store.Held) []app.UI {
	if len(h.Entries)+len(h.Photos) == 0 {
		return nil
	}
	out := []app.UI{ui.Button(ui.ButtonProps{Label: store.T(msg.EntriesSend), Icon: ui.IconSend, Disabled: !browser.Online(), OnClick: p.send})}
	if p.export != "" && len(h.Entries) > 0 {
		out = append(out, app.A().Class("btn").Href(p.export).Download("saisies-"+widget.Today().String()+".json").
			Body(ui.Icon(ui.IconDownload), app.Span().Text(store.T(msg.EntriesExport))))
	}
	return out
}

func (p *Page) send(app.Context, app.Event) {
	p.visit.Go(func() {
		if box, err := store.Box(); err == nil {
			box.Send(true)
		}
	})
}

// sections are the entries by what becomes of them.
func (p *Page) sections(h *store.Held) []ui.EntrySection {
	var parked, waiting, photos, sent []ui.Entry
	for _, e := range h.Entries {
		if e.State == outbox.Waiting {
			waiting = append(waiting, p.waiting(e, h))
		} else {
			parked = append(parked, p.parked(e))
		}
	}
	for _, sha := range orphans(h) {
		photos = append(photos, p.photo(h.Photos[sha]))
	}
	for _, s := range h.Sent {
		sent = append(sent, ui.Entry{Icon: ui.IconCheckCircle, Tone: ui.OK, Title: s.Title, Sub: store.T(msg.EntriesSentAt, map[string]any{"At": store.Moment(s.SentAt)})})
	}
	titled := func(key msg.Key, list []ui.Entry) ui.EntrySection {
		return ui.EntrySection{Title: store.T(key) + ", " + store.Lang().Integer(int64(len(list))), Entries: list}
	}
	return []ui.EntrySection{
		titled(msg.OfflineToCorrect, parked), titled(msg.EntriesPhotos, photos), titled(msg.OfflineWaitingEntry, waiting), titled(msg.EntriesSent, sent[:min(len(sent), shownSent)]),
	}
}

// shownSent is how many entries that were sent are shown.
const shownSent = 50

// orphans are the parked photos whose entry the server has.
func orphans(h *store.Held) []string {
	var out []string
	for sha, p := range h.Photos {
		named := slices.ContainsFunc(h.Entries, func(e outbox.Entry) bool { return slices.Contains(e.Photos, sha) })
		if p.State == outbox.Parked && !named {
			out = append(out, sha)
		}
	}
	slices.Sort(out)
	return out
}
