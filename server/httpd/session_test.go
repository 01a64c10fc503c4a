package httpd

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"comptoir/shared/api"
	"comptoir/shared/fault"
)

func (b *tablet) copy() *tablet {
	c := b.house.tablet()
	for k, v := range b.cookies {
		c.cookies[k] = v
	}
	return c
}

func TestRenewal(t *testing.T) {
	h := newHouse(t)
	b := h.in("chef")
	first := b.copy()
	h.pass(accessLife - time.Second)
	if b.me() != http.StatusOK || b.cookies[refreshCookie] != first.cookies[refreshCookie] {
		t.Error("renewed before its time")
	}
	h.pass(2 * time.Second)
	if b.me() != http.StatusOK || b.cookies[refreshCookie] == first.cookies[refreshCookie] || b.cookies[accessCookie] == first.cookies[accessCookie] {
		t.Error("not renewed after five minutes")
	}
	delete(b.cookies, accessCookie) // the browser let it go
	if b.me() != http.StatusOK || b.cookies[accessCookie] == "" {
		t.Error("not renewed without a session token")
	}
}

// Requests that come together with the same parent, at two servers, get the
// same child; 30 s later the parent ends the session.
func TestParallelRenewal(t *testing.T) {
	h := newHouse(t)
	other := serverOn(t, h.dsn)
	b := h.in("chef")
	h.pass(accessLife + time.Second)
	other.now = h.clock()
	var wg sync.WaitGroup
	children := make([]*tablet, 20)
	for i := range children {
		c := b.copy()
		if i%2 == 1 {
			c.house = other
		}
		children[i] = c
		wg.Go(func() {
			if got := c.me(); got != http.StatusOK {
				t.Errorf("request %d: %d", i, got)
			}
		})
	}
	wg.Wait()
	for i, c := range children {
		if c.cookies[refreshCookie] != children[0].cookies[refreshCookie] {
			t.Errorf("child %d is another", i)
		}
	}
	child := children[0]
	late := b.copy()
	h.pass(29 * time.Second)
	if late.me() != http.StatusOK || late.cookies[refreshCookie] != child.cookies[refreshCookie] {
		t.Error("the parent is refused within 30 s")
	}
	h.pass(2 * time.Second)
	stolen := b.copy()
	if stolen.me() != http.StatusUnauthorized {
		t.Error("the parent is taken after 30 s")
	}
	if child.me() != http.StatusUnauthorized || stolen.cookies[refreshCookie] != "" {
		t.Error("the reuse of a token did not end the session")
	}
}

func TestReuseOfAnOlderTokenEndsTheSession(t *testing.T) {
	h := newHouse(t)
	b := h.in("chef")
	old := b.copy()
	for range 3 {
		h.pass(accessLife + time.Second)
		if b.me() != http.StatusOK {
			t.Fatal("not renewed")
		}
	}
	forged := b.copy() // names the session, knows no secret of it
	delete(forged.cookies, accessCookie)
	parts := strings.Split(b.cookies[refreshCookie], ".")
	forged.cookies[refreshCookie] = parts[0] + ".1." + base64.RawURLEncoding.EncodeToString(make([]byte, 32))
	if forged.me() != http.StatusUnauthorized || b.me() != http.StatusOK {
		t.Fatal("an invented token passes, or ends the session of another")
	}
	for _, bad := range []string{"", "x", "a.b.c", parts[0] + ".4", parts[0] + ".x." + parts[2], parts[0] + ".-1." + parts[2], strings.Repeat("9", 500)} {
		forged.cookies[refreshCookie] = bad
		if forged.me() != http.StatusUnauthorized {
			t.Errorf("%q passes", bad)
		}
	}
	if old.me() != http.StatusUnauthorized || b.me() != http.StatusUnauthorized {
		t.Error("a token of three generations ago did not end the session")
	}
}

func TestHowLongASessionLives(t *testing.T) {
	h := newHouse(t)
	own, shared := h.in("chef"), h.tablet()
	res := shared.do("POST", "/connexion", url.Values{"identifier": {"chef"}, "password": {goodPassword}, "shared": {"1"}})
	for _, c := range res.Cookies() {
		if c.Name == refreshCookie && c.MaxAge != int(sharedDeviceLife.Seconds()) {
			t.Errorf("cookie of a shared device lives %d s", c.MaxAge)
		}
	}
	h.pass(11*time.Hour + 59*time.Minute)
	if shared.me() != http.StatusOK {
		t.Error("a shared device ends before 12 hours")
	}
	h.pass(2 * time.Minute) // its session token is still young
	if shared.me() != http.StatusUnauthorized {
		t.Error("a shared device goes on after 12 hours")
	}
	h.pass(29 * 24 * time.Hour)
	if own.me() != http.StatusOK {
		t.Error("ends before 30 days")
	}
	h.pass(30*24*time.Hour + time.Minute)
	if own.me() != http.StatusUnauthorized {
		t.Error("goes on after 30 days without a visit")
	}
}

