// Package browser is the only door to the browser: the one place that imports
// syscall/js. Everything has a twin for the host, held in memory, so that the
// packages above compile and are tested without a browser; what the twin adds
// for tests is in host.go: test files that use it bear the constraint !js.
//
// Functions that wait (Fetch, databases, files, locks) block the calling
// goroutine: never call them from the goroutine of the interface.
package browser

import (
	"errors"
	"time"
)

// Errors that callers tell apart.
var (
	// ErrNetwork says that no answer came: the network is cut, or the server is.
	ErrNetwork = errors.New("no answer from the network")
	// ErrQuota says that the device has no room left: nothing was stored.
	ErrQuota = errors.New("no room left on the device")
	// ErrNoStorage says that the browser stores nothing: IndexedDB is absent,
	// refused, or was deleted meanwhile.
	ErrNoStorage = errors.New("this browser stores nothing")
	// ErrNotImage says that a file is no picture that the browser can read.
	ErrNotImage = errors.New("not a picture")
	// ErrRefused says that the browser refuses what was asked, for instance the
	// clipboard or, over plain HTTP, a digest.
	ErrRefused = errors.New("refused by the browser")
)

// Request is what Fetch sends; the session's cookies travel with it.
type Request struct {
	Method, URL string
	Header      map[string]string
	Body        []byte
}

// Response is a whole answer, whatever its status.
type Response struct {
	Status int
	Header func(name string) string
	Body   []byte
}

// Write is one change of Objects.Apply. Put is a JSON object with its key in
// it, Blob goes into its field "blob"; or Delete is the key to remove.
type Write struct {
	Store    string
	Put      []byte
	Blob     *Blob
	IfAbsent bool // keep what the key holds already
	Delete   string
}

// Now is the clock of the device, in UTC.
func Now() time.Time { return clock().UTC() }
