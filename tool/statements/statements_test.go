package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// plan writes a map in which the given lines are done by issue 2.
func plan(t *testing.T, done ...int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("number\towner\tstate\tstatement\n")
	for n := 1; n <= count; n++ {
		state := "open"
		for _, d := range done {
			if d == n {
				state = "done"
			}
		}
		fmt.Fprintf(&b, "%d\t2\t%s\tstatement %d\n", n, state, n)
	}
	return file(t, "map.tsv", b.String())
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const ran = `{"Action":"run","Package":"comptoir/shared/counter","Test":"TestS040_Hidden"}
{"Action":"pass","Package":"comptoir/shared/counter","Test":"TestS040_Hidden"}
{"Action":"run","Package":"comptoir/app/widget","Test":"TestS023_S024_Tile"}
{"Action":"pass","Package":"comptoir/app/widget","Test":"TestS023_S024_Tile"}
{"Action":"run","Package":"comptoir/server/e2e","Test":"TestJourney"}
{"Action":"output","Package":"comptoir/server/e2e","Test":"TestJourney","Output":"    e2e.go:12: statement: 39 ok\n"}
{"Action":"fail","Package":"comptoir/server/e2e","Test":"TestJourney"}
{"Action":"run","Package":"comptoir/server/e2e","Test":"TestS033_Filter"}
{"Action":"skip","Package":"comptoir/server/e2e","Test":"TestS033_Filter"}
no JSON at all
`

func TestStatementsDoneMustBeHeld(t *testing.T) {
	tests := []struct {
		name    string
		done    []int
		missing int
	}{
		{"nothing done", nil, 0},
		{"by name", []int{40}, 0},
		{"two in one name", []int{23, 24}, 0},
		{"by a journey that fails", []int{39}, 1},
		{"by a test that is skipped", []int{33}, 1},
		{"by none", []int{1, 2, 40}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			missing, err := run(&out, plan(t, tt.done...), file(t, "test.json", ran), false)
			if err != nil || missing != tt.missing {
				t.Errorf("%d missing, %v; want %d\n%s", missing, err, tt.missing, out.String())
			}
		})
	}
}

func TestPassingLineOfAJourney(t *testing.T) {
	passing := strings.Replace(ran, `"Action":"fail"`, `"Action":"pass"`, 1)
	var out strings.Builder
	missing, err := run(&out, plan(t, 39), file(t, "test.json", passing), true)
	if err != nil || missing != 0 {
		t.Errorf("%d missing, %v\n%s", missing, err, out.String())
	}
}

func TestUnknownStatementIsRefused(t *testing.T) {
	_, err := run(&strings.Builder{}, plan(t), file(t, "test.json",
		`{"Action":"run","Package":"comptoir/x","Test":"TestS126_Beyond"}`), true)
	if err == nil {
		t.Error("statement 126 was accepted")
	}
}

func TestTheMapOfTheProject(t *testing.T) {
	f, err := os.Open("../../server/e2e/statements.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := readMap(f); err != nil {
		t.Error(err)
	}
}
