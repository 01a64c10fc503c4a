package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// watched are the folders and files that the two programs are built from.
var watched = []string{"app", "server", "shared", "web", "embed.go", "go.mod", "manifest.webmanifest"}

// fingerprint changes when a watched file does. Files that a build writes, and
// tests, are left out.
func fingerprint(root string) (string, error) {
	sum := sha256.New()
	for _, w := range watched {
		err := filepath.WalkDir(filepath.Join(root, w), func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) { // not made yet, or gone since it was listed
				return nil
			}
			if err != nil || d.IsDir() || ignored(d.Name()) {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return nil
			}
			fmt.Fprintln(sum, path, info.Size(), info.ModTime().UnixNano())
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// ignored tells the names that a build or an editor writes.
func ignored(name string) bool {
	return strings.HasPrefix(name, "app.wasm") || name == "wasm_exec.js" ||
		strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~")
}
