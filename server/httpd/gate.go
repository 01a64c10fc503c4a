package httpd

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"comptoir/server/usecase"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/i18n"
	"comptoir/shared/msg"
	"comptoir/shared/rpc"
)

// Headers by which a client says for whom and in which contract it speaks.
const (
	headerAccount    = "Comptoir-Account"
	headerMembership = "Comptoir-Membership"
	headerContract   = "Comptoir-Contract"
	headerLang       = "Comptoir-Lang" // chosen on the device
)

// behind is how many versions of the contract a client may be behind.
const behind = 2

// Gate lets a call pass, or says why not, before its body is read: where the
// request comes from, who asks and for whom, whose calls these are, the right,
// and the version of the contract.
func (s *Sessions) Gate(w http.ResponseWriter, r *http.Request, call rpc.Info) (context.Context, error) {
	if s.foreign(r) {
		return nil, fault.New(fault.Denied, msg.FaultDenied)
	}
	p, err := s.Principal(w, r)
	if err != nil {
		return nil, err
	}
	// An entry that waited is never taken for somebody else's: before any right
	// is looked at, so that its author can send it later.
	if named(r, headerAccount, string(p.Account)) || named(r, headerMembership, string(p.Membership)) {
		return nil, signedOut("the request is another account's or another membership's")
	}
	if call.Who == rpc.Customers && p.Staff || call.Who == rpc.Staff && !p.Staff || !p.Grants.Any(call.Needs) {
		return nil, fault.New(fault.Denied, msg.FaultDenied)
	}
	if err := current(r.Header.Get(headerContract), api.Version); err != nil {
		return nil, err
	}
	return usecase.With(r.Context(), reads(p, i18n.Lang(r.Header.Get(headerLang)))), nil
}

// reads is p reading the language that was chosen on the device, if it is one.
func reads(p *usecase.Principal, lang i18n.Lang) *usecase.Principal {
	if string(lang) == p.Lang || !slices.Contains(i18n.Languages(), lang) {
		return p
	}
	here := *p
	here.Lang = string(lang)
	return &here
}

// named tells whether a header is there and says something else than mine.
func named(r *http.Request, header, mine string) bool {
	values := r.Header.Values(header)
	for _, v := range values {
		if v != mine {
			return true
		}
	}
	return false
}

// current refuses a contract more than two versions behind ours. The version
// in the arguments tells the outbox that the entry itself is too old.
func current(header string, version int) error {
	if header == "" {
		return nil
	}
	n, err := strconv.Atoi(header)
	if err != nil {
		return fault.New(fault.Invalid, msg.FaultMalformed)
	}
	if n < version-behind {
		return fault.New(fault.ClientTooOld, msg.FaultClientTooOld).With(fault.Args{"contract": n})
	}
	return nil
}

// foreign tells whether a request that changes something comes from another
// site. The router refuses those by their Sec-Fetch headers and Origin; this
// refuses every null or foreign Origin besides.
func (s *Sessions) foreign(r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return false
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return true
	}
	for _, origin := range r.Header.Values("Origin") {
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || u.Host != r.Host && u.Host != s.host() {
			return true
		}
	}
	return false
}

// host is that of the portal's public address, which a proxy may hide from us.
func (s *Sessions) host() string {
	u, err := url.Parse(s.base())
	if err != nil {
		return ""
	}
	return u.Host
}

// base is the public address of the portal, without a slash at its end.
func (s *Sessions) base() string {
	return strings.TrimRight(cmp.Or(s.cfg.Brand().Document.PublicURL, s.cfg.BaseURL), "/")
}
