package main

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
)

// event is one line of `go test -json`; lines that are no JSON (a compiler's)
// come as output of no package.
type event struct {
	Action  string
	Package string
	Test    string
	Elapsed float64
	Output  string
	// ImportPath is set instead of Package on what the build says.
	ImportPath string
}

// each calls f with every event of the stream and copies the stream to w.
func each(r io.Reader, w io.Writer, f func(event)) error {
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			if _, err := w.Write(line); err != nil {
				return err
			}
			var e event
			if json.Unmarshal(line, &e) != nil {
				e = event{Action: "output", Output: string(line)}
			}
			f(e)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// tally counts tests: the functions and their named cases that have no cases
// of their own, so that a table of 40 rows is 40 tests.
type tally struct {
	passed, failed, skipped int
	parents                 map[string]bool   // package and test that has cases
	results                 map[string]string // package and test → pass, fail, skip
	layers                  map[string]int    // first two folders → passed tests
	packagesFailed          int
}

func newTally() *tally {
	return &tally{parents: map[string]bool{}, results: map[string]string{}, layers: map[string]int{}}
}

func (t *tally) add(e event) {
	switch e.Action {
	case "run":
		if i := strings.LastIndexByte(e.Test, '/'); i > 0 {
			t.parents[e.Package+"\t"+e.Test[:i]] = true
		}
	case "pass", "fail", "skip":
		if e.Test != "" {
			t.results[e.Package+"\t"+e.Test] = e.Action
		} else if e.Action == "fail" {
			t.packagesFailed++
		}
	}
}

// close counts once everything is known.
func (t *tally) close() {
	for key, result := range t.results {
		if t.parents[key] && result != "fail" {
			continue
		}
		switch result {
		case "pass":
			t.passed++
			pkg, _, _ := strings.Cut(key, "\t")
			t.layers[layer(pkg)]++
		case "fail":
			t.failed++
		case "skip":
			t.skipped++
		}
	}
	// A package that does not build, or a process that dies, fails no test.
	if t.failed == 0 {
		t.failed = t.packagesFailed
	}
}

// layer is the part of the tree that a package belongs to: comptoir/server/httpd → server/httpd.
func layer(pkg string) string {
	parts := strings.Split(pkg, "/")
	return strings.Join(parts[1:min(len(parts), 3)], "/")
}
