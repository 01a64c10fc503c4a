package gallery

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/ui"
)

// bare is how go-app writes an attribute that is "true" on the host.
var bare = regexp.MustCompile(` ((?:aria|data)-[a-z]+)([ >])`)

// draw writes a piece as the browser would have it.
func draw(u app.UI) string {
	html := app.HTMLString(u)
	for range 2 { // neighbours share a space
		html = bare.ReplaceAllString(html, ` $1="true"$2`)
	}
	for _, name := range []string{"checked", "selected", "disabled", "open"} {
		html = strings.ReplaceAll(html, " "+name+`="false"`, "")
	}
	return html
}

var (
	tag      = regexp.MustCompile(`<(button|a|input|select|textarea|img|summary|nav|dialog|progress|svg)((?: [^>"]+(?:="[^"]*")?)*)>`)
	attr     = regexp.MustCompile(` ([a-z-]+)(?:="([^"]*)")?`)
	id       = regexp.MustCompile(` id="([^"]*)"`)
	refs     = regexp.MustCompile(` (?:aria-describedby|aria-labelledby|for)="([^"]*)"`)
	use      = regexp.MustCompile(`href="[^"#]*/sprite\.svg#([^"]*)"`)
	markup   = regexp.MustCompile(`<[^>]*>`)
	forbid   = regexp.MustCompile(`\b([Oo]utbox|[Ss]ync|[Mm]utation|[Tt]oken|DIT|CRIT|SSC)\b`)
	elements = regexp.MustCompile(`(?s)<(button|a|summary)((?: [^>"]+(?:="[^"]*")?)*)>(.*?)</(?:button|a|summary)>`)
)

func attributes(s string) map[string]string {
	all := map[string]string{}
	for _, m := range attr.FindAllStringSubmatch(s, -1) {
		all[m[1]] = m[2]
	}
	return all
}

// faults lists what a piece lacks to be read and used by everybody.
func faults(html string) []string {
	var all []string
	say := func(format string, v ...any) { all = append(all, fmt.Sprintf(format, v...)) }
	if strings.Contains(html, " style=") {
		say("a style attribute, refused by the content security policy")
	}
	known := map[string]bool{}
	for _, m := range id.FindAllStringSubmatch(html, -1) {
		if known[m[1]] {
			say("id %q twice", m[1])
		}
		known[m[1]] = true
	}
	for _, m := range refs.FindAllStringSubmatch(html, -1) {
		for ref := range strings.FieldsSeq(m[1]) {
			if !known[ref] {
				say("nothing has the id %q", ref)
			}
		}
	}
	for _, m := range tag.FindAllStringSubmatch(html, -1) {
		a := attributes(m[2])
		switch m[1] {
		case "button":
			if a["type"] == "" {
				say("a button without type: %s", m[0])
			}
		case "a":
			if a["href"] == "" {
				say("a link to nowhere: %s", m[0])
			}
		case "input", "select", "textarea":
			if !strings.Contains(html, `for="`+a["id"]+`"`) && a["aria-label"] == "" {
				say("a control without label: %s", m[0])
			}
			if a["aria-invalid"] == "true" && a["aria-describedby"] == "" {
				say("a fault that nothing describes: %s", m[0])
			}
		case "img":
			if a["alt"] == "" && a["aria-hidden"] != "true" {
				say("a picture without text: %s", m[0])
			}
		case "nav", "progress":
			if a["aria-label"] == "" {
				say("no label: %s", m[0])
			}
		case "dialog":
			if a["aria-labelledby"] == "" {
				say("no label: %s", m[0])
			}
		case "svg":
			if a["aria-hidden"] != "true" && a["aria-label"] == "" {
				say("a drawing that is neither hidden nor named: %s", m[0])
			}
		}
	}
	for _, m := range elements.FindAllStringSubmatch(html, -1) {
		text := strings.TrimSpace(markup.ReplaceAllString(m[3], ""))
		if text == "" && attributes(m[2])["aria-label"] == "" {
			say("a %s without a name: %s", m[1], m[0])
		}
	}
	if w := forbid.FindString(markup.ReplaceAllString(html, "")); w != "" {
		say("a word the customer never reads: %q", w)
	}
	return all
}

