package gallery

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/ui"
)

// picture is the picture of the samples.
const picture = "/web/brand/icon.svg"

// filterTexts are the words of a filter bar; its landmarks bear the name of the
// sample, since a page names each landmark once.
func filterTexts(sample string) ui.FilterTexts {
	return ui.FilterTexts{
		Form: "Filtrer le parc, " + sample, Search: "Rechercher dans le parc", Holder: "Libellé, lieu, n° de série…", Sort: "Trier par",
		Views: "Affichage, " + sample, Tiles: "Vignettes", Table: "Tableau", Filters: "Filtres", Remove: "Retirer le filtre", Clear: "Tout effacer",
	}
}

func facets() []ui.Facet {
	return []ui.Facet{
		{Key: "site", Label: "Sites", Menu: true, Values: []ui.FacetValue{
			{Value: "siege", Label: "Siège", Count: "31"}, {Value: "annexe", Label: "Annexe", Count: "9"}, {Value: "lilas", Label: "Crèche Les Lilas", Count: "7"},
		}},
		{Key: "releve", Label: "Relevé", Single: true, Values: []ui.FacetValue{{Value: "attendu", Label: "Relevé attendu", Count: "4", Dot: ui.Warn}}},
		{Key: "activite", Label: "Activité", Values: []ui.FacetValue{
			{Value: "impression", Label: "Impression", Count: "29", Icon: ui.IconPrinter},
			{Value: "telephonie", Label: "Téléphonie", Count: "12", Icon: ui.IconPhone},
			{Value: "informatique", Label: "Informatique", Count: "6", Icon: ui.IconLaptop},
		}},
	}
}

var sorts = []ui.Option{{Value: "lieu", Label: "Lieu, puis libellé"}, {Value: "-installation", Label: "Date d’installation"}, {Value: "releve", Label: "Relevé attendu d’abord"}}

func filters() []Piece {
	const g = "Filtres d’une liste"
	bar := func(id string, s ui.ListState, view string) func() app.UI {
		return func() app.UI {
			return ui.FilterBar(ui.FilterBarProps{ID: id, Path: "/parc", State: s, View: view, Facets: facets(), Sorts: sorts, Texts: filterTexts(id)})
		}
	}
	chosen := ui.ListState{Query: "copieur"}.Toggle("site", "siege").Toggle("activite", "impression")
	return []Piece{
		wide(g, "Sans filtre", bar("g-bar", ui.ListState{}, ui.ViewTiles)),
		wide(g, "Deux filtres et un texte", bar("g-bar2", chosen, ui.ViewTable)),
	}
}

func facts() []Piece {
	const g = "Cartes et caractéristiques"
	values := func() []ui.KeyValue {
		return []ui.KeyValue{
			{Label: "Identifiant fabricant", Value: "3089M410237", Copy: "Copier l’identifiant fabricant"},
			{Label: "Identifiant prestataire", Value: "BV-004512", Copy: "Copier l’identifiant prestataire"},
			{Label: "Modèle", Value: "Ricoh IM C2000"},
			{Label: "Installé le", Value: "14/03/2023"},
			{Label: "Lieu", Value: "Siège, rez-de-chaussée, accueil du public"},
			{Label: "Vide, non dessiné"},
			{Label: "Contrat", Body: ui.Badge(ui.BadgeProps{Text: "Au contrat", Tone: ui.Brand})},
		}
	}
	return []Piece{
		piece(g, "Carte", func() app.UI {
			return ui.Card(ui.CardProps{Title: "Identification", Actions: []app.UI{app.A().Href("#").Class("small").Text("Tout voir")}}, ui.KeyValues(values()))
		}),
		piece(g, "Code à copier", func() app.UI {
			return row(ui.Code(ui.CodeProps{Text: "AA2J021004587", CopyLabel: "Copier le numéro de série"}), ui.Code(ui.CodeProps{Text: "BV-004731"}))
		}),
		piece(g, "Lignes", func() app.UI {
			return ui.Card(ui.CardProps{Title: "Interventions en cours", Flush: true}, ui.Lines([]ui.Line{
				{Icon: ui.IconWrench, Tone: ui.Info, Title: "Bourrages répétés, bac 2", Sub: "Copieur accueil, technicien prévu aujourd’hui 14 h – 16 h", Href: "#", End: ui.Badge(ui.BadgeProps{Text: "En cours", Tone: ui.Info})},
				{Icon: ui.IconPhone, Tone: ui.Warn, Title: "Pas de tonalité, poste 214", Sub: "Votre réponse est attendue", Href: "#", End: ui.Badge(ui.BadgeProps{Text: "À vous", Tone: ui.Warn})},
				{Icon: ui.IconLaptop, Title: "Mise à jour de l’antivirus", Sub: "Portable RH, reçue à 17:20"},
			}))
		}),
		wide(g, "Caractéristiques sur deux colonnes", func() app.UI {
			return ui.Card(ui.CardProps{Title: "Détails"}, app.Div().Class("facts--cols").Body(ui.KeyValues(values(), "facts--2")))
		}),
	}
}

