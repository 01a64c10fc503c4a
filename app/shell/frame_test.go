package shell

import (
	"slices"
	"testing"

	"comptoir/app/ui"
	"comptoir/shared/api"
	"comptoir/shared/habilitation"
)

func labels(items []ui.MenuItem) []string {
	var out []string
	for _, m := range items {
		out = append(out, m.Label)
	}
	return out
}

func TestMenuHidesWhatLeadsNowhereAndWhatIsNotGranted(t *testing.T) {
	me := &api.Me{
		Grants: habilitation.New([]habilitation.Pair{{Org: "A", Activity: "B"}}, func(c habilitation.Code, _ habilitation.Pair) habilitation.Answer {
			if c == habilitation.AccessFleet || c == habilitation.AccessInvoices {
				return habilitation.Yes
			}
			return habilitation.No
		}),
		Portal: api.Portal{Menu: []api.MenuItem{
			{Label: "Accueil", Path: "/"},
			{Label: "Parc", Path: "/parc", Needs: habilitation.AccessFleet},
			{Label: "À relever", Path: "/parc?releve=attendu", Needs: habilitation.AccessFleet},
			{Label: "Interventions", Path: "/interventions", Needs: habilitation.AccessTickets},
			{Label: "Inconnu", Path: "/aucune-page", Needs: habilitation.AccessInvoices},
			{Label: "Notre site", Path: "https://prestataire.example/"},
		}},
	}
	got := entries(me, "/parc")
	if want := []string{"Accueil", "Parc", "À relever", "Notre site"}; !slices.Equal(labels(got), want) {
		t.Errorf("the menu is %q, want %q", labels(got), want)
	}
	for _, m := range got {
		if m.Current != (m.Href == "/parc") {
			t.Errorf("%s is current: %v", m.Href, m.Current)
		}
	}
}

func TestFooterHidesWhatLeadsNowhere(t *testing.T) {
	p := api.Portal{
		Footer: []api.Link{{Label: "Nous contacter", URL: "/contact"}, {Label: "Sans page", URL: "/pages/sans-page"}, {Label: "Appeler", URL: "tel:+33 1 00 00 00 00"}},
		Social: []api.Link{{Label: "Réseau", URL: "https://reseau.example/comptoir"}},
	}
	if got, want := labels(footerLinks(p)), []string{"Nous contacter", "Appeler", "Réseau"}; !slices.Equal(got, want) {
		t.Errorf("the footer is %q, want %q", got, want)
	}
}
