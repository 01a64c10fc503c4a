package browser

import (
	"fmt"
	"syscall/js"
)

// Objects is the outbox database, shared with the sender in outbox.js: stores
// of JSON objects that hold their key, and may hold a blob.
type Objects struct{ v js.Value }

// OpenOutbox opens the database of the outbox; outbox.js knows its stores.
func OpenOutbox() (*Objects, error) {
	if global.Get("outboxOpen").Type() != js.TypeFunction {
		return nil, fmt.Errorf("open the outbox: %w: outbox.js is not loaded", ErrNoStorage)
	}
	v, err := await(global.Call("outboxOpen"))
	if err != nil {
		return nil, fmt.Errorf("open the outbox: %w: %w", ErrNoStorage, err)
	}
	return &Objects{v}, nil
}

// Apply makes all changes or none, and returns once they survive a killed
// browser.
func (o *Objects) Apply(writes ...Write) error {
	seen := map[string]bool{}
	var stores []any
	for _, w := range writes {
		if !seen[w.Store] {
			seen[w.Store] = true
			stores = append(stores, w.Store)
		}
	}
	// A key that is taken is no failure of the transaction.
	taken := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].Get("target").Get("error").Get("name").String() == "ConstraintError" {
			args[0].Call("preventDefault")
			args[0].Call("stopPropagation")
		}
		return nil
	})
	defer taken.Release()
	err := committed(o.v, stores, true, func(tx js.Value) {
		for _, w := range writes {
			s := tx.Call("objectStore", w.Store)
			if w.Put == nil {
				s.Call("delete", w.Delete)
				continue
			}
			obj := global.Get("JSON").Call("parse", string(w.Put))
			if w.Blob != nil {
				obj.Set("blob", w.Blob.v)
			}
			if w.IfAbsent {
				s.Call("add", obj).Set("onerror", taken)
			} else {
				s.Call("put", obj)
			}
		}
	})
	return at("write to", "the outbox", err)
}

// Get returns the object of key as JSON; false when there is none.
func (o *Objects) Get(store, key string) ([]byte, bool, error) {
	v, err := read(o.v, store, func(s js.Value) js.Value { return s.Call("get", key) })
	if err != nil || v.IsUndefined() {
		return nil, false, at("get from", store, err)
	}
	return stringify(v), true, nil
}

// All returns the objects of a store as JSON, in the order of their keys.
func (o *Objects) All(store string) ([][]byte, error) {
	v, err := read(o.v, store, func(s js.Value) js.Value { return s.Call("getAll") })
	if err != nil {
		return nil, at("read", store, err)
	}
	all := make([][]byte, v.Length())
	for i := range all {
		all[i] = stringify(v.Index(i))
	}
	return all, nil
}

// Blob returns the blob of the object of key; false when there is none.
func (o *Objects) Blob(store, key string) (Blob, bool, error) {
	v, err := read(o.v, store, func(s js.Value) js.Value { return s.Call("get", key) })
	if err != nil || v.IsUndefined() || !v.Get("blob").Truthy() {
		return Blob{}, false, at("get from", store, err)
	}
	return blobOf(v.Get("blob")), true, nil
}

// Close closes the database.
func (o *Objects) Close() { o.v.Call("close") }

func stringify(v js.Value) []byte { return []byte(global.Get("JSON").Call("stringify", v).String()) }
