//go:build !js

package widget

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"comptoir/app/browser"
	"comptoir/app/outbox"
	"comptoir/app/store"
	"comptoir/app/store/storetest"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/msg"
)

var atOnce = Desk{Go: storetest.AtOnce, Update: storetest.AtOnce}

// entryOf starts the entry of the first asset of a world.
func entryOf(t *testing.T, w *storetest.World) *Entry {
	t.Helper()
	f := storetest.Start(t, w)
	return again(t, f)
}

func again(t *testing.T, f *store.Fleet) *Entry {
	t.Helper()
	tile, ok := f.Asset(string(storetest.AssetID(0)))
	if !ok {
		t.Fatal("the asset is not in the mirror")
	}
	return NewEntry(tile, f.Meters(string(tile.Asset.ID)), f, atOnce)
}

func (e *Entry) typeIn(meter int, value string) {
	e.Type(e.Meters[meter].ID, func(t *Typed) { t.Value = value })
}

func held(t *testing.T) []outbox.Entry {
	t.Helper()
	store.ReadHeld()
	return store.HeldNow().Entries
}

func TestSaveAddsOneEntryAMeter(t *testing.T) {
	e := entryOf(t, storetest.Sample(3))
	browser.HostOnline(false)
	var got Outcome
	e.OnSaved = func(o Outcome) { got = o }
	e.typeIn(0, "422 000")
	e.typeIn(1, "1 200")
	e.Save()
	list := held(t)
	if len(list) != 2 || got.Kept != 2 || got.Text() != store.T(msg.OfflineKept) {
		t.Fatalf("%d entries, %+v", len(list), got)
	}
	black := slices.IndexFunc(list, func(o outbox.Entry) bool { return strings.Contains(o.Title, "Compteur noir") })
	if black < 0 {
		t.Fatalf("no entry says its meter: %q, %q", list[0].Title, list[1].Title)
	}
	saved := list[black]
	r, ok := store.ReadingOf(saved)
	if !ok || r.Req.Value != 422000 || !r.Req.Blind || r.Req.Asset != storetest.AssetID(0) || !r.Req.At.Equal(storetest.Now) || string(r.Req.ID) != saved.ID {
		t.Errorf("the reading is %+v", r.Req)
	}
	if saved.Kind != "reading" || !strings.Contains(saved.Title, "Copieur 000") {
		t.Errorf("the entry is %q, %q", saved.Kind, saved.Title)
	}
	if !e.Draft.Empty() {
		t.Errorf("the draft still holds %+v", e.Draft)
	}
}

func TestWhatIsWrongIsNotSaved(t *testing.T) {
	e := entryOf(t, storetest.Sample(3))
	e.Save()
	e.typeIn(0, "400000")
	e.typeIn(1, "1200")
	e.Save()
	if n := len(held(t)); n != 0 {
		t.Fatalf("%d entries", n)
	}
	if p := e.problems(); len(p) != 1 || !strings.Contains(p[0].Text, "412") {
		t.Errorf("problems: %+v", p)
	}
}

func TestConfirmedWithAReason(t *testing.T) {
	e := entryOf(t, storetest.Sample(3))
	browser.HostOnline(false)
	e.typeIn(0, "440000")
	e.Save()
	if n := len(held(t)); n != 0 || len(e.problems()) != 1 {
		t.Fatalf("%d entries without a reason, problems %+v", n, e.problems())
	}
	e.Type(e.Meters[0].ID, func(t *Typed) { t.Why = "peak" })
	e.Save()
	list := held(t)
	if len(list) != 1 {
		t.Fatalf("%d entries", len(list))
	}
	if r, _ := store.ReadingOf(list[0]); r.Req.Reason != store.T(msg.ReadingWhyPeak) {
		t.Errorf("the reason is %q", r.Req.Reason)
	}
}

func TestDraftSurvivesAReload(t *testing.T) {
	e := entryOf(t, storetest.Sample(3))
	e.typeIn(0, "422 0")
	browser.HostPick(e.serial+"photo", &browser.File{Blob: browser.NewBlob([]byte("a picture"), "image/jpeg"), Name: "c.jpg"})
	e.addPhoto(e.serial + "photo")
	next := again(t, store.TheFleet())
	if got := next.Draft.Fields[next.Meters[0].ID].Value; got != "422 0" {
		t.Errorf("the field holds %q", got)
	}
	if next.Draft.Photo == nil || next.photo.Size != len("a picture") || next.photoURL == "" {
		t.Errorf("the photo is %+v", next.Draft.Photo)
	}
	if next.Draft.IDs[next.Meters[0].ID] != e.Draft.IDs[e.Meters[0].ID] {
		t.Error("another identifier: a browser killed while saving would save twice")
	}
}

