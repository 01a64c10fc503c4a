package brand

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"golang.org/x/image/draw"
)

// mark is the one drawing that every icon is made from: vectors or pixels.
type mark struct {
	vector *drawing
	pixels image.Image
	ground color.RGBA // behind a maskable or touch icon
	inset  float64    // part of the side that the drawing fills there
}

// newMark reads an accepted file (Accept).
func newMark(f File, ground color.RGBA, inset float64) (*mark, error) {
	m := &mark{ground: ground, inset: inset}
	var err error
	if f.Mime == mimeSVG {
		m.vector, err = parseDrawing(f.Body)
	} else {
		m.pixels, err = png.Decode(bytes.NewReader(f.Body))
	}
	if err != nil {
		return nil, fmt.Errorf("favicon: %w", err)
	}
	return m, nil
}

// icon draws a square of size pixels on transparent ground.
func (m *mark) icon(size int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	m.drawOn(img, float64(size))
	return img
}

// filled draws a square without transparency, whose corners a system may cut.
func (m *mark) filled(size int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	draw.Draw(img, img.Bounds(), image.NewUniform(m.ground), image.Point{}, draw.Src)
	m.drawOn(img, float64(size)*m.inset)
	return img
}

func (m *mark) drawOn(img *image.RGBA, side float64) {
	if m.vector != nil {
		m.vector.drawOn(img, side)
		return
	}
	from := m.pixels.Bounds()
	scale := side / float64(max(from.Dx(), from.Dy()))
	w, h := int(float64(from.Dx())*scale+0.5), int(float64(from.Dy())*scale+0.5)
	x, y := (img.Bounds().Dx()-w)/2, (img.Bounds().Dy()-h)/2
	draw.CatmullRom.Scale(img, image.Rect(x, y, x+w, y+h), m.pixels, from, draw.Over, nil)
}

func encodePNG(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

// ico packs the icon at 16, 32 and 48 pixels into one favicon.ico, each as PNG.
func (m *mark) ico() ([]byte, error) {
	sizes := []int{16, 32, 48}
	var head, body bytes.Buffer
	write := func(values ...any) {
		for _, value := range values {
			_ = binary.Write(&head, binary.LittleEndian, value) // into memory: cannot fail
		}
	}
	write(uint16(0), uint16(1), uint16(len(sizes)))
	for _, size := range sizes {
		data, err := encodePNG(m.icon(size))
		if err != nil {
			return nil, err
		}
		offset := uint32(6 + 16*len(sizes) + body.Len())
		write(uint8(size), uint8(size), uint8(0), uint8(0), uint16(1), uint16(32), uint32(len(data)), offset)
		body.Write(data)
	}
	return append(head.Bytes(), body.Bytes()...), nil
}
