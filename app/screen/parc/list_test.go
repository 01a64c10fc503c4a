//go:build !js

package parc

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"comptoir/app/browser"
	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/store/storetest"
	"comptoir/shared/api"
	"comptoir/shared/id"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// walk opens pages at addresses as the shell would.
type walk struct {
	page     shell.Page
	pattern  string
	replaced string
	said     []string
}

func init() { settle = 0 }

func (w *walk) to(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	pattern, params, ok := link.Match(u.Path)
	if !ok {
		t.Fatalf("%s leads nowhere", address)
	}
	if w.page == nil || pattern != w.pattern {
		w.page = &Sheet{}
		if pattern == link.Fleet {
			w.page = &List{}
		}
	}
	w.pattern = pattern
	w.page.Open(shell.Visit{Pattern: pattern, Params: params, Query: u.Query(), Path: u.Path,
		Go: storetest.AtOnce, Update: storetest.AtOnce, To: func(string) {}, Replace: func(p string) { w.replaced = p },
		Say: func(m shell.Message) { w.said = append(w.said, m.Text) }})
	return w.draw()
}

func (w *walk) draw() string {
	v := w.page.Draw()
	return storetest.HTML(v.Main) + storetest.HTML(v.Bar)
}

func sample() *storetest.World {
	w := storetest.Sample(12)
	for i := range 2 {
		w.Tickets = append(w.Tickets, api.Ticket{ID: id.Ticket(storetest.ID(30 + i)), Number: fmt.Sprint("T", i), Asset: storetest.AssetID(1), Org: "VB", Activity: "IMP"})
	}
	w.Orders = []api.Order{{ID: id.Order(storetest.ID(40)), Number: "C1", Assets: []id.Asset{storetest.AssetID(1)}, Org: "VB", Activity: "IMP"}}
	return w
}

// tiles is the list of the sample, tile by tile.
func tiles(t *testing.T, w *walk, address string) (html string, of []string) {
	t.Helper()
	w.to(t, address)
	l := w.page.(*List).list()
	for _, r := range l.Rows {
		of = append(of, storetest.HTML(l.Tile(r)))
	}
	return strings.Join(of, ""), of
}

func TestS023_ListsTheFleetAsTiles(t *testing.T) {
	storetest.Start(t, sample())
	w := &walk{}
	html, of := tiles(t, w, "/parc")
	if len(of) != 12 || strings.Count(html, "<article") != 12 || !strings.Contains(w.draw(), store.T(msg.FleetCount, map[string]any{"Count": 12})) {
		t.Errorf("%d tiles", len(of))
	}
}

// tileSays pins what one tile shows.
func tileSays(t *testing.T, want ...string) {
	t.Helper()
	storetest.Start(t, sample())
	_, of := tiles(t, &walk{}, "/parc")
	for _, s := range want {
		if !strings.Contains(of[1], s) {
			t.Errorf("the tile does not show %q: %s", s, of[1])
		}
	}
}

func TestS024_TileShowsThePicture(t *testing.T) { tileSays(t, "/img/"+strings.Repeat("a", 64)) }
func TestS025_TileShowsTheManufacturerIdentifier(t *testing.T) {
	tileSays(t, "Identifiant fabricant", "3089M000001")
}
func TestS026_TileShowsTheDealerIdentifier(t *testing.T) {
	tileSays(t, "Identifiant prestataire", "BV-000001")
}
func TestS027_TileShowsTheLabel(t *testing.T)            { tileSays(t, "Copieur 001") }
func TestS028_TileShowsTheInstallationDate(t *testing.T) { tileSays(t, "Installé le", "14/03/2023") }
func TestS029_TileShowsThePlace(t *testing.T)            { tileSays(t, "Annexe, 1") }
func TestS030_TileCountsOpenInterventions(t *testing.T) {
	tileSays(t, link.TicketsOf(storetest.AssetID(1)), store.T(msg.TileOpenInterventions), ": 2, Copieur 001")
}
func TestS031_TileCountsOpenOrders(t *testing.T) {
	tileSays(t, link.OrdersOf(storetest.AssetID(1)), store.T(msg.TileOpenOrders), ": 1, Copieur 001")
}

