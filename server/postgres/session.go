package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/id"
	"comptoir/shared/msg"
)

var sessionSQL = load[struct {
	Secret, Candidate, Attempt, Forgive, Rehash, Open, Renew, Load, End, AccountSecret, Password, Holder, RequestLink, PeekLink, UseLink, Purge,
	Orgs, Activities, Parameters, Tables, InsertAccount, CustomerByCode, Contact, SitesByCode, InsertMembership, InsertLink string
}]("session.sql")

// guestRow reads at most one row as the guest; ok tells whether there was one.
func guestRow(ctx context.Context, db *DB, sql string, args pgx.NamedArgs, dst ...any) (ok bool, err error) {
	rows, err := db.Guest.Query(ctx, sql, args)
	if err != nil {
		return false, Fault(err)
	}
	defer rows.Close()
	if !rows.Next() {
		return false, Fault(rows.Err())
	}
	if err := rows.Scan(dst...); err != nil {
		return false, err
	}
	rows.Close()
	return true, Fault(rows.Err())
}

func guestExec(ctx context.Context, db *DB, sql string, args pgx.NamedArgs) error {
	_, err := db.Guest.Exec(ctx, sql, args)
	return Fault(err)
}

// Secret returns the secret of the instance, from which session keys are derived.
func (db *DB) Secret(ctx context.Context) ([]byte, error) {
	var b []byte
	ok, err := guestRow(ctx, db, sessionSQL.Secret, pgx.NamedArgs{}, &b)
	if err == nil && !ok {
		err = fault.New(fault.Unavailable, msg.FaultUnavailable)
	}
	return b, err
}

// Candidate is the account that an identifier names.
type Candidate struct {
	Account    id.Account
	Hash       string        // of the password; empty: none chosen yet
	Membership id.Membership // in which its session starts; zero for staff
	May        bool          // enabled, with a profile and somewhere to work
}

// Candidate looks up a folded identifier; the zero value names no account.
func (db *DB) Candidate(ctx context.Context, identifier string) (c Candidate, err error) {
	_, err = guestRow(ctx, db, sessionSQL.Candidate, pgx.NamedArgs{"identifier": identifier}, &c.Account, &c.Hash, orNone(&c.Membership), &c.May)
	return c, err
}

// SignInAttempt counts an attempt and returns how long the account and the
// address have to wait; an attempt that waits is not counted.
func (db *DB) SignInAttempt(ctx context.Context, account, address string, now time.Time) (accountWait, addressWait time.Duration, err error) {
	var a, b int
	_, err = guestRow(ctx, db, sessionSQL.Attempt, pgx.NamedArgs{"account": account, "address": address, "now": now}, &a, &b)
	return time.Duration(a) * time.Second, time.Duration(b) * time.Second, err
}

// SignInForgive takes the attempt counted at that instant back.
func (db *DB) SignInForgive(ctx context.Context, account, address string, at time.Time) error {
	return guestExec(ctx, db, sessionSQL.Forgive, pgx.NamedArgs{"account": account, "address": address, "at": at})
}

// Rehash replaces the hash of an unchanged password.
func (db *DB) Rehash(ctx context.Context, account id.Account, old, hash string) error {
	return guestExec(ctx, db, sessionSQL.Rehash, pgx.NamedArgs{"account": account, "old": old, "new": hash})
}

// NewSession is a session to be stored.
type NewSession struct {
	ID          id.Session
	Account     id.Account
	Membership  id.Membership // zero: staff
	RefreshHash []byte
	At, Expires time.Time
	Shared      bool
	Agent       string
	Address     string
}

// OpenSession stores a session and returns the account's epoch; ok is false
// for an account disabled meanwhile.
func (db *DB) OpenSession(ctx context.Context, s NewSession) (epoch int, ok bool, err error) {
	var e *int
	_, err = guestRow(ctx, db, sessionSQL.Open, pgx.NamedArgs{"session": s.ID, "account": s.Account, "membership": nullable(s.Membership),
		"hash": s.RefreshHash, "now": s.At, "expires": s.Expires, "shared": s.Shared, "agent": s.Agent, "address": s.Address}, &e)
	if err != nil || e == nil {
		return 0, false, err
	}
	return *e, true, nil
}

// The outcomes of a renewal.
const (
	Renewed = "renewed"
	Gone    = "gone"   // the session is over or unknown
	Reused  = "reused" // the parent of the token in force, too late: the session is revoked
	Other   = "other"  // neither the token in force nor its parent
)

// Renewal is the answer to a refresh token.
type Renewal struct {
	Outcome     string
	Account     id.Account
	Membership  id.Membership
	Epoch       int
	Generation  int // in force
	Expires     time.Time
	RefreshHash []byte // of the token in force
}

// RenewSession takes the refresh token with that hash for its child.
func (db *DB) RenewSession(ctx context.Context, session id.Session, hash, child []byte, now time.Time) (r Renewal, err error) {
	var epoch, generation *int
	var expires *time.Time
	_, err = guestRow(ctx, db, sessionSQL.Renew, pgx.NamedArgs{"session": session, "hash": hash, "child": child, "now": now},
		&r.Outcome, orNone(&r.Account), orNone(&r.Membership), &epoch, &generation, &expires, &r.RefreshHash)
	if epoch != nil && generation != nil && expires != nil {
		r.Epoch, r.Generation, r.Expires = *epoch, *generation, *expires
	}
	return r, err
}

