package outbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"comptoir/app/browser"
)

// List returns the entries of the session, oldest first.
func (b *Box) List() ([]Entry, error) { return b.Of(b.me.Account, b.me.Membership) }

// Of returns the entries of one author, oldest first: what a locked screen
// counts.
func (b *Box) Of(account, membership string) ([]Entry, error) {
	all, err := every[Entry](b, "entries")
	return slices.DeleteFunc(all, func(e Entry) bool { return e.Account != account || e.Membership != membership }), err
}

// Pending returns the session's entries that wait to be sent.
func (b *Box) Pending() ([]Entry, error) { return b.in(Waiting) }

// Parked returns the session's entries that need a person, with their reasons.
func (b *Box) Parked() ([]Entry, error) { return b.in(Parked, Quarantined) }

func (b *Box) in(states ...State) ([]Entry, error) {
	all, err := b.List()
	return slices.DeleteFunc(all, func(e Entry) bool { return !slices.Contains(states, e.State) }), err
}

// Others counts the entries of other authors on this device; nothing more of
// them is shown.
func (b *Box) Others() (int, error) {
	all, err := every[Entry](b, "entries")
	return len(slices.DeleteFunc(all, b.mine)), err
}

func (b *Box) mine(e Entry) bool { return e.Account == b.me.Account && e.Membership == b.me.Membership }

// Get returns one entry of the session.
func (b *Box) Get(id string) (Entry, error) { return b.own(id) }

// History returns the session's last entries that the server has, newest first.
func (b *Box) History() ([]Sent, error) {
	all, err := every[Sent](b, "sent")
	all = slices.DeleteFunc(all, func(s Sent) bool { return s.Account != b.me.Account || s.Membership != b.me.Membership })
	slices.Reverse(all)
	return all, err
}

// Status is how the sender's last run ended.
type Status struct {
	Why   string    `json:"why"` // empty: well; network, foreign, busy, signed_out, client_too_old, or a fault's code
	At    time.Time `json:"at"`
	Until float64   `json:"until"` // it waits until then, milliseconds since 1970
}

// Status returns how the last run ended; the zero value before the first.
func (b *Box) Status() (Status, error) {
	var s Status
	raw, ok, err := b.get("meta", "run")
	if err != nil || !ok {
		return s, err
	}
	return s, json.Unmarshal(raw, &s)
}

// Discard abandons an entry and its photos. A waiting one is discarded between
// two runs of the sender. ErrGone says that it has been sent meanwhile.
func (b *Box) Discard(id string) error {
	e, err := b.own(id)
	if err != nil {
		return err
	}
	discard := func() error {
		return b.edit(func() ([]browser.Write, error) {
			e, err := b.own(id)
			if err != nil {
				return nil, err
			}
			return b.forget(e, nil)
		})
	}
	if e.State == Waiting {
		return browser.WithLock("outbox", discard)
	}
	return discard()
}

// Retry lets a parked entry wait again as it is, with its parked photos.
func (b *Box) Retry(id string) error {
	return b.edit(func() ([]browser.Write, error) {
		e, err := b.own(id)
		if err != nil {
			return nil, err
		}
		e.State, e.Tries, e.Internal, e.NotBefore, e.Reason, e.ParkedAt = Waiting, 0, 0, 0, nil, nil
		writes := []browser.Write{put("entries", e)}
		for _, sha := range e.Photos {
			photo, err := b.wait(sha)
			if err != nil {
				return nil, err
			}
			writes = append(writes, photo...)
		}
		return writes, nil
	})
}

// Export returns the session's entries as JSON, whatever their state, for the
// person to keep: the photos are named, not contained.
func (b *Box) Export() ([]byte, error) {
	all, err := b.List()
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(all, "", "  ")
}

// own reads an entry of the session; of another author it is ErrGone.
func (b *Box) own(id string) (Entry, error) {
	var e Entry
	raw, ok, err := b.get("entries", id)
	if err != nil {
		return e, err
	}
	if ok {
		if err := json.Unmarshal(raw, &e); err != nil {
			return e, fmt.Errorf("entry %s: %w", id, err)
		}
	}
	if !ok || !b.mine(e) {
		return Entry{}, fmt.Errorf("entry %s: %w", id, ErrGone)
	}
	return e, nil
}

// forget removes an entry and the photos that neither keep nor another entry
// names.
func (b *Box) forget(e Entry, keep []string) ([]browser.Write, error) {
	all, err := b.List()
	if err != nil {
		return nil, err
	}
	writes := []browser.Write{{Store: "entries", Delete: e.ID}}
	for _, sha := range e.Photos {
		named := slices.Contains(keep, sha) || slices.ContainsFunc(all, func(o Entry) bool { return o.ID != e.ID && slices.Contains(o.Photos, sha) })
		if !named {
			writes = append(writes, browser.Write{Store: "blobs", Delete: photoKey(e.Membership, sha)})
		}
	}
	return writes, nil
}

func every[T any](b *Box, store string) ([]T, error) {
	var raws [][]byte
	err := b.again(func() (err error) {
		raws, err = b.db.All(store)
		return err
	})
	if err != nil {
		return nil, err
	}
	all := make([]T, len(raws))
	for i, raw := range raws {
		if err := json.Unmarshal(raw, &all[i]); err != nil {
			return nil, fmt.Errorf("read %s: %w", store, err)
		}
	}
	return all, nil
}
