package httpd

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"comptoir/server/postgres"
	"comptoir/server/usecase"
	"comptoir/shared/api"
	"comptoir/shared/habilitation"
)

func TestS005_SignInWithCredentialsAndEntrer(t *testing.T) {
	h := newHouse(t)
	page := text(t, h.tablet().do("GET", "/connexion", nil))
	for _, want := range []string{"Identifiant</label>", "Mot de passe</label>", ">Entrer</button>", `href="/mot-de-passe-oublie"`, "Appareil partagé",
		`rel="preload" href="/web/app.wasm" as="fetch" type="application/wasm" crossorigin`, `lang="fr"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "⟦") {
		t.Error("a sentence is missing")
	}
	b := h.tablet()
	res := b.do("POST", "/connexion?next=%2Fparc%3Fsite%3D1", url.Values{"identifier": {" CHEF "}, "password": {goodPassword}})
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/parc?site=1" {
		t.Fatalf("%d to %s", res.StatusCode, res.Header.Get("Location"))
	}
	for _, c := range res.Cookies() {
		if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || !strings.HasPrefix(c.Name, "__Host-") {
			t.Errorf("cookie %s", c)
		}
	}
	var me api.Me
	if err := json.Unmarshal([]byte(text(t, b.do("GET", "/api/session.me", nil))), &me); err != nil {
		t.Fatal(err)
	}
	if me.Account.Identifier != "chef" || me.Membership != chefMembership || me.Customer.Code != "C001" || me.Profile != habilitation.ProfileSupervisor || len(me.Portal.Menu) == 0 {
		t.Errorf("me %+v", me)
	}
	if until := me.OfflineUntil.Sub(h.clock()); until != ownDeviceLife {
		t.Errorf("offline for %s", until)
	}
	if zone, err := time.LoadLocationFromTZData("Europe/Paris", me.Zone); err != nil || zone.String() != "Europe/Paris" {
		t.Errorf("zone %v", err)
	}
	if res := b.do("GET", "/connexion?next=/parc", nil); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/parc" {
		t.Errorf("already signed in: %d", res.StatusCode)
	}
}

func TestEnglishPages(t *testing.T) {
	b := newHouse(t).tablet()
	b.header.Set("Accept-Language", "en-GB,en;q=0.9")
	for _, path := range []string{"/connexion", "/mot-de-passe-oublie", "/deconnexion", "/invitation/x"} {
		if page := text(t, b.do("GET", path, nil)); !strings.Contains(page, `<html lang="en">`) || !strings.Contains(page, `?lang=fr`) {
			t.Errorf("%s is not in English", path)
		}
		if page := text(t, b.do("GET", path+"?lang=fr", nil)); !strings.Contains(page, `<html lang="fr">`) {
			t.Errorf("%s: the choice of a language is not obeyed", path)
		}
	}
}

// Statement 3: a login needs an access account with a profile. Whatever is
// wrong, the answer is the same, byte for byte.
func TestS003_LoginNeedsAnAccountWithAProfile(t *testing.T) {
	h := newHouse(t)
	want := ""
	for i, c := range []struct{ identifier, password string }{
		{"chef", "pas le bon mot"}, {"inconnu", goodPassword}, {"ferme", goodPassword}, {"sans-profil", goodPassword}, {"contact-parti", goodPassword},
		{"client-ferme", goodPassword}, {"nulle-part", goodPassword}, {"invite", goodPassword}, {"invite", ""}, {"acces-ferme", goodPassword}, {"", ""},
		{strings.Repeat("é", 1000), goodPassword}, {strings.Repeat("日本", 100), goodPassword}, {"chef\x00", "\x00"}, {"\xff\xfe", "\xff"},
	} {
		res := h.tablet().signIn(c.identifier, c.password)
		got := text(t, res)
		if want == "" {
			want = got
		}
		if res.StatusCode != http.StatusUnauthorized || got != want || len(res.Cookies()) != 0 {
			t.Errorf("%d %.20s: %d, %d cookies\n%s", i, c.identifier, res.StatusCode, len(res.Cookies()), got)
		}
	}
	if !strings.Contains(want, "Identifiant ou mot de passe incorrect.") {
		t.Errorf("the page says %s", want)
	}
	for range 4 {
		h.tablet().signIn("chef", "pas le bon mot")
	}
	if res := h.tablet().signIn("chef", goodPassword); res.StatusCode != http.StatusUnauthorized || text(t, res) != want {
		t.Error("a locked account answers otherwise")
	}
	for _, identifier := range []string{"sans-adresse", "prestataire", "deux"} {
		h.in(identifier)
	}
	h.exec("UPDATE membership SET profile = 'Utilisateur' WHERE profile IS NULL")
	h.in("sans-profil")
}

func TestS004_DefaultProfilesExistAfterMigrateAlone(t *testing.T) {
	h := newHouse(t)
	rules, err := usecase.LoadRulebook(t.Context(), h.portal.DB)
	if err != nil {
		t.Fatal(err)
	}
	if rules == nil {
		t.Fatal("no rules")
	}
	for _, c := range []struct {
		identifier, profile string
		holds, lacks        habilitation.Code
	}{
		{"chef", habilitation.ProfileSupervisor, habilitation.ManageAccounts, habilitation.OrderNeedsApproval},
		{"sans-adresse", habilitation.ProfileUser, habilitation.EnterReading, habilitation.ManageAccounts},
		{"prestataire", habilitation.ProfileStaff, habilitation.ConfigurePortal, habilitation.AccessFleet},
	} {
		var me api.Me
		if err := json.Unmarshal([]byte(text(t, h.in(c.identifier).do("GET", "/api/session.me", nil))), &me); err != nil {
			t.Fatal(err)
		}
		if me.Profile != c.profile || !me.Grants.Any(c.holds) || me.Grants.Any(c.lacks) {
			t.Errorf("%s: profile %s, grants %v", c.identifier, me.Profile, me.Grants.By)
		}
	}
}

// Statement 2: rights decide according to the activity. The same account holds
// the right for one activity only; the gate lets it pass, each object is asked
// with its own pair, and every answer is explained.
func TestS002_RightsDecideByActivity(t *testing.T) {
	h := newHouse(t)
	h.exec(`INSERT INTO decision_table (code, version, criteria, results, body)
		SELECT code, version + 1, criteria, results, '[["*","TELECOM","*","*","ACCES_PARC","N"],["AG1","*","*","C001|C002","ACCES_PARC","O"]]'::jsonb FROM decision_table WHERE code = 'TD_HABILITATIONS_PROFIL_PORTAIL'`)
	b := h.in("chef")
	var me api.Me
	if err := json.Unmarshal([]byte(text(t, b.do("GET", "/api/session.me", nil))), &me); err != nil {
		t.Fatal(err)
	}
	if me.Grants.Answer(habilitation.AccessFleet, "AG1", "IMPRESSION") != habilitation.Yes || me.Grants.Answer(habilitation.AccessFleet, "AG1", "TELECOM") != habilitation.No {
		t.Errorf("grants %v", me.Grants)
	}
	if res := b.do("GET", "/api/asset.list", nil); res.StatusCode != http.StatusOK {
		t.Errorf("held for one activity: %d %s", res.StatusCode, text(t, res))
	}
	if res := b.do("GET", "/api/ticket.sync", nil); res.StatusCode != http.StatusForbidden {
		t.Errorf("held for no activity: %d", res.StatusCode)
	}
	for _, c := range []struct {
		query string
		want  api.WhyResp
	}{
		{"code=ACCES_PARC&org=AG1&activity=TELECOM", api.WhyResp{Answer: "N", Row: 1, Criteria: []string{"ORGANISATION_INTERNE = *", "ACTIVITE = TELECOM", "PROFIL = *", "CLIENT = *"}}},
		{"code=ACCES_PARC&org=AG1&activity=IMPRESSION", api.WhyResp{Answer: "O", Row: 2, Criteria: []string{"ORGANISATION_INTERNE = AG1", "ACTIVITE = *", "PROFIL = *", "CLIENT = C001"}}},
		{"code=ACCES_PARC", api.WhyResp{Answer: "O", Row: 2, Criteria: []string{"ORGANISATION_INTERNE = AG1", "ACTIVITE = *", "PROFIL = *", "CLIENT = C001"}}},
		{"code=ACCES_FACTURES&org=AG1", api.WhyResp{Answer: "N"}},
		{"code=ACCES_PARC&org=AG2&activity=IMPRESSION", api.WhyResp{Answer: "N"}}, // not an organisation of the customer
	} {
		c.want.Table = "TD_HABILITATIONS_PROFIL_PORTAIL"
		want, _ := json.Marshal(c.want)
		if got := text(t, b.do("GET", "/api/right.why?"+c.query, nil)); got != string(want) {
			t.Errorf("%s: %s\nwant %s", c.query, got, want)
		}
	}
}

func TestS006_ForgottenPasswordStartsTheReset(t *testing.T) {
	h := newHouse(t)
	elsewhere, b := h.in("chef"), h.tablet()
	sent := b.do("POST", "/mot-de-passe-oublie", url.Values{"identifier": {"Chef"}})
	m, n := h.lastMail()
	if sent.StatusCode != http.StatusOK || n != 1 || m.Email != "chef@clients.example" || m.Kind != usecase.LinkPassword || !m.Until.Equal(h.clock().Add(time.Hour)) {
		t.Fatalf("%d, %d mails, %+v", sent.StatusCode, n, m)
	}
	link := strings.TrimPrefix(m.URL, "https://portail.example")
	if link == m.URL {
		t.Fatalf("link %s", m.URL)
	}
	for range 3 { // scanners of mail open links: showing spends nothing
		if page := text(t, b.do("GET", link, nil)); !strings.Contains(page, `value="chef"`) {
			t.Fatalf("page %s", page)
		}
	}
	choose := func(password, again string) int {
		return b.do("POST", link, url.Values{"password": {password}, "again": {again}}).StatusCode
	}
	for _, bad := range [][2]string{{"court", "court"}, {"azertyuiop123", "azertyuiop123"}, {"aaaaaaaaaaaaa", "aaaaaaaaaaaaa"}, {"assez long pour", "autre chose ici"}} {
		if status := choose(bad[0], bad[1]); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", bad[0], status)
		}
	}
	if status := choose("un nouveau mot", "un nouveau mot"); status != http.StatusSeeOther {
		t.Fatalf("choose: %d", status)
	}
	if m, n = h.lastMail(); n != 2 || m.Kind != usecase.LinkNone {
		t.Errorf("the change is not told: %d mails, %+v", n, m)
	}
	if elsewhere.me() != http.StatusUnauthorized {
		t.Error("the other session goes on")
	}
	if status := choose("encore un autre", "encore un autre"); status != http.StatusNotFound || b.do("GET", link, nil).StatusCode != http.StatusNotFound {
		t.Error("the link serves twice")
	}
	if b.signIn("chef", goodPassword).StatusCode == http.StatusSeeOther || b.signIn("chef", "un nouveau mot").StatusCode != http.StatusSeeOther {
		t.Error("the new password is not in force")
	}
	b.do("POST", "/mot-de-passe-oublie", url.Values{"identifier": {"sans-profil"}})
	h.pass(3 * time.Minute)
	b.do("POST", "/mot-de-passe-oublie", url.Values{"identifier": {"chef"}})
	m, n = h.lastMail()
	h.pass(time.Hour + time.Second)
	if over := strings.TrimPrefix(m.URL, "https://portail.example"); n != 3 || b.do("GET", over, nil).StatusCode != http.StatusNotFound {
		t.Errorf("%d mails, or a link over an hour old is shown", n)
	}
	if wrong := strings.Replace(link, "/reinitialiser/", "/invitation/", 1); b.do("GET", wrong, nil).StatusCode != http.StatusNotFound {
		t.Error("a link of one kind serves as the other")
	}
}

func TestS007_ForgottenPasswordNeedsAnAddress(t *testing.T) {
	h := newHouse(t)
	answers := map[string]string{}
	for _, identifier := range []string{"sans-adresse", "inconnu", "ferme", "chef"} {
		res := h.tablet().do("POST", "/mot-de-passe-oublie", url.Values{"identifier": {identifier}})
		answers[identifier] = text(t, res)
		if res.StatusCode != http.StatusOK || answers[identifier] != answers["sans-adresse"] {
			t.Errorf("%s is answered otherwise", identifier)
		}
	}
	if _, n := h.lastMail(); n != 1 {
		t.Errorf("%d mails, want that of chef alone", n)
	}
	if !strings.Contains(answers["inconnu"], "appelez votre prestataire") {
		t.Error("the page does not say whom to call")
	}
	h.exec("UPDATE account SET email = 'nouvelle@clients.example' WHERE identifier = 'sans-adresse'")
	h.tablet().do("POST", "/mot-de-passe-oublie", url.Values{"identifier": {"sans-adresse"}})
	if m, _ := h.lastMail(); m.Email != "nouvelle@clients.example" {
		t.Errorf("mail to %s", m.Email)
	}
}

func TestThrottling(t *testing.T) {
	h := newHouse(t)
	try := func(identifier, password, address, forwarded string) int {
		b := h.tablet()
		b.address = address
		if forwarded != "" {
			b.header.Set("X-Forwarded-For", forwarded)
			b.header.Set("X-Real-Ip", forwarded)
			b.header.Set("Forwarded", "for="+forwarded)
		}
		return b.signIn(identifier, password).StatusCode
	}
	for range 5 {
		try("chef", "pas le bon mot", "192.0.2.1:1", "")
	}
	if got := try("chef", goodPassword, "192.0.2.2:1", ""); got != http.StatusUnauthorized {
		t.Errorf("after five failures: %d", got)
	}
	h.pass(31 * time.Second)
	try("chef", "pas le bon mot", "192.0.2.1:1", "")
	h.pass(31 * time.Second)
	if got := try("chef", goodPassword, "192.0.2.2:1", ""); got != http.StatusUnauthorized {
		t.Errorf("the delay does not grow: %d", got)
	}
	h.pass(30 * time.Second)
	if got := try("chef", goodPassword, "192.0.2.2:1", ""); got != http.StatusSeeOther {
		t.Errorf("after the delay: %d", got)
	}
	if got := try("chef", goodPassword, "192.0.2.2:1", ""); got != http.StatusSeeOther {
		t.Errorf("a success is forgiven: %d", got)
	}
	// An address: 30 failures, over any number of accounts and of claimed
	// addresses; for IPv6 a /64 is one.
	h.exec("DELETE FROM sign_in_failure")
	for i := range 30 {
		try("n"+string(rune('a'+i%26))+string(rune('a'+i/26)), "pas le bon mot", "[2001:db8:1:2::1"+string(rune('0'+i%10))+"]:9", "203.0.113."+string(rune('0'+i%10)))
	}
	if got := try("prestataire", goodPassword, "[2001:db8:1:2:ffff::1]:9", "198.51.100.1"); got != http.StatusTooManyRequests {
		t.Errorf("after thirty failures: %d", got)
	}
	if got := try("prestataire", goodPassword, "[2001:db8:1:3::1]:9", ""); got != http.StatusSeeOther {
		t.Errorf("the neighbour: %d", got)
	}
	h.pass(15*time.Minute + time.Second)
	if got := try("prestataire", goodPassword, "[2001:db8:1:2::1]:9", ""); got != http.StatusSeeOther {
		t.Errorf("a quarter of an hour later: %d", got)
	}
}

// What a proxy that is trusted says is believed, what its client says is not.
func TestForwardedAddress(t *testing.T) {
	first := newHouse(t)
	h := serverOn(t, first.dsn, netip.MustParsePrefix("10.0.0.0/8"))
	b := h.tablet()
	b.address = "10.1.1.1:80"
	b.header.Set("X-Forwarded-For", "198.51.100.9, 203.0.113.5")
	b.signIn("inconnu", "rien du tout ici")
	var key string
	if err := h.portal.DB.Guest.QueryRow(t.Context(), "SELECT account_wait::text FROM sign_in_attempt('account:x', 'address:203.0.113.5', now())").Scan(&key); err != nil {
		t.Fatal(err)
	}
	b.address = "192.0.2.66:80"
	b.signIn("inconnu", "rien du tout ici")
	first.exec(`DO $$ BEGIN
		ASSERT (SELECT count(*) FROM sign_in_failure WHERE key = 'address:203.0.113.5') = 2, 'the proxy is not believed';
		ASSERT (SELECT count(*) FROM sign_in_failure WHERE key = 'address:192.0.2.66') = 1, 'a stranger is believed';
	END $$`)
}

func TestForeignForms(t *testing.T) {
	h := newHouse(t)
	for _, headers := range []map[string]string{
		{"Origin": "null"}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
		{"Origin": "https://evil.example"}, {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
		{"Origin": "http://portail.example.evil.example", "Sec-Fetch-Site": ""},
	} {
		in := h.in("sans-adresse")
		for _, b := range []*tablet{h.tablet(), in} {
			for _, name := range []string{"Origin", "Sec-Fetch-Site"} {
				b.header[name] = nil
				if v := headers[name]; v != "" {
					b.header.Set(name, v)
				}
			}
		}
		b := h.tablet()
		b.header = in.header
		if res := b.signIn("chef", goodPassword); res.StatusCode != http.StatusForbidden || len(res.Cookies()) != 0 {
			t.Errorf("sign-in from %v: %d", headers, res.StatusCode)
		}
		if res := in.do("POST", "/deconnexion", url.Values{}); res.StatusCode != http.StatusForbidden {
			t.Errorf("sign-out from %v: %d", headers, res.StatusCode)
		}
		if res := in.do("POST", "/api/session.password", url.Values{}); res.StatusCode != http.StatusForbidden {
			t.Errorf("call from %v: %d", headers, res.StatusCode)
		}
	}
}

func TestLocalPath(t *testing.T) {
	for next, want := range map[string]string{
		"": "/", "/": "/", "/parc": "/parc", "/parc/1/compteurs?a=b": "/parc/1/compteurs?a=b", "parc": "/", "//evil.example": "/", `/\evil.example`: "/",
		"https://evil.example": "/", "/api/session.me": "/", "/deconnexion": "/", "/connexion?next=/": "/", "/%0d%0aSet-Cookie": "/%0d%0aSet-Cookie",
		"javascript:alert(1)": "/", "/../x": "/", "/.//evil.example": "/", "/\t/evil.example": "/",
	} {
		if got := localPath(next); got != want {
			t.Errorf("%q: %q, want %q", next, got, want)
		}
	}
}

// An account made from the command line chooses its password by its link.
func TestInvitation(t *testing.T) {
	h := newHouse(t)
	conn, err := postgres.Owner(t.Context(), h.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	h.exec(`INSERT INTO site (customer_id, id, code, name, rev) SELECT customer_id, gen_random_uuid(), 'S1', 'Siège', '1' FROM customer WHERE code = 'C001'`)
	for _, a := range []usecase.NewAccount{
		{Identifier: "Élodie", Customer: "C001", Scope: "sites", Sites: []string{"S1"}},
		{Identifier: "atelier", Staff: true},
	} {
		link, err := usecase.CreateAccount(t.Context(), conn, a, h.clock())
		if err != nil {
			t.Fatal(err)
		}
		b := h.tablet()
		b.do("GET", link, nil)
		h.pass(6 * 24 * time.Hour)
		if res := b.do("POST", link, url.Values{"password": {goodPassword}, "again": {goodPassword}}); res.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: %d", a.Identifier, res.StatusCode)
		}
		var me api.Me
		if err := json.Unmarshal([]byte(text(t, h.in(a.Identifier).do("GET", "/api/session.me", nil))), &me); err != nil {
			t.Fatal(err)
		}
		if me.Account.Staff != a.Staff || me.Scope != a.Scope || a.Staff && len(me.Orgs) != 2 {
			t.Errorf("%s: %+v", a.Identifier, me)
		}
		late, err := usecase.CreateAccount(t.Context(), conn, usecase.NewAccount{Identifier: a.Identifier + "2", Customer: "C001"}, h.clock())
		if err != nil {
			t.Fatal(err)
		}
		h.pass(7*24*time.Hour + time.Second)
		if b.do("GET", late, nil).StatusCode != http.StatusNotFound {
			t.Error("an invitation lives more than seven days")
		}
	}
	for _, bad := range []usecase.NewAccount{
		{Identifier: "elodie", Customer: "C001"}, {Identifier: "x"}, {Identifier: "", Customer: "C001"}, {Identifier: "x", Customer: "NONE"}, {Identifier: "x", Customer: "C001", Staff: true},
		{Identifier: "x", Customer: "C001", Scope: "sites"}, {Identifier: "x", Customer: "C001", Scope: "sites", Sites: []string{"S9"}}, {Identifier: "x", Customer: "C001", Profile: "Personne"},
		{Identifier: "x", Customer: "C001", Lang: "de"}, {Identifier: "x", Customer: "C001", Scope: "all"},
	} {
		if _, err := usecase.CreateAccount(t.Context(), conn, bad, h.clock()); err == nil {
			t.Errorf("%+v was made", bad)
		}
	}
}

// A one-time link is a secret: no log line holds it.
func TestLoggedPath(t *testing.T) {
	for path, want := range map[string]string{"/reinitialiser/abc": "/reinitialiser/…", "/invitation/abc/d": "/invitation/…", "/parc": "/parc"} {
		if got := loggedPath(path); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
}
