package usecase

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/server/postgres"
	"comptoir/shared/fold"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
)

var (
	newAccountID    func(time.Time, id.Chance) id.Account    = id.New
	newMembershipID func(time.Time, id.Chance) id.Membership = id.New
	newContactID    func(time.Time, id.Chance) id.Contact    = id.New
	newSessionID    func(time.Time, id.Chance) id.Session    = id.New
)

// chance draws what makes an identifier unlike any other.
func chance() (c id.Chance) {
	_, _ = rand.Read(c[:]) // never fails: crypto/rand aborts the program instead
	return c
}

// NewSessionID names a session.
func NewSessionID(now time.Time) id.Session { return newSessionID(now, chance()) }

// NewAccount is an account to be made from the command line.
type NewAccount struct {
	Identifier string
	Name       string   // empty: the identifier
	Email      string   // empty: no forgotten password by mail
	Lang       string   // fr or en; empty: fr
	Profile    string   // empty: Utilisateur, Prestataire for staff
	Staff      bool     // of the dealer
	Orgs       []string // organisations internes of staff; empty: all
	Customer   string   // code; not for staff
	Contact    string   // code of the contact; made when the customer has none like it; empty: the identifier
	Scope      string   // company, sites, own; empty: company
	Sites      []string // codes, for the scope sites
}

// CreateAccount makes an account without password on a connection of the
// database's owner, and returns the path of the one-time link that chooses the
// first one; it lives seven days.
func CreateAccount(ctx context.Context, conn *pgx.Conn, a NewAccount, now time.Time) (link string, err error) {
	if err := a.complete(); err != nil {
		return "", err
	}
	secret, hash := newLink()
	row := postgres.NewAccount{
		ID: newAccountID(now, chance()), Identifier: fold.Text(a.Identifier), Name: a.Name, Email: a.Email, Lang: a.Lang, Profile: a.Profile,
		Staff: a.Staff, Orgs: a.Orgs, Membership: newMembershipID(now, chance()), Customer: a.Customer, ContactID: newContactID(now, chance()),
		Contact: a.Contact, Scope: a.Scope, Sites: a.Sites, LinkHash: hash, LinkExpires: now.Add(InvitationLife),
	}
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return postgres.InsertAccount(ctx, tx, row) })
	if err != nil {
		return "", fmt.Errorf("create the account %s: %w", row.Identifier, err)
	}
	return "/invitation/" + secret, nil
}

func (a *NewAccount) complete() error {
	var mistakes []error
	a.Identifier = strings.TrimSpace(a.Identifier)
	if a.Identifier == "" || len(a.Identifier) > maxIdentifier {
		mistakes = append(mistakes, fmt.Errorf("the identifier has 1 to %d bytes", maxIdentifier))
	}
	if a.Staff && a.Customer != "" {
		mistakes = append(mistakes, errors.New("an account of the staff has no customer"))
	}
	if !a.Staff && a.Customer == "" {
		mistakes = append(mistakes, errors.New("name the customer's code, or --staff"))
	}
	for _, field := range []struct {
		value    *string
		standard string
	}{{&a.Name, a.Identifier}, {&a.Lang, "fr"}, {&a.Scope, "company"}, {&a.Contact, a.Identifier}} {
		if *field.value == "" {
			*field.value = field.standard
		}
	}
	if a.Profile == "" {
		a.Profile = habilitation.ProfileUser
		if a.Staff {
			a.Profile = habilitation.ProfileStaff
		}
	}
	if a.Lang != "fr" && a.Lang != "en" {
		mistakes = append(mistakes, errors.New("the language is fr or en"))
	}
	if a.Scope != "company" && a.Scope != "sites" && a.Scope != "own" {
		mistakes = append(mistakes, errors.New("the scope is company, sites or own"))
	}
	if (a.Scope == "sites") != (len(a.Sites) > 0) {
		mistakes = append(mistakes, errors.New("the scope sites, and it alone, names sites"))
	}
	return errors.Join(mistakes...)
}
