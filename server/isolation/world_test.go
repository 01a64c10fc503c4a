package isolation

import (
	"context"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"

	"comptoir/server/boot"
	"comptoir/server/config"
	"comptoir/server/demo"
	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
)

// world is a portal over demonstration data in which customer B and customer H
// hold nothing but canaries.
type world struct {
	t      *testing.T
	dsn    string
	data   string // folder of the portal's files
	owner  *pgx.Conn
	portal *boot.Portal
	router chi.Router
	report func(call, format string, args ...any) // a difference or a foreign byte
	a, b   string                                 // customers of the demonstration data
	h      string                                 // a customer of an organisation interne that nobody works for
	estate map[string]estate                      // one thing of each kind, by where it is
	marks  map[string]map[string]string           // customer → identifier or hash → what it is
	quiet  bool                                   // failures of the portal are expected
	bytes  int                                    // looked at
	found  int                                    // differences and foreign bytes
	asked  int                                    // requests
}

// walls says what protects: the database refuses, and each statement filters.
type walls struct{ rowSecurity, filter bool }

// newPortal starts a portal over the world's database; its router is called
// directly.
func (w *world) newPortal(pools postgres.Sizes, now func() time.Time) {
	w.t.Helper()
	w.data = w.t.TempDir()
	c := config.Config{Addr: "127.0.0.1:0", DatabaseURL: w.dsn, DataDir: w.data, Pools: pools}
	p, err := boot.New(w.t.Context(), c, boot.Options{Now: now, Log: slog.New(slog.NewTextHandler(failures{w}, &slog.HandlerOptions{Level: slog.LevelError})),
		Wrap: func(h http.Handler) http.Handler { w.router, _ = h.(chi.Router); return h }})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = p.Close() })
	if w.portal = p; w.router == nil {
		w.t.Fatal("the portal's handler is no chi router: the routes cannot be walked")
	}
}

// newWorld makes the portal with its customers, what they own and what they did.
func newWorld(t *testing.T, standing walls) *world {
	t.Helper()
	dsn := pgtest.Copy(t, "demo", demo.Fill)
	owner, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { owner.Close(context.WithoutCancel(t.Context())) })
	w := &world{t: t, dsn: dsn, owner: owner, estate: map[string]estate{}}
	w.report = w.leak
	w.a, w.b = w.one("SELECT customer_id::text FROM membership m JOIN account a ON a.id = m.account_id WHERE a.identifier = 'superviseur'"),
		w.one("SELECT customer_id::text FROM membership m JOIN account a ON a.id = m.account_id WHERE a.identifier = 'superviseur-b'")
	w.h = w.one(hiddenCustomer)
	w.exec(moreAccounts)
	w.newPortal(postgres.Sizes{}, nil)
	w.find()
	w.photos()
	w.canaries()
	if !standing.rowSecurity {
		w.exec(`DO $$ DECLARE t text; BEGIN FOR t IN SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relrowsecurity LOOP EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', t); END LOOP; END $$`)
	}
	return w
}

// leak fails the test for a difference or a foreign byte.
func (w *world) leak(call, format string, args ...any) {
	w.t.Helper()
	w.found++
	w.t.Errorf(call+": "+format, args...)
}

// one runs a statement as the owner and returns its one text.
func (w *world) one(sql string, args ...any) (v string) {
	w.t.Helper()
	if err := w.owner.QueryRow(w.t.Context(), sql, args...).Scan(&v); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return v
}

// all runs a statement as the owner and returns its one column.
func (w *world) all(sql string, args ...any) []string {
	w.t.Helper()
	rows, err := w.owner.Query(w.t.Context(), sql, args...)
	if err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return out
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	if _, err := w.owner.Exec(w.t.Context(), sql, args...); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
}

// failures shows what the portal logs as its own fault.
type failures struct{ w *world }

func (f failures) Write(line []byte) (int, error) {
	if !f.w.quiet && f.w.t.Context().Err() == nil {
		f.w.t.Errorf("the portal fails: %.600s", line)
	}
	return len(line), nil
}
