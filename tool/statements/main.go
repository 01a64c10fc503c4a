// Command statements tells which statement of the description of the portal is
// held by which test.
//
//	go run ./tool/statements                 the whole table
//	go run ./tool/statements -quiet          only what is wrong, and the counts
//
// The map is server/e2e/statements.tsv: number, owner, state (open, or done
// when its owner says that it is finished), statement. A test holds a statement
// by its name (TestS040_PreviousReadingHidden, TestS023_S024_Tile) or, in a
// journey, by the line "statement: 40 ok" that statement(t, 40) logs. A
// statement whose state is done and that no passing test holds makes it exit 1.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	table := flag.String("map", "server/e2e/statements.tsv", "map of the statements")
	events := flag.String("events", "var/test.json", "events of the last go test -json")
	quiet := flag.Bool("quiet", false, "only what is wrong, and the counts")
	flag.Parse()
	missing, err := run(os.Stdout, *table, *events, *quiet)
	if err != nil {
		fmt.Fprintln(os.Stderr, "statements:", err)
	}
	if err != nil || missing > 0 {
		os.Exit(1)
	}
}

// run prints the table and returns how many statements are said to be done and
// are not held.
func run(w io.Writer, table, events string, quiet bool) (missing int, err error) {
	tf, err := os.Open(table)
	if err != nil {
		return 0, err
	}
	defer tf.Close()
	statements, err := readMap(tf)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", table, err)
	}
	ef, err := os.Open(events)
	if err != nil {
		return 0, fmt.Errorf("run the tests first (make test): %w", err)
	}
	defer ef.Close()
	held, err := readEvents(ef)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", events, err)
	}
	return print(w, statements, held, quiet)
}
