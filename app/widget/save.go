package widget

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"comptoir/app/browser"
	"comptoir/app/outbox"
	"comptoir/app/store"
	"comptoir/shared/api"
	"comptoir/shared/id"
	"comptoir/shared/msg"
	"comptoir/shared/rpc"
)

// receiptWait is how long saving waits for the server before it says that the
// entry is kept on the device.
const receiptWait = 4 * time.Second

// kindReading is what the screens call an entry of the outbox that is a reading.
const kindReading = "reading"

// Outcome is what became of readings that were saved.
type Outcome struct {
	Kept    int  // on this device, not yet received
	Sent    int  // received
	ToCheck bool // the dealer verifies
	Waits   bool // a replaced meter waits for the dealer
	Parked  bool // the server wants a correction
}

// Text says the outcome.
func (o Outcome) Text() string {
	switch {
	case o.Parked:
		return store.T(msg.ReadingParked)
	case o.Kept > 0:
		return store.T(msg.OfflineKept)
	case o.Waits:
		return store.T(msg.ReadingSentWaits)
	case o.ToCheck:
		return store.T(msg.ReadingSentCheck)
	}
	return store.T(msg.ReadingSent)
}

// trouble is why nothing was kept.
type trouble msg.Key

const noTrouble trouble = ""

func troubleOf(err error) trouble {
	switch {
	case err == nil:
		return noTrouble
	case errors.Is(err, browser.ErrQuota):
		return trouble(msg.ReadingNotKeptQuota)
	case errors.Is(err, browser.ErrNoStorage):
		return trouble(msg.ReadingNotKeptStorage)
	case errors.Is(err, outbox.ErrSignedOut):
		return trouble(msg.ReadingNotKeptSession)
	}
	return trouble(msg.ReadingNotKept)
}

// submission is one reading to add to the outbox.
type submission struct {
	meter id.Meter
	req   api.CounterSubmitReq
	opts  outbox.Opts
}

// submissions are the readings of what was typed, once nothing is wrong with it.
func (e *Entry) submissions(now time.Time, online bool) (list []submission, ok bool) {
	at, ok := e.Draft.When(now, store.Zone())
	if !ok {
		return nil, false
	}
	opts := outbox.Opts{Kind: kindReading, Keep: e.kept}
	photos := slices.Clone(e.kept)
	if p := e.Draft.Photo; p != nil {
		opts.Photos = []outbox.Photo{{SHA256: p.SHA256, Upload: string(p.Upload), Blob: e.photo}}
		photos = append(photos, p.SHA256)
	}
	for _, m := range e.Meters {
		j := e.Judge(m)
		if !j.OK() {
			return nil, false
		}
		if !j.Typed {
			continue
		}
		t := e.Draft.Fields[m.ID]
		s := submission{meter: m.ID, opts: opts, req: api.CounterSubmitReq{
			ID: e.Draft.IDs[m.ID], Asset: e.Tile.Asset.ID, Meter: m.ID, Value: j.Value, At: at.UTC(),
			Photos: photos, Blind: !online, DeviceAt: now,
		}}
		if len(j.Warnings) > 0 {
			s.req.Reason = t.Reason()
		}
		if t.Replaced {
			s.req.Replaced = &api.Replacement{OldEnd: j.number("oldEnd", t.OldEnd), NewStart: j.number("newStart", t.NewStart)}
		}
		s.opts.Title = store.T(msg.ReadingEntryTitle, map[string]any{"Asset": Name(e.Tile), "Meter": m.Label, "Value": j.Value})
		list = append(list, s)
	}
	return list, len(list) > 0
}

// Save adds what was typed to the outbox, one entry a meter. It is called on the
// interface; what is wrong is said beside the fields and nothing is added.
func (e *Entry) Save() {
	if e.busy || e.preparing {
		return
	}
	e.tried, e.trouble = true, noTrouble
	list, ok := e.submissions(browser.Now(), browser.Online())
	if !ok {
		if p := e.problems(); len(p) > 0 {
			browser.Focus(p[0].ID)
		}
		return
	}
	e.busy = true
	e.desk.Go(func() {
		kept, err := e.add(list)
		e.desk.Update(func() { e.shed(list[:kept], err == nil) })
		var o Outcome
		if kept > 0 {
			o = e.await(list[:kept])
		}
		e.desk.Update(func() {
			e.busy, e.trouble = false, troubleOf(err)
			if err == nil && e.OnSaved != nil {
				e.OnSaved(o)
			}
		})
	})
}

// add puts the readings into the outbox one after the other and says how many
// are there. One that was added by an earlier try is there.
func (e *Entry) add(list []submission) (kept int, err error) {
	box, err := store.Box()
	if err != nil {
		return 0, err
	}
	call := outbox.Call{URL: api.CounterSubmit.Path(), Version: api.Version}
	for _, s := range list {
		if e.corrects != nil {
			err = box.Correct(e.corrects.Entry.ID, call, string(s.req.ID), s.req, s.opts)
		} else {
			err = box.Add(call, string(s.req.ID), s.req, s.opts)
		}
		if err != nil && !errors.Is(err, outbox.ErrTaken) {
			return kept, err
		}
		kept++
	}
	return kept, nil
}

// shed takes off the draft what is in the outbox.
func (e *Entry) shed(list []submission, all bool) {
	if all {
		e.clear()
		return
	}
	for _, s := range list {
		delete(e.Draft.Fields, s.meter)
		delete(e.Draft.IDs, s.meter)
	}
	e.keep()
}

// await waits a moment for the server, when there is a network.
func (e *Entry) await(list []submission) Outcome {
	box, err := store.Box()
	if err != nil || e.Brisk || !browser.Online() {
		return Outcome{Kept: len(list)}
	}
	changed := make(chan struct{}, 1)
	defer box.OnChange(func() {
		select {
		case changed <- struct{}{}:
		default: // a look is due already
		}
	})()
	limit := time.NewTimer(receiptWait)
	defer limit.Stop()
	for {
		entries, _ := box.List()
		sent, _ := box.History()
		o := outcomeOf(list, entries, sent)
		if o.Kept == 0 || o.Parked {
			return o
		}
		select {
		case <-changed:
		case <-limit.C:
			return o
		}
	}
}

// outcomeOf says what became of the readings, from what is on the device.
func outcomeOf(list []submission, entries []outbox.Entry, sent []outbox.Sent) Outcome {
	var o Outcome
	for _, s := range list {
		mutation := string(s.req.ID)
		if i := slices.IndexFunc(sent, func(x outbox.Sent) bool { return x.ID == mutation }); i >= 0 {
			o.Sent++
			var r rpc.Receipt[api.CounterSubmitResp]
			if json.Unmarshal(sent[i].Receipt, &r) == nil {
				o.ToCheck, o.Waits = o.ToCheck || r.Result.ToCheck, o.Waits || r.Result.Waits
			}
			continue
		}
		o.Kept++
		if slices.ContainsFunc(entries, func(x outbox.Entry) bool { return x.ID == mutation && x.State != outbox.Waiting }) {
			o.Parked = true
		}
	}
	return o
}
