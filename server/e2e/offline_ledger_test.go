package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/chromedp/chromedp"
)

// lastValue is what every meter of a round showed when it was last read.
const lastValue = 1000

// The customers of the demonstration.
const (
	clinic  = "superviseur"
	joinery = "superviseur-b"
)

// plant makes assets of two meters each wait for a reading at the customer of
// an account, and nothing else there.
func (s *site) plant(identifier string, assets int) {
	s.t.Helper()
	customer := s.customerOf(identifier)
	s.exec(`UPDATE reading_request SET closed_on = asked_on WHERE customer_id = $1 AND closed_on IS NULL`, customer)
	s.exec(`UPDATE meter SET next_billing_on = NULL WHERE customer_id = $1`, customer)
	s.exec(`INSERT INTO asset (customer_id, id, source, code, site_id, model_id, org, activity, label, serial_number, installed_on, status_contract, folded)
		SELECT b.customer_id, gen_random_uuid(), 'journey', n::text, b.site_id, b.model_id, b.org, b.activity, 'Machine ' || lpad(n::text, 3, '0'),
			'SN-' || n, b.installed_on, b.status_contract, 'machine ' || lpad(n::text, 3, '0')
		FROM generate_series(1, $2::int) n, LATERAL (SELECT a.* FROM asset a JOIN meter m ON m.customer_id = a.customer_id AND m.asset_id = a.id
			WHERE a.customer_id = $1 AND a.in_fleet ORDER BY a.id LIMIT 1) b`, customer, assets)
	s.exec(`INSERT INTO meter (customer_id, id, asset_id, code, label, position, colour, next_billing_on, last_value, last_at, last_origin, last_real_on)
		SELECT a.customer_id, gen_random_uuid(), a.id, m.code, m.label, m.position, m.colour, current_date + 3, $2::bigint, now() - interval '60 days', 'Relevé client', current_date - 60
		FROM asset a, (VALUES ('A4N', 'Noir', 1, false), ('A4C', 'Couleur', 2, true)) AS m (code, label, position, colour)
		WHERE a.customer_id = $1 AND a.source = 'journey'`, customer, lastValue)
	s.exec(`INSERT INTO reading (customer_id, id, meter_id, value, at, origin, source)
		SELECT m.customer_id, gen_random_uuid(), m.id, m.last_value, m.last_at, 'Relevé client', 'fichier'
		FROM meter m JOIN asset a ON a.customer_id = m.customer_id AND a.id = m.asset_id WHERE a.customer_id = $1 AND a.source = 'journey'`, customer)
}

func (s *site) customerOf(identifier string) string {
	s.t.Helper()
	return one[string](s, `SELECT m.customer_id::text FROM membership m JOIN account a ON a.id = m.account_id WHERE a.identifier = $1`, identifier)
}

// assets counts the fleet of an account that sees all of its customer's.
func (s *site) assets(identifier string) int {
	s.t.Helper()
	return one[int](s, `SELECT count(*)::int FROM asset WHERE customer_id = $1 AND in_fleet`, s.customerOf(identifier))
}

// ledger is what the screen said was saved: the value of each meter.
type ledger map[string]int64

// saved is one stop of a round that the screen said was saved.
type saved struct {
	Serial string           `json:"serial"` // of the form, to tell the next one
	Meters map[string]int64 `json:"meters"`
}

// stopScript types a value into every meter of the stop that is shown and
// returns when its fields are filled.
const stopScript = `(async (before, value) => {
	const until = f => new Promise(ok => { const look = () => { const v = f(); v ? ok(v) : setTimeout(look, 10) }; look() });
	const serial = e => e.id.split('-')[0];
	const fields = () => [...document.querySelectorAll('input.meter-input')];
	await until(() => location.pathname.startsWith('/tournee/') && fields().length === 2 && serial(fields()[0]) !== before);
	const meters = {};
	for (const f of fields()) {
		f.focus();
		f.select();
		document.execCommand('insertText', false, String(value));
		meters[f.id.slice(serial(f).length + 1).replace(/-value$/, '')] = value++;
	}
	document.activeElement.blur();
	return { serial: serial(fields()[0]), meters };
})(%s, %d)`

// saveScript saves the stop and returns when the screen says that it is saved
// and has gone on.
const saveScript = `(async () => {
	const until = f => new Promise(ok => { const look = () => f() ? ok(true) : setTimeout(look, 10); look() });
	const here = location.pathname;
	document.querySelectorAll('.toast .x, .toasts button[aria-label="Fermer"]').forEach(b => b.click());
	document.querySelector('button[form=saisie]').click();
	await until(() => location.pathname !== here && [...document.querySelectorAll('.toast')].some(t => /enregistré/i.test(t.innerText)));
	return true;
})()`

// typeStop types into the meters of the next stop of the round.
func (d *device) typeStop(after saved, value int64, photo string) saved {
	d.t.Helper()
	st := eval[saved](d, fmt.Sprintf(stopScript, strconv.Quote(after.Serial), value))
	if photo != "" {
		d.do(chromedp.SetUploadFiles(`input[type=file]`, []string{photo}))
		d.until(`document.querySelector('img.photo') !== null`)
	}
	return st
}

// readStop enters the next stop of the round and notes it in the ledger once
// the screen says that it is saved.
func (d *device) readStop(l ledger, after saved, value int64, photo string) saved {
	d.t.Helper()
	st := d.typeStop(after, value, photo)
	eval[bool](d, saveScript)
	maps.Copy(l, st.Meters)
	return st
}

