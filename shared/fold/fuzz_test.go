package fold

import (
	"testing"
	"unicode/utf8"
)

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "Œuvre\u00a0d’Été", "\xff\u0301", "  a  ", "İSTANBUL ẞ", "\u202eabc"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Text(s)
		if Text(once) != once || utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Fatalf("%q → %q → %q", s, once, Text(once))
		}
		if !Match(s, s) {
			t.Fatalf("%q does not find itself", s)
		}
	})
}