// A browser killed between the outbox and the draft must not save twice.
func TestSavedMetersLeaveTheDraft(t *testing.T) {
	e := entryOf(t, storetest.Sample(3))
	browser.HostOnline(false)
	e.typeIn(0, "422000")
	e.typeIn(1, "1200")
	list, _ := e.submissions(storetest.Now, false)
	if n, err := e.add(list[:1]); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	held(t)
	next := again(t, store.TheFleet())
	if _, there := next.Draft.Fields[e.Meters[0].ID]; there {
		t.Error("the meter that was saved is still in the draft")
	}
	if next.Draft.Fields[e.Meters[1].ID].Value != "1200" {
		t.Error("the other meter was lost")
	}
}

func TestNoRoomKeepsTheInput(t *testing.T) {
	e := entryOf(t, storetest.Sample(3))
	browser.HostOnline(false)
	e.typeIn(0, "422000")
	browser.HostStorage(browser.ErrQuota)
	e.Save()
	browser.HostStorage(nil)
	if n := len(held(t)); n != 0 {
		t.Fatalf("%d entries", n)
	}
	html := storetest.HTML(e.Draw())
	if !strings.Contains(html, store.T(msg.ReadingNotKeptQuota)) || !strings.Contains(html, "422000") || e.Busy() {
		t.Error("the form does not say that nothing was kept, or lost the value")
	}
	e.Save()
	if n := len(held(t)); n != 1 {
		t.Errorf("%d entries once there is room", n)
	}
}

func TestPhotoTravelsWithEveryMeter(t *testing.T) {
	e := entryOf(t, storetest.Sample(3))
	browser.HostOnline(false)
	browser.HostPick(e.serial+"photo", &browser.File{Blob: browser.NewBlob([]byte("picture 2"), "image/jpeg"), Name: "c.jpg"})
	e.addPhoto(e.serial + "photo")
	e.typeIn(0, "422000")
	e.typeIn(1, "1200")
	e.Save()
	list := held(t)
	if len(list) != 2 || len(list[0].Photos) != 1 || !slices.Equal(list[0].Photos, list[1].Photos) || len(store.HeldNow().Photos) != 1 {
		t.Errorf("entries %d, photos %v", len(list), store.HeldNow().Photos)
	}
	if e.Draft.Photo != nil {
		t.Error("the photo is still in the form")
	}
}

func TestReceiptIsSaid(t *testing.T) {
	e := entryOf(t, storetest.Sample(3))
	e.typeIn(0, "422000")
	list, _ := e.submissions(storetest.Now, true)
	if list[0].req.Blind {
		t.Error("online, and said to be blind")
	}
	receipt, _ := json.Marshal(map[string]any{"receipt": list[0].req.ID, "result": api.CounterSubmitResp{ToCheck: true}})
	sent := []outbox.Sent{{ID: string(list[0].req.ID), Receipt: receipt}}
	if o := outcomeOf(list, nil, sent); o.Sent != 1 || !o.ToCheck || o.Text() != store.T(msg.ReadingSentCheck) {
		t.Errorf("sent: %+v", o)
	}
	if o := outcomeOf(list, []outbox.Entry{{ID: string(list[0].req.ID), State: outbox.Parked}}, nil); !o.Parked {
		t.Errorf("parked: %+v", o)
	}
}

// parkOne puts an entry of the first asset on the device and parks it.
func parkOne(t *testing.T, e *Entry, reason *fault.Error) store.HeldReading {
	t.Helper()
	list, ok := e.submissions(storetest.Now, true)
	if !ok {
		t.Fatalf("nothing to save: %+v", e.problems())
	}
	if _, err := e.add(list[:1]); err != nil {
		t.Fatal(err)
	}
	db, err := browser.OpenOutbox()
	if err != nil {
		t.Fatal(err)
	}
	entry := held(t)[0]
	entry.State, entry.Reason = outbox.Parked, reason
	raw, _ := json.Marshal(entry)
	if err := db.Apply(browser.Write{Store: "entries", Put: raw}); err != nil {
		t.Fatal(err)
	}
	held(t)
	r, _ := store.ReadingOf(entry)
	return r
}

