package usecase

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/server/postgres"
	"comptoir/shared/fault"
	"comptoir/shared/i18n"
	"comptoir/shared/msg"
)

// LinkKind is what a one-time link is for.
type LinkKind string

// The kinds of one-time links.
const (
	LinkPassword   LinkKind = "password"   // choose a new password; one hour
	LinkInvitation LinkKind = "invitation" // choose the first password; seven days
	LinkNone       LinkKind = ""           // no link: the password was changed
)

// Lives of one-time links.
const (
	PasswordLinkLife = time.Hour
	InvitationLife   = 7 * 24 * time.Hour
)

// LinkMail is a mail about an account, mostly with a one-time link.
type LinkMail struct {
	Kind       LinkKind
	Email      string
	Name       string // of the person
	Identifier string
	Lang       i18n.Lang
	URL        string // absolute; none for LinkNone
	Until      time.Time
}

// EnqueueLink queues a mail in the transaction that makes its link, or that
// changes the password it tells of.
type EnqueueLink func(ctx context.Context, tx pgx.Tx, m LinkMail) error

// newLink makes the secret of a link and what is stored of it.
func newLink() (secret string, hash []byte) {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand aborts the program instead
	secret = base64.RawURLEncoding.EncodeToString(b)
	return secret, linkHash(secret)
}

func linkHash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// ForgottenPassword queues a mail with a link under base when the identifier
// names an account that may work and has an address; otherwise nothing
// happens, and the caller cannot tell.
func (u *Portal) ForgottenPassword(ctx context.Context, identifier, base string, mail EnqueueLink) error {
	secret, hash := newLink()
	now := u.Now()
	return u.DB.RequestLink(ctx, lookup(identifier), hash, now, func(tx pgx.Tx, to postgres.LinkHolder) error {
		return mail(ctx, tx, LinkMail{Kind: LinkPassword, Email: to.Email, Name: to.Name, Identifier: to.Identifier, Lang: i18n.Lang(to.Lang),
			URL: base + "/reinitialiser/" + secret, Until: now.Add(PasswordLinkLife)})
	})
}

// PeekLink tells whose a link is without using it; one that is over or was
// made for something else is a not-found fault.
func (u *Portal) PeekLink(ctx context.Context, secret string, kind LinkKind) (postgres.LinkHolder, error) {
	h, ok, err := u.DB.PeekLink(ctx, linkHash(secret), u.Now())
	if err == nil && (!ok || h.Kind != string(kind)) {
		err = fault.New(fault.NotFound, msg.PasswordLinkOver)
	}
	return h, err
}

// UseLink sets the password of the account that a link is for. The link, every
// other link and every session of the account end with it.
func (u *Portal) UseLink(ctx context.Context, secret string, kind LinkKind, password string) (postgres.LinkHolder, error) {
	h, err := u.PeekLink(ctx, secret, kind)
	if err != nil {
		return h, err
	}
	if wrong := CheckPassword(h.Identifier, password); wrong != nil {
		return h, fault.Check([]fault.Field{*wrong})
	}
	hash, err := HashPassword(ctx, password)
	if err != nil {
		return h, err
	}
	account, err := u.DB.UseLink(ctx, linkHash(secret), hash, u.Now(), u.tellChanged(ctx, kind))
	if err == nil && account.Zero() {
		err = fault.New(fault.NotFound, msg.PasswordLinkOver)
	}
	return h, err
}

// tellChanged queues the mail that a password was changed, so that who did not
// do it hears of it. A first password, chosen by invitation, is no change.
func (u *Portal) tellChanged(ctx context.Context, kind LinkKind) func(pgx.Tx, postgres.LinkHolder) error {
	return func(tx pgx.Tx, to postgres.LinkHolder) error {
		if kind == LinkInvitation || u.Mail == nil {
			return nil
		}
		return u.Mail(ctx, tx, LinkMail{Kind: LinkNone, Email: to.Email, Name: to.Name, Identifier: to.Identifier, Lang: i18n.Lang(to.Lang)})
	}
}
