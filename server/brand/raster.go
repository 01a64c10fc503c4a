package brand

import (
	"image"
	"math"

	"golang.org/x/image/vector"
)

// drawOn draws the whole drawing into a square of side pixels in the middle of
// the image, keeping its proportions.
func (d *drawing) drawOn(img *image.RGBA, side float64) {
	bounds := img.Bounds()
	scale := side / max(d.box[2], d.box[3])
	to := matrix{
		a: scale, d: scale,
		e: (float64(bounds.Dx())-d.box[2]*scale)/2 - d.box[0]*scale,
		f: (float64(bounds.Dy())-d.box[3]*scale)/2 - d.box[1]*scale,
	}
	for _, s := range d.shapes {
		r := vector.NewRasterizer(bounds.Dx(), bounds.Dy())
		for _, c := range s.contours {
			points := make([]point, len(c.points))
			for i, p := range c.points {
				points[i] = to.apply(p)
			}
			if s.width == 0 {
				polygon(r, points)
			} else {
				stroke(r, points, c.closed, s.width*scale/2, s.round)
			}
		}
		r.Draw(img, bounds, image.NewUniform(s.color), image.Point{})
	}
}

// polygon fills the part of a polygon that lies on the image: the rasterizer
// walks along what is outside, which for a far point takes for ever.
func polygon(r *vector.Rasterizer, points []point) {
	size := r.Size()
	for side, limit := range []float64{0, 0, float64(size.X), float64(size.Y)} {
		points = clip(points, side, limit)
	}
	for i, p := range points {
		if i == 0 {
			r.MoveTo(float32(p.x), float32(p.y))
		} else {
			r.LineTo(float32(p.x), float32(p.y))
		}
	}
	r.ClosePath()
}

// clip keeps what lies within one side of the image (Sutherland–Hodgman):
// 0 left, 1 top, 2 right, 3 bottom.
func clip(points []point, side int, limit float64) []point {
	depth := func(p point) float64 { // how far inside
		switch side {
		case 0:
			return p.x - limit
		case 1:
			return p.y - limit
		case 2:
			return limit - p.x
		}
		return limit - p.y
	}
	var kept []point
	for i, p := range points {
		before := points[(i+len(points)-1)%len(points)]
		from, to := depth(before), depth(p)
		if math.IsNaN(from+to) || math.IsInf(from, 0) || math.IsInf(to, 0) {
			return nil
		}
		if (from < 0) != (to < 0) {
			t := from / (from - to)
			kept = append(kept, point{before.x + t*(p.x-before.x), before.y + t*(p.y-before.y)})
		}
		if to >= 0 {
			kept = append(kept, p)
		}
	}
	return kept
}

// stroke draws a line of the given half width: a quadrilateral per segment, a
// disc at each joint and, when round, at the ends. All turn the same way, so
// that overlaps add up instead of cutting holes.
func stroke(r *vector.Rasterizer, points []point, closed bool, half float64, round bool) {
	if closed && len(points) > 1 {
		points = append(points, points[0])
	}
	for i := range points {
		end := !closed && (i == 0 || i == len(points)-1)
		if round || !end {
			disc(r, points[i], half)
		}
		if i == 0 {
			continue
		}
		from, to := points[i-1], points[i]
		distance := math.Hypot(to.x-from.x, to.y-from.y)
		if distance == 0 {
			continue
		}
		nx, ny := -(to.y-from.y)/distance*half, (to.x-from.x)/distance*half
		polygon(r, []point{
			{from.x - nx, from.y - ny}, {to.x - nx, to.y - ny},
			{to.x + nx, to.y + ny}, {from.x + nx, from.y + ny},
		})
	}
}

func disc(r *vector.Rasterizer, center point, radius float64) {
	const corners = 24
	points := make([]point, corners)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		points[i] = point{center.x + radius*cos, center.y + radius*sin}
	}
	polygon(r, points)
}
