package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Colours of the drawings: flat, readable on light and dark grounds.
const (
	shell  = "#dfe4ea"
	shade  = "#b9c2cd"
	dark   = "#394554"
	screen = "#1f2a37"
	accent = "#2b6cb0"
	paper  = "#f5ecd7"
	light  = "#8fd3a8"
)

// drawing collects the shapes of one picture of 320 × 240.
type drawing struct{ b strings.Builder }

func (d *drawing) rect(x, y, w, h, r int, fill string) *drawing {
	fmt.Fprintf(&d.b, `<rect x="%d" y="%d" width="%d" height="%d" rx="%d" fill="%s"/>`, x, y, w, h, r, fill)
	return d
}

func (d *drawing) circle(x, y, r int, fill string) *drawing {
	fmt.Fprintf(&d.b, `<circle cx="%d" cy="%d" r="%d" fill="%s"/>`, x, y, r, fill)
	return d
}

func (d *drawing) path(path, fill string) *drawing {
	fmt.Fprintf(&d.b, `<path d="%s" fill="%s"/>`, path, fill)
	return d
}

func (d *drawing) line(path, stroke string, width int) *drawing {
	fmt.Fprintf(&d.b, `<path d="%s" fill="none" stroke="%s" stroke-width="%d" stroke-linecap="round" stroke-linejoin="round"/>`, path, stroke, width)
	return d
}

func (d *drawing) svg(title string) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240" role="img"><title>` + title +
		`</title><ellipse cx="160" cy="222" rx="118" ry="9" fill="#000000" fill-opacity=".12"/>` + d.b.String() + `</svg>`)
}

// picture is a drawing as it is stored.
type picture struct {
	sha256 string
	body   []byte
}

// pictures draws one picture for each family.
func pictures() map[string]picture {
	out := map[string]picture{}
	for family, draw := range drawings {
		d := &drawing{}
		draw(d)
		body := d.svg(family)
		sum := sha256.Sum256(body)
		out[family] = picture{hex.EncodeToString(sum[:]), body}
	}
	return out
}

