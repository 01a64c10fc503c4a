package e2e

import (
	"net/http"
	"strconv"
	"testing"

	"comptoir/shared/link"
)

// scene is a screen in one of its states. Show leads to it, on a device whose
// person is the one that the scene stands under.
type scene struct {
	name string
	show func(d *device)
}

// at is a scene that an address and a text of it make.
func at(name, path, text string) scene {
	return scene{name, func(d *device) { d.visit(path); d.see(text) }}
}

// guestScenes are the pages of who is not signed in.
func guestScenes() []scene {
	return []scene{
		at("connexion", link.SignIn, "Identifiant"),
		{"connexion-refusee", func(d *device) {
			d.visit(link.SignIn)
			d.fill("#identifier", "personne")
			d.fill("#password", "faux-mot-de-passe")
			d.press("Entrer")
			d.until(`document.querySelector('[role=alert]') !== null`)
		}},
		at("connexion-anglais", link.SignIn+"?lang=en", "Identifier"),
		at("mot-de-passe-oublie", link.Forgotten, "Identifiant"),
		{"mot-de-passe-envoye", func(d *device) {
			d.visit(link.Forgotten)
			d.fill("#identifier", "personne")
			eval[bool](d, `(document.querySelector('form').submit(), true)`)
			d.until(`document.querySelector('[role=status]') !== null`)
		}},
	}
}

// personScenes are the pages of a customer's Superviseur.
func personScenes(s *site) []scene {
	asset := waiting(s)[0]
	sheet := link.Fleet + "/" + asset
	return []scene{
		at("accueil", link.Home, "Commencer la tournée"),
		at("parc", link.Fleet, "42 biens"),
		{"parc-actions", func(d *device) {
			d.visit(link.Fleet)
			d.see("Identifiant fabricant")
			d.click(".tile summary")
		}},
		{"parc-tableau", func(d *device) {
			d.visit(link.Fleet + "?vue=tableau")
			d.until(`document.querySelector('.table tbody tr td') !== null`)
		}},
		at("parc-filtre", link.Fleet+"?releve=attendu", "Retirer"),
		at("parc-aucun", link.Fleet+"?q=zzz", "Aucun bien"),
		at("fiche", sheet, "Identification"),
		{"fiche-compteurs", func(d *device) {
			d.visit(sheet + "/compteurs")
			d.until(`document.querySelector('.meter-input') !== null`)
		}},
		{"releve-avertissement", func(d *device) { d.visit(sheet + "/compteurs"); d.warn() }},
		{"tournee", func(d *device) { d.visit(link.Round); d.until(`document.querySelector('.todo') !== null`) }},
		{"tournee-bien", func(d *device) {
			d.visit(link.Round + "/" + asset)
			d.until(`document.querySelector('.meter-input') !== null`)
		}},
		at("interventions", link.Tickets, "Demandeur"),
		at("commandes", link.Orders, "Demandeur"),
		at("commandes-aucune", link.Orders+"?q=zzz", "Tout effacer"),
		at("saisies-aucune", link.Entries, "Saisies"),
		at("contact", link.Contact, "Contact"),
		at("compte", link.Account, "Apparence"),
		at("introuvable", "/nulle-part", "404"),
		at("bien-introuvable", link.Fleet+"/0199b2c0-0000-7000-8000-000000000001", "Parc"),
	}
}

// staffScenes are the pages of the dealer.
func staffScenes() []scene {
	return []scene{
		at("prestataire-accueil", link.Home, "Bonjour"),
		{"prestataire-saisies", func(d *device) { d.visit(link.Intake); d.until(`document.querySelector('#client option') !== null`) }},
		{"prestataire-saisies-client", func(d *device) {
			d.visit(link.Intake)
			d.until(`document.querySelectorAll('#client option').length > 1`)
			eval[bool](d, `(() => { const s = document.querySelector('#client'); s.selectedIndex = 1; s.dispatchEvent(new Event('change')); return true })()`)
			d.until(`document.querySelector('tbody td') !== null`)
		}},
		at("prestataire-parc", link.Fleet, "Parc"),
	}
}

// offlineScenes are shown with the server stopped: some readings wait, one is
// to be corrected.
func offlineScenes(s *site) []scene {
	asset := waiting(s)[0]
	parked := ""
	return []scene{
		at("hors-connexion-parc", link.Fleet, "Hors connexion"),
		{"hors-connexion-saisies", func(d *device) { parked = d.park(waiting(s)[1]); d.visit(link.Entries); d.see("À corriger, 1") }},
		{"hors-connexion-correction", func(d *device) {
			d.visit(link.Correct(parked))
			d.until(`document.querySelector('.meter-input') !== null`)
		}},
		at("hors-connexion-fiche", link.Fleet+"/"+asset+"/compteurs", "En attente"),
		{"hors-connexion-tournee", func(d *device) { d.visit(link.Round); d.until(`document.querySelector('.todo') !== null`) }},
		at("hors-connexion-introuvable", "/nulle-part", "404"),
		at("hors-connexion-accueil", link.Home, "Bonjour"),
	}
}

