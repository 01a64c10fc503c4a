package brand

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/color"
	"io"
	"math"
	"strconv"
	"strings"
)

// drawing is an SVG of which every shape can be drawn here: paths and basic
// shapes with plain colours. Icons need no more; gradients, texts and masks
// are refused, and the message asks for a PNG.
type drawing struct {
	box    [4]float64 // viewBox: x, y, width, height
	shapes []shape
}

// shape is one fill or one stroke in the units of the drawing.
type shape struct {
	contours []contour
	color    color.NRGBA
	width    float64 // of the stroke; 0: a fill
	round    bool    // ends of the stroke
}

// style is what elements inherit.
type style struct {
	to           matrix
	fill, stroke string
	width        float64
	round        bool
	opacity      float64
	fillOpacity  float64
	lineOpacity  float64
}

// parseDrawing reads a drawing that cleanSVG has cleaned.
func parseDrawing(data []byte) (*drawing, error) {
	d := &drawing{}
	stack := []style{{to: matrix{a: 1, d: 1}, fill: "#000000", stroke: "none", width: 1, opacity: 1, fillOpacity: 1, lineOpacity: 1}}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("svg: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			attrs := map[string]string{}
			for _, attr := range t.Attr {
				attrs[attr.Name.Local] = strings.TrimSpace(attr.Value)
			}
			if t.Name.Local == "title" || t.Name.Local == "desc" {
				if err := decoder.Skip(); err != nil {
					return nil, fmt.Errorf("svg: %w", err)
				}
				continue
			}
			own, err := stack[len(stack)-1].inherit(attrs)
			if err == nil {
				err = d.element(t.Name.Local, attrs, own)
			}
			if err != nil {
				return nil, fmt.Errorf("svg: %s: %w; give a PNG instead", t.Name.Local, err)
			}
			stack = append(stack, own)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
	if d.box[2] <= 0 || d.box[3] <= 0 || len(d.shapes) == 0 {
		return nil, errors.New("svg: no viewBox or nothing drawn; give a PNG instead")
	}
	return d, nil
}

func (s style) inherit(attrs map[string]string) (style, error) {
	for name, target := range map[string]*string{"fill": &s.fill, "stroke": &s.stroke} {
		if value := attrs[name]; value != "" {
			*target = value
		}
	}
	own := 1.0
	for name, target := range map[string]*float64{"stroke-width": &s.width, "opacity": &own, "fill-opacity": &s.fillOpacity, "stroke-opacity": &s.lineOpacity} {
		if attrs[name] == "" {
			continue
		}
		value, err := length(attrs[name])
		if err != nil {
			return s, err
		}
		*target = value
	}
	s.opacity *= min(1, max(0, own))
	if limit := attrs["stroke-linecap"]; limit != "" {
		s.round = limit == "round"
	}
	for _, refused := range []string{"style", "class", "clip-path", "mask", "filter", "stroke-dasharray"} {
		if attrs[refused] != "" && attrs[refused] != "none" {
			return s, fmt.Errorf("attribute %s cannot be drawn", refused)
		}
	}
	if attrs["fill-rule"] == "evenodd" {
		return s, errors.New("fill-rule evenodd cannot be drawn")
	}
	to, err := parseTransform(attrs["transform"])
	s.to = s.to.then(to)
	return s, err
}

func (d *drawing) element(name string, attrs map[string]string, s style) error {
	if name == "svg" {
		return d.viewBox(attrs)
	}
	if name == "g" {
		return nil
	}
	contours, err := outline(name, attrs)
	if err != nil {
		return err
	}
	for i := range contours {
		for j, p := range contours[i].points {
			contours[i].points[j] = s.to.apply(p)
		}
	}
	fill, err := paint(s.fill, s.opacity*s.fillOpacity)
	if err != nil {
		return err
	}
	if fill.A > 0 && name != "line" {
		d.shapes = append(d.shapes, shape{contours: contours, color: fill})
	}
	line, err := paint(s.stroke, s.opacity*s.lineOpacity)
	if err != nil {
		return err
	}
	if width := s.width * math.Sqrt(math.Abs(s.to.a*s.to.d-s.to.b*s.to.c)); line.A > 0 && width > 0 {
		d.shapes = append(d.shapes, shape{contours: contours, color: line, width: width, round: s.round})
	}
	return nil
}

func (d *drawing) viewBox(attrs map[string]string) error {
	fields := strings.FieldsFunc(attrs["viewBox"], func(r rune) bool { return r == ' ' || r == ',' })
	if len(fields) == 0 {
		fields = []string{"0", "0", attrs["width"], attrs["height"]}
	}
	if len(fields) != 4 {
		return errors.New("no viewBox")
	}
	for i, field := range fields {
		value, err := length(field)
		if err != nil {
			return err
		}
		d.box[i] = value
	}
	return nil
}

// paint reads a plain colour; currentColor is black.
func paint(text string, opacity float64) (color.NRGBA, error) {
	switch text {
	case "none", "transparent":
		return color.NRGBA{}, nil
	case "white":
		text = "#ffffff"
	case "black", "currentColor":
		text = "#000000"
	}
	if len(text) == 4 && text[0] == '#' {
		text = string([]byte{'#', text[1], text[1], text[2], text[2], text[3], text[3]})
	}
	c, err := ParseColor(text)
	return color.NRGBA{c.R, c.G, c.B, uint8(math.Round(255 * min(1, max(0, opacity))))}, err
}

func length(text string) (float64, error) {
	value, err := strconv.ParseFloat(strings.TrimSuffix(text, "px"), 64)
	if err != nil || math.IsNaN(value) || math.Abs(value) > 1e6 {
		return 0, fmt.Errorf("%.20q is no length", text)
	}
	return value, nil
}
