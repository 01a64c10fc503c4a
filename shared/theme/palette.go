package theme

import "math"

// Role is a colour of tokens.css, without its two dashes.
type Role string

// Palette holds every derived colour of one theme.
type Palette map[Role]RGB

// Derive computes the colours of the light or the dark theme from a brand. It
// is tokens.css, line by line: change both together.
func Derive(brand RGB, dark bool) Palette {
	b := brand.LCH()
	l, c, h := b.L, b.C, b.H
	floor := math.Max(l, 0.001)
	of := func(l, c float64) RGB { return LCH{l, c, h}.RGB() }
	pick := func(light, night RGB) RGB {
		if dark {
			return night
		}
		return light
	}
	fixed := func(ll, lc, lh, dl, dc, dh float64) RGB {
		return pick(LCH{ll, lc, lh}.RGB(), LCH{dl, dc, dh}.RGB())
	}

	solid := math.Min(l, 0.54+math.Max(0, (l-0.63)*100000))
	edge := math.Min(l, 0.60)
	text := math.Min(l, 0.46)
	ink := clamp((0.63-l)*100000, 0.16, 1)
	away := clamp((l-0.63)*100000, 0, 1)

	p := Palette{
		"bg":        pick(of(0.978, 0.004), of(0.170, 0.010)),
		"surface":   pick(RGB{1, 1, 1}, of(0.212, 0.011)),
		"surface-2": pick(of(0.966, 0.005), of(0.250, 0.012)),
		"surface-3": pick(of(0.938, 0.007), of(0.295, 0.013)),
		"line":      pick(of(0.912, 0.007), of(0.310, 0.013)),
		"line-2":    pick(of(0.850, 0.010), of(0.400, 0.014)),
		"control":   pick(of(0.620, 0.015), of(0.570, 0.015)),
		"text":      pick(of(0.225, 0.018), of(0.950, 0.005)),
		"text-2":    pick(of(0.400, 0.018), of(0.810, 0.010)),
		"text-3":    pick(of(0.490, 0.016), of(0.720, 0.012)),

		"brand": brand,
		"brand-solid": pick(
			of(solid, c*solid/floor),
			of(math.Max(0.50, solid), c*math.Min(1, solid/floor))),
		"on-brand":   of(ink, 0.005),
		"brand-away": of(away, 0),
		"brand-edge": pick(
			of(edge, c*edge/floor),
			of(math.Max(l, 0.60), math.Min(c, 0.22))),
		"brand-text": pick(
			of(text, math.Min(c*text/floor, 0.17)),
			of(math.Max(l, 0.80), math.Min(c, 0.11))),
		"brand-tint":   pick(of(0.962, math.Min(c*0.24, 0.030)), of(0.285, math.Min(c*0.35, 0.050))),
		"brand-tint-2": pick(of(0.925, math.Min(c*0.38, 0.052)), of(0.340, math.Min(c*0.45, 0.065))),
		"brand-line":   pick(of(0.840, math.Min(c*0.5, 0.09)), of(0.460, math.Min(c*0.6, 0.09))),
		"focus":        pick(of(math.Min(l, 0.52), math.Max(c, 0.08)), of(math.Max(l, 0.78), math.Max(c, 0.08))),
		"chart-1":      pick(of(0.34, 0.03), of(0.86, 0.02)),
		"chart-2": pick(
			of(clamp(l, 0.45, 0.56), clamp(c*0.56/math.Max(l, 0.56), 0.09, 0.20)),
			of(clamp(l, 0.64, 0.78), clamp(c, 0.09, 0.17))),
		"chart-3": fixed(0.60, 0.14, 55, 0.78, 0.13, 65),

		"info-text": fixed(0.44, 0.12, 250, 0.83, 0.09, 245),
		"info-tint": fixed(0.963, 0.020, 245, 0.285, 0.045, 250),
		"info-line": fixed(0.860, 0.060, 245, 0.430, 0.075, 250),
		"info-dot":  fixed(0.58, 0.15, 250, 0.72, 0.13, 245),
		"ok-text":   fixed(0.42, 0.10, 155, 0.84, 0.12, 155),
		"ok-tint":   fixed(0.963, 0.030, 155, 0.280, 0.045, 158),
		"ok-line":   fixed(0.860, 0.075, 155, 0.420, 0.075, 158),
		"ok-dot":    fixed(0.60, 0.15, 152, 0.75, 0.15, 152),
		"warn-text": fixed(0.44, 0.095, 62, 0.86, 0.11, 80),
		"warn-tint": fixed(0.970, 0.035, 85, 0.290, 0.045, 70),
		"warn-line": fixed(0.860, 0.100, 82, 0.450, 0.080, 72),
		"warn-dot":  fixed(0.73, 0.165, 65, 0.80, 0.15, 75),
		"bad-text":  fixed(0.46, 0.165, 26, 0.83, 0.10, 22),
		"bad-tint":  fixed(0.965, 0.018, 22, 0.285, 0.055, 22),
		"bad-line":  fixed(0.860, 0.070, 22, 0.450, 0.100, 24),
		"bad-dot":   fixed(0.60, 0.20, 26, 0.72, 0.16, 24),
		"bad-solid": fixed(0.52, 0.19, 27, 0.52, 0.17, 27),
		"white":     {1, 1, 1},
	}
	p["brand-hover"] = mix(p["brand-solid"], p["brand-away"], 0.88)
	return p
}
