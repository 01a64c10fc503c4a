//go:build !js

package store_test

import (
	"context"
	"strings"
	"testing"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/app/store/storetest"
	"comptoir/shared/api"
)

// answering lets answer make the JSON of every call, with its status.
func answering(answer func(path string) (status int, body string)) {
	browser.HostFetch(func(r browser.Request) (browser.Response, error) {
		path, _, _ := strings.Cut(r.URL, "?")
		status, body := answer(path)
		return browser.Response{Status: status, Body: []byte(body), Header: func(string) string { return "application/json" }}, nil
	})
}

// A right that was taken away takes what it showed off the device.
func TestPullDropsWhatIsNoLongerAllowed(t *testing.T) {
	w := storetest.Sample(2)
	w.Tickets = []api.Ticket{{ID: "0199b2c0-0000-7000-8000-000000000501", Number: "T-1", Asset: storetest.AssetID(0), Site: w.Sites[0].ID, Org: "VB", Activity: "IMP"}}
	f := storetest.Start(t, w)
	if len(f.Tickets()) != 1 {
		t.Fatalf("%d tickets at first", len(f.Tickets()))
	}
	answering(func(path string) (int, string) {
		if path == api.TicketSync.Path() {
			return 403, `{"code":"denied","key":"fault.denied"}`
		}
		return 200, `{"cursor":"2","rows":[]}`
	})
	if err := f.Pull(context.Background()); err != nil {
		t.Fatal(err)
	}
	back := store.OpenFleet(store.Current())
	if err := back.Load(); err != nil {
		t.Fatal(err)
	}
	for where, fleet := range map[string]*store.Fleet{"in memory": f, "on the device": back} {
		if n := len(fleet.Tickets()); n != 0 {
			t.Errorf("%s: %d tickets are still there", where, n)
		}
		if _, _, _, n := fleet.State(); n != 2 {
			t.Errorf("%s: %d assets, want both", where, n)
		}
	}
}

// A mirror opened after the page is read from the device before it is pulled:
// the server is asked for what it lacks, not for everything.
func TestPullStartsFromTheDevice(t *testing.T) {
	storetest.Start(t, storetest.Sample(2))
	again := store.OpenFleet(store.Current())
	answering(func(string) (int, string) { return 200, `{"cursor":"2","rows":[]}` })
	if err := again.Pull(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, _, _, n := again.State(); n != 2 {
		t.Errorf("the mirror holds %d assets, the device has 2", n)
	}
}
