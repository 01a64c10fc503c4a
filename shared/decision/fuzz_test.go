package decision

import (
	"errors"
	"testing"
)

// Whatever is typed in a cell is refused with its place, or answers.
func FuzzCompile(f *testing.F) {
	for _, s := range []string{"*", "", "a|b", "texte.*", `SSPFULL\(mnt\)`, "(", "a)|(b", "(a+)+$", "((a{100}){100}){100}", "[", `\`, "\xff", "(?i)x", `\pL`} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, pattern, value string) {
		c, err := Compile(Table{Code: "T", Criteria: []string{"C"}, Rows: [][]string{{pattern}, {pattern}}})
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Row != 1 || e.Column != "C" || e.Error() == "" {
				t.Fatalf("%v does not name the cell", err)
			}
			return
		}
		_, ok := c.First(map[string]string{"C": value})
		e := c.Explain(map[string]string{"C": value})
		if ok != (len(e.Hits) == 1) || len(c.Unreachable()) != 1 {
			t.Fatalf("%q on %q: %v, %+v", pattern, value, ok, e)
		}
	})
}
