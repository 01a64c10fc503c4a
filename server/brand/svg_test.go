package brand

import (
	"image"
	"image/color"
	"strings"
	"testing"
)

const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">`

func TestCleanSVGRefuses(t *testing.T) {
	for _, inner := range []string{
		`<script>alert(1)</script>`,
		`<g onload="alert(1)"/>`,
		`<g ONCLICK="alert(1)"/>`,
		`<foreignObject><p/></foreignObject>`,
		`<image href="https://example.org/x.png"/>`,
		`<use href="https://example.org/x.svg#a"/>`,
		`<use xlink:href="data:image/svg+xml;base64,AA"/>`,
		`<a href="#x"><path d="M0 0"/></a>`,
		`<animate attributeName="href" to="javascript:x"/>`,
		`<set attributeName="onload" to="x"/>`,
		`<rect fill="url(https://example.org/#a)"/>`,
		`<rect style="fill:u\72l(//x)"/>`,
		`<style>@import "//example.org/x.css";</style>`,
		`<style>rect{background:url(//x)}</style>`,
		`<style>rect{background:ur/**/l(//x)}</style>`,
		`<rect fill="&xxe;"/>`,
		`<h:script xmlns:h="http://www.w3.org/1999/xhtml">x</h:script>`,
		`<g>`,
		`</svg><svg>`,
	} {
		if clean, err := cleanSVG([]byte(svgHead + inner + `</svg>`)); err == nil {
			t.Errorf("%s passes as %s", inner, clean)
		}
	}
	for name, whole := range map[string]string{
		"entities": `<!DOCTYPE svg [<!ENTITY a "b">]>` + svgHead + `</svg>`,
		"html":     `<html><body/></html>`,
		"deep":     svgHead + strings.Repeat("<g>", 70) + strings.Repeat("</g>", 70) + `</svg>`,
		"many":     svgHead + strings.Repeat("<g/>", 6000) + `</svg>`,
		"large":    svgHead + `<path d="` + strings.Repeat("M0 0", 70000) + `"/></svg>`,
	} {
		if _, err := cleanSVG([]byte(whole)); err == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func TestCleanSVGKeepsTheDrawing(t *testing.T) {
	clean, err := cleanSVG([]byte(`<?xml version="1.0"?><!DOCTYPE svg PUBLIC "x" "y"><!-- made by hand -->` + svgHead +
		`<metadata><rdf:RDF xmlns:rdf="x"/></metadata><sodipodi:namedview inkscape:zoom="1"/>` +
		`<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>` +
		`<style>.b{fill:url(#a)}</style><use xlink:href="#a"/><rect class="b" inkscape:label="x" fill="url(#a)"/><text>R &amp; D</text></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	got := string(clean)
	for _, want := range []string{`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">`, `<use href="#a"></use>`, `.b{fill:url(#a)}`, `R &amp; D`} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
	for _, gone := range []string{"made by hand", "rdf", "inkscape", "sodipodi", "DOCTYPE", "<?xml"} {
		if strings.Contains(got, gone) {
			t.Errorf("%q is still in %s", gone, got)
		}
	}
	if again, err := cleanSVG(clean); err != nil || string(again) != got {
		t.Errorf("cleaned twice: %s, %v", again, err)
	}
}

func TestDraw(t *testing.T) {
	black, none := color.NRGBA{0, 0, 0, 255}, color.NRGBA{}
	for _, c := range []struct {
		name, inner string
		x, y        int // of 100
		want        color.NRGBA
	}{
		{"relative path", `<path d="m2 2 6 0v6h-6z"/>`, 50, 50, black},
		{"outside of it", `<path d="m2 2 6 0v6h-6z"/>`, 10, 50, none},
		{"cubic", `<path d="M0 10C0 0 10 0 10 10"/>`, 50, 50, black},
		{"smooth cubic", `<path d="M0 5C0 0 5 0 5 5S10 10 10 5"/>`, 75, 70, black},
		{"quadratic", `<path d="M0 0Q10 0 10 10"/>`, 60, 40, black},
		{"arc with glued flags", `<path d="M0 5a5 5 0 0110 0z"/>`, 50, 20, black},
		{"hole by direction", `<path d="M0 0h10v10H0zM2 2v6h6V2z"/>`, 50, 50, none},
		{"circle", `<circle cx="5" cy="5" r="2"/>`, 50, 35, black},
		{"ellipse", `<ellipse cx="5" cy="5" rx="4" ry="1"/>`, 50, 35, none},
		{"polygon", `<polygon points="0,0 10,0 10,10"/>`, 80, 20, black},
		{"polyline stroke", `<polyline points="0 5 10 5" fill="none" stroke="#000" stroke-width="2"/>`, 50, 56, black},
		{"butt end", `<line x1="2" y1="5" x2="8" y2="5" stroke="black" stroke-width="2"/>`, 15, 50, none},
		{"round end", `<line x1="2" y1="5" x2="8" y2="5" stroke="black" stroke-width="2" stroke-linecap="round"/>`, 15, 50, black},
		{"translate and scale", `<g transform="translate(5 5) scale(2)"><rect width="1" height="1"/></g>`, 65, 65, black},
		{"rotate about", `<rect x="5" y="4" width="5" height="2" transform="rotate(90 5 5)"/>`, 50, 80, black},
		{"opacity", `<rect width="10" height="10" opacity="0.5"/>`, 50, 50, color.NRGBA{0, 0, 0, 128}},
		{"rounded rectangle", `<rect width="10" height="10" rx="5"/>`, 3, 3, none},
	} {
		d, err := parseDrawing([]byte(svgHead + c.inner + `</svg>`))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		img := image.NewRGBA(image.Rect(0, 0, 100, 100))
		d.drawOn(img, 100)
		if got := at(img, c.x, c.y); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestDrawRefusesWhatItCannot(t *testing.T) {
	for _, inner := range []string{
		``, `<text>a</text>`, `<rect fill="url(#a)" width="1" height="1"/>`, `<rect style="fill:red" width="1" height="1"/>`,
		`<path fill-rule="evenodd" d="M0 0h1"/>`, `<path d="10 10"/>`, `<path d="M0 0 L"/>`, `<path d="M1e9 0"/>`, `<rect width="NaN" height="1"/>`,
		`<g transform="skewX(3)"><rect width="1" height="1"/></g>`, `<rect fill="rebeccapurple" width="1" height="1"/>`,
	} {
		if _, err := parseDrawing([]byte(svgHead + inner + `</svg>`)); err == nil {
			t.Errorf("%s is drawn", inner)
		}
	}
}

// FuzzAccept holds that no upload panics, hangs or yields what cannot be drawn.
func FuzzAccept(f *testing.F) {
	f.Add(svgHead + `<path d="M-500 -500 L900 3 A 1 2 3 1 0 -40 900 z"/><circle cx="-4" cy="90" r="300" stroke="#000"/></svg>`)
	f.Add(svgHead + `<rect x="-1e6" y="1e6" width="1e6" height="1e6" transform="scale(-1000 1000)"/></svg>`)
	f.Add(`<svg viewBox="0 0 1e-300 1"><rect width="1" height="1"/></svg>`)
	f.Add("\x89PNG\r\n\x1a\n")
	f.Fuzz(func(t *testing.T, data string) {
		file, err := Accept(FileFavicon, []byte(data))
		if err != nil {
			return
		}
		m, err := newMark(file, white, 0.8)
		if err != nil {
			t.Fatalf("accepted, not drawn: %v", err)
		}
		m.icon(48)
		m.filled(48)
	})
}
