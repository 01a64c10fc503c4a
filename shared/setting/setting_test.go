package setting

import (
	"encoding/json"
	"slices"
	"testing"

	"comptoir/shared/day"
)

func TestParametersAreSound(t *testing.T) {
	seen := map[Code]bool{}
	for _, p := range All() {
		if seen[p.Code] {
			t.Errorf("%s is declared twice", p.Code)
		}
		seen[p.Code] = true
		if p.Scope != Common && p.Scope != PerOrg {
			t.Errorf("%s has scope %q", p.Code, p.Scope)
		}
		if err := p.Check(p.Default); err != nil {
			t.Errorf("default: %v", err)
		}
	}
}

func TestDefaults(t *testing.T) {
	var v Values
	if !v.Bool(ShowPreviousReading) || v.Bool(ShowPaperInvoices) {
		t.Error("wrong default of a boolean")
	}
	if n := v.Int(MaxDaysWithoutReading); n != 20 {
		t.Errorf("days without reading %d, want 20", n)
	}
	if n := v.Thousandths(OverUseRatio); n != 500 {
		t.Errorf("over-use ratio %d thousandths, want 500", n)
	}
	if s := v.String(OverUsePriceList); s != "PUB" {
		t.Errorf("price list %q, want PUB", s)
	}
	if l := v.List(UnitLineKinds); l != nil {
		t.Errorf("unit line kinds %q, want none, which means all", l)
	}
}

func TestSetValues(t *testing.T) {
	var v Values
	if err := json.Unmarshal([]byte(`{"AFFICHER_RELEVE_PRECEDENT":"false","NB_JOURS_MAX_SANS_RELEVE_COMPTEUR_REEL":"30","LIMIT_SURCONSO":"1.25","TYPE_LIGNE_DECOMPTES_UT_A_AFFICHER":" A; B ;"}`), &v); err != nil {
		t.Fatal(err)
	}
	if v.Bool(ShowPreviousReading) || v.Int(MaxDaysWithoutReading) != 30 || v.Thousandths(OverUseRatio) != 1250 {
		t.Errorf("values are not read: %v", v)
	}
	if l := v.List(UnitLineKinds); !slices.Equal(l, []string{"A", "B"}) {
		t.Errorf("list %q", l)
	}
}

func TestWrongTextFallsBackToTheDefault(t *testing.T) {
	v := Values{MaxDaysWithoutReading: "vingt", ShowPreviousReading: "non", OverUseRatio: "0,5", MonthsWithoutOverUse: "99999"}
	if v.Int(MaxDaysWithoutReading) != 20 || !v.Bool(ShowPreviousReading) || v.Thousandths(OverUseRatio) != 500 || v.Int(MonthsWithoutOverUse) != 12 {
		t.Error("a text that does not suit was used")
	}
	if v.Int(ShowPreviousReading) != 0 || v.Bool("ABSENT") || v.Day("ABSENT") != day.Day(0) {
		t.Error("a parameter answered as another kind")
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		p    Parameter
		text string
		ok   bool
	}{
		{Parameter{Kind: Bool}, "true", true},
		{Parameter{Kind: Bool}, "TRUE", false},
		{Parameter{Kind: Int}, "-3", true},
		{Parameter{Kind: Int}, "3.0", false},
		{Parameter{Kind: Int}, "9223372036854775808", false},
		{Parameter{Kind: Int, Max: 5}, "6", false},
		{Parameter{Kind: Int, Max: 5}, "-1", false},
		{Parameter{Kind: Decimal}, "-1.250", true},
		{Parameter{Kind: Decimal}, "1.2505", false},
		{Parameter{Kind: Decimal}, "1.", false},
		{Parameter{Kind: Decimal}, ".5", false},
		{Parameter{Kind: Decimal}, "1e3", false},
		{Parameter{Kind: Decimal}, "--1", false},
		{Parameter{Kind: Decimal}, "1.+5", false},
		{Parameter{Kind: Date}, "2026-02-29", false},
		{Parameter{Kind: Date}, "2028-02-29", true},
		{Parameter{Kind: String, Options: []string{"A"}}, "B", false},
		{Parameter{Kind: List, Options: []string{"A", "B"}}, "B;A", true},
		{Parameter{Kind: List, Options: []string{"A", "B"}}, "B;C", false},
		{Parameter{Kind: Int}, "", true},
	} {
		if err := c.p.Check(c.text); (err == nil) != c.ok {
			t.Errorf("%s %q: %v", c.p.Kind, c.text, err)
		}
	}
}
