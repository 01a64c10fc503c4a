package fold

import (
	"testing"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"":                          "",
		"copieur 12":                "copieur 12",
		"Copieur Accueil":           "copieur accueil",
		"ÉLÉVATEUR à L’Étage":       "elevateur a l'etage",
		"Œuvre æ Straße":            "oeuvre ae strasse",
		"L'Haÿ-les-Roses":           "l'hay-les-roses",
		"12\u202f345\u00a0pages":    "12 345 pages",
		"  deux   espaces \t\n ":    "deux espaces",
		"e\u0301te\u0301":           "ete",
		"N°\u00a012 – 2ᵉ étage":     "no 12 - 2ᵉ etage",
		"«\u00a0Entrée\u00a0»":      "\" entree \"",
		"soft\u00adhyphen\u200b":    "softhyphen",
		"ΆΛΦΑ ς Ёлка":               "αλφα σ елка",
		"Łódź Ðorđe İstanbul ıĞŞ":   "lodz dorde istanbul igs",
		"ﬁche ＫＯＮＩＣＡ":               "fiche konica",
		"東芝 複合機":                    "東芝 複合機",
		"bad \xff byte":             "bad \ufffd byte",
		"`code` 100% [x] <b>\u0000": "`code` 100% [x] <b>\u0000",
		"\u00a0":                    "",
		"a \u00a0 b":                "a b",
	} {
		if got := Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMatch(t *testing.T) {
	text := "Copieur d’accueil – 2e étage, Cœur de Ville"
	for query, want := range map[string]bool{
		"":                    true,
		"   ":                 true,
		"ETAGE copieur":       true,
		"coeur ville":         true,
		"cœur":                true,
		"d'accueil":           true,
		"copieur 3e":          false,
		"accueil\u202f2e eta": true,
	} {
		if got := Match(text, query); got != want {
			t.Errorf("Match(%q) = %v, want %v", query, got, want)
		}
	}
}

// Each folded text of the table must itself be folded, or folding twice would
// give something else than folding once.
func TestTableIsStable(t *testing.T) {
	seen := map[rune]bool{}
	for _, f := range folds {
		if f.to != " " && Text(f.to) != f.to {
			t.Errorf("%q folds further to %q", f.to, Text(f.to))
		}
		for _, r := range f.from {
			if seen[r] {
				t.Errorf("%q stands twice in the table", r)
			}
			if r < utf8.RuneSelf {
				t.Errorf("%q is ASCII and would escape the short cut", r)
			}
			seen[r] = true
		}
	}
}

func BenchmarkText(b *testing.B) {
	for b.Loop() {
		Text("Copieur d’accueil – 2e étage, Cœur de Ville")
	}
}
