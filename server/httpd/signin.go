package httpd

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"comptoir/server/postgres"
	"comptoir/server/usecase"
	"comptoir/shared/fault"
	"comptoir/shared/i18n"
	"comptoir/shared/msg"
)

// Addresses of the plain pages.
const (
	pathSignIn    = "/connexion"
	pathSignOut   = "/deconnexion"
	pathForgotten = "/mot-de-passe-oublie"
	pathReset     = "/reinitialiser/"
	pathInvite    = "/invitation/"
)

// maxForm bounds a form of the plain pages, in bytes.
const maxForm = 16 << 10

// Routes mounts the plain pages of sign-in: they work without script, and only
// their forms change anything.
func (s *Sessions) Routes(r chi.Router) {
	r.Group(func(r chi.Router) {
		r.Use(throttle(s.tooMany))
		get(r, pathSignIn, s.signInPage)
		r.Post(pathSignIn, s.form(s.signIn))
		get(r, pathSignOut, s.signOutPage)
		r.Post(pathSignOut, s.form(s.signOut))
		get(r, pathForgotten, s.forgottenPage)
		r.Post(pathForgotten, s.form(s.forgotten))
		for prefix, kind := range map[string]usecase.LinkKind{pathReset: usecase.LinkPassword, pathInvite: usecase.LinkInvitation} {
			get(r, prefix+"{secret}", func(w http.ResponseWriter, r *http.Request) { s.linkPage(w, r, kind) })
			r.Post(prefix+"{secret}", s.form(func(w http.ResponseWriter, r *http.Request) { s.useLink(w, r, kind) }))
		}
	})
}

// signInPolicies are those of the plain pages of Sessions.Routes.
func signInPolicies() []Policy {
	why := "a plain page of sign-in: the same for everybody"
	link := "a one-time link: its secret is the proof"
	return []Policy{{pathSignIn, Public, why}, {pathSignOut, Public, why}, {pathForgotten, Public, why},
		{pathReset + "{secret}", Public, link}, {pathInvite + "{secret}", Public, link}}
}

// loggedPath is the path of a request without the secret of a one-time link.
func loggedPath(p string) string {
	for _, prefix := range []string{pathReset, pathInvite} {
		if strings.HasPrefix(p, prefix) {
			return prefix + "…"
		}
	}
	return p
}

// form lets in what our own pages send, read whole.
func (s *Sessions) form(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if s.foreign(r) {
			s.message(w, r, http.StatusForbidden, msg.PageFailedTitle, msg.FaultDenied)
			return
		}
		if err := r.ParseForm(); err != nil {
			s.message(w, r, http.StatusBadRequest, msg.PageFailedTitle, msg.FaultMalformed)
			return
		}
		next(w, r)
	}
}

func (s *Sessions) signInPage(w http.ResponseWriter, r *http.Request) {
	if p, err := s.Principal(w, r); err == nil && p != nil {
		http.Redirect(w, r, localPath(r.URL.Query().Get("next")), http.StatusSeeOther)
		return
	}
	var done msg.Key
	switch r.URL.Query().Get("etat") {
	case "deconnecte":
		done = msg.LoginSignedOut
	case "mot-de-passe":
		done = msg.PasswordChosen
	}
	s.show(w, r, http.StatusOK, plainPage{Kind: "login", Title: msg.LoginTitle, Done: done})
}

// signIn answers every refusal alike, whatever its reason; the log knows it.
func (s *Sessions) signIn(w http.ResponseWriter, r *http.Request) {
	address := clientNetwork(r)
	who, err := s.portal.SignIn(r.Context(), usecase.SignInReq{Identifier: r.PostForm.Get("identifier"), Password: r.PostForm.Get("password"), Address: address})
	if err == nil {
		err = s.open(w, r, who, r.PostForm.Get("shared") != "", address)
	}
	if err != nil {
		s.log.InfoContext(r.Context(), "sign-in refused", "reason", reason(err), "account", string(who.Account), "address", address, "request", RequestID(r.Context()))
		s.showFault(w, r, plainPage{Kind: "login", Title: msg.LoginTitle}, err)
		return
	}
	http.Redirect(w, r, localPath(r.URL.Query().Get("next")), http.StatusSeeOther)
}

