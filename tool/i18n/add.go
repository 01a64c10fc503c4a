package main

import (
	"flag"
	"fmt"
	"regexp"
	"slices"
)

var keyPattern = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)+$`)

// add puts one sentence into both languages. Flags may stand anywhere.
func add(root string, args []string) error {
	flags := flag.NewFlagSet("add", flag.ContinueOnError)
	frOne := flags.String("fr-one", "", "French singular (0 and 1)")
	frMany := flags.String("fr-many", "", "French form of whole millions")
	enOne := flags.String("en-one", "", "English singular")
	replace := flags.Bool("replace", false, "change a sentence that exists")
	var words []string
	for len(args) > 0 {
		if err := flags.Parse(args); err != nil {
			return err
		}
		if args = flags.Args(); len(args) > 0 {
			words, args = append(words, args[0]), args[1:]
		}
	}
	if len(words) != 3 {
		return fmt.Errorf("add takes KEY, French and English, got %d words\n%s", len(words), usage)
	}
	key := words[0]
	if !keyPattern.MatchString(key) {
		return fmt.Errorf("key %q is not like counter.below_previous", key)
	}
	if (*frOne == "") != (*enOne == "") {
		return fmt.Errorf("%s: give the singular in both languages or in none", key)
	}
	fr := forms{One: french(*frOne), Many: french(*frMany), Other: french(words[1])}
	if fr.One != "" && fr.Many == "" {
		fr.Many = fr.Other
	}
	en := forms{One: english(*enOne), Other: english(words[2])}
	return update(root, func(s *set) error {
		old, exists := s.byLang["fr"][key]
		if exists && !*replace && (old != fr || s.byLang["en"][key] != en) {
			return fmt.Errorf("%s exists with other words (%q, %q); -replace changes it", key, old.Other, s.byLang["en"][key].Other)
		}
		if problems := lint(key, map[string]forms{"fr": fr, "en": en}); len(problems) > 0 {
			return fmt.Errorf("%s", problems[0])
		}
		s.byLang["fr"][key], s.byLang["en"][key] = fr, en
		return nil
	})
}

// remove takes sentences out of both languages.
func remove(root string, keys []string) error {
	return update(root, func(s *set) error {
		known := s.keys()
		for _, key := range keys {
			if !slices.Contains(known, key) {
				return fmt.Errorf("no sentence %s", key)
			}
			for _, lang := range languages {
				delete(s.byLang[lang], key)
			}
		}
		return nil
	})
}
