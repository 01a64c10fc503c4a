package e2e

import (
	"strconv"
	"testing"
)

// TestOFF11_UpdatesWithEntriesQueued updates the app twice while entries wait
// and a tab stays on the first version: all are sent once, by whatever version.
// Entries of a contract two versions back are accepted; one of a contract that
// is no longer known is kept apart, visible and exported.
func TestOFF11_UpdatesWithEntriesQueued(t *testing.T) {
	s, d := tablet(t, 4)
	l := ledger{}
	s.stop()
	d.round(l, 1)
	old := d.tab() // stays on the first version
	old.visit("/tournee")
	old.ready()
	first := old.build()

	for _, version := range []string{"version-2", "version-3"} {
		s.unreachable()
		s.upgrade(version)
		s.start()
		d.update(version)
		s.stop()
		d.round(l, 1)
		if n := d.pending(); n != len(l) {
			t.Fatalf("%s: %d entries wait, want %d", version, n, len(l))
		}
	}
	if old.build() != first {
		t.Fatalf("the tab that did not ask runs %s", old.build())
	}
	old.roundHere(l)

	// One entry is two contracts old, another one older than that.
	ids := held[entry](d, "entries")
	stale, unknown := ids[0], ids[1]
	for id, version := range map[string]int{stale.ID: -1, unknown.ID: -2} {
		eval[bool](d, `(async () => { const db = await outboxOpen(); await patch(db, 'entries', '`+id+`', { version: `+strconv.Itoa(version)+` }); db.close(); return true })()`)
	}
	s.fault(nil)
	s.start()
	eval[bool](old, `(comptoirSend(true), true)`)
	d.visit("/saisies-en-attente")
	d.see("À corriger, 1")
	d.press("Envoyer maintenant")
	d.see("Cette saisie vient d’une version trop ancienne")
	d.until(`!document.body.innerText.includes('En attente d’envoi, ')`)
	d.waiting(1)
	if e := held[row](d, "entries")[0]; e.ID != unknown.ID || e.State != "quarantined" {
		t.Errorf("%s is %s", e.ID, e.State)
	}
	if file := d.export(); len(file) == 0 {
		t.Error("the entry that was kept apart is not exported")
	}
	delete(l, string(unknown.req(t).Meter))
	l.equal(s)
}

// build is the version that a tab runs.
func (d *device) build() string {
	d.t.Helper()
	return eval[string](d, `document.querySelector('meta[name="comptoir-build"]').content`)
}

// roundHere enters the next stop of the round from the page that is shown.
func (d *device) roundHere(l ledger) {
	d.t.Helper()
	eval[bool](d, `([...document.querySelectorAll('a.btn')].find(a => ['Commencer', 'Reprendre'].includes(a.innerText.trim())).click(), true)`)
	d.readStop(l, saved{}, int64(lastValue+10+len(l)), "")
}
