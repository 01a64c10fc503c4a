package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// DisableAccount closes an account and ends its sessions; running servers hear
// of both. One that does not exist is an error.
func DisableAccount(ctx context.Context, conn *pgx.Conn, identifier string, now time.Time) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "UPDATE account SET disabled_at = coalesce(disabled_at, $2), epoch = epoch + 1 WHERE identifier = $1", identifier, now)
		if err != nil {
			return fmt.Errorf("disable the account %s: %w", identifier, err)
		}
		if tag.RowsAffected() == 0 {
			return fmt.Errorf("there is no account %s", identifier)
		}
		_, err = tx.Exec(ctx, `UPDATE session s SET revoked_at = $2 FROM account a
			WHERE a.identifier = $1 AND s.account_id = a.id AND s.revoked_at IS NULL`, identifier, now)
		if err != nil {
			return fmt.Errorf("end the sessions of %s: %w", identifier, err)
		}
		return nil
	})
}
