package e2e

import (
	"context"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir"
	"comptoir/server/boot"
	"comptoir/server/config"
	"comptoir/server/demo"
	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
)

// site is a portal on an address that survives its stops.
type site struct {
	t     *testing.T
	cfg   config.Config
	addr  string
	files fs.FS
	build string
	now   func() time.Time
	owner *pgx.Conn

	mu     sync.Mutex
	wrap   func(http.Handler) http.Handler
	portal *boot.Portal
	cancel context.CancelFunc
	done   chan error
}

// newSite starts a portal over the demonstration data.
func newSite(t *testing.T) *site {
	t.Helper()
	if testing.Short() {
		t.Skip("a journey needs PostgreSQL and Chromium: left out of -short")
	}
	dsn := pgtest.Copy(t, "demo", demo.Fill)
	cfg, err := config.Read(func(key string) string {
		return map[string]string{"COMPTOIR_DATABASE_URL": dsn, "COMPTOIR_DATA_DIR": t.TempDir()}[key]
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	owner, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, cfg: cfg, owner: owner, now: time.Now}
	s.start()
	t.Cleanup(func() {
		s.stop()
		owner.Close(context.Background())
	})
	return s
}

// start serves on the address of the site.
func (s *site) start() {
	s.t.Helper()
	addr := s.addr
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		s.t.Fatal(err)
	}
	s.addr = l.Addr().String()
	s.cfg.PublicURL = s.url("")
	p, err := boot.New(context.Background(), s.cfg, boot.Options{Listener: l, Log: slog.New(slog.NewTextHandler(s.t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
		Files: s.files, Build: s.build, Now: s.now, Wrap: s.between})
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.portal, s.cancel, s.done = p, cancel, make(chan error, 1)
	go func() { s.done <- p.Run(ctx) }()
}

// stop ends the portal: the network is cut.
func (s *site) stop() {
	if s.portal == nil {
		return
	}
	s.cancel()
	if err := <-s.done; err != nil {
		s.t.Error(err)
	}
	if err := s.portal.Close(); err != nil {
		s.t.Error(err)
	}
	s.portal = nil
}

// upgrade serves another version of the app from the next start on: the same
// files, but for a line at the end of one.
func (s *site) upgrade(build string) {
	s.build = build
	s.replace("web/boot.js", func(was string) string { return was + "\n// " + build + "\n" })
}

// replace serves a changed file of the app from the next start on.
func (s *site) replace(name string, change func(was string) string) {
	s.t.Helper()
	was, err := fs.ReadFile(comptoir.Files, name)
	if err != nil {
		s.t.Fatal(err)
	}
	top := fstest.MapFS{name: {Data: []byte(change(string(was)))}}
	if o, ok := s.files.(overlay); ok {
		for other, file := range o.top {
			if other != name {
				top[other] = file
			}
		}
	}
	s.files = overlay{comptoir.Files, top}
}

// overlay reads a file from the top, else from below.
type overlay struct {
	below fs.FS
	top   fstest.MapFS
}

func (o overlay) Open(name string) (fs.File, error) {
	if _, ok := o.top[name]; ok {
		return o.top.Open(name)
	}
	return o.below.Open(name)
}

// ReadDir lists what is below: the top only replaces.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(o.below, name) }

// fault puts a handler before every other, until it is taken away with nil.
func (s *site) fault(wrap func(http.Handler) http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrap = wrap
}

func (s *site) between(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		wrap := s.wrap
		s.mu.Unlock()
		if wrap == nil {
			next.ServeHTTP(w, r)
			return
		}
		wrap(next).ServeHTTP(w, r)
	})
}

// url is the address of a path. Chromium keeps __Host- cookies on localhost.
func (s *site) url(path string) string {
	_, port, _ := net.SplitHostPort(s.addr)
	return "http://localhost:" + port + path
}

// one runs a statement as the owner and returns its one value.
func one[T any](s *site, sql string, args ...any) (v T) {
	s.t.Helper()
	if err := s.owner.QueryRow(s.t.Context(), sql, args...).Scan(&v); err != nil {
		s.t.Fatalf("%s: %v", sql, err)
	}
	return v
}

func (s *site) exec(sql string, args ...any) {
	s.t.Helper()
	if _, err := s.owner.Exec(s.t.Context(), sql, args...); err != nil {
		s.t.Fatalf("%s: %v", sql, err)
	}
}

// statement notes that a journey has shown a statement of the reference text:
// `make statements` reads the line.
func statement(t *testing.T, n int) {
	t.Helper()
	if !t.Failed() {
		t.Logf("statement: %d ok", n)
	}
}
