package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"comptoir/shared/api"
)

// Changes are the rows of a mirrored collection since a cursor, the rows that
// left it, and where the next delta starts.
type Changes[Row any] struct {
	Rows []Row
	Gone []string
	Next string // pg_snapshot_xmin of the statement that read the rows

	Incarnation string // names this database; a restore renews it
}

// setMirror is setCustomer, and tells which database answers.
const setMirror = "SELECT incarnation::text FROM instance, set_config('app.customer', $1, true)"

var mirrorSQL = load[struct{ Models, Sites, SitesGone, Contacts, ContactsGone, Meters, MetersGone, Tickets, TicketsGone, Orders, OrdersGone string }]("mirror.sql")

// changes runs the statement of the rows, which returns the cursor first in
// every row, and that of what is gone. What is gone is read by a later
// snapshot: it may name a row that the first one still saw, and the next delta
// names it again.
func changes[Row any](ctx context.Context, db *DB, s Scope, since, rowsSQL, goneSQL string, fields func(*Row) []any) (out Changes[Row], err error) {
	full := since == ""
	if full {
		since = "0"
	}
	args := named(s.with(pgx.NamedArgs{"customer": s.Customer, "since": since}))
	b := &pgx.Batch{}
	b.Queue(setMirror, string(s.Customer))
	b.Queue(rowsSQL, args)
	if !full && goneSQL != "" {
		b.Queue(goneSQL, args)
	}
	res := db.Customer.SendBatch(ctx, b)
	defer func() { err = errors.Join(err, Fault(res.Close())) }()
	if err := res.QueryRow().Scan(&out.Incarnation); err != nil {
		return out, Fault(err)
	}
	rows, err := res.Query()
	if err != nil {
		return out, Fault(err)
	}
	if out.Rows, out.Next, err = collect(rows, fields); err != nil {
		return out, Fault(err)
	}
	if full || goneSQL == "" {
		return out, nil
	}
	rows, err = res.Query()
	if err != nil {
		return out, Fault(err)
	}
	out.Gone, err = pgx.CollectRows(rows, pgx.RowTo[string])
	return out, Fault(err)
}

// collect reads the rows of a left join on the cursor: with nothing to return
// there is one row, whose columns but the first are NULL.
func collect[Row any](rows pgx.Rows, fields func(*Row) []any) (out []Row, next string, err error) {
	defer rows.Close()
	out = []Row{}
	for rows.Next() {
		if len(out) == 0 && rows.RawValues()[1] == nil {
			if err := rows.Scan(append([]any{&next}, make([]any, len(rows.FieldDescriptions())-1)...)...); err != nil {
				return nil, "", err
			}
			continue
		}
		var r Row
		if err := rows.Scan(append([]any{&next}, fields(&r)...)...); err != nil {
			return nil, "", err
		}
		out = append(out, r)
	}
	return out, next, rows.Err()
}

// orNone reads NULL as the zero identifier.
func orNone[T ~string](dst *T) any { return noneScanner[T]{dst} }

type noneScanner[T ~string] struct{ dst *T }

// ScanText reads the text form of an identifier.
func (n noneScanner[T]) ScanText(v pgtype.Text) error {
	*n.dst = ""
	if v.Valid {
		*n.dst = T(v.String)
	}
	return nil
}

// ModelSync returns the models that changed since a cursor. Models are the
// dealer's and never leave.
func (db *DB) ModelSync(ctx context.Context, s Scope, since string) (Changes[api.Model], error) {
	return changes(ctx, db, s, since, mirrorSQL.Models, "", func(m *api.Model) []any {
		return []any{&m.ID, &m.Brand, &m.Label, &m.Family, &m.Activity, &m.Picture}
	})
}

// SiteSync returns the sites that changed since a cursor.
func (db *DB) SiteSync(ctx context.Context, s Scope, since string) (Changes[api.Site], error) {
	return changes(ctx, db, s, since, mirrorSQL.Sites, mirrorSQL.SitesGone, func(v *api.Site) []any {
		return []any{&v.ID, &v.Code, &v.Name, &v.Address, &v.Postcode, &v.City}
	})
}

// ContactSync returns the contacts that changed since a cursor.
func (db *DB) ContactSync(ctx context.Context, s Scope, since string) (Changes[api.Contact], error) {
	return changes(ctx, db, s, since, mirrorSQL.Contacts, mirrorSQL.ContactsGone, func(v *api.Contact) []any {
		return []any{&v.ID, &v.Name, &v.Email, &v.Phone, &v.Job, orNone(&v.Site)}
	})
}

// MeterSync returns the measured meters that changed since a cursor, each with
// the organisation interne of its asset, whose parameters decide what travels.
func (db *DB) MeterSync(ctx context.Context, s Scope, since string) (Changes[api.Meter], []string, error) {
	return changesWith[api.Meter, string](ctx, db, s, since, mirrorSQL.Meters, mirrorSQL.MetersGone, meterFields)
}

// changesWith is changes of rows that come with one value more, in their last
// column, which does not travel.
func changesWith[Row, More any](ctx context.Context, db *DB, s Scope, since, rowsSQL, goneSQL string, fields func(*Row) []any) (Changes[Row], []More, error) {
	type row struct {
		it   Row
		more More
	}
	c, err := changes(ctx, db, s, since, rowsSQL, goneSQL, func(r *row) []any { return append(fields(&r.it), &r.more) })
	out := Changes[Row]{Rows: make([]Row, len(c.Rows)), Gone: c.Gone, Next: c.Next, Incarnation: c.Incarnation}
	more := make([]More, len(c.Rows))
	for i, r := range c.Rows {
		out.Rows[i], more[i] = r.it, r.more
	}
	return out, more, err
}

// TicketSync returns the open tickets that changed since a cursor.
func (db *DB) TicketSync(ctx context.Context, s Scope, since string) (Changes[api.Ticket], error) {
	return changes(ctx, db, s, since, mirrorSQL.Tickets, mirrorSQL.TicketsGone, func(v *api.Ticket) []any {
		return []any{&v.ID, &v.Number, orNone(&v.Asset), &v.Site, &v.Org, &v.Activity, &v.Nature, &v.Detail, &v.State, &v.Priority, &v.Requester, &v.OpenedAt}
	})
}

// OrderSync returns the open orders that changed since a cursor, and which of
// them the contact made.
func (db *DB) OrderSync(ctx context.Context, s Scope, since string) (Changes[api.Order], []bool, error) {
	return changesWith[api.Order, bool](ctx, db, s, since, mirrorSQL.Orders, mirrorSQL.OrdersGone, func(v *api.Order) []any {
		return []any{&v.ID, &v.Number, &v.Reference, &v.Site, &v.Assets, &v.Org, &v.Activity, &v.State, &v.OrderedAt, &v.Gross, &v.Requester}
	})
}

func meterFields(m *api.Meter) []any {
	return []any{&m.ID, &m.Asset, &m.Code, &m.Label, &m.Unit, &m.Position, &m.Colour, &m.NextBilling, &m.LastReal,
		&m.LastValue, &m.LastAt, &m.LastOrigin, &m.Volume}
}

func scanMeter(row pgx.CollectableRow) (m api.Meter, err error) {
	return m, row.Scan(meterFields(&m)...)
}
