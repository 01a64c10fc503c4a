package postgres

import (
	"reflect"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"comptoir/shared/day"
	"comptoir/shared/id"
)

// registerTypes teaches a connection the civil day of package day, so that a
// date column is read and written as one; NULL is the zero day. An identifier
// that is missing is written as the one that nothing bears: it is answered as
// an unknown one.
func registerTypes(conn *pgx.Conn) {
	m := conn.TypeMap()
	m.TryWrapScanPlanFuncs = append([]pgtype.TryWrapScanPlanFunc{wrapDayScan}, m.TryWrapScanPlanFuncs...)
	m.TryWrapEncodePlanFuncs = append([]pgtype.TryWrapEncodePlanFunc{wrapDayEncode, wrapIDEncode}, m.TryWrapEncodePlanFuncs...)
}

type dayScanner struct{ d *day.Day }

func (s dayScanner) ScanDate(v pgtype.Date) error {
	if !v.Valid {
		*s.d = 0
		return nil
	}
	*s.d = day.Of(v.Time, time.UTC)
	return nil
}

type dayScanPlan struct{ next pgtype.ScanPlan }

func (p *dayScanPlan) SetNext(next pgtype.ScanPlan) { p.next = next }

func (p *dayScanPlan) Scan(src []byte, dst any) error {
	return p.next.Scan(src, dayScanner{dst.(*day.Day)})
}

func wrapDayScan(target any) (pgtype.WrappedScanPlanNextSetter, any, bool) {
	if d, ok := target.(*day.Day); ok {
		return &dayScanPlan{}, dayScanner{d}, true
	}
	return nil, nil, false
}

type dayValuer day.Day

func (d dayValuer) DateValue() (pgtype.Date, error) {
	if d == 0 {
		return pgtype.Date{}, nil
	}
	return pgtype.Date{Time: day.Day(d).Start(time.UTC), Valid: true}, nil
}

type dayEncodePlan struct{ next pgtype.EncodePlan }

func (p *dayEncodePlan) SetNext(next pgtype.EncodePlan) { p.next = next }

func (p *dayEncodePlan) Encode(value any, buf []byte) ([]byte, error) {
	return p.next.Encode(dayValuer(value.(day.Day)), buf)
}

func wrapDayEncode(value any) (pgtype.WrappedEncodePlanNextSetter, any, bool) {
	if d, ok := value.(day.Day); ok {
		return &dayEncodePlan{}, dayValuer(d), true
	}
	return nil, nil, false
}

type idValuer string

func idValue(v any) idValuer {
	if text := reflect.ValueOf(v).String(); text != "" {
		return idValuer(text)
	}
	return id.Nil
}

func (v idValuer) UUIDValue() (u pgtype.UUID, err error) { return u, u.Scan(string(v)) }

func (v idValuer) TextValue() (pgtype.Text, error) {
	return pgtype.Text{String: string(v), Valid: true}, nil
}

type idEncodePlan struct{ next pgtype.EncodePlan }

func (p *idEncodePlan) SetNext(next pgtype.EncodePlan) { p.next = next }

func (p *idEncodePlan) Encode(value any, buf []byte) ([]byte, error) {
	return p.next.Encode(idValue(value), buf)
}

func wrapIDEncode(value any) (pgtype.WrappedEncodePlanNextSetter, any, bool) {
	if _, ok := value.(interface{ IsID() }); ok && reflect.TypeOf(value).Kind() == reflect.String {
		return &idEncodePlan{}, idValue(value), true
	}
	return nil, nil, false
}
