package isolation

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"comptoir/shared/api"
	"comptoir/shared/rpc"
)

// tally is what a run of the matrix tried.
type tally struct{ calls, slots, actors, compared int }

// run tries every call × every slot × everybody, and reports differences.
func (w *world) run() tally {
	w.t.Helper()
	people := w.people()
	n := tally{calls: len(api.Calls()), actors: len(people)}
	cursors := w.cursors(people)
	for _, i := range api.Calls() {
		places := slots(i)
		w.declared(i, places)
		n.slots += len(places) + len(headers)
		for _, a := range people {
			w.own(i, a)
			for _, where := range a.foreign {
				n.compared += w.foreign(i, a, places, where, cursors)
				w.unmake(w.estateOf(a).customer, w.estate[where].mutation, w.estate[where].photo)
			}
		}
	}
	return n
}

// declared checks that the matrix finds the slots that the call declares.
func (w *world) declared(i rpc.Info, places []slot) {
	var found []string
	for _, s := range places {
		if !s.text {
			found = append(found, s.path)
		}
	}
	if strings.Join(found, " ") != strings.Join(i.Slots, " ") {
		w.t.Errorf("%s declares slots %v, the matrix finds %v", i.Name, i.Slots, found)
	}
}

// expected is the status of a call that names nothing but one's own.
func expected(i rpc.Info, a *actor) int {
	switch {
	case !a.signedIn():
		return http.StatusUnauthorized
	case i.Who == rpc.Customers && a.me.Account.Staff, i.Who == rpc.Staff && !a.me.Account.Staff, !a.holds(i.Needs):
		return http.StatusForbidden
	}
	return http.StatusOK
}

// estateOf is where somebody's own things are.
func (w *world) estateOf(a *actor) estate {
	if a.own == "" {
		return w.estate["site"]
	}
	return w.estate[a.own]
}

// own tries a call with nothing but one's own.
func (w *world) own(i rpc.Info, a *actor) {
	w.t.Helper()
	e := w.estateOf(a)
	req := w.build(i, a, e)
	got := w.send(i, a, req, nil, e.customer, e.asset, e.meter, e.site, e.photo)
	want := expected(i, a)
	if got.status == want {
		if i.Name == api.SessionPassword.Name && want == http.StatusOK {
			a.password = req["new"].(string)
		}
		return
	}
	if want == http.StatusOK && got.status == http.StatusUnprocessableEntity {
		w.t.Errorf("%s: %s may make it and sent %v, which is refused: %s\ngive the field a value in values (request_test.go)", i.Name, a.name, req, got.body)
		return
	}
	w.report(i.Name, "%s and his own: %d, want %d: %.200s", a.name, got.status, want, got.body)
}

// cursors are where the supervisors of both customers and a user are with each
// collection.
func (w *world) cursors(people []*actor) map[string]string {
	out := map[string]string{}
	for _, a := range people {
		for _, i := range api.Calls() {
			if i.Kind != rpc.KindCollection || expected(i, a) != http.StatusOK {
				continue
			}
			var got struct{ Cursor string }
			if err := json.Unmarshal(w.send(i, a, nil, nil).body, &got); err != nil {
				w.t.Fatalf("%s: %v", i.Name, err)
			}
			out[a.name+" "+i.Name] = got.Cursor
		}
	}
	return out
}

// neighbour is a value of the same shape and order that nobody has.
func neighbour(v string) string {
	last := v[len(v)-1]
	switch {
	case last == '9' || last == 'f' || last == 'z' || last == 'Z':
		last--
	default:
		last++
	}
	if last == ':' || last == '[' || last == '{' || last == 'g' && len(v) >= 36 {
		last = '0'
	}
	return v[:len(v)-1] + string(last)
}

func TestIsolationMatrix(t *testing.T) {
	w := newWorld(t, walls{rowSecurity: true, filter: true})
	n := w.run()
	t.Logf("isolation: %d calls × %d slots × %d actors, %d answers compared, %d requests, %d bytes looked at; foreign answers found: %d",
		n.calls, n.slots, n.actors, n.compared, w.asked, w.bytes, w.found)
}
