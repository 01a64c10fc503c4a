package usecase

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/shared/i18n"
)

// LinkKind is what a one-time link is for.
type LinkKind string

// The kinds of one-time links.
const (
	LinkPassword   LinkKind = "password"   // choose a new password; one hour
	LinkInvitation LinkKind = "invitation" // choose the first password; seven days
)

// LinkMail is a mail that carries a one-time link.
type LinkMail struct {
	Kind       LinkKind
	Email      string
	Name       string // of the person
	Identifier string
	Lang       i18n.Lang
	URL        string // absolute
	Until      time.Time
}

// EnqueueLink queues a mail in the transaction that makes its link.
type EnqueueLink func(ctx context.Context, tx pgx.Tx, m LinkMail) error
