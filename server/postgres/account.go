package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/shared/id"
)

// NewAccount is an account to be made by the owner of the database.
type NewAccount struct {
	ID         id.Account
	Identifier string // folded
	Name       string
	Email      string
	Lang       string
	Profile    string
	Staff      bool
	Orgs       []string // of staff; none: all

	Membership id.Membership
	Customer   string     // code
	ContactID  id.Contact // used when the contact does not exist
	Contact    string     // code of the contact
	Scope      string
	Sites      []string // codes

	LinkHash    []byte
	LinkExpires time.Time
}

// ErrAccountExists tells that the identifier is taken.
var ErrAccountExists = errors.New("an account with this identifier exists")

// InsertAccount stores an account, its membership and its invitation.
func InsertAccount(ctx context.Context, tx pgx.Tx, a NewAccount) error {
	var profile any
	if a.Staff {
		profile = a.Profile
	}
	if a.Orgs == nil {
		a.Orgs = []string{}
	}
	_, err := tx.Exec(ctx, sessionSQL.InsertAccount, pgx.NamedArgs{"account": a.ID, "identifier": a.Identifier, "name": a.Name, "email": a.Email,
		"lang": a.Lang, "staff": a.Staff, "profile": profile, "orgs": a.Orgs})
	if Duplicate(err) {
		return ErrAccountExists
	}
	if err != nil {
		return fmt.Errorf("store the account: %w", err)
	}
	if !a.Staff {
		if err := insertMembership(ctx, tx, a); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, sessionSQL.InsertLink, pgx.NamedArgs{"hash": a.LinkHash, "account": a.ID, "expires": a.LinkExpires}); err != nil {
		return fmt.Errorf("store the link: %w", err)
	}
	return nil
}

func insertMembership(ctx context.Context, tx pgx.Tx, a NewAccount) error {
	var customer id.Customer
	err := tx.QueryRow(ctx, sessionSQL.CustomerByCode, pgx.NamedArgs{"code": a.Customer}).Scan(&customer)
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("no customer has the code %s", a.Customer)
	}
	if err != nil {
		return fmt.Errorf("find the customer: %w", err)
	}
	var contact id.Contact
	if err := tx.QueryRow(ctx, sessionSQL.Contact, pgx.NamedArgs{"customer": customer, "contact": a.ContactID, "code": a.Contact,
		"name": a.Name, "email": a.Email}).Scan(&contact); err != nil {
		return fmt.Errorf("store the contact: %w", err)
	}
	sites := []id.Site{}
	if len(a.Sites) > 0 {
		rows, err := tx.Query(ctx, sessionSQL.SitesByCode, pgx.NamedArgs{"customer": customer, "codes": a.Sites})
		if err == nil {
			sites, err = pgx.CollectRows(rows, pgx.RowTo[id.Site])
		}
		if err != nil {
			return fmt.Errorf("find the sites: %w", err)
		}
		if len(sites) != len(a.Sites) {
			return fmt.Errorf("customer %s has %d of the %d sites", a.Customer, len(sites), len(a.Sites))
		}
	}
	if _, err := tx.Exec(ctx, sessionSQL.InsertMembership, pgx.NamedArgs{"customer": customer, "membership": a.Membership, "account": a.ID,
		"contact": contact, "profile": a.Profile, "scope": a.Scope, "sites": sites}); err != nil {
		return fmt.Errorf("store the membership: %w", err)
	}
	return nil
}