func TestForeignTokens(t *testing.T) {
	h := newHouse(t)
	b := h.in("chef")
	k, err := h.sessions.keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mine, err := k.read(b.cookies[accessCookie], h.clock())
	if err != nil {
		t.Fatal(err)
	}
	alien, err := deriveKeys([]byte("the secret of another portal"))
	if err != nil {
		t.Fatal(err)
	}
	make := func(method jwt.SigningMethod, key any, kid any, change func(*claims)) string {
		c := mine
		if change != nil {
			change(&c)
		}
		token := jwt.NewWithClaims(method, c)
		if kid != nil {
			token.Header["kid"] = kid
		}
		s, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	at := func(d time.Duration) *jwt.NumericDate { return jwt.NewNumericDate(h.clock().Add(d)) }
	use := func(token string) int {
		c := h.tablet()
		c.cookies[accessCookie] = token
		return c.me()
	}
	if use(make(jwt.SigningMethodHS256, k.sign, k.kid, nil)) != http.StatusOK {
		t.Fatal("our own token is refused")
	}
	head, payload, _ := strings.Cut(make(jwt.SigningMethodHS256, k.sign, k.kid, nil), ".")
	payload, signature, _ := strings.Cut(payload, ".")
	for name, token := range map[string]string{
		"alg none":         make(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, k.kid, nil),
		"alg none, signed": base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","kid":"`+k.kid+`"}`)) + "." + payload + "." + signature,
		"no signature":     head + "." + payload + ".",
		"HS512":            make(jwt.SigningMethodHS512, k.sign, k.kid, nil),
		"no kid":           make(jwt.SigningMethodHS256, k.sign, nil, nil),
		"kid is a path":    make(jwt.SigningMethodHS256, []byte(""), "../../dev/null", nil),
		"kid is SQL":       make(jwt.SigningMethodHS256, []byte("x"), "' UNION SELECT 'x", nil),
		"kid is a number":  make(jwt.SigningMethodHS256, k.sign, 7, nil),
		"kid of another":   make(jwt.SigningMethodHS256, k.sign, alien.kid, nil),
		"another portal":   make(jwt.SigningMethodHS256, alien.sign, alien.kid, nil),
		"its key, our kid": make(jwt.SigningMethodHS256, alien.sign, k.kid, nil),
		"expired":          make(jwt.SigningMethodHS256, k.sign, k.kid, func(c *claims) { c.ExpiresAt = at(-time.Second) }),
		"never expires":    make(jwt.SigningMethodHS256, k.sign, k.kid, func(c *claims) { c.ExpiresAt = nil }),
		"from the future":  make(jwt.SigningMethodHS256, k.sign, k.kid, func(c *claims) { c.IssuedAt = at(time.Hour) }),
		"not yet":          make(jwt.SigningMethodHS256, k.sign, k.kid, func(c *claims) { c.NotBefore = at(time.Hour) }),
		"another account":  make(jwt.SigningMethodHS256, k.sign, k.kid, func(c *claims) { c.Subject = "00000000-0000-7000-8000-000000000003" }),
		"no account":       make(jwt.SigningMethodHS256, k.sign, k.kid, func(c *claims) { c.Subject = "" }),
		"other membership": make(jwt.SigningMethodHS256, k.sign, k.kid, func(c *claims) { c.Membership = "00000000-0000-7000-8000-000000000110" }),
		"other session":    make(jwt.SigningMethodHS256, k.sign, k.kid, func(c *claims) { c.Session = "00000000-0000-7000-8000-000000000001" }),
		"no session":       make(jwt.SigningMethodHS256, k.sign, k.kid, func(c *claims) { c.Session = "" }),
		"older epoch":      make(jwt.SigningMethodHS256, k.sign, k.kid, func(c *claims) { c.Epoch-- }),
		"garbage":          "a.b.c",
	} {
		if got := use(token); got != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, got)
		}
	}
}

