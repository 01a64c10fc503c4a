package store

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"comptoir/app/browser"
	"comptoir/shared/api"
	"comptoir/shared/fault"
)

// Access says what the device may show.
type Access uint8

// The states of access.
const (
	Unknown   Access = iota // not asked yet
	SignedIn                // the server knows us, or did before the offline limit
	SignedOut               // the server does not know us, or the offline limit is over
)

// meKey is where the last known Me stands; the outbox and the databases bear
// its account and membership.
const meKey = "comptoir-me"

var (
	mu      sync.Mutex
	current *api.Me
	zone    *time.Location
	access  Access
	known   []func()
)

// Current returns who is signed in, or nil.
func Current() *api.Me {
	mu.Lock()
	defer mu.Unlock()
	return current
}

// AccessNow says what the device may show.
func AccessNow() Access {
	mu.Lock()
	defer mu.Unlock()
	return access
}

// Zone is the zone of business days, from the session.
func Zone() *time.Location {
	mu.Lock()
	defer mu.Unlock()
	if zone == nil {
		return time.UTC
	}
	return zone
}

// OnSession calls fn whenever who is signed in, or what he may do, has changed.
func OnSession(fn func()) {
	mu.Lock()
	defer mu.Unlock()
	known = append(known, fn)
}

// Resume takes up the session that the device remembers; offline, it lasts
// until the limit that the server set.
func Resume(now time.Time) {
	raw := browser.LocalGet(meKey)
	var me api.Me
	if raw == "" || json.Unmarshal([]byte(raw), &me) != nil || me.Account.ID == "" {
		return
	}
	if now.After(me.OfflineUntil) {
		set(&me, SignedOut)
		return
	}
	set(&me, SignedIn)
}

// Refresh asks the server who is signed in. It returns the fault when the
// server could not be asked; then what the device remembers stands.
func Refresh(ctx context.Context) error {
	me, err := Ask(ctx, api.SessionMe, api.Empty{})
	if err == nil {
		if b, err := json.Marshal(me); err == nil {
			browser.LocalSet(meKey, string(b))
		}
		set(&me, SignedIn)
		return nil
	}
	if fault.Of(err).Code == fault.SignedOut {
		set(Current(), SignedOut)
	}
	return err
}

// Forget removes the session and the mirrors of its account from the device.
// What waits to be sent stays.
func Forget() error {
	me := Current()
	browser.LocalRemove(meKey)
	set(nil, SignedOut)
	if me == nil {
		return nil
	}
	return browser.DeleteDatabase(databaseOf(me))
}

func databaseOf(me *api.Me) string {
	return "comptoir-" + string(me.Account.ID) + "-" + string(me.Membership)
}

func set(me *api.Me, a Access) {
	mu.Lock()
	current, access = me, a
	if me != nil && len(me.Zone) > 0 {
		if z, err := time.LoadLocationFromTZData("Europe/Paris", me.Zone); err == nil {
			zone = z
		}
	}
	fns := known
	mu.Unlock()
	for _, fn := range fns {
		fn()
	}
}
