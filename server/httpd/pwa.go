package httpd

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"comptoir/server/brand"
	"comptoir/shared/i18n"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// appPages lists the patterns of the app's addresses: the first segments of
// its routes, of the menu that every portal starts with, and the legal pages.
// What is below is drawn in the browser, which knows whether it exists. The
// gallery is there in development only.
func appPages(dev bool) []string {
	paths := append(link.Patterns(), "/pages")
	for _, item := range brand.Default().Menu {
		paths = append(paths, item.Path)
	}
	for _, l := range brand.Default().Footer {
		paths = append(paths, l.URL)
	}
	patterns := []string{link.Home}
	for _, p := range paths {
		first, _, _ := strings.Cut(strings.TrimPrefix(p, "/"), "/")
		first = "/" + first
		if first == link.Home || first == link.Gallery && !dev || slices.Contains(patterns, first) {
			continue
		}
		patterns = append(patterns, first, first+"/*")
	}
	return patterns
}

// pages serves what starts the app: its shell, its worker, its sentences.
type pages struct {
	site  *Site
	build string
	drawn sync.Map // template, language, brand → *asset
}

// newPages fixes the build: the files of the app and the sentences, so that a
// dealer's new words reach the browsers as an update does. The brand has no
// part in it: a new logo downloads nothing again.
func newPages(s *Site) *pages {
	h := sha256.New()
	for _, lang := range i18n.Languages() {
		if _, hash, err := s.Sentences.Catalogue(lang); err == nil {
			fmt.Fprintln(h, lang, hash)
		}
	}
	return &pages{site: s, build: s.Assets.Build() + "-" + hex.EncodeToString(h.Sum(nil)[:3])}
}

// Build names the version of the app that browsers are given, as each of their
// requests says it.
func (s *Site) Build() string { return s.pages.build }

// catalogueURL is where the sentences of a language are.
func (p *pages) catalogueURL(lang i18n.Lang) string {
	_, hash, err := p.site.Sentences.Catalogue(lang)
	if err != nil { // only our own languages are asked for
		return ""
	}
	return "/i18n/" + string(lang) + "." + hash + ".json"
}

func (p *pages) catalogue(w http.ResponseWriter, r *http.Request) {
	for _, lang := range i18n.Languages() {
		if r.URL.Path != p.catalogueURL(lang) {
			continue
		}
		data, hash, err := p.site.Sentences.Catalogue(lang)
		if err != nil {
			break
		}
		h := w.Header()
		h.Set("Cache-Control", forEver)
		h.Set("Vary", "Accept-Encoding")
		h.Set("Content-Type", "application/json")
		encoded, name := compress(r, data)
		if name != "" {
			h.Set("Content-Encoding", name)
			data = encoded
		}
		h.Set("ETag", `"`+hash+name+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, http.StatusText(http.StatusNotFound), http.StatusNotFound)
}

// worker fills in the template of the service worker. Its bytes change with
// the build alone.
func (p *pages) worker(w http.ResponseWriter, r *http.Request) {
	precache := []string{"/shell"}
	for _, path := range p.site.Assets.Paths() {
		if path != p.site.Assets.URL(GallerySheet) && path != p.site.Assets.URL(DevScript) {
			precache = append(precache, path)
		}
	}
	for _, lang := range i18n.Languages() {
		precache = append(precache, p.catalogueURL(lang))
	}
	list, err := json.Marshal(precache)
	if err != nil { // a list of texts
		panic(err)
	}
	body := strings.NewReplacer("{{BUILD}}", p.build, "{{PRECACHE}}", string(list), "{{OUTBOX}}", p.site.Assets.URL("outbox.js")).
		Replace(string(p.site.Assets.worker))
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", `"`+p.build+`"`)
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(body))
}

