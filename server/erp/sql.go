package erp

import "context"

// The statements of an import run as the owner of the database, under the
// advisory lock of imports; each names the customer it writes for.
const (
	sqlLock     = "SELECT pg_advisory_xact_lock($1)"
	sqlCustomer = "SELECT customer_id, orgs, technical FROM customer WHERE code = $1"
	sqlSites    = "SELECT id, code FROM site WHERE customer_id = $1 AND active ORDER BY code"
	sqlFirstOrg = "SELECT code FROM internal_org ORDER BY code LIMIT 1"
	sqlNewOrg   = "INSERT INTO internal_org (code, name) VALUES ($1, $2) ON CONFLICT DO NOTHING"

	sqlActivity   = "INSERT INTO activity (code, label, icon) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
	sqlModels     = "SELECT id, brand, label, activity FROM model ORDER BY source = $1 DESC, id"
	sqlNewModel   = "INSERT INTO model (id, source, code, brand, label, family, activity) VALUES ($1, $2, $3, $4, $5, $6, $7)"
	sqlFindAsset  = "SELECT a.customer_id, a.id, a.org, c.code, c.technical FROM asset a JOIN customer c USING (customer_id) WHERE a.source = $1 AND a.code = $2 ORDER BY a.customer_id = $3 DESC, c.technical DESC, a.id LIMIT 1"
	sqlNewAsset   = "INSERT INTO asset (customer_id, id, source, code, site_id, model_id, org, activity, label, serial_number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
	sqlKnownAsset = "UPDATE asset SET model_id = $3, serial_number = $4 WHERE customer_id = $1 AND id = $2 AND (model_id IS DISTINCT FROM $3 OR serial_number IS DISTINCT FROM $4)"
	// One statement moves an asset with all it has: the foreign keys are looked
	// at when it ends.
	sqlAttach = `WITH m AS (UPDATE meter SET customer_id = $3 WHERE customer_id = $1 AND asset_id = $2 RETURNING id),
		r AS (UPDATE reading SET customer_id = $3 WHERE customer_id = $1 AND meter_id IN (SELECT id FROM meter WHERE customer_id = $1 AND asset_id = $2) RETURNING id)
		UPDATE asset SET customer_id = $3, site_id = $4, org = $5 WHERE customer_id = $1 AND id = $2`

	sqlFindMeter = "SELECT m.id, a.org, a.installed_on FROM asset a LEFT JOIN meter m ON m.customer_id = a.customer_id AND m.asset_id = a.id AND m.code = $3 WHERE a.customer_id = $1 AND a.id = $2"
	sqlNewMeter  = "INSERT INTO meter (customer_id, id, asset_id, code, label, unit, position, colour) VALUES ($1, $2, $3, $4, $5, $6, (SELECT count(*) FROM meter WHERE customer_id = $1 AND asset_id = $3), $7)"
	sqlHold      = "SELECT FROM meter WHERE customer_id = $1 AND id = $2 FOR NO KEY UPDATE"
	sqlReading   = `INSERT INTO reading (customer_id, id, meter_id, value, at, origin, source, to_check, anomalies, received_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	sqlReadings = `SELECT r.value, r.at, r.origin, r.source, r.state = 'accepted'
		AND NOT EXISTS (SELECT 1 FROM reading c WHERE c.customer_id = $1 AND c.corrects_id = r.id AND c.state = 'accepted')
		FROM reading r WHERE r.customer_id = $1 AND r.meter_id = $2 ORDER BY r.at, r.id`
	sqlThresholds = "SELECT criteria, results, body FROM decision_table WHERE code = $1 ORDER BY version DESC LIMIT 1"

	sqlRefold = `SELECT a.customer_id, a.id, a.label, a.serial_number, a.dealer_ref, a.customer_ref, a.place, m.brand || ' ' || m.label, s.name, a.folded
		FROM asset a JOIN model m ON m.id = a.model_id JOIN site s ON s.customer_id = a.customer_id AND s.id = a.site_id
		WHERE a.id = ANY ($1::uuid[]) OR a.site_id = ANY ($2::uuid[]) OR a.model_id = ANY ($3::uuid[])`
	sqlFolded = "UPDATE asset SET folded = $3 WHERE customer_id = $1 AND id = $2"
	sqlRun    = "INSERT INTO import_run (id, profile, file, sha256, read, created, updated, unchanged, refused) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
)

func (s *session) exec(ctx context.Context, sql string, args ...any) (int64, error) {
	tag, err := s.tx.Exec(ctx, sql, args...)
	return tag.RowsAffected(), err
}
