//go:build !js

package outbox

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"comptoir/app/browser"
)

var (
	me    = Session{Account: "acc", Membership: "mem", Build: "b1"}
	other = Session{Account: "acc", Membership: "other", Build: "b1"}
	call  = Call{URL: "/api/counter.submit", Version: 3}
	noon  = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

type body struct {
	ID    string `json:"id"`
	Value int    `json:"value"`
}

func openBox(t *testing.T) *Box {
	t.Helper()
	browser.HostReset()
	browser.HostNow(func() time.Time { return noon })
	b, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.SignIn(me); err != nil {
		t.Fatal(err)
	}
	return b
}

func picture(sha string) Photo {
	return Photo{SHA256: sha, Upload: "up-" + sha, Blob: browser.NewBlob([]byte("jpeg "+sha), "image/jpeg")}
}

// park does what outbox.js does when the server refuses an entry.
func park(t *testing.T, b *Box, id, reason string) {
	t.Helper()
	raw, ok, err := b.db.Get("entries", id)
	if err != nil || !ok {
		t.Fatalf("park %s: %v", id, err)
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	m["state"], m["reason"], m["parkedAt"] = "parked", map[string]any{"code": reason, "key": "fault." + reason}, "2026-03-02T08:00:00.000Z"
	if raw, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	if err := b.db.Apply(browser.Write{Store: "entries", Put: raw}); err != nil {
		t.Fatal(err)
	}
}

func ids(t *testing.T) func([]Entry, error) string {
	return func(all []Entry, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, e := range all {
			list = append(list, e.ID)
		}
		return strings.Join(list, " ")
	}
}

func TestAddSeals(t *testing.T) {
	b := openBox(t)
	if err := b.Add(call, "e1", body{"e1", 48210}, Opts{Kind: "reading", Title: "C-1", Photos: []Photo{picture("p")}}); err != nil {
		t.Fatal(err)
	}
	raw, _, err := b.db.Get("entries", "e1")
	if err != nil {
		t.Fatal(err)
	}
	var got, want map[string]any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	sealed := `{"id":"e1","url":"/api/counter.submit","body":"{\"id\":\"e1\",\"value\":48210}","account":"acc","membership":"mem","build":"b1",
		"version":3,"at":"2026-03-01T12:00:00Z","kind":"reading","title":"C-1","photos":["p"],"state":"waiting","tries":0,"internalTries":0}`
	if err := json.Unmarshal([]byte(sealed), &want); err != nil {
		t.Fatal(err)
	}
	gotText, _ := json.Marshal(got)
	wantText, _ := json.Marshal(want)
	if string(gotText) != string(wantText) {
		t.Errorf("sealed\n%s\nwant\n%s", gotText, wantText)
	}
	blob, ok, err := b.PhotoBlob("p")
	if err != nil || !ok || blob.Size != len("jpeg p") {
		t.Errorf("photo: %v, %v, %v", blob, ok, err)
	}
	if calls := browser.HostCalls(); calls[len(calls)-1] != "comptoirSend" {
		t.Errorf("the sender was not woken: %v", calls)
	}
	if err := b.Add(call, "e1", body{"e1", 1}, Opts{}); !errors.Is(err, ErrTaken) {
		t.Errorf("the same id again: %v", err)
	}
}

func TestAddSaysWhenNothingWasKept(t *testing.T) {
	b := openBox(t)
	for _, fault := range []error{browser.ErrQuota, browser.ErrNoStorage} {
		browser.HostStorage(fault)
		if err := b.Add(call, "e1", body{}, Opts{}); !errors.Is(err, fault) {
			t.Errorf("Add: %v, want %v", err, fault)
		}
		if _, err := Open(); !errors.Is(err, fault) {
			t.Errorf("Open: %v, want %v", err, fault)
		}
		browser.HostStorage(nil)
	}
	if got := ids(t)(b.List()); got != "" {
		t.Errorf("kept %q", got)
	}
	if err := b.SignOut(); err != nil {
		t.Fatal(err)
	}
	if err := b.Add(call, "e1", body{}, Opts{}); !errors.Is(err, ErrSignedOut) {
		t.Errorf("Add with nobody signed in: %v", err)
	}
}

func TestAuthorsDoNotSeeEachOther(t *testing.T) {
	b := openBox(t)
	if err := b.Add(call, "e1", body{}, Opts{Photos: []Photo{picture("p")}}); err != nil {
		t.Fatal(err)
	}
	if err := b.SignOut(); err != nil {
		t.Fatal(err)
	}
	if err := b.SignIn(other); err != nil {
		t.Fatal(err)
	}
	if got := ids(t)(b.List()); got != "" {
		t.Errorf("the next one sees %q", got)
	}
	if n, err := b.Others(); n != 1 || err != nil {
		t.Errorf("Others = %d, %v", n, err)
	}
	if _, ok, _ := b.PhotoBlob("p"); ok {
		t.Error("the next one sees the photo")
	}
	for name, err := range map[string]error{"Discard": b.Discard("e1"), "Retry": b.Retry("e1"), "Correct": b.Correct("e1", call, "e2", body{}, Opts{})} {
		if !errors.Is(err, ErrGone) {
			t.Errorf("%s of another's entry: %v", name, err)
		}
	}
	again, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	if again.Session() != other {
		t.Errorf("after a restart: %v", again.Session())
	}
	if err := again.SignIn(me); err != nil {
		t.Fatal(err)
	}
	if got := ids(t)(again.List()); got != "e1" {
		t.Errorf("back: %q", got)
	}
}

func TestCorrectReplacesInOneStep(t *testing.T) {
	b := openBox(t)
	if err := b.Add(call, "e1", body{"e1", 1}, Opts{Photos: []Photo{picture("old"), picture("kept")}}); err != nil {
		t.Fatal(err)
	}
	if err := b.Correct("e1", call, "e2", body{"e2", 2}, Opts{}); err == nil {
		t.Error("an entry that waits was corrected")
	}
	park(t, b, "e1", "invalid")
	parked, err := b.Parked()
	if err != nil || len(parked) != 1 || parked[0].Reason.Code != "invalid" || parked[0].ParkedAt == nil {
		t.Fatalf("Parked = %+v, %v", parked, err)
	}
	browser.HostStorage(browser.ErrQuota)
	if err := b.Correct("e1", call, "e2", body{"e2", 2}, Opts{}); !errors.Is(err, browser.ErrQuota) {
		t.Errorf("Correct with no room left: %v", err)
	}
	browser.HostStorage(nil)
	if got := ids(t)(b.List()); got != "e1" {
		t.Fatalf("the refused one is gone without the new one: %q", got)
	}
	if err := b.Correct("e1", call, "e2", body{"e2", 2}, Opts{Photos: []Photo{picture("new")}, Keep: []string{"kept", "never"}}); err != nil {
		t.Fatal(err)
	}
	e, err := b.Get("e2")
	if err != nil || e.Corrects != "e1" || !slices.Equal(e.Photos, []string{"kept", "new"}) {
		t.Errorf("corrected: %+v, %v", e, err)
	}
	if got := ids(t)(b.List()); got != "e2" {
		t.Errorf("left %q", got)
	}
	if got := shas(t, b); got != "kept new" {
		t.Errorf("photos left %q", got)
	}
}

func shas(t *testing.T, b *Box) string {
	t.Helper()
	all, err := b.Photos()
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, p := range all {
		list = append(list, p.SHA256)
	}
	return strings.Join(list, " ")
}

func TestDiscard(t *testing.T) {
	b := openBox(t)
	for _, id := range []string{"e1", "e2"} {
		if err := b.Add(call, id, body{}, Opts{Photos: []Photo{picture("shared"), picture(id)}}); err != nil {
			t.Fatal(err)
		}
	}
	park(t, b, "e1", "denied")
	for _, step := range []struct{ id, left, photos string }{{"e1", "e2", "e2 shared"}, {"e2", "", ""}} {
		if err := b.Discard(step.id); err != nil {
			t.Fatal(err)
		}
		if got := ids(t)(b.List()); got != step.left {
			t.Errorf("left %q, want %q", got, step.left)
		}
		if got := shas(t, b); got != step.photos {
			t.Errorf("photos %q, want %q", got, step.photos)
		}
	}
	if err := b.Discard("e1"); !errors.Is(err, ErrGone) {
		t.Errorf("twice: %v", err)
	}
}

func TestRetryAndPhotos(t *testing.T) {
	b := openBox(t)
	if err := b.Add(call, "e1", body{}, Opts{Photos: []Photo{picture("p")}}); err != nil {
		t.Fatal(err)
	}
	park(t, b, "e1", "internal")
	blob, _, _ := b.PhotoBlob("p")
	raw := []byte(`{"key":"mem/p","sha256":"p","id":"up-p","size":6,"account":"acc","membership":"mem","state":"parked","received":3,"reason":{"code":"invalid","key":"fault.invalid"}}`)
	if err := b.db.Apply(browser.Write{Store: "blobs", Put: raw, Blob: &blob}); err != nil {
		t.Fatal(err)
	}
	if err := b.DiscardPhoto("p"); err == nil {
		t.Error("a photo that an entry names was discarded")
	}
	if err := b.Retry("e1"); err != nil {
		t.Fatal(err)
	}
	if got := ids(t)(b.Pending()); got != "e1" {
		t.Errorf("pending %q", got)
	}
	photos, err := b.Photos()
	if err != nil || len(photos) != 1 || photos[0] != (PhotoStatus{SHA256: "p", Size: 6, State: Waiting}) {
		t.Errorf("photos %+v, %v", photos, err)
	}
	if _, ok, _ := b.PhotoBlob("p"); !ok {
		t.Error("the photo lost its bytes")
	}
}

func TestExportAndChange(t *testing.T) {
	b := openBox(t)
	changes := 0
	defer b.OnChange(func() { changes++ })()
	if err := b.Add(call, "e1", body{"e1", 7}, Opts{Title: "C-1"}); err != nil {
		t.Fatal(err)
	}
	park(t, b, "e1", "conflict")
	text, err := b.Export()
	if err != nil {
		t.Fatal(err)
	}
	var all []Entry
	if err := json.Unmarshal(text, &all); err != nil || len(all) != 1 || all[0].Body != `{"id":"e1","value":7}` {
		t.Errorf("exported %s, %v", text, err)
	}
	if changes != 1 {
		t.Errorf("told %d times, want 1", changes)
	}
}

func TestHistoryAndStatus(t *testing.T) {
	b := openBox(t)
	for _, w := range []string{
		`{"id":"s1","account":"acc","membership":"mem","sentAt":"2026-03-01T10:00:00.000Z","at":"2026-03-01T09:00:00Z","receipt":{"receipt":"s1"}}`,
		`{"id":"s2","account":"acc","membership":"mem","sentAt":"2026-03-01T11:00:00.000Z","at":"2026-03-01T09:00:00Z","receipt":{"receipt":"s2"}}`,
		`{"id":"s3","account":"acc","membership":"other","sentAt":"2026-03-01T11:00:00.000Z","at":"2026-03-01T09:00:00Z","receipt":{}}`,
	} {
		if err := b.db.Apply(browser.Write{Store: "sent", Put: []byte(w)}); err != nil {
			t.Fatal(err)
		}
	}
	sent, err := b.History()
	if err != nil || len(sent) != 2 || sent[0].ID != "s2" {
		t.Errorf("History = %+v, %v", sent, err)
	}
	if s, err := b.Status(); err != nil || s != (Status{}) {
		t.Errorf("before the first run: %+v, %v", s, err)
	}
	if err := b.db.Apply(browser.Write{Store: "meta", Put: []byte(`{"id":"run","why":"network","step":2,"until":1772366400123.5,"at":"2026-03-01T10:00:00.000Z"}`)}); err != nil {
		t.Fatal(err)
	}
	if s, err := b.Status(); err != nil || s.Why != "network" || s.Until != 1772366400123.5 {
		t.Errorf("Status = %+v, %v", s, err)
	}
}
