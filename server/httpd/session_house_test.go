package httpd

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"

	"comptoir"
	"comptoir/server/brand"
	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
	"comptoir/server/sentence"
	"comptoir/server/usecase"
)

const goodPassword = "vert bouteille 7"

var goodHash = sync.OnceValue(func() string {
	hash, err := argon2id.CreateHash(goodPassword, &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		panic(err)
	}
	return hash
})

// Who lives in the house: two customers, one account of each kind.
const (
	houseRows = `
INSERT INTO internal_org (code, name) VALUES ('AG1', 'Agence 1'), ('AG2', 'Agence 2');
INSERT INTO activity (code, label) VALUES ('IMPRESSION', 'Impression'), ('TELECOM', 'Télécom');
INSERT INTO customer (customer_id, code, name, orgs, active) VALUES
  ('00000000-0000-7000-8000-00000000c001', 'C001', 'Clinique', '{AG1}', true), ('00000000-0000-7000-8000-00000000c002', 'C002', 'Atelier', '{AG2}', true),
  ('00000000-0000-7000-8000-00000000c003', 'C003', 'Fermé', '{AG1}', false);
INSERT INTO contact (customer_id, id, code, name, active, rev) SELECT c.customer_id, ('00000000-0000-7000-8000-0000000' || n || substr(c.code, 2, 3) || 'f')::uuid, 'K' || n, 'Personne ' || n, n <> 9, '1'
  FROM customer c, generate_series(1, 9) n WHERE c.code LIKE 'C00%';
INSERT INTO account (id, identifier, name, email, lang, password_hash, staff, profile, orgs, disabled_at)
  SELECT ('00000000-0000-7000-8000-0000000000' || a.n)::uuid, a.identifier, a.identifier, a.email, 'fr', a.hash, a.staff, CASE WHEN a.staff THEN 'Prestataire' END, CASE WHEN a.staff THEN '{AG1,AG2}'::text[] ELSE '{}' END, a.disabled
  FROM (VALUES ('01', 'chef', 'chef@clients.example', $1, false, NULL::timestamptz), ('02', 'sans-adresse', '', $1, false, NULL), ('03', 'prestataire', 'p@dealer.example', $1, true, NULL),
    ('04', 'ferme', 'x@clients.example', $1, false, now()), ('05', 'sans-profil', 'x@clients.example', $1, false, NULL), ('06', 'contact-parti', 'x@clients.example', $1, false, NULL),
    ('07', 'client-ferme', 'x@clients.example', $1, false, NULL), ('08', 'nulle-part', 'x@clients.example', $1, false, NULL), ('09', 'invite', 'x@clients.example', '', false, NULL),
    ('10', 'deux', 'x@clients.example', $1, false, NULL), ('11', 'acces-ferme', 'x@clients.example', $1, false, NULL)) a (n, identifier, email, hash, staff, disabled);
INSERT INTO membership (customer_id, id, account_id, contact_id, profile, disabled_at)
  SELECT c.customer_id, ('00000000-0000-7000-8000-000000000' || m.n)::uuid, a.id, k.id, m.profile, m.disabled
  FROM (VALUES ('101', 'chef', 'C001', 'K1', 'Superviseur', NULL::timestamptz), ('102', 'sans-adresse', 'C001', 'K2', 'Utilisateur', NULL), ('104', 'ferme', 'C001', 'K3', 'Utilisateur', NULL),
    ('105', 'sans-profil', 'C001', 'K3', NULL, NULL), ('106', 'contact-parti', 'C001', 'K9', 'Utilisateur', NULL), ('107', 'client-ferme', 'C003', 'K1', 'Utilisateur', NULL),
    ('109', 'invite', 'C001', 'K4', 'Utilisateur', NULL), ('110', 'deux', 'C001', 'K5', 'Superviseur', NULL), ('120', 'deux', 'C002', 'K5', 'Utilisateur', NULL),
    ('111', 'acces-ferme', 'C001', 'K6', 'Utilisateur', now())) m (n, account, customer, contact, profile, disabled)
  JOIN account a ON a.identifier = m.account JOIN customer c ON c.code = m.customer JOIN contact k ON k.customer_id = c.customer_id AND k.code = m.contact`
	chefMembership = "00000000-0000-7000-8000-000000000101"
	chefAccount    = "00000000-0000-7000-8000-000000000001"
)

// house is one server on a database of its own.
type house struct {
	t        testing.TB
	dsn      string
	sessions *Sessions
	portal   *usecase.Portal
	handler  http.Handler

	mu    sync.Mutex
	now   time.Time
	mails []usecase.LinkMail
}

