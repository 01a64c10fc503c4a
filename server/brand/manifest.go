package brand

import (
	"encoding/json"
	"fmt"

	"comptoir/server/sentence"
	"comptoir/shared/i18n"
	"comptoir/shared/msg"
)

const mimeManifest = "application/manifest+json"

// manifestPath is where the manifest of a language is kept among the assets.
func manifestPath(lang i18n.Lang) string { return "/manifest.webmanifest?" + string(lang) }

// addTexts adds the manifest of each language: the base, completed by the
// brand.
func (b *Brand) addTexts(base []byte, sentences *sentence.Set) error {
	for _, lang := range i18n.Languages() {
		data, err := b.manifest(base, lang, sentences)
		if err != nil {
			return fmt.Errorf("brand: manifest: %w", err)
		}
		b.assets[manifestPath(lang)] = ready(mimeManifest, data)
	}
	return nil
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

type shortcut struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

func (b *Brand) manifest(base []byte, lang i18n.Lang, sentences *sentence.Set) ([]byte, error) {
	var m map[string]any
	if err := json.Unmarshal(base, &m); err != nil {
		return nil, err
	}
	d := b.Document
	m["name"], m["short_name"], m["theme_color"], m["lang"] = d.Name, d.ShortName, d.Color, lang
	m["description"] = sentences.T(lang, msg.AppDescription)
	icons := []manifestIcon{
		{b.URL("/brand/icon-192.png"), "192x192", mimePNG, "any"},
		{b.URL("/brand/icon-512.png"), "512x512", mimePNG, "any"},
		{b.URL("/brand/icon-maskable-512.png"), "512x512", mimePNG, "maskable"},
	}
	if _, vector := b.assets["/brand/icon.svg"]; vector {
		icons = append(icons, manifestIcon{b.URL("/brand/icon.svg"), "any", mimeSVG, "any"})
	}
	m["icons"] = icons
	m["shortcuts"] = []shortcut{
		{sentences.T(lang, msg.ActionEnterReadings), "/tournee"},
		{sentences.T(lang, msg.NavFleet), "/parc"},
	}
	return json.MarshalIndent(m, "", "  ")
}
