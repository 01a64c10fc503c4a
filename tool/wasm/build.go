package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"
)

const (
	modFile = buildDir + "/wasm.mod"
	execJS  = "web/wasm_exec.js"
)

// builder makes one wasm file.
type builder struct {
	pkg, out   string
	dev, force bool
}

func (b *builder) build() error {
	stamp, err := b.inputs()
	if err != nil {
		return err
	}
	if !b.force && b.upToDate(stamp) {
		return nil
	}
	os.Remove(b.stampFile())
	if err := b.prepare(); err != nil {
		return err
	}
	if err := b.refuse(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(b.out), 0o755); err != nil {
		return err
	}
	if err := b.compile(b.out, "-s -w"); err != nil {
		return err
	}
	if err := b.compress(); err != nil {
		return err
	}
	if err := copyFile(filepath.Join(goroot(), "lib/wasm/wasm_exec.js"), execJS); err != nil {
		return err
	}
	return os.WriteFile(b.stampFile(), []byte(stamp), 0o644)
}

// stampFile remembers the inputs of the last build of this output.
func (b *builder) stampFile() string {
	return filepath.Join(buildDir, wasmName(filepath.ToSlash(b.out))+".stamp")
}

// prepare writes the adjusted go-app and the go.mod that points to it.
func (b *builder) prepare() error {
	if err := slim(); err != nil {
		return err
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	mod = append(mod, "\nreplace "+goappModule+" => ./"+slimDir+"\n"...)
	if err := os.WriteFile(modFile, mod, 0o644); err != nil {
		return err
	}
	return copyFile("go.sum", strings.TrimSuffix(modFile, ".mod")+".sum")
}

func (b *builder) compile(out, ldflags string) error {
	// -modfile names are relative to the module root, as the replacement is.
	args := []string{"build", "-mod=mod", "-modfile=" + modFile, "-trimpath", "-buildvcs=false", "-ldflags", ldflags, "-o", out}
	if b.dev {
		args = append(args, "-tags", "dev")
	}
	cmd := exec.Command("go", append(args, b.pkg)...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go build %s for js/wasm: %w", b.pkg, err)
	}
	return nil
}

// compress writes .br and .gz and prints the three sizes.
func (b *builder) compress() error {
	raw, err := os.ReadFile(b.out)
	if err != nil {
		return err
	}
	quality, level := 11, gzip.BestCompression
	if b.dev {
		quality, level = 5, gzip.BestSpeed
	}
	var zipped bytes.Buffer
	gz, err := gzip.NewWriterLevel(&zipped, level)
	if err != nil {
		return err
	}
	if _, err := gz.Write(raw); err != nil {
		return err
	}
	if err := gz.Close(); err != nil {
		return err
	}
	br, err := brotliOf(raw, quality)
	if err != nil {
		return err
	}
	if err := os.WriteFile(b.out+".gz", zipped.Bytes(), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(b.out+".br", br, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, brotli %d: %d, gzip: %d\n", b.out, len(raw), quality, len(br), zipped.Len())
	return nil
}

func brotliOf(raw []byte, quality int) ([]byte, error) {
	var out bytes.Buffer
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: quality, LGWin: 24})
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// inputs digests all that decides the bytes of the wasm; sentences (.toml) are
// not among it, the server serves them.
func (b *builder) inputs() (string, error) {
	h := sha256.New()
	version, err := goOutput("env", "GOVERSION", "GOROOT")
	if err != nil {
		return "", err
	}
	fmt.Fprintln(h, version, b.pkg, b.out, b.dev)
	for _, root := range []string{"go.mod", "go.sum", "tool/wasm", "shared", "app", b.pkg} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "testdata" && path != filepath.Clean(root) {
				return filepath.SkipDir
			}
			if d.IsDir() || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".toml") {
				return nil
			}
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			fmt.Fprintln(h, path)
			_, err = io.Copy(h, f)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("digest of %s: %w", root, err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func (b *builder) upToDate(stamp string) bool {
	old, err := os.ReadFile(b.stampFile())
	if err != nil || string(old) != stamp {
		return false
	}
	for _, path := range []string{b.out, b.out + ".br", b.out + ".gz", execJS} {
		if _, err := os.Stat(path); err != nil {
			return false
		}
	}
	return true
}

func goroot() string {
	out, err := goOutput("env", "GOROOT")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(out)
}

func goOutput(args ...string) (string, error) {
	var stderr bytes.Buffer
	cmd := exec.Command("go", args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return string(out), nil
}
