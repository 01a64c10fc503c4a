package httpd

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"

	"github.com/go-chi/chi/v5"

	"comptoir/server/brand"
	"comptoir/server/postgres"
	"comptoir/server/sentence"
	"comptoir/server/usecase"
	"comptoir/shared/fault"
	"comptoir/shared/msg"
	"comptoir/shared/rpc"
)

// SessionConfig is what sign-in needs to know about the server it runs in.
type SessionConfig struct {
	BaseURL string                   // of links in mails, while the portal's configuration has no public address
	Proxies []netip.Prefix           // whose forwarding header tells the client's address
	Asset   func(name string) string // address of a file of web/: Asset("css/comptoir.css"), Asset("app.wasm")
	Brand   func() *brand.Brand      // the look that is published now
}

// Sessions signs people in and out, keeps their sessions and guards every
// call. It is safe for concurrent use.
type Sessions struct {
	cfg       SessionConfig
	db        *postgres.DB
	portal    *usecase.Portal
	sentences *sentence.Set
	mail      usecase.EnqueueLink
	log       *slog.Logger
}

// NewSessions makes the sessions of one server; Run keeps what they remember
// up to date.
func NewSessions(cfg SessionConfig, db *postgres.DB, portal *usecase.Portal, sentences *sentence.Set, mail usecase.EnqueueLink, log *slog.Logger) *Sessions {
	return &Sessions{cfg: cfg, db: db, portal: portal, sentences: sentences, mail: mail, log: log}
}

// Run listens to what ends sessions and changes rights until ctx is done.
func (s *Sessions) Run(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// Routes mounts the plain pages of sign-in.
func (s *Sessions) Routes(r chi.Router) {}

// Gate lets a call pass, or says why not, before its body is read.
func (s *Sessions) Gate(w http.ResponseWriter, r *http.Request, call rpc.Info) (context.Context, error) {
	p, err := s.Principal(w, r)
	if err != nil {
		return nil, err
	}
	return usecase.With(r.Context(), p), nil
}

// Principal returns who asks, and renews the cookies when it is time. Nobody
// is a signed-out fault.
func (s *Sessions) Principal(w http.ResponseWriter, r *http.Request) (*usecase.Principal, error) {
	return nil, fault.New(fault.SignedOut, msg.FaultSignedOut)
}
