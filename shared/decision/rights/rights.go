// Package rights turns the rows of TD_HABILITATIONS_PROFIL_PORTAIL into the
// grants of one membership, and explains each answer (domain.md 16.1).
package rights

import (
	"regexp"

	"comptoir/shared/decision"
	"comptoir/shared/habilitation"
)

// TableCode is the decision table of the rights.
const TableCode = "TD_HABILITATIONS_PROFIL_PORTAIL"

// Columns of the table: four criteria, then two results.
const (
	columnOrg      = "ORGANISATION_INTERNE"
	columnActivity = "ACTIVITE"
	columnProfile  = "PROFIL"
	columnCustomer = "CLIENT"
	columnCode     = "HABILITATION"
	columnAnswer   = "ACCORDEE"
)

// Criteria lists the criteria columns in the order of the cells.
func Criteria() []string {
	return []string{columnOrg, columnActivity, columnProfile, columnCustomer}
}

// Results lists the result columns: the habilitation, and O, N or P.
func Results() []string { return []string{columnCode, columnAnswer} }

// Table is TD_HABILITATIONS_PROFIL_PORTAIL ready to answer; it is safe for
// concurrent use.
type Table struct {
	compiled *decision.Compiled
	rows     [][]string
	byCode   map[habilitation.Code][]int
}

// New checks and compiles the rows, each with six cells: organisation,
// activity, profile, customer, habilitation, answer. The error is a
// *decision.Error naming row and column: a pattern that does not compile, an
// unknown habilitation, an answer other than O, N and P.
func New(rows [][]string) (*Table, error) {
	compiled, err := decision.Compile(decision.Table{Code: TableCode, Criteria: Criteria(), Results: Results(), Rows: rows})
	if err != nil {
		return nil, err
	}
	t := &Table{compiled: compiled, rows: rows, byCode: map[habilitation.Code][]int{}}
	for i, row := range rows {
		code := habilitation.Code(row[4])
		if !code.Known() {
			return nil, &decision.Error{Table: TableCode, Row: i + 1, Column: columnCode, Cause: "unknown habilitation " + row[4]}
		}
		if _, ok := habilitation.ParseAnswer(row[5]); !ok {
			return nil, &decision.Error{Table: TableCode, Row: i + 1, Column: columnAnswer, Cause: "want O, N or P"}
		}
		t.byCode[code] = append(t.byCode[code], i)
	}
	return t, nil
}

// Compile returns the grants of a profile at a customer (client is the
// customer's code, empty for the dealer's staff) over the pairs that exist for
// it; every organisation is also asked with the empty activity. An empty
// profile has no grant at all.
func (t *Table) Compile(profile, client string, pairs []habilitation.Pair) habilitation.Grants {
	if profile == "" {
		return habilitation.Grants{}
	}
	all := append([]habilitation.Pair(nil), pairs...)
	for _, p := range pairs {
		all = append(all, habilitation.Pair{Org: p.Org})
	}
	return habilitation.New(all, func(c habilitation.Code, p habilitation.Pair) habilitation.Answer {
		a, _, _ := t.decide(profile, client, c, p.Org, p.Activity)
		return a
	})
}

// Cause says what decided.
type Cause string

// The causes of an answer.
const (
	ByRow     Cause = "row"        // Row decided
	NoRow     Cause = "no_row"     // no row matches: refused
	NoProfile Cause = "no_profile" // the account has no profile: refused
	StaffOnly Cause = "staff_only" // a right of the staff, asked for a customer: refused
)

// Reason explains one answer. Row counts from 1 in the table; Criteria
// are for the dealer's staff, since one may name another customer.
type Reason struct {
	Table    string              `json:"table"`
	Code     habilitation.Code   `json:"code"`
	Answer   habilitation.Answer `json:"answer"`
	Cause    Cause               `json:"cause"`
	Row      int                 `json:"row,omitempty"`
	Criteria map[string]string   `json:"criteria,omitempty"`
}

// Why explains what Compile answers for one right and one object.
func (t *Table) Why(profile, client string, code habilitation.Code, org, activity string) Reason {
	r := Reason{Table: TableCode, Code: code}
	if profile == "" {
		r.Cause = NoProfile
		return r
	}
	var row int
	r.Answer, row, r.Cause = t.decide(profile, client, code, org, activity)
	if r.Cause == ByRow {
		r.Row, r.Criteria = row+1, map[string]string{}
		for i, name := range Criteria() {
			r.Criteria[name] = t.rows[row][i]
		}
	}
	return r
}

// Unreachable lists the rows that can never answer; only rows of the same
// habilitation hide each other.
func (t *Table) Unreachable() []decision.Shadowed {
	rows := make([][]string, len(t.rows))
	for i, row := range t.rows {
		rows[i] = append([]string{regexp.QuoteMeta(row[4])}, row[:4]...)
	}
	c, err := decision.Compile(decision.Table{Code: TableCode, Criteria: append([]string{columnCode}, Criteria()...), Rows: rows})
	if err != nil {
		return nil // New compiled the same cells
	}
	return c.Unreachable()
}

// decide reads the rows of one habilitation from the top.
func (t *Table) decide(profile, client string, code habilitation.Code, org, activity string) (habilitation.Answer, int, Cause) {
	if code.Staff() && client != "" {
		return habilitation.No, -1, StaffOnly
	}
	rows := t.byCode[code]
	if len(rows) == 0 {
		return habilitation.No, -1, NoRow
	}
	row := t.compiled.FirstRow(rows, org, activity, profile, client)
	if row < 0 {
		return habilitation.No, -1, NoRow
	}
	a, _ := habilitation.ParseAnswer(t.rows[row][5])
	return a, row, ByRow
}
