package e2e

import (
	"bytes"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestS040_PreviousReadingHidden turns AFFICHER_RELEVE_PRECEDENT off and plants
// a value: no byte that the browser receives, shows or stores holds it.
func TestS040_PreviousReadingHidden(t *testing.T) {
	const planted = "48213977"
	s := newSite(t)
	s.plant(clinic, 2)
	s.exec(`INSERT INTO parameter (code, value) VALUES ('AFFICHER_RELEVE_PRECEDENT', 'false') ON CONFLICT (code, org) DO UPDATE SET value = excluded.value`)
	s.exec(`UPDATE meter m SET last_value = $1::bigint FROM asset a WHERE a.customer_id = m.customer_id AND a.id = m.asset_id AND a.source = 'journey'`, planted)
	s.exec(`UPDATE reading r SET value = $1::bigint FROM meter m JOIN asset a ON a.customer_id = m.customer_id AND a.id = m.asset_id
		WHERE r.customer_id = m.customer_id AND r.meter_id = m.id AND a.source = 'journey'`, planted)
	asset := one[string](s, `SELECT id::text FROM asset WHERE source = 'journey' ORDER BY label LIMIT 1`)
	record := &tape{}
	s.fault(record.everything)

	d := newDevice(s)
	d.signIn(clinic)
	d.controlled()
	d.mirrored(s.assets(clinic))
	clean := func(where string) {
		t.Helper()
		for what, text := range map[string]string{
			"received": record.String(),
			"shown":    eval[string](d, `document.documentElement.outerHTML + [...document.querySelectorAll('input')].map(i => i.value).join(' ')`),
			"stored":   eval[string](d, everythingStored),
		} {
			if at := strings.Index(digits(text), planted); at >= 0 {
				t.Errorf("%s: the planted value is %s", where, what)
			}
		}
	}
	clean("parc")
	d.visit("/parc/" + asset)
	d.see("Machine 001")
	clean("fiche")
	d.visit("/parc/" + asset + "/compteurs")
	d.until(`document.querySelectorAll('.meter-input').length === 2`)
	clean("compteurs")

	// A value below the planted one is refused, without a word about it.
	d.fill(".meter-input", "12")
	d.press("Enregistrer le relevé")
	d.see("à corriger")
	clean("refusé")
	d.visit("/saisies-en-attente")
	d.see("À corriger, 1")
	d.press("Corriger")
	d.until(`document.querySelector('.meter-input') !== null`)
	clean("correction")
	d.visit("/tournee")
	d.see("Machine 002")
	clean("tournée")

	// With the parameter on, the same places show it: the test can fail.
	s.exec(`UPDATE parameter SET value = 'true' WHERE code = 'AFFICHER_RELEVE_PRECEDENT'`)
	within(t, func() bool {
		d.visit("/parc/" + asset + "/compteurs")
		d.ready()
		return strings.Contains(digits(record.String()), planted)
	})
	statement(t, 40)
}

// everythingStored reads what the browser keeps: every record of every
// database, bytes as text.
const everythingStored = `(async () => {
	let out = JSON.stringify({ ...localStorage });
	const text = v => v instanceof Uint8Array || v instanceof ArrayBuffer ? new TextDecoder().decode(v) : JSON.stringify(v);
	const done = r => new Promise((ok, bad) => { r.onsuccess = () => ok(r.result); r.onerror = () => bad(r.error) });
	for (const { name } of await indexedDB.databases()) {
		const db = await done(indexedDB.open(name));
		for (const s of db.objectStoreNames) for (const v of await done(db.transaction(s).objectStore(s).getAll())) out += text(v);
		db.close();
	}
	return out;
})()`

// digits takes everything between digits away that may group a number.
func digits(s string) string {
	return strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ".", "", ",", "", "&nbsp;", "").Replace(s)
}

// tape records the bytes that leave the server for the browser.
type tape struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (t *tape) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

// everything records what the server answers, files of the app left out.
func (t *tape) everything(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/web/") {
			next.ServeHTTP(w, r)
			return
		}
		r.Header.Del("Accept-Encoding") // as it is, not compressed
		next.ServeHTTP(&recording{w, t}, r)
	})
}

type recording struct {
	http.ResponseWriter
	tape *tape
}

func (r *recording) Write(b []byte) (int, error) {
	r.tape.mu.Lock()
	r.tape.b.Write(b)
	r.tape.mu.Unlock()
	return r.ResponseWriter.Write(b)
}

// Unwrap lets the stream of events reach the connection.
func (r *recording) Unwrap() http.ResponseWriter { return r.ResponseWriter }
