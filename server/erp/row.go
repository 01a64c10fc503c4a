package erp

import "errors"

// rowReport tells what became of one row of a file.
type rowReport struct {
	s     *session
	line  int
	at    int // column of the row's first cell
	field string
}

func (r *rowReport) warn(field, message string) {
	r.s.report.problem(Problem{File: r.s.file.path, Line: r.line, Column: r.at, Field: field, Message: message, Warning: true})
}

// refuse counts the row as refused.
func (r *rowReport) refuse(x *refusal) {
	field, column := x.field, x.column
	if field == "" {
		field = r.field
	}
	if column == 0 {
		column = r.at
	}
	r.s.report.Read++
	r.s.report.Refused++
	r.s.report.problem(Problem{File: r.s.file.path, Line: r.line, Column: column, Field: field, Message: x.message})
}

// done counts the row and reports whether it came in; what is no refusal of
// this row is returned.
func (r *rowReport) done(out outcome, err error) (bool, error) {
	if x, ok := errors.AsType[*refusal](err); ok {
		r.refuse(x)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r.s.report.count(out)
	return true, nil
}
