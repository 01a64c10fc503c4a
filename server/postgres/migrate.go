package postgres

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrateLock is the advisory lock under which one process migrates.
const migrateLock = 0x636f6d70746f6972

// Migrate brings the schema, river's tables and the rows that must exist
// (profiles, rights, parameters) up to date, under one advisory lock.
func Migrate(ctx context.Context, dsn string) error {
	conn, err := Owner(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(migrateLock)); err != nil {
		return fmt.Errorf("wait for the migration lock: %w", err)
	}
	p, db, err := provider(conn.Config())
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := mayBe(ctx, conn); err != nil {
		return err
	}
	if err := migrateRiver(ctx, dsn); err != nil {
		return err
	}
	return seed(ctx, conn)
}

func provider(cfg *pgx.ConnConfig) (*goose.Provider, *sql.DB, error) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, nil, err
	}
	db := stdlib.OpenDB(*cfg)
	p, err := goose.NewProvider(goose.DialectPostgres, db, dir)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return p, db, nil
}

// Current reports whether the schema is the one this program was built with.
func Current(ctx context.Context, dsn string) error {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return err
	}
	p, db, err := provider(cfg)
	if err != nil {
		return err
	}
	defer db.Close()
	at, target, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	if at != target {
		return fmt.Errorf("the database has schema %d and this program needs %d: run 'comptoir migrate'", at, target)
	}
	return riverCurrent(ctx, db)
}

// riverCurrent reports whether the tables of the jobs are those of the library.
func riverCurrent(ctx context.Context, db *sql.DB) error {
	m, err := rivermigrate.New(riverpgxv5.New(nil), nil)
	if err != nil {
		return err
	}
	all := m.AllVersions()
	target, at := all[len(all)-1].Version, 0
	if err := db.QueryRowContext(ctx, "SELECT coalesce(max(version), 0) FROM river_migration").Scan(&at); err != nil {
		return fmt.Errorf("read the version of the jobs' tables: %w", err)
	}
	if at != target {
		return fmt.Errorf("the database has jobs of version %d and this program needs %d: run 'comptoir migrate'", at, target)
	}
	return nil
}

// SchemaHash names the schema and its seed; template databases of tests bear it.
func SchemaHash() string {
	h := fnv.New64a()
	entries, _ := fs.ReadDir(migrations, "migrations") // embedded: never fails
	for _, e := range entries {
		b, _ := fs.ReadFile(migrations, "migrations/"+e.Name())
		h.Write(b)
	}
	h.Write([]byte(seedVersion))
	return hex.EncodeToString(h.Sum(nil))
}

// mayBe checks that the owner may act as the roles of the pools: they belong to
// the whole server, and another owner may have made them.
func mayBe(ctx context.Context, conn *pgx.Conn) error {
	var missing []string
	err := conn.QueryRow(ctx, `SELECT coalesce(array_agg(r ORDER BY r), '{}') FROM unnest(ARRAY['comptoir_guest', 'comptoir_customer', 'comptoir_staff', 'comptoir_job']) r
		WHERE NOT pg_has_role(current_user, r, 'MEMBER')`).Scan(&missing)
	if err != nil {
		return fmt.Errorf("look at the roles: %w", err)
	}
	if len(missing) > 0 {
		return fmt.Errorf("the owner of the database is no member of %s: as an administrator, GRANT them to it", strings.Join(missing, ", "))
	}
	return nil
}

func migrateRiver(ctx context.Context, dsn string) error {
	pool, err := openOwnerPool(ctx, dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	m, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the jobs: %w", err)
	}
	_, err = pool.Exec(ctx, `DO $$ DECLARE t text; BEGIN
		FOR t IN SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = 'public' AND relname LIKE 'river%' AND relkind IN ('r', 'S') LOOP
			EXECUTE format('GRANT ALL ON %I TO comptoir_job', t);
		END LOOP; END $$;
		GRANT INSERT ON river_job TO comptoir_guest, comptoir_customer, comptoir_staff;
		GRANT USAGE ON river_job_id_seq TO comptoir_guest, comptoir_customer, comptoir_staff;
		REVOKE SELECT ON river_job FROM comptoir_guest, comptoir_customer, comptoir_staff`)
	return err
}

// newSecret makes the secret from which session keys are derived.
func newSecret() []byte {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand aborts the program instead
	return b
}
