package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/ui"
)

func readings() []Piece {
	const g = "Saisie de relevé"
	within := ui.MeterProps{
		FieldProps: ui.FieldProps{ID: "g-black", Label: "Compteur noir"}, Inks: []ui.Ink{ui.Black}, Badge: "total 109",
		PrevLabel: "Dernier relevé, 26/10/2026", PrevValue: "412 866", Value: "425 950", Delta: "+ 13 084 pages", Tone: ui.OK, Verdict: "Dans l’attendu",
		Range: &ui.Range{Low: 12_300, High: 14_100, LowText: "12 300", HighText: "14 100", Value: 13_084, HasValue: true, Spoken: "Attendu entre 12 300 et 14 100, saisi 13 084"},
	}
	above := ui.MeterProps{
		FieldProps: ui.FieldProps{ID: "g-colour", Label: "Compteur couleur"}, Inks: []ui.Ink{ui.Cyan, ui.Magenta, ui.Yellow}, Badge: "total 108",
		PrevLabel: "Dernier relevé, 26/10/2026", PrevValue: "98 204", Value: "104 716", Delta: "+ 6 512 pages", Tone: ui.Warn, Verdict: "Attendu entre 3 100 et 4 400",
		Range: &ui.Range{Low: 3_100, High: 4_400, LowText: "3 100", HighText: "4 400", Value: 6_512, HasValue: true, Spoken: "Attendu entre 3 100 et 4 400, saisi 6 512"},
	}
	return []Piece{
		wide(g, "Tête de tournée", func() app.UI {
			return ui.Round(ui.RoundProps{Title: "Tournée de relevés", Sub: "Siège, 2e étage", QuitHref: "#", QuitLabel: "Quitter la tournée", Done: 12, Total: 40,
				DoneLabel: "Relevés faits :", BarLabel: "Avancement de la tournée"})
		}),
		wide(g, "Vide, sans relevé précédent", func() app.UI {
			return ui.Meter(ui.MeterProps{FieldProps: ui.FieldProps{ID: "g-empty", Label: "Compteur noir", Hint: "Le nombre affiché à l’écran de la machine"}, Inks: []ui.Ink{ui.Black}})
		}),
		wide(g, "Dans l’attendu", func() app.UI { return ui.Meter(within) }),
		wide(g, "Au-dessus, à confirmer", func() app.UI {
			return ui.Meter(above, ui.Notice(ui.NoticeProps{Tone: ui.Warn, Live: true, Title: "C’est 48 % de plus que le haut de la fourchette",
				Text: "Relisez le compteur. S’il est juste, dites pourquoi : le relevé partira ainsi."},
				ui.Select(ui.SelectProps{FieldProps: ui.FieldProps{ID: "g-why", Label: "Raison"}, Options: []ui.Option{{Value: "a", Label: "Gros tirage ponctuel"}, {Value: "b", Label: "Le compteur a été remplacé"}}}),
				ui.Checkbox(ui.CheckboxProps{ID: "g-sure", Label: "J’ai relu, 104 716 est bien affiché", Checked: true})))
		}),
		wide(g, "Refusé", func() app.UI {
			p := within
			p.ID, p.Value, p.Delta, p.Tone, p.Verdict, p.Range = "g-bad", "402 866", "− 10 000 pages", ui.Bad, "", nil
			p.Error = "Plus petit que le dernier relevé, 412 866"
			return ui.Meter(p)
		}),
		piece(g, "Biens d’une tournée", func() app.UI {
			return ui.Stages("Biens de la tournée", []ui.Stage{
				{Place: "Siège, 2e étage", Count: "1 / 3", Stops: []ui.Stop{
					{Title: "Multifonction finances", Sub: "Kyocera M3145dn", Href: "#", State: ui.StopDone, Note: "en attente d’envoi"},
					{Title: "Copieur comptabilité", Sub: "bizhub C250i", Href: "#", State: ui.StopCurrent, Note: "en cours"},
					{Title: "Imprimante paie", Sub: "Ricoh P 502", Href: "#"},
				}},
				{Place: "Annexe, sous-sol", Count: "0 / 1", Stops: []ui.Stop{{Title: "Copieur archives", Sub: "bizhub 308e", Href: "#", State: ui.StopProblem, Note: "à corriger"}}},
			})
		}),
		piece(g, "Photo du compteur", func() app.UI {
			return ui.Photo(ui.PhotoProps{Src: picture, Alt: "Photo de l’écran du compteur", Title: "Photo du compteur", Text: "Prise à 14:31, 412 Ko, part avec le relevé",
				Action: ui.IconButton(ui.IconButtonProps{Icon: ui.IconCamera, Label: "Reprendre la photo", Line: true, OnClick: nothing})})
		}),
		wide(g, "Barre d’action", func() app.UI {
			return ui.ActionBar(ui.ActionBarProps{Label: "Action de la page", Note: "Gardé sur cet appareil, envoyé au retour du réseau",
				Start: []app.UI{
					ui.Button(ui.ButtonProps{Label: "Précédent", Icon: ui.IconArrowL, PhoneIcon: true, Scope: "p", OnClick: nothing}),
					ui.Button(ui.ButtonProps{Label: "Passer", Variant: ui.Quiet, Scope: "q", OnClick: nothing}),
				},
				Primary: ui.Button(ui.ButtonProps{Label: "Enregistrer, suivant", Variant: ui.Primary, Size: ui.Big, IconEnd: ui.IconArrowR, Submit: true, Form: "g-form"})})
		}),
	}
}

