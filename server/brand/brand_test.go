package brand

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"comptoir"
	"comptoir/server/sentence"
	"comptoir/shared/i18n"
)

func sentences(t *testing.T) *sentence.Set {
	t.Helper()
	s, err := sentence.Load(comptoir.Files, "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func build(t *testing.T, d Document, files map[string]File) *Brand {
	t.Helper()
	b, err := Build(d, files, comptoir.Files, sentences(t))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func get(h http.Handler, target string, header ...string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := b.ReadFrom(r.Body); err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v", r.StatusCode, err)
	}
	return b.Bytes()
}

func picture(t *testing.T, h http.Handler, path string, size int) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(body(t, get(h, path))))
	if err != nil {
		t.Fatal(path, err)
	}
	if img.Bounds() != image.Rect(0, 0, size, size) {
		t.Fatalf("%s is %v, want %d", path, img.Bounds(), size)
	}
	return img
}

func at(img image.Image, x, y int) color.NRGBA {
	return color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
}

func pngOf(t *testing.T, w, h int, c color.Color) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, c)
		}
	}
	data, err := encodePNG(img)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Logo, background and icon are configurable (statement 10).
func TestS010_EverythingIsMadeFromTheConfiguration(t *testing.T) {
	red := color.NRGBA{200, 30, 30, 255}
	d := Default()
	d.Name, d.Color = "Bureautique Martin", "#c81e1e"
	files := map[string]File{}
	for name, data := range map[string][]byte{
		FileLogo:       []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10H0z"/></svg>`),
		FileBackground: pngOf(t, 40, 30, red),
		FileFavicon:    pngOf(t, 64, 32, red),
	} {
		file, err := Accept(name, data)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = file
	}
	standard := NewHandler(build(t, Default(), nil), sentences(t))
	own := NewHandler(build(t, d, files), sentences(t))
	for _, path := range []string{"/theme.css", "/manifest.webmanifest", "/favicon.ico", "/apple-touch-icon.png", "/brand/icon-192.png", "/brand/icon-512.png", "/brand/icon-maskable-512.png", "/brand/background"} {
		before, after := get(standard, path), get(own, path)
		if bytes.Equal(body(t, before), body(t, after)) || before.Header.Get("ETag") == after.Header.Get("ETag") {
			t.Errorf("%s does not follow the configuration", path)
		}
	}
	if got := own.Brand().Portal(i18n.French, sentences(t)); got.Name != d.Name || !strings.HasPrefix(got.Logo, "/brand/logo?v=") {
		t.Errorf("portal: %+v", got)
	}
	if got := string(body(t, get(own, "/brand/logo"))); !strings.Contains(got, "M0 0h10v10H0z") {
		t.Errorf("logo: %s", got)
	}
	img := picture(t, own, "/brand/icon-192.png", 192)
	if got := at(img, 96, 96); got != red {
		t.Errorf("middle of the icon: %v", got)
	}
	if got := at(img, 96, 10); got.A != 0 {
		t.Errorf("a wide drawing is stretched: %v above it", got)
	}
	if got := at(picture(t, own, "/brand/icon-maskable-512.png", 512), 2, 256); got != (color.NRGBA{255, 255, 255, 255}) {
		t.Errorf("edge of the maskable icon: %v", got)
	}
}

func TestDefaultDrawing(t *testing.T) {
	h := NewHandler(build(t, Default(), nil), sentences(t))
	blue := color.NRGBA{0x21, 0x56, 0xa8, 255}
	img := picture(t, h, "/brand/icon-512.png", 512)
	for _, c := range []struct {
		x, y int
		want color.NRGBA
	}{
		{0, 0, color.NRGBA{}},                       // rounded corner
		{20, 256, blue},                             // ground
		{320, 256, color.NRGBA{255, 255, 255, 255}}, // bar from 16 to 24.5
		{256, 136, color.NRGBA{255, 255, 255, 255}}, // top of the arc
		{400, 256, color.NRGBA{255, 255, 255, 255}}, // round end of the bar
		{440, 256, blue},                            // right of it
		{344, 200, blue},                            // open side of the arc
	} {
		if got := at(img, c.x, c.y); got != c.want {
			t.Errorf("(%d, %d) is %v, want %v", c.x, c.y, got, c.want)
		}
	}
	for _, path := range []string{"/brand/icon-maskable-512.png", "/apple-touch-icon.png"} {
		size := map[bool]int{true: 180, false: 512}[path == "/apple-touch-icon.png"]
		if got := at(picture(t, h, path, size), 0, 0); got != blue {
			t.Errorf("%s: corner %v is not filled", path, got)
		}
	}
	picture(t, h, "/brand/icon-192.png", 192)
}