func newHouse(t testing.TB) *house {
	t.Helper()
	dsn := pgtest.Copy(t, "sign_in_1", func(ctx context.Context, dsn string) error {
		conn, err := postgres.Owner(ctx, dsn)
		if err != nil {
			return err
		}
		defer conn.Close(ctx)
		for _, sql := range strings.Split(houseRows, ";\n") {
			args := []any{}
			if strings.Contains(sql, "$1") {
				args = append(args, goodHash())
			}
			if _, err := conn.Exec(ctx, sql, args...); err != nil {
				return err
			}
		}
		return nil
	})
	return serverOn(t, dsn)
}

// serverOn is a further server on the same database.
func serverOn(t testing.TB, dsn string, proxies ...netip.Prefix) *house {
	t.Helper()
	db, err := postgres.Open(t.Context(), dsn, postgres.DefaultSizes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	sentences, err := sentence.Load(comptoir.Files, "")
	if err != nil {
		t.Fatal(err)
	}
	look, err := brand.Build(brand.Default(), nil, comptoir.Files, sentences)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, dsn: dsn, now: time.Now().Truncate(time.Second)}
	h.portal = &usecase.Portal{DB: db, Now: h.clock}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	h.sessions = NewSessions(SessionConfig{BaseURL: "https://portail.example", Asset: func(n string) string { return "/web/" + n },
		Brand: func() *brand.Brand { return look }}, db, h.portal, sentences, func(_ context.Context, _ pgx.Tx, m usecase.LinkMail) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.mails = append(h.mails, m)
		return nil
	}, log)
	r := chi.NewRouter()
	r.Use(clientAddress(proxies), sameOrigin())
	Mount(&API{Router: r, Gate: h.sessions.Gate, Log: log}, h.portal)
	h.sessions.Routes(r)
	h.handler = r
	return h
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (h *house) lastMail() (usecase.LinkMail, int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.mails) == 0 {
		return usecase.LinkMail{}, 0
	}
	return h.mails[len(h.mails)-1], len(h.mails)
}

func (h *house) exec(sql string, args ...any) {
	h.t.Helper()
	conn, err := postgres.Owner(h.t.Context(), h.dsn)
	if err != nil {
		h.t.Fatal(err)
	}
	defer conn.Close(h.t.Context())
	if _, err := conn.Exec(h.t.Context(), sql, args...); err != nil {
		h.t.Fatal(err)
	}
}

// listening starts the house's Run and waits until it hears.
func (h *house) listening() {
	h.t.Helper()
	ctx, cancel := context.WithCancel(h.t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = h.sessions.Run(ctx)
	}()
	h.t.Cleanup(func() { cancel(); <-done })
	within(h.t, 10*time.Second, "the server listens", h.hears)
}

func (h *house) hears() bool {
	h.sessions.memory.mu.Lock()
	defer h.sessions.memory.mu.Unlock()
	return h.sessions.memory.listening
}

// within waits until ok holds.
func within(t testing.TB, d time.Duration, what string, ok func() bool) {
	t.Helper()
	tick, end := time.NewTicker(2*time.Millisecond), time.After(d)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("not within %s: %s", d, what)
		}
	}
}

// tablet is a browser: it keeps cookies and says where it is.
type tablet struct {
	*house
	cookies map[string]string
	address string
	header  http.Header
}

func (h *house) tablet() *tablet {
	return &tablet{house: h, cookies: map[string]string{}, address: "192.0.2.7:4000", header: http.Header{}}
}

func (b *tablet) do(method, target string, form url.Values) *http.Response {
	b.t.Helper()
	if form == nil {
		return b.send(method, target, nil)
	}
	return b.send(method, target, strings.NewReader(form.Encode()))
}

func (b *tablet) send(method, target string, body io.Reader) *http.Response {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), method, "http://portail.example"+target, body)
	r.RemoteAddr = b.address
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://portail.example")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for k, v := range b.header {
		r.Header[k] = v
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return res
}

// post sends JSON to a call.
func (b *tablet) post(target, body string) int {
	b.t.Helper()
	return b.send("POST", target, strings.NewReader(body)).StatusCode
}

func text(t testing.TB, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func (b *tablet) signIn(identifier, password string) *http.Response {
	b.t.Helper()
	return b.do("POST", "/connexion", url.Values{"identifier": {identifier}, "password": {password}})
}

// in signs in or ends the test.
func (h *house) in(identifier string) *tablet {
	h.t.Helper()
	b := h.tablet()
	if res := b.signIn(identifier, goodPassword); res.StatusCode != http.StatusSeeOther {
		h.t.Fatalf("sign-in of %s: %d %s", identifier, res.StatusCode, text(h.t, res))
	}
	return b
}

// me asks who is signed in.
func (b *tablet) me() int {
	b.t.Helper()
	return b.do("GET", "/api/session.me", nil).StatusCode
}
