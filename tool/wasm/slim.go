package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	goappModule  = "github.com/maxence-charriere/go-app/v10"
	goappVersion = "v10.1.11"
	buildDir     = "var/build"
	slimDir      = buildDir + "/goapp"
)

// edit replaces the one occurrence of old in a file of the copy.
type edit struct{ file, old, new string }

// notInBrowser are the files that bring net/http, html pages and AES.
var notInBrowser = []string{"http.go", "resource.go", "crypto.go"}

var edits = []edit{
	// Value("") and Alt("") are set: the switch was meant to look at the name.
	{"attribute.go", "	switch v {\n	case \"cite\",\n		\"data\",\n		\"download\",\n		\"href\",\n		\"src\",\n		\"value\":",
		"	switch name {\n	case \"alt\",\n		\"download\",\n		\"value\":"},
	// strconv.Quote lets a value close its attribute.
	{"node.go", "strconv.Quote(resolveAttributeURLValue(name, value, ctx.ResolveStaticResource))",
		"`\"` + html.EscapeString(resolveAttributeURLValue(name, value, ctx.ResolveStaticResource)) + `\"`"},
	{"node.go", "	\"strconv\"\n", ""},
	// Random ids that guard nothing need no crypto/rand.
	{"context.go", "	\"github.com/google/uuid\"\n", ""},
	{"context.go", "uuid.NewString()", "randomID()"},
	{"state.go", "	\"github.com/google/uuid\"\n", ""},
	{"state.go", "uuid.NewString()", "randomID()"},
	// Patterns are literal prefixes here; regexp weighs 100 kB.
	{"route.go", "	\"regexp\"\n	\"sync\"\n", "	\"sync\"\n"},
	{"route.go", "regexp.MustCompile(pattern)", "mustPrefix(pattern)"},
	{"route.go", "	regexp       *regexp.Regexp\n", "	regexp       prefix\n"},
}

const stub = `//go:build js

package app

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
)

// Handler has no use in the browser; wasm.go names it.
type Handler struct{}

// Icon is what notfound.go and scripts.go name.
type Icon struct{ Default, Large, SVG, Maskable string }

func clientResourceResolver(string) func(string) string {
	return func(location string) string { return location }
}

func randomID() string {
	return strconv.FormatUint(rand.Uint64(), 16) + "-" + strconv.FormatUint(rand.Uint64(), 16)
}

var errNoCrypto = errors.New("encrypted states are not part of this build")

func encrypt(string, []byte) ([]byte, error) { return nil, errNoCrypto }
func decrypt(string, []byte) ([]byte, error) { return nil, errNoCrypto }

type prefix string

func mustPrefix(pattern string) prefix {
	literal, ok := strings.CutPrefix(pattern, "^")
	if !ok || strings.ContainsAny(literal, "\\.+*?()|[]{}^$") {
		panic("RouteWithRegexp takes only ^ and a literal prefix in this build: " + pattern)
	}
	return prefix(literal)
}

func (p prefix) MatchString(path string) bool { return strings.HasPrefix(path, string(p)) }
`

// slim copies the pinned go-app from the module cache to var/build/goapp and
// adjusts the copy for the browser. It fails when the source is not the one
// these adjustments were written for.
func slim() error {
	src, err := moduleDir()
	if err != nil {
		return err
	}
	if err := os.RemoveAll(slimDir); err != nil {
		return err
	}
	for _, pkg := range []string{"pkg/app", "pkg/errors", "pkg/logs"} {
		if err := copyGo(filepath.Join(src, pkg), filepath.Join(slimDir, pkg)); err != nil {
			return fmt.Errorf("copy go-app: %w", err)
		}
	}
	if err := copyFile(filepath.Join(src, "go.mod"), filepath.Join(slimDir, "go.mod")); err != nil {
		return fmt.Errorf("copy go-app: %w", err)
	}
	app := filepath.Join(slimDir, "pkg/app")
	for _, name := range notInBrowser {
		if err := change(filepath.Join(app, name), func(text string) (string, error) {
			if strings.Contains(text, "//go:build") {
				return "", fmt.Errorf("already has a build constraint")
			}
			return "//go:build !js\n\n" + text, nil
		}); err != nil {
			return err
		}
	}
	for _, e := range edits {
		if err := change(filepath.Join(app, e.file), func(text string) (string, error) { return replaceOnce(text, e) }); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(app, "slim_js.go"), []byte(stub), 0o644)
}

func replaceOnce(text string, e edit) (string, error) {
	if n := strings.Count(text, e.old); n != 1 {
		return "", fmt.Errorf("%d occurrences of %q, want 1: go-app is not %s as expected", n, e.old, goappVersion)
	}
	return strings.Replace(text, e.old, e.new, 1), nil
}

func moduleDir() (string, error) {
	out, err := goOutput("list", "-m", "-f", "{{.Version}} {{.Dir}}", goappModule)
	if err != nil {
		return "", err
	}
	version, dir, _ := strings.Cut(strings.TrimSpace(out), " ")
	if version != goappVersion {
		return "", fmt.Errorf("go.mod has go-app %s, the adjustments are for %s", version, goappVersion)
	}
	if dir == "" {
		if _, err := goOutput("mod", "download", goappModule); err != nil {
			return "", err
		}
		return moduleDir()
	}
	return dir, nil
}

func copyGo(src, dst string) error {
	entries, err := os.ReadDir(src)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if err := copyFile(filepath.Join(src, name), filepath.Join(dst, name)); err != nil {
			return err
		}
	}
	return nil
}

// copyFile writes a new file, since sources in the module cache are read-only,
// and leaves an equal one alone, which a server may be sending.
func copyFile(src, dst string) error {
	text, err := os.ReadFile(src)
	if err != nil {
		return err
	}
	if old, err := os.ReadFile(dst); err == nil && bytes.Equal(old, text) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(dst), 0o755); err != nil {
		return err
	}
	return os.WriteFile(dst, text, 0o644)
}

func change(path string, f func(string) (string, error)) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed, err := f(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(changed), 0o644)
}
