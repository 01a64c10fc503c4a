package store

import (
	"encoding/json"
	"slices"
	"sync"
	"time"

	"comptoir/app/browser"
	"comptoir/app/outbox"
	"comptoir/shared/api"
	"comptoir/shared/id"
)

// HeldReading is a reading that is on this device, not yet known to be received.
type HeldReading struct {
	Entry outbox.Entry
	Req   api.CounterSubmitReq
}

// Held is what this person has on the device. It is never changed once made.
type Held struct {
	Known    bool // the device was read
	Entries  []outbox.Entry
	Sent     []outbox.Sent
	Photos   map[string]outbox.PhotoStatus // by digest
	Others   int                           // entries of other authors
	Readings map[id.Asset][]HeldReading
	received map[id.Asset]time.Time // readings that left since the page was loaded
}

// Waits reports whether a reading of the asset waits to be sent.
func (h *Held) Waits(a id.Asset) bool {
	return slices.ContainsFunc(h.Readings[a], func(r HeldReading) bool { return r.Entry.State == outbox.Waiting })
}

// Parked reports whether a reading of the asset must be corrected.
func (h *Held) Parked(a id.Asset) bool {
	return slices.ContainsFunc(h.Readings[a], func(r HeldReading) bool { return r.Entry.State != outbox.Waiting })
}

// ReceivedSince reports whether the server took a reading of the asset after
// that moment: the mirror of then does not know it.
func (h *Held) ReceivedSince(a id.Asset, at time.Time) bool { return h.received[a].After(at) }

var (
	readMu   sync.Mutex
	heldMu   sync.Mutex
	held     = &Held{}
	heldNext int
	onHeld   = map[int]func(){}
)

// HeldNow returns what was on the device when it was last read.
func HeldNow() *Held {
	heldMu.Lock()
	defer heldMu.Unlock()
	return held
}

// OnHeld calls fn whenever what is on the device has changed and was read anew.
func OnHeld(fn func()) (remove func()) {
	heldMu.Lock()
	defer heldMu.Unlock()
	n := heldNext
	heldNext++
	onHeld[n] = fn
	return func() {
		heldMu.Lock()
		defer heldMu.Unlock()
		delete(onHeld, n)
	}
}

// ReadHeld reads what is on the device and tells who listens. It waits for the
// device.
func ReadHeld() {
	b, err := Box()
	if err != nil {
		return
	}
	readMu.Lock() // what was read first is never shown last
	next := heldOf(b, HeldNow())
	heldMu.Lock()
	held = next
	readMu.Unlock()
	fns := make([]func(), 0, len(onHeld))
	for _, fn := range onHeld {
		fns = append(fns, fn)
	}
	heldMu.Unlock()
	for _, fn := range fns {
		fn()
	}
}

func heldOf(b *outbox.Box, before *Held) *Held {
	h := &Held{Known: true, Photos: map[string]outbox.PhotoStatus{}, Readings: map[id.Asset][]HeldReading{}, received: map[id.Asset]time.Time{}}
	h.Entries, _ = b.List() // a device that cannot be read shows nothing; adding to it says why
	h.Sent, _ = b.History()
	h.Others, _ = b.Others()
	photos, _ := b.Photos()
	for _, p := range photos {
		h.Photos[p.SHA256] = p
	}
	for _, e := range h.Entries {
		if r, ok := ReadingOf(e); ok {
			h.Readings[r.Req.Asset] = append(h.Readings[r.Req.Asset], r)
		}
	}
	for a, at := range before.received {
		h.received[a] = at
	}
	for a, rs := range before.Readings {
		for _, r := range rs {
			if slices.ContainsFunc(h.Sent, func(s outbox.Sent) bool { return s.ID == r.Entry.ID }) {
				h.received[a] = browser.Now()
			}
		}
	}
	return h
}

// ReadingOf reads the reading that an entry carries.
func ReadingOf(e outbox.Entry) (HeldReading, bool) {
	if e.URL != api.CounterSubmit.Path() {
		return HeldReading{}, false
	}
	r := HeldReading{Entry: e}
	return r, json.Unmarshal([]byte(e.Body), &r.Req) == nil
}