// round opens the round at its next stop and enters so many stops.
func (d *device) round(l ledger, stops int) {
	d.t.Helper()
	d.beginRound()
	var st saved
	for range stops {
		st = d.readStop(l, st, int64(lastValue+10+len(l)), "")
	}
}

// beginRound opens the round at its next stop.
func (d *device) beginRound() {
	d.t.Helper()
	d.visit("/tournee")
	start := `[...document.querySelectorAll('a.btn')].find(a => ['Commencer', 'Reprendre'].includes(a.innerText.trim()))`
	d.until(start + ` !== undefined`)
	eval[bool](d, start+`.click(), true`)
}

// sendAll asks the screen of waiting entries to send until none is left on the
// device, photos included.
func (d *device) sendAll() {
	d.t.Helper()
	d.visit("/saisies-en-attente")
	d.until(`(async () => {
		const db = await outboxOpen(), count = s => idb(db.transaction(s).objectStore(s).count()), n = await count('entries') + await count('blobs');
		db.close();
		const b = [...document.querySelectorAll('button')].find(b => b.innerText.trim() === 'Envoyer maintenant' && !b.disabled);
		if (n > 0 && b && !(self.pressed > performance.now() - 300)) { self.pressed = performance.now(); b.click() }
		return n === 0;
	})()`)
}

// row is an entry as the device holds it.
type row struct {
	ID    string `json:"id"`
	Body  string `json:"body"`
	State string `json:"state"`
	Tries int    `json:"tries"`
}

// held reads a store of the outbox, whoever its author.
func held[T any](d *device, store string) []T {
	d.t.Helper()
	raw := eval[string](d, `(async () => { const db = await outboxOpen(), all = await idb(db.transaction('`+store+`').objectStore('`+store+`').getAll());
		db.close(); return JSON.stringify(all) })()`)
	var all []T
	if err := json.Unmarshal([]byte(raw), &all); err != nil {
		d.t.Fatal(err)
	}
	return all
}

// waiting fails the test unless so many entries are on the device.
func (d *device) waiting(want int) {
	d.t.Helper()
	if got := d.pending(); got != want {
		d.t.Fatalf("%d entries on the device, want %d", got, want)
	}
}

// empty waits until nothing is on the device, photos included.
func (d *device) empty() {
	d.t.Helper()
	d.until(`(async () => { const db = await outboxOpen(); let n = 0;
		for (const s of ['entries', 'blobs']) n += await idb(db.transaction(s).objectStore(s).count());
		db.close(); return n === 0 })()`)
}

// equal holds the ledger against the database: each reading once, with its
// event, its activity and its receipt, and nothing else that was entered.
func (l ledger) equal(s *site) {
	s.t.Helper()
	rows, err := s.owner.Query(s.t.Context(), `SELECT r.meter_id::text, r.value,
		(SELECT count(*) FROM event e WHERE e.customer_id = r.customer_id AND e.kind = 'reading.entered' AND e.subject = r.id)::int,
		(SELECT count(*) FROM mutation u WHERE u.customer_id = r.customer_id AND u.id = r.mutation_id)::int
		FROM reading r WHERE r.mutation_id IS NOT NULL`)
	if err != nil {
		s.t.Fatal(err)
	}
	got := ledger{}
	for rows.Next() {
		var meter string
		var value int64
		var events, receipts int
		if err := rows.Scan(&meter, &value, &events, &receipts); err != nil {
			s.t.Fatal(err)
		}
		if _, twice := got[meter]; twice {
			s.t.Errorf("meter %s was read twice", meter)
		}
		if events != 1 || receipts != 1 {
			s.t.Errorf("meter %s: %d events and %d receipts, want one each", meter, events, receipts)
		}
		got[meter] = value
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	for _, m := range slices.Sorted(maps.Keys(l)) {
		if v, ok := got[m]; !ok || v != l[m] {
			s.t.Errorf("meter %s: the screen said that %d was saved, the server has %d (%t)", m, l[m], v, ok)
		}
	}
	for m, v := range got {
		if _, ok := l[m]; !ok {
			s.t.Errorf("meter %s: the server has %d, which no screen said was saved", m, v)
		}
	}
	if n := one[int](s, `SELECT count(*)::int FROM activity_log l JOIN asset a ON a.customer_id = l.customer_id AND a.id = l.asset_id
		WHERE l.feature = 'Compteurs' AND l.action = 'Saisie' AND a.source = 'journey'`); n != len(l) {
		s.t.Errorf("%d rows of activity, want %d", n, len(l))
	}
	if n := one[int](s, `SELECT count(*)::int FROM event WHERE kind = 'reading.entered'`); n != len(l) {
		s.t.Errorf("%d events, want %d", n, len(l))
	}
}

// tablet starts a portal where so many assets of the clinic wait for a reading,
// and a browser that is signed in, has them all and has been closed since.
func tablet(t *testing.T, assets int) (*site, *device) {
	t.Helper()
	s := newSite(t)
	s.plant(clinic, assets)
	d := newDevice(s)
	d.signIn(clinic)
	d.controlled()
	d.mirrored(s.assets(clinic))
	d.restart()
	return s, d
}

// update waits for the offer of a build, takes it and waits until it runs.
func (d *device) update(build string) {
	d.t.Helper()
	d.visit("/saisies-en-attente")
	d.ready()
	d.press("Mettre à jour")
	d.until(`document.querySelector('meta[name="comptoir-build"]')?.content.startsWith(` + strconv.Quote(build+"-") + `)`)
	d.ready()
}
