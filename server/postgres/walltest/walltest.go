// Package walltest takes the first wall between customers away, for tests that
// show that the second one holds alone. Only tests import it.
package walltest

import (
	"regexp"
	"testing"

	"comptoir/server/postgres/internal/statement"
)

// filter is the application's wall: the condition that every statement on a
// customer's table bears.
var filter = regexp.MustCompile(`\b(?:\w+\.)?customer_id = @customer\b`)

// RemoveFilter makes "customer_id = @customer" true in every statement until
// the test ends, and returns how many statements it changed. Tests that use it
// do not run beside others, and open the database afterwards.
func RemoveFilter(t testing.TB) int {
	t.Helper()
	changed := 0
	for name, sql := range statement.Loaded {
		was := *sql
		if now := filter.ReplaceAllString(was, "true"); now != was {
			changed++
			*sql = now
			t.Cleanup(func() { *statement.Loaded[name] = was })
		}
	}
	return changed
}
