// Package postgres is the only store: pools, statements and migrations. Every
// statement is a constant of a .sql file beside the Go that runs it, and every
// statement on a customer's table names @customer from the session;
// row-level security refuses it again.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"comptoir/shared/fault"
	"comptoir/shared/id"
	"comptoir/shared/msg"
)

// DB holds the four pools of the portal. Each has its role set when it
// connects and never switches it.
type DB struct {
	Guest    *pgxpool.Pool // before sign-in: functions that look up an account
	Customer *pgxpool.Pool // what a customer's session reads and writes
	Staff    *pgxpool.Pool // the dealer's staff, over the customers they see
	Job      *pgxpool.Pool // what runs without a request
}

// Sizes are the largest numbers of connections of the pools.
type Sizes struct{ Guest, Customer, Staff, Job int32 }

// DefaultSizes suits one server on a small machine.
var DefaultSizes = Sizes{Guest: 4, Customer: 16, Staff: 4, Job: 6}

// Open connects the pools to the database that dsn names, as its owner.
func Open(ctx context.Context, dsn string, s Sizes) (*DB, error) {
	db := &DB{}
	for _, p := range []struct {
		pool **pgxpool.Pool
		role string
		size int32
	}{
		{&db.Guest, "comptoir_guest", s.Guest}, {&db.Customer, "comptoir_customer", s.Customer},
		{&db.Staff, "comptoir_staff", s.Staff}, {&db.Job, "comptoir_job", s.Job},
	} {
		pool, err := openPool(ctx, dsn, p.role, p.size)
		if err != nil {
			db.Close()
			return nil, err
		}
		*p.pool = pool
	}
	return db, nil
}

func openPool(ctx context.Context, dsn, role string, size int32) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	cfg.MaxConns = size
	cfg.MinIdleConns = 0
	cfg.ConnConfig.RuntimeParams["application_name"] = role
	cfg.ConnConfig.RuntimeParams["statement_timeout"] = "30000"
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "30000"
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	cfg.ConnConfig.RuntimeParams["role"] = role
	// Statements lead with the customer, by index, whatever the other arguments
	// are: planning them anew would take longer than running them.
	cfg.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	cfg.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		registerTypes(conn)
		return nil
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("pool of %s: %w", role, err)
	}
	return pool, nil
}

// Owner opens one connection as the owner of the database, for migrations,
// imports and demonstration data.
func Owner(ctx context.Context, dsn string) (*pgx.Conn, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	registerTypes(conn)
	return conn, nil
}

// Close closes the pools.
func (db *DB) Close() {
	for _, p := range []*pgxpool.Pool{db.Guest, db.Customer, db.Staff, db.Job} {
		if p != nil {
			p.Close()
		}
	}
}

const setCustomer = "SELECT set_config('app.customer', $1, true)"
const setOrgs = "SELECT set_config('app.orgs', $1, true)"

// Rows reads what one statement returns, as the customer of the session: one
// round trip, one implicit transaction.
func Rows[T any](ctx context.Context, db *DB, customer id.Customer, sql string, args pgx.NamedArgs, scan pgx.RowToFunc[T]) ([]T, error) {
	args["customer"] = customer
	return batched(ctx, db.Customer, setCustomer, string(customer), sql, args, scan)
}

// StaffRows reads what one statement returns, as staff of organisations internes.
func StaffRows[T any](ctx context.Context, db *DB, orgs []string, sql string, args pgx.NamedArgs, scan pgx.RowToFunc[T]) ([]T, error) {
	return batched(ctx, db.Staff, setOrgs, strings.Join(orgs, ","), sql, args, scan)
}

func batched[T any](ctx context.Context, pool *pgxpool.Pool, set, value, sql string, args pgx.NamedArgs, scan pgx.RowToFunc[T]) (out []T, err error) {
	b := &pgx.Batch{}
	b.Queue(set, value)
	b.Queue(sql, named(args))
	res := pool.SendBatch(ctx, b)
	defer func() { err = errors.Join(err, Fault(res.Close())) }()
	if _, err := res.Exec(); err != nil {
		return nil, Fault(err)
	}
	rows, err := res.Query()
	if err != nil {
		return nil, Fault(err)
	}
	out, err = pgx.CollectRows(rows, scan)
	return out, Fault(err)
}

// Row reads the one row that a statement returns; none is a not-found fault.
func Row[T any](ctx context.Context, db *DB, customer id.Customer, sql string, args pgx.NamedArgs, scan pgx.RowToFunc[T]) (T, error) {
	rows, err := Rows(ctx, db, customer, sql, args, scan)
	if err != nil || len(rows) == 0 {
		var none T
		if err == nil {
			err = fault.New(fault.NotFound, msg.FaultNotFound)
		}
		return none, err
	}
	return rows[0], nil
}

// Write runs fn in one transaction of the customer. Transactions that the
// database refused for no fault of theirs (deadlock, serialisation) run again,
// three times at most.
func (db *DB) Write(ctx context.Context, customer id.Customer, fn func(pgx.Tx) error) error {
	var err error
	for attempt := range 3 {
		if attempt > 0 {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Duration(attempt*20) * time.Millisecond):
			}
		}
		err = pgx.BeginFunc(ctx, db.Customer, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, setCustomer, string(customer)); err != nil {
				return err
			}
			return fn(tx)
		})
		if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.Code != "40P01" && pg.Code != "40001" {
			break
		}
	}
	return Fault(err)
}

// Fault turns what the database says into a fault where a person can act on
// it: out of reach, too busy, too slow are "unavailable", a text that cannot be
// kept is "invalid".
func Fault(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch {
		case strings.HasPrefix(pg.Code, "08"), strings.HasPrefix(pg.Code, "53"), strings.HasPrefix(pg.Code, "57"),
			pg.Code == "40P01", pg.Code == "40001", pg.Code == "55P03":
			return fault.New(fault.Unavailable, msg.FaultUnavailable).Because(err)
		case pg.Code == "22021", pg.Code == "22P05": // a text with a character that no text here holds
			return fault.New(fault.Invalid, msg.FaultMalformed).Because(err)
		}
		return err
	}
	if pgconn.Timeout(err) || pgconn.SafeToRetry(err) || errors.Is(err, context.DeadlineExceeded) {
		return fault.New(fault.Unavailable, msg.FaultUnavailable).Because(err)
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return fault.New(fault.Unavailable, msg.FaultUnavailable).Because(err)
	}
	return err
}

// Duplicate reports whether a unique key refused a write.
func Duplicate(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pg.Code == "23505"
}
