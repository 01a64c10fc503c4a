package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/ui"
)

func remote(p ui.Phase, known, empty bool) ui.RemoteProps {
	return ui.RemoteProps{
		Phase: p, Known: known, IsEmpty: empty, Waiting: "Chargement",
		Stale:    ui.StaleProps{Text: "Données du 24/11 à 14:02", Refresh: "Actualiser", OnRefresh: nothing},
		Skeleton: func() app.UI { return ui.TileSkeletons(1) },
		Content:  func() app.UI { return ui.Card(ui.CardProps{Title: "Copieur accueil"}, app.Text("Ricoh IM C2000")) },
		Empty: func() app.UI {
			return ui.Empty(ui.BlankProps{Icon: ui.IconGauge, Tone: ui.Brand, Small: true, Title: "Aucun relevé", Text: "Le premier relevé de ce bien sera le vôtre.",
				Actions: []app.UI{ui.LinkButton(ui.LinkProps{Label: "Saisir les compteurs", Href: "#", Variant: ui.Primary})}})
		},
		Failed: ui.BlankProps{Title: "La fiche n’a pas pu être lue", Text: "Le serveur n’a pas répondu. Rien n’est perdu de ce que vous avez saisi.", Small: true,
			Actions: []app.UI{ui.Button(ui.ButtonProps{Label: "Réessayer", Icon: ui.IconRefresh, Variant: ui.Primary, OnClick: nothing})}},
	}
}

func states() []Piece {
	const g = "Les cinq états"
	draw := func(p ui.Phase, known, empty bool) func() app.UI {
		return func() app.UI { return ui.Remote(remote(p, known, empty)) }
	}
	return []Piece{
		piece(g, "Chargement, rien en mémoire", draw(ui.Loading, false, false)),
		piece(g, "Frais", draw(ui.Fresh, true, false)),
		piece(g, "Daté, montré aussitôt", draw(ui.Stale, true, false)),
		piece(g, "Vide, avec la suite", draw(ui.Fresh, true, true)),
		piece(g, "Échec, avec une sortie", draw(ui.Failed, false, false)),
		piece(g, "Échec, mais l’ancien reste", draw(ui.Failed, true, false)),
		piece(g, "Lignes en chargement", func() app.UI { return ui.RowSkeletons(3) }),
		piece(g, "Avancement", func() app.UI { return ui.Progress("Avancement de la tournée", 12, 40) }),
	}
}

func notices() []Piece {
	const g = "Avis et messages brefs"
	notice := func(p ui.NoticeProps) Piece {
		return piece(g, p.Title, func() app.UI { return ui.Notice(p) })
	}
	return []Piece{
		notice(ui.NoticeProps{Title: "Neutre", Text: "Une information parmi d’autres."}),
		notice(ui.NoticeProps{Tone: ui.Info, Title: "Un accord sera demandé", Text: "Philippe Garnier validera la commande."}),
		notice(ui.NoticeProps{Tone: ui.OK, Icon: ui.IconShield, Title: "Couvert par votre contrat", Text: "Déplacement et pièces compris."}),
		notice(ui.NoticeProps{Tone: ui.Bad, Title: "Relevé refusé", Text: "Un relevé plus grand existe déjà à cette date."}),
		piece(g, "Avec action", func() app.UI {
			return ui.Notice(ui.NoticeProps{Tone: ui.Info, Title: "Une nouvelle version est prête", Text: "Vos saisies sont gardées.", Live: true,
				Actions: []app.UI{ui.Button(ui.ButtonProps{Label: "Mettre à jour", OnClick: nothing})}})
		}),
		piece(g, "Messages brefs", func() app.UI {
			return ui.Toasts([]ui.Toast{
				{ID: "a", Tone: ui.OK, Text: "Relevé enregistré", Action: "Annuler", OnAction: nothing, CloseLabel: "Fermer"},
				{ID: "b", Tone: ui.Warn, Text: "Enregistré sur cet appareil, sera envoyé au retour du réseau", Action: "Voir", Href: "#"},
				{ID: "c", Tone: ui.Bad, Text: "Refusé par le serveur", Action: "Corriger", Href: "#", CloseLabel: "Fermer"},
			})
		}),
	}
}

