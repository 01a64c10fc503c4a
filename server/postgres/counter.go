package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/day"
	"comptoir/shared/fault"
	"comptoir/shared/id"
	"comptoir/shared/msg"
)

var counterSQL = load[struct {
	Alone, Once, Claim, LockMeter, Around, Insert, Latest, CloseRequests, Event, Log, History, Visible string
}]("counter.sql")

// Answered is a mutation that was received before.
type Answered struct {
	Account    id.Account
	Membership id.Membership
	Call       string
	BodyHash   []byte
	Answer     []byte // JSON
}

// Once returns what a mutation was answered, or nil when it is new. Until the
// transaction ends, copies of the mutation wait here.
func Once(ctx context.Context, tx pgx.Tx, customer id.Customer, m id.Mutation) (*Answered, error) {
	if _, err := tx.Exec(ctx, counterSQL.Alone, pgx.NamedArgs{"customer": customer, "id": m}); err != nil {
		return nil, err
	}
	var a Answered
	err := tx.QueryRow(ctx, counterSQL.Once, pgx.NamedArgs{"customer": customer, "id": m}).
		Scan(&a.Account, &a.Membership, &a.Call, &a.BodyHash, &a.Answer)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &a, err
}

// Claim stores the answer to a mutation.
func Claim(ctx context.Context, tx pgx.Tx, customer id.Customer, m id.Mutation, a Answered) error {
	_, err := tx.Exec(ctx, counterSQL.Claim, pgx.NamedArgs{"customer": customer, "id": m, "account": a.Account,
		"membership": a.Membership, "call": a.Call, "hash": a.BodyHash, "answer": a.Answer})
	return err
}

// MeterFacts is what judging an entry needs to know of a meter and its asset.
type MeterFacts struct {
	Code, Label, Org, Activity string
	InstalledOn                day.Day
	Volume                     *int64
	LastReal                   day.Day
	Model                      id.Model
}

// LockMeter locks a meter of the scope; one that is not there is a not-found fault.
func LockMeter(ctx context.Context, tx pgx.Tx, s Scope, asset id.Asset, meter id.Meter) (MeterFacts, error) {
	var f MeterFacts
	err := tx.QueryRow(ctx, counterSQL.LockMeter, s.with(pgx.NamedArgs{"customer": s.Customer, "asset": asset, "meter": meter})).
		Scan(&f.Code, &f.Label, &f.Org, &f.Activity, &f.InstalledOn, &f.Volume, &f.LastReal, &f.Model)
	if errors.Is(err, pgx.ErrNoRows) {
		return f, fault.New(fault.NotFound, msg.FaultNotFound)
	}
	return f, err
}

// Past is what was read on a meter, newest first, without what a later reading
// corrects. Waiting are the readings of a replaced meter that the dealer has
// not accepted yet.
type Past struct{ Accepted, Waiting []counter.Reading }

// PastOf returns what was read on a meter.
func PastOf(ctx context.Context, tx pgx.Tx, customer id.Customer, meter id.Meter) (p Past, err error) {
	rows, err := tx.Query(ctx, counterSQL.Around, pgx.NamedArgs{"customer": customer, "meter": meter})
	if err != nil {
		return p, err
	}
	var r counter.Reading
	var waits bool
	_, err = pgx.ForEachRow(rows, []any{&r.Value, &r.At, &r.Origin, &r.Source, &waits}, func() error {
		if waits {
			p.Waiting = append(p.Waiting, r)
		} else {
			p.Accepted = append(p.Accepted, r)
		}
		return nil
	})
	return p, err
}

// NewReading is a reading to be stored.
type NewReading struct {
	ID         id.Reading
	Asset      id.Asset
	Meter      id.Meter
	Account    id.Account
	Membership id.Membership
	Mutation   id.Mutation
	counter.Reading
	Reason    string
	ToCheck   bool
	Waits     bool // in Saisies externes, for the dealer
	Anomalies []string
	Replaced  *api.Replacement
	DeviceAt  time.Time
	Photos    []string
}