// page answers an address of the app. Who has no session is sent to sign in at
// once, without starting the app to be told so; the gallery is for everybody.
func (p *pages) page(w http.ResponseWriter, r *http.Request) {
	if !signedIn(r) && chi.RouteContext(r.Context()).RoutePattern() != link.Gallery {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Vary", "Cookie")
		http.Redirect(w, r, link.SignInFor(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	p.shell(w, r)
}

func (p *pages) shell(w http.ResponseWriter, r *http.Request) {
	p.answer(w, r, http.StatusOK, shellPage)
}

// missing answers an address that is nothing of ours: the app starts and says
// so in its frame.
func (p *pages) missing(w http.ResponseWriter, r *http.Request) {
	p.answer(w, r, http.StatusNotFound, shellPage)
}

// failed answers a page whose handler broke, without starting the app.
func (p *pages) failed(w http.ResponseWriter, r *http.Request) {
	p.answer(w, r, http.StatusInternalServerError, failedPage)
}

// answer sends a page that differs by language and brand alone, and so is
// drawn once.
func (p *pages) answer(w http.ResponseWriter, r *http.Request, status int, page *template.Template) {
	lang := p.site.Sentences.Match(r.Header.Get("Accept-Language"))
	key := page.Name() + " " + string(lang) + " " + p.site.Brand.Brand().Version()
	found, ok := p.drawn.Load(key)
	if !ok {
		made, err := draw(page, p.face(lang))
		if err != nil {
			p.site.Log.ErrorContext(r.Context(), "page", "error", err.Error(), "request", RequestID(r.Context()))
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
		found, _ = p.drawn.LoadOrStore(key, made)
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Language, Cookie")
	if status == http.StatusOK {
		found.(*asset).serve(w, r)
		return
	}
	h.Set("Content-Type", htmlType)
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(found.(*asset).plain.body) // the client may be gone
	}
}

const htmlType = "text/html; charset=utf-8"

func draw(page *template.Template, f face) (*asset, error) {
	var out bytes.Buffer
	if err := page.Execute(&out, f); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(out.Bytes())
	made := &asset{mime: htmlType, etag: hex.EncodeToString(sum[:8]), plain: source{body: out.Bytes()}}
	made.compress()
	return made, nil
}

// face is what a page shows and tells the browser: the dealer's look, where
// the files are. Nothing in it comes from a session.
type face struct {
	Lang                                                 i18n.Lang
	Name, Logo, Color                                    string
	Build, Version, Styles, Gallery, Sprite, DevScript   string
	Exec, Outbox, Boot, Wasm                             string
	Catalogues                                           string // JSON: language → address
	Loading, NoScript, NotBuilt, FailedTitle, FailedText string
}

func (p *pages) face(lang i18n.Lang) face {
	s, b, say := p.site, p.site.Brand.Brand(), p.site.Sentences
	urls := map[i18n.Lang]string{}
	for _, l := range i18n.Languages() {
		urls[l] = p.catalogueURL(l)
	}
	catalogues, err := json.Marshal(urls)
	if err != nil { // a map of texts
		panic(err)
	}
	f := face{Lang: lang, Name: b.Document.Name, Logo: b.Logo(), Color: b.Document.Color, Build: p.build, Version: s.Version,
		Styles: s.Assets.URL(Bundle), Sprite: s.Assets.URL("icon/sprite.svg"), Exec: s.Assets.URL("wasm_exec.js"),
		Outbox: s.Assets.URL("outbox.js"), Boot: s.Assets.URL("boot.js"), Wasm: s.Assets.URL(Wasm), Catalogues: string(catalogues),
		Loading: say.T(lang, msg.StateLoading), NoScript: say.T(lang, msg.PageNoScript), NotBuilt: say.T(lang, msg.PageNotBuilt),
		FailedTitle: say.T(lang, msg.PageFailedTitle), FailedText: say.T(lang, msg.PageFailedText)}
	if s.Dev {
		f.Gallery, f.DevScript = s.Assets.URL(GallerySheet), s.Assets.URL(DevScript)
	}
	return f
}

// signedIn reports whether a request bears a session's cookie; whether the
// session holds is asked by the calls of the app.
func signedIn(r *http.Request) bool {
	for _, name := range []string{accessCookie, refreshCookie} {
		if _, err := r.Cookie(name); err == nil {
			return true
		}
	}
	return false
}
