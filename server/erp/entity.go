package erp

import "comptoir/shared/counter"

// entity describes one of our own CSV files: which table it fills, and its
// columns. Reader, checks and statements follow from it.
type entity struct {
	table string
	id    string // column of the identifier, "" where the code is the key
	// tenant tables belong to a customer, sourced ones name where a row is from.
	tenant, sourced bool
	fields          []field
}

// field is one column of a file.
type field struct {
	header, column string
	kind           kind
	to             string // table that a reference names
	required       bool
	key            bool  // part of what tells rows apart
	once           bool  // written with a new row, the customer's own afterwards
	nullable       bool  // empty is NULL
	scale          int64 // of whole numbers, when not 1
	most           int64 // largest whole number, when less than what a meter holds
	long           bool  // up to maxText characters instead of maxShort
	options        []string
	fallback       string // what an empty cell stands for
}

// maxShort is how many characters codes and labels have at most.
const maxShort = 200

var (
	customerField = field{header: "code_client", column: "customer_id", kind: link, to: "customer", required: true, key: true}
	codeField     = field{header: "code", column: "code", kind: text, required: true, key: true}
	orgField      = field{header: "organisation", column: "org", kind: link, to: "internal_org", required: true}
	activityField = field{header: "activite", column: "activity", kind: link, to: "activity", required: true}
	siteField     = field{header: "code_site", column: "site_id", kind: link, to: "site"}
	assetField    = field{header: "code_bien", column: "asset_id", kind: link, to: "asset"}
	contractField = field{header: "code_contrat", column: "contract_id", kind: link, to: "contract"}
	activeField   = field{header: "actif", column: "active", kind: flag, fallback: "O"}
)

func needed(f field) field { f.required = true; return f }
func keyed(f field) field  { f.required, f.key = true, true; return f }

func contactField(header, column string) field {
	return field{header: header, column: column, kind: link, to: "contact", once: true}
}

func plain(header, column string) field { return field{header: header, column: column, kind: text} }
func mine(header, column string) field {
	return field{header: header, column: column, kind: text, once: true}
}
func free(header, column string, once bool) field {
	return field{header: header, column: column, kind: text, long: true, once: once}
}
func on(header, column string) field { return field{header: header, column: column, kind: date} }

