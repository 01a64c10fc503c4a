package usecase

import (
	"context"
	"errors"
	"strings"
	"time"

	"comptoir/server/postgres"
	"comptoir/shared/fault"
	"comptoir/shared/fold"
	"comptoir/shared/msg"
)

// maxIdentifier bounds what is looked up, in bytes.
const maxIdentifier = 200

// SignInReq is what a person and his connection bring to the login page.
type SignInReq struct {
	Identifier string
	Password   string
	Address    string // network of the client, as sign_in_failure counts it
}

// The causes of a refusal, for the log. The person is told one sentence for all.
var (
	ErrUnknown  = errors.New("unknown identifier")
	ErrPassword = errors.New("wrong password")
	ErrMayNot   = errors.New("account disabled, without profile, or of an inactive contact or customer")
	ErrLocked   = errors.New("too many failures of the account")
)

// SignIn returns the account that identifier and password prove. Unknown,
// disabled, locked and wrong are refused by the same fault after the same
// work; only an address with too many failures is told to wait, before
// anything is looked at. The candidate is returned with a refusal too, for the
// log.
func (u *Portal) SignIn(ctx context.Context, req SignInReq) (postgres.Candidate, error) {
	identifier := lookup(req.Identifier)
	now, account := u.Now(), accountKey(identifier)
	accountWait, addressWait, err := u.DB.SignInAttempt(ctx, account, "address:"+req.Address, now)
	if err != nil {
		return postgres.Candidate{}, err
	}
	if addressWait > 0 {
		return postgres.Candidate{}, throttled(addressWait)
	}
	c, err := u.DB.Candidate(ctx, identifier)
	if err != nil {
		return postgres.Candidate{}, err
	}
	match, stale, err := matches(ctx, req.Password, c.Hash)
	if err != nil { // too busy to compare: no attempt of the person's
		return c, errors.Join(err, u.DB.SignInForgive(ctx, account, "address:"+req.Address, now))
	}
	refused := func(cause error) (postgres.Candidate, error) {
		return c, fault.New(fault.Denied, msg.LoginRefused).Because(cause)
	}
	switch {
	case accountWait > 0:
		return refused(ErrLocked)
	case c.Account.Zero():
		return refused(ErrUnknown)
	case !match:
		return refused(ErrPassword)
	case !c.May:
		return refused(ErrMayNot)
	}
	if err := u.DB.SignInForgive(ctx, account, "address:"+req.Address, now); err != nil {
		return c, err
	}
	if stale {
		hash, err := HashPassword(ctx, req.Password)
		if err == nil {
			err = u.DB.Rehash(ctx, c.Account, c.Hash, hash)
		}
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

// lookup is what a typed identifier is looked up by: folded, bounded, and a
// text that the database takes.
func lookup(typed string) string {
	folded := strings.ReplaceAll(fold.Text(typed), "\x00", "")
	return strings.ToValidUTF8(folded[:min(len(folded), maxIdentifier)], "")
}

func accountKey(identifier string) string { return "account:" + identifier }

func throttled(wait time.Duration) error {
	return fault.New(fault.TooMany, msg.LoginThrottled).With(fault.Args{"Minutes": int((wait + time.Minute - 1) / time.Minute)})
}
