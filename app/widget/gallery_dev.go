//go:build dev

package widget

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/app/ui/gallery"
	"comptoir/shared/api"
	"comptoir/shared/day"
	"comptoir/shared/id"
)

func init() { gallery.Add(pieces()...) }

// pieces are what this package draws, in every state.
func pieces() []gallery.Piece {
	const tiles, meters = "Biens du parc", "Saisie des compteurs d’un bien"
	var out []gallery.Piece
	for _, w := range []struct {
		name string
		wait Wait
	}{{"Rien d’attendu", NoWait}, {"Relevé nécessaire", Wanted}, {"En attente d’envoi", OnDevice}, {"À corriger", ToFix}} {
		out = append(out, gallery.Piece{Group: tiles, Name: w.name, Draw: func() app.UI { return AssetTile(specimen(), w.wait) }})
	}
	for _, s := range []string{"Couvert par SSC", "Couvert par garantie constructeur", "Non couvert", "Désactivé"} {
		out = append(out, gallery.Piece{Group: tiles, Name: "Couverture, " + s, Draw: func() app.UI { return StatusBadge(api.Statuses{Contract: s}) }})
	}
	for _, e := range []struct {
		name  string
		state func(*Entry)
	}{
		{"Rien de saisi", func(*Entry) {}},
		{"Dans l’attendu", func(e *Entry) { e.Draft.Fields["m1"] = Typed{Value: "422 000"} }},
		{"À confirmer", func(e *Entry) { e.Draft.Fields["m1"] = Typed{Value: "440 000"} }},
		{"Motif libre", func(e *Entry) { e.Draft.Fields["m1"] = Typed{Value: "440 000", Why: whyOther} }},
		{"Refusé", func(e *Entry) { e.Draft.Fields["m1"] = Typed{Value: "400 000"} }},
		{"Compteur remplacé", func(e *Entry) { e.Draft.Fields["m1"] = Typed{Value: "12", Replaced: true, OldEnd: "420 000"} }},
		{"Date changée", func(e *Entry) { e.Draft.At = "2026-11-23T08:30" }},
		{"Photo en préparation", func(e *Entry) { e.preparing = true }},
		{"Plus de place sur l’appareil", func(e *Entry) { e.trouble = troubleOf(browser.ErrQuota) }},
		{"Enregistrement en cours", func(e *Entry) { e.Draft.Fields["m1"], e.busy = Typed{Value: "422 000"}, true }},
	} {
		out = append(out, gallery.Piece{Group: meters, Name: e.name, Wide: true, Draw: func() app.UI {
			form := specimenEntry()
			e.state(form)
			form.tried = !form.Draft.Empty()
			return form.Draw()
		}})
	}
	return append(out, gallery.Piece{Group: meters, Name: "Aucun compteur", Draw: func() app.UI {
		form := specimenEntry()
		form.Meters = nil
		return form.Draw()
	}})
}

func specimen() store.Tile {
	return store.Tile{
		Asset: &api.Asset{ID: id.Nil, Org: "VB", Activity: "IMP", Label: "Copieur accueil", Serial: "3089M410237", DealerRef: "BV-004512", CustomerRef: "INV-77",
			Place: "rez-de-chaussée", Installed: day.New(2023, 3, 14)},
		Model: &api.Model{Brand: "Ricoh", Label: "IM C2000", Family: "Copieur A3"}, Site: &api.Site{Name: "Siège"}, Tickets: 1, Orders: 2,
	}
}

func specimenEntry() *Entry {
	value, volume, at := int64(412866), int64(13_000_000), browser.Now().Add(-22*24*time.Hour)
	return blankEntry(specimen(), []api.Meter{
		{ID: "m1", Code: "109", Label: "Compteur noir", LastValue: &value, LastAt: &at, LastOrigin: "Relevé client", Volume: &volume},
		{ID: "m2", Code: "108", Label: "Compteur couleur", Colour: true},
	}, nil, Desk{Go: func(func()) {}, Update: func(func()) {}})
}
