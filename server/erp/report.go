package erp

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Report counts rows and lists what was wrong. Read is the sum of the four
// other counts; a file refused as a whole counts as one row.
type Report struct {
	Read      int `json:"read"`
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Refused   int `json:"refused"`
	// Problems are in the order of files and lines.
	Problems []Problem `json:"-"`
	// Hidden counts the problems beyond the first ten thousand.
	Hidden int `json:"-"`
}

// Problem is one thing that is wrong in a file. Line and Column count from 1, 0
// when unknown; Field names the column or the JSON path.
type Problem struct {
	File    string
	Line    int
	Column  int
	Field   string
	Message string
	Warning bool // the row came in all the same
}

const maxProblems = 10_000

// String returns "file:line:column: field: message".
func (p Problem) String() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Column > 0 {
			s += fmt.Sprintf(":%d", p.Column)
		}
	}
	if p.Warning {
		s += ": warning"
	}
	if p.Field != "" {
		s += ": " + p.Field
	}
	return s + ": " + p.Message
}

// JSON returns the five counts and nothing else, on one line.
func (r Report) JSON() []byte {
	b, _ := json.Marshal(r) // five numbers
	return b
}

// WriteText writes the problems, one a line, then the counts.
func (r Report) WriteText(w io.Writer) error {
	for _, p := range r.Problems {
		if _, err := fmt.Fprintln(w, p); err != nil {
			return err
		}
	}
	if r.Hidden > 0 {
		if _, err := fmt.Fprintf(w, "and %d more problems\n", r.Hidden); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d rows read: %d created, %d updated, %d unchanged, %d refused\n", r.Read, r.Created, r.Updated, r.Unchanged, r.Refused)
	return err
}

func (r *Report) problem(p Problem) {
	if len(r.Problems) >= maxProblems {
		r.Hidden++
		return
	}
	r.Problems = append(r.Problems, p)
}

func (r *Report) add(other Report) {
	r.Read += other.Read
	r.Created += other.Created
	r.Updated += other.Updated
	r.Unchanged += other.Unchanged
	r.Refused += other.Refused
	r.Hidden += other.Hidden
	for _, p := range other.Problems {
		r.problem(p)
	}
}

func (r *Report) refuseFile(path string, err error) {
	p := Problem{File: path, Message: err.Error()}
	if b, ok := errors.AsType[*broken](err); ok {
		p.Line, p.Column, p.Field, p.Message = b.line, b.column, b.field, b.message
	}
	p.Message += "; nothing of this file was imported"
	r.Read++
	r.Refused++
	r.problem(p)
}

// outcome is what became of one row.
type outcome int

const (
	unchanged outcome = iota
	updated
	created
)

func (r *Report) count(o outcome) {
	r.Read++
	switch o {
	case created:
		r.Created++
	case updated:
		r.Updated++
	default:
		r.Unchanged++
	}
}

// broken is an error in the structure of a file: it is refused as a whole.
type broken struct {
	line, column int
	field        string
	message      string
}

func (b *broken) Error() string { return b.message }

func brokenAt(line, column int, format string, args ...any) *broken {
	return &broken{line: line, column: column, message: fmt.Sprintf(format, args...)}
}

// refusal says why one row cannot be used.
type refusal struct {
	column  int
	field   string
	message string
}

func (r *refusal) Error() string { return r.field + ": " + r.message }
