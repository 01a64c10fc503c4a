package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"comptoir/server/demo"
)

// patience is how long a step may take on a loaded machine.
const patience = 40 * time.Second

// device is a browser with a profile of its own, which survives its ends.
type device struct {
	t      *testing.T
	site   *site
	dir    string
	ctx    context.Context
	cancel context.CancelFunc
	width  int64
	before []string // scripts run before every page
}

// newDevice opens a browser.
func newDevice(s *site) *device {
	s.t.Helper()
	d := &device{t: s.t, site: s, dir: s.t.TempDir(), width: 1024}
	d.open()
	s.t.Cleanup(d.kill)
	return d
}

// open starts the browser on its profile.
func (d *device) open() {
	d.t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		d.t.Fatal("no chromium: make test installs it")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(d.dir), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-sync", true), chromedp.Flag("no-first-run", true),
		chromedp.Flag("lang", "fr-FR"), chromedp.Flag("accept-lang", "fr-FR,fr"))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	tab, cancelTab := chromedp.NewContext(ctx)
	d.ctx, d.cancel = tab, func() { cancelTab(); cancel() }
	// The first step starts the browser, which lives as long as its context.
	if err := chromedp.Do(d.ctx, chromedp.EmulateViewport(d.width, 800)); err != nil {
		d.t.Fatal(err)
	}
	for _, script := range d.before {
		d.addBefore(script)
	}
}

// beforePages runs a script before every page, also after a restart of the browser.
func (d *device) beforePages(script string) {
	d.before = append(d.before, script)
	d.addBefore(script)
}

func (d *device) addBefore(script string) {
	d.t.Helper()
	if _, err := chromedp.Call(d.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		d.t.Fatal(err)
	}
}

// kill ends every process of the browser with SIGKILL, as a dead battery would.
func (d *device) kill() {
	if d.cancel == nil {
		return
	}
	killAll(d.dir)
	d.cancel()
	d.cancel = nil
	for _, lock := range []string{"SingletonLock", "SingletonSocket", "SingletonCookie"} {
		_ = os.Remove(filepath.Join(d.dir, lock)) // of the dead process
	}
}

// killAll kills the processes whose command line names the profile.
func killAll(dir string) {
	procs, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, p := range procs {
		b, err := os.ReadFile(p)
		if err != nil || !strings.Contains(string(b), dir) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(p))); err == nil && pid != os.Getpid() {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

// restart ends the browser as a person does, who closes it, and opens it again:
// what it holds back from the disk for a while, such as cookies, is written.
func (d *device) restart() {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	if err := chromedp.Cancel(ctx); err != nil {
		d.t.Fatal(err)
	}
	d.kill()
	d.open()
}

// tab opens another tab of the same browser.
func (d *device) tab() *device {
	d.t.Helper()
	ctx, cancel := chromedp.NewContext(d.ctx)
	d.t.Cleanup(cancel)
	other := &device{t: d.t, site: d.site, dir: d.dir, width: d.width, ctx: ctx}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(d.width, 800)); err != nil {
		d.t.Fatal(err)
	}
	for _, script := range d.before {
		other.addBefore(script)
	}
	return other
}

func (d *device) do(steps ...chromedp.Action[chromedp.Void]) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		d.fail(err)
	}
}

// eval returns what a script gives.
func eval[T any](d *device, script string) T {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		d.fail(fmt.Errorf("%s: %w", script, err))
	}
	return v
}

// until waits until a condition holds.
func (d *device) until(condition string) {
	d.t.Helper()
	end := time.Now().Add(patience)
	for {
		ctx, cancel := context.WithTimeout(d.ctx, patience)
		err := chromedp.Do(ctx, chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingInterval(30*time.Millisecond), chromedp.WithPollingTimeout(patience)))
		cancel()
		if err == nil {
			return
		}
		// A navigation in between ends a poll: it is asked again of the new page.
		if time.Now().After(end) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, chromedp.ErrPollingTimeout) {
			d.fail(fmt.Errorf("until %s: %w", condition, err))
		}
	}
}