// Loaded is who a session is, as it is stored.
type Loaded struct {
	Account      id.Account    `json:"account"`
	Identifier   string        `json:"identifier"`
	Name         string        `json:"name"`
	Lang         string        `json:"lang"`
	Staff        bool          `json:"staff"`
	Epoch        int           `json:"epoch"`
	Expires      time.Time     `json:"expires"`
	Membership   id.Membership `json:"membership"`
	Customer     id.Customer   `json:"customer"`
	CustomerCode string        `json:"customer_code"`
	CustomerName string        `json:"customer_name"`
	Contact      id.Contact    `json:"contact"`
	Profile      string        `json:"profile"`
	Scope        string        `json:"scope"`
	Sites        []id.Site     `json:"sites"`
	Orgs         []string      `json:"orgs"`

	Others []api.MembershipRef `json:"others"`
}

// LoadSession reads a session that still stands; ok is false otherwise. It
// does not look at the time: Expires is for the caller.
func (db *DB) LoadSession(ctx context.Context, session id.Session) (l Loaded, ok bool, err error) {
	var body []byte
	if _, err := guestRow(ctx, db, sessionSQL.Load, pgx.NamedArgs{"session": session}, &body); err != nil || body == nil {
		return l, false, err
	}
	// NULL decodes as Nil, which is zero.
	if err := json.Unmarshal(body, &l); err != nil {
		return l, false, err
	}
	return l, true, nil
}

// EndSession revokes a session.
func (db *DB) EndSession(ctx context.Context, session id.Session, now time.Time) error {
	return guestExec(ctx, db, sessionSQL.End, pgx.NamedArgs{"session": session, "now": now})
}

// AccountSecret returns the identifier and the password's hash of an enabled account.
func (db *DB) AccountSecret(ctx context.Context, account id.Account) (identifier, hash string, err error) {
	_, err = guestRow(ctx, db, sessionSQL.AccountSecret, pgx.NamedArgs{"account": account}, &identifier, &hash)
	return identifier, hash, err
}

// ChangePassword sets a password and ends every session of the account but
// keep; in the same transaction it calls tell for whose account it is, if it
// has an address.
func (db *DB) ChangePassword(ctx context.Context, account id.Account, hash string, keep id.Session, now time.Time, tell func(pgx.Tx, LinkHolder) error) error {
	return Fault(pgx.BeginFunc(ctx, db.Guest, func(tx pgx.Tx) error {
		args := pgx.NamedArgs{"account": account, "hash": hash, "keep": nullable(keep), "now": now}
		if _, err := tx.Exec(ctx, sessionSQL.Password, args); err != nil {
			return err
		}
		return tellHolder(ctx, tx, account, tell)
	}))
}

func tellHolder(ctx context.Context, tx pgx.Tx, account id.Account, tell func(pgx.Tx, LinkHolder) error) error {
	rows, err := tx.Query(ctx, sessionSQL.Holder, pgx.NamedArgs{"account": account})
	if err != nil {
		return err
	}
	to, err := pgx.CollectRows(rows, scanHolder)
	if err != nil || len(to) == 0 {
		return err
	}
	return tell(tx, to[0])
}

func scanHolder(row pgx.CollectableRow) (h LinkHolder, err error) {
	return h, row.Scan(&h.Email, &h.Name, &h.Identifier, &h.Lang)
}

// LinkHolder is whose a one-time link is.
type LinkHolder struct{ Email, Name, Identifier, Lang, Kind string }

// RequestLink stores a link for a forgotten password and, in the same
// transaction, calls send for whom it is; an account that gets none is no error.
func (db *DB) RequestLink(ctx context.Context, identifier string, hash []byte, now time.Time, send func(pgx.Tx, LinkHolder) error) error {
	return Fault(pgx.BeginFunc(ctx, db.Guest, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sessionSQL.RequestLink, pgx.NamedArgs{"identifier": identifier, "hash": hash, "now": now})
		if err != nil {
			return err
		}
		to, err := pgx.CollectRows(rows, scanHolder)
		if err != nil || len(to) == 0 {
			return err
		}
		return send(tx, to[0])
	}))
}

// PeekLink tells whose a link is without using it; ok is false when it is over.
func (db *DB) PeekLink(ctx context.Context, hash []byte, now time.Time) (h LinkHolder, ok bool, err error) {
	ok, err = guestRow(ctx, db, sessionSQL.PeekLink, pgx.NamedArgs{"hash": hash, "now": now}, &h.Identifier, &h.Lang, &h.Kind)
	return h, ok, err
}

// UseLink sets the password of the account that a link is for, ends its
// sessions and calls tell like ChangePassword; the account is zero when the
// link is over.
func (db *DB) UseLink(ctx context.Context, hash []byte, password string, now time.Time, tell func(pgx.Tx, LinkHolder) error) (account id.Account, err error) {
	err = pgx.BeginFunc(ctx, db.Guest, func(tx pgx.Tx) error {
		args := pgx.NamedArgs{"hash": hash, "password": password, "now": now}
		if err := tx.QueryRow(ctx, sessionSQL.UseLink, args).Scan(orNone(&account)); err != nil || account.Zero() {
			return err
		}
		return tellHolder(ctx, tx, account, tell)
	})
	return account, Fault(err)
}

// PurgeSessions forgets attempts, links and sessions that are long over.
func (db *DB) PurgeSessions(ctx context.Context, now time.Time) error {
	return guestExec(ctx, db, sessionSQL.Purge, pgx.NamedArgs{"now": now})
}

// ListenSessions opens a connection of its own that hears what ends sessions
// and changes rights. The caller closes it.
func (db *DB) ListenSessions(ctx context.Context) (*pgx.Conn, error) {
	c, err := db.Guest.Acquire(ctx)
	if err != nil {
		return nil, Fault(err)
	}
	conn := c.Hijack()
	if _, err := conn.Exec(ctx, "LISTEN comptoir_session"); err != nil {
		_ = conn.Close(ctx)
		return nil, Fault(err)
	}
	return conn, nil
}