func tile(i int) ui.TileProps {
	return ui.TileProps{
		Href: "#", Picture: picture, Name: "Copieur comptabilité", Model: "Konica Minolta bizhub C250i", Where: "Siège, 2e étage, bureau 214",
		Codes: []ui.KeyValue{
			{Label: "Fabricant", Value: "AA2J02100" + strconv.Itoa(4587+i), Copy: "Copier l’identifiant fabricant"},
			{Label: "Prestataire", Value: "BV-00" + strconv.Itoa(4731+i), Copy: "Copier l’identifiant prestataire"},
			{Label: "Installé le", Value: "06/09/2022"},
		},
		NoBadges: "Rien en cours",
		Menu: ui.Drop(ui.DropProps{Label: "Actions", Spoken: "Actions, Copieur comptabilité", Up: true, Items: []ui.MenuItem{
			{Icon: ui.IconWrench, Label: "Déclencher une intervention", Href: "#"},
			{Icon: ui.IconDrop, Label: "Commander des consommables", Href: "#"},
			{Icon: ui.IconGauge, Label: "Saisir les compteurs", Href: "#"},
		}}),
	}
}

func tiles() []Piece {
	const g = "Vignettes"
	return []Piece{
		wide(g, "Avec relevé attendu, sans photo, avec saisie en attente", func() app.UI {
			flagged, bare, pending := tile(0), tile(1), tile(2)
			flagged.Flag = ui.Flag(ui.Warn, "À relever", "Saisie de compteurs nécessaire")
			flagged.Badges = []app.UI{
				ui.Badge(ui.BadgeProps{Text: "2", Tone: ui.Info, Icon: ui.IconWrench, Href: "#", Label: "2 interventions en cours, Copieur comptabilité"}),
				ui.Badge(ui.BadgeProps{Text: "1", Icon: ui.IconBox, Href: "#", Label: "1 commande en cours, Copieur comptabilité"}),
			}
			bare.Picture = ""
			pending.Pending = true
			pending.Badges = []app.UI{ui.Badge(ui.BadgeProps{Text: "En attente d’envoi", Tone: ui.Warn, Icon: ui.IconClock})}
			return ui.Tiles("Exemples", ui.Tile(flagged), ui.Tile(bare), ui.Tile(pending), ui.Tile(tile(3)))
		}),
		wide(g, "Liste fenêtrée de 20 000 vignettes, le début", func() app.UI {
			return app.Div().Class("scrollbox").TabIndex(0).Role("region").Aria("label", "Liste fenêtrée").Body(&ui.Window{
				ID: "g-window", Label: "Parc", Count: 20_000, Line: 420, Item: func(i int) app.UI { return ui.Tile(tile(i)) },
			})
		}),
	}
}

type reading struct{ meter, date, value, origin string }

