package theme

import (
	"math"
	"testing"
)

// brands are 8 × 8 × 8 points of sRGB and the colours used as proofs.
func brands() []RGB {
	var out []RGB
	for i := range 512 {
		out = append(out, RGB{float64(i>>6) / 7, float64(i>>3&7) / 7, float64(i&7) / 7})
	}
	for _, s := range []string{"#2156a8", "#0d4a35", "#f7e48b", "#e8604c", "#767676", "#8a8a8a", "#00a3d7", "#d6248c"} {
		c, err := ParseHex(s)
		if err != nil {
			panic(err)
		}
		out = append(out, c)
	}
	return out
}

func TestEveryBrandIsReadable(t *testing.T) {
	worst := map[string]float64{}
	n := 0
	for _, b := range brands() {
		for _, p := range Check(b) {
			n++
			name := p.Name
			if p.Dark {
				name += " (dark)"
			}
			if w, seen := worst[name]; !seen || p.Ratio < w {
				worst[name] = p.Ratio
			}
			if !p.OK() {
				t.Errorf("%s: %s is %.2f, under %.1f", b.Hex(), name, p.Ratio, p.Min)
			}
		}
	}
	if want := 520 * 2 * 45; n != want {
		t.Errorf("%d pairs checked, want %d", n, want)
	}
	if testing.Verbose() {
		for name, w := range worst {
			t.Logf("%-32s %.2f", name, w)
		}
	}
}

func TestKnownColours(t *testing.T) {
	white, black := RGB{1, 1, 1}, RGB{}
	if r := Contrast(black, white); math.Abs(r-21) > 1e-9 {
		t.Errorf("black on white is %v, want 21", r)
	}
	grey, _ := ParseHex("#767676")
	if r := Contrast(white, grey); math.Abs(r-4.54) > 0.005 {
		t.Errorf("white on #767676 is %v, want 4.54", r)
	}
	for hex, want := range map[string]LCH{ // CSS Color 4, sample values
		"#ff0000": {0.628, 0.2577, 29.23},
		"#00ff00": {0.8664, 0.2948, 142.5},
		"#0000ff": {0.452, 0.3132, 264.05},
		"#808080": {0.5999, 0, 0},
	} {
		c, err := ParseHex(hex)
		if err != nil {
			t.Fatal(err)
		}
		got := c.LCH()
		if math.Abs(got.L-want.L) > 0.001 || math.Abs(got.C-want.C) > 0.001 || math.Abs(got.H-want.H) > 0.1 {
			t.Errorf("%s is %v, want %v", hex, got, want)
		}
		if back := got.RGB().Hex(); back != hex {
			t.Errorf("%s comes back as %s", hex, back)
		}
	}
}

func TestOutOfGamutIsClamped(t *testing.T) {
	c := LCH{0.9, 0.4, 145}.RGB()
	for _, x := range []float64{c.R, c.G, c.B} {
		if x < 0 || x > 1 || math.IsNaN(x) {
			t.Errorf("component %v outside 0 to 1", x)
		}
	}
}

func TestOnlyPlainHexIsAColour(t *testing.T) {
	for _, s := range []string{"", "#fff", "2156a8", "#2156a8;", "#21 6a8", "#2156g8", "#2156a8}*{x:y", "red", "＃2156a"} {
		if _, err := ParseHex(s); err == nil {
			t.Errorf("%q was taken as a colour", s)
		}
	}
	c, err := ParseHex("#2156A8")
	if err != nil || CSS(c) != ":root{--brand:#2156a8}" {
		t.Errorf("CSS is %q, error %v", CSS(c), err)
	}
}