func TestFaviconICO(t *testing.T) {
	h := NewHandler(build(t, Default(), nil), sentences(t))
	data := body(t, get(h, "/favicon.ico"))
	for i, size := range []int{16, 32, 48} {
		entry := data[6+16*i:]
		length, offset := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
		img, err := png.Decode(bytes.NewReader(data[offset : offset+length]))
		if err != nil || img.Bounds().Dx() != size || int(entry[0]) != size {
			t.Errorf("entry %d: %v, %v", size, img, err)
		}
	}
}

func TestCacheHeaders(t *testing.T) {
	b := build(t, Default(), nil)
	h := NewHandler(b, sentences(t))
	first := get(h, "/theme.css")
	if got := get(h, "/theme.css", "If-None-Match", first.Header.Get("ETag")).StatusCode; got != http.StatusNotModified {
		t.Errorf("with its own ETag: %d", got)
	}
	if got := get(h, "/favicon.ico", "If-None-Match", first.Header.Get("ETag")).StatusCode; got != http.StatusOK {
		t.Errorf("with another file's ETag: %d", got)
	}
	if got := first.Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("plain address: %s", got)
	}
	if got := get(h, b.URL("/brand/icon.svg")).Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("address of this version: %s", got)
	}
	if got := get(h, "/brand/icon.svg?v=old").Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("address of another version: %s", got)
	}
	if got := get(h, "/brand/logo").StatusCode; got != http.StatusNotFound {
		t.Errorf("logo that does not exist: %d", got)
	}
	d := Default()
	d.Color = "#f2c200"
	h.Publish(build(t, d, nil))
	if got := string(body(t, get(h, "/theme.css"))); !strings.HasPrefix(got, ":root{--brand:#f2c200;") {
		t.Errorf("after publishing: %s", got)
	}
	if got := string(body(t, get(h, "/brand/icon.svg"))); !strings.Contains(got, hex(ink)) {
		t.Errorf("the mark on yellow is not dark: %s", got)
	}
}

func TestManifest(t *testing.T) {
	type manifest struct {
		Name      string         `json:"name"`
		Short     string         `json:"short_name"`
		Lang      string         `json:"lang"`
		Start     string         `json:"start_url"`
		Display   string         `json:"display"`
		Theme     string         `json:"theme_color"`
		Icons     []manifestIcon `json:"icons"`
		Shortcuts []shortcut     `json:"shortcuts"`
	}
	h := NewHandler(build(t, Default(), nil), sentences(t))
	base, err := fs.ReadFile(comptoir.Files, "manifest.webmanifest")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"base": base, "fr": body(t, get(h, "/manifest.webmanifest")), "en": body(t, get(h, "/manifest.webmanifest", "Accept-Language", "en-GB")),
	} {
		var m manifest
		if err := json.Unmarshal(data, &m); err != nil {
			t.Fatal(name, err)
		}
		sizes := map[string]bool{}
		for _, icon := range m.Icons {
			sizes[icon.Sizes+" "+icon.Purpose] = true
			if got := get(h, icon.Src); got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != icon.Type {
				t.Errorf("%s: icon %s: %d %s", name, icon.Src, got.StatusCode, got.Header.Get("Content-Type"))
			}
		}
		if !sizes["192x192 any"] || !sizes["512x512 any"] || !sizes["512x512 maskable"] {
			t.Errorf("%s: icons %v", name, m.Icons)
		}
		if m.Name == "" || m.Short == "" || m.Start != "/" || m.Display != "standalone" || m.Theme != defaultColor || len(m.Shortcuts) != 2 {
			t.Errorf("%s: %+v", name, m)
		}
		if want := map[string]string{"base": "fr", "fr": "fr", "en": "en"}[name]; m.Lang != want {
			t.Errorf("%s: lang %s", name, m.Lang)
		}
	}
}

func TestAcceptBounds(t *testing.T) {
	// A picture that says 60000 × 60000 must be refused before it is decoded.
	bomb := pngOf(t, 1, 1, white)
	binary.BigEndian.PutUint32(bomb[16:], 60000)
	binary.BigEndian.PutUint32(bomb[20:], 60000)
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 3000, 10)), nil); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"bomb": bomb, "empty": nil, "text": []byte("hello"), "cut": pngOf(t, 9, 9, white)[:40],
		"large": append(pngOf(t, 1, 1, white), make([]byte, maxFileBytes)...),
	} {
		if _, err := Accept(FileLogo, data); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if _, err := Accept("passwd", pngOf(t, 1, 1, white)); err == nil {
		t.Error("a file of another name is accepted")
	}
	file, err := Accept(FileBackground, photo.Bytes())
	if err != nil || file.Mime != mimeJPEG {
		t.Fatal(file.Mime, err)
	}
	if config, err := jpeg.DecodeConfig(bytes.NewReader(file.Body)); err != nil || config.Width != 2560 {
		t.Errorf("background of 3000: %v, %v", config, err)
	}
	if file, err := Accept(FileFavicon, photo.Bytes()); err != nil || file.Mime != mimePNG {
		t.Errorf("favicon from a photo: %s, %v", file.Mime, err)
	}
}