// What ends a session at one server ends it within a second at the others.
func TestRevocationWithinASecond(t *testing.T) {
	h := newHouse(t)
	other := serverOn(t, h.dsn)
	h.listening()
	other.listening()
	for name, end := range map[string]func(b *tablet){
		"sign-out": func(b *tablet) { b.do("POST", "/deconnexion", url.Values{}) },
		"disabled": func(*tablet) { h.exec("UPDATE account SET disabled_at = now() WHERE identifier = 'deux'") },
		"epoch":    func(*tablet) { h.exec("UPDATE account SET epoch = epoch + 1 WHERE identifier = 'deux'") },
		"membership disabled": func(*tablet) {
			h.exec("UPDATE membership SET disabled_at = now() WHERE account_id = (SELECT id FROM account WHERE identifier = 'deux')")
		},
		"customer inactive": func(*tablet) { h.exec("UPDATE customer SET active = false WHERE code = 'C002'") },
		"contact inactive":  func(*tablet) { h.exec("UPDATE contact SET active = false WHERE code = 'K5'") },
	} {
		h.exec("UPDATE account SET disabled_at = NULL; UPDATE membership SET disabled_at = NULL; UPDATE customer SET active = true; UPDATE contact SET active = true")
		b := h.in("deux")
		there := b.copy()
		there.house = other
		for range 2 { // the second is remembered
			if there.me() != http.StatusOK {
				t.Fatalf("%s: not signed in at the other server", name)
			}
		}
		end(b)
		within(t, time.Second, name+" reaches the other server", func() bool { return there.me() == http.StatusUnauthorized })
	}
}

// While nobody listens, the database is asked at each request; a connection
// that is cut is noticed.
func TestRevocationWhileTheListeningConnectionIsDown(t *testing.T) {
	h := newHouse(t)
	b := h.in("chef")
	there := serverOn(t, h.dsn).tablet()
	there.cookies = b.cookies
	if there.me() != http.StatusOK {
		t.Fatal("not signed in")
	}
	h.exec("UPDATE session SET revoked_at = now()")
	if there.me() != http.StatusUnauthorized {
		t.Error("a server that does not listen remembers")
	}
	h.listening()
	b = h.in("chef")
	if b.me() != http.StatusOK {
		t.Fatal("not signed in")
	}
	h.exec(`DO $$ BEGIN
		ASSERT (SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND (query ILIKE 'LISTEN%' OR query = '-- ping')) = 1, 'no connection listens';
	END $$`)
	h.exec("UPDATE session SET revoked_at = now()")
	within(t, time.Second, "the revocation", func() bool { return b.me() == http.StatusUnauthorized })
	within(t, 10*time.Second, "listening again", h.hears)
}

// A right that is taken away is gone at once, and a call that is remembered
// costs the one round trip of its own statement.
func TestRemembered(t *testing.T) {
	h := newHouse(t)
	h.listening()
	b := h.in("chef")
	list := func() int { return b.do("GET", "/api/asset.list", nil).StatusCode }
	if list() != http.StatusOK {
		t.Fatal("the fleet is refused")
	}
	within(t, 5*time.Second, "remembered", func() bool {
		h.sessions.memory.mu.Lock()
		defer h.sessions.memory.mu.Unlock()
		return len(h.sessions.memory.sessions) == 1
	})
	guest, customer := h.portal.DB.Guest.Stat().AcquireCount(), h.portal.DB.Customer.Stat().AcquireCount()
	for range 10 {
		if list() != http.StatusOK {
			t.Fatal("the fleet is refused")
		}
	}
	if g, c := h.portal.DB.Guest.Stat().AcquireCount()-guest, h.portal.DB.Customer.Stat().AcquireCount()-customer; g != 0 || c != 10 {
		t.Errorf("10 reads: %d round trips of the guest, %d of the customer", g, c)
	}
	h.exec(`INSERT INTO decision_table (code, version, criteria, results, body) SELECT code, version + 1, criteria, results, '[]'::jsonb FROM decision_table WHERE code = 'TD_HABILITATIONS_PROFIL_PORTAIL'`)
	within(t, time.Second, "the right is gone", func() bool { return list() == http.StatusForbidden })
}

