package brand

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"comptoir/server/sentence"
	"comptoir/shared/habilitation"
	"comptoir/shared/i18n"
	"comptoir/shared/msg"
)

// Document is the stored portal configuration (domain.md 3). What a stored
// document leaves out has the value of Default; fields that this version does
// not know are ignored.
type Document struct {
	Name      string     `json:"name"`             // 1 to 60 characters
	ShortName string     `json:"short_name"`       // under the icon: 1 to 20 characters
	Color     string     `json:"color"`            // #rrggbb, the one input of the theme
	PublicURL string     `json:"public_url"`       // https://portail.example.fr, for links in mails
	Welcome   Welcome    `json:"welcome"`          // head of the home page
	Menu      []MenuItem `json:"menu"`             // 1 to 20 entries, in order
	Footer    []Link     `json:"footer"`           // at most 20
	Social    []Link     `json:"social,omitempty"` // at most 20
	Contact   Contact    `json:"contact"`          // of the dealer
	Legal     []Page     `json:"legal,omitempty"`  // at most 20, linked from the footer
}

// Text is a sentence of the set, or the dealer's own words per language.
type Text struct {
	Key msg.Key `json:"key,omitempty"`
	FR  string  `json:"fr,omitempty"`
	EN  string  `json:"en,omitempty"`
}

// In returns the text in lang: the dealer's words, else the sentence of Key,
// else the words in the other language.
func (t Text) In(lang i18n.Lang, sentences *sentence.Set) string {
	own, other := t.FR, t.EN
	if lang == i18n.English {
		own, other = t.EN, t.FR
	}
	switch {
	case own != "":
		return own
	case t.Key != "":
		return sentences.T(lang, t.Key)
	}
	return other
}

func (t Text) empty() bool { return t == Text{} }

// Welcome is the title and text of the home page.
type Welcome struct {
	Title Text `json:"title"`
	Text  Text `json:"text"`
}

// MenuItem is a shortcut of the top banner.
type MenuItem struct {
	Label Text              `json:"label"`
	Icon  string            `json:"icon"` // name of a symbol of web/icon/sprite.svg
	Path  string            `json:"path"` // /parc, or https://…
	Needs habilitation.Code `json:"needs,omitempty"`
}

// Link is a labelled address: /…, https:, mailto: or tel:.
type Link struct {
	Label Text   `json:"label"`
	URL   string `json:"url"`
}

// Contact is how the dealer is reached.
type Contact struct {
	Phone   string   `json:"phone,omitempty"`
	Email   string   `json:"email,omitempty"`
	Address []string `json:"address,omitempty"` // lines
}

// Page is a legal page; its body is Markdown.
type Page struct {
	Slug  string `json:"slug"`
	Title Text   `json:"title"`
	Body  Text   `json:"body"`
}

// Parse reads a stored document, completes it and validates it.
func Parse(data []byte) (Document, error) {
	var d Document
	if err := json.Unmarshal(data, &d); err != nil {
		return Document{}, fmt.Errorf("portal configuration: %w", err)
	}
	d.complete()
	return d, d.Validate()
}

// complete gives what is left out its default value.
func (d *Document) complete() {
	def := Default()
	for _, field := range []struct{ own, def *string }{
		{&d.Name, &def.Name}, {&d.ShortName, &def.ShortName}, {&d.Color, &def.Color},
	} {
		if *field.own == "" {
			*field.own = *field.def
		}
	}
	if d.Menu == nil {
		d.Menu = def.Menu
	}
	if d.Footer == nil {
		d.Footer = def.Footer
	}
	if d.Welcome.Title.empty() {
		d.Welcome.Title = def.Welcome.Title
	}
	if d.Welcome.Text.empty() {
		d.Welcome.Text = def.Welcome.Text
	}
}

var (
	iconName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	slugName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	address  = regexp.MustCompile(`^(/([^/\\].*)?|https?://[^/\s]+(/.*)?|mailto:[^@\s]+@[^@\s]+|tel:\+?[0-9 .]+)$`)
	mailbox  = regexp.MustCompile(`^[^@\s<>,;"]+@[^@\s<>,;"]+$`)
)

// Validate returns every mistake of the document, joined.
func (d Document) Validate() error {
	var mistakes []error
	wrong := func(format string, args ...any) { mistakes = append(mistakes, fmt.Errorf(format, args...)) }
	line := func(field, text string, most int) {
		if n := utf8.RuneCountInString(text); n > most || strings.ContainsFunc(text, unicode.IsControl) {
			wrong("%s: at most %d characters on one line", field, most)
		}
	}
	link := func(field, url string) {
		if !address.MatchString(url) || strings.ContainsFunc(url, unicode.IsControl) || strings.ContainsAny(url, " \"'<>\\") {
			wrong("%s: %q is neither a page of the portal nor an https:, mailto: or tel: address", field, url)
		}
	}
	label := func(field string, text Text) {
		if text.empty() {
			wrong("%s: no text", field)
		}
		line(field, text.FR, 200)
		line(field, text.EN, 200)
	}
	for field, count := range map[string]int{"menu": len(d.Menu), "footer": len(d.Footer), "social": len(d.Social), "legal": len(d.Legal), "address": len(d.Contact.Address)} {
		if count > 20 {
			wrong("%s: at most 20 entries", field)
		}
	}
	if strings.TrimSpace(d.Name) == "" || len(d.Menu) == 0 {
		wrong("name or menu: empty")
	}
	line("name", d.Name, 60)
	line("short_name", d.ShortName, 20)
	if _, err := ParseColor(d.Color); err != nil {
		wrong("color: %w", err)
	}
	if d.PublicURL != "" && (!strings.HasPrefix(d.PublicURL, "http") || !address.MatchString(d.PublicURL)) {
		wrong("public_url: %q is no https address", d.PublicURL)
	}
	for i, item := range d.Menu {
		field := fmt.Sprintf("menu %d", i+1)
		label(field, item.Label)
		link(field, item.Path)
		if !iconName.MatchString(item.Icon) {
			wrong("%s: icon %q is no name", field, item.Icon)
		}
		if item.Needs != "" && !item.Needs.Known() {
			wrong("%s: unknown habilitation %s", field, item.Needs)
		}
	}
	for i, l := range append(append([]Link(nil), d.Footer...), d.Social...) {
		label(fmt.Sprintf("link %d", i+1), l.Label)
		link(fmt.Sprintf("link %d", i+1), l.URL)
	}
	for _, page := range d.Legal {
		label("legal page "+page.Slug, page.Title)
		if !slugName.MatchString(page.Slug) {
			wrong("legal page: %q is not like mentions-legales", page.Slug)
		}
	}
	line("phone", d.Contact.Phone, 40)
	if d.Contact.Email != "" && !mailbox.MatchString(d.Contact.Email) {
		wrong("email: %q is no address", d.Contact.Email)
	}
	return errors.Join(mistakes...)
}