// see waits until the page holds a text.
func (d *device) see(text string) {
	d.t.Helper()
	d.until(`document.body && document.body.innerText.replace(/[\u00a0\u202f]/g, ' ').includes(` + strconv.Quote(plain.Replace(text)) + `)`)
}

// plain takes the spaces that do not break for plain ones.
var plain = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// fail ends the test with what the page shows.
func (d *device) fail(err error) {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.ctx, 5*time.Second)
	defer cancel()
	shown, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + (document.body ? document.body.innerText : '')`))
	box, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`(async () => { const db = await outboxOpen(), all = s => idb(db.transaction(s).objectStore(s).getAll());
		const said = JSON.stringify([await navigator.locks?.request('me', async () => await navigator.locks.query()), await all('meta'), (await all('entries')).slice(0, 3), (await all('blobs')).slice(0, 3)]); db.close(); return said })()`, chromedp.EvalAwaitPromise))
	if len(shown) > 1500 {
		shown = shown[:1500]
	}
	d.t.Fatalf("%v\nthe page: %s\nthe outbox: %s", err, shown, box)
}

// visit opens a page of the site.
func (d *device) visit(path string) {
	d.t.Helper()
	d.do(chromedp.Navigate(d.site.url(path)))
}

// click clicks the first element that a selector names.
func (d *device) click(selector string) {
	d.t.Helper()
	d.do(chromedp.WaitVisible(selector), chromedp.Click(selector, chromedp.NodeVisible))
}

// press clicks the visible button or link of that text.
func (d *device) press(text string) {
	d.t.Helper()
	find := `[...document.querySelectorAll('button, a, summary, [role=button]')].filter(e => e.offsetParent !== null && !e.disabled && e.innerText.replace(/[\u00a0\u202f]/g, ' ').trim() === ` + strconv.Quote(text) + `)`
	d.until(find + `.length > 0`)
	eval[bool](d, find+`[0].click(), true`)
}

// fill types into a field after emptying it.
func (d *device) fill(selector, value string) {
	d.t.Helper()
	// By script: a node that is looked for while the page changes is not found any more.
	field := `document.querySelector(` + strconv.Quote(selector) + `)`
	d.until(field + `?.offsetParent != null`)
	eval[bool](d, `(() => { const e = `+field+`; e.focus(); e.select?.(); return document.execCommand('insertText', false, `+strconv.Quote(value)+`) })()`)
}

// signIn signs in with the demonstration password and waits for the first page.
func (d *device) signIn(identifier string) {
	d.t.Helper()
	d.visit("/connexion")
	d.fill("#identifier", identifier)
	d.fill("#password", demo.Password)
	d.press("Entrer")
	d.ready()
}

// ready waits until the app is drawn with somebody signed in.
func (d *device) ready() {
	d.t.Helper()
	d.until(`document.querySelector('.account, .dock') !== null && performance.getEntriesByName('app-ready').length > 0`)
}

// controlled waits until the worker serves the page.
func (d *device) controlled() {
	d.t.Helper()
	d.until(`navigator.serviceWorker.controller !== null`)
}

// mirrored waits until the fleet is on the device.
func (d *device) mirrored(assets int) {
	d.t.Helper()
	d.visit("/parc")
	d.until(`document.querySelectorAll('.tile').length > 0 && document.querySelector('h1')?.innerText.replace(/\D/g, '') === ` + strconv.Quote(strconv.Itoa(assets)))
	d.until(`(async () => (await indexedDB.databases()).some(d => d.name.startsWith('comptoir-') && d.name.length > 60))()`)
}

// pending counts what is on the device, whatever its state.
func (d *device) pending() int {
	d.t.Helper()
	return eval[int](d, `new Promise((ok, bad) => { const r = indexedDB.open('comptoir-outbox'); r.onerror = () => bad(r.error);
		r.onsuccess = () => { const q = r.result.transaction('entries').objectStore('entries').count(); q.onsuccess = () => { r.result.close(); ok(q.result) } } })`)
}

// size emulates a screen; dark chooses the theme of the device.
func (d *device) size(width, height int64, dark bool) {
	d.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	d.do(chromedp.EmulateViewport(width, height))
	if _, err := chromedp.Call(d.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
		d.t.Fatal(err)
	}
}
