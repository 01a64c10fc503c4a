//go:build !js

package store_test

import (
	"context"
	"encoding/json"
	"testing"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/app/store/storetest"
	"comptoir/shared/fault"
)

// TestForeignAnswers lets a portal of the network answer every call with JSON of
// its own: who is signed in and the fleet stay as they were.
func TestForeignAnswers(t *testing.T) {
	f := storetest.Start(t, storetest.Sample(2))
	me := *store.Current()
	_, at, _, assets := f.State()
	browser.HostFetch(func(browser.Request) (browser.Response, error) {
		return browser.Response{Status: 200, Header: func(string) string { return "application/json" }, Body: []byte(`{"ok":true}`)}, nil
	})
	if err := store.Refresh(context.Background()); fault.Of(err).Code != fault.Unavailable {
		t.Errorf("the session: %v, want unavailable", err)
	}
	if now := store.Current(); now == nil || now.Account.ID != me.Account.ID || store.AccessNow() != store.SignedIn {
		t.Errorf("%+v is signed in", now)
	}
	if err := f.Pull(context.Background()); fault.Of(err).Code != fault.Unavailable {
		t.Errorf("the mirror: %v, want unavailable", err)
	}
	if _, now, failed, n := f.State(); failed == nil || now != at || n != assets {
		t.Errorf("the mirror of %v with %d assets became that of %v with %d, %v", at, assets, now, n, failed)
	}
}

// TestSessionOfSomebodyElse asks who is signed in without saying whom the device
// remembers: another person may have signed in meanwhile.
func TestSessionOfSomebodyElse(t *testing.T) {
	w := storetest.Sample(2)
	storetest.Start(t, w)
	other := w.Me
	other.Account.ID = "0199b2c0-0000-7000-9000-000000000002"
	browser.HostFetch(func(r browser.Request) (browser.Response, error) {
		if r.Header["Comptoir-Account"] != "" || r.Header["Comptoir-Membership"] != "" {
			t.Errorf("%s is asked as %v", r.URL, r.Header)
		}
		body, err := json.Marshal(other)
		return browser.Response{Status: 200, Header: func(string) string { return "application/json" }, Body: body}, err
	})
	if err := store.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if now := store.Current(); now.Account.ID != other.Account.ID {
		t.Errorf("%s is signed in", now.Account.ID)
	}
}
