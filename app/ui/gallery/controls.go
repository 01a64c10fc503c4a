package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/ui"
)

// piece makes a piece from its drawing.
func piece(group, name string, draw func() app.UI) Piece {
	return Piece{Group: group, Name: name, Draw: draw}
}

// wide makes a piece that takes the width of the page.
func wide(group, name string, draw func() app.UI) Piece {
	return Piece{Group: group, Name: name, Wide: true, Draw: draw}
}

func nothing(app.Context, app.Event) {}

func row(elems ...app.UI) app.UI { return app.Div().Class("row row-tight").Body(elems...) }

func themes() []Piece {
	var all []Piece
	for _, brand := range []struct{ key, name string }{
		{"comptoir", "Bleu Comptoir"}, {"sapin", "Vert sapin"}, {"paille", "Jaune paille"}, {"corail", "Corail"},
	} {
		for _, theme := range []struct{ key, name string }{{"light", "clair"}, {"dark", "sombre"}} {
			all = append(all, piece("Une couleur, un thème", brand.name+", "+theme.name, func() app.UI {
				return app.Div().Class("theme-box").DataSet("brand", brand.key).DataSet("theme", theme.key).Body(
					row(
						ui.Button(ui.ButtonProps{Label: "Saisir les compteurs", Variant: ui.Primary}),
						ui.Button(ui.ButtonProps{Label: "Intervention", Variant: ui.Soft}),
						ui.Button(ui.ButtonProps{Label: "Fiche"}),
					),
					row(
						ui.Chip(ui.ChipProps{Label: "Relevé attendu", On: true, Href: "#"}),
						ui.Chip(ui.ChipProps{Label: "Impression", Count: "29", Href: "#"}),
						ui.Badge(ui.BadgeProps{Text: "Au contrat", Tone: ui.Brand}),
					),
					app.P().Class("small muted").Body(app.Text("Un "), app.A().Href("#").Text("lien dans un texte"), app.Text(" et son contexte. "),
						app.Span().Class("faint").Text("Détail en retrait.")),
					row(
						ui.Badge(ui.BadgeProps{Text: "Réglée", Tone: ui.OK, Icon: ui.IconCheck}),
						ui.Badge(ui.BadgeProps{Text: "À vous", Tone: ui.Warn}),
						ui.Badge(ui.BadgeProps{Text: "En retard", Tone: ui.Bad, Icon: ui.IconAlert}),
						ui.Badge(ui.BadgeProps{Text: "Planifiée", Tone: ui.Info}),
					),
				)
			}))
		}
	}
	return all
}

func buttons() []Piece {
	const g = "Boutons"
	button := func(name string, p ui.ButtonProps) Piece {
		p.OnClick, p.Scope = nothing, name
		return piece(g, name, func() app.UI { return row(ui.Button(p)) })
	}
	return []Piece{
		button("Principal", ui.ButtonProps{Label: "Saisir les compteurs", Variant: ui.Primary, Icon: ui.IconGauge}),
		button("Secondaire", ui.ButtonProps{Label: "Fiche"}),
		button("Doux", ui.ButtonProps{Label: "Intervention", Variant: ui.Soft, Icon: ui.IconWrench}),
		button("Discret", ui.ButtonProps{Label: "Passer", Variant: ui.Quiet}),
		button("Destructif", ui.ButtonProps{Label: "Abandonner", Variant: ui.Danger, Icon: ui.IconTrash}),
		button("Destructif, plein", ui.ButtonProps{Label: "Annuler le ticket", Variant: ui.DangerSolid}),
		button("Grand", ui.ButtonProps{Label: "Enregistrer, suivant", Variant: ui.Primary, Size: ui.Big, IconEnd: ui.IconArrowR}),
		button("Petit", ui.ButtonProps{Label: "Corriger", Size: ui.Small, Icon: ui.IconEdit}),
		button("Occupé", ui.ButtonProps{Label: "Envoi…", Variant: ui.Primary, Busy: true}),
		button("Indisponible", ui.ButtonProps{Label: "Indisponible", Disabled: true}),
		button("Sur toute la largeur", ui.ButtonProps{Label: "Entrer", Variant: ui.Primary, Wide: true}),
		piece(g, "Lien qui ressemble à un bouton", func() app.UI {
			return row(
				ui.LinkButton(ui.LinkProps{Label: "Relevés", Href: "#", Variant: ui.Primary, Icon: ui.IconGauge}),
				ui.LinkButton(ui.LinkProps{Label: "Exporter (Excel)", Href: "#", Icon: ui.IconDownload, Download: true}),
			)
		}),
		piece(g, "Icône seule", func() app.UI {
			return row(
				ui.IconButton(ui.IconButtonProps{Icon: ui.IconCart, Label: "Panier, 5 articles", Count: "5", Href: "#"}),
				ui.IconButton(ui.IconButtonProps{Icon: ui.IconMore, Label: "Plus d’actions", Line: true, OnClick: nothing}),
				ui.TextButton("Actualiser", "", nothing),
			)
		}),
	}
}

