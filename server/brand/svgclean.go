package brand

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Bounds of an uploaded SVG.
const (
	maxSVGBytes    = 256 << 10
	maxSVGElements = 5000
	maxSVGDepth    = 64
)

// svgElements are the elements that draw and cannot act or fetch.
var svgElements = []string{
	"svg", "g", "defs", "title", "desc", "style", "symbol", "use",
	"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
	"linearGradient", "radialGradient", "stop", "clipPath", "mask",
}

var (
	localURL  = regexp.MustCompile(`(?i)url\(\s*['"]?#[\w.-]+['"]?\s*\)`)
	plainAttr = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]*$`)
)

// cleanSVG returns the drawing written anew without comments, processing
// instructions and the private elements of drawing programs. It refuses what
// could act or fetch: scripts, handlers, foreign references, entities, and
// every element that is not known to draw only.
func cleanSVG(data []byte) ([]byte, error) {
	if len(data) > maxSVGBytes {
		return nil, fmt.Errorf("svg: over %d kB", maxSVGBytes>>10)
	}
	c := &cleaner{}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("svg: %w", err)
		}
		if err := c.token(token); err != nil {
			return nil, err
		}
	}
	if len(c.open) > 0 || c.elements == 0 {
		return nil, errors.New("svg: not a complete drawing")
	}
	return c.out.Bytes(), nil
}

type cleaner struct {
	out      bytes.Buffer
	open     []string
	skipped  int // depth inside a private element
	elements int
}

func (c *cleaner) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.Directive:
		if bytes.ContainsAny(t, "[&") || bytes.Contains(bytes.ToUpper(t), []byte("ENTITY")) {
			return errors.New("svg: declares entities")
		}
	case xml.CharData:
		if c.skipped == 0 && len(c.open) > 0 {
			if c.open[len(c.open)-1] == "style" {
				if err := harmless("style", string(t)); err != nil {
					return err
				}
			}
			return xml.EscapeText(&c.out, t)
		}
	case xml.StartElement:
		return c.start(t)
	case xml.EndElement:
		return c.end(t)
	}
	return nil
}

func (c *cleaner) start(t xml.StartElement) error {
	name := qualified(t.Name)
	c.elements++
	if c.elements > maxSVGElements || len(c.open) >= maxSVGDepth {
		return errors.New("svg: too many elements")
	}
	c.open = append(c.open, name)
	if c.skipped > 0 || name == "metadata" || private(t.Name.Space) {
		c.skipped++
		return nil
	}
	if !slices.Contains(svgElements, name) {
		return fmt.Errorf("svg: element %s is refused", name)
	}
	if len(c.open) == 1 && (name != "svg" || c.out.Len() > 0) {
		return errors.New("svg: the root is not one svg element")
	}
	c.out.WriteString("<" + name)
	if len(c.open) == 1 {
		c.out.WriteString(` xmlns="http://www.w3.org/2000/svg"`)
	}
	for _, attr := range t.Attr {
		attrName := qualified(attr.Name)
		if attrName == "xmlns" || attr.Name.Space == "xmlns" || attr.Name.Space == "xml" || private(attr.Name.Space) {
			continue
		}
		if attrName == "xlink:href" {
			attrName = "href"
		}
		if !plainAttr.MatchString(attrName) || strings.HasPrefix(strings.ToLower(attrName), "on") {
			return fmt.Errorf("svg: attribute %s is refused", attrName)
		}
		if strings.ToLower(attrName) == "href" && !strings.HasPrefix(attr.Value, "#") {
			return errors.New("svg: refers to something outside itself")
		}
		if err := harmless(attrName, attr.Value); err != nil {
			return err
		}
		c.out.WriteString(" " + attrName + `="`)
		if err := xml.EscapeText(&c.out, []byte(attr.Value)); err != nil {
			return err
		}
		c.out.WriteByte('"')
	}
	c.out.WriteByte('>')
	return nil
}

func (c *cleaner) end(t xml.EndElement) error {
	name := qualified(t.Name)
	if len(c.open) == 0 || c.open[len(c.open)-1] != name {
		return fmt.Errorf("svg: %s ends what it did not begin", name)
	}
	c.open = c.open[:len(c.open)-1]
	if c.skipped > 0 {
		c.skipped--
		return nil
	}
	c.out.WriteString("</" + name + ">")
	return nil
}

// harmless refuses a value that fetches, runs or hides what it is.
func harmless(name, value string) error {
	bare := strings.ToLower(localURL.ReplaceAllString(value, ""))
	for _, sign := range []string{"url(", "script:", "data:", "@", `\`, "expression", "/*", "image("} {
		if strings.Contains(bare, sign) {
			return fmt.Errorf("svg: %s holds %q, which is refused", name, sign)
		}
	}
	return nil
}

func qualified(name xml.Name) string {
	if name.Space == "" || name.Space == "svg" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

// private tells the namespaces of drawing programs, which draw nothing.
func private(space string) bool {
	return slices.Contains([]string{"inkscape", "sodipodi", "rdf", "cc", "dc", "sketch", "serif", "i", "x", "bx", "figma"}, space)
}
