package sentence

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"comptoir"
	"comptoir/shared/i18n"
	"comptoir/shared/msg"
)

func load(t *testing.T, dir string) *Set {
	t.Helper()
	s, err := Load(comptoir.Files, dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// decode is what the browser does with the file that it downloads.
func decode(t *testing.T, s *Set, lang i18n.Lang) *i18n.Catalogue {
	t.Helper()
	data, _, err := s.Catalogue(lang)
	if err != nil {
		t.Fatal(err)
	}
	c, err := i18n.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var named = regexp.MustCompile(`\{\{\.([A-Za-z0-9]+)\}\}`)

func TestBothSidesRenderTheSame(t *testing.T) {
	s := load(t, "")
	rendered, plurals := 0, 0
	for _, lang := range i18n.Languages() {
		browser := decode(t, s, lang)
		texts := map[string]string{}
		for key, text := range browser.Plain {
			texts[key] = text
		}
		for key, forms := range browser.Plural {
			texts[key] = forms.One + forms.Many + forms.Other
			plurals++
		}
		for key, text := range texts {
			for _, count := range []any{0, 1, 1.5, 2, 1_000_000} {
				args := i18n.Args{}
				for _, match := range named.FindAllStringSubmatch(text, -1) {
					args[match[1]] = "<" + match[1] + ">"
				}
				args["Count"] = count
				want, got := s.T(lang, msg.Key(key), args), browser.T(msg.Key(key), args)
				if got != want {
					t.Errorf("%s %s × %v: browser %q, server %q", lang, key, count, got, want)
				}
				if strings.ContainsAny(got, "⟦…{") && !strings.Contains(text, "…") {
					t.Errorf("%s %s × %v: %q is not complete", lang, key, count, got)
				}
				rendered++
			}
		}
	}
	if rendered < 1000 || plurals < 2 {
		t.Fatalf("%d renderings, %d plurals: the set is not the real one", rendered, plurals)
	}
}

func TestPlurals(t *testing.T) {
	s := load(t, "")
	for _, c := range []struct {
		lang  i18n.Lang
		count any
		want  string
	}{
		{i18n.French, 0, "0 saisie en attente d’envoi"},
		{i18n.French, 1.5, "1,5 saisie en attente d’envoi"},
		{i18n.French, 2, "2 saisies en attente d’envoi"},
		{i18n.French, 1_000_000, "1\u202F000\u202F000 saisies en attente d’envoi"},
		{i18n.English, 0, "0 entries waiting to be sent"},
		{i18n.English, 1, "1 entry waiting to be sent"},
	} {
		if got := s.T(c.lang, msg.OfflineWaiting, i18n.Args{"Count": c.count}); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.lang, c.count, got, c.want)
		}
	}
}

func TestMissing(t *testing.T) {
	s := load(t, "")
	if got := s.T("fr", "a.gone"); got != "⟦a.gone⟧" {
		t.Errorf("unknown key: %q", got)
	}
	if got := s.T("de", msg.NavFleet); got != "Parc" {
		t.Errorf("unknown language: %q", got)
	}
	if got := s.T("fr", msg.CounterLast, i18n.Args{"Day": "02/11"}); got != "Dernier relevé\u00A0: … le 02/11" {
		t.Errorf("missing value: %q", got)
	}
}

func TestDealersSentences(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("mots.fr.toml", "\"nav.fleet\" = \"Mes machines\"\n\"own.page\" = \"Nos agences\"\n[\"offline.waiting\"]\none = \"{{.Count}} en route\"\nother = \"{{.Count}} en routes\"\n")
	plain, own := load(t, ""), load(t, dir)
	browser := decode(t, own, "fr")
	for key, want := range map[msg.Key]string{"nav.fleet": "Mes machines", "own.page": "Nos agences", "nav.orders": "Commandes"} {
		if got := own.T("fr", key); got != want || browser.T(key) != want {
			t.Errorf("%s: server %q, browser %q, want %q", key, got, browser.T(key), want)
		}
	}
	if got := own.T("en", "own.page"); got != "Nos agences" || decode(t, own, "en").T("own.page") != got {
		t.Errorf("a key that English lacks: %q", got)
	}
	million := i18n.Args{"Count": 1_000_000}
	if got := own.T("fr", "offline.waiting", million); got != browser.T("offline.waiting", million) || !strings.HasSuffix(got, "en routes") {
		t.Errorf("a form that the dealer leaves out: %q", got)
	}
	_, before, _ := plain.Catalogue("fr")
	_, after, _ := own.Catalogue("fr")
	_, again, _ := load(t, dir).Catalogue("fr")
	if before == after || after != again {
		t.Errorf("hashes: plain %s, own %s, own again %s", before, after, again)
	}

	for name, text := range map[string]string{
		"bad.fr.toml":  "\"a.b\" = \"{{printf .X}}\"\n",
		"bad.de.toml":  "\"a.b\" = \"ja\"\n",
		"bad2.fr.toml": "= ",
		"bad3.fr.toml": "[\"a.b\"]\none = \"x\"\n",
	} {
		write(name, text)
		if _, err := Load(comptoir.Files, dir); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMatch(t *testing.T) {
	s := load(t, "")
	for header, want := range map[string]i18n.Lang{
		"": "fr", "fr-CA,en;q=0.5": "fr", "en-US,en;q=0.9,fr;q=0.8": "en", "de,ja;q=0.5": "fr", "de,en;q=0.3": "en", "!!": "fr",
	} {
		if got := s.Match(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}
