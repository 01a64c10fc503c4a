//go:build !js

package shared_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const goApp = "github.com/maxence-charriere/go-app"

// rule says what a part of the tree never imports, and why. A path stands for
// itself and what is below it; one that ends with "!" for itself alone.
type rule struct {
	in     string
	never  []string
	except []string // packages below in that may
	why    string
}

// rules all apply: a package is held by every rule that matches it.
var rules = []rule{
	{in: "comptoir/app", never: []string{"comptoir/server", "comptoir!"}, why: "the two programs meet in shared; what the server embeds would enter the wasm"},
	{in: "comptoir/server", never: []string{"comptoir/app"}, why: "the two programs meet in shared"},
	{in: "comptoir/shared", never: []string{"comptoir/app", "comptoir/server", "comptoir!"}, why: "shared serves both sides"},

	{in: "comptoir/shared", never: []string{"os", "net!", "net/http", "io/ioutil", "syscall"}, why: "shared is handed what it needs: no file, no network"},
	{in: "comptoir/shared", never: []string{"math/rand", "crypto/rand"}, why: "chance is handed in, also to the making of an id"},
	{in: "comptoir/shared", never: []string{"database/sql", "github.com/jackc"}, why: "shared decides, the server keeps"},
	{in: "comptoir/shared/rpc", never: []string{"comptoir/shared/api"}, why: "the wire knows no call"},
	{in: "comptoir/shared/fault", never: []string{"comptoir/shared/api", "comptoir/shared/rpc"}, why: "rpc → fault → msg"},
	{in: "comptoir/shared/msg", never: []string{"comptoir/shared"}, why: "the keys of sentences know nothing"},

	{in: "comptoir/app/ui", never: []string{"comptoir/shared/api", "comptoir/shared/rpc", "comptoir/shared/counter", "comptoir/shared/habilitation", "comptoir/shared/decision", "comptoir/shared/pricing", "comptoir/shared/cart", "comptoir/shared/intervention", "comptoir/shared/units"}, why: "the design system knows no business"},
	{in: "comptoir/app/ui", never: []string{"comptoir/app/store", "comptoir/app/outbox", "comptoir/app/widget", "comptoir/app/screen", "comptoir/app/shell"}, why: "screen → widget → ui"},
	{in: "comptoir/app/widget", never: []string{"comptoir/app/screen", "comptoir/app/shell"}, why: "screen → widget → ui"},
	{in: "comptoir/app/store", never: []string{"comptoir/app/ui", "comptoir/app/widget", "comptoir/app/screen", "comptoir/app/shell"}, why: "what is stored does not know who draws it"},
	{in: "comptoir/app/outbox", never: []string{"comptoir/app/ui", "comptoir/app/widget", "comptoir/app/screen", "comptoir/app/shell"}, why: "what is stored does not know who draws it"},
	{in: "comptoir/app/browser", never: []string{"comptoir/app/store", "comptoir/app/outbox", "comptoir/app/ui", "comptoir/app/widget", "comptoir/app/screen", "comptoir/app/shell", "comptoir/shared/api"}, why: "the browser is the bottom of the app"},
	{in: "comptoir/app", never: []string{"syscall/js"}, except: []string{"comptoir/app/browser"}, why: "the browser is behind app/browser, whose host twin lets tests run without one"},
	{in: "comptoir/app", never: []string{goApp}, except: []string{"comptoir/app!", "comptoir/app/screen", "comptoir/app/widget", "comptoir/app/ui", "comptoir/app/shell", "comptoir/app/store"}, why: "what decides and what keeps is tested without components"},
	{in: "comptoir/server", never: []string{goApp, "syscall/js"}, why: "go-app does not render on the server: its encoder is unsafe"},
	{in: "comptoir/shared", never: []string{goApp, "syscall/js"}, why: "shared serves both sides"},

	{in: "comptoir/server/postgres", never: []string{"comptoir/server/usecase", "comptoir/server/httpd", "comptoir/server/boot", "comptoir/server/job"}, why: "boot → httpd → usecase → postgres"},
	{in: "comptoir/server/usecase", never: []string{"comptoir/server/httpd", "comptoir/server/boot", "net/http"}, why: "boot → httpd → usecase → postgres"},
	{in: "comptoir/server/httpd", never: []string{"comptoir/server/boot"}, why: "boot → httpd → usecase → postgres"},
	{in: "comptoir/server/job", never: []string{"comptoir/server/httpd", "comptoir/server/boot"}, why: "a job answers no request"},
	{in: "comptoir/server/localpg", never: []string{"comptoir/server", "comptoir/shared"}, why: "it starts a database and knows nothing of its content"},

	{in: "comptoir", never: []string{"comptoir/tool"}, why: "tools build the programs and are no part of them"},
}