// waiting lists assets of the first customer whose reading is expected, those
// with a colour meter first.
func waiting(s *site) []string {
	return one[[]string](s, `SELECT array_agg(id ORDER BY colour DESC, id) FROM (
		SELECT a.id::text, bool_or(m.colour) AS colour FROM asset a JOIN customer c USING (customer_id)
		JOIN meter m ON m.customer_id = a.customer_id AND m.asset_id = a.id
		WHERE c.code = 'C10001' AND a.in_fleet AND m.last_real_on < current_date - 30 AND m.next_billing_on < current_date + 17
		GROUP BY a.id) x`)
}

// warn types a value that is far from what is expected.
func (d *device) warn() {
	d.t.Helper()
	d.until(`document.querySelector('.meter-input') !== null`)
	d.fill(".meter-input", d.above(60_000))
	eval[bool](d, `(document.activeElement.blur(), true)`)
	d.until(`document.querySelector('.notice--warn') !== null`)
}

// above is a value so much above the last one of the first meter.
func (d *device) above(more int) string {
	d.t.Helper()
	return eval[string](d, `String(Number(document.querySelector('.prev .num').innerText.replace(/\D/g, '')) + `+strconv.Itoa(more)+`)`)
}

// enter saves the first meter of an asset on the device, as is expected of it.
func (d *device) enter(asset string) {
	d.t.Helper()
	before := d.pending()
	d.visit(link.Fleet + "/" + asset + "/compteurs")
	d.until(`document.querySelector('.meter-input') !== null`)
	d.fill(".meter-input", eval[string](d, `document.querySelector('.range text').textContent.replace(/\D/g, '')`))
	d.click(".actionbar .btn--primary")
	d.until(`new Promise(ok => { const r = indexedDB.open('comptoir-outbox'); r.onsuccess = () => { const q = r.result.transaction('entries').objectStore('entries').count(); q.onsuccess = () => { r.result.close(); ok(q.result > ` + strconv.Itoa(before) + `) } } })`)
}

// park puts the entry of an asset in the state of one that the server has
// refused, and returns it.
func (d *device) park(asset string) string {
	d.t.Helper()
	return eval[string](d, `new Promise((ok, bad) => { const r = indexedDB.open('comptoir-outbox'); r.onerror = () => bad(r.error); r.onsuccess = () => {
		const tx = r.result.transaction('entries', 'readwrite'), s = tx.objectStore('entries'), q = s.getAll(); let id;
		q.onsuccess = () => { const e = q.result.find(e => e.body.includes(`+strconv.Quote(asset)+`)); id = e.id; Object.assign(e, { state: 'parked', parkedAt: new Date().toISOString(),
			reason: { code: 'invalid', key: 'fault.invalid', fields: [{ name: 'value', key: 'counter.below_previous', args: { Previous: 412866, Value: 1 } }] } }); s.put(e); };
		tx.oncomplete = () => { r.result.close(); new BroadcastChannel('comptoir-outbox').postMessage({ type: 'outbox-changed' }); ok(id) } } })`)
}

// broken answers every call as a server that fails.
func broken(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.Path) > 5 && r.URL.Path[:5] == "/api/" && r.URL.Path != "/api/session.me" {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(`{"code":"internal","key":"fault.internal"}`))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// scenes walks through every screen in every state and calls look on each, for
// as many devices as there are persons.
func scenes(t *testing.T, look func(d *device, name string)) {
	s := newSite(t)
	walk := func(d *device, list []scene) {
		for _, sc := range list {
			sc.show(d)
			look(d, sc.name)
			d.size(1024, 800, false)
		}
	}
	guest := newDevice(s)
	walk(guest, guestScenes())
	guest.signIn("prestataire")
	walk(guest, staffScenes())

	d := newDevice(s)
	d.signIn("superviseur")
	d.mirrored(fleetSize(s))
	d.controlled()
	walk(d, personScenes(s))
	s.fault(broken)
	d.visit(link.Fleet + "/" + waiting(s)[2] + "/compteurs")
	d.see("Réessayer")
	look(d, "fiche-en-panne")
	d.size(1024, 800, false)
	s.fault(nil)

	list := offlineScenes(s)
	s.stop()
	for _, a := range []string{waiting(s)[1], waiting(s)[0]} {
		d.enter(a)
	}
	walk(d, list)
	s.start()
	s.exec(`DELETE FROM session`)
	d.visit(link.Fleet)
	d.see("Session terminée")
	look(d, "session-terminee")
}

func fleetSize(s *site) int {
	return one[int](s, `SELECT count(*)::int FROM asset JOIN customer USING (customer_id) WHERE customer.code = 'C10001' AND in_fleet`)
}
