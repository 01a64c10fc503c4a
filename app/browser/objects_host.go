//go:build !js

package browser

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Objects is the outbox database, shared with the sender in outbox.js: stores
// of JSON objects that hold their key, and may hold a blob.
type Objects struct{ o *objects }

type objects struct {
	stores map[string]map[string][]byte
	blobs  map[string]Blob // by store and key
}

// keyPaths are those of outbox.js.
var keyPaths = map[string]string{"entries": "id", "blobs": "key", "sent": "id", "meta": "id"}

func newObjects() *objects {
	o := &objects{stores: map[string]map[string][]byte{}, blobs: map[string]Blob{}}
	for s := range keyPaths {
		o.stores[s] = map[string][]byte{}
	}
	return o
}

// OpenOutbox opens the database of the outbox.
func OpenOutbox() (*Objects, error) {
	var o *Objects
	err := stored(func(h *host) { o = &Objects{h.outbox} })
	return o, err
}

// Apply makes all changes or none, and returns once they survive a killed
// browser.
func (o *Objects) Apply(writes ...Write) error {
	keys := make([]string, len(writes))
	for i, w := range writes {
		if o.o.stores[w.Store] == nil {
			return fmt.Errorf("write to the outbox: no store %s", w.Store)
		}
		if w.Put == nil {
			keys[i] = w.Delete
			continue
		}
		var obj map[string]any
		if err := json.Unmarshal(w.Put, &obj); err != nil {
			return fmt.Errorf("write to the outbox: %w", err)
		}
		key, ok := obj[keyPaths[w.Store]].(string)
		if !ok || key == "" {
			return fmt.Errorf("write to the outbox: no key %s in %s", keyPaths[w.Store], w.Put)
		}
		keys[i] = key
	}
	return stored(func(*host) {
		for i, w := range writes {
			store, at := o.o.stores[w.Store], w.Store+"/"+keys[i]
			switch _, taken := store[keys[i]]; {
			case w.Put == nil:
				delete(store, keys[i])
				delete(o.o.blobs, at)
			case taken && w.IfAbsent:
			default:
				store[keys[i]] = slices.Clone(w.Put)
				delete(o.o.blobs, at)
				if w.Blob != nil {
					o.o.blobs[at] = *w.Blob
				}
			}
		}
	})
}

// Get returns the object of key as JSON; false when there is none.
func (o *Objects) Get(store, key string) (obj []byte, ok bool, err error) {
	err = stored(func(*host) { obj, ok = o.o.stores[store][key] })
	return obj, ok, err
}

// All returns the objects of a store as JSON, in the order of their keys.
func (o *Objects) All(store string) (all [][]byte, err error) {
	err = stored(func(*host) {
		for _, k := range slices.Sorted(maps.Keys(o.o.stores[store])) {
			all = append(all, o.o.stores[store][k])
		}
	})
	return all, err
}

// Blob returns the blob of the object of key; false when there is none.
func (o *Objects) Blob(store, key string) (b Blob, ok bool, err error) {
	err = stored(func(*host) { b, ok = o.o.blobs[store+"/"+key] })
	return b, ok, err
}

// Close closes the database.
func (o *Objects) Close() {}
