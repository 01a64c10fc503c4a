// Package brand turns the stored portal configuration into what carries the
// dealer's look: theme.css, the web app manifest, logo, background, favicon
// and icons, all made from one drawing, and the texts of the frame.
package brand

import (
	"bytes"
	"crypto/sha256"
	encodinghex "encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"comptoir/server/sentence"
)

// Brand is one published configuration with everything that is served from
// it. It does not change; a new configuration is a new Brand.
type Brand struct {
	Document Document
	files    map[string]File
	mark     *mark
	version  string // of the document and its files
	assets   map[string]*asset
}

// Build makes a brand from a valid document and accepted files by name
// (FileLogo, FileBackground, FileFavicon; those that are missing have the
// default drawings of web/brand in the brand's colour). fsys is
// comptoir.Files. Pictures are drawn when they are first asked for.
func Build(d Document, files map[string]File, fsys fs.FS, sentences *sentence.Set) (*Brand, error) {
	if err := d.Validate(); err != nil {
		return nil, fmt.Errorf("brand: %w", err)
	}
	color, err := ParseColor(d.Color)
	if err != nil {
		return nil, fmt.Errorf("brand: %w", err)
	}
	b := &Brand{Document: d, files: map[string]File{}}
	for name, path := range map[string]string{FileFavicon: "web/brand/icon.svg", FileBackground: "web/brand/background.svg"} {
		drawing, err := fs.ReadFile(fsys, path)
		if err != nil {
			return nil, fmt.Errorf("brand: %w", err)
		}
		drawing = bytes.ReplaceAll(drawing, []byte("#ffffff"), []byte(hex(inkOn(color))))
		b.files[name] = File{mimeSVG, bytes.ReplaceAll(drawing, []byte(defaultColor), []byte(hex(color)))}
	}
	ground, inset := color, 1.0
	for name, file := range files {
		b.files[name] = file
		if name == FileFavicon {
			ground, inset = white, 0.8 // within the safe zone of a maskable icon
		}
	}
	if b.mark, err = newMark(b.files[FileFavicon], ground, inset); err != nil {
		return nil, fmt.Errorf("brand: %w", err)
	}
	if b.version, err = b.digest(); err != nil {
		return nil, fmt.Errorf("brand: %w", err)
	}
	base, err := fs.ReadFile(fsys, "manifest.webmanifest")
	if err != nil {
		return nil, fmt.Errorf("brand: %w", err)
	}
	b.assets = b.drawn()
	return b, b.addTexts(base, sentences)
}

func (b *Brand) digest() (string, error) {
	hash := sha256.New()
	if err := json.NewEncoder(hash).Encode(b.Document); err != nil {
		return "", err
	}
	for _, name := range []string{FileLogo, FileBackground, FileFavicon} {
		fmt.Fprintf(hash, "%s %s %d\n", name, b.files[name].Mime, len(b.files[name].Body))
		hash.Write(b.files[name].Body)
	}
	return encodinghex.EncodeToString(hash.Sum(nil)[:6]), nil
}

// URL is the address of a served file under a name that changes with the
// brand, so that it may be kept for ever: URL("/brand/icon.svg").
func (b *Brand) URL(path string) string { return path + "?v=" + b.version }

// Logo is the address of the dealer's logo; "" when there is none, and the
// frame then shows /brand/icon.svg with the name beside it.
func (b *Brand) Logo() string {
	if _, ok := b.files[FileLogo]; !ok {
		return ""
	}
	return b.URL("/brand/logo")
}

// Version names this brand; it changes with the document and with its files.
func (b *Brand) Version() string { return b.version }

// theme is the style sheet: colours that ParseColor has read, and addresses of
// our own. Nothing that a person typed reaches it.
func (b *Brand) theme() []byte {
	ground, _ := b.Colors()
	var css strings.Builder
	fmt.Fprintf(&css, ":root{--brand:%s;--brand-image:url(%q)}\n", ground, b.URL("/brand/background"))
	return []byte(css.String())
}
