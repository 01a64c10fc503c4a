// Package pgtest gives each test a database of its own, copied from a migrated
// template, on a real PostgreSQL: the cluster that COMPTOIR_TEST_DATABASE_URL
// names, or a private one that the package starts and stops.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"comptoir/server/localpg"
	"comptoir/server/postgres"
)

var (
	once     sync.Once
	server   string // address of the cluster's maintenance database
	template string
	failure  error
	mu       sync.Mutex // CREATE DATABASE copies one template at a time
)

// DSN returns the owner's address of a fresh migrated database, dropped when
// the test ends. Under -short the test is skipped: it needs PostgreSQL.
func DSN(t testing.TB) string {
	t.Helper()
	return copyOf(t, "")
}

// Copy is DSN with the contents of a named template that fill makes once a
// cluster; demonstration data is loaded once and copied for each test.
func Copy(t testing.TB, name string, fill func(ctx context.Context, dsn string) error) string {
	t.Helper()
	Need(t)
	base := fmt.Sprintf("%s_%s", template, name)
	mu.Lock()
	err := ensure(context.Background(), base, func(ctx context.Context, dsn string) error {
		if err := postgres.Migrate(ctx, dsn); err != nil {
			return err
		}
		return fill(ctx, dsn)
	})
	mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	return copyOf(t, base)
}

// Need skips the test under -short and makes the cluster and the template ready.
func Need(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs PostgreSQL: left out of -short")
	}
	once.Do(func() { failure = prepare() })
	if failure != nil {
		t.Fatal(failure)
	}
}

func copyOf(t testing.TB, base string) string {
	t.Helper()
	Need(t)
	if base == "" {
		base = template
	}
	ctx := context.Background()
	name := "t_" + strings.ToLower(rand.Text())
	mu.Lock()
	defer mu.Unlock()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	// Several packages copy the same template at once, and only one may.
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(hashtext($1))", base); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(ctx, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy", name, base)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		conn, err := pgx.Connect(ctx, server)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close(ctx)
		if _, err := conn.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return database(server, name)
}

func prepare() error {
	ctx := context.Background()
	server = os.Getenv("COMPTOIR_TEST_DATABASE_URL")
	if server == "" {
		// One cluster for each package: it dies with the process that started it.
		dir := filepath.Join(os.TempDir(), fmt.Sprintf("comptoir-test-%d-%s", os.Getuid(), filepath.Base(os.Args[0])))
		c, err := localpg.Start(ctx, localpg.Options{DataDir: dir})
		if err != nil {
			return err
		}
		// Its folder is reused by the next run.
		server = c.DSN("postgres")
	}
	template = "template_" + postgres.SchemaHash()
	return ensure(ctx, template, postgres.Migrate)
}

// ensure makes a database once, whoever comes first; a half-made one is made anew.
func ensure(ctx context.Context, name string, fill func(ctx context.Context, dsn string) error) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return fmt.Errorf("connect to the test cluster: %w", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(hashtext($1))", name); err != nil {
		return err
	}
	var ready bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&ready); err != nil || ready {
		return err
	}
	draft := name + "_draft"
	if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+draft+" WITH (FORCE)"); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+draft); err != nil {
		return err
	}
	if err := fill(ctx, database(server, draft)); err != nil {
		return fmt.Errorf("fill the template %s: %w", name, err)
	}
	_, err = conn.Exec(ctx, fmt.Sprintf("ALTER DATABASE %s RENAME TO %s", draft, name))
	return err
}

func database(dsn, name string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		return dsn
	}
	u.Path = "/" + name
	return u.String()
}
