package postgres

import (
	"embed"
	"fmt"
	"reflect"
	"strings"

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
