package brand

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
)

// defaultColor is the colour of the default drawings, which a configured
// colour replaces.
const defaultColor = "#2156a8"

// ParseColor reads #rrggbb and nothing else, so that a colour never carries
// other text into a style sheet.
func ParseColor(text string) (color.RGBA, error) {
	if len(text) != 7 || text[0] != '#' {
		return color.RGBA{}, fmt.Errorf("colour %q is not like #2156a8", text)
	}
	n, err := strconv.ParseUint(text[1:], 16, 32)
	if err != nil {
		return color.RGBA{}, fmt.Errorf("colour %q is not like #2156a8", text)
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}, nil
}

func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// Contrast is the ratio of WCAG 2 between two colours, from 1 to 21; text
// needs 4.5.
func Contrast(a, b color.RGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.RGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

var (
	white = color.RGBA{255, 255, 255, 255}
	ink   = color.RGBA{0x16, 0x1a, 0x22, 255}
)

// inkOn is the colour of a mark on c: white, or dark on a light colour.
func inkOn(c color.RGBA) color.RGBA {
	if Contrast(c, white) >= 3 {
		return white
	}
	return ink
}

// Colors returns the brand's colour and that of text on it, as #rrggbb, for
// pages that no style sheet reaches (mails).
func (b *Brand) Colors() (ground, ink string) {
	color, err := ParseColor(b.Document.Color)
	if err != nil { // Build has validated it
		color, _ = ParseColor(defaultColor)
	}
	return hex(color), hex(inkOn(color))
}