func TestCorrection(t *testing.T) {
	w := storetest.Sample(3).HidePrevious()
	e := entryOf(t, w)
	browser.HostOnline(false)
	e.typeIn(0, "999")
	r := parkOne(t, e, &fault.Error{Code: fault.Invalid, Key: msg.CounterUnusual, Fields: []fault.Field{{Name: "reason", Key: msg.CounterUnusual}}})
	c := NewCorrection(r, e.Tile, e.Meters[0], store.TheFleet(), atOnce)
	if c.Draft.Fields[e.Meters[0].ID].Value != "999" {
		t.Fatalf("the form holds %+v", c.Draft)
	}
	if !strings.Contains(storetest.HTML(c.Draw()), store.T(msg.ReadingConfirmTitle)) {
		t.Error("the form does not ask for a reason")
	}
	c.Save()
	if list := held(t); len(list) != 1 || list[0].ID != r.Entry.ID {
		t.Fatalf("saved without a reason: %d entries", len(list))
	}
	c.Type(e.Meters[0].ID, func(t *Typed) { t.Why, t.Other = whyOther, "compteur relu" })
	c.Save()
	list := held(t)
	if len(list) != 1 || list[0].ID == r.Entry.ID || list[0].Corrects != r.Entry.ID {
		t.Fatalf("corrected: %+v", list)
	}
	if n, _ := store.ReadingOf(list[0]); n.Req.Reason != "compteur relu" || n.Req.Value != 999 {
		t.Errorf("the correction is %+v", n.Req)
	}
}

func TestCorrectionOfARefusedValue(t *testing.T) {
	e := entryOf(t, storetest.Sample(3))
	browser.HostOnline(false)
	e.typeIn(0, "422000")
	r := parkOne(t, e, &fault.Error{Code: fault.Invalid, Key: msg.CounterAboveNext, Fields: []fault.Field{{Name: "value", Key: msg.CounterAboveNext, Args: map[string]any{"Next": 420500}}}})
	c := NewCorrection(r, e.Tile, e.Meters[0], store.TheFleet(), atOnce)
	if j := c.Judge(e.Meters[0]); j.OK() {
		t.Fatal("the value that the server refused passes")
	}
	c.typeIn(0, "420200")
	if j := c.Judge(e.Meters[0]); !j.OK() {
		t.Errorf("another value does not pass: %v", j.Errors)
	}
}

var numbers = regexp.MustCompile(`\d[\d\x{202f}\x{00a0} ]{3,}\d`)

// S040: with AFFICHER_RELEVE_PRECEDENT off nothing that the entry draws tells of
// the past.
func TestS040_HiddenPreviousShowsNoFigure(t *testing.T) {
	w := storetest.Sample(3)
	secret := int64(412866) // what a mirror of before the change may still hold
	e := entryOf(t, w)
	shown := storetest.HTML(e.Draw())
	if !strings.Contains(shown, store.Lang().Integer(secret)) {
		t.Fatal("the previous reading does not show when it may")
	}
	w.Me.Orgs[0].Settings = storetest.Sample(1).HidePrevious().Me.Orgs[0].Settings
	e = entryOf(t, w)
	e.Past = nil
	for _, v := range []string{"", "1", "400000", "412866", "99999999"} {
		e.typeIn(0, v)
		e.tried = true
		for _, n := range numbers.FindAllString(storetest.HTML(e.Draw()), -1) {
			if d := strings.Map(digits, n); strings.Contains(d, fmt.Sprint(secret)) && v != "412866" || strings.Contains(d, "4199") || strings.Contains(d, "4246") {
				t.Errorf("typed %q: %q shows", v, n)
			}
		}
	}
}

func digits(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

func TestWaitOfTile(t *testing.T) {
	e := entryOf(t, storetest.Sample(3))
	f := store.TheFleet()
	if w := WaitOf(e.Tile, store.HeldNow(), f); w != Wanted {
		t.Fatalf("before: %d", w)
	}
	browser.HostOnline(false)
	e.typeIn(0, "422000")
	e.Save()
	held(t)
	if w := WaitOf(e.Tile, store.HeldNow(), f); w != OnDevice {
		t.Errorf("saved: %d", w)
	}
	if html := storetest.HTML(AssetTile(e.Tile, WaitOf(e.Tile, store.HeldNow(), f))); !strings.Contains(html, "3089M000000") || !strings.Contains(html, "BV-000000") || !strings.Contains(html, "14/03/2023") || !strings.Contains(html, "/img/") {
		t.Errorf("the tile lacks something: %s", html)
	}
}
