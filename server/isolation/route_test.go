package isolation

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"comptoir/server/httpd"
	"comptoir/shared/api"
	"comptoir/shared/rpc"
)

// route is one method of one pattern of the router.
type route struct{ method, pattern string }

// routes lists what the router serves besides the declared calls, each with
// its policy; one without fails the test, as does a policy without a route.
func (w *world) routes() map[route]httpd.Policy {
	w.t.Helper()
	calls, policies, used := map[route]bool{}, map[string]httpd.Policy{}, map[string]bool{}
	for _, i := range api.Calls() {
		calls[route{i.Method(), i.Path()}] = true
	}
	for _, p := range httpd.Policies() {
		policies[p.Pattern] = p
	}
	out := map[route]httpd.Policy{}
	err := chi.Walk(w.router, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		r := route{method, pattern}
		if calls[r] {
			delete(calls, r)
			return nil
		}
		p, ok := policies[pattern]
		if !ok || p.Why == "" || !slices.Contains([]httpd.Access{httpd.Public, httpd.Session, httpd.Staff, httpd.Machine}, p.Access) {
			w.t.Errorf("%s %s is neither a declared call nor has it a policy: declare it in httpd.Policies", method, pattern)
			return nil
		}
		used[pattern], out[r] = true, p
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for r := range calls {
		w.t.Errorf("%s %s is declared in shared/api and no route serves it", r.method, r.pattern)
	}
	for pattern := range policies {
		if !used[pattern] && !strings.HasPrefix(pattern, "/_gallery") {
			w.t.Errorf("%s has a policy and no route", pattern)
		}
	}
	return out
}

// address fills the holes of a pattern.
func address(pattern, value string) string {
	out := strings.ReplaceAll(pattern, "*", value)
	for {
		from, to := strings.Index(out, "{"), strings.Index(out, "}")
		if from < 0 || to < from {
			return out
		}
		out = out[:from] + value + out[to+1:]
	}
}

// Every route that is no call: everybody gets what its policy says, and what
// names another's thing is answered as what names nothing.
func TestEveryRouteKeepsItsPolicy(t *testing.T) {
	w := newWorld(t, walls{rowSecurity: true, filter: true})
	people, all := w.people(), w.routes()
	blob := w.one("SELECT blob FROM upload WHERE customer_id = $1 AND blob <> '' LIMIT 1", w.b)
	foreign := map[string]string{w.estate["B"].asset: newID(), w.estate["B"].photo: newID(), w.estate["B"].customer: newID(), w.estate["H"].asset: newID(),
		w.estate["B"].photoHash: hashOf(picture()), blob: hashOf(picture()), "CANARY-B-code": "CANARY-Z-code"}
	names := map[string]string{"superviseur-b": "superviseur-z", w.estate["B"].customer: newID()} // of forms
	compared := 0
	for r, policy := range all {
		holes, form := strings.ContainsAny(r.pattern, "*{"), r.method == http.MethodPost
		for n, a := range people {
			if form && n > 1 {
				break // forms of sign-in hash a password each time, and know no session
			}
			if r.pattern == "/api/events" && a.signedIn() || r.pattern == "/deconnexion" && r.method == http.MethodPost {
				continue // TestEventsNameOneCustomer; TestSigningOutEndsOneSession
			}
			ask := func(value string) response {
				q := request{method: r.method, url: address(r.pattern, value), said: []string{value}}
				if form {
					q.header, q.body = map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, []byte("identifier="+value+"&password=x&again=x")
				}
				w.exec("DELETE FROM sign_in_failure")
				return w.do(a, q)
			}
			got := ask("rien")
			switch {
			case policy.Access == httpd.Session && !a.signedIn() && got.status != http.StatusUnauthorized,
				policy.Access == httpd.Staff && !a.me.Account.Staff && got.status != http.StatusForbidden && got.status != http.StatusUnauthorized,
				policy.Access == httpd.Machine && got.status != http.StatusNotFound,
				got.status >= 500:
				t.Errorf("%s %s is %s and answers %s with %d", r.method, r.pattern, policy.Access, a.name, got.status)
			}
			if policy.Access == httpd.Public && a.signedIn() && !signInPage(r.pattern) {
				if other := w.do(people[1], request{method: r.method, url: address(r.pattern, "rien")}); got.signature(nil) != other.signature(nil) {
					t.Errorf("%s %s is public and differs for %s and %s", r.method, r.pattern, a.name, people[1].name)
				}
			}
			tried := foreign
			switch {
			case form:
				tried = names
			case !holes:
				continue
			}
			for theirs, nobodys := range tried {
				compared++
				if his, no := ask(theirs).signature([]string{theirs}), ask(nobodys).signature([]string{nobodys}); his != no {
					x, y := apart(his, no)
					t.Errorf("%s %s, %s: another's %s is not answered as nobody's: %q, not %q", r.method, r.pattern, a.name, theirs, x, y)
				}
			}
		}
	}
	t.Logf("%d routes besides %d calls × %d actors: %d answers compared, %d bytes looked at", len(all), len(api.Calls()), len(people), compared, w.bytes)
}

// signInPage reports whether a page looks at the session to lead on.
func signInPage(pattern string) bool {
	for _, p := range []string{"/connexion", "/deconnexion", "/mot-de-passe-oublie", "/reinitialiser", "/invitation"} {
		if strings.HasPrefix(pattern, p) {
			return true
		}
	}
	return false
}

// Signing out ends one's own session and nobody else's.
func TestSigningOutEndsOneSession(t *testing.T) {
	w := newWorld(t, walls{rowSecurity: true, filter: true})
	out, stays, b := w.signIn("superviseur"), w.signIn("superviseur"), w.signIn("superviseur-b")
	before := out.cookies
	if got := w.do(out, request{method: http.MethodPost, url: "/deconnexion"}); got.status != http.StatusSeeOther {
		t.Fatalf("signing out: %d", got.status)
	}
	for a, want := range map[*actor]int{{name: "signed out", cookies: before}: 401, stays: 200, b: 200} {
		if got := w.do(a, request{method: "GET", url: api.SessionMe.Path()}); got.status != want {
			t.Errorf("%s after another signed out: %d, want %d", a.name, got.status, want)
		}
	}
}

// An error, an unknown path and a wrong method hold nothing of anybody.
func TestErrorsHoldNothingOfAnybody(t *testing.T) {
	w := newWorld(t, walls{rowSecurity: true, filter: true})
	for _, a := range w.people() {
		for _, i := range api.Calls() {
			for _, q := range []request{{method: "DELETE", url: i.Path()}, {method: "POST", url: i.Path(), body: []byte(`{"`)}, {method: "GET", url: i.Path() + "?limit=x&at=y"},
				{method: "PUT", url: "/api/upload/x?size=1"}, {method: "GET", url: "/api/nothing"}, {method: "GET", url: "/nothing"}} {
				if got := w.do(a, q); got.status < 400 && i.Kind != rpc.KindCollection && i.Method() != q.method {
					t.Errorf("%s %s: %d", q.method, q.url, got.status)
				}
				if got := w.do(a, q); bytes.Contains(got.body, []byte("goroutine")) {
					t.Errorf("%s %s shows a stack", q.method, q.url)
				}
			}
		}
	}
}
