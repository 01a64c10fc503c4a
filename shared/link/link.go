// Package link owns every address of the portal: the routes of the app, and the
// pages that the server draws. What the customer reads in an address is French.
package link

import (
	"net/url"
	"strings"

	"comptoir/shared/id"
)

// The pages of the app.
const (
	Home    = "/"
	Fleet   = "/parc"
	Round   = "/tournee" // tournée de relevés
	Tickets = "/interventions"
	Orders  = "/commandes"
	Entries = "/saisies-en-attente"
	Intake  = "/saisies" // the dealer's
	Contact = "/contact"
	Account = "/compte"
	Gallery = "/_gallery"
)

// The pages of the server.
const (
	SignIn    = "/connexion"
	SignOut   = "/deconnexion"
	Forgotten = "/mot-de-passe-oublie"
)

// The tabs of an asset's sheet.
const (
	TabInformation = ""
	TabCounters    = "compteurs"
)

// Asset is the address of an asset's sheet.
func Asset(a id.Asset) string { return Fleet + "/" + string(a) }

// AssetTab is the address of a tab of an asset's sheet.
func AssetTab(a id.Asset, tab string) string {
	if tab == "" {
		return Asset(a)
	}
	return Asset(a) + "/" + tab
}

// RoundAt is the address of one asset of the round.
func RoundAt(a id.Asset) string { return Round + "/" + string(a) }

// TicketsOf and OrdersOf are the lists of what is open on an asset: the badges
// of its tile lead there.
func TicketsOf(a id.Asset) string { return Tickets + "?bien=" + string(a) }

// OrdersOf is the list of the open orders of an asset.
func OrdersOf(a id.Asset) string { return Orders + "?bien=" + string(a) }

// Correct is the address where a parked entry is corrected.
func Correct(entry string) string { return Entries + "/" + entry }

// Picture is the address of a public picture.
func Picture(sha256 string) string { return "/img/" + sha256 }

// SignInFor is the address of the sign-in that leads back to a page of the app.
func SignInFor(next string) string {
	if next == "" || next == Home {
		return SignIn
	}
	return SignIn + "?" + url.Values{"next": {next}}.Encode()
}

// patterns are the routes of the app; a segment in braces takes any text.
var patterns = []string{
	Home, Fleet, Fleet + "/{asset}", Fleet + "/{asset}/{tab}", Round, Round + "/{asset}", Tickets, Orders,
	Entries, Entries + "/{entry}", Intake, Contact, Account, Gallery,
}

// Patterns lists the routes of the app.
func Patterns() []string { return append([]string(nil), patterns...) }

// Match returns the route that a path takes, with what its braces took.
func Match(path string) (pattern string, params map[string]string, ok bool) {
	if path != Home {
		path = strings.TrimSuffix(path, "/")
	}
	for _, p := range patterns {
		if params, ok := match(p, path); ok {
			return p, params, true
		}
	}
	return "", nil, false
}

func match(pattern, path string) (map[string]string, bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	params := map[string]string{}
	for i, w := range want {
		switch {
		case strings.HasPrefix(w, "{") && got[i] != "":
			params[strings.Trim(w, "{}")] = got[i]
		case w != got[i]:
			return nil, false
		}
	}
	return params, true
}
