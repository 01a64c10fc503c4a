package erp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"comptoir/shared/counter"
)

// record is one row of our own layout, read and resolved.
type record struct {
	values   map[string]any // by header
	at       map[string]int // columns of the cells
	customer string
	asset    string
}

// entity imports one CSV file of our own layout.
func (s *session) entity(ctx context.Context, e entity) error {
	t, err := readCSV(s.file.body)
	if err != nil {
		return err
	}
	if err := s.checkHeader(e, t); err != nil {
		return err
	}
	w := newWriter(e, t)
	seen := map[string]int{}
	for _, l := range t.rows {
		row := rowReport{s: s, line: l.number, at: 1}
		r, err := s.record(ctx, e, &t, l)
		out := unchanged
		if err == nil {
			key := r.key(e)
			if first, again := seen[key]; again && e.table != "reading" {
				err = &refusal{field: codeField.header, message: fmt.Sprintf("the same row as line %d", first)}
			}
			seen[key] = l.number
		}
		if err == nil && e.table == "reading" {
			out, err = s.readingRow(ctx, r, &row)
		} else if err == nil {
			out, err = s.write(ctx, w, r)
		}
		if _, err := row.done(out, err); err != nil {
			return fmt.Errorf("line %d: %w", l.number, err)
		}
	}
	return nil
}

// checkHeader refuses unknown columns, and missing ones that nothing replaces.
func (s *session) checkHeader(e entity, t sheet) error {
	for _, h := range t.header {
		if !slices.ContainsFunc(e.fields, func(f field) bool { return f.header == h }) {
			return brokenAt(1, 0, "unknown column %q", h)
		}
	}
	for _, f := range e.fields {
		if f.required && t.column(f.header) < 0 && s.standIn(f) == "" {
			return brokenAt(1, 0, "the column %q is missing", f.header)
		}
	}
	return nil
}

// standIn is the code that --set gives where a cell is empty or absent.
func (s *session) standIn(f field) string {
	switch f.to {
	case "customer":
		return s.given.customer
	case "site":
		return s.given.site
	case "internal_org":
		if f.kind == link {
			return s.given.org
		}
	}
	return ""
}

// record reads the cells of a row in the order of the fields, so that the
// customer is known before what belongs to it.
func (s *session) record(ctx context.Context, e entity, t *sheet, l line) (record, error) {
	r := record{values: map[string]any{}, at: map[string]int{}}
	for _, f := range e.fields {
		i := t.column(f.header)
		cell, at := "", 1
		if i >= 0 {
			cell, at = l.cells[i], l.at[i]
		}
		v, err := s.value(ctx, f, cell, &r)
		if err != nil {
			if x, refused := errors.AsType[*refusal](err); refused {
				err = &refusal{at, f.header, x.message}
			}
			return r, err
		}
		r.at[f.header] = at
		if i >= 0 || s.standIn(f) != "" {
			r.values[f.header] = v
		}
	}
	return r, nil
}

