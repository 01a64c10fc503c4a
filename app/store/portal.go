package store

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"comptoir/app/browser"
	"comptoir/shared/api"
)

// pullEvery is how often the mirror asks what changed while nothing tells.
const pullEvery = 5 * time.Minute

// lookEvery is how often a portal that did not answer is asked again.
const lookEvery = 10 * time.Second

// fleetMu guards which fleet is open.
var (
	fleetMu sync.Mutex
	fleet   *Fleet
	fleetOf string // database of the open fleet
	onFleet []func(*Fleet)
)

// TheFleet returns the mirror of who is signed in, or nil.
func TheFleet() *Fleet {
	fleetMu.Lock()
	defer fleetMu.Unlock()
	return fleet
}

// OnFleet calls fn with the mirror whenever it changes, and at once with the
// one that is open.
func OnFleet(fn func(*Fleet)) {
	fleetMu.Lock()
	onFleet = append(onFleet, fn)
	f := fleet
	fleetMu.Unlock()
	if f != nil {
		fn(f)
	}
}

// Run resumes the session of the device, shows the mirror, then keeps both up
// to date for as long as the page lives.
func Run(ctx context.Context) {
	Resume(browser.Now())
	OnSession(func() { openFleet(Current()) })
	openFleet(Current())
	if f := TheFleet(); f != nil {
		f.LoadFirst()
		_ = f.Load() // a device that cannot be read is pulled anew
	}
	_ = Refresh(ctx) // offline, what the device remembers stands
	if f := TheFleet(); f != nil {
		_ = f.Pull(ctx) // the fleet itself tells what it met
	}
	go follow(ctx)
}

func openFleet(me *api.Me) {
	name := ""
	if me != nil && me.Membership != "" && AccessNow() == SignedIn {
		name = databaseOf(me)
	}
	fleetMu.Lock()
	if name == fleetOf {
		if fleet != nil {
			fleet.obey(me)
		}
		fleetMu.Unlock()
		return
	}
	fleet, fleetOf = nil, name
	if name != "" {
		fleet = OpenFleet(me)
		fleet.OnChange(tellFleet)
	}
	fleetMu.Unlock()
	tellFleet()
}

func tellFleet() {
	fleetMu.Lock()
	f, fns := fleet, onFleet
	fleetMu.Unlock()
	for _, fn := range fns {
		fn(f)
	}
}

// obey takes up the rules of a session that was refreshed.
func (f *Fleet) obey(me *api.Me) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, o := range me.Orgs {
		f.rules[o.Code] = o.Settings
	}
	f.idx = nil
	f.version++
}

// follow pulls when the server tells, when the network or the person comes
// back, and every few minutes. One tab, the visible one, holds the stream.
func follow(ctx context.Context) {
	wake := make(chan string, 64)
	nudge := func(what string) {
		select {
		case wake <- what:
		default: // a pull of everything is on its way already
		}
	}
	browser.OnEvent("online", func() { nudge("") })
	browser.OnEvent("focus", func() { nudge("") })
	var closeStream func()
	hold := func() {
		switch {
		case browser.Visible() && closeStream == nil && AccessNow() == SignedIn && TheFleet() != nil:
			closeStream = browser.Events("/api/events", nudge)
		case !browser.Visible() && closeStream != nil:
			closeStream()
			closeStream = nil
		}
	}
	browser.OnEvent("visibilitychange", hold)
	hold()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	pulled := browser.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if now := browser.Now(); !Reachable() || now.Sub(pulled) >= pullEvery {
				pulled = now
				pull(ctx, "")
				hold()
			}
		case what := <-wake:
			pull(ctx, what)
			hold()
		}
	}
}

// pull brings the collections that what names, separated by spaces; nothing or
// "*" is all of them, and asks who is signed in besides.
func pull(ctx context.Context, what string) {
	if !browser.Online() {
		return
	}
	names := strings.Fields(what)
	if slices.Contains(names, "*") {
		names = nil
	}
	if len(names) == 0 {
		_ = Refresh(ctx)
	}
	if f := TheFleet(); f != nil {
		_ = f.Pull(ctx, names...)
	}
}
