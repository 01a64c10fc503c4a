package outbox

import (
	"encoding/json"
	"fmt"
	"slices"

	"comptoir/app/browser"
	"comptoir/shared/fault"
)

// PhotoStatus says how far a photo of the session is. It leaves the device when
// the server has it whole and no entry here names it.
type PhotoStatus struct {
	SHA256   string
	Size     int // bytes
	Received int // bytes that the server is known to have
	Done     bool
	State    State        // Waiting or Parked
	Reason   *fault.Error // why it is parked
}

// photo is a picture on its way; outbox.js reads it too.
type photo struct {
	Key        string       `json:"key"`
	SHA256     string       `json:"sha256"`
	ID         string       `json:"id"`
	Size       int          `json:"size"`
	Account    string       `json:"account"`
	Membership string       `json:"membership"`
	Build      string       `json:"build"`
	Version    int          `json:"version"`
	State      State        `json:"state"`
	Received   int          `json:"received"`
	Done       bool         `json:"done"`
	Reason     *fault.Error `json:"reason,omitempty"`
}

// photoKey keeps the same picture of two authors apart.
func photoKey(membership, sha string) string { return membership + "/" + sha }

// Photos returns the session's photos that are still on the device.
func (b *Box) Photos() ([]PhotoStatus, error) {
	all, err := every[photo](b, "blobs")
	var list []PhotoStatus
	for _, p := range all {
		if p.Account == b.me.Account && p.Membership == b.me.Membership {
			list = append(list, PhotoStatus{p.SHA256, p.Size, p.Received, p.Done, p.State, p.Reason})
		}
	}
	return list, err
}

// PhotoBlob returns a photo of the session that is still on the device.
func (b *Box) PhotoBlob(sha string) (browser.Blob, bool, error) {
	return b.db.Blob("blobs", photoKey(b.me.Membership, sha))
}

// RetryPhoto lets a parked photo wait again, from its start.
func (b *Box) RetryPhoto(sha string) error {
	return b.edit(func() ([]browser.Write, error) { return b.wait(sha) })
}

// wait is the write that makes a photo wait, or none when it is not here.
func (b *Box) wait(sha string) ([]browser.Write, error) {
	key := photoKey(b.me.Membership, sha)
	raw, ok, err := b.get("blobs", key)
	if err != nil || !ok {
		return nil, err
	}
	blob, ok, err := b.db.Blob("blobs", key)
	if err != nil || !ok {
		return nil, err
	}
	var p photo
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, fmt.Errorf("photo %s: %w", sha, err)
	}
	if p.State != Parked {
		return nil, nil
	}
	p.State, p.Reason, p.Received = Waiting, nil, 0
	w := put("blobs", p)
	w.Blob = &blob
	return []browser.Write{w}, nil
}

// DiscardPhoto abandons a photo that no entry on the device names: its entry is
// on the server and stands without it.
func (b *Box) DiscardPhoto(sha string) error {
	return b.edit(func() ([]browser.Write, error) {
		all, err := b.List()
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(e Entry) bool { return slices.Contains(e.Photos, sha) }) {
			return nil, fmt.Errorf("photo %s: an entry names it", sha)
		}
		return []browser.Write{{Store: "blobs", Delete: photoKey(b.me.Membership, sha)}}, nil
	})
}
