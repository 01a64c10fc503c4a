//go:build !js

package commandes

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/store/storetest"
	"comptoir/shared/api"
	"comptoir/shared/id"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

func open(t *testing.T, address string) (*Page, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	p := &Page{}
	p.Open(shell.Visit{Query: u.Query(), Go: storetest.AtOnce, Update: storetest.AtOnce, Replace: func(string) {}})
	return p, storetest.HTML(p.Draw().Main)
}

// A badge equals the length of the list that it links to.
func TestBadgeEqualsItsList(t *testing.T) {
	w := storetest.Sample(4)
	gross := int64(123456)
	for i := range 5 {
		w.Orders = append(w.Orders, api.Order{ID: id.Order(storetest.ID(40 + i)), Number: fmt.Sprintf("C%02d", i), State: "En cours", Reference: "Toner", Gross: &gross,
			Assets: []id.Asset{storetest.AssetID(i % 3), storetest.AssetID(3)}, OrderedAt: storetest.Now.AddDate(0, 0, -i)})
	}
	f := storetest.Start(t, w)
	for i := range 4 {
		tile, _ := f.Asset(string(storetest.AssetID(i)))
		p, html := open(t, link.OrdersOf(tile.Asset.ID))
		if n := len(rows(f.Orders(), p.state)); n != tile.Orders || n == 0 {
			t.Errorf("asset %d: the badge says %d, the list has %d", i, tile.Orders, n)
		}
		if !strings.Contains(html, store.Lang().Amount(gross)) || !strings.Contains(html, "TTC") {
			t.Errorf("asset %d: no amount", i)
		}
	}
	if p, _ := open(t, link.Orders+"?q=toner"); len(rows(f.Orders(), p.state)) != 5 {
		t.Error("the search does not find the reference")
	}
}

func TestPricesAreHidden(t *testing.T) {
	w := storetest.Sample(1)
	w.Me.Grants = storetest.Grant("ACCES_COMMANDES")
	w.Orders = []api.Order{{ID: id.Order(storetest.ID(40)), Number: "C1"}}
	storetest.Start(t, w)
	if _, html := open(t, link.Orders); strings.Contains(html, store.T(msg.ColumnGross)) || !strings.Contains(html, "C1") {
		t.Error("the amount shows without AFFICHER_PRIX")
	}
}
