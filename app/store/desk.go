package store

import (
	"maps"
	"sync"
)

// deskPrefix is where what a person has typed and not yet saved stands among
// the snapshots.
const deskPrefix = "desk."

// desk is what lies on the desk of a person: drafts, the round under way. The
// latest value of each key is written, and only that one.
type desk struct {
	mu      sync.Mutex
	values  map[string][]byte // nil: taken off the desk
	dirty   map[string]bool
	writing bool
}

// Lay puts a value on the desk, or takes it off when it is nil. It returns at
// once; the value survives a reload as soon as the device has written it, a few
// milliseconds later. A device that stores nothing keeps it as long as the page.
func (f *Fleet) Lay(key string, value []byte) {
	d := &f.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.values == nil {
		d.values, d.dirty = map[string][]byte{}, map[string]bool{}
	}
	d.values[key] = value
	if f.db == nil {
		return
	}
	d.dirty[key] = true
	if !d.writing {
		d.writing = true
		go f.tidy()
	}
}

// Laid returns what lies on the desk under key. It may wait for the device.
func (f *Fleet) Laid(key string) ([]byte, bool) {
	d := &f.desk
	d.mu.Lock()
	v, known := d.values[key]
	d.mu.Unlock()
	if known || f.db == nil {
		return v, v != nil
	}
	b, ok, err := f.db.Get(snapshotStore, deskPrefix+key)
	return b, ok && err == nil
}

// tidy writes what changed until nothing has.
func (f *Fleet) tidy() {
	d := &f.desk
	for {
		d.mu.Lock()
		dirty := d.dirty
		if len(dirty) == 0 {
			d.writing = false
			d.mu.Unlock()
			return
		}
		d.dirty = map[string]bool{}
		values := maps.Clone(d.values)
		d.mu.Unlock()
		put := map[string][]byte{}
		var gone []string
		for key := range dirty {
			if v := values[key]; v != nil {
				put[deskPrefix+key] = v
			} else {
				gone = append(gone, deskPrefix+key)
			}
		}
		if len(put) > 0 {
			_ = f.db.PutStrict(snapshotStore, put) // no room: it stays in memory, and saving says so
		}
		if len(gone) > 0 {
			_ = f.db.Delete(snapshotStore, gone...)
		}
	}
}
