//go:build !js

package shared_test

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// target is a pair that the tree is compiled for.
type target struct{ os, arch string }

func (t target) String() string { return t.os + "/" + t.arch }

var targets = []target{{"linux", "amd64"}, {"js", "wasm"}}

// source is one package of ours, without its tests.
type source struct {
	path    string
	imports map[string]string // imported path → a file that does
}

// packagesFor reads the packages that have files for the target. It reads the
// tree itself, and does not ask go for it, so that the cache of tests knows
// what the result depends on.
func packagesFor(t *testing.T, to target) []source {
	t.Helper()
	context := build.Default
	context.GOOS, context.GOARCH, context.CgoEnabled = to.os, to.arch, false
	byPath := map[string]source{}
	eachFile(t, func(file string) {
		dir, name := filepath.Split(file)
		if ok, err := context.MatchFile(dir, name); err != nil || !ok {
			return // a file that does not parse is the compiler's to report
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return
		}
		rel := filepath.ToSlash(strings.TrimPrefix(filepath.Clean(dir), ".."))
		p := byPath[rel]
		if p.imports == nil {
			p = source{path: path.Join("comptoir", rel), imports: map[string]string{}}
		}
		for _, i := range parsed.Imports {
			if imported, err := strconv.Unquote(i.Path.Value); err == nil {
				p.imports[imported] = strings.TrimPrefix(file, "../")
			}
		}
		byPath[rel] = p
	})
	var all []source
	for _, p := range byPath {
		all = append(all, p)
	}
	return all
}

// eachFile calls f with every Go file of the module but tests.
func eachFile(t *testing.T, f func(file string)) {
	t.Helper()
	err := filepath.WalkDir("..", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch name := d.Name(); {
			case file == "..":
				return nil
			case name == "var" || name == "dist" || name == "testdata" || name == "node_modules" || strings.HasPrefix(name, "."):
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") {
			f(file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// clocks are the names of package time that read the machine's clock or zone.
var clocks = map[string]string{
	"Now": "the day and the hour are handed in", "Since": "the day and the hour are handed in",
	"Until": "the day and the hour are handed in", "Sleep": "a rule does not wait",
	"After": "a rule does not wait", "AfterFunc": "a rule does not wait",
	"NewTimer": "a rule does not wait", "NewTicker": "a rule does not wait", "Tick": "a rule does not wait",
}

// zones are wrong in a browser: Local is today's offset for every date, and
// LoadLocation finds no file there (under Node it does, and hides the fault).
var zones = map[string]string{
	"Local":        "the zone is handed in: in a browser, Local is today's offset for every date",
	"LoadLocation": "a browser has no zone files: use the bytes that the session brings",
}

func TestTimeIsHandedIn(t *testing.T) {
	read := 0
	eachFile(t, func(file string) {
		inShared, inApp := strings.HasPrefix(file, "../shared/"), strings.HasPrefix(file, "../app/")
		if !inShared && !inApp {
			return
		}
		read++
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
		if err != nil {
			return
		}
		for _, u := range usesOfTime(parsed) {
			why := zones[u.name]
			if inShared && why == "" {
				why = clocks[u.name]
			}
			if why != "" {
				t.Errorf("%s: time.%s: %s", set.Position(u.at), u.name, why)
			}
		}
	})
	if read == 0 {
		t.Error("no file read")
	}
}

// use is a name of package time, or its method Local, where a file uses it.
type use struct {
	at   token.Pos
	name string
}

// usesOfTime finds what a file takes from package time, under whatever name it
// imports it, and the calls of a method Local.
func usesOfTime(file *ast.File) []use {
	local := ""
	for _, i := range file.Imports {
		if i.Path.Value == `"time"` {
			local = "time"
			if i.Name != nil {
				local = i.Name.Name
			}
		}
	}
	var found []use
	if local == "" {
		return nil
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == local {
				found = append(found, use{n.Sel.Pos(), n.Sel.Name})
			}
		case *ast.CallExpr:
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Local" && len(n.Args) == 0 {
				found = append(found, use{s.Sel.Pos(), "Local"})
			}
		}
		return true
	})
	return found
}

func TestUsesOfTime(t *testing.T) {
	const text = `package p
import clock "time"
var a = clock.Now()
var b = clock.Unix(0, 0).Local()
var c clock.Time
`
	parsed, err := parser.ParseFile(token.NewFileSet(), "p.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, u := range usesOfTime(parsed) {
		count[u.name]++
	}
	if count["Now"] != 1 || count["Local"] != 1 {
		t.Errorf("found %v, want Now and Local once", count)
	}
}
