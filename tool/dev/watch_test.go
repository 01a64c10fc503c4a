package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFingerprint(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	now := func() string {
		t.Helper()
		f, err := fingerprint(root)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	write("server/main.go", "one")
	tests := []struct {
		name    string
		changes bool
	}{
		{"server/main.go", true},
		{"web/css/new.css", true},
		{"embed.go", true},
		{"web/app.wasm", false},
		{"web/app.wasm.br", false},
		{"web/wasm_exec.js", false},
		{"server/main_test.go", false},
		{"server/.main.go.swp", false},
		{"tool/x/main.go", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := now()
			write(tt.name, "longer than before")
			if changed := before != now(); changed != tt.changes {
				t.Errorf("changed %v, want %v", changed, tt.changes)
			}
		})
	}
}