// InsertReading stores a reading.
func InsertReading(ctx context.Context, tx pgx.Tx, customer id.Customer, r NewReading) error {
	args := pgx.NamedArgs{"customer": customer, "id": r.ID, "meter": r.Meter, "value": r.Value, "at": r.At, "origin": string(r.Origin),
		"source": string(r.Source), "reason": r.Reason, "to_check": r.ToCheck, "anomalies": r.Anomalies, "replaced": r.Replaced != nil,
		"old_end": nil, "new_start": nil, "account": r.Account, "membership": r.Membership, "mutation": r.Mutation,
		"device_at": r.DeviceAt, "photos": r.Photos, "state": "accepted"}
	if r.Waits {
		args["state"] = "external"
	}
	if r.Replaced != nil {
		args["old_end"], args["new_start"] = r.Replaced.OldEnd, r.Replaced.NewStart
	}
	_, err := tx.Exec(ctx, counterSQL.Insert, args)
	return err
}

// Latest is what a meter shows of its readings.
type Latest struct {
	Value    int64
	At       time.Time
	Origin   counter.Origin
	LastReal day.Day
	Volume   *int64
}

// SetLatest stores what a meter shows, and closes the reading requests of its
// asset that every meter has answered.
func SetLatest(ctx context.Context, tx pgx.Tx, customer id.Customer, asset id.Asset, meter id.Meter, l Latest, today day.Day) error {
	if _, err := tx.Exec(ctx, counterSQL.Latest, pgx.NamedArgs{"customer": customer, "meter": meter, "last_value": l.Value,
		"last_at": l.At, "last_origin": string(l.Origin), "last_real_on": l.LastReal, "volume": l.Volume}); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, counterSQL.CloseRequests, pgx.NamedArgs{"customer": customer, "asset": asset, "today": today})
	return err
}

// AppendEvent adds to the feed of what customers do; body is JSON.
func AppendEvent(ctx context.Context, tx pgx.Tx, customer id.Customer, kind, subject string, body []byte) error {
	_, err := tx.Exec(ctx, counterSQL.Event, pgx.NamedArgs{"customer": customer, "kind": kind, "subject": subject, "body": body})
	return err
}

// Activity is one line of the activity log.
type Activity struct {
	Org             string
	Account         id.Account
	Contact         id.Contact
	Asset           id.Asset
	Feature, Action string
	Number          string
}

// LogActivity adds to the activity log.
func LogActivity(ctx context.Context, tx pgx.Tx, customer id.Customer, a Activity) error {
	_, err := tx.Exec(ctx, counterSQL.Log, pgx.NamedArgs{"customer": customer, "org": a.Org, "account": a.Account,
		"contact": nullable(a.Contact), "asset": nullable(a.Asset), "feature": a.Feature, "action": a.Action, "number": a.Number})
	return err
}

// History returns the newest readings of each meter of an asset of the scope.
func (db *DB) History(ctx context.Context, s Scope, asset id.Asset, limit int) ([]api.HistoryRow, error) {
	seen, err := Row(ctx, db, s.Customer, counterSQL.Visible, s.with(pgx.NamedArgs{"asset": asset}), pgx.RowTo[int])
	if err == nil && seen == 0 {
		err = fault.New(fault.NotFound, msg.FaultNotFound)
	}
	if err != nil {
		return nil, err
	}
	return Rows(ctx, db, s.Customer, counterSQL.History, s.with(pgx.NamedArgs{"asset": asset, "limit": limit}),
		func(row pgx.CollectableRow) (h api.HistoryRow, err error) {
			var photos, uploads []string
			err = row.Scan(&h.ID, &h.Meter, &h.Value, &h.At, &h.Origin, &h.Source, &h.Author, &h.ToCheck, &h.Waits, &photos, &uploads)
			for i, p := range photos {
				h.Photos = append(h.Photos, api.Photo{SHA256: p, Upload: id.Upload(uploads[i])})
			}
			return h, err
		})
}
