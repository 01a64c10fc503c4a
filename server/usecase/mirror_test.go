package usecase_test

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"comptoir/server/postgres"
	"comptoir/server/usecase"
	"comptoir/shared/api"
	"comptoir/shared/rpc"
)

// mirror applies answers as a browser does.
type mirror map[string]api.Asset

func (m mirror) apply(r rpc.SyncResp[api.Asset]) {
	if r.Full {
		clear(m)
	}
	for _, g := range r.Gone {
		delete(m, g)
	}
	for _, a := range r.Rows {
		m[string(a.ID)] = a
	}
}

func (w *world) pull(p *usecase.Principal, m mirror, since string) string {
	w.t.Helper()
	r, err := w.AssetSync(usecase.With(w.t.Context(), p), rpc.SyncReq{Since: since})
	if err != nil {
		w.t.Fatal(err)
	}
	m.apply(r)
	return r.Cursor
}

// Four writers move, rename, retire and restore assets in transactions of
// unequal length while two accounts pull: in the end each mirror holds exactly
// what its account sees.
func TestMirrorLosesNothing(t *testing.T) {
	w := newWorld(t)
	accounts := []*usecase.Principal{w.as("superviseur"), w.as("utilisateur-site"), w.as("utilisateur-biens")}
	sites := collect[string](w, "SELECT id::text FROM site WHERE customer_id = $1", accounts[0].Customer)
	contacts := collect[string](w, "SELECT id::text FROM contact WHERE customer_id = $1 ORDER BY id = $2 DESC LIMIT 2", accounts[0].Customer, accounts[2].Contact)
	assets := collect[string](w, "SELECT id::text FROM asset WHERE customer_id = $1 AND parent_id IS NULL", accounts[0].Customer)
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			conn, err := postgres.Owner(context.Background(), w.dsn)
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close(context.Background())
			rnd := rand.New(rand.NewPCG(7, uint64(n)))
			for range 60 {
				tx, err := conn.Begin(context.Background())
				if err != nil {
					t.Error(err)
					return
				}
				// One order for all: the writers wait for each other, never in a circle.
				chosen := []string{assets[rnd.IntN(len(assets))], assets[rnd.IntN(len(assets))]}
				slices.Sort(chosen)
				for _, a := range chosen[:1+rnd.IntN(2)] {
					switch rnd.IntN(4) {
					case 0:
						_, err = tx.Exec(context.Background(), "UPDATE asset SET site_id = $2 WHERE id = $1", a, sites[rnd.IntN(len(sites))])
					case 1:
						_, err = tx.Exec(context.Background(), "UPDATE asset SET label = label || '.' WHERE id = $1", a)
					case 2:
						_, err = tx.Exec(context.Background(), "UPDATE asset SET status_logistic = CASE WHEN in_fleet THEN 'En stock' ELSE 'Installé chez le client' END WHERE id = $1", a)
					case 3:
						_, err = tx.Exec(context.Background(), "UPDATE asset SET user_contact_id = $2 WHERE id = $1", a, contacts[rnd.IntN(len(contacts))])
					}
					if err != nil {
						t.Error(err)
					}
					if rnd.IntN(3) == 0 {
						_, _ = tx.Exec(context.Background(), "SELECT pg_sleep(0.002)")
					}
				}
				if err := tx.Commit(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	mirrors, cursors := []mirror{{}, {}, {}}, make([]string, len(accounts))
	pulls := 0
	for running := true; running; pulls++ {
		select {
		case <-done:
			running = false
		default:
		}
		for i, p := range accounts {
			cursors[i] = w.pull(p, mirrors[i], cursors[i])
		}
	}
	for i, p := range accounts {
		whole := mirror{}
		w.pull(p, whole, "")
		if !maps.Equal(mirrors[i], whole) {
			t.Errorf("%s: the mirror of %d pulls holds %d assets, a fresh one %d", p.Identifier, pulls, len(mirrors[i]), len(whole))
		}
		if i > 0 && (len(whole) == 0 || len(whole) >= len(mirrors[0])) {
			t.Errorf("%s sees %d assets of %d: the scope is not tried", p.Identifier, len(whole), len(mirrors[0]))
		}
	}
	if pulls < 5 {
		t.Errorf("only %d pulls beside the writers", pulls)
	}
}

func TestCursorOfAnotherKindStartsAnew(t *testing.T) {
	w := newWorld(t)
	p, other := w.as("superviseur"), w.as("utilisateur-site")
	cursor := w.pull(p, mirror{}, "")
	for name, c := range map[string]string{"of another account": cursor, "malformed": "x.y", "injected": "1'; DROP TABLE asset.x", "empty": ""} {
		r, err := w.AssetSync(usecase.With(t.Context(), other), rpc.SyncReq{Since: c})
		if err != nil || !r.Full {
			t.Errorf("cursor %s: full %v, %v", name, r.Full, err)
		}
	}
	r, err := w.AssetSync(usecase.With(t.Context(), p), rpc.SyncReq{Since: cursor})
	if err != nil || r.Full || len(r.Rows) != 0 {
		t.Errorf("nothing changed: full %v, %d rows, %v", r.Full, len(r.Rows), err)
	}
	if _, err := w.owner.Exec(t.Context(), "UPDATE instance SET incarnation = gen_random_uuid()"); err != nil {
		t.Fatal(err)
	}
	if r, err = w.AssetSync(usecase.With(t.Context(), p), rpc.SyncReq{Since: cursor}); err != nil || !r.Full {
		t.Errorf("a restored database: full %v, %v", r.Full, err)
	}
}

// A mirror of meters follows its assets in and out of the scope.
func TestMetersFollowTheirAsset(t *testing.T) {
	w := newWorld(t)
	p := w.as("utilisateur-site")
	ctx := usecase.With(t.Context(), p)
	first, err := w.MeterSync(ctx, rpc.SyncReq{})
	if err != nil || len(first.Rows) == 0 {
		t.Fatalf("%d meters, %v", len(first.Rows), err)
	}
	moved := first.Rows[0].Asset
	away := one[string](w, "SELECT id::text FROM site WHERE customer_id = $1 AND id <> ALL ($2) LIMIT 1", p.Customer, p.Sites)
	home := one[string](w, "SELECT site_id::text FROM asset WHERE id = $1", moved)
	move := func(site string) {
		if _, err := w.owner.Exec(t.Context(), "UPDATE asset SET site_id = $1 WHERE id = $2", site, moved); err != nil {
			t.Fatal(err)
		}
	}
	move(away)
	gone, err := w.MeterSync(ctx, rpc.SyncReq{Since: first.Cursor})
	if err != nil || !slices.Contains(gone.Gone, string(first.Rows[0].ID)) {
		t.Errorf("moved away: gone %v, %v", gone.Gone, err)
	}
	move(home)
	back, err := w.MeterSync(ctx, rpc.SyncReq{Since: gone.Cursor})
	if err != nil || !slices.ContainsFunc(back.Rows, func(m api.Meter) bool { return m.ID == first.Rows[0].ID }) {
		t.Errorf("moved back: %d rows, %v", len(back.Rows), err)
	}
}

func TestRestrictedSumsDoNotTravel(t *testing.T) {
	w := newWorld(t)
	p := w.as("superviseur")
	all, err := w.OrderSync(usecase.With(t.Context(), p), syncAll)
	if err != nil || len(all.Rows) == 0 || all.Rows[0].Gross == nil {
		t.Fatalf("%d orders, %v", len(all.Rows), err)
	}
	if _, err := w.owner.Exec(t.Context(), `UPDATE decision_table SET body = '[["*","*","*","*","AFFICHER_PRIX","N"]]'::jsonb || body WHERE code = 'TD_HABILITATIONS_PROFIL_PORTAIL'`); err != nil {
		t.Fatal(err)
	}
	none, err := w.OrderSync(usecase.With(t.Context(), w.as("superviseur")), syncAll)
	if err != nil || len(none.Rows) != len(all.Rows) {
		t.Fatalf("%d orders, %v", len(none.Rows), err)
	}
	for _, o := range none.Rows {
		if o.Gross != nil {
			t.Fatal("an amount travels without AFFICHER_PRIX")
		}
	}
}

// collect runs a statement as the owner and returns its one column.
func collect[T any](w *world, sql string, args ...any) (out []T) {
	w.t.Helper()
	rows, err := w.owner.Query(w.t.Context(), sql, args...)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}
