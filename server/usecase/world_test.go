package usecase_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/server/blob"
	"comptoir/server/demo"
	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
	"comptoir/server/usecase"
	"comptoir/shared/api"
	"comptoir/shared/id"
	"comptoir/shared/rpc"
)

// world is a portal over a database of its own with the demonstration data.
type world struct {
	*usecase.Portal
	t     *testing.T
	owner *pgx.Conn
	dsn   string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	dsn := pgtest.Copy(t, "demo", demo.Fill)
	db, err := postgres.Open(t.Context(), dsn, postgres.DefaultSizes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	owner, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { owner.Close(t.Context()) })
	files, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	paris, err := time.LoadLocationFromTZData("Europe/Paris", usecase.ParisZone)
	if err != nil {
		t.Fatal(err)
	}
	return &world{Portal: &usecase.Portal{DB: db, Blobs: files, Now: time.Now, Paris: paris}, t: t, owner: owner, dsn: dsn}
}

// as returns the principal of a demonstration account in its first membership.
func (w *world) as(identifier string) *usecase.Principal {
	w.t.Helper()
	book, err := usecase.LoadRulebook(w.t.Context(), w.DB)
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := w.DB.Candidate(w.t.Context(), identifier)
	if err != nil {
		w.t.Fatal(err)
	}
	session := fresh(id.Session(""))
	_, ok, err := w.DB.OpenSession(w.t.Context(), postgres.NewSession{ID: session, Account: c.Account, Membership: c.Membership,
		RefreshHash: []byte(session), At: time.Now(), Expires: time.Now().Add(time.Hour)})
	if err != nil || !ok {
		w.t.Fatalf("open a session for %s: %v, %v", identifier, ok, err)
	}
	l, ok, err := w.DB.LoadSession(w.t.Context(), session)
	if err != nil || !ok {
		w.t.Fatalf("load the session of %s: %v, %v", identifier, ok, err)
	}
	return usecase.NewPrincipal(session, l, book)
}

// fresh returns a new identifier of the kind of its argument.
func fresh[K id.Kind](id.ID[K]) id.ID[K] {
	var c id.Chance
	_, _ = rand.Read(c[:])
	return id.New[K](time.Now(), c)
}

var syncAll rpc.SyncReq

// meter returns a measured meter of the principal's customer that has a last
// value and a volume, with what it shows.
func (w *world) meter(p *usecase.Principal) api.Meter {
	w.t.Helper()
	resp, err := w.MeterSync(usecase.With(w.t.Context(), p), syncAll)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range resp.Rows {
		if m.LastValue != nil && m.Volume != nil && *m.Volume > 0 && m.LastAt.Before(time.Now().AddDate(0, 0, -1)) {
			return m
		}
	}
	w.t.Fatal("no meter with a history")
	return api.Meter{}
}

// one runs a statement as the owner and returns its one value.
func one[T any](w *world, sql string, args ...any) (v T) {
	w.t.Helper()
	if err := w.owner.QueryRow(w.t.Context(), sql, args...).Scan(&v); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return v
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	if _, err := w.owner.Exec(w.t.Context(), sql, args...); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
}
