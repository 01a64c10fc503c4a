package saisies

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/outbox"
	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/fault"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// photoMark tells a photo from an entry in what is asked about.
const photoMark = "photo:"

// waiting draws an entry that the sender tries.
func (p *Page) waiting(e outbox.Entry, h *store.Held) ui.Entry {
	return ui.Entry{
		Icon: ui.IconCloudUp, Tone: ui.Warn, Title: e.Title,
		Sub:     strings.TrimSpace(store.T(msg.EntriesSince, map[string]any{"At": store.Moment(e.At)}) + " " + photosOf(e, h)),
		Actions: []app.UI{p.discard(e.ID)},
	}
}

// photosOf says how far the photos of an entry are.
func photosOf(e outbox.Entry, h *store.Held) string {
	if len(e.Photos) == 0 {
		return ""
	}
	done := 0
	for _, sha := range e.Photos {
		if ph, here := h.Photos[sha]; !here || ph.Done {
			done++
		}
	}
	return store.T(msg.EntriesPhotosOf, map[string]any{"Done": done, "Total": len(e.Photos)})
}

// parked draws an entry that needs a person, with the reason.
func (p *Page) parked(e outbox.Entry) ui.Entry {
	out := ui.Entry{
		Icon: ui.IconAlert, Tone: ui.Bad, Title: e.Title, Sub: store.T(msg.EntriesMadeAt, map[string]any{"At": store.Moment(e.At)}), Why: Why(e.Reason),
	}
	if e.State == outbox.Quarantined {
		out.Why = store.T(msg.EntriesQuarantined)
		out.Actions = []app.UI{p.discard(e.ID)}
		return out
	}
	if _, ok := store.ReadingOf(e); ok && e.Reason != nil && e.Reason.Code == fault.Invalid {
		out.Actions = append(out.Actions, ui.LinkButton(ui.LinkProps{Label: store.T(msg.ActionCorrect), Href: link.Correct(e.ID), Variant: ui.Soft, Icon: ui.IconEdit}))
	} else {
		out.Actions = append(out.Actions, ui.Button(ui.ButtonProps{Label: store.T(msg.ActionRetry), Icon: ui.IconRefresh, Scope: e.ID, OnClick: p.doing(func(b *outbox.Box) error { return b.Retry(e.ID) })}))
	}
	out.Actions = append(out.Actions, p.discard(e.ID))
	return out
}

// photo draws a photo that was refused although its entry was received.
func (p *Page) photo(ph outbox.PhotoStatus) ui.Entry {
	return ui.Entry{
		Icon: ui.IconImage, Tone: ui.Bad, Title: store.T(msg.ReadingPhotoTitle), Sub: store.T(msg.EntriesPhotoSize, map[string]any{"Size": max(1, ph.Size/1024)}), Why: Why(ph.Reason),
		Actions: []app.UI{
			ui.Button(ui.ButtonProps{Label: store.T(msg.ActionRetry), Icon: ui.IconRefresh, Scope: ph.SHA256, OnClick: p.doing(func(b *outbox.Box) error { return b.RetryPhoto(ph.SHA256) })}),
			p.discard(photoMark + ph.SHA256),
		},
	}
}

// Why says why an entry was refused: what is wrong with each field, else the
// fault itself.
func Why(f *fault.Error) string {
	if f == nil {
		return ""
	}
	var out []string
	for _, field := range f.Fields {
		out = append(out, store.Say(&fault.Error{Key: field.Key, Args: field.Args}))
	}
	if len(out) == 0 {
		return store.Say(f)
	}
	return strings.Join(out, " ")
}

func (p *Page) discard(what string) app.UI {
	return ui.Button(ui.ButtonProps{Label: store.T(msg.ActionDiscard), Variant: ui.Quiet, Scope: what, OnClick: func(app.Context, app.Event) { p.asked = what }})
}

// doing runs an action on the outbox apart from the interface.
func (p *Page) doing(act func(*outbox.Box) error) app.EventHandler {
	return func(app.Context, app.Event) { p.do(act) }
}

func (p *Page) do(act func(*outbox.Box) error) {
	p.busy = true
	p.visit.Go(func() {
		box, err := store.Box()
		if err == nil {
			err = act(box)
		}
		store.ReadHeld()
		p.visit.Update(func() {
			p.busy, p.asked = false, ""
			if err != nil {
				p.visit.Say(shell.Message{Text: troubleText(err), Bad: true})
			}
		})
	})
}

// confirm asks before something is abandoned.
func (p *Page) confirm() app.UI {
	return ui.Confirm(ui.ConfirmProps{
		ID: "abandon", Open: p.asked != "", Busy: p.busy, Destructive: true,
		Title: store.T(msg.EntriesDiscardTitle), Text: store.T(msg.EntriesDiscardText), Yes: store.T(msg.ActionDiscard), No: store.T(msg.EntriesDiscardNo),
		OnYes: func(app.Context, app.Event) { p.abandon() },
		OnNo:  func(app.Context, app.Event) { p.asked = "" },
	})
}

func (p *Page) abandon() {
	what := p.asked
	if sha, ok := strings.CutPrefix(what, photoMark); ok {
		p.do(func(b *outbox.Box) error { return b.DiscardPhoto(sha) })
		return
	}
	p.do(func(b *outbox.Box) error { return b.Discard(what) })
	if p.entry != "" {
		p.visit.To(link.Entries)
	}
}
