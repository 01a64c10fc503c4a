//go:build !js

package browser

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// DB is an IndexedDB database of stores that map texts to bytes.
type DB struct{ d *database }

// Open opens the database, creating it and the stores that are missing. To add
// a store, raise version. Its error wraps ErrNoStorage or ErrQuota.
func Open(name string, _ int, stores ...string) (*DB, error) {
	var db *DB
	err := stored(func(h *host) {
		d := h.databases[name]
		if d == nil {
			d = &database{stores: map[string]map[string][]byte{}}
			h.databases[name] = d
		}
		for _, s := range stores {
			if d.stores[s] == nil {
				d.stores[s] = map[string][]byte{}
			}
		}
		db = &DB{d}
	})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	return db, nil
}

// stored runs f unless the test made storage fail.
func stored(f func(h *host)) error {
	var err error
	with(func(h *host) {
		if err = h.storage; err == nil {
			f(h)
		}
	})
	return err
}

// Put stores value under key.
func (d *DB) Put(store, key string, value []byte) error {
	return d.PutMany(store, map[string][]byte{key: value})
}

// PutMany stores all values or none.
func (d *DB) PutMany(store string, values map[string][]byte) error {
	return stored(func(*host) {
		for k, v := range values {
			d.d.stores[store][k] = slices.Clone(v)
		}
	})
}

// PutStrict is PutMany that returns once the values survive a killed browser.
func (d *DB) PutStrict(store string, values map[string][]byte) error { return d.PutMany(store, values) }

// Delete removes keys; those that are absent are no error.
func (d *DB) Delete(store string, keys ...string) error {
	return stored(func(*host) {
		for _, k := range keys {
			delete(d.d.stores[store], k)
		}
	})
}

// Clear empties the stores.
func (d *DB) Clear(stores ...string) error {
	return stored(func(*host) {
		for _, s := range stores {
			clear(d.d.stores[s])
		}
	})
}

// Get returns the value of key; false when there is none.
func (d *DB) Get(store, key string) (value []byte, ok bool, err error) {
	err = stored(func(*host) {
		value, ok = d.d.stores[store][key]
		value = slices.Clone(value)
	})
	return value, ok, err
}

// Keys returns the keys that start with prefix, in order.
func (d *DB) Keys(store, prefix string) (keys []string, err error) {
	err = stored(func(*host) {
		for _, k := range slices.Sorted(maps.Keys(d.d.stores[store])) {
			if strings.HasPrefix(k, prefix) {
				keys = append(keys, k)
			}
		}
	})
	return keys, err
}

// All returns the values whose keys start with prefix, in the order of keys.
func (d *DB) All(store, prefix string) ([][]byte, error) {
	keys, err := d.Keys(store, prefix)
	if err != nil {
		return nil, err
	}
	values := make([][]byte, len(keys))
	for i, k := range keys {
		if values[i], _, err = d.Get(store, k); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// Close closes the database.
func (d *DB) Close() {}

// DeleteDatabase removes a database and all it holds.
func DeleteDatabase(name string) error {
	return stored(func(h *host) { delete(h.databases, name) })
}
