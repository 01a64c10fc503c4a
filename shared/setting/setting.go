// Package setting holds the typed parameters of the portal (domain.md 13.2):
// their codes as the ERP spells them, their kinds, defaults and scopes, and
// the values of one internal organisation.
package setting

// Code is a parameter as the ERP spells it.
type Code string

// The parameters that the portal reads.
const (
	ShowPaperInvoices        Code = "AFFICHER_FACTURES_NON_DEMATERIALISEES"
	ShowStockQuantity        Code = "AFFICHER_QTE_EN_STOCK_VENTE_EN_LIGNE"
	ShowPreviousReading      Code = "AFFICHER_RELEVE_PRECEDENT"
	TicketServiceArticle     Code = "ARTICLE_PRESTATION_DIT"
	BlockSiteTicketFromList  Code = "BLOQUER_SAISIE_SUR_SITE_DEPUIS_LISTE_DIT"
	OnlyPreferredConsumables Code = "RESTREINDRE_CONSO_PRIVILEGIES_COULEUR"
	UnitLineKinds            Code = "TYPE_LIGNE_DECOMPTES_UT_A_AFFICHER"
	DefaultTicketType        Code = "TYPE_DIT_DEFAUT_AJOUT_DIT"
	EstimateAfterDays        Code = "ECART_REL_EST"
	MaxDaysWithoutReading    Code = "NB_JOURS_MAX_SANS_RELEVE_COMPTEUR_REEL"
	BillingReadingDays       Code = "NB_JOURS_RELEVE_PRFACTU"
	KeepVolumeBelowOne       Code = "CONSERVER_VMM_INF_1"
	CompanyVolume            Code = "VMS"
	OverUseRatio             Code = "LIMIT_SURCONSO"
	MonthsWithoutOverUse     Code = "DELAI_SANS_SURCONSO"
	BillOverUse              Code = "FACTURER_LES_SURCONSOMMATIONS"
	OverUseBillingMode       Code = "FACTURATION_SURCONSOMMATION_MODE"
	OverUsePriceList         Code = "TARIF_ARTICLE_SURCONSOMMATION"
	MinDeliveryMonths        Code = "MINI_MOIS_LIVR"
	MaxDeliveryMonths        Code = "MAXI_MOIS_LIVR"
	ConsumableAlerts         Code = "GERE_CMDECONSO"
	FillWishedDelivery       Code = "INITIALISER_DATE_LIVRAISON_SOUHAITEE_COMMANDE"
	SectorSharedByOrgs       Code = "PLUSIEURS_ORG_INT_PAR_SECTEUR_INTERVENTION"
	ImportOddReadings        Code = "IMPORT_RELEVES_ANOMALIE"
	ApproveCoveredOrders     Code = "VALIDER_CMDE_SOUS_CONTRAT"
)

// Kind is the type of a value.
type Kind string

// The kinds, each with the text that Values holds.
const (
	Bool    Kind = "bool"    // "true" or "false"
	Int     Kind = "int"     // decimal digits, may be negative
	Decimal Kind = "decimal" // up to three decimals after a dot
	String  Kind = "string"  // any text; one of Options when there are some
	Date    Kind = "date"    // YYYY-MM-DD
	List    Kind = "list"    // texts separated by ";"
)

// Scope says for whom one value holds.
type Scope string

// The two scopes of the ERP.
const (
	Common Scope = "Commun à toutes les organisations"
	PerOrg Scope = "Unique par organisation"
)

// Parameter describes one parameter.
type Parameter struct {
	Code    Code
	Kind    Kind
	Default string // "" when there is none
	Scope   Scope
	Options []string // allowed texts, or allowed members of a list
	// Min and Max bound an Int, and a Decimal in thousandths; both 0: no bound.
	Min, Max int64
}

var parameters = []Parameter{
	{Code: ShowPaperInvoices, Kind: Bool, Default: "false", Scope: PerOrg},
	{Code: ShowStockQuantity, Kind: Bool, Default: "false", Scope: PerOrg},
	{Code: ShowPreviousReading, Kind: Bool, Default: "true", Scope: PerOrg},
	{Code: TicketServiceArticle, Kind: String, Scope: PerOrg},
	{Code: BlockSiteTicketFromList, Kind: Bool, Default: "false", Scope: PerOrg},
	{Code: OnlyPreferredConsumables, Kind: Bool, Default: "false", Scope: PerOrg},
	{Code: UnitLineKinds, Kind: List, Scope: PerOrg},
	{Code: DefaultTicketType, Kind: String, Default: "10", Scope: PerOrg},
	{Code: EstimateAfterDays, Kind: Int, Default: "20", Scope: Common, Max: 3660},
	{Code: MaxDaysWithoutReading, Kind: Int, Default: "20", Scope: Common, Max: 3660},
	{Code: BillingReadingDays, Kind: Int, Default: "20", Scope: Common, Max: 3660},
	{Code: KeepVolumeBelowOne, Kind: Bool, Default: "false", Scope: Common},
	{Code: CompanyVolume, Kind: Int, Default: "1000", Scope: PerOrg, Max: 1_000_000_000},
	{Code: OverUseRatio, Kind: Decimal, Default: "0.5", Scope: Common, Max: 1_000_000},
	{Code: MonthsWithoutOverUse, Kind: Int, Default: "12", Scope: Common, Max: 1200},
	{Code: BillOverUse, Kind: Bool, Default: "false", Scope: PerOrg},
	{Code: OverUseBillingMode, Kind: String, Scope: PerOrg, Options: []string{"M_FACT_CLA", "M_FACT_SSC"}},
	{Code: OverUsePriceList, Kind: String, Default: "PUB", Scope: PerOrg},
	{Code: MinDeliveryMonths, Kind: Int, Default: "1", Scope: Common, Max: 1200},
	{Code: MaxDeliveryMonths, Kind: Int, Default: "3", Scope: Common, Max: 1200},
	{Code: ConsumableAlerts, Kind: Bool, Default: "false", Scope: Common},
	{Code: FillWishedDelivery, Kind: Bool, Default: "false", Scope: PerOrg},
	{Code: SectorSharedByOrgs, Kind: Bool, Default: "false", Scope: Common},
	{Code: ImportOddReadings, Kind: Bool, Default: "false", Scope: Common},
	{Code: ApproveCoveredOrders, Kind: Bool, Default: "false", Scope: PerOrg},
}

// All lists every parameter in the order of domain.md 13.2. The caller owns
// the slice.
func All() []Parameter { return append([]Parameter(nil), parameters...) }

// Find returns the parameter of that code.
func Find(c Code) (Parameter, bool) {
	for _, p := range parameters {
		if p.Code == c {
			return p, true
		}
	}
	return Parameter{}, false
}
