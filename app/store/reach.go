package store

import "sync"

// reach is whether the portal answered last: a device may have a network that
// does not lead to it.
var reach struct {
	sync.Mutex
	lost    bool
	changed []func()
}

// Reachable reports whether the portal answered the last request.
func Reachable() bool {
	reach.Lock()
	defer reach.Unlock()
	return !reach.lost
}

// OnReach calls fn whenever the portal is lost or found again.
func OnReach(fn func()) {
	reach.Lock()
	defer reach.Unlock()
	reach.changed = append(reach.changed, fn)
}

// reached notes whether an answer of ours came.
func reached(answered bool) {
	reach.Lock()
	changed := reach.lost == answered
	reach.lost = !answered
	fns := reach.changed
	reach.Unlock()
	if changed {
		for _, fn := range fns {
			fn()
		}
	}
}
