package erp

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"comptoir/shared/fold"
)

// sheet is a table of texts with a header.
type sheet struct {
	header []string // folded names
	rows   []line
}

// line is one row; at holds the column, in bytes from 1, where each cell begins.
type line struct {
	number int
	cells  []string
	at     []int
}

// readCSV reads our own layout: separated by semicolons, double quotes around
// what holds one, the first line names the columns.
func readCSV(body []byte) (sheet, error) {
	r := csv.NewReader(bytes.NewReader(body))
	r.Comma = ';'
	var s sheet
	if err := checkLines(body); err != nil {
		return s, err
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if p, ok := errors.AsType[*csv.ParseError](err); ok {
			message := p.Err.Error()
			if errors.Is(p.Err, csv.ErrFieldCount) {
				message = "not as many cells as the header has"
			}
			return s, brokenAt(p.Line, p.Column, "%s", message)
		}
		if err != nil {
			return s, err
		}
		l := line{cells: cells, at: make([]int, len(cells))}
		for i := range cells {
			n, c := r.FieldPos(i)
			l.at[i] = c
			if i == 0 {
				l.number = n
			}
		}
		s.take(l)
	}
	return s, s.check()
}

// readTSV reads tab-separated text without quotes.
func readTSV(body []byte) (sheet, error) {
	var s sheet
	if err := checkLines(body); err != nil {
		return s, err
	}
	n := 0
	for raw := range strings.Lines(string(body)) {
		n++
		raw = strings.TrimRight(raw, "\r\n")
		if raw == "" {
			continue
		}
		l := line{number: n, cells: strings.Split(raw, "\t")}
		at := 1
		for _, c := range l.cells {
			l.at = append(l.at, at)
			at += len(c) + 1
		}
		if s.header != nil && len(l.cells) != len(s.header) {
			return s, brokenAt(n, 0, "%d cells, the header has %d", len(l.cells), len(s.header))
		}
		s.take(l)
	}
	return s, s.check()
}

func (s *sheet) take(l line) {
	if s.header != nil {
		s.rows = append(s.rows, l)
		return
	}
	s.header = []string{}
	for _, c := range l.cells {
		s.header = append(s.header, strings.ReplaceAll(fold.Text(c), " ", "_"))
	}
}

func (s *sheet) check() error {
	if s.header == nil {
		return brokenAt(1, 0, "the file is empty: the first line must name the columns")
	}
	seen := map[string]bool{}
	for _, h := range s.header {
		if seen[h] {
			return brokenAt(1, 0, "the column %q comes twice", h)
		}
		seen[h] = true
	}
	return nil
}

// column returns the position of a column, −1 when there is none.
func (s *sheet) column(name string) int {
	for i, h := range s.header {
		if h == name {
			return i
		}
	}
	return -1
}

// need refuses the file when one of the columns is not there.
func (s *sheet) need(names ...string) error {
	for _, n := range names {
		if s.column(n) < 0 {
			return brokenAt(1, 0, "the column %q is missing", n)
		}
	}
	return nil
}
