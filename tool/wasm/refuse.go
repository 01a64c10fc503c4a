package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// heavy are the packages that must never reach the browser, with what each
// would add to the brotli bytes.
var heavy = []struct{ pkg, cost string }{
	{"net/http", "340 kB for one type, 848 kB for the client"},
	{"crypto/tls", "comes with net/http"},
	{"html/template", "473 kB"},
	{"text/template", "398 kB"},
	{"regexp", "100 kB"},
	{"github.com/nicksnyder/go-i18n/v2/i18n", "529 kB: the browser has the catalogue"},
	{"golang.org/x/text/collate", "456 kB: the browser has Intl"},
	{"github.com/xuri/excelize/v2", "the server makes workbooks"},
	{"google.golang.org/protobuf/proto", "nothing needs it"},
}

// refuse fails when the browser program depends on something heavy.
func (b *builder) refuse() error {
	deps, err := b.deps("{{.ImportPath}}")
	if err != nil {
		return err
	}
	for _, h := range heavy {
		if strings.Contains("\n"+deps, "\n"+h.pkg+"\n") {
			return fmt.Errorf("%s depends on %s (%s): find out why with GOOS=js GOARCH=wasm go list -deps", b.pkg, h.pkg, h.cost)
		}
	}
	return nil
}

// deps lists what the browser program is made of, one line a package.
func (b *builder) deps(format string) (string, error) {
	args := []string{"list", "-mod=mod", "-modfile=" + modFile, "-deps", "-f", format}
	if b.dev {
		args = append(args, "-tags", "dev")
	}
	cmd := exec.Command("go", append(args, b.pkg)...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go list %s for js/wasm: %w: %s", b.pkg, err, stderr.String())
	}
	return string(out), nil
}