func menu() []ui.MenuItem {
	return []ui.MenuItem{
		{Icon: ui.IconHome, Label: "Accueil", Href: "#"}, {Icon: ui.IconPrinter, Label: "Parc", Href: "#", Current: true},
		{Icon: ui.IconWrench, Label: "Interventions", Href: "#"}, {Icon: ui.IconBox, Label: "Commandes", Href: "#"},
		{Icon: ui.IconInvoice, Label: "Factures", Href: "#"}, {Icon: ui.IconContract, Label: "Contrats", Href: "#"},
		{Icon: ui.IconTelecom, Label: "Télécom", Href: "#"}, {Icon: ui.IconCart, Label: "Commande en ligne", Href: "#"},
		{Icon: ui.IconFolder, Label: "Documents", Href: "#"}, {Icon: ui.IconMail, Label: "Contact", Href: "#"},
	}
}

func frames() []Piece {
	const g = "Cadre"
	header := func(name string, props func() ui.HeaderProps) func() app.UI {
		return func() app.UI {
			p := props()
			p.Logo = ui.LogoProps{Href: "#", Name: "Comptoir"}
			p.Account = &ui.AccountProps{Href: "#", Label: "Mon compte", Name: "Nadia Benali"}
			p.MenuLabel, p.Menu = "Menu principal, "+name, menu()
			return ui.Header(p)
		}
	}
	dock := func(open bool) func() app.UI {
		return func() app.UI {
			label := "Menu du téléphone"
			if open {
				label += ", ouvert"
			}
			d := ui.Dock(ui.DockProps{Label: label, Items: menu()[:4], More: "Plus", Rest: menu()[4:], Open: open})
			if nav, ok := d.(app.HTMLNav); ok && open {
				return nav.DataSet("open", "true")
			}
			return d
		}
	}
	return []Piece{
		wide(g, "En-tête, à jour", header("à jour", func() ui.HeaderProps {
			return ui.HeaderProps{Pill: ui.Pill(ui.PillProps{State: ui.PillFresh, Text: "À jour"}),
				Search: &ui.SearchProps{Label: "Rechercher", Placeholder: "Rechercher un bien, une facture…", Keys: "Ctrl K", OnOpen: nothing}}
		})),
		wide(g, "En-tête, hors connexion, avec panier", header("hors connexion", func() ui.HeaderProps {
			return ui.HeaderProps{
				Pill:  ui.Pill(ui.PillProps{State: ui.PillOffline, Text: "Hors connexion", Count: "12", More: "en attente", Href: "#"}),
				Tools: []app.UI{ui.IconButton(ui.IconButtonProps{Icon: ui.IconCart, Label: "Panier, 5 articles", Count: "5", Href: "#"})}}
		})),
		wide(g, "Pied de page", func() app.UI {
			return ui.Footer(ui.FooterProps{Label: "Pied de page", Text: "Bureautique du Val-de-Bièvre · 01 46 00 00 00", Items: []ui.MenuItem{
				{Label: "Nous contacter", Href: "#"}, {Label: "Documents", Href: "#"}, {Label: "Mentions légales", Href: "#"}, {Label: "Accessibilité", Href: "#"}}})
		}),
		piece(g, "Barre du téléphone", dock(false)),
		piece(g, "Barre du téléphone, Plus ouvert", dock(true)),
		piece(g, "Lien d’évitement", func() app.UI { return ui.SkipLink("Aller au contenu") }),
		piece(g, "Zone parlée", func() app.UI { return app.Div().Body(ui.LiveRegion("47 biens"), app.Text("Rien à voir")) }),
	}
}

