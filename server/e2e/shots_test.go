package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestShotsOfEveryScreen writes a picture of every screen in every state, at
// three widths, light and dark, into the folder that COMPTOIR_SHOTS names:
// they are there to be looked at. COMPTOIR_SHOTS_OF, a regular expression,
// chooses among the screens.
func TestShotsOfEveryScreen(t *testing.T) {
	dir := os.Getenv("COMPTOIR_SHOTS")
	if dir == "" {
		t.Skip("COMPTOIR_SHOTS names no folder for the pictures")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	of := regexp.MustCompile(os.Getenv("COMPTOIR_SHOTS_OF"))
	scenes(t, func(d *device, name string) {
		if !of.MatchString(name) {
			return
		}
		for _, width := range []int64{360, 768, 1280} {
			for _, dark := range []bool{false, true} {
				d.size(width, 800, dark)
				d.settled()
				theme := "clair"
				if dark {
					theme = "sombre"
				}
				d.shoot(filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", name, width, theme)))
			}
		}
	})
}

// settled waits until pictures and fonts are there and what moves has stopped.
func (d *device) settled() {
	d.t.Helper()
	d.until(`document.fonts.status === 'loaded' && [...document.images].every(i => i.complete || i.loading === 'lazy' && i.getBoundingClientRect().top > innerHeight)
		&& document.getAnimations().every(a => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity)`)
	eval[bool](d, `new Promise(ok => requestAnimationFrame(() => requestAnimationFrame(() => ok(true))))`)
}

// shoot writes a picture of the window.
func (d *device) shoot(path string) {
	d.t.Helper()
	shot, err := chromedp.Call(d.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	if err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(path, shot.Data, 0o644); err != nil {
		d.t.Fatal(err)
	}
}
