package httpd

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/server/usecase"
	"comptoir/shared/fault"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/msg"
)

// beat is how often a stream that has nothing to say says so, so that proxies
// keep it open and a dead one is noticed.
const beat = 20 * time.Second

// streamLife is how long a stream lives: the browser then asks for another
// one, and the gate looks again at who it is.
const streamLife = 30 * time.Minute

// everything is the name that stands for all collections.
const everything = "*"

// Events carries the names of collections that changed from the database to
// the browsers of the customer concerned. One connection listens for all.
type Events struct {
	dsn     string
	log     *slog.Logger
	changed func(table string) // a row of the dealer's own tables changed

	mu      sync.Mutex
	streams map[*stream]bool
	closed  bool
}

// stream is one browser that listens.
type stream struct {
	customer id.Customer
	session  id.Session
	grants   habilitation.Grants
	names    map[string]bool // what it has not been told yet
	wake     chan struct{}
	end      chan struct{}
}

// NewEvents listens to the database that dsn names once Run is called. changed
// is called with the name of a table of what the dealer configures.
func NewEvents(dsn string, log *slog.Logger, changed func(table string)) *Events {
	return &Events{dsn: dsn, log: log, changed: changed, streams: map[*stream]bool{}}
}

// Run listens until ctx ends. When the connection breaks it comes back, and
// tells everybody to look at everything: what was said meanwhile is lost.
func (e *Events) Run(ctx context.Context) {
	for wait := time.Second; ctx.Err() == nil; wait = min(2*wait, 15*time.Second) {
		began := time.Now()
		err := e.listen(ctx)
		if ctx.Err() != nil {
			break
		}
		if time.Since(began) > time.Minute {
			wait = time.Second
		}
		e.log.WarnContext(ctx, "events: the listening connection broke", "error", err, "again in", wait)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
	e.Close()
}

func (e *Events) listen(ctx context.Context) error {
	cfg, err := pgx.ParseConfig(e.dsn)
	if err != nil {
		return err
	}
	cfg.RuntimeParams["application_name"] = "comptoir_events"
	cfg.RuntimeParams["role"] = "comptoir_guest"
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN comptoir_mirror; LISTEN comptoir_session"); err != nil {
		return err
	}
	e.all()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		e.heard(n.Channel, n.Payload)
	}
}

func (e *Events) heard(channel, payload string) {
	what, name, _ := strings.Cut(payload, " ")
	switch {
	case channel == "comptoir_mirror":
		e.tell(id.Customer(what), name)
	case what == "session": // ended: its stream ends with it
		e.endWhere(func(s *stream) bool { return string(s.session) == name })
	case slices.Contains([]string{"account", "membership", "customer"}, what):
		// Whose session ended with it is the gate's to say: each browser asks anew.
		e.endWhere(func(*stream) bool { return true })
	default:
		e.changed(what)
	}
}

// rightOf is the right without which the name of a collection is not told; the
// others are told to every account of the customer.
var rightOf = map[string]habilitation.Code{
	"asset": habilitation.AccessFleet, "meter": habilitation.AccessFleet,
	"ticket": habilitation.AccessTickets, "order": habilitation.AccessOrders,
}

// tell notes a changed collection for the browsers of one customer.
func (e *Events) tell(customer id.Customer, name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for s := range e.streams {
		if s.customer == customer && s.grants.Any(rightOf[name]) {
			s.note(name)
		}
	}
}

// again has a browser that lost its stream look at everything.
func (e *Events) again(s *stream) {
	e.mu.Lock()
	defer e.mu.Unlock()
	s.note(everything)
}

func (e *Events) all() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for s := range e.streams {
		s.note(everything)
	}
}

// note is called under the lock.
func (s *stream) note(name string) {
	s.names[name] = true
	select {
	case s.wake <- struct{}{}:
	default: // it is awake and has not looked yet
	}
}

func (e *Events) endWhere(which func(*stream) bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for s := range e.streams {
		if which(s) {
			close(s.end)
			delete(e.streams, s)
		}
	}
}

// Close ends every stream and takes no new one.
func (e *Events) Close() {
	e.endWhere(func(*stream) bool { return true })
	e.mu.Lock()
	e.closed = true
	e.mu.Unlock()
}

func (e *Events) open(p *usecase.Principal) (*stream, error) {
	s := &stream{customer: p.Customer, session: p.Session, grants: p.Grants, names: map[string]bool{}, wake: make(chan struct{}, 1), end: make(chan struct{})}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, fault.New(fault.Unavailable, msg.FaultUnavailable)
	}
	e.streams[s] = true
	return s, nil
}

func (e *Events) drop(s *stream) {
	e.mu.Lock()
	delete(e.streams, s)
	e.mu.Unlock()
}

// take returns the names that a stream has not been told, sorted.
func (e *Events) take(s *stream) []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var names []string
	for name := range s.names {
		names = append(names, name)
	}
	clear(s.names)
	slices.Sort(names)
	return names
}

// events answers /api/events: "event: changed" with the names of collections,
// separated by spaces, "*" for all of them. Names of one customer only, never
// rows; staff, who mirror nothing, hear comments.
func (s *Site) events(w http.ResponseWriter, r *http.Request) {
	p, err := s.Sessions.Principal(w, r)
	if err != nil {
		writeFault(w, r, fault.Of(err))
		return
	}
	noteAccount(r.Context(), p.Account)
	mine, err := s.Events.open(p)
	if err != nil {
		writeFault(w, r, fault.Of(err))
		return
	}
	defer s.Events.drop(mine)
	s.metrics.streams.Inc()
	defer s.metrics.streams.Dec()

	connection := http.NewResponseController(w)
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // a proxy must not hold it back
	say := func(text string) bool {
		// The limit is on each word, not on the stream.
		if connection.SetWriteDeadline(time.Now().Add(beat)) != nil {
			return false
		}
		if _, err := fmt.Fprint(w, text); err != nil {
			return false
		}
		return connection.Flush() == nil
	}
	// The name makes a browser that comes back say that it was here: what was
	// told between two streams nobody heard.
	if connection.SetReadDeadline(time.Time{}) != nil || !say(fmt.Sprintf("id: stream\nretry: %d\n\n", 1000+rand.IntN(4000))) {
		return
	}
	if r.Header.Get("Last-Event-ID") != "" {
		s.Events.again(mine)
	}
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	old := time.NewTimer(streamLife)
	defer old.Stop()
	for going := true; going; {
		select {
		case <-r.Context().Done():
			return
		case <-mine.end:
			return
		case <-old.C:
			return
		case <-mine.wake:
			if names := s.Events.take(mine); len(names) > 0 {
				going = say("event: changed\ndata: " + strings.Join(names, " ") + "\n\n")
			}
		case <-ticker.C:
			going = say(": still here\n\n")
		}
	}
}