func menus() []Piece {
	const g = "Menus et onglets"
	actions := []ui.MenuItem{
		{Icon: ui.IconWrench, Label: "Déclencher une intervention", Href: "#"},
		{Icon: ui.IconDrop, Label: "Commander des consommables", Href: "#"},
		{Icon: ui.IconGauge, Label: "Saisir les compteurs", Scope: "releve", OnClick: nothing},
	}
	drop := func(open bool) func() app.UI {
		return func() app.UI {
			return ui.Drop(ui.DropProps{Label: "Actions", Spoken: "Actions, Copieur accueil", Items: actions, Start: true, Open: open})
		}
	}
	return []Piece{
		piece(g, "Actions, fermé", drop(false)),
		piece(g, "Actions, ouvert", drop(true)),
		piece(g, "Segments", func() app.UI {
			return row(
				ui.Segments("Période", []ui.Seg{{Label: "12 mois", Href: "#", Current: true}, {Label: "24", Href: "#"}, {Label: "36", Href: "#"}}),
				ui.Segments("Affichage", []ui.Seg{{Icon: ui.IconGrid, Label: "Vignettes", Href: "#", Current: true}, {Icon: ui.IconList, Label: "Tableau", Href: "#"}}),
			)
		}),
		wide(g, "Onglets d’une fiche", func() app.UI {
			return ui.Tabs("Vues du bien", []ui.Tab{
				{Label: "Informations", Href: "#", Current: true}, {Label: "Compteurs", Href: "#"}, {Label: "Interventions", Href: "#", Count: "2"},
				{Label: "Commandes", Href: "#", Count: "1"}, {Label: "Statistiques", Href: "#"},
			})
		}),
	}
}

