//go:build !js

package saisies

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/outbox"
	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/store/storetest"
	"comptoir/app/widget"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/id"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

type walk struct {
	page *Page
	at   string
	said []shell.Message
}

func (w *walk) to(path string) {
	pattern, params, _ := link.Match(path)
	w.at = path
	if w.page == nil || w.page.visit.Pattern != pattern {
		if w.page != nil {
			w.page.Close()
		}
		w.page = &Page{}
	}
	w.page.Open(shell.Visit{Pattern: pattern, Params: params, Query: url.Values{}, Path: path, Go: storetest.AtOnce, Update: storetest.AtOnce,
		To: w.to, Replace: func(string) {}, Say: func(m shell.Message) { w.said = append(w.said, m) }})
}

func (w *walk) draw() string {
	v := w.page.Draw()
	return storetest.HTML(v.Main) + storetest.HTML(v.Bar)
}

// put lays an entry for the first asset on the device, in a state.
func put(t *testing.T, n int, value int64, state outbox.State, reason *fault.Error, photos ...string) string {
	t.Helper()
	me := store.Current()
	m := id.Mutation(storetest.ID(80000 + n))
	body, _ := json.Marshal(api.CounterSubmitReq{ID: m, Asset: storetest.AssetID(0), Meter: storetest.MeterID(0), Value: value, At: storetest.Now})
	e := outbox.Entry{ID: string(m), URL: api.CounterSubmit.Path(), Body: string(body), Account: string(me.Account.ID), Membership: string(me.Membership),
		At: storetest.Now, Kind: "reading", Title: "Copieur 000 · Compteur noir", State: state, Reason: reason, Photos: photos}
	raw, _ := json.Marshal(e)
	db, err := browser.OpenOutbox()
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Apply(browser.Write{Store: "entries", Put: raw}); err != nil {
		t.Fatal(err)
	}
	store.ReadHeld()
	return e.ID
}

func refused() *fault.Error {
	return &fault.Error{Code: fault.Invalid, Key: msg.CounterBelowPrevious, Fields: []fault.Field{{Name: "value", Key: msg.CounterBelowPrevious, Args: map[string]any{"Previous": 412866}}}}
}

func TestSectionsByState(t *testing.T) {
	storetest.Start(t, storetest.Sample(2))
	w := &walk{}
	w.to(link.Entries)
	if html := w.draw(); !strings.Contains(html, store.T(msg.EntriesEmpty)) {
		t.Fatal("an empty list does not say so")
	}
	put(t, 1, 1, outbox.Parked, refused())
	put(t, 2, 425000, outbox.Waiting, nil, strings.Repeat("a", 64))
	put(t, 3, 426000, outbox.Parked, fault.New(fault.Denied, msg.FaultDenied))
	put(t, 4, 427000, outbox.Quarantined, fault.New(fault.ClientTooOld, msg.FaultClientTooOld))
	html := w.draw()
	for _, want := range []string{"À corriger, 3", "En attente d’envoi, 1", "attendu 412", store.T(msg.FaultDenied), store.T(msg.EntriesQuarantined), store.T(msg.ActionCorrect), store.T(msg.ActionRetry),
		"Depuis le 24/11", "Photos envoyées", `download="saisies-2026-11-24.json"`, store.T(msg.EntriesSend)} {
		if !strings.Contains(html, want) {
			t.Errorf("the list does not show %q", want)
		}
	}
}

func TestAbandonAsksFirst(t *testing.T) {
	storetest.Start(t, storetest.Sample(2))
	e := put(t, 5, 1, outbox.Parked, refused())
	w := &walk{}
	w.to(link.Entries)
	w.page.asked = e
	if html := storetest.HTML(w.page.Draw().Dialogs[0]); !strings.Contains(html, store.T(msg.EntriesDiscardText)) {
		t.Error("nothing is asked")
	}
	if n := len(store.HeldNow().Entries); n != 1 {
		t.Fatalf("%d entries before the answer", n)
	}
	w.page.abandon()
	if n := len(store.HeldNow().Entries); n != 0 || w.page.asked != "" {
		t.Errorf("%d entries after", n)
	}
}

func TestCorrectFromTheList(t *testing.T) {
	storetest.Start(t, storetest.Sample(2))
	browser.HostOnline(false)
	old := put(t, 6, 1000, outbox.Parked, refused())
	w := &walk{}
	w.to(link.Correct(old))
	if html := w.draw(); !strings.Contains(html, `value="1000"`) || !strings.Contains(html, "attendu 412") || !strings.Contains(html, store.T(msg.EntriesSendCorrected)) {
		t.Fatalf("the form is not filled: %s", html)
	}
	w.page.form.Type(storetest.MeterID(0), func(t *widget.Typed) { t.Value = "422000" })
	w.page.form.Save()
	store.ReadHeld()
	list := store.HeldNow().Entries
	if len(list) != 1 || list[0].Corrects != old || list[0].State != outbox.Waiting || w.at != link.Entries {
		t.Errorf("at %s: %+v", w.at, list)
	}
	w.to(link.Correct(old))
	if html := w.draw(); !strings.Contains(html, store.T(msg.EntriesGone)) {
		t.Error("what was corrected is offered again")
	}
}

func TestRetryLetsItWaitAgain(t *testing.T) {
	storetest.Start(t, storetest.Sample(2))
	e := put(t, 7, 1, outbox.Parked, fault.New(fault.Denied, msg.FaultDenied))
	w := &walk{}
	w.to(link.Entries)
	w.page.doing(func(b *outbox.Box) error { return b.Retry(e) })(app.Context{}, app.Event{})
	if l := store.HeldNow().Entries; len(l) != 1 || l[0].State != outbox.Waiting {
		t.Errorf("%+v", l)
	}
	w.page.do(func(b *outbox.Box) error { return b.Discard("nothing") })
	if len(w.said) != 1 || !w.said[0].Bad {
		t.Errorf("said: %+v", w.said)
	}
}
