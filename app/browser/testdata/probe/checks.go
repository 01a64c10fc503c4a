package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"comptoir/app/browser"
	"comptoir/app/outbox"
)

// runChecks returns one line for each check: "ok NAME" or "NAME: what".
func runChecks() []string {
	var lines []string
	for _, c := range []struct {
		name string
		run  func() error
	}{
		{"database", database}, {"objects", objects}, {"locks", locks}, {"fetch", fetch}, {"digest", digest},
		{"intl", intl}, {"page", page}, {"events", events}, {"outbox", box},
	} {
		if err := c.run(); err != nil {
			lines = append(lines, c.name+": "+err.Error())
		} else {
			lines = append(lines, "ok "+c.name)
		}
	}
	return append(lines, "end")
}

func database() error {
	db, err := browser.Open("probe", 1, "rows")
	if err != nil {
		return err
	}
	if err := db.PutStrict("rows", map[string][]byte{"a/1": []byte("one"), "b/1": {0, 255}, "b/2": {}}); err != nil {
		return err
	}
	keys, err := db.Keys("rows", "b/")
	values, err2 := db.All("rows", "b/")
	if err != nil || err2 != nil || !slices.Equal(keys, []string{"b/1", "b/2"}) || string(values[0]) != "\x00\xff" || len(values[1]) != 0 {
		return fmt.Errorf("keys %v %v, values %v %v", keys, err, values, err2)
	}
	if err := db.Delete("rows", "b/1", "absent"); err != nil {
		return err
	}
	if _, ok, err := db.Get("rows", "b/1"); ok || err != nil {
		return fmt.Errorf("deleted: %v %v", ok, err)
	}
	if v, ok, err := db.Get("rows", "a/1"); !ok || err != nil || string(v) != "one" {
		return fmt.Errorf("get: %q %v %v", v, ok, err)
	}
	if err := db.Put("no such store", "k", nil); !errors.Is(err, browser.ErrNoStorage) {
		return fmt.Errorf("a store that is not there: %v", err)
	}
	if err := db.Clear("rows"); err != nil {
		return err
	}
	if err := browser.DeleteDatabase("probe"); err != nil { // the open handle gives way
		return err
	}
	if err := db.Put("rows", "k", nil); !errors.Is(err, browser.ErrNoStorage) {
		return fmt.Errorf("deleted meanwhile: %v", err)
	}
	return nil
}

func objects() error {
	o, err := browser.OpenOutbox()
	if err != nil {
		return err
	}
	defer o.Close()
	b := browser.NewBlob([]byte("jpeg"), "image/jpeg")
	put := browser.Write{Store: "blobs", Put: []byte(`{"key":"probe","n":1}`), Blob: &b}
	again := browser.Write{Store: "blobs", Put: []byte(`{"key":"probe","n":2}`), IfAbsent: true}
	if err := o.Apply(put, again, browser.Write{Store: "meta", Put: []byte(`{"id":"probe"}`)}); err != nil {
		return err
	}
	raw, ok, err := o.Get("blobs", "probe")
	if err != nil || !ok || string(raw) != `{"key":"probe","n":1,"blob":{}}` {
		return fmt.Errorf("get: %s %v %v", raw, ok, err)
	}
	if got, ok, err := o.Blob("blobs", "probe"); err != nil || !ok || got.Size != 4 || got.Type != "image/jpeg" {
		return fmt.Errorf("blob: %+v %v %v", got, ok, err)
	}
	if err := o.Apply(browser.Write{Store: "meta", Delete: "probe"}, browser.Write{Store: "meta", Put: []byte(`{"no":"key"}`)}); err == nil {
		return errors.New("an object without a key was stored")
	}
	if _, ok, _ := o.Get("meta", "probe"); !ok {
		return errors.New("half of a failed Apply was kept")
	}
	return o.Apply(browser.Write{Store: "blobs", Delete: "probe"}, browser.Write{Store: "meta", Delete: "probe"})
}

func locks() error {
	var inside, worst atomic.Int32
	done := make(chan error, 3)
	for range 3 {
		go func() {
			done <- browser.WithLock("probe", func() error {
				worst.Store(max(worst.Load(), inside.Add(1)))
				_, err := browser.Fetch(context.Background(), browser.Request{Method: "GET", URL: "/api/echo"})
				inside.Add(-1)
				return err
			})
		}()
	}
	for range 3 {
		if err := <-done; err != nil {
			return err
		}
	}
	if n := worst.Load(); n != 1 {
		return fmt.Errorf("%d at once", n)
	}
	return nil
}

