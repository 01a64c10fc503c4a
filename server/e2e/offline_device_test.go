package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// full makes the outbox database refuse what is put into it, in the two ways in
// which a device without room does: at the request, and when it commits.
const full = `
	const put = IDBObjectStore.prototype.put, add = IDBObjectStore.prototype.add;
	const room = () => new DOMException('no room', 'QuotaExceededError');
	const guard = f => function (...args) {
		if (!self.fullAt || this.transaction.db.name !== 'comptoir-outbox' || this.name === 'meta') return f.apply(this, args);
		if (self.fullAt === 'request') throw room();
		const tx = this.transaction, r = f.apply(this, args);
		Object.defineProperty(tx, 'error', { get: room });
		r.addEventListener('success', () => tx.abort());
		return r;
	};
	IDBObjectStore.prototype.put = guard(put);
	IDBObjectStore.prototype.add = guard(add);`

// TestOFF7_NoRoom lets the device have no room for a reading: the form says
// that nothing was saved and keeps what was typed; with room it is saved.
func TestOFF7_NoRoom(t *testing.T) {
	s, d := tablet(t, 1)
	d.beforePages(full)
	s.stop()
	l := ledger{}
	d.beginRound()
	st := d.typeStop(saved{}, lastValue+10, photo(t, 1))
	typed := eval[[]string](d, `[...document.querySelectorAll('input.meter-input')].map(f => f.value)`)
	for _, when := range []string{"request", "commit"} {
		eval[bool](d, `(self.fullAt = '`+when+`', document.querySelector('button[form=saisie]').click(), true)`)
		d.see("Non enregistré : cet appareil n’a plus de place")
		if got := eval[[]string](d, `[...document.querySelectorAll('input.meter-input')].map(f => f.value.trim())`); len(got) != 2 || got[0] != typed[0] || got[1] != typed[1] {
			t.Errorf("%s: the form shows %q, %q was typed", when, got, typed)
		}
		if !eval[bool](d, `document.querySelector('img.photo') !== null && !/enregistré(\.| sur)/i.test(document.body.innerText)`) {
			t.Errorf("%s: the photo is gone or something is said to be saved", when)
		}
		d.waiting(0)
		// Something else is typed, and the message goes.
		eval[bool](d, `(() => { const f = document.querySelector('input.meter-input'); f.focus(); document.execCommand('insertText', false, ' '); f.blur(); return true })()`)
		d.until(`!document.body.innerText.includes('Non enregistré')`)
	}
	eval[bool](d, `(self.fullAt = '', true)`)
	eval[bool](d, saveScript)
	for m, v := range st.Meters {
		l[m] = v
	}
	s.start()
	d.sendAll()
	d.empty()
	l.equal(s)
}

// export returns the file that the screen offers of what is on the device.
func (d *device) export() string {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	// The page may not read its own blob under its policy; the test may.
	if _, err := chromedp.Call(ctx, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true}); err != nil {
		d.t.Fatal(err)
	}
	d.do(chromedp.Reload())
	d.ready()
	// The file is made anew whenever something changes, and the old one is gone.
	d.until(`fetch(document.querySelector('a[download][href^="blob:"]').href).then(r => r.text()).then(t => { self.exported = t; return true }, () => false)`)
	return eval[string](d, `self.exported`)
}

// within fails the test when f has not come true in time.
func within(t *testing.T, f func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	end := time.After(patience)
	for !f() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatal("it did not come true in time")
		}
	}
}
