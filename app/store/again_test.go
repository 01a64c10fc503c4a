//go:build !js

package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/app/store/storetest"
)

// TestSendsWhenThePortalAnswersAgain loses the portal under a device that keeps
// its network, and finds it again: what waits is sent at once.
func TestSendsWhenThePortalAnswersAgain(t *testing.T) {
	w := storetest.Sample(1)
	storetest.Start(t, w)
	if _, err := store.Box(); err != nil {
		t.Fatal(err)
	}
	sends := func() (n int) {
		for _, c := range browser.HostCalls() {
			if c == "comptoirSend" {
				n++
			}
		}
		return n
	}
	before := sends()
	browser.HostFetch(func(browser.Request) (browser.Response, error) {
		return browser.Response{}, errors.New("no way there")
	})
	_ = store.Refresh(context.Background())
	if n := sends() - before; n != 0 || store.Reachable() {
		t.Errorf("sent %d times while the portal is lost", n)
	}
	body, err := json.Marshal(store.Current())
	if err != nil {
		t.Fatal(err)
	}
	browser.HostFetch(func(browser.Request) (browser.Response, error) {
		return browser.Response{Status: 200, Header: func(string) string { return "application/json" }, Body: body}, nil
	})
	if err := store.Refresh(context.Background()); err != nil || sends() == before {
		t.Errorf("the portal is back and nothing is sent: %v", err)
	}
}
