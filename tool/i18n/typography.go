package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

const (
	nbsp  = "\u00A0" // before : and inside « »
	nnbsp = "\u202F" // before ; ! ? and as thousands separator
)

var frenchSpaces = strings.NewReplacer(
	" :", nbsp+":", nnbsp+":", nbsp+":",
	" ;", nnbsp+";", nbsp+";", nnbsp+";",
	" !", nnbsp+"!", nbsp+"!", nnbsp+"!",
	" ?", nnbsp+"?", nbsp+"?", nnbsp+"?",
	" %", nbsp+"%", " €", nbsp+"€",
	"« ", "«"+nbsp, " »", nbsp+"»",
	"'", "’", "...", "…",
)

// french puts the typography of a French sentence right (domain.md 17).
func french(text string) string { return frenchSpaces.Replace(text) }

// english puts apostrophes and ellipses right.
func english(text string) string {
	return strings.NewReplacer("'", "’", "...", "…").Replace(text)
}

var (
	placeholder = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z0-9]*)\}\}`)
	// frenchWrong finds a mark without the space that it needs before or after.
	// A colon between digits (14:02) or in an address (https:) is no mark.
	frenchWrong = regexp.MustCompile(`[^\x{00A0}\s]:(\s|$)|\s:|[^\x{202F}][;!?]|«[^\x{00A0}]|[^\x{00A0}]»`)
	// Words of the workshop, which a customer never reads (domain.md 17).
	forbidden = regexp.MustCompile(`\b(?i:outbox|sync|synchro|mutation|token|jeton|payload|backend|IndexedDB|JSON|HTTP)\b|\b(DIT|IT|CRIT|SSC|MSC|RFC)\b`)
)

// lint judges one sentence in its languages.
func lint(key string, byLang map[string]forms) []string {
	var problems []string
	report := func(lang, format string, args ...any) {
		problems = append(problems, fmt.Sprintf("%s (%s): %s", key, lang, fmt.Sprintf(format, args...)))
	}
	names := map[string][]string{}
	for _, lang := range languages {
		f := byLang[lang]
		if f.Other == "" {
			report(lang, "missing")
			continue
		}
		for _, text := range f.all() {
			bare := placeholder.ReplaceAllString(text, "x")
			if strings.Contains(bare, "{{") || strings.Contains(bare, "}}") {
				report(lang, "%q: only {{.Name}} is a placeholder", text)
			}
			if text != strings.TrimSpace(text) || strings.Contains(text, "  ") {
				report(lang, "%q: space at an end, or two in a row", text)
			}
			if strings.Contains(bare, "'") {
				report(lang, "%q: straight apostrophe, write ’", text)
			}
			if word := forbidden.FindString(bare); word != "" {
				report(lang, "%q: the customer does not read %q", text, word)
			}
			if lang == "fr" {
				if at := frenchWrong.FindString(bare); at != "" {
					report(lang, "%q: wrong space at %q", text, at)
				}
			}
		}
		if (f.One == "") != (byLang["fr"].One == "") || lang == "fr" && (f.One == "") != (f.Many == "") {
			report(lang, "plural forms: French needs one, many, other; English one, other")
		}
		if f.One != "" && !strings.Contains(f.Other, "{{.Count}}") {
			report(lang, "plural forms without {{.Count}}")
		}
		for _, match := range placeholder.FindAllStringSubmatch(f.Other, -1) {
			names[lang] = append(names[lang], match[1])
		}
		slices.Sort(names[lang])
		names[lang] = slices.Compact(names[lang])
	}
	if byLang["fr"].Other != "" && byLang["en"].Other != "" && !slices.Equal(names["fr"], names["en"]) {
		report("fr, en", "placeholders differ: %v and %v", names["fr"], names["en"])
	}
	return problems
}
