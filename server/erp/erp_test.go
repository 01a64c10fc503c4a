package erp

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
)

var now = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// data is the folder of real data; the test is skipped where there is none.
func data(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("COMPTOIR_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	dir = filepath.Join(dir, "fleet")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the folder of real data is absent (%s): set COMPTOIR_DATA", dir)
	}
	return dir
}

func run(t *testing.T, dsn, profile string, set map[string]string, paths ...string) Report {
	t.Helper()
	r, err := Import(t.Context(), dsn, Options{Profile: profile, Paths: paths, Set: set, Now: now})
	if err != nil {
		t.Fatalf("%s: %v", profile, err)
	}
	if r.Read != r.Created+r.Updated+r.Unchanged+r.Refused {
		t.Errorf("%s: the counts do not add up: %+v", profile, r)
	}
	return r
}

func want(t *testing.T, what string, r Report, read, created, updated, unchanged, refused int) {
	t.Helper()
	if got, want := string(r.JSON()), fmt.Sprintf(`{"read":%d,"created":%d,"updated":%d,"unchanged":%d,"refused":%d}`, read, created, updated, unchanged, refused); got != want {
		t.Errorf("%s: %s, want %s", what, got, want)
		for _, p := range r.Problems {
			if !p.Warning {
				t.Log(p)
			}
		}
	}
}

// file writes a file of the test.
func file(t *testing.T, name, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func texts(t *testing.T, conn *pgx.Conn, sql string, args ...any) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return out
}

// everything is every row of every table, revisions included.
func everything(t *testing.T, conn *pgx.Conn) string {
	t.Helper()
	var b strings.Builder
	for _, table := range texts(t, conn, "SELECT relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND relkind = 'r' ORDER BY 1") {
		b.WriteString(table + "\n" + strings.Join(texts(t, conn, fmt.Sprintf("SELECT to_jsonb(x)::text FROM %s x ORDER BY 1", table)), "\n") + "\n")
	}
	return b.String()
}

func same(t *testing.T, before, after string) {
	t.Helper()
	if before == after {
		return
	}
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	for i := range b {
		if i >= len(a) || a[i] != b[i] {
			t.Fatalf("the database changed:\n%s\n%s", a[min(i, len(a)-1)], b[i])
		}
	}
	t.Fatal("rows disappeared")
}

func messages(r Report) string {
	var b strings.Builder
	_ = r.WriteText(&b)
	return b.String()
}

func TestGLPI(t *testing.T) {
	dir := filepath.Join(data(t), "glpi")
	dsn := pgtest.DSN(t)
	r := run(t, dsn, "glpi", nil, dir)
	// Eleven inventories and six page counters, of which printer_3 repeats
	// printer_2; the schema beside them is no inventory.
	want(t, "first run", r, 18, 14, 0, 3, 1)
	conn := connect(t, dsn)
	got := texts(t, conn, `SELECT concat_ws('|', c.code, s.code, a.code, a.activity, m.family, m.brand, m.label) FROM asset a JOIN customer c USING (customer_id)
		JOIN site s ON s.customer_id = a.customer_id AND s.id = a.site_id JOIN model m ON m.id = a.model_id WHERE a.code IN ('PHCVN191TG', '640HP72') ORDER BY 1`)
	if strings.Join(got, "\n") != "A-RATTACHER|NON-AFFECTE|640HP72|INFORMATIQUE|Ordinateur portable|Dell Inc.|XPS 13 9350\nA-RATTACHER|NON-AFFECTE|PHCVN191TG|IMPRESSION|Imprimante|Hewlett-Packard|HP LaserJet M507" {
		t.Errorf("assets: %q", got)
	}
	got = texts(t, conn, `SELECT concat_ws('|', m.code, r.value, r.at AT TIME ZONE 'Europe/Paris', r.origin, r.source, m.last_value, m.last_real_on) FROM reading r
		JOIN meter m ON m.customer_id = r.customer_id AND m.id = r.meter_id JOIN asset a ON a.customer_id = m.customer_id AND a.id = m.asset_id WHERE a.code = 'PHCVN191TG' ORDER BY 1`)
	if strings.Join(got, "\n") != "RECTO_VERSO|831|2020-12-31 11:28:51|Relevé prestataire|inventaire|831|2020-12-31\nTOTAL|1802|2020-12-31 11:28:51|Relevé prestataire|inventaire|1802|2020-12-31" {
		t.Errorf("readings: %q", got)
	}
	before := everything(t, conn)
	want(t, "second run", run(t, dsn, "glpi", nil, dir), 18, 0, 0, 17, 1)
	same(t, before, everything(t, conn))
}

