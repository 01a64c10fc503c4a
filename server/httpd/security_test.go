package httpd_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"comptoir/server/httpd"
)

// The policy is the one with which the app was seen to run without a report.
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

func TestHeadersOfEveryAnswer(t *testing.T) {
	e := newEdge(t)
	for _, path := range []string{"/", "/shell", "/connexion", "/sw.js", "/nulle-part", "/api/nothing", "/healthz", "/theme.css", e.site.Assets.URL("boot.js")} {
		h := e.ask(http.MethodGet, path).Header
		for name, want := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if !strings.Contains(h.Get("Permissions-Policy"), "camera=(self)") || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
	if h := e.ask(http.MethodGet, "/brand/icon.svg").Header.Get("Content-Security-Policy"); !strings.Contains(h, "sandbox") {
		t.Errorf("a drawing could run: %s", h)
	}
	https := newEdge(t, func(s *httpd.Site) { s.HTTPS = true })
	if https.ask(http.MethodGet, "/healthz").Header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS over TLS")
	}
}

func TestOtherSitesChangeNothing(t *testing.T) {
	e := newEdge(t, func(s *httpd.Site) { s.PublicURL = "https://portail.example.fr" })
	for _, tc := range []struct {
		name    string
		headers []string
		refused bool
	}{
		{"cross-site", []string{"Sec-Fetch-Site", "cross-site"}, true},
		{"same-site", []string{"Sec-Fetch-Site", "same-site"}, true},
		{"foreign origin of an old browser", []string{"Origin", "https://evil.example"}, true},
		{"null origin", []string{"Origin", "null"}, true},
		{"our page", []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://example.com"}, false},
		{"our page behind a proxy, old browser", []string{"Origin", "https://portail.example.fr"}, false},
		{"no browser", nil, false},
	} {
		for _, path := range []string{"/api/counter.submit", "/connexion"} {
			got := e.ask(http.MethodPost, path, tc.headers...)
			if refused := got.StatusCode == http.StatusForbidden; refused != tc.refused {
				t.Errorf("%s, %s: %s", tc.name, path, got.Status)
			}
		}
	}
}

func TestAPanicIsAnsweredAndToldOnce(t *testing.T) {
	e := newEdge(t)
	router := e.handler.(chi.Router)
	router.Get("/api/broken", func(http.ResponseWriter, *http.Request) { panic(errors.New("what nobody must read")) })
	router.Get("/broken", func(http.ResponseWriter, *http.Request) { panic("what nobody must read") })
	router.Get("/half", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
		panic("half way")
	})
	for path, want := range map[string]string{"/api/broken": `"internal"`, "/broken": "<!doctype html>"} {
		got := e.ask(http.MethodGet, path)
		body := text(t, got)
		if got.StatusCode != http.StatusInternalServerError || !strings.Contains(body, want) || strings.Contains(body, "nobody") {
			t.Errorf("%s: %s %.200s", path, got.Status, body)
		}
	}
	if n := strings.Count(e.log.String(), "msg=panic"); n != 2 {
		t.Errorf("%d panics in the log:\n%s", n, e.log)
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("an answer cut in the middle looks whole")
		}
	}()
	e.ask(http.MethodGet, "/half")
}

func TestTheLogHasALineACallAndNoSecret(t *testing.T) {
	e := newEdge(t)
	e.ask(http.MethodGet, "/parc?texte=s3cret", "Cookie", "__Host-refresh=s3cret", "Authorization", "Bearer s3cret")
	e.ask(http.MethodDelete, "/invitation/s3cret")
	e.ask(http.MethodGet, e.site.Assets.URL("boot.js"))
	lines := strings.Split(strings.TrimSpace(e.log.String()), "\n")
	if len(lines) != 2 || strings.Contains(e.log.String(), "s3cret") {
		t.Errorf("%d lines:\n%s", len(lines), e.log)
	}
	for _, want := range []string{"method=GET", "path=/parc ", "status=200", "ms=", "id="} {
		if !strings.Contains(lines[0], want) {
			t.Errorf("no %s in %s", want, lines[0])
		}
	}
}

func TestMetricsStayOnThisMachine(t *testing.T) {
	get := func(e *edge, from string, headers ...string) int {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.RemoteAddr = from
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		e.handler.ServeHTTP(w, r)
		return w.Code
	}
	e := newEdge(t)
	if got := get(e, "127.0.0.1:4000"); got != http.StatusOK {
		t.Errorf("from here: %d", got)
	}
	if got := get(e, "192.0.2.1:4000"); got != http.StatusNotFound {
		t.Errorf("from elsewhere: %d", got)
	}
	if got := get(e, "127.0.0.1:4000", "X-Forwarded-For", "192.0.2.1"); got != http.StatusNotFound {
		t.Errorf("through a proxy of this machine: %d", got)
	}
	if got := get(newEdge(t, func(s *httpd.Site) { s.Metrics = true }), "192.0.2.1:4000"); got != http.StatusOK {
		t.Errorf("when the dealer says so: %d", got)
	}
}

func TestReadinessHidesWhy(t *testing.T) {
	e := newEdge(t, func(s *httpd.Site) {
		s.Ready = func(context.Context) error { return errors.New("password of the database") }
	})
	got := e.ask(http.MethodGet, "/readyz")
	if body := text(t, got); got.StatusCode != http.StatusServiceUnavailable || got.Header.Get("Retry-After") == "" || strings.Contains(body, "password") {
		t.Errorf("%s %s", got.Status, body)
	}
	if got := e.ask(http.MethodGet, "/healthz"); got.StatusCode != http.StatusOK {
		t.Errorf("healthz: %s", got.Status)
	}
}
