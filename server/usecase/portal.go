// Package usecase holds what the portal does: one file per noun, one method per
// call. Methods read who asks from the context, decide with the functions of
// shared and keep through package postgres. They know no HTTP.
package usecase

import (
	"context"
	"time"

	"comptoir/server/postgres"
	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/decision/rights"
	"comptoir/shared/fault"
	"comptoir/shared/habilitation"
	"comptoir/shared/i18n"
	"comptoir/shared/id"
	"comptoir/shared/msg"
	"comptoir/shared/setting"
)

// Portal is what the use cases share.
type Portal struct {
	DB    *postgres.DB
	Blobs Blobs
	Now   func() time.Time
	Paris *time.Location
	Frame func(i18n.Lang) api.Portal // the published configuration; set by httpd.NewSessions
	Mail  EnqueueLink                // mails about accounts; nil: none
}

// Blobs keeps files by the hash of their bytes.
type Blobs interface {
	// Append writes a chunk of an unfinished file at an offset and truncates what was beyond.
	Append(ctx context.Context, name string, offset int64, chunk []byte) error
	// Open returns an unfinished file whole.
	Open(ctx context.Context, name string) ([]byte, error)
	// Keep stores bytes under their SHA-256 and returns it.
	Keep(ctx context.Context, body []byte) (sha256 string, err error)
	// Get returns the bytes kept under a SHA-256.
	Get(ctx context.Context, sha256 string) ([]byte, error)
	// Remove deletes an unfinished file.
	Remove(ctx context.Context, name string) error
}

// Principal is who asks: an account in one membership, or a member of the
// dealer's staff. It comes from the session alone.
type Principal struct {
	Account    id.Account
	Session    id.Session
	Membership id.Membership // zero: staff
	Customer   id.Customer   // zero: staff
	Contact    id.Contact
	Name       string
	Identifier string
	Lang       string
	Profile    string
	Scope      string // company, sites, own
	Sites      []id.Site
	Staff      bool
	StaffOrgs  []string
	Grants     habilitation.Grants
	Rules      map[string]Rules // by organisation interne
	Ref        *api.CustomerRef // nil: staff
	Others     []api.MembershipRef
	Activities []api.Activity
	Until      time.Time // end of the session, unless it is renewed

	rights *rights.Table
}

// Rules are what an organisation interne decided.
type Rules struct {
	Name      string
	Settings  setting.Values
	Portal    counter.Thresholds // treatment PORTAIL
	Inventory counter.Thresholds // treatment IMPORT
}

type principalKey struct{}

// With returns a context in which p asks.
func With(ctx context.Context, p *Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// From returns who asks; nobody is a signed-out fault.
func From(ctx context.Context) (*Principal, error) {
	p, ok := ctx.Value(principalKey{}).(*Principal)
	if !ok {
		return nil, fault.New(fault.SignedOut, msg.FaultSignedOut)
	}
	return p, nil
}

// scope narrows the customer's rows to the pairs for which code is granted.
func (p *Principal) scope(code habilitation.Code) postgres.Scope {
	return postgres.ScopeOf(p.Customer, p.Scope, p.Sites, p.Contact, p.Grants.Pairs(code))
}

// allowed reports whether a right holds for an object of that organisation and
// activity; made says whether the person made it.
func (p *Principal) allowed(code habilitation.Code, org, activity string, made bool) bool {
	answer := p.Grants.Answer(code, org, activity)
	return answer == habilitation.Yes || answer == habilitation.Own && made
}

// shows reports whether a boolean parameter is on in an organisation interne.
func (p *Principal) shows(org string, code setting.Code) bool {
	return p.Rules[org].Settings.Bool(code)
}
