package browser

import (
	"errors"
	"fmt"
	"syscall/js"
)

// DB is an IndexedDB database of stores that map texts to bytes.
type DB struct{ v js.Value }

// Open opens the database, creating it and the stores that are missing. To add
// a store, raise version. Its error wraps ErrNoStorage or ErrQuota.
func Open(name string, version int, stores ...string) (*DB, error) {
	v, err := openWith(func(idb js.Value) js.Value {
		req := idb.Call("open", name, version)
		req.Set("onupgradeneeded", js.FuncOf(func(js.Value, []js.Value) any {
			db := req.Get("result")
			for _, s := range stores {
				if !db.Get("objectStoreNames").Call("contains", s).Bool() {
					db.Call("createObjectStore", s)
				}
			}
			return nil
		}))
		return req
	})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	// Another tab upgrades or deletes: let it.
	v.Set("onversionchange", js.FuncOf(func(js.Value, []js.Value) any { v.Call("close"); return nil }))
	return &DB{v}, nil
}

// openWith says ErrNoStorage whenever a database cannot be opened for a reason
// other than room.
func openWith(request func(idb js.Value) js.Value) (v js.Value, err error) {
	var idb js.Value
	if err := try(func() { idb = global.Get("indexedDB") }); err != nil || !idb.Truthy() {
		return v, ErrNoStorage
	}
	var req js.Value
	if err = try(func() { req = request(idb) }); err == nil {
		v, err = result(req)
	}
	if err != nil && !errors.Is(err, ErrQuota) && !errors.Is(err, ErrNoStorage) {
		err = fmt.Errorf("%w: %w", ErrNoStorage, err)
	}
	return v, err
}

// result blocks until the request is over.
func result(req js.Value) (js.Value, error) {
	ch := make(chan settled, 1)
	ok := js.FuncOf(func(js.Value, []js.Value) any { ch <- settled{v: req.Get("result")}; return nil })
	bad := js.FuncOf(func(js.Value, []js.Value) any { ch <- settled{err: failure(req.Get("error"))}; return nil })
	defer ok.Release()
	defer bad.Release()
	req.Set("onsuccess", ok)
	req.Set("onerror", bad)
	r := <-ch
	return r.v, r.err
}

// committed runs f, which issues all its requests at once, in one transaction,
// and blocks until that is committed, on disk when strict.
func committed(db js.Value, stores []any, strict bool, f func(tx js.Value)) error {
	durability := "relaxed"
	if strict {
		durability = "strict"
	}
	ch := make(chan error, 1)
	done := js.FuncOf(func(js.Value, []js.Value) any { ch <- nil; return nil })
	var tx js.Value
	aborted := js.FuncOf(func(js.Value, []js.Value) any {
		if e := tx.Get("error"); e.Truthy() {
			ch <- failure(e)
		} else {
			ch <- fmt.Errorf("%w: transaction aborted", ErrNoStorage)
		}
		return nil
	})
	defer done.Release()
	defer aborted.Release()
	err := try(func() {
		tx = db.Call("transaction", stores, "readwrite", map[string]any{"durability": durability})
		tx.Set("oncomplete", done)
		tx.Set("onabort", aborted)
		f(tx)
	})
	if err != nil {
		if tx.Truthy() { // some requests were issued: none of them may stay
			if try(func() { tx.Call("abort") }) == nil {
				<-ch
			}
		}
		return err
	}
	return <-ch
}

// Put stores value under key.
func (d *DB) Put(store, key string, value []byte) error {
	return d.PutMany(store, map[string][]byte{key: value})
}

// PutMany stores all values or none.
func (d *DB) PutMany(store string, values map[string][]byte) error {
	return d.put(store, values, false)
}

// PutStrict is PutMany that returns once the values survive a killed browser.
func (d *DB) PutStrict(store string, values map[string][]byte) error {
	return d.put(store, values, true)
}

func (d *DB) put(store string, values map[string][]byte, strict bool) error {
	err := committed(d.v, []any{store}, strict, func(tx js.Value) {
		s := tx.Call("objectStore", store)
		for k, v := range values {
			s.Call("put", fromBytes(v), k)
		}
	})
	return at("put into", store, err)
}

// Delete removes keys; those that are absent are no error.
func (d *DB) Delete(store string, keys ...string) error {
	err := committed(d.v, []any{store}, false, func(tx js.Value) {
		s := tx.Call("objectStore", store)
		for _, k := range keys {
			s.Call("delete", k)
		}
	})
	return at("delete from", store, err)
}

// Clear empties the stores.
func (d *DB) Clear(stores ...string) error {
	names := make([]any, len(stores))
	for i, s := range stores {
		names[i] = s
	}
	err := committed(d.v, names, false, func(tx js.Value) {
		for _, s := range stores {
			tx.Call("objectStore", s).Call("clear")
		}
	})
	return at("clear", fmt.Sprint(stores), err)
}

// Get returns the value of key; false when there is none.
func (d *DB) Get(store, key string) ([]byte, bool, error) {
	v, err := read(d.v, store, func(s js.Value) js.Value { return s.Call("get", key) })
	if err != nil || v.IsUndefined() {
		return nil, false, at("get from", store, err)
	}
	return toBytes(v), true, nil
}

// Keys returns the keys that start with prefix, in order.
func (d *DB) Keys(store, prefix string) ([]string, error) {
	v, err := read(d.v, store, func(s js.Value) js.Value { return s.Call("getAllKeys", prefixed(prefix)) })
	if err != nil {
		return nil, at("list", store, err)
	}
	keys := make([]string, v.Length())
	for i := range keys {
		keys[i] = v.Index(i).String()
	}
	return keys, nil
}

// All returns the values whose keys start with prefix, in the order of keys.
func (d *DB) All(store, prefix string) ([][]byte, error) {
	v, err := read(d.v, store, func(s js.Value) js.Value { return s.Call("getAll", prefixed(prefix)) })
	if err != nil {
		return nil, at("read", store, err)
	}
	values := make([][]byte, v.Length())
	for i := range values {
		values[i] = toBytes(v.Index(i))
	}
	return values, nil
}

// Close closes the database.
func (d *DB) Close() { d.v.Call("close") }

// DeleteDatabase removes a database and all it holds.
func DeleteDatabase(name string) error {
	_, err := openWith(func(idb js.Value) js.Value { return idb.Call("deleteDatabase", name) })
	return at("delete", name, err)
}

func read(db js.Value, store string, f func(s js.Value) js.Value) (v js.Value, err error) {
	var req js.Value
	if err := try(func() { req = f(db.Call("transaction", store).Call("objectStore", store)) }); err != nil {
		return v, err
	}
	return result(req)
}

func prefixed(prefix string) js.Value {
	if prefix == "" {
		return js.Undefined()
	}
	return global.Get("IDBKeyRange").Call("bound", prefix, prefix+"\uffff")
}

func at(what, where string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", what, where, err)
}