// heavy never enters the wasm, whoever imports it. go-app's own import of
// net/http is taken out of the copy that the build compiles, so what go-app
// imports is not looked at here; the build looks at the wasm itself.
var heavy = []struct{ path, why string }{
	{"net/http", "+340 kB, even for a type"},
	{"net!", "a browser has no sockets"},
	{"text/template", "+398 kB"},
	{"html/template", "+473 kB"},
	{"github.com/nicksnyder/go-i18n", "+529 kB; the browser has its own catalogue, derived from it"},
	{"github.com/xuri/excelize", "workbooks are made by the server"},
	{"golang.org/x/crypto", "the browser keeps no secret"},
	{"github.com/nyaruka/phonenumbers", "tables of numbers"},
	{"github.com/ttacon/libphonenumber", "tables of numbers"},
	{"google.golang.org/protobuf", "JSON is the wire"},
	{"golang.org/x/text", "+61 to +456 kB; the browser has Intl"},
	{"log/slog", "+35 kB"},
	{"time/tzdata", "+56 kB; the session brings the zone"},
	{"github.com/BurntSushi/toml", "sentences arrive as JSON"},
}

func TestImports(t *testing.T) {
	for _, target := range targets {
		seen := 0
		for _, p := range packagesFor(t, target) {
			seen++
			for imported, file := range p.imports {
				if one, other := screenOf(p.path), screenOf(imported); one != "" && other != "" && one != other {
					t.Errorf("%s: %s: imports %s: one screen never draws another: share a widget", target, file, imported)
				}
			}
			for _, r := range rules {
				if !under(p.path, r.in) || (r.in == "comptoir" && under(p.path, "comptoir/tool")) || anyUnder(p.path, r.except) {
					continue
				}
				for imported, file := range p.imports {
					if anyUnder(imported, r.never) && imported != p.path {
						t.Errorf("%s: %s: imports %s: %s", target, file, imported, r.why)
					}
				}
			}
		}
		if seen == 0 {
			t.Errorf("%s: no package found", target)
		}
	}
}

// screenOf is the menu entry that a package draws, or nothing.
func screenOf(path string) string {
	rest, ok := strings.CutPrefix(path, "comptoir/app/screen/")
	if !ok {
		return ""
	}
	entry, _, _ := strings.Cut(rest, "/")
	return entry
}

// TestNothingHeavyInTheWasm walks everything that the browser's program
// imports, but what is reached through go-app alone.
func TestNothingHeavyInTheWasm(t *testing.T) {
	wasm := packagesFor(t, targets[1]) // read here too: the cache of tests sees it
	roots := map[string]bool{}
	for _, p := range wasm {
		if under(p.path, "comptoir/app") && !under(p.path, "comptoir/app/ui/gallery") {
			roots[p.path] = true
		}
	}
	if len(roots) == 0 {
		t.Fatal("the browser program is not found")
	}
	if _, err := os.ReadFile("../go.sum"); err != nil { // what modules import follows their versions
		t.Fatal(err)
	}
	imports := listDeps(t, roots)
	via := map[string]string{}
	queue := []string{}
	for root := range roots {
		via[root] = ""
		queue = append(queue, root)
	}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if under(path, goApp+"/v10") || !strings.Contains(strings.SplitN(path, "/", 2)[0], ".") && !under(path, "comptoir") {
			continue // go-app, and what the standard library imports for itself
		}
		for _, next := range imports[path] {
			if _, known := via[next]; known {
				continue
			}
			via[next] = path
			queue = append(queue, next)
		}
	}
	for path := range via {
		for _, h := range heavy {
			if matches(path, h.path) {
				t.Errorf("%s enters the wasm: %s (%s)", path, h.why, trace(via, path))
			}
		}
	}
}

// listDeps asks go for the imports of the roots and of all they lead to.
func listDeps(t *testing.T, roots map[string]bool) map[string][]string {
	t.Helper()
	args := []string{"list", "-e", "-deps", "-json=ImportPath,Imports"}
	for root := range roots {
		args = append(args, root)
	}
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	imports := map[string][]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return imports
		} else if err != nil {
			t.Fatal(err)
		}
		imports[p.ImportPath] = p.Imports
	}
}

func trace(via map[string]string, path string) string {
	for parent := via[path]; parent != ""; parent = via[parent] {
		path = parent + " → " + path
	}
	return path
}

// under tells whether path is prefix or below it; "prefix!" is prefix alone.
func under(path, prefix string) bool {
	return matches(path, prefix) || strings.HasPrefix(path, prefix+"/")
}

func matches(path, pattern string) bool {
	if alone, ok := strings.CutSuffix(pattern, "!"); ok {
		return path == alone
	}
	return path == pattern || strings.HasPrefix(path, pattern+"/")
}

func anyUnder(path string, patterns []string) bool {
	for _, p := range patterns {
		if matches(path, p) {
			return true
		}
	}
	return false
}
