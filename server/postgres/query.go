package postgres

import (
	"context"
	"embed"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"

	"comptoir/server/postgres/internal/statement"
)

//go:embed *.sql
var files embed.FS

// registry holds every loaded statement under "file.Name", for the tests that
// prepare and lint them all.
var registry = map[string]string{}

// load reads a file of named queries into a struct of strings. Every field must
// have its "-- name: Field" block and every block its field; load panics
// otherwise, so the first test of the package tells.
func load[T any](file string) *T {
	b, err := files.ReadFile(file)
	if err != nil {
		panic(err)
	}
	blocks := map[string]string{}
	for i, part := range strings.Split("\n"+string(b), "\n-- name: ") {
		if i == 0 {
			continue
		}
		name, sql, _ := strings.Cut(part, "\n")
		blocks[strings.TrimSpace(name)] = strings.TrimSpace(sql)
	}
	var q T
	v := reflect.ValueOf(&q).Elem()
	for f, fv := range v.Fields() {
		sql, ok := blocks[f.Name]
		if !ok {
			panic(fmt.Sprintf("%s has no query %s", file, f.Name))
		}
		name := strings.TrimSuffix(file, ".sql") + "." + f.Name
		fv.SetString(sql)
		registry[name], statement.Loaded[name] = sql, fv.Addr().Interface().(*string)
		delete(blocks, f.Name)
	}
	for name := range blocks {
		panic(fmt.Sprintf("%s: nobody uses query %s", file, name))
	}
	return &q
}

// named are named arguments of which each statement is parsed once: that took
// longer than sending it.
type named pgx.NamedArgs

// positional is a statement with $1, $2, … and the names that stand for them.
type positional struct {
	sql   string
	names []any
}

var parsed sync.Map // statement → positional

// RewriteQuery puts the arguments in the order of the statement.
func (a named) RewriteQuery(ctx context.Context, conn *pgx.Conn, sql string, _ []any) (string, []any, error) {
	known, ok := parsed.Load(sql)
	if !ok {
		names := make(pgx.NamedArgs, len(a))
		for name := range a {
			names[name] = name
		}
		text, order, err := names.RewriteQuery(ctx, conn, sql, nil)
		if err != nil {
			return "", nil, err
		}
		known = positional{text, order}
		if !slices.Contains(order, nil) {
			parsed.Store(sql, known)
		}
	}
	p := known.(positional)
	args := make([]any, len(p.names))
	for i, name := range p.names {
		if name != nil {
			args[i] = a[name.(string)]
		}
	}
	return p.sql, args, nil
}
