// Package theme computes, in Go, the colours that web/css/tokens.css derives
// from the one colour a dealer picks, so that the theme editor can show and a
// test can hold the contrast of every pair, in both themes.
package theme

import (
	"errors"
	"math"
)

// RGB is an sRGB colour, components from 0 to 1, gamma-encoded.
type RGB struct{ R, G, B float64 }

// LCH is a colour in OKLCH: lightness 0 to 1, chroma from 0, hue in degrees.
type LCH struct{ L, C, H float64 }

var errHex = errors.New("theme: want a colour as #rrggbb")

// ParseHex reads "#rrggbb" (either case) and nothing else: the text ends in a
// style sheet.
func ParseHex(s string) (RGB, error) {
	if len(s) != 7 || s[0] != '#' {
		return RGB{}, errHex
	}
	var v [6]int
	for i := range 6 {
		switch c := s[i+1]; {
		case c >= '0' && c <= '9':
			v[i] = int(c - '0')
		case c >= 'a' && c <= 'f':
			v[i] = int(c-'a') + 10
		case c >= 'A' && c <= 'F':
			v[i] = int(c-'A') + 10
		default:
			return RGB{}, errHex
		}
	}
	at := func(i int) float64 { return float64(v[i]*16+v[i+1]) / 255 }
	return RGB{at(0), at(2), at(4)}, nil
}

// Hex returns "#rrggbb"; components outside 0 to 1 are clamped.
func (c RGB) Hex() string {
	const digits = "0123456789abcdef"
	b := []byte{'#'}
	for _, x := range []float64{c.R, c.G, c.B} {
		n := int(math.Round(clamp(x, 0, 1) * 255))
		b = append(b, digits[n>>4], digits[n&15])
	}
	return string(b)
}

// LCH converts to OKLCH. A grey has chroma 0 and hue 0.
func (c RGB) LCH() LCH {
	l, a, b := c.lab()
	ch := math.Hypot(a, b)
	if ch < 1e-4 {
		return LCH{L: l}
	}
	h := math.Atan2(b, a) * 180 / math.Pi
	if h < 0 {
		h += 360
	}
	return LCH{l, ch, h}
}

// RGB converts to sRGB; what lies outside the gamut is clamped by component,
// as browsers do.
func (c LCH) RGB() RGB {
	h := c.H * math.Pi / 180
	return fromLab(c.L, c.C*math.Cos(h), c.C*math.Sin(h))
}

// Contrast returns the WCAG 2 contrast ratio of two colours, from 1 to 21.
func Contrast(a, b RGB) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

func luminance(c RGB) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// mix blends in Oklab: share of a, the rest of b.
func mix(a, b RGB, share float64) RGB {
	al, aa, ab := a.lab()
	bl, ba, bb := b.lab()
	rest := 1 - share
	return fromLab(al*share+bl*rest, aa*share+ba*rest, ab*share+bb*rest)
}

func (c RGB) lab() (l, a, b float64) {
	r, g, bl := linear(c.R), linear(c.G), linear(c.B)
	x := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*bl)
	y := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*bl)
	z := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*bl)
	return 0.2104542553*x + 0.7936177850*y - 0.0040720468*z,
		1.9779984951*x - 2.4285922050*y + 0.4505937099*z,
		0.0259040371*x + 0.7827717662*y - 0.8086757660*z
}

func fromLab(l, a, b float64) RGB {
	x := cube(l + 0.3963377774*a + 0.2158037573*b)
	y := cube(l - 0.1055613458*a - 0.0638541728*b)
	z := cube(l - 0.0894841775*a - 1.2914855480*b)
	return RGB{
		encoded(4.0767416621*x - 3.3077115913*y + 0.2309699292*z),
		encoded(-1.2684380046*x + 2.6097574011*y - 0.3413193965*z),
		encoded(-0.0041960863*x - 0.7034186147*y + 1.7076147010*z),
	}
}

func cube(x float64) float64 { return x * x * x }

func linear(x float64) float64 {
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

func encoded(x float64) float64 {
	x = clamp(x, 0, 1)
	if x <= 0.0031308 {
		return x * 12.92
	}
	return 1.055*math.Pow(x, 1/2.4) - 0.055
}

func clamp(x, low, high float64) float64 { return math.Max(low, math.Min(x, high)) }
