//go:build !js

package interventions

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
	for i := range 7 {
		w.Tickets = append(w.Tickets, api.Ticket{ID: id.Ticket(storetest.ID(30 + i)), Number: fmt.Sprintf("T%02d", i), State: "Saisie externe", Detail: "Bourrage",
			Asset: storetest.AssetID(i % 3), OpenedAt: storetest.Now.AddDate(0, 0, -i), Requester: "Paul Martin"})
	}
	f := storetest.Start(t, w)
	for i := range 4 {
		tile, _ := f.Asset(string(storetest.AssetID(i)))
		p, html := open(t, link.TicketsOf(tile.Asset.ID))
		if n := len(rows(f.Tickets(), p.state)); n != tile.Tickets {
			t.Errorf("asset %d: the badge says %d, the list has %d", i, tile.Tickets, n)
		}
		if tile.Tickets > 0 && (!strings.Contains(html, "Copieur") || !strings.Contains(html, store.T(msg.TicketStateExternal)) || !strings.Contains(html, "Bourrage")) {
			t.Errorf("asset %d: %s", i, html)
		}
	}
	all, html := open(t, link.Tickets+"?q=t03")
	if n := len(rows(f.Tickets(), all.state)); n != 1 || !strings.Contains(html, "T03") {
		t.Errorf("the search gives %d", n)
	}
	if got := rows(f.Tickets(), (&Page{}).state); len(got) != 7 || got[0].Number != "T00" {
		t.Errorf("newest first: %v", got)
	}
}

func TestTicketsAreDenied(t *testing.T) {
	w := storetest.Sample(1)
	w.Me.Grants = storetest.Grant("ACCES_PARC")
	storetest.Start(t, w)
	if _, html := open(t, link.Tickets); !strings.Contains(html, store.T(msg.PageDeniedTitle)) {
		t.Error(html)
	}
}