func TestFleet(t *testing.T) {
	dir := data(t)
	dsn := pgtest.DSN(t)
	// The shell's order: counters come before the machines they belong to.
	paths := []string{filepath.Join(dir, "counters.tsv"), filepath.Join(dir, "fleet.tsv"), filepath.Join(dir, "supplies.tsv")}
	set := map[string]string{"date": "2026-11-20 10:00"}
	r := run(t, dsn, "fleet", set, paths...)
	conn := connect(t, dsn)
	if n := texts(t, conn, "SELECT count(*)::text FROM asset WHERE source = 'fleet'"); n[0] != "65" {
		t.Errorf("%s assets, want 65", n[0])
	}
	missing := 0
	for _, p := range r.Problems {
		if p.Warning && strings.HasPrefix(p.Message, "no serial number") {
			missing++
		}
	}
	if missing != 54 {
		t.Errorf("%d warnings about serial numbers, want 54", missing)
	}
	// 65 machines and 71 counters; 9 of these restart at each power-on, 9 repeat
	// the life count that the machine's own line told.
	want(t, "first run", r, 136, 118, 0, 9, 9)
	got := texts(t, conn, `SELECT concat_ws('|', m.code, m.last_value, m.unit) FROM meter m JOIN asset a ON a.customer_id = m.customer_id AND a.id = m.asset_id WHERE a.code = 'AA2M021115700' ORDER BY 1`)
	if strings.Join(got, "\n") != "TOTAL_COPY_BLACK|3672|pages\nTOTAL_COPY_COLOR|544|pages\nTOTAL_PRINT_BLACK|22876|pages\nTOTAL_PRINT_COLOR|6711|pages\nTOTAL_PRINT_DUPLEX|7357|pages\nTOTAL_SCANS|5653|pages\nTOTAL|33810|pages" {
		t.Errorf("meters of the bizhub: %q", got)
	}
	before := everything(t, conn)
	again := run(t, dsn, "fleet", set, paths...)
	if again.Created != 0 || again.Updated != 0 || again.Refused != r.Refused {
		t.Errorf("second run %s", again.JSON())
	}
	same(t, before, everything(t, conn))

	// A month later the same machines report again: readings come in, nothing else.
	later := run(t, dsn, "fleet", map[string]string{"date": "2026-11-23 10:00"}, paths...)
	if later.Created+later.Updated == 0 {
		t.Errorf("another date brought nothing: %s", later.JSON())
	}
	if n := texts(t, conn, "SELECT count(*)::text FROM asset WHERE source = 'fleet'"); n[0] != "65" {
		t.Errorf("%s assets after a second date, want 65", n[0])
	}
}

func TestDryRunLeavesNothing(t *testing.T) {
	dir := data(t)
	dsn := pgtest.DSN(t)
	conn := connect(t, dsn)
	before := everything(t, conn)
	r, err := Import(t.Context(), dsn, Options{Profile: "fleet", Paths: []string{dir}, DryRun: true, Now: now.AddDate(1, 0, 0)})
	if err != nil || r.Created < 100 {
		t.Errorf("a trial run told %s, %v", r.JSON(), err)
	}
	same(t, before, everything(t, conn))
}
