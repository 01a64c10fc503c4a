package boot_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"comptoir/server/boot"
	"comptoir/server/config"
	"comptoir/server/demo"
	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
	"comptoir/shared/api"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// settings are a portal on a database of its own, at a free port.
func settings(t testing.TB, dsn string) config.Config {
	return config.Config{Addr: "localhost:0", DatabaseURL: dsn, DataDir: t.TempDir()}
}

// run starts a portal, which ends with the test or when stop is called.
func run(t testing.TB, c config.Config, o boot.Options) (p *boot.Portal, stop func()) {
	t.Helper()
	if o.Log == nil {
		o.Log = quiet
	}
	p, err := boot.New(t.Context(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("run: %v", err)
		}
		if err := p.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	t.Cleanup(stop)
	return p, stop
}

func get(t testing.TB, c *http.Client, url string) (status int, body string) {
	t.Helper()
	r, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

// signIn returns a client that holds a session of a demonstration account.
func signIn(t testing.TB, base, identifier string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: secured{jar}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := c.PostForm(base+"/connexion", url.Values{"identifier": {identifier}, "password": {demo.Password}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusSeeOther {
		t.Fatalf("sign-in: %s", r.Status)
	}
	return c
}

// secured gives cookies for https to a local http address, as browsers do.
type secured struct{ *cookiejar.Jar }

func secure(u *url.URL) *url.URL {
	s := *u
	s.Scheme = "https"
	return &s
}

// SetCookies implements http.CookieJar.
func (s secured) SetCookies(u *url.URL, c []*http.Cookie) { s.Jar.SetCookies(secure(u), c) }

// Cookies implements http.CookieJar.
func (s secured) Cookies(u *url.URL) []*http.Cookie { return s.Jar.Cookies(secure(u)) }

func TestItServesAndStops(t *testing.T) {
	p, stop := run(t, settings(t, pgtest.Copy(t, "small", demo.Fill)), boot.Options{})
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/shell": 200, "/connexion": 200, "/img/" + strings.Repeat("0", 64): 404} {
		if got, _ := get(t, http.DefaultClient, p.URL()+path); got != want {
			t.Errorf("%s: %d", path, got)
		}
	}
	for _, c := range api.Calls() { // without a session no call answers anything but that
		r, err := http.NewRequest(c.Method(), p.URL()+strings.ReplaceAll(c.Path(), "{id}", "x"), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close()
		if got.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: %s", c.Name, got.Status)
		}
	}
	c := signIn(t, p.URL(), "superviseur")
	if status, body := get(t, c, p.URL()+"/api/session.me"); status != 200 || !strings.Contains(body, `"superviseur"`) {
		t.Errorf("me: %d %.200s", status, body)
	}
	if status, body := get(t, c, p.URL()+"/parc"); status != 200 || strings.Contains(body, "superviseur") {
		t.Errorf("shell: %d", status)
	}
	base := p.URL()
	stop()
	if _, err := http.Get(base + "/healthz"); err == nil {
		t.Error("it still answers")
	}
}

func TestAnOldSchemaIsRefused(t *testing.T) {
	dsn := pgtest.DSN(t)
	conn, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), "DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)"); err != nil {
		t.Fatal(err)
	}
	if _, err = boot.New(t.Context(), settings(t, dsn), boot.Options{Log: quiet}); err == nil || !strings.Contains(err.Error(), "comptoir migrate") {
		t.Errorf("%v", err)
	}
}

func TestDemonstrationDataOnlyIntoAnEmptyDatabase(t *testing.T) {
	c := settings(t, pgtest.DSN(t))
	c.Demo = "small"
	for _, round := range []string{"empty", "loaded before"} {
		p, err := boot.New(t.Context(), c, boot.Options{Log: quiet})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.SignIns) < 3 {
			t.Errorf("%s: sign-ins %v", round, p.SignIns)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
	c.DatabaseURL = pgtest.DSN(t)
	conn, err := postgres.Owner(t.Context(), c.DatabaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), "INSERT INTO customer (customer_id, code, name) VALUES (gen_random_uuid(), 'VRAI', 'Un vrai client')"); err != nil {
		t.Fatal(err)
	}
	p, err := boot.New(t.Context(), c, boot.Options{Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.SignIns) != 0 {
		t.Error("demonstration accounts among the dealer's customers")
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

func TestANewBrandIsServedWithoutARestart(t *testing.T) {
	dsn := pgtest.DSN(t)
	p, _ := run(t, settings(t, dsn), boot.Options{})
	conn, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	deadline := time.Now().Add(10 * time.Second)
	for version := 1; ; version++ {
		name := fmt.Sprintf("Bureau %d", version)
		if _, err := conn.Exec(t.Context(), "INSERT INTO portal_config (version, document) VALUES ($1, $2)", version, map[string]string{"name": name}); err != nil {
			t.Fatal(err)
		}
		if _, body := get(t, http.DefaultClient, p.URL()+"/shell"); strings.Contains(body, "<title>Bureau") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the new name is not served")
		}
	}
}

func TestReadinessFollowsTheDatabase(t *testing.T) {
	dsn := pgtest.DSN(t)
	p, _ := run(t, settings(t, dsn), boot.Options{})
	conn, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), "UPDATE goose_db_version SET version_id = version_id + 1000 WHERE version_id > 1"); err != nil {
		t.Fatal(err)
	}
	if status, _ := get(t, http.DefaultClient, p.URL()+"/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("with another schema: %d", status)
	}
	if status, _ := get(t, http.DefaultClient, p.URL()+"/healthz"); status != http.StatusOK {
		t.Errorf("healthz: %d", status)
	}
}

func TestAnotherVersionOfTheAppCanBeServed(t *testing.T) {
	dsn := pgtest.DSN(t)
	var wrapped atomic.Int64
	p, _ := run(t, settings(t, dsn), boot.Options{Build: "version-2", Version: "2", Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			wrapped.Add(1)
			next.ServeHTTP(w, r)
		})
	}})
	if _, body := get(t, http.DefaultClient, p.URL()+"/sw.js"); !strings.Contains(body, "const BUILD = 'version-2") || wrapped.Load() != 1 {
		t.Errorf("wrapped %d, %.200s", wrapped.Load(), body)
	}
}

// The private PostgreSQL starts with the portal and stops with it.
func TestThePrivatePostgreSQLStopsWithThePortal(t *testing.T) {
	pgtest.Need(t)
	c := config.Config{Addr: "localhost:0", DataDir: t.TempDir()}
	p, stop := run(t, c, boot.Options{})
	if status, _ := get(t, http.DefaultClient, p.URL()+"/readyz"); status != http.StatusOK {
		t.Errorf("ready: %d", status)
	}
	again, err := boot.OpenDatabase(t.Context(), c, quiet) // as import and doctor do
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
	if status, _ := get(t, http.DefaultClient, p.URL()+"/readyz"); status != http.StatusOK {
		t.Errorf("after another command: %d", status)
	}
	stop()
	if _, err := os.Stat(c.DataDir + "/pg/postmaster.pid"); !os.IsNotExist(err) {
		t.Errorf("PostgreSQL still runs: %v", err)
	}
}
