// Command report makes `go test -json` readable: a line a package, the output
// of what failed, and the number of tests of each part of the tree.
//
//	go test -json ./... | go run ./tool/report -out var/test.json
//	go run ./tool/report -total var/test.json var/test-wasm.json
//
// Its last line is "N passed, N failed"; it exits 1 when something failed.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	out := flag.String("out", "", "file that keeps the events")
	total := flag.Bool("total", false, "only add up the files named as arguments")
	flag.Parse()
	ok, err := false, error(nil)
	if *total {
		ok, err = addUp(flag.Args())
	} else {
		ok, err = follow(os.Stdin, *out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

// follow tells the events as they come and keeps them.
func follow(r io.Reader, path string) (bool, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return false, err
	}
	f, err := os.Create(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	all, said := newTally(), map[string][]string{}
	err = each(r, w, func(e event) {
		all.add(e)
		tell(e, said)
	})
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		return false, err
	}
	return finish(all)
}

// tell prints what is worth reading at once. What a test writes is held back
// until it fails.
func tell(e event, said map[string][]string) {
	key := e.Package + "\t" + e.Test
	switch e.Action {
	case "build-output":
		fmt.Print(e.Output)
	case "output":
		if e.Package == "" {
			fmt.Print(e.Output)
			return
		}
		said[key] = append(said[key], e.Output)
	case "fail":
		for _, line := range said[key] {
			if e.Test != "" || !strings.HasPrefix(line, "FAIL") {
				fmt.Print(line)
			}
		}
		if e.Test == "" {
			fmt.Printf("FAIL %-40s %7.1f s\n", e.Package, e.Elapsed)
		}
		delete(said, key)
	case "pass":
		if e.Test == "" {
			fmt.Printf("ok   %-40s %7.1f s\n", e.Package, e.Elapsed)
		}
		delete(said, key)
	case "skip":
		delete(said, key)
	}
}

func addUp(paths []string) (bool, error) {
	all := newTally()
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return false, err
		}
		defer f.Close()
		// The same test natively and as wasm is two tests.
		prefix := filepath.Base(path) + ":"
		err = each(f, io.Discard, func(e event) {
			e.Test = withPrefix(prefix, e.Test)
			all.add(e)
		})
		if err != nil {
			return false, err
		}
	}
	return finish(all)
}

func withPrefix(prefix, test string) string {
	if test == "" {
		return ""
	}
	return prefix + test
}

func finish(all *tally) (bool, error) {
	all.close()
	var parts []string
	for _, l := range slices.Sorted(maps.Keys(all.layers)) {
		parts = append(parts, fmt.Sprintf("%s %d", l, all.layers[l]))
	}
	fmt.Printf("tests passed: %s\n", strings.Join(parts, " · "))
	fmt.Printf("%d passed, %d failed, %d skipped\n", all.passed, all.failed, all.skipped)
	return all.failed == 0, nil
}
