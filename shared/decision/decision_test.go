package decision

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func compile(t *testing.T, tab Table) *Compiled {
	t.Helper()
	c, err := Compile(tab)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func one(t *testing.T, pattern string) *Compiled {
	t.Helper()
	return compile(t, Table{Code: "T", Criteria: []string{"C"}, Results: []string{"R"}, Rows: [][]string{{pattern, "yes"}}})
}

func TestACriterionMatchesTheWholeValue(t *testing.T) {
	for _, c := range []struct {
		pattern  string
		match    []string
		mismatch []string
	}{
		{`*`, []string{"", "anything", "two\nlines"}, nil},
		{`AG1`, []string{"AG1"}, []string{"ag1", "AG1 ", "XAG1", "AG10", ""}},
		{`texte.*`, []string{"texte", "texte long"}, []string{"un texte"}},
		{`(.*)texte`, []string{"texte", "un texte"}, []string{"texte long"}},
		{`v1|v2`, []string{"v1", "v2"}, []string{"v1|v2", "v12", "v3", "v1v2"}},
		{`01|02`, []string{"01", "02"}, []string{"0", "012", "03"}},
		{`SSPFULL\(mnt\)`, []string{"SSPFULL(mnt)"}, []string{"SSPFULLmnt"}},
		{`a.c`, []string{"abc", "a.c"}, []string{"ac"}},
		{`a\.c`, []string{"a.c"}, []string{"abc"}},
		{``, []string{""}, []string{"x"}},
		{`(?i)ag1`, []string{"AG1", "ag1"}, []string{"AG2"}},
		{`A|`, []string{"A", ""}, []string{"B"}},
		{`[^X].*`, []string{"AB"}, []string{"XB", ""}},
		{`Étage \d+`, []string{"Étage 12"}, []string{"Etage 12"}},
		{`(?m)a$|b`, []string{"a", "b"}, []string{"a\nb", "a\n"}},
	} {
		k := one(t, c.pattern)
		for _, v := range c.match {
			if _, ok := k.First(map[string]string{"C": v}); !ok {
				t.Errorf("%q does not match %q", c.pattern, v)
			}
		}
		for _, v := range c.mismatch {
			if _, ok := k.First(map[string]string{"C": v}); ok {
				t.Errorf("%q matches %q", c.pattern, v)
			}
		}
	}
}

func TestAnInvalidTableNamesTheCell(t *testing.T) {
	ok := Table{Code: "TD_X", Criteria: []string{"ORG", "ACT"}, Results: []string{"R"}}
	for _, c := range []struct {
		name   string
		change func(*Table)
		row    int
		column string
	}{
		{"unclosed group", func(t *Table) { t.Rows = [][]string{{"*", "*", ""}, {"*", "a(b", ""}} }, 2, "ACT"},
		{"balanced only inside the anchors", func(t *Table) { t.Rows = [][]string{{"a)|(b", "*", ""}} }, 1, "ORG"},
		{"star without anything", func(t *Table) { t.Rows = [][]string{{"*a", "*", ""}} }, 1, "ORG"},
		{"back reference", func(t *Table) { t.Rows = [][]string{{"*", `(a)\1`, ""}} }, 1, "ACT"},
		{"too long", func(t *Table) { t.Rows = [][]string{{strings.Repeat("a", maxPattern+1), "*", ""}} }, 1, "ORG"},
		{"too many repeats", func(t *Table) { t.Rows = [][]string{{"((a{100}){100}){100}", "*", ""}} }, 1, "ORG"},
		{"missing cell", func(t *Table) { t.Rows = [][]string{{"*", "*"}} }, 1, ""},
		{"column twice", func(t *Table) { t.Results = []string{"ORG"} }, 0, "ORG"},
		{"hit policy", func(t *Table) { t.HitPolicy = "last" }, 0, ""},
	} {
		tab := ok
		c.change(&tab)
		_, err := Compile(tab)
		var e *Error
		if !errors.As(err, &e) || e.Table != "TD_X" || e.Row != c.row || e.Column != c.column {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// The vendor's own example: row 4 stands under row 1, which takes its value.
func priorities() Table {
	return Table{
		Code: "TD_COULEUR_PRIORITE", Criteria: []string{"ORGANISATION_INTERNE", "PRIORITE"}, Results: []string{"COULEUR"},
		Rows: [][]string{
			{"*", "00", "#FF0000"},
			{"*", "01", "#00AA00"},
			{"02", "01", "#0000FF"},
			{"02", "00", "#FFAA00"},
			{"*", "*", "#888888"},
		},
	}
}

func TestTheFirstRowThatMatchesAnswers(t *testing.T) {
	c := compile(t, priorities())
	for _, x := range []struct {
		org, priority, colour string
		row                   int
	}{
		{"01", "00", "#FF0000", 1}, {"02", "00", "#FF0000", 1}, {"02", "01", "#00AA00", 2}, {"02", "07", "#888888", 5}, {"", "", "#888888", 5},
	} {
		hit, ok := c.First(map[string]string{"ORGANISATION_INTERNE": x.org, "PRIORITE": x.priority})
		if !ok || hit.Row != x.row || hit.Results["COULEUR"] != x.colour {
			t.Errorf("%s %s: %+v", x.org, x.priority, hit)
		}
	}
	if got, want := c.Unreachable(), []Shadowed{{3, 2}, {4, 1}}; !reflect.DeepEqual(got, want) {
		t.Errorf("unreachable %v, want %v", got, want)
	}
}

func TestExplain(t *testing.T) {
	c := compile(t, priorities())
	got := c.Explain(map[string]string{"ORGANISATION_INTERNE": "03", "PRIORITE": "01"})
	want := Explanation{
		Hits:   []Hit{{2, map[string]string{"COULEUR": "#00AA00"}}},
		Misses: []Miss{{1, "PRIORITE", "00", "01"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	nothing := one(t, "a").Explain(map[string]string{"C": "b"})
	if nothing.Hits != nil || len(nothing.Misses) != 1 {
		t.Errorf("%+v", nothing)
	}
}

func TestCollectAnswersWithEveryRow(t *testing.T) {
	tab := priorities()
	tab.HitPolicy = Collect
	c := compile(t, tab)
	var rows []int
	for _, h := range c.Answer(map[string]string{"ORGANISATION_INTERNE": "02", "PRIORITE": "00"}) {
		rows = append(rows, h.Row)
	}
	if !reflect.DeepEqual(rows, []int{1, 4, 5}) || c.Unreachable() != nil {
		t.Errorf("rows %v, unreachable %v", rows, c.Unreachable())
	}
	if e := c.Explain(map[string]string{"ORGANISATION_INTERNE": "02", "PRIORITE": "00"}); len(e.Hits) != 3 || len(e.Misses) != 2 {
		t.Errorf("%+v", e)
	}
}

func TestUnreachable(t *testing.T) {
	for _, c := range []struct {
		above, below string
		want         bool
	}{
		{"*", "*", true},
		{"*", "A", true},
		{"*", "A.*", true},
		{"A", "A", true},
		{"A|B", "A", true},
		{"01|02|03", "02", true},
		{"01|02|03", "02|03", true},
		{"01|02", "02|03", false},
		{"A.*", "AB", true},
		{"A.*", "AB.*", true},
		{"(.*)", "*", true},
		{".*", "A|B", true},
		{"AB.*", "A.*", false},
		{"A", "*", false},
		{"A", "A.*", false},
		{"A", "B", false},
		{`A\.B`, "A.B", false},
		{"A.B", `A\.B`, true},
		{"(.*)X", "AX", true},
		{"(.*)X", "A", false},
		{"[A-Z]", "Q", true},
		{"A?", "A|", true},
		{"", "*", false},
	} {
		tab := Table{Code: "T", Criteria: []string{"C", "D"}, Rows: [][]string{{c.above, "*"}, {c.below, "x"}}}
		if got := len(compile(t, tab).Unreachable()) == 1; got != c.want {
			t.Errorf("%q above %q: unreachable %v, want %v", c.above, c.below, got, c.want)
		}
	}
}

func TestARowIsReachableWhenOneColumnDiffers(t *testing.T) {
	tab := Table{Code: "T", Criteria: []string{"C", "D"}, Rows: [][]string{{"*", "x"}, {"A", "y"}, {"A", "*"}}}
	if got := compile(t, tab).Unreachable(); got != nil {
		t.Errorf("unreachable %v", got)
	}
}

// An administrator waits for this after each keystroke.
func BenchmarkUnreachable1000Rows(b *testing.B) {
	tab := Table{Code: "T", Criteria: []string{"C", "D", "E"}}
	for i := range 1000 {
		tab.Rows = append(tab.Rows, []string{"AG.*", "IMPRESSION|TELECOM", "C" + strings.Repeat("9", i%7) + string(rune('A'+i%26))})
	}
	c, err := Compile(tab)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		c.Unreachable()
	}
}
