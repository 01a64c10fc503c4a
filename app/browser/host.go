//go:build !js

package browser

import (
	"maps"
	"sync"
	"time"
)

// host is the browser of a test: everything the twins keep, in memory.
type host struct {
	mu        sync.Mutex
	fetch     func(Request) (Response, error)
	storage   error // what every database answers; nil: it works
	databases map[string]*database
	outbox    *objects
	local     map[string]string
	metas     map[string]string
	files     map[string]*File
	events    map[string]map[int]func()
	props     map[string]any
	locks     map[string]*sync.Mutex
	calls     []string
	urls      map[string]Blob
	next      int
	offline   bool
	location  string
	message   string
	now       func() time.Time
}

type database struct {
	stores map[string]map[string][]byte
}

var page = newHost()

func newHost() *host {
	return &host{
		databases: map[string]*database{}, outbox: newObjects(), local: map[string]string{}, metas: map[string]string{}, files: map[string]*File{},
		events: map[string]map[int]func(){}, props: map[string]any{}, locks: map[string]*sync.Mutex{}, urls: map[string]Blob{}, location: "/", now: time.Now,
	}
}

// HostReset gives the test a fresh browser; databases are gone too.
func HostReset() {
	with(func(h *host) {
		fresh := newHost()
		h.fetch, h.storage, h.databases, h.outbox, h.local, h.metas = nil, nil, fresh.databases, fresh.outbox, fresh.local, fresh.metas
		h.files, h.events, h.props, h.locks, h.urls = fresh.files, fresh.events, fresh.props, fresh.locks, fresh.urls
		h.calls, h.offline, h.location, h.now = nil, false, fresh.location, fresh.now
	})
}

// HostFetch sets what answers Fetch; nil: there is no network.
func HostFetch(f func(Request) (Response, error)) { with(func(h *host) { h.fetch = f }) }

// HostStorage makes every database fail with err (ErrQuota, ErrNoStorage), or
// work again with nil.
func HostStorage(err error) { with(func(h *host) { h.storage = err }) }

// HostOnline sets what Online says.
func HostOnline(online bool) { with(func(h *host) { h.offline = !online }) }

// HostNow sets the clock.
func HostNow(now func() time.Time) { with(func(h *host) { h.now = now }) }

// HostMeta sets what Meta answers for a name.
func HostMeta(name, content string) { with(func(h *host) { h.metas[name] = content }) }

// HostPick makes a file the choice of an input.
func HostPick(inputID string, f *File) { with(func(h *host) { h.files[inputID] = f }) }

// HostLocation sets the page's path.
func HostLocation(path string) { with(func(h *host) { h.location = path }) }

// HostCalls lists the names given to Call, and "reload" and "leave URL".
func HostCalls() []string {
	var calls []string
	with(func(h *host) { calls = append(calls, h.calls...) })
	return calls
}

// HostProperty is what SetProperty or SetStyleVar set last.
func HostProperty(elementID, name string) any {
	var v any
	with(func(h *host) { v = h.props[elementID+"."+name] })
	return v
}

// HostEmit fires an event of the window.
func HostEmit(name string) {
	var fns map[int]func()
	with(func(h *host) { fns = maps.Clone(h.events[name]) })
	for _, f := range fns {
		f()
	}
}

func with(f func(h *host)) {
	page.mu.Lock()
	defer page.mu.Unlock()
	f(page)
}

// HostMessage hands a message to what listens through Events.
func HostMessage(data string) {
	with(func(h *host) { h.message = data })
	HostEmit("message")
}
