//go:build !js

package widget

import "testing"

func TestParseNumber(t *testing.T) {
	for _, c := range []struct {
		in        string
		n         int64
		typed, ok bool
	}{
		{"", 0, false, true}, {"   ", 0, false, true}, {"12300", 12300, true, true}, {"12 300", 12300, true, true},
		{"12\u00a0300", 12300, true, true}, {"1\u202f234\u202f567", 1234567, true, true}, {"12'300", 12300, true, true}, {"+5", 5, true, true},
		{"-5", -5, true, true}, {"−5", -5, true, true}, {"0", 0, true, true}, {"007", 7, true, true},
		{"12,5", 0, true, false}, {"12.5", 0, true, false}, {"-", 0, true, false}, {"12a", 0, true, false}, {"1e5", 0, true, false},
	} {
		n, typed, ok := ParseNumber(c.in)
		if typed != c.typed || ok != c.ok || ok && n != c.n {
			t.Errorf("%q: %d %v %v, want %d %v %v", c.in, n, typed, ok, c.n, c.typed, c.ok)
		}
	}
	if n, _, ok := ParseNumber("99999999999999999999999999"); !ok || n < tooMany {
		t.Errorf("26 digits: %d %v", n, ok)
	}
}

func FuzzParseNumber(f *testing.F) {
	f.Add("12 300")
	f.Fuzz(func(t *testing.T, s string) {
		if n, typed, ok := ParseNumber(s); ok && !typed && n != 0 {
			t.Errorf("%q: nothing typed is %d", s, n)
		}
	})
}
