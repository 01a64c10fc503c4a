package brand

import (
	"net/http"
	"sync/atomic"

	"comptoir/server/sentence"
	"comptoir/shared/i18n"
)

// Handler serves the published brand; Publish replaces it while it serves.
type Handler struct {
	sentences *sentence.Set
	current   atomic.Pointer[Brand]
}

// NewHandler serves first.
func NewHandler(first *Brand, sentences *sentence.Set) *Handler {
	h := &Handler{sentences: sentences}
	h.current.Store(first)
	return h
}

// Publish makes b the brand that is served from now on.
func (h *Handler) Publish(b *Brand) { h.current.Store(b) }

// Brand is the one that is served now.
func (h *Handler) Brand() *Brand { return h.current.Load() }

// Patterns lists the routes that h answers, as chi and net/http's mux read
// them when every pattern that ends in * is cut to its prefix.
func Patterns() []string {
	return []string{"/theme.css", "/manifest.webmanifest", "/favicon.ico", "/apple-touch-icon.png", "/brand/*"}
}

// ServeHTTP answers GET and HEAD. The manifest is in the language of ?lang=,
// else of Accept-Language. An address with ?v= of this brand may be kept for
// ever, any other is asked again with its ETag.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	b, path := h.Brand(), r.URL.Path
	if path == "/manifest.webmanifest" {
		path = manifestPath(h.lang(r))
		w.Header().Set("Vary", "Accept-Language")
	}
	found, ok := b.assets[path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	found.serve(w, r, r.URL.Query().Get("v") == b.version)
}

func (h *Handler) lang(r *http.Request) i18n.Lang {
	for _, lang := range i18n.Languages() {
		if r.URL.Query().Get("lang") == string(lang) {
			return lang
		}
	}
	return h.sentences.Match(r.Header.Get("Accept-Language"))
}