func fetch() error {
	r, err := browser.Fetch(context.Background(), browser.Request{Method: "POST", URL: "/api/echo", Header: map[string]string{"Comptoir-Build": "b7"}, Body: []byte("é")})
	if err != nil || r.Status != 201 || string(r.Body) != "POST b7 é" || r.Header("X-Echo") != "yes" || r.Header("X-Absent") != "" {
		return fmt.Errorf("%+v %q %v", r, r.Body, err)
	}
	if _, err := browser.Fetch(context.Background(), browser.Request{Method: "GET", URL: "/api/cut"}); !errors.Is(err, browser.ErrNetwork) {
		return fmt.Errorf("cut: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := browser.Fetch(ctx, browser.Request{Method: "GET", URL: "/api/slow"}); !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("slow: %v", err)
	}
	return nil
}

func digest() error {
	sum, err := browser.SHA256(browser.NewBlob([]byte("abc"), ""))
	if sum != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		return fmt.Errorf("%s %v", sum, err)
	}
	return nil
}

func intl() error {
	if got := browser.FormatNumber("fr", 1234.5, 2); got != "1\u202f234,50" {
		return fmt.Errorf("number %q", got)
	}
	if got := browser.FormatDate("fr", time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC), "Europe/Paris", "short", "short"); got != "02/07/2026 00:30" {
		return fmt.Errorf("date %q", got)
	}
	words := []string{"zèbre", "Étage 10", "étage 9", "abri"}
	slices.SortFunc(words, browser.Collate("fr"))
	if !slices.Equal(words, []string{"abri", "étage 9", "Étage 10", "zèbre"}) {
		return fmt.Errorf("order %q", words)
	}
	return nil
}

func page() error {
	if !browser.LocalSet("k", "v") || browser.LocalGet("k") != "v" || !browser.LocalRemove("k") || browser.LocalGet("k") != "" {
		return errors.New("local storage")
	}
	browser.SetStyleVar("tall", "--probe", "3px")
	w, h := browser.Viewport()
	switch {
	case browser.Meta("build") == "" || browser.Meta("absent") != "":
		return fmt.Errorf("meta %q", browser.Meta("build"))
	case browser.Call("noSuchFunction"):
		return errors.New("called what is not there")
	case w == 0 || h == 0 || browser.ElementHeight("absent") != 0:
		return fmt.Errorf("viewport %d × %d", w, h)
	case browser.SetProperty("absent", "value", ""), browser.Focus("absent"):
		return errors.New("found an element that is not there")
	case !browser.Online(), !browser.Visible():
		return errors.New("offline or hidden")
	}
	return nil
}

func events() error {
	got := make(chan string, 2)
	end := browser.Events("/api/events", func(data string) { got <- data })
	defer end()
	for _, want := range []string{"asset", "meter"} {
		select {
		case data := <-got:
			if data != want {
				return fmt.Errorf("message %q, want %q", data, want)
			}
		case <-time.After(5 * time.Second):
			return errors.New("no message")
		}
	}
	return nil
}

func box() error {
	b, err := outbox.Open()
	if err != nil {
		return err
	}
	changed := make(chan struct{}, 100)
	defer b.OnChange(func() { changed <- struct{}{} })()
	if err := b.SignIn(outbox.Session{Account: "acc", Membership: "mem", Build: "b1"}); err != nil {
		return err
	}
	if err := browser.DeleteDatabase("comptoir-outbox"); err != nil { // what is added afterwards is kept all the same
		return err
	}
	call := outbox.Call{URL: "/api/counter.submit", Version: 1}
	id := fmt.Sprintf("e%d", browser.Now().UnixNano())
	photo := browser.NewBlob(make([]byte, 600<<10), "image/jpeg")
	sha, err := browser.SHA256(photo)
	if err != nil {
		return err
	}
	o := outbox.Opts{Kind: "reading", Title: "C-1", Photos: []outbox.Photo{{SHA256: sha, Upload: "u" + id, Blob: photo}}}
	if err := b.Add(call, id, map[string]string{"id": id}, o); err != nil {
		return err
	}
	refused := "refused" + id
	if err := b.Add(call, refused, map[string]string{"id": refused}, outbox.Opts{}); err != nil {
		return err
	}
	deadline := time.After(10 * time.Second)
	for {
		sent, err1 := b.History()
		parked, err2 := b.Parked()
		photos, err3 := b.Photos()
		if err := errors.Join(err1, err2, err3); err != nil {
			return err
		}
		if len(sent) > 0 && sent[0].ID == id && len(parked) > 0 && parked[0].Reason.Code == "invalid" && len(photos) == 0 {
			return b.Discard(parked[0].ID)
		}
		select {
		case <-changed:
		case <-deadline:
			status, _ := b.Status()
			return fmt.Errorf("sent %v, parked %v, photos %v, status %+v", sent, parked, photos, status)
		}
	}
}

func shrink() string {
	f, ok := browser.PickedFile("file")
	if !ok {
		return "nothing picked"
	}
	b, err := f.Shrink(10000)
	if errors.Is(err, browser.ErrNotImage) {
		return "not a picture"
	}
	if err != nil {
		return err.Error()
	}
	raw, err := b.Bytes()
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s %s %x", f.Name, b.Type, raw[:2])
}