// entities are the profiles of our own layout.
var entities = map[string]entity{
	"organisations": {table: "internal_org", fields: []field{codeField, needed(plain("nom", "name")), plain("telephone", "phone"), plain("courriel", "email")}},
	"activities":    {table: "activity", fields: []field{codeField, needed(plain("libelle", "label")), plain("icone", "icon")}},
	"customers": {table: "customer", id: "customer_id", fields: []field{codeField, needed(plain("raison_sociale", "name")), plain("siret", "siret"),
		{header: "relation", column: "relation", kind: text, fallback: "Client", options: []string{"Suspect", "Prospect", "Client", "Ancien client", "Hors cible"}},
		activeField, {header: "organisations", column: "orgs", kind: names, to: "internal_org"}}},
	"sites": {table: "site", id: "id", tenant: true, sourced: true, fields: []field{customerField, codeField, needed(plain("nom", "name")),
		plain("adresse", "address"), plain("code_postal", "postcode"), plain("ville", "city"), activeField}},
	"contacts": {table: "contact", id: "id", tenant: true, sourced: true, fields: []field{customerField, codeField, needed(plain("nom", "name")),
		plain("courriel", "email"), plain("telephone", "phone"), plain("fonction", "job"), siteField, activeField}},
	"models": {table: "model", id: "id", sourced: true, fields: []field{codeField, needed(plain("marque", "brand")), needed(plain("libelle", "label")),
		needed(plain("famille", "family")), activityField, {header: "volume_mensuel", column: "volume", kind: integer, nullable: true, scale: 1000}}},
	"assets": {table: "asset", id: "id", tenant: true, sourced: true, fields: []field{customerField, codeField, needed(siteField),
		{header: "code_modele", column: "model_id", kind: link, to: "model", required: true}, orgField, activityField, needed(mine("libelle", "label")),
		plain("numero_serie", "serial_number"), plain("identifiant_prestataire", "dealer_ref"), mine("identifiant_client", "customer_ref"),
		mine("localisation", "place"), mine("service", "service"), free("consigne_acces", "access_note", true), free("commentaire", "comment", true),
		on("installe_le", "installed_on"), on("fin_garantie", "warranty_ends_on"), on("derniere_visite", "last_visit_on"),
		plain("statut_commercial", "status_commercial"), {header: "statut_logistique", column: "status_logistic", kind: text, fallback: "Installé chez le client"}, plain("statut_juridique", "status_legal"),
		plain("statut_financement", "status_financing"),
		{header: "statut_ssc", column: "status_contract", kind: text, fallback: "Non couvert", options: []string{"Non couvert", "Couvert par SSC", "Couvert par garantie constructeur", "Désactivé"}},
		{header: "code_maitre", column: "parent_id", kind: link, to: "asset"}, contractField,
		contactField("contact_contrat", "contract_contact_id"), contactField("contact_utilisateur", "user_contact_id"), contactField("contact_sav", "service_contact_id")}},
	"meters": {table: "meter", id: "id", tenant: true, fields: []field{customerField, keyed(assetField), codeField, needed(plain("libelle", "label")),
		{header: "unite", column: "unit", kind: text, fallback: "pages"}, {header: "position", column: "position", kind: integer, most: 1_000_000}, {header: "couleur", column: "colour", kind: flag},
		{header: "format_a3", column: "format_a3", kind: flag}, {header: "mesure", column: "measured", kind: flag, fallback: "O"}, activeField}},
	"readings": {table: "reading", id: "id", tenant: true, fields: []field{customerField, keyed(assetField),
		{header: "compteur", column: "meter", kind: text, required: true, key: true}, {header: "valeur", column: "value", kind: integer, required: true, key: true},
		{header: "date_heure", column: "at", kind: moment, required: true, key: true}, {header: "origine", column: "origin", kind: text, fallback: string(counter.DealerReading), options: originNames()},
		{header: "canal", column: "source", kind: text, fallback: string(counter.File), options: []string{string(counter.File), string(counter.Inventory), string(counter.Technician)}}}},
	"contracts": {table: "contract", id: "id", tenant: true, sourced: true, fields: []field{customerField, codeField, needed(plain("libelle", "label")),
		plain("type", "kind"), orgField, activityField, needed(on("debut", "starts_on")), on("fin", "ends_on"), {header: "etat", column: "state", kind: text, fallback: "Validée"},
		{header: "responsable_facturation", column: "billing_contact_id", kind: link, to: "contact"}}},
	"coverages": {table: "coverage", id: "id", tenant: true, fields: []field{customerField, keyed(contractField),
		{header: "code_bien", column: "asset_id", kind: link, to: "asset", key: true}, keyed(plain("libelle", "label")), keyed(on("debut", "starts_on")),
		on("fin", "ends_on"), plain("type", "kind"), free("caracteristiques", "features", false)}},
	"billing-dates": {table: "billing_date", id: "id", tenant: true, fields: []field{customerField, needed(contractField),
		{header: "code_bien", kind: link, to: "asset", required: true, key: true}, {header: "compteur", column: "meter_id", kind: link, to: "meter", required: true, key: true},
		keyed(on("echeance", "due_on")), on("facture_le", "billed_on")}},
	"invoices": {table: "invoice", id: "id", tenant: true, sourced: true, fields: []field{customerField, codeField, {header: "avoir", column: "credit_note", kind: flag},
		orgField, siteField, contractField, needed(on("date", "issued_on")), on("echeance", "due_on"), {header: "total_ht", column: "net_cents", kind: cents},
		{header: "total_ttc", column: "gross_cents", kind: cents}, {header: "regle", column: "paid_cents", kind: cents},
		{header: "dematerialisation", column: "delivery_mode", kind: text, fallback: "Artis", options: []string{"Sans", "Artis", "Chorus", "Plateforme agréée"}},
		{header: "etat_envoi", column: "sending_state", kind: text, fallback: "Envoyé", options: []string{"En attente", "Prêt", "Envoyé", "Conservé en interne"}}}},
	"tickets": {table: "ticket", id: "id", tenant: true, sourced: true, fields: []field{customerField, codeField, assetField, needed(siteField), orgField, activityField,
		plain("nature", "nature"), free("detail", "detail", false), {header: "etat", column: "state", kind: text, required: true, options: []string{"Saisie externe", "En cours",
			"Travail non terminé", "Travail terminé", "Clôturée", "Annulée", "Refusée"}}, {header: "priorite", column: "priority", kind: text, fallback: "01"}, plain("demandeur", "requester"),
		{header: "code_demandeur", column: "requester_contact_id", kind: link, to: "contact"}, {header: "ouvert_le", column: "opened_at", kind: moment, required: true},
		{header: "clos_le", column: "closed_at", kind: moment}}},
	"orders": {table: "purchase", id: "id", tenant: true, sourced: true, fields: []field{customerField, codeField, plain("reference", "reference"), needed(siteField),
		orgField, activityField, {header: "etat", column: "state", kind: text, required: true, options: []string{"Saisie externe", "En cours", "Livrable partiellement",
			"Livrable en totalité", "Livrée partiellement", "Livrée en totalité", "Brouillon", "Archivée", "en attente validation responsable", "Annulée", "Refusée"}},
		{header: "commande_le", column: "ordered_at", kind: moment, required: true}, {header: "total_ttc", column: "gross_cents", kind: cents}, plain("demandeur", "requester"),
		{header: "code_demandeur", column: "requester_contact_id", kind: link, to: "contact"}}},
	"order-lines": {table: "purchase_line", id: "id", tenant: true, fields: []field{customerField,
		{header: "code_commande", column: "purchase_id", kind: link, to: "purchase", required: true, key: true},
		{header: "ligne", column: "position", kind: integer, required: true, key: true, most: 1_000_000}, assetField, plain("reference", "reference"), needed(plain("libelle", "label")),
		{header: "quantite", column: "quantity", kind: integer, required: true}, {header: "prix_unitaire_ht", column: "unit_price", kind: price, nullable: true}}},
}

func originNames() []string {
	var out []string
	for _, o := range counter.Origins() {
		out = append(out, string(o))
	}
	return out
}
