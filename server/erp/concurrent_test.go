package erp

import (
	"runtime"
	"testing"
	"time"

	"comptoir/server/postgres/pgtest"
)

// A reading entered on the portal while a file of readings comes in is seen by
// the import: the meter shows the later of the two.
func TestImportBesideAnEntry(t *testing.T) {
	dsn := pgtest.DSN(t)
	load(t, dsn)
	conn, watch := connect(t, dsn), connect(t, dsn)
	path := file(t, "readings.csv", "code_client;code_bien;compteur;valeur;date_heure\nC1;B1;NB;16900;2026-11-19\n")
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		"SELECT id FROM meter WHERE code = 'NB' FOR NO KEY UPDATE",
		`INSERT INTO reading (customer_id, id, meter_id, value, at, origin, source)
			SELECT customer_id, gen_random_uuid(), id, 17000, '2026-11-20 10:00Z', 'Relevé client', 'portail' FROM meter WHERE code = 'NB'`,
		"UPDATE meter SET last_value = 17000, last_at = '2026-11-20 10:00Z', last_origin = 'Relevé client', last_real_on = '2026-11-20' WHERE code = 'NB'",
	} {
		if _, err := tx.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	done := make(chan Report, 1)
	go func() {
		r, err := Import(t.Context(), dsn, Options{Profile: "readings", Paths: []string{path}, Now: now})
		if err != nil {
			t.Error(err)
		}
		done <- r
	}()
	const waits = "SELECT count(*)::text FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
	for began := time.Now(); texts(t, watch, waits)[0] == "0"; runtime.Gosched() {
		if time.Since(began) > 20*time.Second {
			t.Fatal("the import does not wait for the entry")
		}
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(t, "the file", <-done, 1, 1, 0, 0, 0)
	if got := texts(t, watch, "SELECT concat_ws('|', last_value, last_real_on) FROM meter WHERE code = 'NB'"); got[0] != "17000|2026-11-20" {
		t.Errorf("the meter shows %s", got[0])
	}
}
