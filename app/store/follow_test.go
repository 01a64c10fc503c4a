//go:build !js

package store

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"comptoir/app/browser"
	"comptoir/shared/api"
)

// One message of the stream names several collections, or all of them.
func TestPullBringsWhatTheStreamNames(t *testing.T) {
	browser.HostOnline(true)
	var asked []string
	browser.HostFetch(func(r browser.Request) (browser.Response, error) {
		u, err := url.Parse(r.URL)
		if err != nil {
			t.Error(err)
		}
		if name, isSync := strings.CutSuffix(strings.TrimPrefix(u.Path, "/api/"), ".sync"); isSync {
			asked = append(asked, name)
		}
		return browser.Response{Status: 503, Body: []byte(`{"code":"unavailable"}`), Header: func(string) string { return "application/json" }}, nil
	})
	me := &api.Me{Membership: "0199b2c0-0000-7000-9000-000000000077"}
	set(me, SignedIn)
	openFleet(me)
	defer func() {
		set(nil, SignedOut)
		openFleet(nil)
	}()
	every := []string{"model", "site", "contact", "asset", "meter", "ticket", "order"}
	for _, c := range []struct {
		what string
		want []string
	}{
		{"asset", []string{"asset"}},
		{"asset meter", []string{"asset", "meter"}},
		{"*", every},
		{"* meter", every},
		{"", every},
	} {
		asked = nil
		pull(context.Background(), c.what)
		if !slices.Equal(asked, c.want) {
			t.Errorf("%q asks for %v, want %v", c.what, asked, c.want)
		}
	}
}
