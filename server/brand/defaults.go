package brand

import (
	"comptoir/shared/habilitation"
	"comptoir/shared/msg"
)

// Default is the configuration of a portal that nobody has configured.
func Default() Document {
	return Document{
		Name:      "Comptoir",
		ShortName: "Comptoir",
		Color:     defaultColor,
		Welcome:   Welcome{Title: Text{Key: msg.WelcomeTitle}, Text: Text{Key: msg.WelcomeText}},
		Menu: []MenuItem{
			{Text{Key: msg.NavHome}, "home", "/", ""},
			{Text{Key: msg.NavFleet}, "printer", "/parc", habilitation.AccessFleet},
			{Text{Key: msg.NavInterventions}, "wrench", "/interventions", habilitation.AccessTickets},
			{Text{Key: msg.NavOrders}, "box", "/commandes", habilitation.AccessOrders},
			{Text{Key: msg.NavInvoices}, "invoice", "/factures", habilitation.AccessInvoices},
			{Text{Key: msg.NavContracts}, "contract", "/contrats", habilitation.AccessContracts},
			{Text{Key: msg.NavTelecom}, "telecom", "/telecom", habilitation.AccessTelecom},
			{Text{Key: msg.NavCatalogue}, "cart", "/catalogue", habilitation.AccessCatalogue},
			{Text{Key: msg.NavDocuments}, "folder", "/documents", habilitation.AccessDocuments},
			{Text{Key: msg.NavContact}, "mail", "/contact", ""},
			{Text{Key: msg.NavIntake}, "inbox", "/saisies", habilitation.ProcessExternalEntries},
			{Text{Key: msg.NavConfig}, "settings", "/config", habilitation.ConfigurePortal},
		},
		Footer: []Link{
			{Text{Key: msg.FooterContact}, "/contact"},
			{Text{Key: msg.FooterDocuments}, "/documents"},
		},
	}
}
