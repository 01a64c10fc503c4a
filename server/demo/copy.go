package demo

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"comptoir/shared/counter"
)

// layout lists the tables in the order of their foreign keys, with the columns
// that the rows hold. A column rev at the end is filled when copying.
var layout = []struct{ table, columns string }{
	{"internal_org", "code name phone email"},
	{"activity", "code label icon"},
	{"portal_config", "version document changed_at changed_by"},
	{"picture", "sha256 mime body"},
	{"model", "id source code brand label family activity picture volume rev"},
	{"customer", "customer_id source code name siret relation orgs"},
	{"site", "customer_id id source code name address postcode city active rev"},
	{"contact", "customer_id id source code name email phone job site_id active rev"},
	{"contract", "customer_id id source code label kind org activity starts_on ends_on state billing_contact_id"},
	{"asset", "customer_id id source code parent_id site_id model_id org activity label serial_number dealer_ref customer_ref place service " +
		"access_note comment installed_on warranty_ends_on status_commercial status_logistic status_legal status_financing status_contract " +
		"contract_contact_id user_contact_id service_contact_id last_visit_on contract_id request_open folded rev"},
	{"coverage", "customer_id id contract_id asset_id label kind features starts_on ends_on"},
	{"meter", "customer_id id asset_id code label unit position colour format_a3 measured active next_billing_on " +
		"last_value last_at last_origin last_real_on volume rev"},
	{"billing_date", "customer_id id contract_id meter_id due_on billed_on"},
	{"reading_request", "customer_id id asset_id asked_on"},
	{"ticket", "customer_id id source code asset_id site_id org activity nature detail state priority requester requester_contact_id opened_at closed_at rev"},
	{"purchase", "customer_id id source code reference site_id org activity state ordered_at gross_cents requester requester_contact_id asset_ids rev"},
	{"purchase_line", "customer_id id purchase_id asset_id position reference label quantity unit_price"},
	{"invoice", "customer_id id source code credit_note org site_id contract_id issued_on due_on net_cents gross_cents paid_cents delivery_mode sending_state"},
	{"account", "id identifier name email password_hash staff profile orgs created_at"},
	{"membership", "customer_id id account_id contact_id profile scope sites"},
}

// copy writes every table and returns how many rows each received.
func (w *world) copy(ctx context.Context, tx pgx.Tx) (map[string]int, error) {
	counts := map[string]int{}
	var superuser bool
	if err := tx.QueryRow(ctx, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user").Scan(&superuser); err != nil {
		return nil, err
	}
	if superuser && w.bulk {
		if _, err := tx.Exec(ctx, "SET LOCAL session_replication_role = replica"); err != nil {
			return nil, fmt.Errorf("set the triggers aside: %w", err)
		}
	}
	if !superuser {
		if err := force(ctx, tx, "NO FORCE"); err != nil {
			return nil, err
		}
	}
	var rev uint64
	if err := tx.QueryRow(ctx, "SELECT pg_current_xact_id()").Scan(&rev); err != nil {
		return nil, err
	}
	for _, t := range layout {
		columns, rows := strings.Fields(t.columns), w.rows[t.table]
		stamped := columns[len(columns)-1] == "rev"
		n, err := tx.CopyFrom(ctx, pgx.Identifier{t.table}, columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			if stamped {
				return append(rows[i], rev), nil
			}
			return rows[i], nil
		}))
		if err != nil {
			return nil, fmt.Errorf("copy %s: %w", t.table, err)
		}
		counts[t.table] = int(n)
	}
	n, err := w.copyReadings(ctx, tx)
	counts["reading"] = n
	if err == nil && !superuser {
		err = force(ctx, tx, "FORCE")
	}
	// Whoever listens was told nothing by the triggers that were set aside.
	if err == nil {
		_, err = tx.Exec(ctx, "SELECT pg_notify('comptoir_session', 'account')")
	}
	return counts, err
}

// force is whether row-level security binds the owner of the tables: COPY does
// not work where it does. Nobody sees it off, since the transaction that turned
// it off holds the tables.
func force(ctx context.Context, tx pgx.Tx, how string) error {
	names := []string{"reading"}
	for _, t := range layout {
		names = append(names, t.table)
	}
	for _, name := range names {
		if _, err := tx.Exec(ctx, fmt.Sprintf("ALTER TABLE %s %s ROW LEVEL SECURITY", name, how)); err != nil {
			return fmt.Errorf("row-level security of %s: %w", name, err)
		}
	}
	return nil
}

// copyReadings streams the readings; those of the portal bear their author
// where the customer has an account.
func (w *world) copyReadings(ctx context.Context, tx pgx.Tx) (int, error) {
	authors := map[key][]any{}
	for _, m := range w.rows["membership"] {
		if c := m[0].(key); authors[c] == nil {
			authors[c] = []any{m[2], m[1]}
		}
	}
	kinds := make([][2]string, len(kindsOfReading))
	for i, k := range kindsOfReading {
		kinds[i] = [2]string{string(k.origin), string(k.source)}
	}
	at, next := 0, 0
	n, err := tx.CopyFrom(ctx, pgx.Identifier{"reading"},
		[]string{"customer_id", "id", "meter_id", "value", "at", "origin", "source", "received_at", "account_id", "membership_id"},
		pgx.CopyFromFunc(func() ([]any, error) {
			for at < len(w.series) && next == len(w.series[at].points) {
				at, next = at+1, 0
			}
			if at == len(w.series) {
				return nil, nil
			}
			s := &w.series[at]
			p := s.points[next]
			next++
			when := w.at(p.day, int(p.minute))
			var account, member any
			if a := authors[s.customer]; a != nil && kinds[p.kind][1] == string(counter.Portal) {
				account, member = a[0], a[1]
			}
			return []any{s.customer, w.idAt(when.UnixMilli()), s.meter, p.value, when, kinds[p.kind][0], kinds[p.kind][1], when, account, member}, nil
		}))
	if err != nil {
		return int(n), fmt.Errorf("copy reading: %w", err)
	}
	return int(n), nil
}
