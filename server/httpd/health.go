package httpd

import (
	"context"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"comptoir/shared/rpc"
)

// healthz says that the program runs.
func healthz(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok\n") }

// readyz says whether this server can answer: the database is up and has the
// schema of this program. Why not is in the log.
func (s *Site) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.Ready(ctx); err != nil {
		s.Log.WarnContext(ctx, "not ready", "error", err.Error())
		w.Header().Set("Retry-After", "5")
		plain(w, http.StatusServiceUnavailable, "not ready\n")
		return
	}
	plain(w, http.StatusOK, "ready\n")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // the client may be gone
}

// picture serves a picture of a model or an article: public by its hash, for
// ever. A drawing is shown and never runs.
func (s *Site) picture(w http.ResponseWriter, r *http.Request) {
	hash := chi.URLParam(r, "sha256")
	h := w.Header()
	if r.Header.Get("If-None-Match") == `"`+hash+`"` {
		h.Set("Cache-Control", forEver)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	mime, body, err := s.DB.Picture(r.Context(), hash)
	if err != nil {
		(&API{Log: s.Log}).fail(w, r, rpc.Info{Name: "img"}, err)
		return
	}
	h.Set("Content-Type", mime)
	h.Set("Cache-Control", forEver)
	h.Set("ETag", `"`+hash+`"`)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	body, name := packed(r, mime, body)
	if name != "" {
		h.Set("Content-Encoding", name)
		h.Add("Vary", "Accept-Encoding")
	}
	_, _ = w.Write(body) // the client may be gone
}

// packed compresses a drawing; photographs are compressed already.
func packed(r *http.Request, mime string, body []byte) ([]byte, string) {
	if mime == "image/svg+xml" && len(body) >= compressFrom {
		if encoded, name := compress(r, body); name != "" {
			return encoded, name
		}
	}
	return body, ""
}
