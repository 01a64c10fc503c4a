package brand

import (
	"io/fs"
	"strings"
	"testing"

	"comptoir"
	"comptoir/shared/i18n"
)

func TestDefaultIsValid(t *testing.T) {
	if err := Default().Validate(); err != nil {
		t.Fatal(err)
	}
	d, err := Parse([]byte(`{"home_zones":[{"kind":"news"}]}`))
	if err != nil || d.Name != "Comptoir" || len(d.Menu) != len(Default().Menu) {
		t.Errorf("a document of a later version: %+v, %v", d, err)
	}
}

// The menu of the banner is configurable (statement 12).
func TestS012_StoredMenuReplacesTheDefault(t *testing.T) {
	d, err := Parse([]byte(`{"name":"Martin","menu":[{"label":{"fr":"Nos agences","en":"Branches"},"icon":"pin","path":"https://martin.example/agences"},{"label":{"key":"nav.fleet","fr":"Mes machines"},"icon":"printer","path":"/parc","needs":"ACCES_PARC"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	b := build(t, d, nil)
	fr, en := b.Portal(i18n.French, sentences(t)), b.Portal(i18n.English, sentences(t))
	if len(fr.Menu) != 2 || fr.Menu[0].Label != "Nos agences" || fr.Menu[0].Needs != "" || fr.Menu[1].Label != "Mes machines" || fr.Menu[1].Needs != "ACCES_PARC" {
		t.Errorf("fr: %+v", fr.Menu)
	}
	if en.Menu[0].Label != "Branches" || en.Menu[1].Label != "Fleet" {
		t.Errorf("en: %+v", en.Menu)
	}
	if len(fr.Footer) != len(Default().Footer) || fr.Footer[0].Label != "Nous contacter" {
		t.Errorf("footer: %+v", fr.Footer)
	}
}

func TestValidateNamesEachMistake(t *testing.T) {
	d := Default()
	d.Name = strings.Repeat("x", 61)
	d.Color = "red;}body{display:none"
	d.PublicURL = "ftp://x"
	d.Menu[0].Path = "javascript:alert(1)"
	d.Menu[1].Icon = "../x"
	d.Menu[2].Needs = "TOUT"
	d.Menu[3].Label = Text{}
	d.Footer[0].URL = "//evil.example"
	d.Social = []Link{{Text{FR: "x"}, "https://x\"onclick=y"}}
	d.Contact.Email = "a@b\r\nBcc: c@d"
	d.Legal = []Page{{Slug: "../etc", Title: Text{FR: "x"}}}
	err := d.Validate()
	if err == nil {
		t.Fatal("valid")
	}
	for _, want := range []string{"name:", "color:", "public_url:", "menu 1:", "menu 2: icon", "menu 3: unknown", "menu 4: no text", "link 1:", "link 3:", "email:", "legal page:"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in:\n%v", want, err)
		}
	}
	if _, err := Build(d, nil, nil, nil); err == nil {
		t.Error("an invalid document is built")
	}
}

func TestColor(t *testing.T) {
	for _, bad := range []string{"", "#fff", "red", "#12345g", "#2156a8;", "2156a8#"} {
		if _, err := ParseColor(bad); err == nil {
			t.Errorf("%q is a colour", bad)
		}
	}
	if got := Contrast(white, ink); got < 15 {
		t.Errorf("white on ink: %.1f", got)
	}
}

func TestDefaultMenuHasItsIcons(t *testing.T) {
	sprite, err := fs.ReadFile(comptoir.Files, "web/icon/sprite.svg")
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range Default().Menu {
		if !strings.Contains(string(sprite), `id="`+item.Icon+`"`) {
			t.Errorf("%s: no symbol %s in the sprite", item.Path, item.Icon)
		}
	}
}
