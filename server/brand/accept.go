package brand

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
)

const (
	mimeSVG  = "image/svg+xml"
	mimePNG  = "image/png"
	mimeJPEG = "image/jpeg"
)

// Bounds of an uploaded picture, before it is decoded.
const (
	maxFileBytes = 4 << 20
	maxSide      = 6000
	maxPixels    = 24_000_000
)

// File names of a brand, as brand_file stores them.
const (
	FileLogo       = "logo"
	FileBackground = "background"
	FileFavicon    = "favicon"
)

// widest is the longest side that is kept of each file, in pixels.
var widest = map[string]int{FileLogo: 800, FileBackground: 2560, FileFavicon: 1024}

// File is one accepted file of a brand.
type File struct {
	Mime string
	Body []byte
}

// Accept reads what the dealer uploads for name: SVG, PNG, or JPEG except for
// the favicon. Pictures are written anew (no metadata) and made smaller, an
// SVG is cleaned. The error says in English what is wrong with the file.
func Accept(name string, data []byte) (File, error) {
	side, known := widest[name]
	if !known {
		return File{}, fmt.Errorf("brand: no file is called %.20q", name)
	}
	if len(data) == 0 || len(data) > maxFileBytes {
		return File{}, fmt.Errorf("%s: between 1 byte and %d MB", name, maxFileBytes>>20)
	}
	if looksLikeXML(data) {
		clean, err := cleanSVG(data)
		if err != nil {
			return File{}, fmt.Errorf("%s: %w", name, err)
		}
		if name == FileFavicon {
			if _, err := parseDrawing(clean); err != nil {
				return File{}, fmt.Errorf("%s: %w", name, err)
			}
		}
		return File{mimeSVG, clean}, nil
	}
	picture, format, err := decodePicture(data)
	if err != nil {
		return File{}, fmt.Errorf("%s: %w", name, err)
	}
	if bounds := picture.Bounds(); max(bounds.Dx(), bounds.Dy()) > side {
		picture = shrink(picture, side)
	}
	if format == "jpeg" && name != FileFavicon {
		var b bytes.Buffer
		err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 85})
		return File{mimeJPEG, b.Bytes()}, err
	}
	body, err := encodePNG(picture)
	return File{mimePNG, body}, err
}

func looksLikeXML(data []byte) bool {
	text := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	return bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("<"))
}

func decodePicture(data []byte) (image.Image, string, error) {
	format, head, body := "jpeg", jpeg.DecodeConfig, jpeg.Decode
	if bytes.HasPrefix(data, []byte("\x89PNG")) {
		format, head, body = "png", png.DecodeConfig, png.Decode
	}
	config, err := head(bytes.NewReader(data))
	if err != nil {
		return nil, "", fmt.Errorf("neither SVG, PNG nor JPEG: %w", err)
	}
	if !fits(config) {
		return nil, "", fmt.Errorf("%d × %d pixels: at most %d a side and %d in all", config.Width, config.Height, maxSide, maxPixels)
	}
	picture, err := body(bytes.NewReader(data))
	if err != nil {
		return nil, "", fmt.Errorf("damaged %s: %w", format, err)
	}
	return picture, format, nil
}

func fits(c image.Config) bool {
	return c.Width > 0 && c.Height > 0 && c.Width <= maxSide && c.Height <= maxSide && c.Width*c.Height <= maxPixels
}

func shrink(picture image.Image, side int) image.Image {
	from := picture.Bounds()
	scale := float64(side) / float64(max(from.Dx(), from.Dy()))
	to := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(from.Dx())*scale)), max(1, int(float64(from.Dy())*scale))))
	draw.CatmullRom.Scale(to, to.Bounds(), picture, from, draw.Src, nil)
	return to
}
