package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// count is the number of statements of the description.
const count = 125

// statement is one line of the map.
type statement struct {
	number int
	owner  string // number of an issue, or "-" for none yet
	done   bool
	text   string
}

// readMap reads the map and refuses one with a statement missing, twice or out
// of order.
func readMap(r io.Reader) ([]statement, error) {
	var all []statement
	lines := bufio.NewScanner(r)
	lines.Scan() // the names of the columns
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		want := len(all) + 1
		if len(f) != 4 || f[0] != strconv.Itoa(want) {
			return nil, fmt.Errorf("line %d: want statement %d in four columns, got %q", want+1, want, lines.Text())
		}
		if f[2] != "open" && f[2] != "done" {
			return nil, fmt.Errorf("statement %d: state %q, want open or done", want, f[2])
		}
		if f[2] == "done" && f[1] == "-" {
			return nil, fmt.Errorf("statement %d is done and has no owner", want)
		}
		all = append(all, statement{number: want, owner: f[1], done: f[2] == "done", text: f[3]})
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(all) != count {
		return nil, fmt.Errorf("%d statements, want %d", len(all), count)
	}
	return all, nil
}

// holder is a test that holds a statement, and how it ended.
type holder struct {
	test   string
	result string // pass, fail, skip, or unfinished
}

var (
	inName = regexp.MustCompile(`^Test((?:S\d{3}_)+)`)
	inLine = regexp.MustCompile(`statement: (\d+) ok\b`)
)

// readEvents finds the tests that hold each statement in the events of go test.
func readEvents(r io.Reader) (map[int][]holder, error) {
	type key struct{ pkg, test string }
	results := map[key]string{}
	claims := map[key]map[int]bool{}
	var order []key
	claim := func(k key, number int) {
		if claims[k] == nil {
			claims[k] = map[int]bool{}
			order = append(order, k)
		}
		claims[k][number] = true
	}
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadBytes('\n')
		var e struct{ Action, Package, Test, Output string }
		if len(line) > 0 && json.Unmarshal(line, &e) == nil && e.Test != "" {
			k := key{e.Package, e.Test}
			switch e.Action {
			case "run":
				for _, n := range numbersOf(e.Test) {
					claim(k, n)
				}
			case "output":
				for _, m := range inLine.FindAllStringSubmatch(e.Output, -1) {
					n, err := strconv.Atoi(m[1])
					if err != nil {
						return nil, err
					}
					claim(k, n)
				}
			case "pass", "fail", "skip":
				results[k] = e.Action
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	held := map[int][]holder{}
	for _, k := range order {
		result := results[k]
		if result == "" {
			result = "unfinished"
		}
		for n := range claims[k] {
			held[n] = append(held[n], holder{test: strings.TrimPrefix(k.pkg, "comptoir/") + "." + k.test, result: result})
		}
	}
	return held, nil
}

// numbersOf reads the statements in the name of a test; its cases (after a
// slash) are not told apart.
func numbersOf(test string) []int {
	if strings.Contains(test, "/") {
		return nil
	}
	var numbers []int
	if m := inName.FindStringSubmatch(test); m != nil {
		for _, s := range strings.Split(strings.TrimSuffix(m[1], "_"), "_") {
			n, err := strconv.Atoi(s[1:])
			if err == nil {
				numbers = append(numbers, n)
			}
		}
	}
	return numbers
}
