package isolation

import (
	"fmt"
	"strings"
)

// kept are columns of a customer's tables whose text means something to the
// program, each with the reason.
var kept = map[string]string{
	"asset.status_logistic": "decides whether the asset is in the fleet",
	"membership.scope":      "one of three words",
	"reading.state":         "one of two words",
	"upload.sha256":         "a hash, held as an identifier",
	"upload.blob":           "a hash, held as an identifier",
	"mutation.call":         "the name of a call",
}

// canaries writes CANARY-B-… into every text of customer B that is free to
// hold any, and its identifiers and hashes into marks; so for the accounts
// that work for B alone.
func (w *world) canaries() {
	w.t.Helper()
	columns := w.all(`SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
		WHERE c.table_schema = 'public' AND c.data_type = 'text' AND c.is_generated = 'NEVER'
		AND EXISTS (SELECT 1 FROM information_schema.columns k WHERE k.table_schema = 'public' AND k.table_name = c.table_name AND k.column_name = 'customer_id')
		AND NOT EXISTS (SELECT 1 FROM information_schema.key_column_usage u JOIN information_schema.table_constraints x USING (constraint_schema, constraint_name)
			WHERE x.constraint_type = 'FOREIGN KEY' AND u.table_name = c.table_name AND u.column_name = c.column_name)
		ORDER BY 1`)
	sets := map[string][]string{}
	for _, c := range columns {
		if kept[c] == "" {
			table, column, _ := strings.Cut(c, ".")
			sets[table] = append(sets[table], fmt.Sprintf("%s = 'CANARY-B-%s-' || left(%s::text, 60)", column, column, column))
		}
	}
	for c := range kept {
		table, column, _ := strings.Cut(c, ".")
		if w.one("SELECT count(*)::text FROM information_schema.columns WHERE table_name = $1 AND column_name = $2", table, column) != "1" {
			w.t.Errorf("%s is kept from canaries and does not exist", c)
		}
	}
	for table, set := range sets {
		w.exec("UPDATE "+table+" SET "+strings.Join(set, ", ")+" WHERE customer_id = $1", w.b)
	}
	if len(sets) < 12 {
		w.t.Errorf("only %d tables hold texts of a customer", len(sets))
	}
	w.exec("UPDATE reading SET anomalies = ARRAY['CANARY-B-anomaly'] WHERE customer_id = $1", w.b)
	w.exec("UPDATE event SET body = '\"CANARY-B-event\"' WHERE customer_id = $1", w.b)
	const alone = `SELECT m.account_id FROM membership m WHERE m.customer_id = $1
		AND NOT EXISTS (SELECT 1 FROM membership o WHERE o.account_id = m.account_id AND o.customer_id <> $1)`
	w.exec("UPDATE account SET name = 'CANARY-B-name', email = 'CANARY-B-email@canary-b.example' WHERE id IN ("+alone+")", w.b)
	w.exec(`INSERT INTO decision_table (code, version, hit_policy, criteria, results, body) SELECT d.code, d.version + 1, d.hit_policy, d.criteria, d.results,
		jsonb_build_array(jsonb_build_array('*', '*', 'Superviseur', k.code || '|' || b.code, 'ACCES_PARC', 'O')) || d.body
		FROM decision_table d, customer k, customer b WHERE d.code = 'TD_HABILITATIONS_PROFIL_PORTAIL' AND k.customer_id = $1 AND b.customer_id = $2`, w.a, w.b)

	w.marks = map[string]map[string]string{w.a: {}, w.b: {}, w.h: {}}
	for _, table := range w.all("SELECT table_name::text FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'customer_id' ORDER BY 1") {
		uuid := w.one("SELECT count(*)::text FROM information_schema.columns WHERE table_name = $1 AND column_name = 'id' AND data_type = 'uuid'", table) == "1"
		for customer, marks := range w.marks {
			marks[customer] = "customer"
			if uuid {
				for _, id := range w.all("SELECT id::text FROM "+table+" WHERE customer_id = $1", customer) {
					marks[id] = table
				}
			}
		}
	}
	for customer, marks := range w.marks {
		for _, hash := range w.all("SELECT sha256 FROM upload WHERE customer_id = $1 UNION SELECT blob FROM upload WHERE customer_id = $1 AND blob <> ''", customer) {
			marks[hash] = "upload"
		}
		for _, id := range w.all("SELECT q.account_id::text FROM ("+alone+") q", customer) {
			marks[id] = "account"
		}
	}
}
