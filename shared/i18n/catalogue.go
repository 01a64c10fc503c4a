// Package i18n renders sentences, numbers and dates in the reader's language
// without templates, regular expressions or tables, because it goes into the
// wasm. The message files active.*.toml beside it are read by server/sentence
// alone, which derives the browser's catalogue from them.
package i18n

import (
	"encoding/json"
	"errors"
	"strings"

	"comptoir/shared/msg"
)

// Args are the values of a sentence's placeholders. "Count" is the number that
// chooses the plural form. Numbers are written in the reader's locale (a year
// or a code is therefore given as a string), dates as dd/mm/yyyy; a msg.Key is
// replaced by its sentence.
type Args = map[string]any

// Forms are the texts of a sentence that depends on a number, by CLDR form.
type Forms struct {
	One   string `json:"one,omitempty"`
	Many  string `json:"many,omitempty"`
	Other string `json:"other"`
}

// Catalogue holds the sentences of one language, as /i18n/{lang}.{hash}.json
// carries them. It is read-only after Decode.
type Catalogue struct {
	Lang   Lang              `json:"lang"`
	Plain  map[string]string `json:"plain"`
	Plural map[string]Forms  `json:"plural"`
}

// Decode reads a catalogue; it refuses one without language or sentences.
func Decode(data []byte) (*Catalogue, error) {
	var c Catalogue
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	if c.Lang == "" || len(c.Plain) == 0 {
		return nil, errors.New("catalogue: no language or no sentence")
	}
	return &c, nil
}

// T renders the sentence of key. An unknown key is shown as ⟦key⟧, an unknown
// placeholder as …; a nil catalogue knows no key.
func (c *Catalogue) T(key msg.Key, args ...Args) string {
	if c == nil {
		return Missing(key)
	}
	var values Args
	if len(args) > 0 {
		values = args[0]
	}
	if text, ok := c.Plain[string(key)]; ok {
		return c.fill(text, values)
	}
	forms, ok := c.Plural[string(key)]
	if !ok {
		return Missing(key)
	}
	return c.fill(forms.choose(c.Lang, values["Count"]), values)
}

// Has tells whether the catalogue knows key.
func (c *Catalogue) Has(key msg.Key) bool {
	if c == nil {
		return false
	}
	_, plain := c.Plain[string(key)]
	_, plural := c.Plural[string(key)]
	return plain || plural
}

// Missing is what stands for a key without sentence.
func Missing(key msg.Key) string { return "⟦" + string(key) + "⟧" }

func (c *Catalogue) fill(text string, args Args) string {
	if !strings.Contains(text, "{{.") {
		return text
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{{.")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}}")
		b.WriteString(c.value(args, name))
		text = after
	}
}

func (c *Catalogue) value(args Args, name string) string {
	value, ok := args[name]
	if !ok {
		return "…"
	}
	if key, ok := value.(msg.Key); ok {
		return c.T(key)
	}
	return c.Lang.Value(value)
}
