package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/jackc/pgx/v5"

	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
	"comptoir/shared/counter"
	"comptoir/shared/day"
)

var someDay = day.New(2026, time.November, 24)

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func number(t *testing.T, conn *pgx.Conn, sql string, args ...any) (n int) {
	t.Helper()
	if err := conn.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func TestSmall(t *testing.T) {
	dsn := pgtest.DSN(t)
	sum, err := LoadAt(t.Context(), dsn, Small, someDay, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(sum.Counts, sum.Took)
	conn := connect(t, dsn)
	first := "(SELECT customer_id FROM customer WHERE code = 'C10001')"
	for _, c := range []struct {
		what, sql string
		low, high int
	}{
		{"customers", "SELECT count(*) FROM customer WHERE NOT technical", 2, 2},
		{"assets", "SELECT count(*) FROM asset", 60, 60},
		{"activities in the fleet", "SELECT count(DISTINCT activity) FROM asset WHERE in_fleet", 4, 4},
		{"accessories", "SELECT count(*) FROM asset WHERE parent_id IS NOT NULL", 1, 1},
		{"machines taken back", "SELECT count(*) FROM asset WHERE status_logistic = 'Repris'", 1, 1},
		{"covered assets", "SELECT count(*) FROM asset WHERE in_fleet AND status_contract = 'Couvert par SSC'", 20, 50},
		{"assets not covered", "SELECT count(*) FROM asset WHERE in_fleet AND status_contract = 'Non couvert'", 5, 30},
		{"open requests for readings", "SELECT count(*) FROM reading_request WHERE closed_on IS NULL", 1, 5},
		{"open tickets of the first customer", "SELECT count(*) FROM ticket WHERE open AND customer_id = " + first, 8, 30},
		{"assets with two open tickets", "SELECT count(*) FROM (SELECT 1 FROM ticket WHERE open GROUP BY asset_id HAVING count(*) > 1) x", 1, 10},
		{"open orders with an asset", "SELECT count(*) FROM purchase WHERE open AND asset_ids <> '{}'", 4, 30},
		{"meters without volume", "SELECT count(*) FROM meter WHERE measured AND last_value IS NOT NULL AND volume IS NULL", 1, 20},
		{"meters that are computed", "SELECT count(*) FROM meter WHERE NOT measured", 1, 20},
		{"invoices not sent", "SELECT count(*) FROM invoice WHERE sending_state <> 'Envoyé'", 1, 10},
		{"assets of the own-only account", "SELECT count(*) FROM asset a JOIN membership m ON m.scope = 'own' AND m.contact_id IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id)", 3, 20},
		{"assets on the site of the limited account", "SELECT count(*) FROM asset a JOIN membership m ON a.site_id = ANY (m.sites)", 5, 35},
		{"models without picture", "SELECT count(*) FROM model WHERE picture IS NULL", 0, 0},
		{"months of readings", "SELECT count(DISTINCT date_trunc('month', at AT TIME ZONE 'Europe/Paris')) FROM reading WHERE at > '2025-05-01'", 18, 19},
		{"readings of the future", "SELECT count(*) FROM reading WHERE at > '2026-11-24T23:00:00Z'", 0, 0},
	} {
		if n := number(t, conn, c.sql); n < c.low || n > c.high {
			t.Errorf("%s: %d, want %d to %d", c.what, n, c.low, c.high)
		}
	}
	if n := waiting(t, conn, "C10001"); n < 10 || n > 14 {
		t.Errorf("%d assets of the first customer wait for a reading, want about 12", n)
	}
	checkMeters(t, conn)

	again, err := LoadAt(t.Context(), dsn, Small, someDay, 1)
	if !errors.Is(err, ErrLoaded) || len(again.SignIns) < 3 {
		t.Errorf("loading twice: %v with %d sign-ins, want ErrLoaded and the sign-ins", err, len(again.SignIns))
	}
	if _, err := conn.Exec(t.Context(), "UPDATE customer SET source = 'erp'"); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadAt(t.Context(), dsn, Small, someDay, 1); !errors.Is(err, ErrOccupied) {
		t.Errorf("loading beside other data: %v, want ErrOccupied", err)
	}
}

// waiting counts the assets for which counter.Expected holds.
func waiting(t *testing.T, conn *pgx.Conn, code string) int {
	t.Helper()
	rows, err := conn.Query(t.Context(), `SELECT a.id::text, a.request_open, m.next_billing_on, m.last_real_on FROM asset a
		JOIN customer c USING (customer_id) LEFT JOIN meter m ON m.customer_id = a.customer_id AND m.asset_id = a.id AND m.active
		WHERE c.code = $1 AND a.in_fleet`, code)
	if err != nil {
		t.Fatal(err)
	}
	assets := map[string]counter.Schedule{}
	var asset string
	var open bool
	var next, last day.Day
	if _, err := pgx.ForEachRow(rows, []any{&asset, &open, &next, &last}, func() error {
		s := assets[asset]
		s.RequestOpen = open
		s.Meters = append(s.Meters, counter.Billing{NextBilling: next, LastReal: last})
		assets[asset] = s
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range assets {
		if counter.Expected(s, someDay, 20) {
			n++
		}
	}
	return n
}

// checkMeters compares what meters keep with their readings.
func checkMeters(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := conn.Query(t.Context(), "SELECT meter_id::text, value, at, origin FROM reading ORDER BY meter_id, at")
	if err != nil {
		t.Fatal(err)
	}
	readings := map[string][]counter.Reading{}
	var meter string
	var r counter.Reading
	if _, err := pgx.ForEachRow(rows, []any{&meter, &r.Value, &r.At, &r.Origin}, func() error {
		if l := readings[meter]; len(l) > 0 && l[len(l)-1].Value > r.Value {
			t.Errorf("meter %s goes down at %s", meter, r.At)
		}
		readings[meter] = append(readings[meter], r)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	rows, err = conn.Query(t.Context(), "SELECT id::text, last_value, last_at, last_origin, last_real_on, volume FROM meter WHERE measured")
	if err != nil {
		t.Fatal(err)
	}
	var last counter.Reading
	var real day.Day
	var volume *int64
	if _, err := pgx.ForEachRow(rows, []any{&meter, &last.Value, &last.At, &last.Origin, &real, &volume}, func() error {
		list := readings[meter]
		if len(list) == 0 {
			t.Errorf("meter %s has no reading", meter)
			return nil
		}
		end := list[len(list)-1]
		if end.Value != last.Value || !end.At.Equal(last.At) || end.Origin != last.Origin {
			t.Errorf("meter %s keeps %+v, its last reading is %+v", meter, last, end)
		}
		for _, r := range slices.Backward(list) {
			if r.Origin.Real() {
				if d := day.Of(r.At, paris); d != real {
					t.Errorf("meter %s was last read on %s, keeps %s", meter, d, real)
				}
				break
			}
		}
		v := counter.VolumesOf(list, counter.Fallback{}, paris)
		if v.Measured != (volume != nil) || volume != nil && int64(v.Statistical) != *volume {
			t.Errorf("meter %s: volume %v, want %+v", meter, volume, v)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// A few customers loaded with the triggers set aside equal those loaded with
// them: what code computes is what triggers keep.
func TestBulkKeepsWhatTriggersKeep(t *testing.T) {
	var dumps []string
	for _, bulk := range []bool{false, true} {
		dsn := pgtest.DSN(t)
		if _, err := load(t.Context(), dsn, extent{customers: []int{60, 25, 15}, readings: 4000, bulk: bulk}, someDay, 7); err != nil {
			t.Fatal(err)
		}
		conn := connect(t, dsn)
		if n := number(t, conn, "SELECT count(*) FROM reading"); n != 4000 {
			t.Errorf("%d readings, want 4000", n)
		}
		dumps = append(dumps, dump(t, conn))
	}
	if dumps[0] != dumps[1] {
		a, b := strings.Split(dumps[0], "\n"), strings.Split(dumps[1], "\n")
		for i := range a {
			if i >= len(b) || a[i] != b[i] {
				t.Fatalf("row %d differs:\n%s\n%s", i, a[i], b[min(i, len(b)-1)])
			}
		}
	}
}

func dump(t *testing.T, conn *pgx.Conn) string {
	t.Helper()
	var b strings.Builder
	for _, l := range layout {
		rows, err := conn.Query(t.Context(), fmt.Sprintf("SELECT (to_jsonb(x) - 'rev')::text FROM %s x WHERE to_jsonb(x)->>'code' IS DISTINCT FROM 'A-RATTACHER' AND to_jsonb(x)->>'code' IS DISTINCT FROM 'NON-AFFECTE' ORDER BY 1", l.table))
		if err != nil {
			t.Fatal(err)
		}
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(l.table + "\n" + strings.Join(lines, "\n") + "\n")
	}
	return b.String()
}

func TestLargeIsAsDeclared(t *testing.T) {
	e, err := extentOf(Large)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, n := range e.customers {
		if n < 1 {
			t.Errorf("a customer has %d assets", n)
		}
		sum += n
	}
	if len(e.customers) != 200 || sum != 40_000 || e.customers[0] != 20_000 || e.customers[1] != 10_000 || e.readings != 2_000_000 {
		t.Errorf("%d customers, %d assets, %v…, %d readings", len(e.customers), sum, e.customers[:2], e.readings)
	}
	if _, err := extentOf("huge"); err == nil {
		t.Error("an unknown scale was accepted")
	}
}

func TestPasswordMatchesItsHash(t *testing.T) {
	ok, err := argon2id.ComparePasswordAndHash(Password, passwordHash)
	if err != nil || !ok {
		t.Errorf("the stored hash does not match: %v", err)
	}
}

func TestDrawingsAreSafe(t *testing.T) {
	p := pictures()
	for _, m := range machines {
		pic, ok := p[m.family]
		if !ok {
			t.Errorf("%s has no drawing", m.family)
		}
		for _, bad := range []string{"<script", "href", "style=", "onload", "%!"} {
			if strings.Contains(string(pic.body), bad) {
				t.Errorf("the drawing of %s holds %q", m.family, bad)
			}
		}
	}
}