// open stores a session and hands its cookies out; the one that the browser
// had, perhaps somebody else's, ends.
func (s *Sessions) open(w http.ResponseWriter, r *http.Request, who postgres.Candidate, shared bool, address string) error {
	k, err := s.keys(r.Context())
	if err != nil {
		return err
	}
	now, life := s.portal.Now(), ownDeviceLife
	if shared {
		life = sharedDeviceLife
	}
	token := firstRefresh(usecase.NewSessionID(now))
	expires := now.Add(life)
	epoch, ok, err := s.db.OpenSession(r.Context(), postgres.NewSession{ID: token.session, Account: who.Account, Membership: who.Membership,
		RefreshHash: token.hash(), At: now, Expires: expires, Shared: shared, Agent: strings.ToValidUTF8(r.UserAgent(), ""), Address: address})
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Denied, msg.LoginRefused).Because(usecase.ErrMayNot)
	}
	if former, err := s.Principal(w, r); err == nil {
		if err := s.end(r, former); err != nil {
			return err
		}
	}
	s.log.InfoContext(r.Context(), "signed in", "account", string(who.Account), "session", string(token.session), "shared", shared,
		"address", address, "request", RequestID(r.Context()))
	c := claims{Membership: who.Membership, Session: token.session, Epoch: epoch}
	c.Subject = string(who.Account)
	return s.setCookies(w, k, c, token, expires, now)
}

// reason is why a sign-in was refused, for the log.
func reason(err error) string {
	if cause := errors.Unwrap(fault.Of(err)); cause != nil {
		return cause.Error()
	}
	return string(fault.Of(err).Key)
}

func (s *Sessions) signOutPage(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, http.StatusOK, plainPage{Kind: "logout", Title: msg.LoginSignOut})
}

// signOut ends the session and has the browser forget what it cached; what
// waits to be sent is in its storage and stays.
func (s *Sessions) signOut(w http.ResponseWriter, r *http.Request) {
	p, err := s.Principal(w, r)
	if err == nil {
		err = s.end(r, p)
	}
	if err != nil && fault.Of(err).Code != fault.SignedOut {
		s.showFault(w, r, plainPage{Kind: "logout", Title: msg.LoginSignOut}, err)
		return
	}
	clearCookies(w)
	w.Header().Set("Clear-Site-Data", `"cache"`)
	http.Redirect(w, r, s.withLang(r, pathSignIn, "etat", "deconnecte"), http.StatusSeeOther)
}

// end revokes a session, here at once and at the other servers as they hear.
func (s *Sessions) end(r *http.Request, p *usecase.Principal) error {
	if err := s.db.EndSession(r.Context(), p.Session, s.portal.Now()); err != nil {
		return err
	}
	s.memory.forget(p.Session)
	s.log.InfoContext(r.Context(), "signed out", "account", string(p.Account), "session", string(p.Session), "request", RequestID(r.Context()))
	return nil
}

func (s *Sessions) forgottenPage(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, http.StatusOK, plainPage{Kind: "forgotten", Title: msg.PasswordForgottenTitle})
}

// forgottenTime is how long the answer takes at least: whether a mail was
// written does not show in it.
const forgottenTime = 200 * time.Millisecond

func (s *Sessions) forgotten(w http.ResponseWriter, r *http.Request) {
	patience := time.NewTimer(forgottenTime)
	defer patience.Stop()
	err := s.portal.ForgottenPassword(r.Context(), r.PostForm.Get("identifier"), s.base(), s.mail)
	<-patience.C
	if err != nil {
		s.showFault(w, r, plainPage{Kind: "forgotten", Title: msg.PasswordForgottenTitle}, err)
		return
	}
	s.log.InfoContext(r.Context(), "forgotten password", "address", clientNetwork(r), "request", RequestID(r.Context()))
	s.show(w, r, http.StatusOK, plainPage{Kind: "sent", Title: msg.PasswordForgottenTitle})
}