func fields() []Piece {
	const g = "Champs"
	input := func(name string, p ui.InputProps) Piece {
		return piece(g, name, func() app.UI { return ui.TextInput(p) })
	}
	return []Piece{
		input("Texte", ui.InputProps{FieldProps: ui.FieldProps{ID: "g-text", Label: "Libellé", Hint: "Tel que vos collègues le nomment"}, Value: "Copieur accueil"}),
		input("Facultatif, vide", ui.InputProps{FieldProps: ui.FieldProps{ID: "g-opt", Label: "Votre référence", Optional: "facultatif"}, Placeholder: "BC-2026-118"}),
		input("En faute", ui.InputProps{FieldProps: ui.FieldProps{ID: "g-mail", Label: "E-mail", Error: "Il manque la fin de l’adresse, après @"}, Type: "email", Value: "n.benali@"}),
		input("Lecture seule", ui.InputProps{FieldProps: ui.FieldProps{ID: "g-ro", Label: "Numéro de contrat"}, Value: "CT-2023-0148", ReadOnly: true}),
		input("Indisponible", ui.InputProps{FieldProps: ui.FieldProps{ID: "g-dis", Label: "Code service"}, Disabled: true}),
		input("Avec icône", ui.InputProps{FieldProps: ui.FieldProps{ID: "g-icon", Label: "Recherche"}, Type: "search", Icon: ui.IconSearch, Placeholder: "Numéro, objet…"}),
		piece(g, "Nombre", func() app.UI {
			return ui.NumberField(ui.InputProps{FieldProps: ui.FieldProps{ID: "g-num", Label: "Compteur noir"}, Value: "425 950", Suffix: "pages"})
		}),
		piece(g, "Choix dans une liste", func() app.UI {
			return ui.Select(ui.SelectProps{FieldProps: ui.FieldProps{ID: "g-sel", Label: "Raison", Hint: "Le relevé partira avec elle"}, Value: "b",
				Options: []ui.Option{{Value: "a", Label: "Gros tirage ponctuel"}, {Value: "b", Label: "Relevé précédent erroné"}}})
		}),
		piece(g, "Plusieurs lignes", func() app.UI {
			return ui.TextArea(ui.TextAreaProps{FieldProps: ui.FieldProps{ID: "g-area", Label: "Précisions", Error: "Dites pourquoi en quelques mots"}, Rows: 3, MaxLength: 500})
		}),
		piece(g, "Case à cocher", func() app.UI {
			return app.Div().Body(
				ui.Checkbox(ui.CheckboxProps{ID: "g-shared", Label: "Appareil partagé", Hint: "La session se ferme au bout de 12 heures", Checked: true}),
				ui.Checkbox(ui.CheckboxProps{ID: "g-read", Label: "J’ai relu, 104 716 est bien affiché"}),
			)
		}),
		piece(g, "Photo", func() app.UI {
			return ui.FileButton(ui.FileProps{ID: "g-photo", Label: "Ajouter une photo du compteur", Accept: "image/*", Camera: true})
		}),
		piece(g, "Résumé des fautes", func() app.UI {
			return ui.Form(ui.FormProps{ID: "g-form", Label: "Exemple"},
				ui.ErrorSummary("Deux champs sont à revoir", []ui.Problem{{ID: "g-mail", Text: "E-mail incomplet"}, {ID: "g-area", Text: "Précisions manquantes"}}))
		}),
	}
}

func badges() []Piece {
	const g = "Badges et pastilles"
	return []Piece{
		piece(g, "Badges", func() app.UI {
			return row(
				ui.Badge(ui.BadgeProps{Text: "Transmise"}),
				ui.Badge(ui.BadgeProps{Text: "En cours", Tone: ui.Info, Icon: ui.IconCalendar}),
				ui.Badge(ui.BadgeProps{Text: "Travaux terminés", Tone: ui.OK, Icon: ui.IconCheck}),
				ui.Badge(ui.BadgeProps{Text: "Suite à prévoir", Tone: ui.Warn, Icon: ui.IconClock}),
				ui.Badge(ui.BadgeProps{Text: "Refusée", Tone: ui.Bad, Icon: ui.IconAlert}),
				ui.Badge(ui.BadgeProps{Text: "Au contrat", Tone: ui.Brand}),
				ui.Badge(ui.BadgeProps{Text: "Saisie de compteurs nécessaire", Tone: ui.Warn, Dot: true}),
			)
		}),
		piece(g, "Badges qui mènent quelque part", func() app.UI {
			return row(
				ui.Badge(ui.BadgeProps{Text: "2", Tone: ui.Info, Icon: ui.IconWrench, Href: "#", Label: "2 interventions en cours, Copieur accueil"}),
				ui.Badge(ui.BadgeProps{Text: "1", Icon: ui.IconBox, Href: "#", Label: "1 commande en cours, Copieur accueil"}),
			)
		}),
		piece(g, "Pastille du réseau", func() app.UI {
			return row(
				ui.Pill(ui.PillProps{State: ui.PillFresh, Text: "À jour"}),
				ui.Pill(ui.PillProps{State: ui.PillOffline, Text: "Hors connexion", Count: "12", More: "en attente", Href: "#"}),
				ui.Pill(ui.PillProps{State: ui.PillWaiting, Count: "3", More: "en attente d’envoi", Href: "#"}),
				ui.Pill(ui.PillProps{State: ui.PillParked, Count: "1", More: "à corriger", Href: "#"}),
			)
		}),
		piece(g, "Personnes", func() app.UI {
			return row(ui.Avatar("Nadia Benali"), ui.Avatar("Karim Diallo", "avatar--grey"), ui.Avatar("Sophie", "avatar--sm"))
		}),
	}
}