// value reads one cell. The error is a refusal, or the database's.
func (s *session) value(ctx context.Context, f field, cell string, r *record) (any, error) {
	cell, err := clean(cell)
	if err != nil {
		return nil, &refusal{message: err.Error()}
	}
	if cell == "" {
		cell = s.standIn(f)
	}
	if cell == "" && !f.required {
		cell = f.fallback
	}
	if cell == "" {
		if f.required {
			return nil, &refusal{message: "must not be empty"}
		}
		if f.nullable || f.kind == link || f.kind == moment {
			return nil, nil
		}
		return empty(f.kind), nil
	}
	if !f.long && utf8.RuneCountInString(cell) > maxShort {
		return nil, &refusal{message: fmt.Sprintf("more than %d characters", maxShort)}
	}
	if f.options != nil && !slices.Contains(f.options, cell) {
		return nil, &refusal{message: fmt.Sprintf("%.60q is not one of %s", cell, strings.Join(f.options, ", "))}
	}
	v, err := parse(f.kind, cell, s.paris)
	if err != nil {
		return nil, &refusal{message: err.Error()}
	}
	if n, ok := v.(int64); ok {
		most := counter.MaxValue
		if f.most > 0 {
			most = f.most
		}
		if n < -most || n > most {
			return nil, &refusal{message: fmt.Sprintf("out of range: %d at most", most)}
		}
		v = n * max(f.scale, 1)
	}
	codes := []string{cell}
	if list, ok := v.([]string); ok {
		codes = list
	}
	if f.to == "" {
		return v, nil
	}
	for _, code := range codes {
		owner := r.customer
		if f.to == "meter" {
			owner = r.customer + r.asset
		}
		found, err := s.ref(ctx, f.to, owner, code)
		if err != nil {
			return nil, err
		}
		if found == "" {
			return nil, &refusal{message: fmt.Sprintf("no %s has the code %.60q", f.to, code)}
		}
		switch f.to {
		case "customer":
			r.customer = found
		case "asset":
			r.asset = found
		}
		if f.kind == link {
			v = found
		}
	}
	return v, nil
}

func (r record) key(e entity) string {
	var b strings.Builder
	for _, f := range e.fields {
		if f.key {
			fmt.Fprintf(&b, "%v\x00", r.values[f.header])
		}
	}
	return b.String()
}

// readingRow takes one line of a file of readings.
func (s *session) readingRow(ctx context.Context, r record, row *rowReport) (outcome, error) {
	m, err := s.meterOf(ctx, r.customer, r.asset, gauge{code: r.values["compteur"].(string)}, false)
	if err != nil {
		return unchanged, err
	}
	if m == nil {
		return unchanged, &refusal{column: r.at["compteur"], field: "compteur", message: fmt.Sprintf("the asset has no meter %.60q", r.values["compteur"])}
	}
	reading := counter.Reading{Value: r.values["valeur"].(int64), At: r.values["date_heure"].(time.Time), Origin: counter.DealerReading, Source: counter.File}
	if o, _ := r.values["origine"].(string); o != "" {
		reading.Origin = counter.Origin(o)
	}
	if c, _ := r.values["canal"].(string); c != "" {
		reading.Source = counter.Source(c)
	}
	row.field, row.at = "valeur", r.at["valeur"]
	return s.reading(ctx, m, reading, func(text string) { row.warn("valeur", text) })
}

type refKey struct{ table, owner, code string }

// ref finds what a code names: within the customer (owner), this source's own
// first. "" when nothing has the code.
func (s *session) ref(ctx context.Context, table, owner, code string) (string, error) {
	k := refKey{table, owner, code}
	if found, ok := s.refs[k]; ok {
		return found, nil
	}
	var found string
	var err error
	switch table {
	case "internal_org", "activity":
		err = s.tx.QueryRow(ctx, "SELECT code FROM "+table+" WHERE code = $1", code).Scan(&found)
	case "customer":
		err = s.tx.QueryRow(ctx, "SELECT customer_id FROM customer WHERE code = $1", code).Scan(&found)
	case "model":
		err = s.tx.QueryRow(ctx, "SELECT id FROM model WHERE code = $1 ORDER BY source = $2 DESC, source LIMIT 1", code, s.given.source).Scan(&found)
	case "meter":
		err = s.tx.QueryRow(ctx, "SELECT id FROM meter WHERE customer_id = $1 AND asset_id = $2 AND code = $3", owner[:36], owner[36:], code).Scan(&found)
	default:
		err = s.tx.QueryRow(ctx, "SELECT id FROM "+table+" WHERE customer_id = $1 AND code = $2 ORDER BY source = $3 DESC, source LIMIT 1", owner, code, s.given.source).Scan(&found)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find %s %s: %w", table, code, err)
	}
	s.refs[k] = found
	return found, nil
}
