package httpd_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/go-chi/chi/v5"

	"comptoir/server/httpd"
	"comptoir/shared/api"
	"comptoir/shared/link"
)

// Every declared call is served, and whatever else is served has declared who
// may use it.
func TestEveryRouteIsDeclared(t *testing.T) {
	e := newEdge(t, func(s *httpd.Site) { s.Dev = true })
	declared := map[string]bool{}
	for _, p := range httpd.Policies() {
		if declared[p.Pattern] {
			t.Errorf("%s is declared twice", p.Pattern)
		}
		declared[p.Pattern] = true
		if p.Why == "" {
			t.Errorf("%s: %s without a reason", p.Pattern, p.Access)
		}
	}
	calls, served := map[string]string{}, map[string]bool{}
	for _, c := range api.Calls() {
		calls[c.Path()] = c.Method()
	}
	err := chi.Walk(e.handler.(chi.Routes), func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		served[pattern] = true
		if calls[pattern] != method && !declared[pattern] {
			t.Errorf("%s %s has no declared policy", method, pattern)
		}
		if slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}, method) && calls[pattern] != "" && calls[pattern] != method {
			t.Errorf("%s %s is no declared call", method, pattern)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, method := range calls {
		if !served[path] {
			t.Errorf("%s %s is declared and not served", method, path)
		}
	}
	for pattern := range declared {
		if !served[pattern] {
			t.Errorf("%s is declared and not served", pattern)
		}
	}
}

func TestEveryPageOfTheAppIsServed(t *testing.T) {
	e := newEdge(t, func(s *httpd.Site) { s.Dev = true })
	for _, p := range link.Patterns() {
		if got := e.ask(http.MethodGet, p, "Cookie", "__Host-refresh=x"); got.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", p, got.Status)
		}
	}
}