func tables() []Piece {
	const g = "Tableau, et sa forme en cartes"
	rows := []reading{
		{"Compteur noir", "26/10/2026", "412 866", "Relevé client"},
		{"Compteur noir", "28/09/2026", "399 782", "Relevé prestataire"},
		{"Compteur couleur", "26/10/2026", "98 204", "Relevé client"},
	}
	draw := func(dense bool) func() app.UI {
		return func() app.UI {
			return ui.Table(ui.TableProps{
				Caption: "Relevés", Dense: dense, Rows: len(rows),
				Columns: []ui.TableColumn{
					{Label: "Compteur", Place: ui.PlaceTitle, Sort: "#", Sorted: ui.Ascending}, {Label: "Date", Sort: "#"},
					{Label: "Origine", Minor: true}, {Label: "Valeur", Place: ui.PlaceSide, End: true},
				},
				Cell: func(r, c int) app.UI {
					switch c {
					case 0:
						return ui.MainCell(rows[r].meter, "#", "total 109")
					case 1:
						return app.Text(rows[r].date)
					case 2:
						return ui.Badge(ui.BadgeProps{Text: rows[r].origin})
					default:
						return app.Span().Class("num strong").Text(rows[r].value)
					}
				},
			})
		}
	}
	return []Piece{
		wide(g, "Large", draw(false)),
		wide(g, "Dense", draw(true)),
		piece(g, "En cartes", draw(false)),
	}
}

// sampleList is a list screen, described.
func sampleList(id string, rows []reading, phase ui.Phase, known bool, state ui.ListState) ui.List[reading] {
	return ui.List[reading]{
		ID: id, Path: "/parc", Title: "Parc", Count: "47 biens", Icon: ui.IconPrinter, State: state,
		Views: []string{ui.ViewTable, ui.ViewTiles}, Facets: facets(), Sorts: sorts, Rows: rows, Phase: phase, Known: known,
		Columns: []ui.Column[reading]{
			{Label: "Compteur", Place: ui.PlaceTitle, SortKey: "lieu", Cell: func(r reading) app.UI { return ui.MainCell(r.meter, "#", "") }},
			{Label: "Date", SortKey: "date", SortDesc: "-date", Text: func(r reading) string { return r.date }},
			{Label: "Origine", Minor: true, Text: func(r reading) string { return r.origin }},
			{Label: "Valeur", Place: ui.PlaceSide, End: true, Text: func(r reading) string { return r.value }},
		},
		Tile: func(r reading) app.UI { return ui.Tile(ui.TileProps{Href: "#", Name: r.meter, Model: r.value}) }, TileLine: 260,
		Actions: []app.UI{
			ui.LinkButton(ui.LinkProps{Label: "Excel", Href: "#", Icon: ui.IconDownload, Download: true}),
			ui.LinkButton(ui.LinkProps{Label: "Tournée de relevés", Href: "#", Icon: ui.IconGauge, Variant: ui.Primary}),
		},
		Texts: ui.ListTexts{
			Filter: filterTexts(id), Waiting: "Chargement du parc", EmptyTitle: "Aucun bien", EmptyText: "Votre prestataire n’a encore rattaché aucun bien.",
			NoneTitle: "Aucun bien ici", NoneText: "Aucun bien ne correspond à « infirmerie » sur le site Annexe.", ClearLabel: "Retirer les filtres",
			FailedTitle: "La liste n’a pas pu être lue", FailedText: "Le serveur n’a pas répondu. Rien n’est perdu de ce que vous avez saisi.",
			Retry: "Réessayer", Refresh: "Actualiser", Stale: "Données du 24/11 à 14:02", Found: "47 biens",
		},
	}
}

func lists() []Piece {
	const g = "Écran de liste, décrit"
	rows := []reading{{"Copieur accueil", "14/03/2023", "412 866", "Relevé client"}, {"Copieur comptabilité", "06/09/2022", "98 204", "Relevé prestataire"}}
	draw := func(id string, rows []reading, p ui.Phase, known bool, s ui.ListState) func() app.UI {
		return func() app.UI { return sampleList(id, rows, p, known, s).Body() }
	}
	return []Piece{
		wide(g, "Frais", draw("g-list0", rows, ui.Fresh, true, ui.ListState{})),
		wide(g, "Daté", draw("g-list1", rows, ui.Stale, true, ui.ListState{View: ui.ViewTiles})),
		wide(g, "Chargement", draw("g-list2", nil, ui.Loading, false, ui.ListState{})),
		wide(g, "Vide à cause des filtres", draw("g-list3", nil, ui.Fresh, true, ui.ListState{Query: "infirmerie"}.Toggle("site", "annexe"))),
		wide(g, "Échec", draw("g-list4", nil, ui.Failed, false, ui.ListState{})),
	}
}
