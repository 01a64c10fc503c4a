package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// axeFile is axe-core, which tool/install.sh puts beside the tests.
const axeFile = "../../var/node/node_modules/axe-core/axe.min.js"

// finding is one rule that a page breaks, and where.
type finding struct {
	ID, Impact, Help string
	Nodes            []string
}

// TestAxeFindsNothing holds every screen in every state, in both themes, on a
// phone and on a desktop, to the rules of axe-core.
func TestAxeFindsNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("a journey needs PostgreSQL and Chromium: left out of -short")
	}
	source, err := os.ReadFile(filepath.FromSlash(axeFile))
	if err != nil {
		t.Fatalf("no axe-core: make test installs it: %v", err)
	}
	scenes(t, func(d *device, name string) {
		if !eval[bool](d, `typeof axe !== 'undefined'`) {
			eval[bool](d, string(source)+`; true`)
		}
		for _, width := range []int64{360, 1280} {
			for _, dark := range []bool{false, true} {
				d.size(width, 800, dark)
				d.settled()
				// What scrolls under a bar comes out of it: nothing is covered for good.
				eval[bool](d, `(document.querySelectorAll('.topbar, .dock, .actionbar').forEach(e => { e.style.position = 'static' }), true)`)
				for _, f := range d.axe() {
					t.Errorf("%s at %d px, dark %v: %s (%s) %s\n  %s", name, width, dark, f.ID, f.Impact, f.Help, strings.Join(f.Nodes, "\n  "))
				}
			}
		}
	})
}

// axe lists what axe-core finds on the page.
func (d *device) axe() []finding {
	d.t.Helper()
	return eval[[]finding](d, `axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
		.then(r => r.violations.map(v => ({ ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 4).map(n => n.html.slice(0, 200) + ' — ' + (n.any[0] || n.all[0] || n.none[0] || {}).message) })))`)
}
