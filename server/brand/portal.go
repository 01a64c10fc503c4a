package brand

import (
	"comptoir/server/sentence"
	"comptoir/shared/api"
	"comptoir/shared/i18n"
)

// Portal returns the configuration as the frame draws it for a reader of lang.
// Every entry of the menu is in it: the frame hides those whose right the
// membership does not hold. Legal pages follow the links of the footer.
func (b *Brand) Portal(lang i18n.Lang, sentences *sentence.Set) api.Portal {
	d := b.Document
	p := api.Portal{
		Name:    d.Name,
		Logo:    b.Logo(),
		Footer:  links(d.Footer, lang, sentences),
		Social:  links(d.Social, lang, sentences),
		Phone:   d.Contact.Phone,
		Email:   d.Contact.Email,
		Welcome: api.Welcome{Title: d.Welcome.Title.In(lang, sentences), Text: d.Welcome.Text.In(lang, sentences)},
	}
	for i, line := range d.Contact.Address {
		if i > 0 {
			p.Address += "\n"
		}
		p.Address += line
	}
	for _, item := range d.Menu {
		p.Menu = append(p.Menu, api.MenuItem{Label: item.Label.In(lang, sentences), Icon: item.Icon, Path: item.Path, Needs: item.Needs})
	}
	for _, page := range d.Legal {
		p.Footer = append(p.Footer, api.Link{Label: page.Title.In(lang, sentences), URL: "/pages/" + page.Slug})
	}
	return p
}

func links(from []Link, lang i18n.Lang, sentences *sentence.Set) []api.Link {
	var to []api.Link
	for _, l := range from {
		to = append(to, api.Link{Label: l.Label.In(lang, sentences), URL: l.URL})
	}
	return to
}
