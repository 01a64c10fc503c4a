package brand

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// point is a place in the drawing, matrix the transformation a c e / b d f.
type point struct{ x, y float64 }

type matrix struct{ a, b, c, d, e, f float64 }

func (m matrix) apply(p point) point {
	return point{m.a*p.x + m.c*p.y + m.e, m.b*p.x + m.d*p.y + m.f}
}

func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b,
		m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

// contour is a line through points; curves are cut into short chords.
type contour struct {
	points []point
	closed bool
}

// chords is into how many chords a curve is cut.
const chords = 48

// pathReader reads the data of a path element.
type pathReader struct {
	text     string
	contours []contour
	at       point
	control  point // of the previous curve, for S and T
	previous byte
}

// parsePath reads every command of SVG 1.1 paths.
func parsePath(text string) ([]contour, error) {
	r := &pathReader{text: text}
	command := byte(0)
	for {
		r.space()
		if r.text == "" {
			return r.contours, nil
		}
		if c := r.text[0]; strings.IndexByte("MmLlHhVvCcSsQqTtAaZz", c) >= 0 {
			command, r.text = c, r.text[1:]
		} else if command == 0 || command == 'Z' || command == 'z' {
			return nil, fmt.Errorf("path: %q is no command", c)
		}
		if err := r.run(command); err != nil {
			return nil, err
		}
		r.previous = command
		switch command { // further pairs after a move are lines
		case 'M':
			command = 'L'
		case 'm':
			command = 'l'
		}
	}
}

var pathArity = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'A': 7, 'Z': 0}

func (r *pathReader) run(command byte) error {
	upper := command &^ 0x20
	relative := command != upper
	n := make([]float64, pathArity[upper])
	for i := range n {
		var err error
		if n[i], err = r.number(upper == 'A' && (i == 3 || i == 4)); err != nil {
			return err
		}
	}
	pt := func(i int) point {
		p := point{n[i], n[i+1]}
		if relative {
			p.x, p.y = p.x+r.at.x, p.y+r.at.y
		}
		return p
	}
	if upper != 'M' && len(r.contours) == 0 {
		return fmt.Errorf("path: does not begin with a move")
	}
	reflected := r.at
	if last := r.previous &^ 0x20; (upper == 'S' && (last == 'C' || last == 'S')) || (upper == 'T' && (last == 'Q' || last == 'T')) {
		reflected = point{2*r.at.x - r.control.x, 2*r.at.y - r.control.y}
	}
	switch upper {
	case 'M':
		r.at = pt(0)
		r.contours = append(r.contours, contour{points: []point{r.at}})
	case 'L':
		r.line(pt(0))
	case 'H':
		x := n[0]
		if relative {
			x += r.at.x
		}
		r.line(point{x, r.at.y})
	case 'V':
		y := n[0]
		if relative {
			y += r.at.y
		}
		r.line(point{r.at.x, y})
	case 'C':
		r.cubic(pt(0), pt(2), pt(4))
	case 'S':
		r.cubic(reflected, pt(0), pt(2))
	case 'Q':
		r.quadratic(pt(0), pt(2))
	case 'T':
		r.quadratic(reflected, pt(0))
	case 'A':
		r.arc(n[0], n[1], n[2], n[3] != 0, n[4] != 0, pt(5))
	case 'Z':
		current := &r.contours[len(r.contours)-1]
		current.closed = true
		r.at = current.points[0]
	}
	return nil
}

func (r *pathReader) line(to point) {
	current := &r.contours[len(r.contours)-1]
	if current.closed { // a line after Z starts again where the contour began
		r.contours = append(r.contours, contour{points: []point{r.at}})
		current = &r.contours[len(r.contours)-1]
	}
	current.points = append(current.points, to)
	r.at = to
}

func (r *pathReader) cubic(c1, c2, to point) {
	from := r.at
	for i := 1; i <= chords; i++ {
		t := float64(i) / chords
		u := 1 - t
		a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		r.line(point{a*from.x + b*c1.x + c*c2.x + d*to.x, a*from.y + b*c1.y + c*c2.y + d*to.y})
	}
	r.control = c2
}

func (r *pathReader) quadratic(c, to point) {
	from := r.at
	third := func(a, b float64) float64 { return a + 2*(b-a)/3 }
	r.cubic(point{third(from.x, c.x), third(from.y, c.y)}, point{third(to.x, c.x), third(to.y, c.y)}, to)
	r.control = c
}

// arc draws an elliptical arc by its centre (SVG 1.1, appendix F.6).
func (r *pathReader) arc(rx, ry, degrees float64, large, sweep bool, to point) {
	from := r.at
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx == 0 || ry == 0 || from == to {
		r.line(to)
		return
	}
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	dx, dy := (from.x-to.x)/2, (from.y-to.y)/2
	x, y := cos*dx+sin*dy, -sin*dx+cos*dy
	if fit := x*x/(rx*rx) + y*y/(ry*ry); fit > 1 {
		rx, ry = rx*math.Sqrt(fit), ry*math.Sqrt(fit)
	}
	factor := math.Sqrt(max(0, (rx*rx*ry*ry-rx*rx*y*y-ry*ry*x*x)/(rx*rx*y*y+ry*ry*x*x)))
	if large == sweep {
		factor = -factor
	}
	cx, cy := factor*rx*y/ry, -factor*ry*x/rx
	start := math.Atan2((y-cy)/ry, (x-cx)/rx)
	turn := math.Atan2((-y-cy)/ry, (-x-cx)/rx) - start
	if sweep && turn < 0 {
		turn += 2 * math.Pi
	} else if !sweep && turn > 0 {
		turn -= 2 * math.Pi
	}
	for i := 1; i < chords; i++ {
		s, c := math.Sincos(start + turn*float64(i)/chords)
		px, py := rx*c+cx, ry*s+cy
		r.line(point{cos*px - sin*py + (from.x+to.x)/2, sin*px + cos*py + (from.y+to.y)/2})
	}
	r.line(to)
}

func (r *pathReader) space() { r.text = strings.TrimLeft(r.text, " \t\r\n,") }

// number reads one number; a flag of an arc is one digit, glued or not.
func (r *pathReader) number(flag bool) (float64, error) {
	r.space()
	end, dot, exponent := 0, false, false
scan:
	for ; end < len(r.text); end++ {
		c := r.text[end]
		switch {
		case flag && end == 1:
			break scan
		case c >= '0' && c <= '9':
		case c == '.' && !dot && !exponent:
			dot = true
		case (c == 'e' || c == 'E') && end > 0 && !exponent:
			exponent = true
		case (c == '-' || c == '+') && (end == 0 || r.text[end-1] == 'e' || r.text[end-1] == 'E'):
		default:
			break scan
		}
	}
	value, err := strconv.ParseFloat(r.text[:end], 64)
	if err != nil || math.Abs(value) > 1e6 {
		return 0, fmt.Errorf("path: no number at %.12q", r.text)
	}
	r.text = r.text[end:]
	return value, nil
}
