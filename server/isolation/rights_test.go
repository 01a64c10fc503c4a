package isolation

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"comptoir/shared/api"
	"comptoir/shared/decision"
	"comptoir/shared/decision/rights"
	"comptoir/shared/habilitation"
	"comptoir/shared/rpc"
)

// grant makes rows the table of rights in force.
func (w *world) grant(rows [][]string) {
	w.t.Helper()
	body, err := json.Marshal(rows)
	if err != nil {
		w.t.Fatal(err)
	}
	w.exec(`INSERT INTO decision_table (code, version, criteria, results, body) SELECT code, version + 1, criteria, results, $2::text::jsonb
		FROM decision_table WHERE code = $1 ORDER BY version DESC LIMIT 1`, rights.TableCode, string(body))
}

// everybody is a row for every habilitation, with its answer.
func everybody(answer func(habilitation.Code) habilitation.Answer) (rows [][]string) {
	for _, c := range habilitation.All() {
		rows = append(rows, []string{decision.Any, decision.Any, decision.Any, decision.Any, string(c), string(answer(c).Letter())})
	}
	return rows
}

// unread is a body that notes whether somebody looked at it.
type unread struct{ read bool }

func (u *unread) Read([]byte) (int, error) { u.read = true; return 0, io.EOF }

// refused asks for a call with a body that nobody may look at.
func (w *world) refused(i rpc.Info, a *actor) {
	w.t.Helper()
	body := &unread{}
	r := httptest.NewRequestWithContext(w.t.Context(), i.Method(), "http://localhost"+address(i.Path(), newID()), body)
	for k, v := range a.cookies {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	out := httptest.NewRecorder()
	w.router.ServeHTTP(out, r)
	if out.Code != http.StatusForbidden || body.read {
		w.t.Errorf("%s without its right: %d, body read %v", i.Name, out.Code, body.read)
	}
}

// Each habilitation × each call: off, the call is refused before its body is
// read; alone on, it works. What each answer rests on is told with its row.
func TestRightsDecideEveryCall(t *testing.T) {
	w := newWorld(t, walls{rowSecurity: true, filter: true})
	people := map[bool]*actor{}
	for _, a := range w.people() {
		if a.name == "superviseur" || a.name == "prestataire" {
			people[a.me.Account.Staff] = a
		}
	}
	tried, needed := 0, map[habilitation.Code]bool{}
	for n, c := range habilitation.All() {
		for _, alone := range []bool{false, true} {
			w.grant(everybody(func(k habilitation.Code) habilitation.Answer {
				if (k == c) == alone {
					return habilitation.Yes
				}
				return habilitation.No
			}))
			for _, i := range api.Calls() {
				needed[i.Needs] = true
				if i.Name == api.SessionPassword.Name || i.Name == api.RightWhy.Name {
					continue // need no right, and are asked below or cost a hash
				}
				a := people[i.Who == rpc.Staff]
				tried++
				if on := i.Needs == "" || (i.Needs == c) == alone; !on {
					w.refused(i, a)
				} else if got := w.send(i, a, w.build(i, a, w.estateOf(a)), nil, w.estateOf(a).photo); got.status != http.StatusOK {
					t.Errorf("%s with %s (%s alone: %v): %d %.200s", i.Name, i.Needs, c, alone, got.status, got.body)
				}
			}
			for staff, a := range people {
				want, row := habilitation.No, n+1
				if alone {
					want = habilitation.Yes
				}
				if c.Staff() && !staff {
					want, row = habilitation.No, 0 // never a customer's, whatever the table says
				}
				var why api.WhyResp
				if err := json.Unmarshal(w.send(api.RightWhy.Info, a, map[string]any{"code": c}, nil).body, &why); err != nil {
					t.Fatal(err)
				}
				if why.Answer != string(want.Letter()) || why.Table != rights.TableCode || why.Row != row || row > 0 && len(why.Criteria) != len(rights.Criteria()) {
					t.Errorf("why %s for %s: %+v, want %c by row %d", c, a.name, why, want.Letter(), row)
				}
			}
		}
	}
	for c := range needed {
		if c != "" && !c.Known() {
			t.Errorf("a call needs %s, which is no habilitation", c)
		}
	}
	t.Logf("%d habilitations × %d calls, off and alone on: %d answers, %d explained", len(habilitation.All()), len(api.Calls()), tried, 4*len(habilitation.All()))
}

// Access rights and habilitations decide what a customer sees or can act on,
// according to the activity.
func TestS002_RightsDecideAccordingToTheActivity(t *testing.T) {
	w := newWorld(t, walls{rowSecurity: true, filter: true})
	a := w.signIn("superviseur")
	e := w.estate["site"]
	var org, activity string
	if err := w.owner.QueryRow(t.Context(), "SELECT org, activity FROM asset WHERE id = $1", e.asset).Scan(&org, &activity); err != nil {
		t.Fatal(err)
	}
	other := w.one("SELECT id::text FROM asset WHERE customer_id = $1 AND activity <> $2 AND in_fleet LIMIT 1", w.a, activity)
	list := func(i rpc.Info) (of, others int) {
		var got struct{ Rows, Assets []struct{ Activity string } }
		if err := json.Unmarshal(w.must(a, "GET", i.Path()+"?limit=200", nil), &got); err != nil {
			t.Fatal(err)
		}
		for _, r := range append(got.Rows, got.Assets...) {
			if r.Activity == activity {
				of++
			} else {
				others++
			}
		}
		return of, others
	}
	status := func(i rpc.Info, req map[string]any) int { return w.send(i, a, req, nil).status }
	entry := func() map[string]any { return w.build(api.CounterSubmit.Info, a, e) }
	lists := []rpc.Info{api.AssetList.Info, api.AssetSync.Info, api.TicketSync.Info, api.OrderSync.Info}

	all := everybody(func(habilitation.Code) habilitation.Answer { return habilitation.Yes })
	for _, c := range []struct {
		name  string
		row   []string
		holds bool
	}{
		{"nothing is refused", nil, true},
		{"the activity is refused", []string{decision.Any, activity}, false},
		{"the activity is refused in another organisation", []string{"AUTRE", activity}, true},
		{"another activity is refused", []string{decision.Any, "AUTRE"}, true},
		{"the organisation and the activity are refused", []string{org, activity}, false},
	} {
		var rows [][]string
		if c.row != nil {
			for _, code := range []habilitation.Code{habilitation.AccessFleet, habilitation.AccessTickets, habilitation.AccessOrders, habilitation.EnterReading, habilitation.ViewReadings} {
				rows = append(rows, append(append([]string{}, c.row...), "Superviseur", decision.Any, string(code), "N"))
			}
		}
		w.grant(append(rows, all...))
		for _, i := range lists {
			if of, others := list(i); (of > 0) != c.holds || others == 0 && i.Name != api.OrderSync.Name { // orders are all of one activity there
				t.Errorf("%s: %s shows %d rows of the activity and %d of others", c.name, i.Name, of, others)
			}
		}
		want := map[bool]int{true: 200, false: 404}[c.holds]
		for name, got := range map[string]int{
			"sheet": status(api.AssetGet.Info, map[string]any{"id": e.asset}), "history": status(api.CounterHistory.Info, map[string]any{"asset": e.asset}),
			"entry": status(api.CounterSubmit.Info, entry()),
		} {
			if got != want {
				t.Errorf("%s: %s of the asset: %d, want %d", c.name, name, got, want)
			}
		}
		if got := status(api.AssetGet.Info, map[string]any{"id": other}); got != 200 {
			t.Errorf("%s: sheet of an asset of another activity: %d", c.name, got)
		}
		var why api.WhyResp
		if err := json.Unmarshal(w.send(api.RightWhy.Info, a, map[string]any{"code": habilitation.AccessFleet, "org": org, "activity": activity}, nil).body, &why); err != nil {
			t.Fatal(err)
		}
		if (why.Answer == "O") != c.holds || !c.holds && why.Row != 1 {
			t.Errorf("%s: why says %+v", c.name, why)
		}
	}
}
