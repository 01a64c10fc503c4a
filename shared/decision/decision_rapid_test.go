//go:build !js

package decision

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

// Few values and many kinds of patterns, so that rows often hide each other.
var (
	someValues   = []string{"", "A", "B", "AB", "ABC", "01", "02", "a.c", "x|y", "(z)"}
	somePatterns = []string{"*", "A", "B", "AB", "A|B", "A.*", "AB.*", "(.*)B", ".*", "(.*)", "01|02", "0.", `a\.c`, "a.c", "", `x\|y`, `\(z\)`, "[AB]+", "A?B?", "(?i)ab"}
)

func anyTable(t *rapid.T) Table {
	rows := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(somePatterns), 2, 2), 0, 8).Draw(t, "rows")
	return Table{Code: "T", Criteria: []string{"C", "D"}, Rows: rows}
}

// A plain reading of domain.md 13.4, without any short cut.
func naive(row []string, values []string) bool {
	for i, p := range row {
		if p != Any && !regexp.MustCompile(`^(?:`+p+`)$`).MatchString(values[i]) {
			return false
		}
	}
	return true
}

func TestAgreesWithAPlainReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tab := anyTable(t)
		c, err := Compile(tab)
		if err != nil {
			t.Fatal(err)
		}
		values := rapid.SliceOfN(rapid.SampledFrom(someValues), 2, 2).Draw(t, "values")
		want := -1
		for i, row := range tab.Rows {
			if naive(row, values) {
				want = i
				break
			}
		}
		if got := c.FirstRow(nil, values...); got != want {
			t.Fatalf("row %d, want %d", got, want)
		}
		e := c.Explain(map[string]string{"C": values[0], "D": values[1]})
		if want < 0 && (len(e.Hits) != 0 || len(e.Misses) != len(tab.Rows)) ||
			want >= 0 && (e.Hits[0].Row != want+1 || len(e.Misses) != want) {
			t.Fatalf("explained as %+v", e)
		}
	})
}

func TestAnUnreachableRowNeverAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := Compile(anyTable(t))
		if err != nil {
			t.Fatal(err)
		}
		hidden := map[int]bool{}
		for _, s := range c.Unreachable() {
			hidden[s.Row-1] = true
		}
		for _, v := range someValues {
			for _, w := range someValues {
				if row := c.FirstRow(nil, v, w); hidden[row] {
					t.Fatalf("row %d answers %q, %q", row+1, v, w)
				}
			}
		}
	})
}
