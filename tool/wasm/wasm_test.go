package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOwner(t *testing.T) {
	owners := map[string]string{
		wasmName("github.com/maxence-charriere/go-app/v10/pkg/app"): "go-app",
		wasmName("encoding/json"):                                   "std encoding/json",
		wasmName("comptoir/app/store"):                              "comptoir/app/store",
	}
	for fn, want := range map[string]string{
		"github.com_maxence_charriere_go_app_v10_pkg_app.__htmlA_.Alt": "go-app",
		"encoding_json.Unmarshal":                                      "std encoding/json",
		"comptoir_app_store.Open.func1":                                "comptoir/app/store",
		"type_.eq.something":                                           "other (type equality, wrappers)",
	} {
		if got := owner(owners, fn); got != want {
			t.Errorf("owner(%q) = %q, want %q", fn, got, want)
		}
	}
}

func TestParseWasmRefuses(t *testing.T) {
	for name, bin := range map[string][]byte{
		"empty":     {},
		"html":      []byte("<!doctype html><p>hello"),
		"no names":  []byte("\x00asm\x01\x00\x00\x00"),
		"truncated": []byte("\x00asm\x01\x00\x00\x00\x0a\x7f\x01"),
	} {
		if _, _, err := parseWasm(bin); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The adjusted go-app compiles for the browser without what it leaves out.
func TestSlimLeavesOut(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(buildDir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		if err := copyFile(filepath.Join(root, name), name); err != nil {
			t.Fatal(err)
		}
	}
	b := &builder{}
	if err := b.prepare(); err != nil {
		t.Fatal(err)
	}
	b.pkg = goappModule + "/pkg/app"
	if err := b.refuse(); err != nil {
		t.Error(err)
	}
	deps, err := b.deps("{{.ImportPath}}")
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range []string{"crypto/aes", "crypto/rand", "github.com/google/uuid"} {
		if strings.Contains("\n"+deps, "\n"+pkg+"\n") {
			t.Errorf("the browser's go-app still depends on %s", pkg)
		}
	}
	b.pkg = "net/http/httptest"
	if err := b.refuse(); err == nil {
		t.Error("a program with net/http was accepted")
	}
	if err := slimTwice(); err == nil {
		t.Error("a source that is not as expected was adjusted without an error")
	}
}

// slimTwice applies the first edit to a file that has it already.
func slimTwice() error {
	return change(filepath.Join(slimDir, "pkg/app", edits[0].file), func(text string) (string, error) {
		return replaceOnce(text, edits[0])
	})
}
