//go:build !js

package store_test

import (
	"context"
	"testing"

	"comptoir/app/store"
	"comptoir/app/store/storetest"
	"comptoir/shared/api"
	"comptoir/shared/fault"
)

// What the server refuses is no longer shown from the last answer, offline
// included; without an answer of ours the last one stands.
func TestSnapshotGoesWithTheRight(t *testing.T) {
	f := storetest.Start(t, storetest.Sample(2))
	var got store.Remote[api.AssetSheet]
	ask := func() {
		store.Fetch(context.Background(), f, api.AssetGet, api.AssetGetReq{ID: storetest.AssetID(0)}, func(r store.Remote[api.AssetSheet]) { got = r })
	}
	ask()
	if got.Phase != store.Fresh {
		t.Fatalf("phase %d at first: %v", got.Phase, got.Fault)
	}
	for _, c := range []struct {
		status int
		code   fault.Code
		phase  store.Phase
	}{{503, fault.Unavailable, store.Stale}, {404, fault.NotFound, store.Failed}, {503, fault.Unavailable, store.Failed}} {
		answering(func(string) (int, string) { return c.status, `{"code":"` + string(c.code) + `"}` })
		ask()
		if got.Phase != c.phase || (got.Value.Asset.ID != "") != (c.phase == store.Stale) || got.Fault == nil || got.Fault.Code != c.code {
			t.Errorf("%s: phase %d, asset %q, fault %v; want phase %d", c.code, got.Phase, got.Value.Asset.ID, got.Fault, c.phase)
		}
	}
}
