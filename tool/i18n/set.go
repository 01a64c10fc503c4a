package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/BurntSushi/toml"
)

var languages = []string{"fr", "en"}

// forms is one sentence in one language. Only Other is set when the sentence
// does not depend on a number.
type forms struct {
	Description, One, Many, Other string
}

// all returns the texts that are set.
func (f forms) all() []string {
	return slices.DeleteFunc([]string{f.One, f.Many, f.Other}, func(text string) bool { return text == "" })
}

// set holds the sentences of each language by key.
type set struct {
	byLang map[string]map[string]forms
}

func (s *set) keys() []string {
	seen := map[string]bool{}
	for _, lang := range languages {
		for key := range s.byLang[lang] {
			seen[key] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func messagePath(root, lang string) string {
	return filepath.Join(root, "shared", "i18n", "active."+lang+".toml")
}

// load reads both message files; a missing one is empty.
func load(root string) (*set, error) {
	s := &set{byLang: map[string]map[string]forms{}}
	for _, lang := range languages {
		s.byLang[lang] = map[string]forms{}
		data, err := os.ReadFile(messagePath(root, lang))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if s.byLang[lang], err = decode(data); err != nil {
			return nil, fmt.Errorf("%s: %w", messagePath(root, lang), err)
		}
	}
	return s, nil
}

// decode reads "key" = "text" and "key" = { one = "…", other = "…" }.
func decode(data []byte) (map[string]forms, error) {
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	messages := map[string]forms{}
	for key, value := range raw {
		if text, ok := value.(string); ok {
			messages[key] = forms{Other: text}
			continue
		}
		fields, ok := value.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%s is neither a text nor plural forms", key)
		}
		var f forms
		for name, field := range map[string]*string{"description": &f.Description, "one": &f.One, "many": &f.Many, "other": &f.Other} {
			*field, _ = fields[name].(string)
			delete(fields, name)
		}
		if len(fields) > 0 {
			return nil, fmt.Errorf("%s has unknown fields (write a key with dots in quotes)", key)
		}
		messages[key] = f
	}
	return messages, nil
}

// update changes the set under the lock of its folder and writes what derives
// from it, so that several people may add at once.
func update(root string, change func(*set) error) error {
	folder, err := os.Open(filepath.Join(root, "shared", "i18n"))
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("lock %s: %w", folder.Name(), err)
	}
	s, err := load(root)
	if err != nil {
		return err
	}
	if err := change(s); err != nil {
		return err
	}
	constants, err := generate(s)
	if err != nil {
		return err
	}
	for _, lang := range languages {
		if err := write(messagePath(root, lang), encode(s.byLang[lang])); err != nil {
			return err
		}
	}
	return write(filepath.Join(root, "shared", "msg", "keys_gen.go"), constants)
}

// encode writes one line a key, sorted, which merges well.
func encode(messages map[string]forms) []byte {
	var b strings.Builder
	b.WriteString("# Sentences of the portal, sorted; written by tool/i18n (add, remove, generate).\n")
	for _, key := range slices.Sorted(maps.Keys(messages)) {
		m := messages[key]
		if m.One == "" && m.Many == "" && m.Description == "" {
			fmt.Fprintf(&b, "%s = %s\n", quote(key), quote(m.Other))
			continue
		}
		var fields []string
		for _, field := range []struct{ name, text string }{
			{"description", m.Description}, {"one", m.One}, {"many", m.Many}, {"other", m.Other},
		} {
			if field.text != "" {
				fields = append(fields, field.name+" = "+quote(field.text))
			}
		}
		fmt.Fprintf(&b, "%s = { %s }\n", quote(key), strings.Join(fields, ", "))
	}
	return []byte(b.String())
}

// quote writes a TOML basic string; the spaces that look like another one are
// escaped so that a reader sees them.
func quote(text string) string {
	return `"` + strings.NewReplacer(
		`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`,
		"\u00A0", `\u00A0`, "\u202F", `\u202F`,
	).Replace(text) + `"`
}

// write replaces a file at once, and leaves one that is already right alone.
func write(path string, data []byte) error {
	if old, err := os.ReadFile(path); err == nil && string(old) == string(data) {
		return nil
	}
	if err := os.WriteFile(path+".new", data, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
