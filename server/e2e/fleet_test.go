package e2e

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"comptoir/shared/link"
)

// shownTile is what a tile of the fleet shows.
type shownTile struct {
	ID, Name, Where, Flag     string
	Picture                   bool // loaded and drawn
	Facts                     map[string]string
	Tickets, Orders           int
	TicketsLeadTo, OrdersLead string
}

const readTiles = `[...document.querySelectorAll('.tile')].map(e => {
	const text = s => (e.querySelector(s)?.innerText || '').replace(/\u00a0|\u202f/g, ' ').trim();
	const img = e.querySelector('.tile-pic img'), badge = s => e.querySelector('a.badge[href^="' + s + '"]');
	return { ID: e.querySelector('.tile-link').getAttribute('href').split('/')[2], Name: text('.tile-link'), Where: text('.tile-where'), Flag: text('.tile-flag'),
		Picture: !!img && img.complete && img.naturalWidth > 0,
		Facts: Object.fromEntries([...e.querySelectorAll('dt')].map(t => [t.innerText, t.nextElementSibling.innerText.trim()])),
		Tickets: Number(badge('/interventions')?.innerText || 0), Orders: Number(badge('/commandes')?.innerText || 0),
		TicketsLeadTo: badge('/interventions')?.getAttribute('href') || '', OrdersLead: badge('/commandes')?.getAttribute('href') || '' } })`

// storedTile is the same in the database.
type storedTile struct {
	Label, Serial, DealerRef, Installed, Site, Place string
	Tickets, Orders                                  int
	Expected                                         bool
}

func stored(s *site, asset string) storedTile {
	s.t.Helper()
	var v storedTile
	err := s.owner.QueryRow(s.t.Context(), `SELECT a.label, a.serial_number, a.dealer_ref, to_char(a.installed_on, 'DD/MM/YYYY'), s.name, a.place,
		(SELECT count(*) FROM ticket t WHERE t.customer_id = a.customer_id AND t.asset_id = a.id AND t.state NOT IN ('Clôturée', 'Annulée', 'Refusée')),
		(SELECT count(*) FROM purchase p WHERE p.customer_id = a.customer_id AND a.id = ANY (p.asset_ids)
			AND lower(p.state) NOT IN ('brouillon', 'livrée en totalité', 'annulée', 'refusée', 'archivée')),
		a.request_open OR EXISTS (SELECT 1 FROM meter m WHERE m.customer_id = a.customer_id AND m.asset_id = a.id AND m.active AND m.measured
			AND m.next_billing_on IS NOT NULL AND (m.last_real_on IS NULL OR m.last_real_on < m.next_billing_on - 20) AND m.next_billing_on - 20 <= current_date)
		FROM asset a JOIN site s ON s.customer_id = a.customer_id AND s.id = a.site_id WHERE a.id = $1`, asset).
		Scan(&v.Label, &v.Serial, &v.DealerRef, &v.Installed, &v.Site, &v.Place, &v.Tickets, &v.Orders, &v.Expected)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// TestFleetShowsWhatIsStored compares every tile and the sheet with the rows.
func TestFleetShowsWhatIsStored(t *testing.T) {
	s := newSite(t)
	d := newDevice(s)
	d.signIn("superviseur")
	total := fleetSize(s)
	d.mirrored(total)
	d.size(1280, 20_000, false) // high enough for all of them
	d.until(`document.querySelectorAll('.tile').length === ` + strconv.Itoa(total))
	d.until(`[...document.querySelectorAll('.tile-pic img')].every(i => i.complete)`)
	tiles := eval[[]shownTile](d, readTiles)
	seen := map[string]bool{}
	tickets, orders, expected := 0, 0, 0
	for _, g := range tiles {
		w := stored(s, g.ID)
		seen[g.ID] = true
		if !g.Picture || g.Name != w.Label || g.Facts["Identifiant fabricant"] != w.Serial || g.Facts["Identifiant prestataire"] != w.DealerRef ||
			g.Facts["Installé le"] != w.Installed || !strings.HasPrefix(g.Where, w.Site) || !strings.HasSuffix(g.Where, w.Place) ||
			g.Tickets != w.Tickets || g.Orders != w.Orders || (g.Flag != "") != w.Expected {
			t.Errorf("the tile shows %+v, stored is %+v", g, w)
		}
		tickets, orders = tickets+g.Tickets, orders+g.Orders
		if w.Expected {
			expected++
		}
	}
	if len(seen) != total || tickets == 0 || orders == 0 || expected == 0 {
		t.Errorf("%d tiles of %d, %d interventions, %d orders, %d readings expected: the comparison says nothing", len(seen), total, tickets, orders, expected)
	}
	for n := 23; n <= 31; n++ {
		statement(t, n)
	}

	// A badge leads to a list of its length.
	d.size(1280, 900, false)
	busy := slices.IndexFunc(tiles, func(g shownTile) bool { return g.Tickets > 0 && g.Orders > 0 })
	for path, n := range map[string]int{tiles[busy].TicketsLeadTo: tiles[busy].Tickets, tiles[busy].OrdersLead: tiles[busy].Orders} {
		d.visit(path)
		d.until(`document.querySelectorAll('tbody tr[data-i]').length === ` + strconv.Itoa(n))
	}

	d.visit(link.Fleet + "?releve=attendu")
	d.until(`document.querySelectorAll('.tile').length === ` + strconv.Itoa(expected))
	d.visit(link.Fleet)
	d.fill("input[type=search]", strings.ToUpper(tiles[0].Facts["Identifiant fabricant"]))
	d.until(`document.querySelectorAll('.tile').length === 1 && document.querySelector('.tile-link').innerText === ` + strconv.Quote(tiles[0].Name))
	d.until(`location.search.startsWith('?q=')`)
	statement(t, 33)

	waits := slices.IndexFunc(tiles, func(g shownTile) bool { return g.Flag != "" && g.Facts["Identifiant fabricant"] != "" })
	rests := slices.IndexFunc(tiles, func(g shownTile) bool { return g.Flag == "" && g.Facts["Identifiant fabricant"] != "" })
	for _, i := range []int{waits, rests} {
		g, w := tiles[i], stored(s, tiles[i].ID)
		d.visit(link.Fleet + "/" + g.ID)
		d.see("Identification")
		for _, text := range []string{w.Label, w.Serial, w.DealerRef, w.Site, w.Installed,
			one[string](s, `SELECT m.brand FROM asset a JOIN model m ON m.id = a.model_id WHERE a.id = $1`, g.ID),
			one[string](s, `SELECT m.label FROM asset a JOIN model m ON m.id = a.model_id WHERE a.id = $1`, g.ID),
			one[string](s, `SELECT m.family FROM asset a JOIN model m ON m.id = a.model_id WHERE a.id = $1`, g.ID),
			one[string](s, `SELECT to_char(warranty_ends_on, 'DD/MM/YYYY') FROM asset WHERE id = $1`, g.ID)} {
			d.see(text)
		}
		icon := `[...document.querySelectorAll('.sheethead .badge--warn')].some(b => b.innerText.includes('Saisie de compteurs nécessaire') && b.querySelector('svg'))`
		d.until(icon + ` === ` + strconv.FormatBool(w.Expected))
	}
	statement(t, 38)
	statement(t, 39)
}
