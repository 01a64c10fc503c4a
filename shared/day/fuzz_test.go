package day

import "testing"

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "2026-02-28", "2024-02-29", "1970-01-01", "0000-00-00", "9999-12-31", "２026-01-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s)
		if err == nil && d.String() != s {
			t.Fatalf("%q comes back as %q", s, d.String())
		}
		if err != nil && d != 0 {
			t.Fatalf("%q is refused and yet %d", s, d)
		}
	})
}
