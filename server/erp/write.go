package erp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// writer holds the three statements of an entity for the columns that one
// file has. Names come from the description of the entity, never from a file.
type writer struct {
	entity
	find, insert, update string
	keys, fresh, owned   []field // in the order of the parameters
}

func newWriter(e entity, t sheet) *writer {
	w := &writer{entity: e}
	for _, f := range e.fields {
		if f.column == "" || t.column(f.header) < 0 && !f.required {
			continue
		}
		w.fresh = append(w.fresh, f)
		if f.key {
			w.keys = append(w.keys, f)
		} else if !f.once {
			w.owned = append(w.owned, f)
		}
	}
	id := e.id
	if id == "" {
		id = codeField.column
	}
	var where []string
	for i, f := range w.keys {
		where = append(where, fmt.Sprintf("%s IS NOT DISTINCT FROM $%d", f.column, i+1))
	}
	if e.sourced {
		where = append(where, fmt.Sprintf("source = $%d", len(w.keys)+1))
	}
	w.find = fmt.Sprintf("SELECT %s::text FROM %s WHERE %s", id, e.table, strings.Join(where, " AND "))

	var columns, values []string
	for _, f := range w.fresh {
		columns = append(columns, f.column)
	}
	if e.id != "" {
		columns = append(columns, e.id)
	}
	if e.sourced || e.table == "customer" {
		columns = append(columns, "source")
	}
	for i := range columns {
		values = append(values, fmt.Sprintf("$%d", i+1))
	}
	w.insert = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", e.table, strings.Join(columns, ", "), strings.Join(values, ", "))

	var set, differs []string
	for i, f := range w.owned {
		set = append(set, fmt.Sprintf("%s = $%d", f.column, i+1))
		differs = append(differs, fmt.Sprintf("%s IS DISTINCT FROM $%d", f.column, i+1))
	}
	if len(set) > 0 {
		which := fmt.Sprintf("%s = $%d", id, len(set)+1)
		if e.tenant {
			which += fmt.Sprintf(" AND customer_id = $%d", len(set)+2)
		}
		w.update = fmt.Sprintf("UPDATE %s SET %s WHERE %s AND (%s)", e.table, strings.Join(set, ", "), which, strings.Join(differs, " OR "))
	}
	return w
}

// write makes a row or brings it up to date; a row that says nothing new is
// not written at all, so that no mirror hears of it.
func (s *session) write(ctx context.Context, w *writer, r record) (outcome, error) {
	var args []any
	for _, f := range w.keys {
		args = append(args, r.values[f.header])
	}
	if w.sourced {
		args = append(args, s.given.source)
	}
	var found string
	err := s.tx.QueryRow(ctx, w.find, args...).Scan(&found)
	if errors.Is(err, pgx.ErrNoRows) {
		return s.make(ctx, w, r)
	}
	if err != nil {
		return unchanged, fmt.Errorf("find the row: %w", err)
	}
	if w.update == "" {
		return unchanged, nil
	}
	args = nil
	for _, f := range w.owned {
		args = append(args, r.values[f.header])
	}
	args = append(args, found)
	if w.tenant {
		args = append(args, r.customer)
	}
	n, err := s.exec(ctx, w.update, args...)
	if err != nil {
		return unchanged, fmt.Errorf("update the row: %w", err)
	}
	if n == 0 {
		return unchanged, nil
	}
	s.changed(w.table, found)
	return updated, nil
}

func (s *session) make(ctx context.Context, w *writer, r record) (outcome, error) {
	var args []any
	for _, f := range w.fresh {
		args = append(args, r.values[f.header])
	}
	made := newID()
	if w.id != "" {
		args = append(args, made)
	}
	if w.sourced || w.table == "customer" {
		args = append(args, s.given.source)
	}
	if _, err := s.exec(ctx, w.insert, args...); err != nil {
		return unchanged, fmt.Errorf("make the row: %w", err)
	}
	s.changed(w.table, made)
	return created, nil
}

// changed remembers whose searched text may be another now.
func (s *session) changed(table, id string) {
	switch table {
	case "asset":
		s.refold.assets = append(s.refold.assets, id)
	case "site":
		s.refold.sites = append(s.refold.sites, id)
	case "model":
		s.refold.models = append(s.refold.models, id)
	}
}
