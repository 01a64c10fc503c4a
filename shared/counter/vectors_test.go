package counter

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"comptoir/shared/day"
)

// block is one case of a file of vectors: keys with their values, in order.
type block struct {
	name  string
	lines [][2]string
}

func (b block) get(key, otherwise string) string {
	for _, l := range b.lines {
		if l[0] == key {
			return l[1]
		}
	}
	return otherwise
}

func (b block) all(key string) []string {
	var out []string
	for _, l := range b.lines {
		if l[0] == key {
			out = append(out, l[1])
		}
	}
	return out
}

// readBlocks splits a file of vectors; lines that begin with # are comments.
func readBlocks(t *testing.T, text string, keys ...string) []block {
	t.Helper()
	known := map[string]bool{"case": true}
	for _, k := range keys {
		known[k] = true
	}
	var out []block
	for n, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if !ok || !known[key] {
			t.Fatalf("line %d: %q is not understood", n+1, line)
		}
		if key == "case" {
			out = append(out, block{name: value})
			continue
		}
		last := &out[len(out)-1]
		last.lines = append(last.lines, [2]string{key, value})
	}
	return out
}

var loadParis = sync.OnceValues(func() (*time.Location, error) { return time.LoadLocation("Europe/Paris") })

func paris(t testing.TB) *time.Location {
	t.Helper()
	loc, err := loadParis()
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func number(t testing.TB, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func civil(t testing.TB, s string) day.Day {
	t.Helper()
	d, err := day.Parse(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return d
}

func moment(t testing.TB, s string) time.Time {
	t.Helper()
	layout := "2006-01-02T15:04"
	if !strings.Contains(s, "T") {
		layout = "2006-01-02"
	}
	at, err := time.ParseInLocation(layout, s, paris(t))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// reading reads "VALUE @ MOMENT [origin]".
func reading(t testing.TB, s string) *Reading {
	t.Helper()
	if s == "" {
		return nil
	}
	value, rest, _ := strings.Cut(s, " @ ")
	at, origin, _ := strings.Cut(rest, " ")
	r := &Reading{Value: number(t, value), At: moment(t, at), Origin: CustomerReading}
	if origin != "" {
		r.Origin = Origin(origin)
	}
	return r
}

// volume reads pages a month with up to three decimals.
func volume(t testing.TB, s string) Volume {
	t.Helper()
	whole, part, _ := strings.Cut(s, ".")
	return Volume(number(t, whole+(part + "000")[:3]))
}
