// Package habilitation answers who may see or do what, on both sides, from
// the grants that the server compiled for one membership. Decision tables
// never reach it: package decision/rights turns their rows into Grants.
package habilitation

// Code is a habilitation as TD_HABILITATIONS_PROFIL_PORTAIL spells it
// (domain.md 16.1).
type Code string

// Menu entries and their screens.
const (
	AccessFleet     Code = "ACCES_PARC"
	AccessTickets   Code = "ACCES_INTERVENTIONS"
	AccessOrders    Code = "ACCES_COMMANDES"
	AccessInvoices  Code = "ACCES_FACTURES"
	AccessContracts Code = "ACCES_CONTRATS"
	AccessTelecom   Code = "ACCES_TELECOM"
	AccessCatalogue Code = "ACCES_CATALOGUE"
	AccessDocuments Code = "ACCES_DOCUMENTS"
)

// Exports to Excel.
const (
	ExportFleet     Code = "AFFICHER_EXPORT_EXCEL_PARC"
	ExportInvoices  Code = "AFFICHER_EXPORT_EXCEL_FACTURE"
	ExportOrders    Code = "AFFICHER_EXPORT_EXCEL_CMDE"
	ExportTickets   Code = "AFFICHER_EXPORT_EXCEL_DIT"
	ExportContracts Code = "AFFICHER_EXPORT_EXCEL_CONTRAT"
)

// Assets and readings.
const (
	EditAsset    Code = "MODIFIER_BIEN"
	EnterReading Code = "SAISIR_RELEVE"
	ViewReadings Code = "CONSULTER_RELEVES"
)

// Tickets and preventive visits.
const (
	CreateTicket          Code = "CREER_DIT"
	CancelTicket          Code = "ANNULER_DIT"
	ReopenTicket          Code = "ROUVRIR_DIT"
	PrintTicket           Code = "IMPRIMER_DIT"
	ReplyExchange         Code = "REPONDRE_ECHANGE"
	AnswerSurvey          Code = "REPONDRE_QUESTIONNAIRE"
	RequestPreventiveTask Code = "DEMANDER_TACHE_PREVENTIVE"
)

// Orders, prices, invoices, telecom, accounts.
const (
	OrderConsumables Code = "COMMANDER_CONSOMMABLES"
	OrderCatalogue   Code = "COMMANDER_CATALOGUE"
	CancelOrder      Code = "ANNULER_CMDE"
	BuyAgain         Code = "RACHETER_CMDE"
	ViewPrices       Code = "AFFICHER_PRIX"
	// OrderNeedsApproval is a restriction: who holds it is held back.
	OrderNeedsApproval Code = "REQUIERT_VALIDATION_CMDE"
	ApproveOrder       Code = "VALIDER_CMDE"
	DownloadInvoice    Code = "TELECHARGER_FACTURE"
	DownloadCDR        Code = "TELECHARGER_CDR"
	ViewFullNumbers    Code = "AFFICHER_NUMEROS_COMPLETS"
	ManageAccounts     Code = "GERER_COMPTES"
)

// Dealer's staff.
const (
	ProcessExternalEntries Code = "TRAITER_SAISIES_EXTERNES"
	ConfigurePortal        Code = "CONFIGURER_PORTAIL"
	ViewUsage              Code = "CONSULTER_UTILISATION"
	ViewAs                 Code = "VOIR_COMME"
)

// Names of the profiles that exist after migration.
const (
	ProfileSupervisor = "Superviseur"
	ProfileUser       = "Utilisateur"
	ProfileStaff      = "Prestataire"
)

var all = []Code{
	AccessFleet, AccessTickets, AccessOrders, AccessInvoices, AccessContracts, AccessTelecom, AccessCatalogue, AccessDocuments,
	ExportFleet, ExportInvoices, ExportOrders, ExportTickets, ExportContracts,
	EditAsset, EnterReading, ViewReadings,
	CreateTicket, CancelTicket, ReopenTicket, PrintTicket, ReplyExchange, AnswerSurvey, RequestPreventiveTask,
	OrderConsumables, OrderCatalogue, CancelOrder, BuyAgain, ViewPrices, OrderNeedsApproval, ApproveOrder,
	DownloadInvoice, DownloadCDR, ViewFullNumbers, ManageAccounts,
	ProcessExternalEntries, ConfigurePortal, ViewUsage, ViewAs,
}

// All lists every habilitation in the order of domain.md 16.1. The caller owns
// the slice.
func All() []Code { return append([]Code(nil), all...) }

// Known reports whether c is one of All.
func (c Code) Known() bool {
	for _, k := range all {
		if k == c {
			return true
		}
	}
	return false
}

// Restriction reports whether holding c takes away instead of giving. A
// profile that receives everything must not receive a restriction.
func (c Code) Restriction() bool { return c == OrderNeedsApproval }

// Staff reports whether c belongs to the dealer's staff and never to an
// account of a customer.
func (c Code) Staff() bool {
	switch c {
	case ProcessExternalEntries, ConfigurePortal, ViewUsage, ViewAs:
		return true
	}
	return false
}