func TestS033_AddressFiltersTheList(t *testing.T) {
	world := sample()
	world.Assets[4].Status.Contract = "Non couvert"
	storetest.Start(t, world)
	for address, want := range map[string]int{
		"/parc?q=copieur+003": 1, "/parc?q=3089M0000": 12, "/parc?site=" + string(world.Sites[1].ID): 4, "/parc?releve=attendu": 4,
		"/parc?couvert=non": 1, "/parc?couvert=oui": 11, "/parc?famille=Copieur+A3": 12, "/parc?famille=Rien": 0, "/parc?activite=IMP&releve=attendu&q=009": 1,
	} {
		w := &walk{}
		if _, of := tiles(t, w, address); len(of) != want {
			t.Errorf("%s gives %d, want %d", address, len(of), want)
		}
		if want == 0 && !strings.Contains(w.draw(), store.T(msg.FleetNoneTitle)) {
			t.Errorf("%s does not say that nothing matches", address)
		}
	}
}

func TestTypingChangesTheAddressInPlace(t *testing.T) {
	storetest.Start(t, sample())
	w := &walk{}
	w.to(t, "/parc?tri=lieu&releve=attendu")
	l := w.page.(*List)
	for _, s := range []string{"c", "co", "copieur 00"} {
		l.typed(s)
	}
	if w.replaced != "/parc?q=copieur+00&releve=attendu&tri=lieu" {
		t.Errorf("the address is %s", w.replaced)
	}
	shared := &walk{}
	shared.to(t, w.replaced)
	if want, got := shared.page.(*List).list().Rows, l.list().Rows; len(got) == 0 || !slices.Equal(want, got) {
		t.Errorf("the address gives %v, the typing gave %v", want, got)
	}
}

func TestListAsksOnceAVersion(t *testing.T) {
	f := storetest.Start(t, sample())
	w := &walk{}
	w.to(t, "/parc")
	l := w.page.(*List)
	before := &l.res.Order[0]
	w.draw()
	if &l.res.Order[0] != before {
		t.Error("drawn again, computed again")
	}
	if err := f.Pull(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.draw()
	if &l.res.Order[0] == before {
		t.Error("the mirror changed, the list did not")
	}
}

func TestListSaysItsAge(t *testing.T) {
	storetest.Start(t, sample())
	w := &walk{}
	if html := w.to(t, "/parc"); strings.Contains(html, "Données du") {
		t.Error("fresh data have an age")
	}
	browser.HostOnline(false)
	if html := w.draw(); !strings.Contains(html, "Données du 24/11 à 13:02") {
		t.Error("offline, the list does not say its age")
	}
}

func TestTableViewAndEmptyFleet(t *testing.T) {
	storetest.Start(t, sample())
	if html := (&walk{}).to(t, "/parc?vue=tableau"); strings.Count(html, `href="/parc/0199`) != 12 || !strings.Contains(html, "3089M000011") {
		t.Errorf("the table has %d rows", strings.Count(html, `href="/parc/0199`))
	}
	storetest.Start(t, storetest.Sample(0))
	if html := (&walk{}).to(t, "/parc"); !strings.Contains(html, store.T(msg.FleetEmptyTitle)) {
		t.Error("an empty fleet does not say so")
	}
}

func TestNoAccessToTheFleet(t *testing.T) {
	world := sample()
	world.Me.Grants = storetest.Grant("ACCES_COMMANDES")
	storetest.Start(t, world)
	for _, address := range []string{"/parc", link.Asset(storetest.AssetID(1))} {
		if html := (&walk{}).to(t, address); !strings.Contains(html, store.T(msg.PageDeniedTitle)) || strings.Contains(html, "3089M") {
			t.Errorf("%s is drawn without the right", address)
		}
	}
}

func TestBadgesAndActionsFollowTheRights(t *testing.T) {
	world := sample()
	world.Me.Grants = storetest.Grant("ACCES_PARC")
	storetest.Start(t, world)
	_, of := tiles(t, &walk{}, "/parc")
	for _, no := range []string{link.Tickets, link.Orders, store.T(msg.ActionEnterReadings)} {
		if strings.Contains(of[1], no) {
			t.Errorf("without the right the tile offers %q", no)
		}
	}
}

func BenchmarkKeystrokeInAFleetOf20000(b *testing.B) {
	storetest.Start(b, storetest.Sample(20000))
	l := &List{}
	l.Open(shell.Visit{Query: url.Values{}, Go: storetest.AtOnce, Update: storetest.AtOnce, Replace: func(string) {}})
	l.list()
	words := []string{"c", "co", "cop", "copieur 1", "3089", "x"}
	for i := 0; b.Loop(); i++ {
		l.typed(words[i%len(words)])
		drawn := l.list()
		for _, r := range drawn.Rows[:min(60, len(drawn.Rows))] {
			_ = drawn.Tile(r)
		}
	}
}
