// Package sentence holds the sentences on the server, in go-i18n's bundle: the
// files of shared/i18n first, then the dealer's own over them. What the
// browser renders comes from the same bundle (Catalogue).
package sentence

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"comptoir/shared/i18n"
	"comptoir/shared/msg"
)

// Set renders sentences in the languages of the portal. It does not change
// after Load, and serves requests in parallel.
type Set struct {
	bundle     *goi18n.Bundle
	localizers map[i18n.Lang]*goi18n.Localizer
	catalogues map[i18n.Lang]*i18n.Catalogue
	files      map[i18n.Lang]file
	matcher    language.Matcher
}

// file is what the browser downloads.
type file struct {
	json []byte
	hash string
}

// Load reads shared/i18n/active.*.toml of fsys, then dir/*.toml when the
// folder exists: a dealer's active.en.toml or mots.fr.toml overrides sentences
// and adds its own. A key that English lacks is rendered in French. The error
// names the file, and the key when the text is more than {{.Name}} placeholders.
func Load(fsys fs.FS, dir string) (*Set, error) {
	s := &Set{
		bundle:     goi18n.NewBundle(language.French),
		localizers: map[i18n.Lang]*goi18n.Localizer{},
		catalogues: map[i18n.Lang]*i18n.Catalogue{},
		files:      map[i18n.Lang]file{},
	}
	s.bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	tags := []language.Tag{}
	for _, lang := range i18n.Languages() {
		tags = append(tags, language.Make(string(lang)))
		s.catalogues[lang] = &i18n.Catalogue{Lang: lang, Plain: map[string]string{}, Plural: map[string]i18n.Forms{}}
		path := "shared/i18n/active." + string(lang) + ".toml"
		data, err := fs.ReadFile(fsys, path)
		if err != nil {
			return nil, fmt.Errorf("sentences: %w", err)
		}
		if err := s.add(path, data); err != nil {
			return nil, err
		}
	}
	if err := s.addFolder(dir); err != nil {
		return nil, err
	}
	s.matcher = language.NewMatcher(tags)
	for _, lang := range i18n.Languages() {
		if err := s.seal(lang); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *Set) addFolder(dir string) error {
	if dir == "" {
		return nil
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.toml"))
	if err != nil {
		return fmt.Errorf("sentences of the dealer: %w", err)
	}
	slices.Sort(paths)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("sentences of the dealer: %w", err)
		}
		if err := s.add(path, data); err != nil {
			return err
		}
	}
	return nil
}

var placeholder = regexp.MustCompile(`\{\{\.[A-Z][A-Za-z0-9]*\}\}`)

// add puts a file into the bundle and its messages into the catalogue.
func (s *Set) add(path string, data []byte) error {
	parsed, err := s.bundle.ParseMessageFileBytes(data, path)
	if err != nil {
		return fmt.Errorf("sentences of %s: %w", path, err)
	}
	catalogue := s.catalogues[i18n.Lang(parsed.Tag.String())]
	if catalogue == nil {
		return fmt.Errorf("sentences of %s: the name ends neither in .fr.toml nor in .en.toml", path)
	}
	for _, m := range parsed.Messages {
		for _, text := range []string{m.One, m.Many, m.Other} {
			if strings.Contains(placeholder.ReplaceAllString(text, ""), "{{") {
				return fmt.Errorf("sentences of %s: %s: only {{.Name}} is a placeholder", path, m.ID)
			}
		}
		if m.Other == "" {
			return fmt.Errorf("sentences of %s: %s: no text for the form other", path, m.ID)
		}
		delete(catalogue.Plain, m.ID)
		delete(catalogue.Plural, m.ID)
		if m.One == "" && m.Many == "" {
			catalogue.Plain[m.ID] = m.Other
		} else {
			catalogue.Plural[m.ID] = i18n.Forms{One: m.One, Many: m.Many, Other: m.Other}
		}
	}
	return nil
}