func TestEveryPieceCanBeReadAndUsed(t *testing.T) {
	for _, p := range Pieces() {
		t.Run(p.Group+"/"+p.Name, func(t *testing.T) {
			html := draw(p.Draw())
			if len(html) < 20 {
				t.Fatalf("draws nothing: %q", html)
			}
			for _, f := range faults(html) {
				t.Error(f)
			}
		})
	}
}

func TestThePageHoldsNoIdTwice(t *testing.T) {
	for _, f := range faults(draw(Draw(Pieces()))) {
		t.Error(f)
	}
}

// twice draws everything twice.
type twice struct{ app.Compo }

func (c *twice) Render() app.UI { return app.Div().Body(Draw(Pieces()), Draw(Pieces())) }

func TestNoPieceKeepsItsTree(t *testing.T) {
	e := app.NewTestEngine()
	for range 2 { // go-app refuses a tree that stands in the page already
		if err := e.Load(&twice{}); err != nil {
			t.Fatal(err)
		}
		e.ConsumeAll()
	}
}

func TestFaultsAreFound(t *testing.T) {
	for _, tc := range []struct{ name, html string }{
		{"style", `<p style="color:red">x</p>`},
		{"double id", `<p id="a"></p><p id="a"></p>`},
		{"dangling reference", `<p aria-describedby="b">x</p>`},
		{"button without name", `<button type="button" class="x"><svg aria-hidden="true"></svg></button>`},
		{"button without type", `<button class="x">x</button>`},
		{"link without name", `<a href="/"><svg aria-hidden="true"></svg></a>`},
		{"input without label", `<input id="q" type="text">`},
		{"picture without text", `<img src="/a.png">`},
		{"forbidden word", `<p>Voir l’outbox</p>`},
	} {
		if len(faults(tc.html)) == 0 {
			t.Errorf("%s: no fault found in %s", tc.name, tc.html)
		}
	}
}

func TestEveryIconIsInTheSprite(t *testing.T) {
	svg, err := os.ReadFile("../../../web/icon/sprite.svg")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range ui.IconNames {
		if !strings.Contains(string(svg), `id="`+string(n)+`"`) {
			t.Errorf("icon %q is not in the sprite", n)
		}
	}
	for _, m := range use.FindAllStringSubmatch(draw(Draw(Pieces())), -1) {
		if !strings.Contains(string(svg), `id="`+m[1]+`"`) {
			t.Errorf("a piece draws %q, which is not in the sprite", m[1])
		}
	}
}

// TestWritePage writes the gallery as a static page to the file that
// COMPTOIR_GALLERY names, to be looked at without the program.
func TestWritePage(t *testing.T) {
	path := os.Getenv("COMPTOIR_GALLERY")
	if path == "" {
		t.Skip("COMPTOIR_GALLERY names no file")
	}
	page := ui.Frame(ui.FrameProps{Main: ui.Main(ui.PageHead(ui.PageHeadProps{Title: "Galerie"}), Draw(Pieces()))})
	var head strings.Builder
	for _, css := range []string{"tokens", "font", "base", "frame", "controls", "content", "feedback", "pages", "gallery"} {
		head.WriteString(`<link rel="stylesheet" href="/web/css/` + css + `.css">`)
	}
	html := `<!doctype html><html lang="fr" data-theme="` + os.Getenv("COMPTOIR_GALLERY_THEME") + `"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Galerie</title>` +
		head.String() + "<body>" + draw(page) + "</body></html>"
	if p := os.Getenv("COMPTOIR_GALLERY_PICTURE"); p != "" {
		html = strings.ReplaceAll(html, picture, p)
	}
	if err := os.WriteFile(path, []byte(html), 0o644); err != nil {
		t.Fatal(err)
	}
}
