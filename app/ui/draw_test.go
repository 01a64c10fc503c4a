package ui

import (
	"strconv"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// contains fails unless the drawing has every part.
func contains(t *testing.T, u app.UI, parts ...string) {
	t.Helper()
	html := app.HTMLString(u)
	for _, p := range parts {
		if !strings.Contains(html, p) {
			t.Errorf("no %s in\n%s", p, html)
		}
	}
}

// lacks fails if the drawing has any of the parts.
func lacks(t *testing.T, u app.UI, parts ...string) {
	t.Helper()
	html := app.HTMLString(u)
	for _, p := range parts {
		if strings.Contains(html, p) {
			t.Errorf("%s in\n%s", p, html)
		}
	}
}

func TestBusyButtonDoesNothing(t *testing.T) {
	contains(t, Button(ButtonProps{Label: "Envoi", Submit: true, Busy: true}), "aria-busy", "aria-disabled", `type="button"`)
	contains(t, Button(ButtonProps{Label: "Envoyer", Submit: true}), `type="submit"`)
	contains(t, Button(ButtonProps{Label: "Envoyer", Disabled: true}), "disabled")
}

func TestFieldTiesItsWords(t *testing.T) {
	in := TextInput(InputProps{FieldProps: FieldProps{ID: "m", Label: "E-mail", Hint: "h", Error: "e"}, Autocomplete: "email"})
	contains(t, in, `for="m"`, `aria-describedby="m-hint m-error"`, "aria-invalid", `id="m-error"`, `autocomplete="email"`)
	lacks(t, TextInput(InputProps{FieldProps: FieldProps{ID: "m", Label: "E-mail"}}), "aria-describedby", "aria-invalid", "required")
	contains(t, NumberField(InputProps{FieldProps: FieldProps{ID: "n", Label: "Compteur"}}), `inputmode="numeric"`)
}

func TestRemoteDrawsItsPhase(t *testing.T) {
	p := RemoteProps{
		Waiting: "Chargement", Stale: StaleProps{Text: "Données de 14:02", Refresh: "Actualiser"},
		Skeleton: func() app.UI { return Bar() }, Content: func() app.UI { return app.P().Text("contenu") },
		Empty: func() app.UI { return app.P().Text("vide") }, Failed: BlankProps{Title: "illisible"},
	}
	for _, tc := range []struct {
		name        string
		phase       Phase
		known, none bool
		has, hasNot []string
	}{
		{"idle", Idle, false, false, []string{"skel", "Chargement"}, []string{"contenu"}},
		{"loading", Loading, false, false, []string{"skel", "Chargement"}, []string{"contenu"}},
		{"loading again", Loading, true, false, []string{"contenu"}, []string{"skel", "14:02"}},
		{"fresh", Fresh, true, false, []string{"contenu"}, []string{"14:02"}},
		{"empty", Fresh, true, true, []string{"vide"}, []string{"contenu"}},
		{"stale", Stale, true, false, []string{"contenu", "14:02", "Actualiser"}, []string{"illisible"}},
		{"failed", Failed, false, false, []string{"illisible", `role="alert"`}, []string{"contenu"}},
		{"failed, known", Failed, true, false, []string{"illisible", "14:02", "contenu"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q := p
			q.Phase, q.Known, q.IsEmpty = tc.phase, tc.known, tc.none
			contains(t, Remote(q), tc.has...)
			lacks(t, Remote(q), tc.hasNot...)
		})
	}
}

func TestTableKeepsItsRoles(t *testing.T) {
	p := TableProps{
		Caption: "Relevés", Rows: 2,
		Columns: []TableColumn{{Label: "Compteur", Place: PlaceTitle, Sort: "?tri=a", Sorted: Descending}, {Label: "Date"}, {Label: "Valeur", Place: PlaceGone}},
		Cell:    func(r, c int) app.UI { return app.Text(strconv.Itoa(r) + "/" + strconv.Itoa(c)) },
	}
	contains(t, Table(p), `role="table"`, `role="rowgroup"`, `role="row"`, `role="columnheader"`, `role="cell"`,
		`aria-sort="descending"`, `data-label="Date"`, "1/2", "<caption")
	p.Windowed, p.Rows = true, 20_000
	contains(t, Table(p), `aria-rowcount="20001"`, `aria-rowindex="2"`, "window-space")
	if n := strings.Count(app.HTMLString(Table(p)), `role="row"`); n != firstItems+1 {
		t.Errorf("%d rows in the document, want %d and the head", n, firstItems)
	}
}

func TestWindowHoldsFewItems(t *testing.T) {
	w := func(count int) app.UI {
		return &Window{ID: "w", Label: "Parc", Count: count, Line: 100, Item: func(i int) app.UI { return app.P().Text("bien " + strconv.Itoa(i)) }}
	}
	html := app.HTMLString(w(20_000))
	if n := strings.Count(html, "<li"); n != firstItems {
		t.Errorf("%d items in the document, want %d", n, firstItems)
	}
	// Before anything is measured: one column of lines as high as announced.
	contains(t, w(20_000), `height="1995200"`, `aria-setsize="20000"`, `aria-posinset="1"`)
	contains(t, w(3), `height="0"`)
}

func TestWindowFollowsItsList(t *testing.T) {
	for _, tc := range []struct {
		name  string
		count int
		drawn span
		want  span
	}{
		{"not yet measured", 20_000, span{}, span{0, firstItems}},
		{"as it was", 20_000, span{400, 460}, span{400, 460}},
		{"shrunk to nothing", 0, span{400, 460}, span{0, 0}},
		{"shrunk to a few", 3, span{400, 460}, span{0, 3}},
		{"shrunk in the middle", 420, span{400, 460}, span{372, 420}},
		{"grown", 20_000, span{0, 3}, span{372, 447}},
	} {
		w := &Window{Count: tc.count, drawn: tc.drawn, layout: layout{cols: 1, pitch: 50, above: 20_000, height: 900}}
		if got := w.current(); got != tc.want {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestDialogDrawsOnlyWhenOpen(t *testing.T) {
	p := ConfirmProps{ID: "c", Title: "Abandonner ?", Text: "Rien ne sera envoyé", Yes: "Abandonner", No: "Garder", Destructive: true}
	lacks(t, Confirm(p), "Abandonner", "Garder")
	p.Open = true
	contains(t, Confirm(p), "Abandonner ?", "Garder", "btn--badsolid", `aria-labelledby="c-title"`, `id="c-title"`)
}

func TestDockHoldsFourAndTheRest(t *testing.T) {
	items := []MenuItem{{Label: "A", Href: "/a", Current: true}, {Label: "B", Href: "/b"}, {Label: "C", Href: "/c"}, {Label: "D", Href: "/d"}}
	contains(t, Dock(DockProps{Label: "Menu", Items: items, More: "Plus", Rest: []MenuItem{{Label: "E", Href: "/e"}}}), `aria-current="page"`, "<details", "Plus", `href="/e"`)
	lacks(t, Dock(DockProps{Label: "Menu", Items: items}), "<details")
}

type sample struct{ name string }

func TestListDescribesAScreen(t *testing.T) {
	l := List[sample]{
		ID: "parc", Path: "/parc", Title: "Parc", Count: "2 biens", Known: true, Phase: Fresh,
		Views:   []string{ViewTiles, ViewTable},
		Sorts:   []Option{{Value: "nom", Label: "Nom"}},
		Columns: []Column[sample]{{Label: "Nom", Place: PlaceTitle, SortKey: "nom", SortDesc: "-nom", Text: func(s sample) string { return s.name }}},
		Tile:    func(s sample) app.UI { return Tile(TileProps{Href: "/x", Name: s.name}) },
		Rows:    []sample{{"Copieur accueil"}, {"Copieur direction"}},
		Texts: ListTexts{NoneTitle: "Aucun bien ici", EmptyTitle: "Aucun bien", ClearLabel: "Retirer les filtres",
			Stale: "Données de 14:02", FailedTitle: "illisible", Retry: "Réessayer"},
	}
	contains(t, l.Draw(), "Copieur direction", "tile-name", "2 biens", `role="search"`)

	l.State.View = ViewTable
	contains(t, l.Draw(), `role="table"`, `aria-sort="ascending"`, "tri=-nom")
	l.State.Sort = "-nom"
	contains(t, l.Draw(), `aria-sort="descending"`, "tri=nom")

	l.Phase = Stale
	contains(t, l.Draw(), "14:02", "Copieur accueil")

	l.Rows = nil
	contains(t, l.Draw(), "Aucun bien")
	lacks(t, l.Draw(), "Retirer les filtres")
	l.State.Query = "xyz"
	contains(t, l.Draw(), "Aucun bien ici", "Retirer les filtres", `href="/parc?tri=-nom&vue=tableau"`)

	l.Known, l.Phase = false, Failed
	contains(t, l.Draw(), "illisible", "Réessayer")
	l.Phase = Loading
	contains(t, l.Draw(), "skel")
}

func TestFilterBarLeadsToOtherStates(t *testing.T) {
	p := FilterBarProps{
		ID: "parc", Path: "/parc", State: ListState{}.Toggle("site", "a"),
		Facets: []Facet{
			{Key: "site", Label: "Site", Menu: true, Values: []FacetValue{{Value: "a", Label: "Siège"}, {Value: "b", Label: "Annexe", Count: "9"}}},
			{Key: "releve", Single: true, Values: []FacetValue{{Value: "oui", Label: "Relevé attendu"}}},
		},
		Texts: FilterTexts{Remove: "Retirer le filtre"},
	}
	contains(t, FilterBar(p),
		`href="/parc"`,                   // the chip that is on takes its filter back
		`href="/parc?site=a&site=b"`,     // a second site
		`href="/parc?releve=oui&site=a"`, // another facet
		"Retirer le filtre", `method="get"`, `action="/parc"`)
}