func TestGate(t *testing.T) {
	h := newHouse(t)
	customer, staff := h.in("chef"), h.in("prestataire")
	for _, c := range []struct {
		name   string
		b      *tablet
		path   string
		header http.Header
		want   int
		code   fault.Code
	}{
		{"nobody", h.tablet(), "/api/asset.list", nil, 401, fault.SignedOut},
		{"a customer", customer, "/api/asset.list", nil, 200, ""},
		{"a customer at a call of the staff", customer, "/api/dealer.fleet", nil, 403, fault.Denied},
		{"staff at a call of customers", staff, "/api/asset.list", nil, 403, fault.Denied},
		{"his own account", customer, "/api/asset.list", http.Header{headerAccount: {chefAccount}, headerMembership: {chefMembership}}, 200, ""},
		{"another account", customer, "/api/asset.list", http.Header{headerAccount: {"00000000-0000-7000-8000-000000000002"}}, 401, fault.SignedOut},
		{"another membership", customer, "/api/asset.list", http.Header{headerMembership: {"00000000-0000-7000-8000-000000000102"}}, 401, fault.SignedOut},
		{"another account, without the right", staff, "/api/asset.list", http.Header{headerAccount: {chefAccount}}, 401, fault.SignedOut},
		{"twice", customer, "/api/asset.list", http.Header{headerAccount: {chefAccount, "x"}}, 401, fault.SignedOut},
		{"staff have no membership", staff, "/api/session.me", http.Header{headerMembership: {""}}, 200, ""},
		{"the contract of today", customer, "/api/asset.list", http.Header{headerContract: {"1"}}, 200, ""},
		{"a contract of long ago", customer, "/api/asset.list", http.Header{headerContract: {"-9"}}, 409, fault.ClientTooOld},
		{"no contract at all", customer, "/api/asset.list", http.Header{headerContract: {"one"}}, 422, fault.Invalid},
	} {
		c.b.header = c.header
		res := c.b.do("GET", c.path, nil)
		body := text(t, res)
		var f fault.Error
		if res.StatusCode != 200 {
			if err := json.Unmarshal([]byte(body), &f); err != nil {
				t.Fatal(err)
			}
		}
		if res.StatusCode != c.want || f.Code != c.code {
			t.Errorf("%s: %d %s", c.name, res.StatusCode, body)
		}
	}
	for _, c := range []struct {
		header  string
		version int
		ok      bool
	}{{"5", 7, true}, {"4", 7, false}, {"9", 7, true}, {"", 7, true}} {
		if err := current(c.header, c.version); (err == nil) != c.ok {
			t.Errorf("contract %s at %d: %v", c.header, c.version, err)
		}
	}
}

func TestPasswordChangeEndsTheOtherSessions(t *testing.T) {
	h := newHouse(t)
	here, there, colleague := h.in("chef"), h.in("chef"), h.in("sans-adresse")
	change := func(current, wanted string) int {
		here.header = http.Header{"Content-Type": {"application/json"}}
		defer func() { here.header = http.Header{} }()
		body, _ := json.Marshal(api.PasswordReq{Current: current, New: wanted})
		return here.post("/api/session.password", string(body))
	}
	for _, c := range [][2]string{{"pas le bon mot", "un nouveau mot"}, {goodPassword, "court"}, {goodPassword, "motdepasse123"}} {
		if got := change(c[0], c[1]); got != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", c, got)
		}
	}
	if got := change(goodPassword, "un nouveau mot"); got != http.StatusOK {
		t.Fatalf("change: %d", got)
	}
	if here.me() != http.StatusOK || there.me() != http.StatusUnauthorized || colleague.me() != http.StatusOK {
		t.Error("the wrong sessions ended")
	}
	for range 5 {
		change("pas le bon mot", "encore un autre")
	}
	if got := change("un nouveau mot", "encore un autre"); got != http.StatusTooManyRequests {
		t.Errorf("guessing the current password: %d", got)
	}
}

func TestSignOut(t *testing.T) {
	h := newHouse(t)
	b := h.in("chef")
	kept := b.copy()
	if b.do("GET", "/deconnexion", nil).StatusCode != http.StatusOK || b.me() != http.StatusOK {
		t.Fatal("a link signs out")
	}
	res := b.do("POST", "/deconnexion", url.Values{})
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Clear-Site-Data") != `"cache"` || len(b.cookies) != 0 {
		t.Errorf("%d, clears %s, %d cookies left", res.StatusCode, res.Header.Get("Clear-Site-Data"), len(b.cookies))
	}
	if kept.me() != http.StatusUnauthorized {
		t.Error("the cookies still serve")
	}
	if page := text(t, b.do("GET", res.Header.Get("Location"), nil)); !strings.Contains(page, "Vous êtes déconnecté.") {
		t.Error("the page does not say so")
	}
	if b.do("POST", "/deconnexion", url.Values{}).StatusCode != http.StatusSeeOther {
		t.Error("signing out twice fails")
	}
}

func TestSigningInAgainEndsTheFormerSession(t *testing.T) {
	h := newHouse(t)
	b := h.in("chef")
	former := b.copy()
	if b.signIn("sans-adresse", goodPassword).StatusCode != http.StatusSeeOther || b.me() != http.StatusOK {
		t.Fatal("not signed in")
	}
	if former.me() != http.StatusUnauthorized {
		t.Error("the former session goes on")
	}
	b.signIn("chef", "pas le bon mot")
	if b.me() != http.StatusOK {
		t.Error("a refusal ended the session")
	}
}

func TestSessionStartsInTheFirstCustomer(t *testing.T) {
	var me api.Me
	if err := json.Unmarshal([]byte(text(t, newHouse(t).in("deux").do("GET", "/api/session.me", nil))), &me); err != nil {
		t.Fatal(err)
	}
	if me.Customer.Name != "Atelier" || len(me.Others) != 1 || me.Others[0].Customer != "Clinique" || len(me.Orgs) != 1 || me.Orgs[0].Code != "AG2" {
		t.Errorf("%+v", me)
	}
}
