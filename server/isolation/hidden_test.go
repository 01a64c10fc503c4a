package isolation

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"comptoir/shared/api"
	"comptoir/shared/habilitation"
	"comptoir/shared/rpc"
	"comptoir/shared/setting"
)

// planted are figures that no clock, count or identifier makes by chance.
const (
	plantedValue  = "8675309"  // the last reading
	plantedRange  = "9175309"  // the largest value that its neighbours admit: 500,000 more
	plantedVolume = "77771234" // the volume, in thousandths
	plantedPages  = "77771"    // the same in pages
	plantedPrice  = "6543217"  // cents
)

// digits is a text without what stands between the digits of a figure.
var digits = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ".", "", "'", "", "’", "", ",", "", `\u00a0`, "", `\u202f`, "")

// random is what holds digits by chance: identifiers, hashes, instants,
// cursors, the time zone.
var random = regexp.MustCompile(uuids.String() + `|\d{4}-\d\d-\d\dT[0-9:.]+Z?|"(?:zone|cursor)":"[^"]*"`)

// shown makes every call as somebody, entries that are refused included, and
// returns which of the figures came back, by call.
func (w *world) shown(a *actor, figures ...string) map[string]string {
	w.t.Helper()
	out := map[string]string{}
	e := w.estateOf(a)
	see := func(call string, got response) {
		text := digits.Replace(random.ReplaceAllString(string(got.body), ""))
		for _, f := range figures {
			if strings.Contains(text, f) {
				out[call] += " " + f
			}
		}
	}
	for _, i := range api.Calls() {
		if i.Name == api.SessionPassword.Name || i.Kind == rpc.KindFile {
			continue // a word, and the pixels of a photo
		}
		if i.Name != api.CounterSubmit.Name {
			see(i.Name, w.send(i, a, w.build(i, a, e), nil))
			continue
		}
		for _, value := range []json.Number{"5", "8675308", "8675310", "9175310", "99999999", "-1"} {
			for _, blind := range []bool{false, true} {
				req := w.build(i, a, e)
				req["value"], req["blind"] = value, blind
				if value == "8675310" && blind {
					continue // would be accepted and change what is planted
				}
				see(i.Name, w.send(i, a, req, nil, string(value)))
			}
		}
	}
	return out
}

// What a parameter or a right hides is in no byte that the account receives;
// where it shows, it is there, so that its absence means something.
func TestHiddenFiguresDoNotTravel(t *testing.T) {
	w := newWorld(t, walls{rowSecurity: true, filter: true})
	w.exec(`UPDATE purchase SET gross_cents = 6543217, requester_contact_id = (SELECT contact_id FROM membership m JOIN account u ON u.id = m.account_id
		WHERE u.identifier = 'utilisateur-biens') WHERE customer_id = $1`, w.a)
	var people []*actor
	for _, a := range w.people() {
		if a.me.Customer != nil && a.own != "B" && a.name != "rien" {
			people = append(people, a)
		}
	}
	for _, e := range w.estate {
		if e.customer != w.a {
			continue
		}
		w.exec("DELETE FROM reading WHERE meter_id = $1 AND value > 8675309", e.meter)
		w.exec("UPDATE reading SET value = 8675309, at = now() - interval '2 days' WHERE id = (SELECT id FROM reading WHERE meter_id = $1 ORDER BY at DESC, id DESC LIMIT 1)", e.meter)
		w.exec("UPDATE meter SET last_value = 8675309, volume = 77771234 WHERE id = $1", e.meter)
	}
	w.exec("UPDATE invoice SET gross_cents = 6543217, net_cents = 6543217 WHERE customer_id = $1", w.a)
	figures := []string{plantedValue, plantedRange, plantedVolume, plantedPages, plantedPrice}
	set := func(shows string) {
		w.exec("DELETE FROM parameter WHERE code = $1", string(setting.ShowPreviousReading))
		w.exec("INSERT INTO parameter (code, org, value) SELECT $1, code, $2 FROM internal_org UNION SELECT $1, '', $2", string(setting.ShowPreviousReading), shows)
	}
	allBut := func(hidden ...habilitation.Code) [][]string {
		return everybody(func(c habilitation.Code) habilitation.Answer {
			for _, h := range hidden {
				if c == h {
					return habilitation.No
				}
			}
			return habilitation.Yes
		})
	}

	set("false")
	w.grant(allBut(habilitation.ViewReadings, habilitation.ViewPrices))
	for _, a := range people {
		if got := w.shown(a, figures...); len(got) > 0 {
			t.Errorf("%s receives what is hidden: %v", a.name, got)
		}
	}
	w.grant(allBut(habilitation.ViewPrices)) // the history is a right of its own
	for _, a := range people {
		got := w.shown(a, figures...)
		if len(got) != 1 || got[api.CounterHistory.Name] != " "+plantedValue {
			t.Errorf("%s with CONSULTER_RELEVES alone receives %v", a.name, got)
		}
	}
	set("true")
	w.grant(allBut())
	for _, a := range people {
		got := w.shown(a, figures...)
		for call, figure := range map[string]string{api.MeterSync.Name: plantedValue, api.AssetGet.Name: plantedVolume, api.OrderSync.Name: plantedPrice, api.CounterSubmit.Name: plantedValue, api.CounterHistory.Name: plantedValue} {
			if !strings.Contains(got[call], figure) {
				t.Errorf("%s may see %s in %s and receives only %v: its absence would mean nothing", a.name, figure, call, got)
			}
		}
	}
	t.Logf("%d figures hidden from %d accounts on %d calls", len(figures), len(people), len(api.Calls()))
}
