//go:build !js

package browser

import (
	"sync"
	"time"
)

func clock() time.Time {
	var now func() time.Time
	with(func(h *host) { now = h.now })
	return now()
}

// Online reports whether the device believes to have a network.
func Online() bool {
	var online bool
	with(func(h *host) { online = !h.offline })
	return online
}

// Visible reports whether the tab is in front.
func Visible() bool { return true }

// OnEvent calls fn on each event of the window; HostEmit fires them.
func OnEvent(name string, fn func()) (remove func()) {
	var n int
	with(func(h *host) {
		h.next++
		n = h.next
		if h.events[name] == nil {
			h.events[name] = map[int]func(){}
		}
		h.events[name][n] = fn
	})
	return func() { with(func(h *host) { delete(h.events[name], n) }) }
}

// WithLock runs fn while nothing else holds the lock of that name.
func WithLock(name string, fn func() error) error {
	var lock *sync.Mutex
	with(func(h *host) {
		if h.locks[name] == nil {
			h.locks[name] = &sync.Mutex{}
		}
		lock = h.locks[name]
	})
	lock.Lock()
	defer lock.Unlock()
	return fn()
}

// LocalGet reads local storage; empty when absent or refused.
func LocalGet(key string) string {
	var v string
	with(func(h *host) { v = h.local[key] })
	return v
}

// LocalSet writes local storage and reports whether it was kept.
func LocalSet(key, value string) bool {
	return stored(func(h *host) { h.local[key] = value }) == nil
}

// LocalRemove removes a key of local storage and reports whether it could.
func LocalRemove(key string) bool { return stored(func(h *host) { delete(h.local, key) }) == nil }

// Reload loads the page anew.
func Reload() { Call("reload") }

// Location is the path, query and fragment of the page.
func Location() string {
	var l string
	with(func(h *host) { l = h.location })
	return l
}

// Leave goes to a page of the server, such as the sign-in.
func Leave(url string) { Call("leave " + url) }

// Meta is the content of <meta name="comptoir-NAME"> of the shell.
func Meta(name string) string {
	var v string
	with(func(h *host) { v = h.metas[name] })
	return v
}

// Persist asks the browser not to evict what is stored and reports whether it
// agreed.
func Persist() bool { return false }

// Call calls a function of boot.js or outbox.js by its name and reports whether
// it is there. The host notes it, and announces the change that outboxTell
// announces.
func Call(name string, _ ...any) bool {
	with(func(h *host) { h.calls = append(h.calls, name) })
	if name == "outboxTell" {
		HostEmit("outbox-changed")
	}
	return true
}

// Mark sets a performance mark.
func Mark(string) {}

// Copy puts text into the clipboard.
func Copy(text string) error {
	LocalSet("clipboard", text)
	return nil
}
