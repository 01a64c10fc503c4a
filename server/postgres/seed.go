package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"comptoir/shared/counter"
	"comptoir/shared/decision/rights"
	"comptoir/shared/habilitation"
)

// TechnicalCustomer is the code of the customer that holds what an import could
// not place; staff alone see it (domain.md 16.8).
const TechnicalCustomer = "A-RATTACHER"

// seedVersion changes with what seed writes.
const seedVersion = "2"

func openOwnerPool(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	cfg.MaxConns = 2
	return pgxpool.NewWithConfig(ctx, cfg)
}

// seed writes the rows that exist after migrate alone, and leaves alone what
// the dealer changed since.
func seed(ctx context.Context, conn *pgx.Conn) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "INSERT INTO instance (secret) VALUES ($1) ON CONFLICT DO NOTHING", newSecret()); err != nil {
			return fmt.Errorf("seed the instance: %w", err)
		}
		for _, p := range []struct {
			code  string
			staff bool
		}{{habilitation.ProfileSupervisor, false}, {habilitation.ProfileUser, false}, {habilitation.ProfileStaff, true}} {
			if _, err := tx.Exec(ctx, "INSERT INTO profile (code, label, staff) VALUES ($1, $1, $2) ON CONFLICT DO NOTHING", p.code, p.staff); err != nil {
				return fmt.Errorf("seed the profile %s: %w", p.code, err)
			}
		}
		for _, t := range []struct {
			code              string
			criteria, results []string
			rows              [][]string
		}{
			{rights.TableCode, rights.Criteria(), rights.Results(), rights.DefaultHabilitations()},
			{counter.ThresholdTable, counter.ThresholdCriteria(), counter.ThresholdResults(), counter.DefaultThresholdRows()},
		} {
			body, err := json.Marshal(t.rows)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO decision_table (code, version, criteria, results, body) SELECT $1, 1, $2, $3, $4
				WHERE NOT EXISTS (SELECT 1 FROM decision_table WHERE code = $1)`, t.code, t.criteria, t.results, body); err != nil {
				return fmt.Errorf("seed %s: %w", t.code, err)
			}
		}
		_, err := tx.Exec(ctx, `WITH c AS (
				INSERT INTO customer (customer_id, source, code, name, technical) VALUES (gen_random_uuid(), 'portail', $1, 'À rattacher', true)
				ON CONFLICT (code) DO UPDATE SET technical = true RETURNING customer_id)
			INSERT INTO site (customer_id, id, code, name, rev) SELECT customer_id, gen_random_uuid(), 'NON-AFFECTE', 'Non affecté', pg_current_xact_id() FROM c
			ON CONFLICT DO NOTHING`, TechnicalCustomer)
		if err != nil {
			return fmt.Errorf("seed the technical customer: %w", err)
		}
		return nil
	})
}
