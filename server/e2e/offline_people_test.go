package e2e

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"comptoir/server/demo"
	"comptoir/server/postgres"
)

// enterHere signs in on the page of sign-in that is shown.
func (d *device) enterHere(identifier string) {
	d.t.Helper()
	d.fill("#identifier", identifier)
	d.fill("#password", demo.Password)
	d.press("Entrer")
}

// signOut signs out as a person does.
func (d *device) signOut() {
	d.t.Helper()
	d.visit("/compte")
	d.ready()
	d.press("Se déconnecter")
	d.see("Mot de passe oublié")
}

// author waits until the app works for that account.
func (d *device) author(account string) {
	d.t.Helper()
	d.until(`(async () => { const db = await outboxOpen(), me = await get(db, 'meta', 'session'); db.close(); return me?.account === '` + account + `' })()`)
}

// TestOFF9_SessionOver ends the session, or closes the account, while entries
// wait: they stay, the sign-in is asked, then they are sent; while the account
// is closed they can be exported.
func TestOFF9_SessionOver(t *testing.T) {
	s, d := tablet(t, 3)
	l := ledger{}
	for _, c := range []struct {
		name string
		end  func()
	}{
		{"revoked", func() { s.exec(`UPDATE session SET revoked_at = now() WHERE revoked_at IS NULL`) }},
		{"expired", func() { s.exec(`UPDATE session SET expires_at = now() - interval '1 hour'`) }},
		{"disabled", func() {
			if err := postgres.DisableAccount(t.Context(), s.owner, clinic, time.Now()); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		s.stop()
		d.round(l, 1)
		c.end()
		s.start()
		d.visit("/tournee")
		d.see("Session terminée")
		d.see("2 saisies en attente d’envoi")
		d.waiting(2)
		if c.name == "disabled" {
			file := d.export()
			for _, e := range held[row](d, "entries") {
				if !strings.Contains(file, e.ID) {
					t.Errorf("the exported file does not hold %s", e.ID)
				}
			}
			d.press("Entrer")
			d.enterHere(clinic)
			d.see("incorrect")
			s.exec(`UPDATE account SET disabled_at = NULL WHERE identifier = $1`, clinic)
		} else {
			d.press("Entrer")
		}
		d.enterHere(clinic)
		d.ready()
		d.empty()
		l.equal(s)
		if t.Failed() {
			t.Fatal(c.name)
		}
	}
}

// TestOFF10_SomebodyElseOnTheTablet lets people of the same and of another
// customer work on a tablet where entries of somebody else wait.
func TestOFF10_SomebodyElseOnTheTablet(t *testing.T) {
	s := newSite(t)
	s.plant(clinic, 3)
	s.plant(joinery, 1)
	d := newDevice(s)
	d.signIn(clinic)
	d.controlled()
	d.mirrored(s.assets(clinic))
	l := ledger{}
	s.stop()
	d.round(l, 1)
	mine := held[entry](d, "entries")
	s.unreachable()
	s.start()
	d.signOut()

	var mu sync.Mutex
	brought := map[string]bool{}
	s.intercept(submits, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		id := mutationOf(r)
		mu.Lock()
		brought[id] = true
		mu.Unlock()
		next.ServeHTTP(w, r)
	})
	for _, other := range []string{joinery, "utilisateur"} {
		d.enterHere(other)
		d.ready()
		d.visit("/saisies-en-attente")
		d.author(one[string](s, `SELECT id::text FROM account WHERE identifier = $1`, other))
		d.see("2 saisies d’autres personnes attendent")
		for _, e := range mine {
			if strings.Contains(plain.Replace(eval[string](d, `document.body.innerText`)), plain.Replace(e.Title)) {
				t.Errorf("%s sees %s", other, e.Title)
			}
		}
		// What he enters himself is sent; what waits is not.
		d.mirrored(s.assets(other))
		d.visit("/tournee/" + one[string](s, `SELECT id::text FROM asset WHERE source = 'journey' AND customer_id = $1 ORDER BY label DESC LIMIT 1`, s.customerOf(other)))
		d.readStop(l, saved{}, int64(lastValue+10+len(l)), "")
		within(t, func() bool {
			return one[int](s, `SELECT count(*)::int FROM reading WHERE mutation_id IS NOT NULL`) == len(l)-len(mine)
		})
		d.waiting(len(mine))
		eval[bool](d, `outboxRun({ force: true }).then(() => true)`)
		d.waiting(len(mine))
		mu.Lock()
		for _, e := range mine {
			if brought[e.ID] {
				t.Errorf("%s sent an entry of %s", other, clinic)
			}
		}
		mu.Unlock()
		if other == joinery { // the next one comes without his having signed out
			s.exec(`UPDATE session SET revoked_at = now() WHERE revoked_at IS NULL`)
			d.visit("/")
			d.see("Session terminée")
			d.press("Entrer")
			continue
		}
		d.signOut()
	}
	d.enterHere(clinic)
	d.ready()
	d.empty()
	l.equal(s)
	for _, e := range mine {
		if author := one[string](s, `SELECT a.identifier FROM reading r JOIN account a ON a.id = r.account_id WHERE r.mutation_id = $1::uuid`, e.ID); author != clinic {
			t.Errorf("the reading of %s is by %s", clinic, author)
		}
	}
}
