package outbox

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"comptoir/app/browser"
	"comptoir/shared/fault"
)

// State says what becomes of an entry.
type State string

// The states of an entry. One that was sent is no entry any more: see Sent.
const (
	Waiting     State = "waiting"     // the sender tries until the server has it
	Parked      State = "parked"      // the server refused it for Reason: correct or abandon
	Quarantined State = "quarantined" // its contract version is no longer known: export
)

// Entry is one thing entered. Its JSON is what outbox.js reads.
type Entry struct {
	ID         string       `json:"id"`
	URL        string       `json:"url"`
	Body       string       `json:"body"`
	Account    string       `json:"account"`
	Membership string       `json:"membership"`
	Build      string       `json:"build"`
	Version    int          `json:"version"`
	At         time.Time    `json:"at"` // by the device's clock
	Kind       string       `json:"kind"`
	Title      string       `json:"title"`
	Photos     []string     `json:"photos"` // digests
	State      State        `json:"state"`
	Tries      int          `json:"tries"`
	Internal   int          `json:"internalTries"`
	NotBefore  float64      `json:"notBefore,omitempty"` // milliseconds since 1970
	Reason     *fault.Error `json:"reason,omitempty"`
	ParkedAt   *time.Time   `json:"parkedAt,omitempty"`
	Corrects   string       `json:"corrects,omitempty"`
}

// Sent is one line of the history: the last 200 entries that the server has.
type Sent struct {
	ID         string          `json:"id"`
	Kind       string          `json:"kind"`
	Title      string          `json:"title"`
	Account    string          `json:"account"`
	Membership string          `json:"membership"`
	At         time.Time       `json:"at"`
	SentAt     time.Time       `json:"sentAt"`
	Photos     []string        `json:"photos"`
	Receipt    json.RawMessage `json:"receipt"`
}

// Add seals an entry and returns when it survives a killed browser. id is the
// mutation id inside body. Its error wraps browser.ErrQuota or
// browser.ErrNoStorage when nothing was kept, ErrSignedOut, or ErrTaken.
func (b *Box) Add(call Call, id string, body any, o Opts) error {
	return b.edit(func() ([]browser.Write, error) {
		if _, taken, err := b.get("entries", id); err != nil || taken {
			return nil, cmp.Or(err, fmt.Errorf("entry %s: %w", id, ErrTaken))
		}
		return b.seal(call, id, body, o, "")
	})
}

// Correct adds an entry that replaces a parked one, in one step: the old one
// goes when the new one is kept. Photos of the old one that Opts.Keep does not
// name go too.
func (b *Box) Correct(old string, call Call, id string, body any, o Opts) error {
	return b.edit(func() ([]browser.Write, error) {
		e, err := b.own(old)
		if err != nil {
			return nil, err
		}
		if e.State == Waiting {
			return nil, fmt.Errorf("entry %s waits to be sent: only a refused one is corrected", old)
		}
		o.Keep = slices.DeleteFunc(slices.Clone(o.Keep), func(sha string) bool { return !slices.Contains(e.Photos, sha) })
		writes, err := b.seal(call, id, body, o, old)
		if err != nil {
			return nil, err
		}
		forget, err := b.forget(e, o.Keep)
		return append(writes, forget...), err
	})
}

// seal makes the writes that add an entry with its photos.
func (b *Box) seal(call Call, id string, body any, o Opts, corrects string) ([]browser.Write, error) {
	if b.me.Account == "" {
		return nil, ErrSignedOut
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", call.URL, err)
	}
	e := Entry{
		ID: id, URL: call.URL, Body: string(raw), Account: b.me.Account, Membership: b.me.Membership, Build: b.me.Build,
		Version: call.Version, At: browser.Now(), Kind: o.Kind, Title: o.Title, Photos: append([]string{}, o.Keep...), State: Waiting, Corrects: corrects,
	}
	var writes []browser.Write
	for _, p := range o.Photos {
		e.Photos = append(e.Photos, p.SHA256)
		w := put("blobs", photo{
			Key: photoKey(b.me.Membership, p.SHA256), SHA256: p.SHA256, ID: p.Upload, Size: p.Blob.Size,
			Account: b.me.Account, Membership: b.me.Membership, Build: b.me.Build, Version: call.Version, State: Waiting,
		})
		w.Blob, w.IfAbsent = &p.Blob, true
		writes = append(writes, w)
	}
	return append(writes, put("entries", e)), nil
}

// edit applies what f decides, one tab at a time, and wakes the sender.
func (b *Box) edit(f func() ([]browser.Write, error)) error {
	err := browser.WithLock("outbox-edit", func() error {
		writes, err := f()
		if err != nil {
			return err
		}
		return b.apply(writes...)
	})
	if err == nil {
		b.Send(false)
	}
	return err
}
