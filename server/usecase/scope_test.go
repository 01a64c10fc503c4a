package usecase_test

import (
	"slices"
	"testing"

	"comptoir/server/usecase"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/id"
	"comptoir/shared/rpc"
)

// Who sees its own assets is given the site of one that becomes its own, though
// the site itself did not change.
func TestSiteComesWithTheAssetThatBecomesOnesOwn(t *testing.T) {
	w := newWorld(t)
	p := w.as("utilisateur-biens")
	ctx := usecase.With(t.Context(), p)
	site := id.Site(one[string](w, `INSERT INTO site (customer_id, id, code, name) VALUES ($1, gen_random_uuid(), 'ANNEXE', 'Annexe') RETURNING id::text`, p.Customer))
	asset := one[string](w, `UPDATE asset SET site_id = $2 WHERE id = (SELECT id FROM asset WHERE customer_id = $1 AND in_fleet
		AND $3 NOT IN (coalesce(contract_contact_id, id), coalesce(user_contact_id, id), coalesce(service_contact_id, id)) LIMIT 1) RETURNING id::text`, p.Customer, site, p.Contact)
	holds := func(r rpc.SyncResp[api.Site]) bool {
		return slices.ContainsFunc(r.Rows, func(s api.Site) bool { return s.ID == site })
	}
	first, err := w.SiteSync(ctx, syncAll)
	if err != nil || holds(first) {
		t.Fatalf("the site is there before: %v", err)
	}
	w.exec("UPDATE asset SET user_contact_id = $1 WHERE id = $2", p.Contact, asset)
	next, err := w.SiteSync(ctx, rpc.SyncReq{Since: first.Cursor})
	if err != nil || !holds(next) {
		t.Errorf("%d sites came and not that of the asset: %v", len(next.Rows), err)
	}
}

// A right on what one made oneself (P) shows the tickets and orders that one
// made, and their sums.
func TestRightOnOnesOwnShowsOnlyThat(t *testing.T) {
	w := newWorld(t)
	grant := func(code, answer string) {
		w.exec(`UPDATE decision_table SET body = jsonb_build_array(jsonb_build_array('*', '*', '*', '*', $1::text, $2::text)) || body
			WHERE code = 'TD_HABILITATIONS_PROFIL_PORTAIL'`, code, answer)
	}
	p := w.as("superviseur")
	w.exec("UPDATE ticket SET requester_contact_id = NULL WHERE customer_id = $1", p.Customer)
	w.exec("UPDATE purchase SET requester_contact_id = NULL WHERE customer_id = $1", p.Customer)
	ticket := one[string](w, "UPDATE ticket SET requester_contact_id = $1 WHERE id = (SELECT id FROM ticket WHERE customer_id = $2 AND open LIMIT 1) RETURNING id::text", p.Contact, p.Customer)
	order := one[string](w, "UPDATE purchase SET requester_contact_id = $1 WHERE id = (SELECT id FROM purchase WHERE customer_id = $2 AND open LIMIT 1) RETURNING id::text", p.Contact, p.Customer)

	grant("AFFICHER_PRIX", "P")
	ctx := usecase.With(t.Context(), w.as("superviseur"))
	orders, err := w.OrderSync(ctx, syncAll)
	if err != nil || len(orders.Rows) < 2 {
		t.Fatalf("%d orders, %v", len(orders.Rows), err)
	}
	for _, o := range orders.Rows {
		if (o.Gross != nil) != (string(o.ID) == order) {
			t.Errorf("order %s, whose maker is %v: a sum %v", o.ID, string(o.ID) == order, o.Gross != nil)
		}
	}
	grant("ACCES_INTERVENTIONS", "P")
	grant("ACCES_COMMANDES", "P")
	ctx = usecase.With(t.Context(), w.as("superviseur"))
	tickets, err := w.TicketSync(ctx, syncAll)
	if err != nil || len(tickets.Rows) != 1 || string(tickets.Rows[0].ID) != ticket {
		t.Errorf("%d tickets, want the one it made: %v", len(tickets.Rows), err)
	}
	if orders, err = w.OrderSync(ctx, syncAll); err != nil || len(orders.Rows) != 1 || string(orders.Rows[0].ID) != order {
		t.Errorf("%d orders, want the one it made: %v", len(orders.Rows), err)
	}
}

// The counters of a sheet are the lengths of the lists that they lead to.
func TestSheetCountsWhatItsListsHold(t *testing.T) {
	w := newWorld(t)
	for _, who := range []string{"superviseur", "utilisateur-site", "utilisateur-biens"} {
		ctx := usecase.With(t.Context(), w.as(who))
		assets, err := w.AssetSync(ctx, syncAll)
		if err != nil {
			t.Fatal(err)
		}
		tickets, err := w.TicketSync(ctx, syncAll)
		if err != nil {
			t.Fatal(err)
		}
		orders, err := w.OrderSync(ctx, syncAll)
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, a := range assets.Rows {
			sheet, err := w.AssetGet(ctx, api.AssetGetReq{ID: a.ID})
			if err != nil {
				t.Fatal(err)
			}
			of, ordered := 0, 0
			for _, x := range tickets.Rows {
				if x.Asset == a.ID {
					of++
				}
			}
			for _, o := range orders.Rows {
				if slices.Contains(o.Assets, a.ID) {
					ordered++
				}
			}
			seen += of + ordered
			if sheet.Tickets != of || sheet.Orders != ordered {
				t.Errorf("%s, %s: the sheet counts %d and %d, the lists hold %d and %d", who, a.Label, sheet.Tickets, sheet.Orders, of, ordered)
			}
		}
		if who == "superviseur" && seen < 2 {
			t.Errorf("%s: nothing to count", who)
		}
	}
}

// A text that the database does not take is the caller's mistake.
func TestTextsThatNoDatabaseTakes(t *testing.T) {
	w := newWorld(t)
	p := w.as("superviseur")
	ctx := usecase.With(t.Context(), p)
	m := w.meter(p)
	req := entryOf(m, plausible(m))
	req.Reason = "a\x00b"
	if _, err := w.CounterSubmit(ctx, req); fault.Of(err).Code != fault.Invalid {
		t.Errorf("a reason: %v", err)
	}
	if _, err := w.AssetList(ctx, api.AssetListReq{Text: "a\x00b"}); fault.Of(err).Code != fault.Invalid {
		t.Errorf("a search: %v", err)
	}
}
