package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
)

// ofNoCustomer lists the tables without customer_id, each with its reason.
var ofNoCustomer = map[string]string{
	"instance": "one row: the secret of sessions", "internal_org": "the dealer's", "activity": "the dealer's", "profile": "the dealer's",
	"picture": "public by hash", "model": "the dealer's catalogue of machines", "parameter": "the dealer's", "decision_table": "the dealer's",
	"portal_config": "the dealer's", "brand_file": "the dealer's, public", "account": "may belong to several customers: guest functions only",
	"session": "of an account: guest functions only", "one_time_link": "of an account: guest functions only",
	"sign_in_failure": "before a customer is known: guest functions only", "import_run": "owner only",
}

// outside lists the tables that other programs own, each with its reason.
func outside(table string) bool {
	return table == "goose_db_version" || strings.HasPrefix(table, "river_") // migrations; jobs, which the job role alone reads
}

func query[T any](t *testing.T, dsn, sql string) (out []T) {
	t.Helper()
	conn, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

func TestSchemaHoldsTheWall(t *testing.T) {
	dsn := pgtest.DSN(t)
	tables := query[string](t, dsn, `SELECT relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND relkind IN ('r', 'p')`)
	withCustomer := query[string](t, dsn, `SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND a.attname = 'customer_id' AND a.attnotnull`)
	guarded := query[string](t, dsn, `SELECT relname::text FROM pg_class WHERE relrowsecurity AND relforcerowsecurity`)
	for _, table := range tables {
		if outside(table) {
			continue
		}
		if !slices.Contains(guarded, table) {
			t.Errorf("%s: row-level security is not enabled and forced", table)
		}
		has, why := slices.Contains(withCustomer, table), ofNoCustomer[table]
		if has == (why != "") {
			t.Errorf("%s: customer_id NOT NULL %v, reason to have none %q", table, has, why)
		}
	}
	for name := range ofNoCustomer {
		if !slices.Contains(tables, name) {
			t.Errorf("%s is excused and does not exist", name)
		}
	}
	for what, sql := range map[string]string{
		"a key does not start with customer_id": `SELECT c.relname || '.' || i.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
			JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'customer_id'
			WHERE n.nspname = 'public' AND x.indisunique AND x.indkey[0] <> a.attnum
			AND NOT (c.relname = 'customer' AND i.relname = 'customer_code_key')   -- the dealer's own code of a customer
			AND NOT (c.relname = 'membership' AND i.relname = 'membership_id_key')`, // random, referenced by sessions
		"a foreign key between customers' tables leaves customer_id out": `SELECT k.conname FROM pg_constraint k
			JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attname = 'customer_id' JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attname = 'customer_id'
			WHERE k.contype = 'f' AND NOT (a.attnum = k.conkey[1] AND b.attnum = k.confkey[1])`,
		"a view bypasses the wall": `SELECT relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = 'public' AND relkind IN ('v', 'm') AND NOT coalesce(reloptions::text LIKE '%security_invoker=true%', false)`,
		"a role of the application may bypass or owns": `SELECT rolname::text FROM pg_roles r WHERE rolname LIKE 'comptoir\_%' AND (rolbypassrls OR rolsuper OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid))`,
		"a customer's table has no policy of customers": `SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'customer_id' JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT EXISTS (SELECT 1 FROM pg_policy p JOIN pg_roles r ON r.oid = ANY (p.polroles) WHERE p.polrelid = c.oid AND r.rolname = 'comptoir_customer'
			AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.customer%')`,
		"a function that runs as its owner has no fixed search path": `SELECT proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
			WHERE n.nspname = 'public' AND prosecdef AND proname NOT LIKE 'river%' AND NOT coalesce(proconfig::text LIKE '%search_path%', false)`,
	} {
		for _, found := range query[string](t, dsn, sql) {
			t.Errorf("%s: %s", what, found)
		}
	}
}
