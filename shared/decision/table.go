// Package decision reads decision tables (domain.md 13.4 and 16.2): ordered
// rows of criteria and results, where a criterion is a pattern over the whole
// value. It belongs to the server: a criterion "client" would tell the codes
// of other customers, so that the browser gets answers, never a table.
package decision

import (
	"regexp"
	"regexp/syntax"
	"strconv"
)

// HitPolicy says how many rows may answer.
type HitPolicy string

// The two policies of domain.md 16.2. The empty policy is First.
const (
	First   HitPolicy = "first"   // the first row that matches, then reading stops
	Collect HitPolicy = "collect" // every row that matches, in order
)

// Any is the criterion that ignores its column.
const Any = "*"

// Table is a decision table as it is stored: each row holds one cell per
// criterion, then one per result.
type Table struct {
	Code      string     `json:"code"`
	Criteria  []string   `json:"criteria"`
	Results   []string   `json:"results"`
	HitPolicy HitPolicy  `json:"hitPolicy,omitempty"`
	Rows      [][]string `json:"rows"`
}

// Error says which cell of a table cannot be used. Row counts from 1, 0 means
// the table itself.
type Error struct {
	Table  string
	Row    int
	Column string
	Cause  string
}

func (e *Error) Error() string {
	s := "decision: " + e.Table
	if e.Row > 0 {
		s += " row " + strconv.Itoa(e.Row)
	}
	if e.Column != "" {
		s += " column " + e.Column
	}
	return s + ": " + e.Cause
}

// Compiled is a table ready to answer; it is safe for concurrent use.
type Compiled struct {
	table Table
	rows  [][]criterion
}

// criterion is a compiled cell. A literal is compared, which is what most
// cells are; only the rest runs a regular expression.
type criterion struct {
	text    string
	any     bool
	literal bool
	value   string // the literal, unescaped
	expr    *regexp.Regexp

	listed bool // values are all that the pattern matches
	values []string
	open   bool // the pattern is prefix, then anything
	prefix string
}

// maxPattern bounds a cell: a longer one is a mistake or an attack.
const maxPattern = 1000

// Compile checks and compiles every cell. The error is an *Error that names
// the row and the column.
func Compile(t Table) (*Compiled, error) {
	if t.HitPolicy == "" {
		t.HitPolicy = First
	}
	if t.HitPolicy != First && t.HitPolicy != Collect {
		return nil, &Error{Table: t.Code, Cause: "unknown hit policy " + strconv.Quote(string(t.HitPolicy))}
	}
	if err := checkColumns(t); err != nil {
		return nil, err
	}
	c := &Compiled{table: t, rows: make([][]criterion, len(t.Rows))}
	for i, row := range t.Rows {
		if want := len(t.Criteria) + len(t.Results); len(row) != want {
			return nil, &Error{Table: t.Code, Row: i + 1, Cause: "want " + strconv.Itoa(want) + " cells, got " + strconv.Itoa(len(row))}
		}
		c.rows[i] = make([]criterion, len(t.Criteria))
		for j, column := range t.Criteria {
			k, err := compileCell(row[j])
			if err != nil {
				return nil, &Error{Table: t.Code, Row: i + 1, Column: column, Cause: err.Error()}
			}
			c.rows[i][j] = k
		}
	}
	return c, nil
}

func checkColumns(t Table) error {
	seen := map[string]bool{}
	for _, names := range [][]string{t.Criteria, t.Results} {
		for _, n := range names {
			if n == "" || seen[n] {
				return &Error{Table: t.Code, Column: n, Cause: "column names must be given, each once"}
			}
			seen[n] = true
		}
	}
	return nil
}

func compileCell(text string) (criterion, error) {
	if text == Any {
		return criterion{text: text, any: true}, nil
	}
	if len(text) > maxPattern {
		return criterion{}, &syntax.Error{Code: syntax.ErrLarge, Expr: text[:20] + "…"}
	}
	// The cell is parsed alone first: "a)|(b" would balance inside the group.
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return criterion{}, err
	}
	k := criterion{text: text}
	k.analyse(tree)
	if v, ok := literalOf(tree); ok {
		k.literal, k.value = true, v
		return k, nil
	}
	k.expr, err = regexp.Compile(`^(?:` + text + `)$`)
	return k, err
}

func (k criterion) match(value string) bool {
	switch {
	case k.any:
		return true
	case k.literal:
		return k.value == value
	}
	return k.expr.MatchString(value)
}

// literalOf returns the one text that a pattern accepts, when there is one.
func literalOf(tree *syntax.Regexp) (string, bool) {
	switch tree.Op {
	case syntax.OpEmptyMatch:
		return "", true
	case syntax.OpLiteral:
		if tree.Flags&syntax.FoldCase == 0 {
			return string(tree.Rune), true
		}
	}
	return "", false
}
