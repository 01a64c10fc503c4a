package httpd

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/server/usecase"
	"comptoir/shared/id"
)

// hear is how long the listening connection may be silent before it is asked
// whether it still is there: what ends a session takes effect within a second
// also when the network swallows the connection.
const hear = 400 * time.Millisecond

// maxRemembered bounds the sessions kept in memory.
const maxRemembered = 20_000

// remembered is a session as it was read last.
type remembered struct {
	principal *usecase.Principal
	epoch     int
}

// memory holds what the database said about sessions and rights for as long as
// the database would say when that changes. Nothing is kept while nobody
// listens.
type memory struct {
	mu        sync.Mutex
	listening bool
	turn      uint64 // grows with everything that is forgotten
	sessions  map[id.Session]remembered
	rules     *usecase.Rulebook
}

// recall returns a remembered session, the remembered rules and the turn that
// keep wants.
func (m *memory) recall(s id.Session) (r remembered, ok bool, rules *usecase.Rulebook, turn uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok = m.sessions[s]
	return r, ok, m.rules, m.turn
}

// keep remembers what was read, unless something was forgotten since turn:
// what was read may be older than that.
func (m *memory) keep(s id.Session, r remembered, rules *usecase.Rulebook, turn uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.listening || m.turn != turn {
		return
	}
	if m.sessions == nil || len(m.sessions) >= maxRemembered {
		m.sessions = map[id.Session]remembered{}
	}
	m.sessions[s], m.rules = r, rules
}

// forget drops one session, or everything.
func (m *memory) forget(s id.Session) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.turn++
	if s != "" {
		delete(m.sessions, s)
		return
	}
	m.sessions, m.rules = nil, nil
}

// listen starts or ends the time during which things may be kept.
func (m *memory) listen(on bool) {
	m.forget("")
	m.mu.Lock()
	defer m.mu.Unlock()
	m.listening = on
}

// Run listens to what ends sessions and changes rights until ctx is done, and
// clears away what is long over once an hour. While the connection is down
// every request asks the database.
func (s *Sessions) Run(ctx context.Context) error {
	var purging sync.WaitGroup
	defer purging.Wait()
	purging.Go(func() { s.purge(ctx) })
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		began := time.Now()
		err := s.listen(ctx)
		s.memory.listen(false)
		if ctx.Err() != nil {
			return nil
		}
		s.log.WarnContext(ctx, "sessions: the listening connection broke", "error", err.Error())
		if time.Since(began) > time.Minute {
			wait = 100 * time.Millisecond
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

func (s *Sessions) listen(ctx context.Context) error {
	conn, err := s.db.ListenSessions(ctx)
	if err != nil {
		return err
	}
	defer func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), hear)
		defer cancel()
		_ = conn.Close(end)
	}()
	s.memory.listen(true)
	for {
		n, err := wait(ctx, conn)
		if err != nil {
			return err
		}
		if n != "" {
			session, one := strings.CutPrefix(n, "session ")
			if !one {
				session = ""
			}
			s.memory.forget(id.Session(session))
		}
	}
}

// wait returns the next notification, or "" when there was none and the
// connection answers.
func wait(ctx context.Context, conn *pgx.Conn) (string, error) {
	short, cancel := context.WithTimeout(ctx, hear)
	defer cancel()
	n, err := conn.WaitForNotification(short)
	if err == nil {
		return n.Payload, nil
	}
	if ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) || conn.IsClosed() {
		return "", err
	}
	answer, cancel := context.WithTimeout(ctx, hear)
	defer cancel()
	return "", conn.Ping(answer)
}

func (s *Sessions) purge(ctx context.Context) {
	for tick := time.NewTicker(time.Hour); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
			if err := s.db.PurgeSessions(ctx, s.portal.Now()); err != nil {
				s.log.WarnContext(ctx, "sessions: clear away what is over", "error", err.Error())
			}
		}
	}
}
