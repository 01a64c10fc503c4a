package store

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"comptoir/app/browser"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/msg"
)

// Access says what the device may show.
type Access uint8

// The states of access.
const (
	Unknown   Access = iota // not asked yet
	SignedIn                // the server knows us, or did before the offline limit
	SignedOut               // the server does not know us, or the offline limit is over
)

// sessionDB holds the last known Me under meKey. Local storage would lose it
// with a browser that is killed: it is written to the disk seconds later.
const (
	sessionDB    = "comptoir-session"
	sessionStore = "session"
	meKey        = "me"
)

var (
	mu      sync.Mutex
	current *api.Me
	zone    *time.Location
	access  Access
	known   []func()
	left    bool // Forget was called: the page is about to go
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
	var me api.Me
	raw, err := withSession(func(db *browser.DB) ([]byte, error) {
		b, _, err := db.Get(sessionStore, meKey)
		return b, err
	})
	if err != nil || json.Unmarshal(raw, &me) != nil || me.Account.ID == "" {
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
	if err == nil && me.Account.ID == "" { // JSON of a portal of the network, not our answer
		err = fault.New(fault.Unavailable, msg.FaultUnavailable)
	}
	mu.Lock()
	gone := left
	mu.Unlock()
	if gone {
		return fault.New(fault.SignedOut, msg.FaultSignedOut)
	}
	if err == nil {
		if b, err := json.Marshal(me); err == nil {
			// A device that keeps nothing asks again at its next start.
			_, _ = withSession(func(db *browser.DB) ([]byte, error) {
				return nil, db.PutStrict(sessionStore, map[string][]byte{meKey: b})
			})
		}
		set(&me, SignedIn)
		return nil
	}
	if fault.Of(err).Code == fault.SignedOut {
		set(Current(), SignedOut)
	}
	return err
}

// Forget removes the session and the mirrors of its account from the device;
// the page is left next. What waits to be sent stays.
func Forget() error {
	me := Current()
	mu.Lock()
	left = true // an answer that is on its way signs nobody in again
	mu.Unlock()
	_, err := withSession(func(db *browser.DB) ([]byte, error) { return nil, db.Delete(sessionStore, meKey) })
	set(nil, SignedOut)
	if me != nil {
		err = errors.Join(err, browser.DeleteDatabase(databaseOf(me)))
	}
	return err
}

func withSession(use func(*browser.DB) ([]byte, error)) ([]byte, error) {
	db, err := browser.Open(sessionDB, 1, sessionStore)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return use(db)
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