// seal completes a language with the French sentences that it lacks and writes
// what the browser downloads.
func (s *Set) seal(lang i18n.Lang) error {
	catalogue, french := s.catalogues[lang], s.catalogues[i18n.French]
	var borrowed []*goi18n.Message
	for key, text := range french.Plain {
		if !catalogue.Has(msg.Key(key)) {
			catalogue.Plain[key] = text
			borrowed = append(borrowed, &goi18n.Message{ID: key, Other: text})
		}
	}
	for key, forms := range french.Plural {
		if !catalogue.Has(msg.Key(key)) {
			catalogue.Plural[key] = forms
			borrowed = append(borrowed, &goi18n.Message{ID: key, One: forms.One, Many: forms.Many, Other: forms.Other})
		}
	}
	if err := s.bundle.AddMessages(language.Make(string(lang)), borrowed...); err != nil {
		return fmt.Errorf("sentences of %s: %w", lang, err)
	}
	s.localizers[lang] = goi18n.NewLocalizer(s.bundle, string(lang))
	data, err := json.Marshal(catalogue) // maps are written sorted: the hash is stable
	if err != nil {
		return fmt.Errorf("catalogue %s: %w", lang, err)
	}
	sum := sha256.Sum256(data)
	s.files[lang] = file{json: data, hash: hex.EncodeToString(sum[:8])}
	return nil
}

// T renders a sentence with go-i18n. An unknown key is shown as ⟦key⟧, an
// unknown language is French.
func (s *Set) T(lang i18n.Lang, key msg.Key, args ...i18n.Args) string {
	localizer, ok := s.localizers[lang]
	if !ok {
		lang = i18n.French
		localizer = s.localizers[lang]
	}
	catalogue := s.catalogues[lang]
	if !catalogue.Has(key) {
		return i18n.Missing(key)
	}
	var values i18n.Args
	if len(args) > 0 {
		values = args[0]
	}
	config := goi18n.LocalizeConfig{MessageID: string(key), TemplateData: s.texts(lang, key, values)}
	if _, plural := catalogue.Plural[string(key)]; plural {
		if operand := i18n.Operand(values["Count"]); operand != "" {
			config.PluralCount = operand
		}
	}
	text, err := localizer.Localize(&config)
	if err != nil { // a form that the dealer's file lacks: "other" stands for it
		config.PluralCount = nil
		if text, err = localizer.Localize(&config); err != nil {
			return i18n.Missing(key)
		}
	}
	return text
}

// texts writes the placeholders of a sentence in the locale.
func (s *Set) texts(lang i18n.Lang, key msg.Key, args i18n.Args) map[string]string {
	texts := map[string]string{}
	forms := s.catalogues[lang].Plural[string(key)]
	for _, text := range []string{s.catalogues[lang].Plain[string(key)], forms.One, forms.Many, forms.Other} {
		for _, hit := range placeholder.FindAllString(text, -1) {
			texts[hit[3:len(hit)-2]] = "…"
		}
	}
	for name, value := range args {
		if nested, ok := value.(msg.Key); ok {
			texts[name] = s.T(lang, nested)
		} else {
			texts[name] = lang.Value(value)
		}
	}
	return texts
}

// Catalogue returns the browser's catalogue of lang and the hash in its name
// (/i18n/{lang}.{hash}.json), which covers the dealer's additions.
func (s *Set) Catalogue(lang i18n.Lang) (data []byte, hash string, err error) {
	f, ok := s.files[lang]
	if !ok {
		return nil, "", errors.New("catalogue: unknown language " + string(lang))
	}
	return f.json, f.hash, nil
}

// Match returns the language of an Accept-Language header, French when none of
// ours is asked for.
func (s *Set) Match(acceptLanguage string) i18n.Lang {
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(wanted) == 0 {
		return i18n.French
	}
	_, index, confidence := s.matcher.Match(wanted...)
	if confidence == language.No {
		return i18n.French
	}
	return i18n.Languages()[index]
}
