package demo

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"
	"testing"

	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
)

// An owner without the powers of a superuser, as an external database has one,
// migrates and loads: row-level security is forced on its own tables.
func TestPlainOwner(t *testing.T) {
	server := pgtest.DSN(t)
	conn := connect(t, server)
	name := "plain_" + strings.ToLower(rand.Text())
	for _, sql := range []string{
		"CREATE ROLE " + name + " LOGIN CREATEROLE PASSWORD 'plain'",
		"CREATE DATABASE " + name + " OWNER " + name,
	} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, sql := range []string{"DROP DATABASE " + name + " WITH (FORCE)", "DROP ROLE " + name} {
			if _, err := conn.Exec(context.Background(), sql); err != nil {
				t.Error(err)
			}
		}
	})
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	address.User, address.Path = url.UserPassword(name, "plain"), "/"+name
	if err := postgres.Migrate(t.Context(), address.String()); err != nil {
		t.Fatal(err)
	}
	e := extent{customers: []int{20, 10}, bulk: true}
	if _, err := load(t.Context(), address.String(), e, someDay, 1); err != nil {
		t.Fatal(err)
	}
	owner := connect(t, address.String())
	if n := number(t, owner, "SELECT count(*) FROM reading"); n == 0 {
		t.Error("no reading was loaded")
	}
	if n := number(t, owner, "SELECT count(*) FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity"); n != 0 {
		t.Errorf("row-level security is no longer forced on %d tables", n)
	}
	owner.Close(context.Background())
}
