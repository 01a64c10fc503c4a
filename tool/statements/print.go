package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// print writes the table and the counts, and returns how many statements are
// said to be done and are not held. A test that names a statement outside of
// the map is an error.
func print(w io.Writer, statements []statement, held map[int][]holder, quiet bool) (missing int, err error) {
	holds, done := 0, 0
	for _, s := range statements {
		tests := held[s.number]
		ok := slices.ContainsFunc(tests, func(h holder) bool { return h.result == "pass" }) &&
			!slices.ContainsFunc(tests, func(h holder) bool { return h.result == "fail" })
		result := "-"
		switch {
		case ok:
			result = "pass"
			holds++
		case s.done:
			result = "MISSING"
			missing++
		case len(tests) > 0:
			result = tests[0].result
		}
		if s.done {
			done++
		}
		if quiet && (ok || !s.done) {
			continue
		}
		fmt.Fprintf(w, "%3d  %-5s %-4s  %-7s  %s\n", s.number, s.owner, state(s), result, s.text)
		for _, h := range tests {
			fmt.Fprintf(w, "%23s %s: %s\n", "", h.test, h.result)
		}
	}
	var unknown []string
	for n, tests := range held {
		if n < 1 || n > len(statements) {
			unknown = append(unknown, tests[0].test)
		}
	}
	fmt.Fprintf(w, "statements: %d, held by a passing test: %d, done: %d, done and not held: %d\n",
		len(statements), holds, done, missing)
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return missing, fmt.Errorf("tests name a statement that does not exist: %s", strings.Join(unknown, ", "))
	}
	return missing, nil
}

func state(s statement) string {
	if s.done {
		return "done"
	}
	return "open"
}
