package postgres_test

import (
	"context"
	"testing"

	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
	"comptoir/shared/id"
)

func open(t *testing.T) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(context.Background(), pgtest.DSN(t), postgres.DefaultSizes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

func TestEmptyMirror(t *testing.T) {
	db := open(t)
	s := postgres.ScopeOf("0199b2c0-0000-7000-8000-000000000001", "company", nil, id.Contact(""), nil)
	for _, since := range []string{"", "3"} {
		c, err := db.AssetSync(t.Context(), s, since)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Rows) != 0 || c.Next == "" {
			t.Errorf("since %q: %d rows, cursor %q", since, len(c.Rows), c.Next)
		}
		for name, err := range map[string]error{
			"models": second(db.ModelSync(t.Context(), s, since)), "sites": second(db.SiteSync(t.Context(), s, since)),
			"contacts": second(db.ContactSync(t.Context(), s, since)), "meters": third(db.MeterSync(t.Context(), s, since)),
			"tickets": second(db.TicketSync(t.Context(), s, since)), "orders": third(db.OrderSync(t.Context(), s, since)),
		} {
			if err != nil {
				t.Errorf("%s since %q: %v", name, since, err)
			}
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestEveryStatementPrepares(t *testing.T) { postgres.Prepared(t, pgtest.DSN(t)) }

func third[T, U any](_ T, _ U, err error) error { return err }
