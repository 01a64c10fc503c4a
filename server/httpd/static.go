package httpd

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// assetTypes are the files of web/ that a browser may ask for, by extension.
var assetTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".wasm":  "application/wasm",
	".woff2": "font/woff2",
	".png":   "image/png",
}

// Bundle is the name of the one style sheet: the files of web/css in the order
// of the cascade, without the gallery's.
const Bundle = "css/comptoir.css"

// GallerySheet is the style sheet of the gallery, served in development only.
const GallerySheet = "css/gallery.css"

// DevScript takes a new build as soon as there is one, in development only.
const DevScript = "dev.js"

// forEver is said of what never changes under its address.
const forEver = "public, max-age=31536000, immutable"

// Wasm is the name of the browser program among the assets.
const Wasm = "app.wasm"

var bundled = []string{"font", "tokens", "base", "frame", "controls", "content", "feedback", "pages"}

// apart are the files that other handlers serve or that tests alone read.
func apart(name string) bool {
	return name == "sw.js" || strings.HasPrefix(name, "brand/") || strings.HasPrefix(name, "css/") && name != GallerySheet
}

// Assets are the files of the app, each under a name that holds the hash of its
// bytes: what a browser has once fetched it never asks for again.
type Assets struct {
	urls   map[string]string // "boot.js" → "/web/boot.0123456789ab.js"
	byPath map[string]*asset
	worker []byte // the template of /sw.js
	build  string
}

// asset is one file in up to three encodings. The wasm, large and embedded, is
// read where it lies; what is small is compressed once (Compress).
type asset struct {
	mime, etag string
	plain      source
	br, gz     atomic.Pointer[source]
}

// LoadAssets reads web/ of fsys. build names the version of the app; empty, it
// is the hash over everything that makes it.
func LoadAssets(fsys fs.FS, build string) (*Assets, error) {
	web, err := fs.Sub(fsys, "web")
	if err != nil {
		return nil, fmt.Errorf("web files: %w", err)
	}
	a := &Assets{urls: map[string]string{}, byPath: map[string]*asset{}}
	var names []string
	err = fs.WalkDir(web, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && assetTypes[path.Ext(name)] != "" && !apart(name) && name != GallerySheet {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("web files: %w", err)
	}
	for _, name := range names {
		if err := a.add(web, name); err != nil {
			return nil, fmt.Errorf("web files: %s: %w", name, err)
		}
	}
	if err := a.addStyles(web); err != nil {
		return nil, fmt.Errorf("web files: %w", err)
	}
	if a.worker, err = fs.ReadFile(web, "sw.js"); err != nil {
		return nil, fmt.Errorf("web files: %w", err)
	}
	if a.build = build; build == "" {
		a.build = a.digest()
	}
	return a, nil
}

func (a *Assets) add(web fs.FS, name string) error {
	s, err := newSource(web, name)
	if err != nil {
		return err
	}
	h := sha256.New()
	r, err := s.open()
	if err != nil {
		return err
	}
	defer r.Close()
	if _, err := io.Copy(h, r); err != nil {
		return err
	}
	made := a.put(name, h.Sum(nil), s)
	for suffix, to := range map[string]*atomic.Pointer[source]{".br": &made.br, ".gz": &made.gz} {
		twin, err := newSource(web, name+suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		to.Store(&twin)
	}
	return nil
}

func (a *Assets) put(name string, sum []byte, s source) *asset {
	hash, ext := hex.EncodeToString(sum[:6]), path.Ext(name)
	made := &asset{mime: assetTypes[ext], etag: hash, plain: s}
	a.urls[name] = "/web/" + strings.TrimSuffix(name, ext) + "." + hash + ext
	a.byPath[a.urls[name]] = made
	return made
}

// addStyles joins the style sheets: one request instead of eight. What they
// name by url("../…") is named by its hash.
func (a *Assets) addStyles(web fs.FS) error {
	sheet := func(name string) ([]byte, error) {
		css, err := fs.ReadFile(web, name)
		if err != nil {
			return nil, err
		}
		return a.resolve(name, css)
	}
	var all bytes.Buffer
	for _, part := range bundled {
		css, err := sheet("css/" + part + ".css")
		if err != nil {
			return err
		}
		all.Write(css)
	}
	sum := sha256.Sum256(all.Bytes())
	a.put(Bundle, sum[:], source{body: all.Bytes()})
	css, err := sheet(GallerySheet)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		sum := sha256.Sum256(css)
		a.put(GallerySheet, sum[:], source{body: css})
	}
	return err
}

func (a *Assets) resolve(name string, css []byte) ([]byte, error) {
	var out []byte
	for {
		before, rest, found := bytes.Cut(css, []byte(`url("`))
		out = append(out, before...)
		if !found {
			return out, nil
		}
		ref, after, closed := bytes.Cut(rest, []byte(`"`))
		to := string(ref)
		if !strings.HasPrefix(to, "data:") && !strings.HasPrefix(to, "/") {
			to = a.urls[path.Join(path.Dir(name), to)]
		}
		if !closed || to == "" {
			return nil, fmt.Errorf("%s names %s, which is not there", name, ref)
		}
		out = append(append(append(out, `url("`...), to...), '"')
		css = after
	}
}

// digest covers everything that a browser runs: the files and the worker.
func (a *Assets) digest() string {
	h := sha256.New()
	for _, p := range a.Paths() {
		fmt.Fprintln(h, p)
	}
	h.Write(a.worker)
	h.Write([]byte(shellSource))
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// Paths lists the addresses of all assets, sorted.
func (a *Assets) Paths() []string {
	var all []string
	for p := range a.byPath {
		all = append(all, p)
	}
	slices.Sort(all)
	return all
}

// URL is where a file of web/ is served: URL("boot.js"). It is empty when the
// program was built without it, which only the wasm may be.
func (a *Assets) URL(name string) string { return a.urls[name] }

// Build names the version of the app that these files make.
func (a *Assets) Build() string { return a.build }

// ServeHTTP answers /web/….
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	found, ok := a.byPath[r.URL.Path]
	if !ok {
		w.Header().Set("Cache-Control", "no-store") // a server of another version may have it
		http.Error(w, http.StatusText(http.StatusNotFound), http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", forEver)
	found.serve(w, r)
}

// serve answers in the best encoding that the browser takes and that is ready.
func (s *asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", s.mime)
	from, name := &s.plain, ""
	br, gz := s.br.Load(), s.gz.Load()
	if br != nil || gz != nil {
		h.Add("Vary", "Accept-Encoding")
	}
	switch encodings := r.Header.Get("Accept-Encoding"); {
	case br != nil && accepts(encodings, "br"):
		from, name = br, "br"
	case gz != nil && accepts(encodings, "gzip"):
		from, name = gz, "gzip"
	}
	h.Set("ETag", `"`+s.etag+name+`"`)
	if name != "" {
		h.Set("Content-Encoding", name)
	}
	body, err := from.open()
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	defer body.Close()
	http.ServeContent(w, r, "", time.Time{}, body)
}
