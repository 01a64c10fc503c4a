//go:build !js

package browser

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
)

func TestDB(t *testing.T) {
	HostReset()
	db, err := Open("mirror", 1, "rows", "cursors")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.PutMany("rows", map[string][]byte{"b/2": []byte("two"), "a/1": []byte("one"), "b/1": []byte("three")}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		prefix string
		keys   []string
		values string
	}{
		{"", []string{"a/1", "b/1", "b/2"}, "one three two"},
		{"b/", []string{"b/1", "b/2"}, "three two"},
		{"c", nil, ""},
	} {
		keys, err := db.Keys("rows", c.prefix)
		if err != nil || !slices.Equal(keys, c.keys) {
			t.Errorf("Keys(%q) = %v, %v", c.prefix, keys, err)
		}
		values, err := db.All("rows", c.prefix)
		if got := string(bytes.Join(values, []byte(" "))); err != nil || got != c.values {
			t.Errorf("All(%q) = %q, %v", c.prefix, got, err)
		}
	}
	if err := db.Delete("rows", "b/1", "absent"); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := db.Get("rows", "b/1"); ok || err != nil {
		t.Errorf("Get after Delete: %v, %v", ok, err)
	}
	again, err := Open("mirror", 2, "rows", "more")
	if err != nil {
		t.Fatal(err)
	}
	if v, ok, err := again.Get("rows", "a/1"); !ok || err != nil || string(v) != "one" {
		t.Errorf("after another Open: %q, %v, %v", v, ok, err)
	}
	if err := DeleteDatabase("mirror"); err != nil {
		t.Fatal(err)
	}
	if db, err = Open("mirror", 1, "rows"); err != nil {
		t.Fatal(err)
	}
	if keys, _ := db.Keys("rows", ""); len(keys) > 0 {
		t.Errorf("a deleted database still holds %v", keys)
	}
}

func TestStorageFaults(t *testing.T) {
	HostReset()
	db, err := Open("mirror", 1, "rows")
	if err != nil {
		t.Fatal(err)
	}
	HostStorage(fmt.Errorf("put: %w", ErrQuota))
	if err := db.Put("rows", "a", nil); !errors.Is(err, ErrQuota) {
		t.Errorf("Put with no room left: %v", err)
	}
	HostStorage(ErrNoStorage)
	if _, err := Open("other", 1); !errors.Is(err, ErrNoStorage) {
		t.Errorf("Open without storage: %v", err)
	}
	HostStorage(nil)
	if _, ok, _ := db.Get("rows", "a"); ok {
		t.Error("what failed was stored")
	}
}

func TestObjects(t *testing.T) {
	HostReset()
	o, err := OpenOutbox()
	if err != nil {
		t.Fatal(err)
	}
	photo := NewBlob([]byte("jpeg"), "image/jpeg")
	if err := o.Apply(Write{Store: "entries", Put: []byte(`{"id":"e1"}`)}, Write{Store: "blobs", Put: []byte(`{"key":"k","n":1}`), Blob: &photo}); err != nil {
		t.Fatal(err)
	}
	if err := o.Apply(Write{Store: "blobs", Put: []byte(`{"key":"k","n":2}`), IfAbsent: true}); err != nil {
		t.Fatal(err)
	}
	if got, _, _ := o.Get("blobs", "k"); string(got) != `{"key":"k","n":1}` {
		t.Errorf("IfAbsent replaced the object: %s", got)
	}
	if b, ok, _ := o.Blob("blobs", "k"); !ok || b.Size != 4 {
		t.Errorf("Blob = %v, %v", b, ok)
	}
	if err := o.Apply(Write{Store: "entries", Delete: "e1"}, Write{Store: "entries", Put: []byte(`{"no":"key"}`)}); err == nil {
		t.Error("an object without a key was stored")
	}
	if _, ok, _ := o.Get("entries", "e1"); !ok {
		t.Error("half of a failed Apply was kept")
	}
}

func TestEvents(t *testing.T) {
	HostReset()
	n := 0
	remove := OnEvent("online", func() { n++ })
	HostEmit("online")
	HostEmit("offline")
	remove()
	HostEmit("online")
	if n != 1 {
		t.Errorf("called %d times, want 1", n)
	}
	var got []string
	end := Events("/api/events", func(data string) { got = append(got, data) })
	HostMessage("asset")
	end()
	HostMessage("meter")
	if !slices.Equal(got, []string{"asset"}) {
		t.Errorf("messages %v", got)
	}
}

func TestDigest(t *testing.T) {
	sum, err := SHA256(NewBlob([]byte("abc"), ""))
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; err != nil || sum != want {
		t.Errorf("SHA256 = %s, %v", sum, err)
	}
}
