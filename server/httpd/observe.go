package httpd

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"comptoir/shared/fault"
	"comptoir/shared/msg"
)

// observe gives each request an identifier, survives a panic of its handler,
// and writes one line: who asked for what, how it ended, how long it took.
// Neither parameters nor bodies are in it. Files of the app, once per visit
// and by the dozen, are told at level debug.
func (s *Site) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		told := &request{id: strconv.FormatUint(rand.Uint64(), 36)}
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, told))
		out := &recorder{ResponseWriter: w}
		out.Header().Set("X-Request-Id", told.id)
		defer func() {
			cut := s.survive(out, r, recover())
			took := time.Since(began)
			if pattern := chi.RouteContext(r.Context()).RoutePattern(); pattern != "/api/events" {
				s.metrics.observe(r.Method, pattern, out.status, took)
			}
			level := slog.LevelInfo
			if out.status < 400 && (strings.HasPrefix(r.URL.Path, "/web/") || strings.HasPrefix(r.URL.Path, "/img/")) {
				level = slog.LevelDebug
			}
			if s.Log.Enabled(r.Context(), level) {
				s.Log.LogAttrs(r.Context(), level, "request", slog.String("id", told.id), slog.String("method", r.Method),
					slog.String("path", loggedPath(r.URL.Path)), slog.Int("status", out.status), slog.Float64("ms", float64(took.Microseconds())/1000),
					slog.String("account", string(told.account)))
			}
			if cut {
				panic(http.ErrAbortHandler) // the answer is half out: only a cut connection says so
			}
		}()
		next.ServeHTTP(out, r)
	})
}

// survive turns a panic into an answer when none has begun, and reports
// whether the connection must be cut instead.
func (s *Site) survive(w *recorder, r *http.Request, why any) (cut bool) {
	if why != nil && why != http.ErrAbortHandler {
		s.Log.ErrorContext(r.Context(), "panic", "request", RequestID(r.Context()), "path", loggedPath(r.URL.Path), "why", why, "stack", string(debug.Stack()))
	}
	if why == nil {
		if w.status == 0 {
			w.status = http.StatusOK
		}
		return false
	}
	if w.status != 0 || why == http.ErrAbortHandler {
		return true
	}
	w.Header().Del("Content-Encoding")
	w.Header().Set("Cache-Control", "no-store")
	if isAPI(r) {
		writeFault(w, r, fault.New(fault.Internal, msg.FaultInternal))
	} else {
		s.pages.failed(w, r)
	}
	return false
}

// recorder notes the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
