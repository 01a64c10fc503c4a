package httpd

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"comptoir/server/brand"
	"comptoir/server/postgres"
	"comptoir/server/sentence"
	"comptoir/server/usecase"
	"comptoir/shared/fault"
	"comptoir/shared/msg"
	"comptoir/shared/rpc"
)

// Time limits of a connection. A slow client holds a connection, never more:
// event streams lift the limit on writing for themselves.
const (
	headerLimit = 10 * time.Second
	readLimit   = 2 * time.Minute
	writeLimit  = 10 * time.Minute
	idleLimit   = 2 * time.Minute
	headerBytes = 64 << 10
)

// Site is everything that the edge serves.
type Site struct {
	Portal    *usecase.Portal
	DB        *postgres.DB
	Sessions  *Sessions
	Sentences *sentence.Set
	Brand     *brand.Handler
	Assets    *Assets
	Events    *Events
	Ready     func(context.Context) error // the database answers and its schema is current
	Log       *slog.Logger
	Version   string         // what people are shown for the build
	PublicURL string         // the origin that people type; "" when it is the one we see
	Proxies   []netip.Prefix // whose X-Forwarded-For is believed
	HTTPS     bool           // the portal is reached by https
	Metrics   bool           // /metrics answers others than this machine
	Dev       bool           // the gallery is served

	metrics *metrics
	pages   *pages
}

// Router mounts every route. What it serves besides the declared calls is in
// Policies.
func (s *Site) Router() chi.Router {
	var trusted []string
	if s.PublicURL != "" {
		trusted = []string{s.PublicURL}
	}
	s.metrics = newMetrics(s.DB)
	s.pages = newPages(s)
	r := chi.NewRouter()
	r.Use(s.observe, secure(s.HTTPS))
	r.NotFound(s.notFound)
	r.MethodNotAllowed(s.wrongMethod)

	// What is the same for everybody and changes nothing.
	r.Get("/healthz", healthz)
	r.Get("/readyz", s.readyz)
	r.Get("/metrics", s.serveMetrics)
	get(r, "/web/*", s.Assets.ServeHTTP)
	for _, pattern := range brand.Patterns() {
		get(r, pattern, s.Brand.ServeHTTP)
	}
	get(r, "/sw.js", s.pages.worker)
	get(r, "/i18n/{file}", s.pages.catalogue)
	get(r, "/img/{sha256}", s.picture)
	get(r, "/shell", s.pages.shell)
	for _, pattern := range appPages(s.Dev) {
		get(r, pattern, s.pages.page)
	}

	// What looks at who asks, and from where.
	r.Group(func(r chi.Router) {
		r.Use(clientAddress(s.Proxies), sameOrigin(trusted...))
		Mount(&API{Router: r, Gate: s.gate, Log: s.Log}, s.Portal)
		s.Sessions.Routes(r)
		r.Get("/api/events", s.events)
	})
	return r
}

// gate is that of the sessions; it tells the log who asks.
func (s *Site) gate(w http.ResponseWriter, r *http.Request, i rpc.Info) (context.Context, error) {
	ctx, err := s.Sessions.Gate(w, r, i)
	if err != nil {
		return ctx, err
	}
	if p, err := usecase.From(ctx); err == nil {
		noteAccount(r.Context(), p.Account)
	}
	return ctx, nil
}

func get(r chi.Router, pattern string, h http.HandlerFunc) {
	r.Get(pattern, h)
	r.Head(pattern, h)
}

// Server returns an http.Server for h with the time limits of the portal.
func Server(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerLimit,
		ReadTimeout:       readLimit,
		WriteTimeout:      writeLimit,
		IdleTimeout:       idleLimit,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug), // what clients do to connections
	}
}

func isAPI(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/api/") }

func (s *Site) notFound(w http.ResponseWriter, r *http.Request) {
	switch {
	case isAPI(r):
		writeFault(w, r, fault.New(fault.NotFound, msg.FaultNotFound))
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		s.pages.missing(w, r)
	default:
		http.Error(w, http.StatusText(http.StatusNotFound), http.StatusNotFound)
	}
}

func (s *Site) wrongMethod(w http.ResponseWriter, r *http.Request) {
	if isAPI(r) {
		writeFault(w, r, fault.New(fault.NotFound, msg.FaultNotFound))
		return
	}
	http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
}