// linkPage only shows: scanners of mail open links too.
func (s *Sessions) linkPage(w http.ResponseWriter, r *http.Request, kind usecase.LinkKind) {
	page := choosePage(kind)
	holder, err := s.portal.PeekLink(r.Context(), chi.URLParam(r, "secret"), kind)
	if err != nil {
		s.linkFault(w, r, page, err)
		return
	}
	page.Identifier, page.lang = holder.Identifier, i18n.Lang(holder.Lang)
	s.show(w, r, http.StatusOK, page)
}

func (s *Sessions) useLink(w http.ResponseWriter, r *http.Request, kind usecase.LinkKind) {
	page, secret := choosePage(kind), chi.URLParam(r, "secret")
	password := r.PostForm.Get("password")
	if password != r.PostForm.Get("again") {
		holder, err := s.portal.PeekLink(r.Context(), secret, kind)
		if err == nil {
			page.Identifier, page.lang = holder.Identifier, i18n.Lang(holder.Lang)
			err = fault.New(fault.Invalid, msg.PasswordDiffer)
		}
		s.linkFault(w, r, page, err)
		return
	}
	holder, err := s.portal.UseLink(r.Context(), secret, kind, password)
	if err != nil {
		page.Identifier, page.lang = holder.Identifier, i18n.Lang(holder.Lang)
		s.linkFault(w, r, page, err)
		return
	}
	s.log.InfoContext(r.Context(), "password chosen by link", "kind", string(kind), "address", clientNetwork(r), "request", RequestID(r.Context()))
	clearCookies(w)
	http.Redirect(w, r, s.withLang(r, pathSignIn, "etat", "mot-de-passe"), http.StatusSeeOther)
}

func choosePage(kind usecase.LinkKind) plainPage {
	if kind == usecase.LinkInvitation {
		return plainPage{Kind: "choose", Title: msg.PasswordInvitationTitle}
	}
	return plainPage{Kind: "choose", Title: msg.PasswordChangeTitle}
}

func (s *Sessions) linkFault(w http.ResponseWriter, r *http.Request, page plainPage, err error) {
	if fault.Of(err).Code == fault.NotFound {
		s.message(w, r, http.StatusNotFound, page.Title, msg.PasswordLinkOver)
		return
	}
	s.showFault(w, r, page, err)
}

func (s *Sessions) tooMany(w http.ResponseWriter, r *http.Request) {
	s.showFault(w, r, plainPage{Kind: "message", Title: msg.PageFailedTitle}, fault.New(fault.TooMany, msg.FaultTooMany))
}

// withLang is the address of a plain page with one parameter, in the language
// that was chosen, if one was.
func (s *Sessions) withLang(r *http.Request, to, name, value string) string {
	q := url.Values{}
	if value != "" {
		q.Set(name, value)
	}
	if lang := r.URL.Query().Get("lang"); lang != "" {
		q.Set("lang", string(s.lang(r, "")))
	}
	if len(q) == 0 {
		return to
	}
	return to + "?" + q.Encode()
}

// localPath is next when it is a page of this portal, and the home page
// otherwise.
func localPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || len(next) > 2000 || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") || path.Clean(u.Path) != strings.TrimRight(u.Path, "/") && u.Path != "/" {
		return "/"
	}
	for _, own := range []string{"/api", pathSignIn, pathSignOut} {
		if u.Path == own || strings.HasPrefix(u.Path, own+"/") {
			return "/"
		}
	}
	return u.String()
}

// retryAfter says when to come back, in seconds.
func retryAfter(w http.ResponseWriter, f *fault.Error) {
	switch f.Code {
	case fault.Unavailable:
		w.Header().Set("Retry-After", "5")
	case fault.TooMany:
		minutes, _ := f.Args["Minutes"].(int)
		w.Header().Set("Retry-After", strconv.Itoa(60*max(1, minutes)))
	}
}