var drawings = map[string]func(*drawing){
	copierA3: func(d *drawing) {
		d.rect(92, 24, 136, 20, 6, dark).rect(86, 42, 148, 14, 4, shade)
		d.rect(86, 56, 148, 44, 0, shell).rect(170, 62, 56, 20, 4, screen).rect(176, 67, 26, 10, 2, accent).circle(216, 72, 4, light)
		d.path("M92 100h136v14H92z", dark).path("M104 100h88l-8 10h-88z", paper)
		for i := range 3 {
			d.rect(86, 116+i*28, 148, 25, 3, shell).rect(140, 126+i*28, 40, 5, 2, dark)
		}
		d.rect(86, 200, 148, 12, 3, shade).circle(102, 216, 6, dark).circle(218, 216, 6, dark)
		d.rect(234, 84, 34, 10, 3, shade).path("M62 92h24v12H66z", shade)
	},
	multiA4: func(d *drawing) {
		d.rect(88, 50, 144, 22, 7, dark).rect(80, 70, 160, 52, 6, shell).rect(164, 80, 62, 28, 4, screen).rect(170, 86, 30, 16, 2, accent).circle(214, 94, 5, light)
		d.rect(80, 120, 160, 22, 0, dark).path("M104 118h88v18h-96z", paper)
		d.rect(80, 142, 160, 34, 0, shell).rect(80, 178, 160, 36, 5, shell).rect(138, 190, 44, 6, 3, dark).rect(138, 154, 44, 6, 3, shade)
	},
	printer: func(d *drawing) {
		d.path("M108 40h104v60H108z", paper).line("M124 58h72M124 72h72M124 86h48", shade, 4)
		d.rect(76, 92, 168, 78, 12, shell).rect(76, 130, 168, 14, 0, dark).circle(222, 110, 6, light).rect(96, 104, 44, 12, 3, screen)
		d.path("M104 144h112l10 34H94z", paper).line("M118 160h84", shade, 4).rect(86, 178, 148, 34, 6, shade).rect(140, 190, 40, 6, 3, dark)
	},
	plotter: func(d *drawing) {
		d.rect(34, 66, 252, 40, 10, shell).rect(34, 98, 252, 10, 0, dark).rect(226, 74, 46, 18, 4, screen).circle(262, 83, 4, light)
		d.path("M60 106h176v70q-88 26-176 0z", paper).line("M84 128l40 22 36-14 52 26", accent, 4).line("M84 160h40", shade, 4)
		d.rect(52, 110, 10, 100, 3, shade).rect(258, 110, 10, 100, 3, shade).rect(34, 206, 46, 8, 4, dark).rect(240, 206, 46, 8, 4, dark)
	},
	laptop: func(d *drawing) {
		d.rect(74, 52, 172, 120, 10, dark).rect(84, 62, 152, 98, 4, screen).rect(98, 78, 64, 10, 3, accent).line("M98 102h104M98 118h84M98 134h52", shade, 5)
		d.path("M50 178h220l18 28a6 6 0 0 1-5 8H37a6 6 0 0 1-5-8z", shell).path("M132 196h56l4 10h-64z", shade)
	},
	display: func(d *drawing) {
		d.rect(52, 38, 216, 138, 8, dark).rect(62, 48, 196, 116, 3, screen).path("M62 164l70-62 44 34 32-24 50 52z", accent).circle(212, 78, 14, shade)
		d.rect(146, 176, 28, 26, 0, shade).rect(104, 200, 112, 12, 5, shell)
	},
	server: func(d *drawing) {
		d.rect(104, 30, 112, 184, 8, dark)
		for i := range 5 {
			d.rect(114, 42+i*33, 92, 25, 4, shell).circle(126, 54+i*33, 4, light).circle(138, 54+i*33, 4, accent).line(fmt.Sprintf("M160 %dh34", 54+i*33), shade, 4)
		}
	},
	accessPoint: func(d *drawing) {
		d.line("M92 84q68-62 136 0", accent, 8).line("M114 106q46-40 92 0", accent, 8)
		d.path("M84 150q76-50 152 0v26q0 14-14 14H98q-14 0-14-14z", shell).circle(160, 162, 7, light).rect(112, 190, 96, 14, 5, shade)
	},
	ups: func(d *drawing) {
		d.rect(104, 40, 112, 172, 10, dark).rect(118, 56, 84, 46, 5, screen).path("M164 60l-18 22h12l-4 16 20-22h-12z", light)
		d.rect(118, 116, 84, 8, 3, shade).rect(118, 132, 84, 8, 3, shade).rect(118, 148, 84, 8, 3, shade).circle(160, 184, 12, shell)
	},
	deskPhone: func(d *drawing) {
		d.path("M70 206l22-104a10 10 0 0 1 10-8h136a10 10 0 0 1 10 8l20 104z", shell).rect(150, 106, 82, 40, 4, screen).rect(158, 114, 44, 8, 2, accent).line("M158 132h58", shade, 4)
		for r := range 3 {
			for c := range 3 {
				d.rect(156+c*26, 154+r*16, 18, 10, 3, dark)
			}
		}
		d.rect(84, 72, 42, 130, 18, dark).rect(78, 66, 54, 34, 14, screen).rect(78, 176, 54, 34, 14, screen)
	},
	landLine: func(d *drawing) {
		d.rect(88, 58, 144, 150, 14, shell).rect(108, 78, 104, 74, 8, dark).path("M126 94h68v34h-16v12h-36v-12h-16z", screen)
		for i := range 6 {
			d.rect(132+i*10, 94, 5, 14, 1, "#e0b84c")
		}
		d.circle(160, 178, 10, light).line("M160 208v18", dark, 8)
	},
	mobileLine: func(d *drawing) {
		d.rect(112, 28, 96, 186, 16, dark).rect(120, 44, 80, 146, 4, screen).rect(146, 34, 28, 5, 2, shade).circle(160, 202, 6, shade)
		d.rect(134, 140, 10, 20, 2, accent).rect(150, 124, 10, 36, 2, accent).rect(166, 104, 10, 56, 2, accent).rect(130, 60, 60, 10, 3, light)
	},
}
