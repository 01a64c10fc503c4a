package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"comptoir/shared/api"
	"comptoir/shared/decision"
)

// Dealer is what the dealer decided for everybody: from it the rights and
// rules of a membership are made.
type Dealer struct {
	Orgs       []api.Activity // code and name of each organisation interne
	Activities []api.Activity
	Parameters []Parameter
	Tables     map[string]decision.Table // the latest version of each that was asked for
}

// Parameter is a stored value; an empty Org is common to all.
type Parameter struct{ Code, Org, Value string }

// Dealer reads the dealer's rules and those decision tables, in one round trip.
func (db *DB) Dealer(ctx context.Context, tables ...string) (d Dealer, err error) {
	b := &pgx.Batch{}
	b.Queue(sessionSQL.Orgs)
	b.Queue(sessionSQL.Activities)
	b.Queue(sessionSQL.Parameters)
	b.Queue(sessionSQL.Tables, pgx.NamedArgs{"codes": tables})
	res := db.Guest.SendBatch(ctx, b)
	defer func() { err = errors.Join(err, Fault(res.Close())) }()
	if d.Orgs, err = next(res, pgx.RowToStructByPos[api.Activity]); err != nil {
		return d, err
	}
	if d.Activities, err = next(res, pgx.RowToStructByPos[api.Activity]); err != nil {
		return d, err
	}
	if d.Parameters, err = next(res, pgx.RowToStructByPos[Parameter]); err != nil {
		return d, err
	}
	all, err := next(res, func(row pgx.CollectableRow) (t decision.Table, err error) {
		return t, row.Scan(&t.Code, &t.Criteria, &t.Results, &t.Rows)
	})
	d.Tables = map[string]decision.Table{}
	for _, t := range all {
		d.Tables[t.Code] = t
	}
	return d, err
}

func next[T any](res pgx.BatchResults, scan pgx.RowToFunc[T]) ([]T, error) {
	rows, err := res.Query()
	if err != nil {
		return nil, Fault(err)
	}
	out, err := pgx.CollectRows(rows, scan)
	return out, Fault(err)
}
