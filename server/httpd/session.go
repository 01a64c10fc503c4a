package httpd

import (
	"context"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"comptoir/server/brand"
	"comptoir/server/postgres"
	"comptoir/server/sentence"
	"comptoir/server/usecase"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/i18n"
	"comptoir/shared/id"
	"comptoir/shared/msg"
)

// Names of the two cookies. The prefix binds them to this host, https and /.
const (
	accessCookie  = "__Host-session"
	refreshCookie = "__Host-refresh"
)

// Lives of a session without renewal. That of a shared device counts from
// sign-in, the other from the last renewal.
const (
	ownDeviceLife    = 30 * 24 * time.Hour
	sharedDeviceLife = 12 * time.Hour
)

// SessionConfig is what sign-in needs to know about the server it runs in.
type SessionConfig struct {
	BaseURL string                   // of links in mails, while the portal's configuration has no public address
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
	memory    memory
	derived   atomic.Pointer[keys]
	templates map[i18n.Lang]*template.Template
}

// NewSessions makes the sessions of one server; Run keeps what they remember
// up to date. The published look becomes the frame of portal, and mail its mail.
func NewSessions(cfg SessionConfig, db *postgres.DB, portal *usecase.Portal, sentences *sentence.Set, mail usecase.EnqueueLink, log *slog.Logger) *Sessions {
	portal.Frame = func(lang i18n.Lang) api.Portal { return cfg.Brand().Portal(lang, sentences) }
	portal.Mail = mail
	return &Sessions{cfg: cfg, db: db, portal: portal, sentences: sentences, mail: mail, log: log,
		templates: pageTemplates(sentences)}
}

func (s *Sessions) keys(ctx context.Context) (*keys, error) {
	if k := s.derived.Load(); k != nil {
		return k, nil
	}
	secret, err := s.db.Secret(ctx)
	if err != nil {
		return nil, err
	}
	k, err := deriveKeys(secret)
	if err == nil {
		s.derived.Store(k)
	}
	return k, err
}

// signedOut is the fault of a request that nobody signs.
func signedOut(cause string) error {
	return fault.New(fault.SignedOut, msg.FaultSignedOut).Because(errors.New(cause))
}

// Principal returns who asks, and renews the cookies when the session token is
// over. Nobody is a signed-out fault.
func (s *Sessions) Principal(w http.ResponseWriter, r *http.Request) (*usecase.Principal, error) {
	k, err := s.keys(r.Context())
	if err != nil {
		return nil, err
	}
	now := s.portal.Now()
	if cookie, err := r.Cookie(accessCookie); err == nil {
		if c, err := k.read(cookie.Value, now); err == nil {
			return s.principal(r.Context(), c, now)
		}
	}
	c, err := s.renew(w, r, k, now)
	if err != nil {
		return nil, err
	}
	return s.principal(r.Context(), c, now)
}

// principal is who a session token names, as long as the session stands.
func (s *Sessions) principal(ctx context.Context, c claims, now time.Time) (*usecase.Principal, error) {
	known, ok, rules, turn := s.memory.recall(c.Session)
	if !ok || !known.principal.Until.After(now) {
		var err error
		if known, rules, err = s.read(ctx, c.Session, rules); err != nil {
			return nil, err
		}
		s.memory.keep(c.Session, known, rules, turn)
	}
	p := known.principal
	if known.epoch != c.Epoch || p.Account != id.Account(c.Subject) || p.Membership != c.Membership || !p.Until.After(now) {
		return nil, signedOut("the session has ended or became another")
	}
	return p, nil
}

// read asks the database who a session is; rules are those remembered, if any.
func (s *Sessions) read(ctx context.Context, session id.Session, rules *usecase.Rulebook) (remembered, *usecase.Rulebook, error) {
	loaded, ok, err := s.db.LoadSession(ctx, session)
	if err == nil && !ok {
		err = signedOut("the session is over")
	}
	if err == nil && rules == nil {
		rules, err = usecase.LoadRulebook(ctx, s.db)
	}
	if err != nil {
		return remembered{}, nil, err
	}
	return remembered{usecase.NewPrincipal(session, loaded, rules), loaded.Epoch}, rules, nil
}

// renew takes the refresh token for its child and sets both cookies.
func (s *Sessions) renew(w http.ResponseWriter, r *http.Request, k *keys, now time.Time) (claims, error) {
	cookie, err := r.Cookie(refreshCookie)
	if err != nil {
		return claims{}, signedOut("no refresh token")
	}
	token, ok := readRefresh(cookie.Value)
	if !ok {
		return claims{}, signedOut("a malformed refresh token")
	}
	child := k.next(token)
	got, err := s.db.RenewSession(r.Context(), token.session, token.hash(), child.hash(), now)
	if err != nil {
		return claims{}, err
	}
	switch {
	case got.Outcome == postgres.Renewed && got.Generation == child.generation:
		c := claims{Membership: got.Membership, Session: token.session, Epoch: got.Epoch}
		c.Subject = string(got.Account)
		s.memory.forget(token.session) // its end has moved
		return c, s.setCookies(w, k, c, child, got.Expires, now)
	case got.Outcome == postgres.Reused:
	case got.Outcome == postgres.Other && k.descends(token, got.Generation, got.RefreshHash):
		if err := s.db.EndSession(r.Context(), token.session, now); err != nil {
			return claims{}, err
		}
	default:
		clearCookies(w)
		return claims{}, signedOut("the refresh token is over")
	}
	s.log.WarnContext(r.Context(), "session revoked: a refresh token was used again", "account", string(got.Account),
		"session", string(token.session), "address", clientNetwork(r), "request", RequestID(r.Context()))
	clearCookies(w)
	return claims{}, signedOut("a refresh token was used again")
}

func (s *Sessions) setCookies(w http.ResponseWriter, k *keys, c claims, token refresh, expires, now time.Time) error {
	access, err := k.access(c, now)
	if err != nil {
		return err
	}
	left := int(expires.Sub(now).Seconds())
	http.SetCookie(w, cookie(accessCookie, access, min(int(accessLife.Seconds()), left)))
	http.SetCookie(w, cookie(refreshCookie, token.String(), left))
	return nil
}

func clearCookies(w http.ResponseWriter) {
	http.SetCookie(w, cookie(accessCookie, "", -1))
	http.SetCookie(w, cookie(refreshCookie, "", -1))
}

// cookie makes one of the two; maxAge is in seconds, below zero it deletes.
func cookie(name, value string, maxAge int) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}
