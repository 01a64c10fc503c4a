package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"testing"

	"comptoir/shared/api"
)

const loginPage = `<!doctype html><title>Hotspot</title><form action="/accept"><button>Accepter</button></form>`

// portals are what a hotel, a proxy and a bad deploy answer in our place.
var portals = []struct {
	name string
	do   func(w http.ResponseWriter, id string)
}{
	{"200 with HTML", says(http.StatusOK, "text/html", loginPage)},
	{"200 with HTML that says it is JSON", says(http.StatusOK, "application/json", loginPage)},
	{"200 with JSON of somebody else", says(http.StatusOK, "application/json", `{"ok":true}`)},
	{"200 with the receipt of another entry", says(http.StatusOK, "application/json", `{"receipt":"0196ff29-0699-779a-a27d-2e72572f1dfd"}`)},
	{"302 to its own page", func(w http.ResponseWriter, _ string) {
		w.Header().Set("Location", "/connexion")
		w.WriteHeader(http.StatusFound)
	}},
	{"404 with HTML", says(http.StatusNotFound, "text/html", loginPage)},
	{"500 with HTML", says(http.StatusInternalServerError, "text/html", loginPage)},
	{"502 with HTML", says(http.StatusBadGateway, "text/html", loginPage)},
	{"a truncated gzip", func(w http.ResponseWriter, id string) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = fmt.Fprintf(z, `{"receipt":%q,"result":{"reading":%q}}`, id, id)
		z.Close()
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(b.Bytes()[:b.Len()/2])
	}},
}

func says(status int, kind, body string) func(http.ResponseWriter, string) {
	return func(w http.ResponseWriter, _ string) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// TestOFF14_CaptivePortal lets something else answer in the place of the
// server: nothing of it is taken for success, or for the end of a session.
func TestOFF14_CaptivePortal(t *testing.T) {
	s, d := tablet(t, 2)
	l := ledger{}
	s.stop()
	d.round(l, 2)
	var now atomic.Int32
	s.intercept(func(r *http.Request) bool { return len(r.URL.Path) > 5 && r.URL.Path[:5] == "/api/" }, func(_ http.Handler, w http.ResponseWriter, r *http.Request) {
		portals[now.Load()].do(w, mutationOf(r))
	})
	s.start()
	for i, p := range portals {
		now.Store(int32(i))
		d.visit("/saisies-en-attente")
		d.ready()
		before := tries(d)
		d.press("Envoyer maintenant")
		// Every entry was tried against this portal at least once.
		d.until(fmt.Sprintf(`(async () => { const db = await outboxOpen(), all = await idb(db.transaction('entries').objectStore('entries').getAll());
			db.close(); return all.length === %d && all.reduce((n, e) => n + (e.tries || 0), 0) >= %d })()`, len(l), before+3))
		for _, e := range held[row](d, "entries") {
			if e.State != "waiting" {
				t.Errorf("%s: entry %s is %s", p.name, e.ID, e.State)
			}
		}
		if eval[bool](d, `document.body.innerText.includes('Session terminée')`) {
			t.Errorf("%s: the session is over", p.name)
		}
	}

	// A proxy that finds a reading too large parks it, visible, to be sent again.
	s.intercept(submits, func(_ http.Handler, w http.ResponseWriter, _ *http.Request) {
		says(http.StatusRequestEntityTooLarge, "text/html", loginPage)(w, "")
	})
	d.visit("/saisies-en-attente")
	d.ready()
	d.press("Envoyer maintenant")
	d.see(fmt.Sprintf("À corriger, %d", len(l)))
	d.waiting(len(l))
	if n := one[int](s, `SELECT count(*)::int FROM reading WHERE mutation_id IS NOT NULL`); n != 0 {
		t.Errorf("%d readings although nobody forwarded one", n)
	}
	s.fault(nil)
	for left := len(l); left > 0; left-- {
		d.until(fmt.Sprintf(`document.body.innerText.includes('À corriger, %d')`, left))
		d.press("Réessayer")
		d.until(fmt.Sprintf(`!document.body.innerText.includes('À corriger, %d')`, left))
	}
	d.empty()
	l.equal(s)
}

func tries(d *device) int {
	n := 0
	for _, e := range held[row](d, "entries") {
		n += e.Tries
	}
	return n
}

// TestOFF15_PoisonEntry lets entries in the middle of the queue fail for good:
// the others pass, they stay visible, are exported, corrected and sent again.
func TestOFF15_PoisonEntry(t *testing.T) {
	s, d := tablet(t, 3)
	l := ledger{}
	s.stop()
	d.round(l, 3)
	entries := held[entry](d, "entries")
	poison, broken := entries[1], entries[3]
	// Meanwhile the meter was read by others: ours can no longer be true.
	s.exec(`INSERT INTO reading (customer_id, id, meter_id, value, at, origin, source)
		SELECT customer_id, gen_random_uuid(), id, 20000, now() - interval '1 day', 'Relevé prestataire', 'technicien' FROM meter WHERE id = $1`, poison.req(t).Meter)
	// And the server trips over another one, whatever it is asked.
	s.intercept(submits, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if mutationOf(r) == broken.ID {
			says(http.StatusInternalServerError, "application/json", `{"code":"internal","key":"fault.internal"}`)(w, "")
			return
		}
		next.ServeHTTP(w, r)
	})
	s.start()
	d.visit("/saisies-en-attente")
	d.until(`(() => {
		const text = document.body.innerText;
		const b = [...document.querySelectorAll('button')].find(b => b.innerText.trim() === 'Envoyer maintenant' && !b.disabled);
		if (text.includes('À corriger, 2') && !text.includes('En attente d’envoi, ')) return true;
		if (b && !(self.pressed > performance.now() - 300)) { self.pressed = performance.now(); b.click() }
		return false;
	})()`)
	d.waiting(2)
	if n := one[int](s, `SELECT count(*)::int FROM reading WHERE mutation_id IS NOT NULL`); n != len(l)-2 {
		t.Errorf("%d readings passed, want %d", n, len(l)-2)
	}
	for _, e := range []entry{poison, broken} {
		d.see(e.Title)
		if file := d.export(); !bytes.Contains([]byte(file), []byte(e.ID)) {
			t.Errorf("the exported file does not hold %s", e.ID)
		}
	}

	s.fault(nil)
	d.press("Réessayer")
	d.see("À corriger, 1")
	d.press("Corriger")
	d.until(`document.querySelector('.meter-input') !== null`)
	d.fill(".meter-input", "20100")
	d.press("Renvoyer")
	d.see("Relevé enregistré")
	l[string(poison.req(t).Meter)] = 20100
	d.empty()
	l.equal(s)
}

// entry is an entry with what it carries.
type entry struct {
	row
	Title string `json:"title"`
}

func (e entry) req(t *testing.T) (req api.CounterSubmitReq) {
	t.Helper()
	if err := unmarshal(e.Body, &req); err != nil {
		t.Fatal(err)
	}
	return req
}
