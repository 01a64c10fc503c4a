package store

import (
	"sync"

	"comptoir/app/browser"
	"comptoir/app/outbox"
)

var (
	boxOnce sync.Once
	box     *outbox.Box
	boxErr  error
)

// Box returns what waits on this device, or the reason why it keeps nothing.
func Box() (*outbox.Box, error) {
	boxOnce.Do(func() {
		if box, boxErr = outbox.Open(); boxErr == nil {
			OnSession(func() { _ = signBox() }) // a device that keeps nothing says so at the next entry
			_ = signBox()
			box.OnChange(func() { go ReadHeld() })
			OnSession(func() { go ReadHeld() })
			OnReach(sendAgain)
			go ReadHeld()
		}
	})
	return box, boxErr
}

// sendAgain sends what waits as soon as the portal answers again: a device that
// kept its network is told of nothing, and the sender waits minutes by then.
func sendAgain() {
	if Reachable() {
		box.Send(false)
	}
}

// signBox makes who is signed in the author of what follows.
func signBox() error {
	if AccessNow() == Unknown {
		return nil // the author that the device remembers stands
	}
	me := Current()
	if me == nil || me.Membership == "" {
		return box.SignOut()
	}
	s := outbox.Session{Account: string(me.Account.ID), Membership: string(me.Membership), Build: browser.Meta("build")}
	if box.Session() == s {
		return nil
	}
	return box.SignIn(s)
}

// Waiting counts what this person entered and has not been received: what waits
// to be sent, and what must be corrected.
func Waiting() (waiting, parked int) {
	b, err := Box()
	if err != nil {
		return 0, 0
	}
	entries, err := b.List()
	if err != nil {
		return 0, 0
	}
	for _, e := range entries {
		if e.State == outbox.Waiting {
			waiting++
		} else {
			parked++
		}
	}
	return waiting, parked
}
