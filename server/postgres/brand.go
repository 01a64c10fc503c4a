package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// BrandFile is a stored picture of the portal's configuration.
type BrandFile struct {
	Name, Mime string
	Body       []byte
}

// PortalConfig returns the newest stored configuration, or nil when nobody has
// configured the portal, and its pictures.
func (db *DB) PortalConfig(ctx context.Context) (document []byte, pictures []BrandFile, err error) {
	err = db.Guest.QueryRow(ctx, "SELECT document FROM portal_config ORDER BY version DESC LIMIT 1").Scan(&document)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return nil, nil, Fault(err)
	}
	rows, err := db.Guest.Query(ctx, "SELECT name, mime, body FROM brand_file ORDER BY name")
	if err != nil {
		return nil, nil, Fault(err)
	}
	pictures, err = pgx.CollectRows(rows, pgx.RowToStructByPos[BrandFile])
	return document, pictures, Fault(err)
}
