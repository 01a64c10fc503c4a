package theme

// Pair is one contrast that a person meets: Ratio must reach Min, 4.5 for
// text and 3 for an edge or a mark (WCAG 2.2 AA).
type Pair struct {
	Name  string  `json:"name"` // "text on surface"
	Dark  bool    `json:"dark,omitempty"`
	Ratio float64 `json:"ratio"`
	Min   float64 `json:"min"`
}

// OK reports whether the pair is readable.
func (p Pair) OK() bool { return p.Ratio >= p.Min }

const (
	minText = 4.5
	minEdge = 3
)

// pairs lists what stands on what, with the least contrast.
var pairs = []struct {
	min   float64
	front Role
	backs []Role
}{
	{minText, "text", []Role{"bg", "surface", "surface-2", "surface-3", "brand-tint", "brand-tint-2"}},
	{minText, "text-2", []Role{"bg", "surface", "surface-2", "surface-3", "brand-tint", "brand-tint-2"}},
	{minText, "text-3", []Role{"bg", "surface", "surface-2"}},
	{minText, "on-brand", []Role{"brand-solid", "brand-hover"}},
	{minText, "brand-text", []Role{"bg", "surface", "surface-2", "brand-tint", "brand-tint-2"}},
	{minText, "info-text", []Role{"bg", "surface", "info-tint"}},
	{minText, "ok-text", []Role{"bg", "surface", "ok-tint"}},
	{minText, "warn-text", []Role{"bg", "surface", "warn-tint"}},
	{minText, "bad-text", []Role{"bg", "surface", "bad-tint"}},
	{minText, "white", []Role{"bad-solid"}},
	{minEdge, "brand-edge", []Role{"bg", "surface"}},
	{minEdge, "focus", []Role{"bg", "surface", "surface-2"}},
	{minEdge, "control", []Role{"bg", "surface"}},
	{minEdge, "chart-1", []Role{"surface"}},
	{minEdge, "chart-2", []Role{"surface"}},
	{minEdge, "chart-3", []Role{"surface"}},
}

// Check computes every pair of a brand, the light theme first, then the dark
// one. The derivation makes all of them hold whatever the brand; the panel
// "Lisibilité" of the theme editor shows them.
func Check(brand RGB) []Pair {
	var out []Pair
	for _, dark := range []bool{false, true} {
		p := Derive(brand, dark)
		for _, k := range pairs {
			for _, back := range k.backs {
				out = append(out, Pair{
					Name:  string(k.front) + " on " + string(back),
					Dark:  dark,
					Ratio: Contrast(p[k.front], p[back]),
					Min:   k.min,
				})
			}
		}
	}
	return out
}

// CSS returns the style sheet that sets the brand, the only input of
// tokens.css. It is made from parsed numbers, so that nothing else can enter.
func CSS(brand RGB) string { return ":root{--brand:" + brand.Hex() + "}" }
