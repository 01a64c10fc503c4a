package brand

import (
	"fmt"
	"math"
	"strings"
)

// outline returns the contours of a basic shape or a path.
func outline(name string, attrs map[string]string) ([]contour, error) {
	values := map[string]float64{}
	for _, key := range []string{"x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2"} {
		if attrs[key] == "" {
			continue
		}
		value, err := length(attrs[key])
		if err != nil {
			return nil, err
		}
		values[key] = value
	}
	v := func(key string) float64 { return values[key] }
	switch name {
	case "path":
		return parsePath(attrs["d"])
	case "rect":
		rx, ry := v("rx"), v("ry")
		if attrs["ry"] == "" {
			ry = rx
		}
		if attrs["rx"] == "" {
			rx = ry
		}
		rx, ry = min(max(0, rx), v("width")/2), min(max(0, ry), v("height")/2)
		right, bottom := v("x")+v("width"), v("y")+v("height")
		return parsePath(fmt.Sprintf("M%f %fH%fA%f %f 0 0 1 %f %fV%fA%f %f 0 0 1 %f %fH%fA%f %f 0 0 1 %f %fV%fA%f %f 0 0 1 %f %fZ",
			v("x")+rx, v("y"), right-rx, rx, ry, right, v("y")+ry, bottom-ry, rx, ry, right-rx, bottom,
			v("x")+rx, rx, ry, v("x"), bottom-ry, v("y")+ry, rx, ry, v("x")+rx, v("y")))
	case "circle":
		return ellipse(v("cx"), v("cy"), v("r"), v("r")), nil
	case "ellipse":
		return ellipse(v("cx"), v("cy"), v("rx"), v("ry")), nil
	case "line":
		return []contour{{points: []point{{v("x1"), v("y1")}, {v("x2"), v("y2")}}}}, nil
	case "polyline":
		return parsePath("M" + attrs["points"])
	case "polygon":
		return parsePath("M" + attrs["points"] + "Z")
	}
	return nil, fmt.Errorf("the element cannot be drawn")
}

func ellipse(cx, cy, rx, ry float64) []contour {
	c := contour{closed: true}
	for i := range 2 * chords {
		sin, cos := math.Sincos(math.Pi * float64(i) / chords)
		c.points = append(c.points, point{cx + rx*cos, cy + ry*sin})
	}
	return []contour{c}
}

// parseTransform reads translate, scale, rotate and matrix, in a row.
func parseTransform(text string) (matrix, error) {
	all := matrix{a: 1, d: 1}
	for text = strings.TrimSpace(text); text != ""; text = strings.Trim(text, " ,") {
		head, rest, ok := strings.Cut(text, "(")
		inner, after, closed := strings.Cut(rest, ")")
		if !ok || !closed {
			return all, fmt.Errorf("transform %.20q", text)
		}
		text = after
		var n []float64
		for _, field := range strings.FieldsFunc(inner, func(r rune) bool { return r == ' ' || r == ',' }) {
			value, err := length(field)
			if err != nil {
				return all, err
			}
			n = append(n, value)
		}
		one, err := transformOf(strings.TrimSpace(head), n)
		if err != nil {
			return all, err
		}
		all = all.then(one)
	}
	return all, nil
}

func transformOf(name string, n []float64) (matrix, error) {
	switch {
	case name == "translate" && len(n) == 1:
		return matrix{a: 1, d: 1, e: n[0]}, nil
	case name == "translate" && len(n) == 2:
		return matrix{a: 1, d: 1, e: n[0], f: n[1]}, nil
	case name == "scale" && len(n) == 1:
		return matrix{a: n[0], d: n[0]}, nil
	case name == "scale" && len(n) == 2:
		return matrix{a: n[0], d: n[1]}, nil
	case name == "rotate" && (len(n) == 1 || len(n) == 3):
		sin, cos := math.Sincos(n[0] * math.Pi / 180)
		turn := matrix{a: cos, b: sin, c: -sin, d: cos}
		if len(n) == 3 {
			return matrix{a: 1, d: 1, e: n[1], f: n[2]}.then(turn).then(matrix{a: 1, d: 1, e: -n[1], f: -n[2]}), nil
		}
		return turn, nil
	case name == "matrix" && len(n) == 6:
		return matrix{n[0], n[1], n[2], n[3], n[4], n[5]}, nil
	}
	return matrix{}, fmt.Errorf("transform %s cannot be drawn", name)
}
