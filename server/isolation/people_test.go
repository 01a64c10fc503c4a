package isolation

import (
	"comptoir/shared/api"
	"comptoir/shared/habilitation"
)

// people signs everybody in and says what is whose.
func (w *world) people() []*actor {
	w.t.Helper()
	of := func(customer, where string) map[string]string {
		out := map[string]string{}
		for id, what := range w.marks[customer] {
			out[id] = what
		}
		if where == "" {
			return out
		}
		for _, id := range w.all(where) {
			out[id] = "not of his scope"
		}
		return out
	}
	outsideSite := outside(`a.site_id <> ALL (SELECT unnest(m.sites) FROM who m)`, `s.id <> ALL (SELECT unnest(m.sites) FROM who m)`,
		`o.site_id <> ALL (SELECT unnest(m.sites) FROM who m)`, "utilisateur-site")
	outsideOwn := outside(`(SELECT m.contact_id FROM who m) IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id) IS NOT TRUE`, `NOT EXISTS (SELECT 1 FROM asset a
		WHERE a.customer_id = m.customer_id AND a.site_id = s.id AND m.contact_id IN (a.contract_contact_id, a.user_contact_id, a.service_contact_id))`,
		`o.requester_contact_id IS DISTINCT FROM (SELECT m.contact_id FROM who m)`, "utilisateur-biens")
	both := []string{"CANARY-B", "CANARY-H"}
	people := []*actor{
		{name: "anonymous", foreign: []string{"site", "B", "H"}, canaries: both, hidden: join(of(w.a, ""), of(w.b, ""), of(w.h, ""))},
		{name: "superviseur", own: "site", foreign: []string{"B", "H"}, canaries: both, hidden: join(of(w.b, ""), of(w.h, ""))},
		{name: "utilisateur", own: "elsewhere", foreign: []string{"B", "H"}, canaries: both, hidden: join(of(w.b, ""), of(w.h, ""))},
		{name: "utilisateur-site", own: "site", foreign: []string{"B", "H", "elsewhere", "own"}, canaries: both, hidden: join(of(w.b, outsideSite), of(w.h, ""))},
		{name: "utilisateur-biens", own: "own", foreign: []string{"B", "H", "elsewhere", "site"}, canaries: both, hidden: join(of(w.b, outsideOwn), of(w.h, ""))},
		{name: "rien", own: "site", foreign: []string{"B", "H"}, canaries: both, hidden: join(of(w.b, ""), of(w.h, ""))},
		{name: "desactive", own: "site", foreign: []string{"B", "H"}, canaries: both, hidden: join(of(w.a, ""), of(w.b, ""), of(w.h, ""))},
		{name: "superviseur-b", own: "B", foreign: []string{"site", "elsewhere", "H"}, canaries: both[1:], hidden: join(of(w.a, ""), of(w.h, ""))},
		{name: "rien-staff", own: "site", foreign: []string{"B", "H"}, canaries: both, hidden: join(of(w.a, ""), of(w.b, ""), of(w.h, ""))},
		{name: "prestataire", own: "site", foreign: []string{"H"}, canaries: both[1:], hidden: of(w.h, "")},
	}
	for _, a := range people {
		a.cookies = map[string]string{}
		if a.name == "anonymous" {
			continue
		}
		in := w.signIn(a.name)
		a.cookies, a.password, a.me = in.cookies, in.password, in.me
		delete(a.hidden, string(a.me.Account.ID)) // one's own
		delete(a.hidden, string(a.me.Contact))
		delete(a.hidden, string(a.me.Membership))
		a.named = map[string]bool{}
		for _, id := range w.all(`SELECT site_id::text FROM contact WHERE id = $1 AND site_id IS NOT NULL
			UNION SELECT unnest(ARRAY[site_id, asset_id])::text FROM ticket WHERE requester_contact_id = $1 AND asset_id IS NOT NULL
			UNION SELECT unnest(asset_ids || site_id)::text FROM purchase WHERE requester_contact_id = $1`, nullable(string(a.me.Contact))) {
			a.named[id] = true
		}
		if a.upload = newID(); a.me.Grants.Any(habilitation.EnterReading) {
			a.upload, _ = w.upload(a)
		}
	}
	w.exec("UPDATE account SET disabled_at = now() WHERE identifier = 'desactive'")
	for _, a := range people {
		if a.name == "desactive" {
			a.me = api.Me{}
		}
	}
	return people
}

// outside is a statement for the identifiers of customer A that the scope of
// an account leaves out: assets with their meters and readings, sites,
// tickets, orders. The rule is written here a second time, by hand.
func outside(asset, site, order, identifier string) string {
	return `WITH who AS (SELECT m.* FROM membership m JOIN account u ON u.id = m.account_id WHERE u.identifier = '` + identifier + `'),
		far AS (SELECT a.id FROM asset a JOIN who m ON a.customer_id = m.customer_id WHERE ` + asset + `)
		SELECT id::text FROM far UNION ALL SELECT t.id::text FROM meter t WHERE t.asset_id IN (SELECT id FROM far)
		UNION ALL SELECT r.id::text FROM reading r JOIN meter t ON t.id = r.meter_id WHERE t.asset_id IN (SELECT id FROM far)
		UNION ALL SELECT s.id::text FROM site s JOIN who m ON s.customer_id = m.customer_id WHERE ` + site + `
		UNION ALL SELECT o.id::text FROM ticket o JOIN who m ON o.customer_id = m.customer_id WHERE ` + order + `
		UNION ALL SELECT o.id::text FROM purchase o JOIN who m ON o.customer_id = m.customer_id WHERE ` + order
}

func join(all ...map[string]string) map[string]string {
	out := map[string]string{}
	for _, m := range all {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}

func nullable(id string) any {
	if id == "" {
		return nil
	}
	return id
}
