package e2e

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"comptoir/shared/link"
)

// complaints gathers what the console of a device says: errors, and what the
// content security policy refused.
type complaints struct {
	mu   sync.Mutex
	said []string
}

func (d *device) listen() *complaints {
	d.t.Helper()
	c := &complaints{}
	add := func(text string) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.said = append(c.said, text)
	}
	err := chromedp.Listen(d.ctx, func(ev any) {
		switch e := ev.(type) {
		case *runtime.EventExceptionThrown:
			add(e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError {
				var words []string
				for _, a := range e.Args {
					words = append(words, string(a.Value)+a.Description)
				}
				add(strings.Join(words, " "))
			}
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError {
				add(e.Entry.Text + " " + e.Entry.URL)
			}
		}
	})
	if err == nil {
		_, err = chromedp.Call(d.ctx, log.Enable, cdp.Empty{})
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

// take returns what was said since the last time.
func (c *complaints) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	said := c.said
	c.said = nil
	return said
}

// frame is what the page shows of its frame, once scrolled to its end.
type frame struct {
	Header, Footer, Menu bool
	Covered              string // what lies over the footer
	Wide                 int    // px beyond the window
	Missing              string // a sentence that does not exist
	Title                string
	H1                   int
	Lang                 string
}

const readFrame = `(async () => {
	const shown = s => { const e = document.querySelector(s); return !!e && e.getClientRects().length > 0 };
	for (let still = 0, frames = 0; still < 8 && frames < 200; frames++) { // what arrives late, and the place that the app restores, move the end
		const at = scrollY;
		scrollTo(0, document.documentElement.scrollHeight);
		await new Promise(ok => requestAnimationFrame(ok));
		still = Math.abs(scrollY - at) < 1 ? still + 1 : 0;
	}
	const foot = document.querySelector('.foot')?.getBoundingClientRect();
	let covered = '';
	if (foot) {
		for (const s of ['.dock', '.actionbar', '.topbar']) {
			const b = document.querySelector(s)?.getBoundingClientRect();
			if (b && b.height && b.top < foot.bottom - 1 && b.bottom > foot.top + 1) covered += s;
		}
		if (foot.bottom > innerHeight + 1) covered += ' below the window';
	}
	return { Header: shown('.topbar .logo'), Footer: shown('.foot'), Menu: shown('.menu-nav a') || shown('.dock a') || shown('.actionbar'), Covered: covered,
		Wide: Math.max(0, document.documentElement.scrollWidth - innerWidth), Missing: (document.body.innerText.match(/⟦[^⟧]*⟧/) || [''])[0],
		Title: document.title, H1: document.querySelectorAll('h1').length, Lang: document.documentElement.lang };
})()`

// framed fails unless the page has its frame whole, at both ends of the widths.
func (d *device) framed(name string, signedIn bool) {
	d.t.Helper()
	for _, width := range []int64{360, 1280} {
		d.size(width, 740, false)
		f := eval[frame](d, readFrame)
		if !f.Header || !f.Footer || f.Menu != signedIn || f.Covered != "" || f.Wide > 0 || f.Missing != "" || f.Title == "" || f.H1 != 1 {
			d.t.Errorf("%s at %d px: %+v", name, width, f)
		}
	}
}

// addresses are every route of the app with real identifiers, and those that
// lead nowhere.
func addresses(s *site) []string {
	asset := waiting(s)[0]
	fill := strings.NewReplacer("{asset}", asset, "{tab}", link.TabCounters, "{entry}", "0199b2c0-0000-7000-8000-000000000001")
	var out []string
	for _, p := range link.Patterns() {
		if p != link.Gallery { // of development builds
			out = append(out, fill.Replace(p))
		}
	}
	return append(out, "/nulle-part", link.Fleet+"/0199b2c0-0000-7000-8000-000000000001", link.Fleet+"/"+asset+"/onglet", link.Fleet+"?q=zzz", link.Fleet+"?vue=tableau")
}

// TestFrameIsWholeOnEveryPage opens every route, 404, failed, refused and
// offline ones included.
func TestFrameIsWholeOnEveryPage(t *testing.T) {
	s := newSite(t)
	d := newDevice(s)
	d.signIn("superviseur")
	d.mirrored(fleetSize(s))
	d.controlled()
	said := d.listen()
	quiet := func(name string) {
		t.Helper()
		if c := said.take(); len(c) > 0 {
			t.Errorf("%s: the console says %q", name, c)
		}
	}
	for _, path := range addresses(s) {
		d.visit(path)
		d.ready()
		d.until(`document.querySelector('h1') !== null && document.querySelector('[aria-busy=true]') === null`)
		d.framed(path, true)
		if !strings.HasPrefix(path, link.Fleet+"/0199b2c0") { // the server is asked, and answers 404
			quiet(path)
		}
		said.take()
	}

	s.fault(broken)
	d.visit(link.Fleet + "/" + waiting(s)[2] + "/compteurs")
	d.see("Réessayer")
	d.framed("a page that failed", true)
	s.fault(nil)
	said.take() // the browser itself notes each answer 500

	s.stop()
	for _, path := range addresses(s) {
		d.visit(path)
		d.ready()
		d.until(`document.querySelector('h1') !== null && document.querySelector('.pill--off') !== null`)
		d.framed("offline "+path, true)
	}
	s.start()
	said.take()

	d.visit(link.Account)
	d.ready()
	eval[bool](d, `(() => { const s = document.querySelector('#langue'); s.value = 'en'; s.dispatchEvent(new Event('change')); return true })()`)
	d.see("Change password")
	d.until(`document.querySelector('.menu-nav a').innerText === 'Home'`)
	for _, path := range []string{link.Home, link.Fleet, link.Fleet + "/" + waiting(s)[0], link.Round, "/nowhere"} {
		d.visit(path)
		d.ready()
		d.until(`document.querySelector('h1') !== null && document.documentElement.lang === 'en' && document.querySelector('.menu-nav a').innerText === 'Home'`)
		d.framed("English "+path, true)
	}
	statement(t, 13)

	s.stop()
	s.exec(`DELETE FROM session`)
	s.start()
	d.visit(link.Fleet)
	d.until(`document.querySelector('.message') !== null`)
	d.framed("the session is over", false)
}

// TestMenuFollowsTheConfiguration shows a configured banner, and what a right
// that is missing takes from it.
func TestMenuFollowsTheConfiguration(t *testing.T) {
	s := newSite(t)
	d := newDevice(s)
	d.signIn("superviseur")
	d.size(1280, 800, false)
	menu := `[...document.querySelectorAll('.menu-nav a')].map(a => a.innerText + ' ' + a.getAttribute('href'))`
	want := []string{"Accueil /", "Parc /parc", "Interventions /interventions", "Commandes /commandes", "Contact /contact"}
	if got := eval[[]string](d, menu); !slices.Equal(got, want) {
		t.Errorf("the default menu is %q, want %q", got, want)
	}
	for _, w := range want[1:] {
		label, path, _ := strings.Cut(w, " ")
		d.press(label)
		d.until(`location.pathname === '` + path + `' && document.querySelector('.menu-nav [aria-current=page]')?.innerText === '` + label + `'`)
	}

	s.exec(`INSERT INTO portal_config (version, document) VALUES (2, $1)`, `{"name":"Portail Kerarz","menu":[
		{"label":{"fr":"Accueil"},"icon":"home","path":"/"},
		{"label":{"fr":"À relever"},"icon":"gauge","path":"/parc?releve=attendu","needs":"ACCES_PARC"},
		{"label":{"fr":"Parc"},"icon":"printer","path":"/parc"},
		{"label":{"fr":"Demandes"},"icon":"wrench","path":"/interventions"},
		{"label":{"fr":"Commandes"},"icon":"box","path":"/commandes"},
		{"label":{"fr":"Écran à venir"},"icon":"invoice","path":"/ecran-a-venir"},
		{"label":{"fr":"Réservé"},"icon":"inbox","path":"/saisies","needs":"TRAITER_SAISIES_EXTERNES"},
		{"label":{"fr":"Notre site"},"icon":"mail","path":"https://kerarz.example/"}]}`)
	s.stop()
	s.start()
	d.visit(link.Home)
	d.ready()
	want = []string{"Accueil /", "À relever /parc?releve=attendu", "Parc /parc", "Demandes /interventions", "Commandes /commandes", "Notre site https://kerarz.example/"}
	d.until(`document.querySelectorAll('.menu-nav a').length === 6`)
	if got := eval[[]string](d, menu); !slices.Equal(got, want) {
		t.Errorf("the configured menu is %q, want %q", got, want)
	}
	d.press("À relever")
	d.see("biens sur")
	statement(t, 11)

	d.size(360, 740, false)
	d.until(`getComputedStyle(document.querySelector('.dock')).display !== 'none'`)
	d.click(".dock-more summary")
	all := eval[[]string](d, `[...document.querySelectorAll('.dock > a, .dock-sheet a')].filter(a => a.getClientRects().length).map(a => a.innerText)`)
	if want := []string{"Accueil", "À relever", "Parc", "Demandes", "Commandes", "Notre site", "Mon compte"}; !slices.Equal(all, want) {
		t.Errorf("the phone's bar and its Plus hold %q, want %q", all, want)
	}
	d.press("Mon compte")
	d.until(`location.pathname === '/compte' && !document.querySelector('.dock-more').open`)
}

// A key that comes between a change of the state and its drawing is not lost: a
// slow tablet is typed on key by key.
func TestNoKeyIsLostOnASlowDevice(t *testing.T) {
	s := newSite(t)
	d := newDevice(s)
	d.signIn("superviseur")
	d.mirrored(one[int](s, `SELECT count(*)::int FROM asset a JOIN customer c ON c.customer_id = a.customer_id WHERE c.code = 'C10001' AND a.in_fleet`))
	d.visit("/tournee")
	d.press("Commencer")
	d.until(`document.querySelector('.meter-input') !== null`)
	if _, err := chromedp.Call(d.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 6}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		d.fill(".meter-input", "")
		eval[bool](d, `document.querySelector('.meter-input').focus(), true`)
		for _, key := range "5001009" {
			d.do(chromedp.KeyEvent(string(key)))
		}
		d.until(`document.querySelector('.meter-input').value.replace(/\D/g, '') === '5001009'`)
	}
}
