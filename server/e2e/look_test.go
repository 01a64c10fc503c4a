package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"comptoir/server/boot"
	"comptoir/server/demo"
	"comptoir/shared/link"
)

// TestLookIsConfigured plants a logo, a background and an icon, and looks for
// them on the pages, in the tab and in the manifest.
func TestLookIsConfigured(t *testing.T) {
	s := newSite(t)
	drawing := func(color string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64"><rect width="64" height="64" fill="` + color + `"/></svg>`
	}
	for name, color := range map[string]string{"logo": "#aa0011", "background": "#00aa22", "favicon": "#1100aa"} {
		s.exec(`INSERT INTO brand_file (name, mime, body, sha256) VALUES ($1, 'image/svg+xml', $2::text::bytea, encode(sha256($2::text::bytea), 'hex'))`, name, drawing(color))
	}
	s.stop()
	s.start()
	d := newDevice(s)
	d.visit(link.SignIn)
	pixel := func(src string) string { // of the middle of a picture
		return eval[string](d, `(async () => { const i = new Image(); i.src = `+src+`; await i.decode(); const c = document.createElement('canvas'); c.width = c.height = 16;
			const g = c.getContext('2d'); g.drawImage(i, 0, 0, 16, 16); return [...g.getImageData(8, 8, 1, 1).data].slice(0, 3).map(n => n.toString(16).padStart(2, '0')).join('') })()`)
	}
	for src, want := range map[string]string{
		`document.querySelector('.logo img').src`: "aa0011", `document.querySelector('.login-art img').src`: "00aa22",
		`document.querySelector('link[rel=icon]').href`: "1100aa", `document.querySelector('link[rel=apple-touch-icon]').href`: "1100aa",
		`(await (await fetch(document.querySelector('link[rel=manifest]').href)).json()).icons.find(i => i.sizes === '512x512').src`: "1100aa",
	} {
		if got := pixel(src); got != want {
			t.Errorf("%s is #%s, want #%s", src, got, want)
		}
	}
	d.signIn("superviseur")
	if got := pixel(`document.querySelector('.logo img').src`); got != "aa0011" {
		t.Errorf("the logo of the app is #%s", got)
	}
	statement(t, 10)
}

// TestInstallsAndStartsOffline reads the manifest as the browser does, then
// opens a deep link with the portal stopped.
func TestInstallsAndStartsOffline(t *testing.T) {
	s := newSite(t)
	d := newDevice(s)
	d.signIn("superviseur")
	d.mirrored(fleetSize(s))
	d.controlled()
	m, err := chromedp.Call(d.ctx, page.GetAppManifest, page.GetAppManifestParams{})
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Errors) > 0 || !strings.Contains(m.Data, `"display"`) {
		t.Errorf("the manifest: %v %s", m.Errors, m.Data)
	}
	errs, err := chromedp.Call(d.ctx, page.GetInstallabilityErrors, cdp.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range errs.InstallabilityErrors {
		if e.ErrorID != "in-incognito" {
			t.Errorf("cannot be installed: %s %v", e.ErrorID, e.ErrorArguments)
		}
	}
	s.stop()
	asset := waiting(s)[1]
	d.visit(link.Fleet + "/" + asset + "/compteurs")
	d.ready()
	d.see(one[string](s, `SELECT label FROM asset WHERE id = $1`, asset))
	d.see("Hors connexion")
	s.start()
	d.see("À jour")
}

// TestSignInWithoutScript signs in, is refused and asks for a new password in a
// browser that runs no script.
func TestSignInWithoutScript(t *testing.T) {
	s := newSite(t)
	d := newDevice(s)
	script := func(off bool) {
		if _, err := chromedp.Call(d.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off}); err != nil {
			t.Fatal(err)
		}
	}
	enter := func(identifier, password string) {
		d.do(chromedp.SendKeys("#identifier", identifier), chromedp.SendKeys("#password", password), chromedp.Click("button[type=submit]"))
	}
	shown := func(selector, text string) {
		t.Helper()
		var got string
		d.do(chromedp.WaitVisible(selector))
		got = first(d, selector)
		if !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), text) {
			t.Errorf("%s shows %q, not %q", selector, got, text)
		}
	}
	script(true)
	d.visit(link.SignIn)
	shown("button[type=submit]", "Entrer")
	enter("superviseur", "ce-n-est-pas-lui")
	shown("[role=alert]", "Identifiant ou mot de passe incorrect.")
	d.visit(link.SignIn)
	enter("superviseur", demo.Password)
	d.do(chromedp.WaitVisible("noscript p"))
	if n := one[int](s, `SELECT count(*)::int FROM session`); n != 1 {
		t.Errorf("%d sessions after signing in", n)
	}
	statement(t, 5)

	d.forgotten(s)
	s.exec(`UPDATE account SET email = '' WHERE identifier = 'utilisateur-biens'`)
	for _, c := range []struct {
		identifier string
		links      int
	}{{"superviseur", 1}, {"utilisateur-biens", 0}, {"personne", 0}} {
		before := one[int](s, `SELECT count(*)::int FROM one_time_link`)
		d.visit(link.SignIn)
		d.do(chromedp.Click(`a[href^="/mot-de-passe-oublie"]`), chromedp.WaitVisible("h1"))
		shown("h1", "Mot de passe oublié")
		d.do(chromedp.SendKeys("#identifier", c.identifier), chromedp.Click("button[type=submit]"))
		shown("[role=status]", "Si un compte correspond et qu’une adresse y est enregistrée")
		if n := one[int](s, `SELECT count(*)::int FROM one_time_link`) - before; n != c.links {
			t.Errorf("%s: %d links, want %d", c.identifier, n, c.links)
		}
	}
	mail := s.mailed()
	if !strings.Contains(mail, s.url("/reinitialiser/")) {
		t.Errorf("the mail leads nowhere: %s", mail)
	}
	statement(t, 6)
	statement(t, 7)
	script(false)
}

// first is the text of the first element that a selector names, read without
// a script of the page.
func first(d *device, selector string) string {
	d.t.Helper()
	v, err := chromedp.Run(d.ctx, chromedp.Text(selector))
	if err != nil {
		d.fail(err)
	}
	return v
}

// forgotten ends every session, on the portal and on the device.
func (d *device) forgotten(s *site) {
	d.t.Helper()
	s.exec(`DELETE FROM session`)
	if _, err := chromedp.Call(d.ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		d.t.Fatal(err)
	}
}

// mailed waits for the first mail of the spool.
func (s *site) mailed() string {
	s.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for range 400 {
		<-tick.C
		found, _ := filepath.Glob(filepath.Join(s.cfg.DataDir, boot.SpoolDir, "*"))
		if len(found) > 0 {
			if body, err := os.ReadFile(found[0]); err == nil && len(body) > 0 {
				return string(body)
			}
		}
	}
	s.t.Fatal("no mail was written")
	return ""
}