func heads() []Piece {
	const g = "Têtes et pages"
	return []Piece{
		wide(g, "Tête de page", func() app.UI {
			return app.Div().Body(
				ui.Crumbs("Fil d’Ariane", []ui.Crumb{{Label: "Parc", Href: "#"}, {Label: "Copieur accueil"}}),
				ui.PageHead(ui.PageHeadProps{Title: "Parc", Count: "47 biens", Stale: ui.StaleLine(ui.StaleProps{Text: "Données du 24/11 à 14:02", Refresh: "Actualiser", OnRefresh: nothing}),
					Actions: []app.UI{ui.LinkButton(ui.LinkProps{Label: "Excel", Href: "#", Icon: ui.IconDownload}), ui.LinkButton(ui.LinkProps{Label: "Relevés", Href: "#", Variant: ui.Primary, Icon: ui.IconGauge})}}))
		}),
		wide(g, "Tête de fiche", func() app.UI {
			return ui.SheetHead(ui.SheetHeadProps{Picture: picture, Title: "Copieur accueil", Sub: "Ricoh IM C2000",
				Meta: []app.UI{ui.Meta(ui.IconPin, app.Text("Siège, rez-de-chaussée")), ui.Meta(ui.IconTag, ui.Code(ui.CodeProps{Text: "3089M410237", CopyLabel: "Copier l’identifiant fabricant"}))},
				Badges: []app.UI{
					ui.Badge(ui.BadgeProps{Text: "Couvert par contrat", Tone: ui.OK, Icon: ui.IconShield}),
					ui.Badge(ui.BadgeProps{Text: "Saisie de compteurs nécessaire", Tone: ui.Warn, Dot: true}),
				},
				Actions: []app.UI{
					ui.LinkButton(ui.LinkProps{Label: "Saisir les compteurs", Href: "#", Variant: ui.Primary, Icon: ui.IconGauge}),
					ui.LinkButton(ui.LinkProps{Label: "Intervention", Href: "#", Icon: ui.IconWrench}),
					ui.LinkButton(ui.LinkProps{Label: "Consommables", Href: "#", Icon: ui.IconDrop}),
				}})
		}),
		wide(g, "Tête de fiche, sans image", func() app.UI {
			return ui.SheetHead(ui.SheetHeadProps{Icon: ui.IconPhone, Title: "Poste accueil 214"})
		}),
		wide(g, "Page introuvable", func() app.UI {
			return app.Div().Class("message").Body(ui.MessageProps{Big: "404", Title: "Cette page n’existe pas", Text: "L’adresse est peut-être incomplète, ou la page a changé de place.",
				Actions: []app.UI{ui.LinkButton(ui.LinkProps{Label: "Aller à l’accueil", Href: "#", Variant: ui.Primary})}}.Body())
		}),
		wide(g, "Page qui dit une chose", func() app.UI {
			return app.Div().Class("message").Body(ui.MessageProps{Icon: ui.IconMail, Tone: ui.OK, Title: "Regardez vos messages", Text: "Si cette adresse a un compte, un lien valable 30 minutes vient d’y être envoyé."}.Body())
		}),
	}
}

func icons() []Piece {
	return []Piece{wide("Icônes", "Toutes", func() app.UI {
		items := make([]app.UI, len(ui.IconNames))
		for i, n := range ui.IconNames {
			items[i] = app.Li().Body(ui.Icon(n), app.Span().Text(string(n)))
		}
		return app.Ul().Class("icons").Role("list").Body(items...)
	})}
}
