package postgres

import (
	"testing"

	"github.com/jackc/pgx/v5"
)

// Prepared is called by the external test that has a migrated database.
func Prepared(t *testing.T, dsn string) {
	conn, err := Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for name, sql := range registry {
		text, _, err := pgx.NamedArgs{}.RewriteQuery(t.Context(), conn, sql, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := conn.Prepare(t.Context(), name, text); err != nil {
			t.Errorf("%s does not prepare: %v", name, err)
		}
	}
}