// opener opens the dialog it describes, as a screen would.
type opener struct {
	app.Compo
	open bool
}

func (o *opener) Render() app.UI {
	set := func(open bool) app.EventHandler {
		return func(app.Context, app.Event) { o.open = open }
	}
	p := confirm("g-try", o.open)
	p.OnYes, p.OnNo = set(false), set(false)
	return app.Div().Body(
		ui.Button(ui.ButtonProps{Label: "Abandonner", Variant: ui.Danger, Scope: "g-open", OnClick: set(true)}),
		ui.Confirm(p),
	)
}

func confirm(id string, open bool) ui.ConfirmProps {
	return ui.ConfirmProps{ID: id, Open: open, Destructive: true, Title: "Abandonner cette saisie ?",
		Text: "Le relevé de 425 950 pages du Copieur comptabilité ne sera pas envoyé, et la photo sera supprimée de cet appareil.",
		Yes:  "Abandonner la saisie", No: "Garder", OnYes: nothing, OnNo: nothing}
}

func overlays() []Piece {
	const g = "Dialogues"
	// Drawn in the page: opened for good, they would cover it.
	return []Piece{
		piece(g, "Question avant un acte sans retour", func() app.UI {
			return ui.Confirm(confirm("g-confirm", true)).(*ui.Dialog).Render()
		}),
		piece(g, "Dialogue avec un champ", func() app.UI {
			return (&ui.Dialog{ID: "g-dialog", Open: true, Title: "Renommer le bien", Body: func() []app.UI {
				return []app.UI{ui.TextInput(ui.InputProps{FieldProps: ui.FieldProps{ID: "g-rename", Label: "Libellé"}, Value: "Copieur accueil"})}
			}, Actions: func() []app.UI {
				return []app.UI{ui.Button(ui.ButtonProps{Label: "Fermer"}), ui.Button(ui.ButtonProps{Label: "Enregistrer", Variant: ui.Primary})}
			}}).Render()
		}),
		piece(g, "À essayer", func() app.UI { return &opener{} }),
	}
}

func entries() []Piece {
	const g = "Saisies en attente"
	retry := func() []app.UI {
		return []app.UI{
			ui.LinkButton(ui.LinkProps{Label: "Corriger", Href: "#", Size: ui.Small}),
			ui.Button(ui.ButtonProps{Label: "Abandonner", Size: ui.Small, Variant: ui.Danger, Scope: "a", OnClick: nothing}),
		}
	}
	return []Piece{
		wide(g, "À corriger, en attente, envoyées", func() app.UI {
			return ui.Entries(ui.EntriesProps{Label: "Saisies en attente", Sections: []ui.EntrySection{
				{Title: "À corriger, 1", Entries: []ui.Entry{{Icon: ui.IconGauge, Tone: ui.Bad, Title: "Relevé, Copieur archives", Sub: "Saisi à 13:52 par vous",
					Why: "Le serveur a déjà 211 480 au 20/11, plus grand que 201 480. Un chiffre a peut-être glissé.", Actions: retry()}}},
				{Title: "En attente d’envoi, 2", Entries: []ui.Entry{
					{Icon: ui.IconGauge, Tone: ui.Warn, Title: "Relevé, Copieur comptabilité", Sub: "425 950 et 104 716, avec photo, 14:31"},
					{Icon: ui.IconCamera, Tone: ui.Warn, Title: "Photo, Copieur comptabilité", Sub: "412 Ko, 14:31"},
				}},
				{Title: "Envoyées aujourd’hui, 1", Entries: []ui.Entry{{Icon: ui.IconCheck, Tone: ui.OK, Title: "Relevé, Multifonction finances", Sub: "Reçu à 09:12"}}},
			}})
		}),
		wide(g, "Rien", func() app.UI {
			return ui.Entries(ui.EntriesProps{Label: "Saisies en attente, aucune", Empty: ui.BlankProps{Icon: ui.IconCheckCircle, Tone: ui.OK, Title: "Tout ce que vous avez saisi a été envoyé."}, Sections: []ui.EntrySection{{Title: "À corriger, 0"}}})
		}),
	}
}
