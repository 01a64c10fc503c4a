package erp

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"comptoir/server/postgres/pgtest"
)

// Every naughty string comes in as it was written, or is refused by name.
func TestNaughtyNames(t *testing.T) {
	body, err := os.ReadFile(filepath.Join(filepath.Dir(data(t)), "security", "blns.json"))
	if err != nil {
		t.Skipf("the list of naughty strings is absent: %v", err)
	}
	var list []string
	if err := json.Unmarshal(body, &list); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = ';'
	_ = w.Write([]string{"code_client", "code", "nom"})
	sent := map[string]string{}
	for i, s := range list {
		code := fmt.Sprintf("N%03d", i)
		sent[code] = s
		_ = w.Write([]string{"C1", code, s})
	}
	w.Flush()
	dsn := pgtest.DSN(t)
	load(t, dsn)
	path := file(t, "naughty.csv", b.String())
	r := run(t, dsn, "sites", nil, path)
	if r.Read != len(list) || r.Created < len(list)*8/10 {
		t.Fatalf("%d strings, %s:\n%s", len(list), r.JSON(), messages(r))
	}
	conn := connect(t, dsn)
	for _, row := range texts(t, conn, "SELECT code || ' ' || name FROM site WHERE code LIKE 'N%' AND code <> 'NON-AFFECTE'") {
		code, name, _ := strings.Cut(row, " ")
		if name != strings.TrimSpace(strings.ReplaceAll(sent[code], "\r\n", "\n")) {
			t.Errorf("%s came in as %q, was %q", code, name, sent[code])
		}
	}
	before := everything(t, conn)
	if again := run(t, dsn, "sites", nil, path); again.Created+again.Updated != 0 {
		t.Errorf("second run %s", again.JSON())
	}
	same(t, before, everything(t, conn))
}

func FuzzInventory(f *testing.F) {
	f.Add([]byte(inventoryOf("S", 1)))
	f.Add([]byte(`{"deviceid":"x-2020-01-01-00-00-00","content":{"hardware":{"name":"n"},"bios":{"ssn":"0"}}}`))
	f.Add([]byte(strings.Repeat("[", 100)))
	f.Fuzz(func(t *testing.T, body []byte) {
		if checkText(body) != nil {
			return
		}
		inv, err := parseInventory(body)
		if err != nil {
			return
		}
		if d, err := inv.device(); err == nil && (d.code == "" || d.label == "" || d.brand == "" || d.model == "" || d.activity == "" || len([]rune(d.code)) > 120) {
			t.Errorf("a machine without a needed text: %+v", d)
		}
	})
}

func FuzzTables(f *testing.F) {
	f.Add([]byte("code;nom\nA;\"b;c\"\n"))
	f.Add([]byte("recording\tsysDescr\nx\ty\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, read := range []func([]byte) (sheet, error){readCSV, readTSV} {
			s, err := read(body)
			if err != nil {
				continue
			}
			for _, l := range s.rows {
				if len(l.cells) != len(s.header) || len(l.at) != len(l.cells) || l.number < 1 {
					t.Fatalf("line %d has %d cells at %d places under %d names", l.number, len(l.cells), len(l.at), len(s.header))
				}
			}
		}
	})
}

func FuzzCells(f *testing.F) {
	for _, s := range []string{"1 234,56", "-0", "24/11/2026", "2026-11-24T10:00:00+01:00", "9223372036854775808", "1.5", ",", "-,5", "O"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, k := range []kind{date, moment, integer, cents, price, flag, names} {
			v, err := parse(k, s, time.UTC)
			if err == nil && v == nil {
				t.Errorf("%s of %q is nothing", k, s)
			}
		}
	})
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		text     string
		decimals int
		want     int64
		ok       bool
	}{
		{"12", 2, 1200, true}, {"12,5", 2, 1250, true}, {"1 234,50", 2, 123450, true}, {"-0,05", 2, -5, true}, {"0.0045", 4, 45, true},
		{"1,234", 2, 0, false}, {"1.", 0, 0, false}, {"1,-5", 2, 0, false}, {"", 2, 0, false}, {"12e3", 0, 0, false}, {"92233720368547758,08", 2, 0, false},
		{",5", 2, 50, true}, {"-", 0, 0, false}, {"1,2,3", 2, 0, false},
	} {
		if n, err := parseDecimal(c.text, c.decimals); (err == nil) != c.ok || n != c.want {
			t.Errorf("%q with %d decimals: %d, %v", c.text, c.decimals, n, err)
		}
	}
}
