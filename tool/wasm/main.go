// Command wasm builds the browser program ./app to web/app.wasm, with go-app
// slimmed down, and compresses it beside itself (.br, .gz).
//
//	go run ./tool/wasm          release: brotli 11
//	go run ./tool/wasm -dev     build tag dev, brotli 5: quick to rebuild
//	go run ./tool/wasm -size    brotli bytes of the built wasm and what is in it
//
// Nothing is done when no input has changed since the last build; -force
// builds all the same. COMPTOIR_DEV=1 is the same as -dev.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

func main() {
	b := builder{}
	flag.StringVar(&b.pkg, "pkg", "./app", "package of the browser program")
	flag.StringVar(&b.out, "out", "web/app.wasm", "where the wasm goes")
	flag.BoolVar(&b.dev, "dev", os.Getenv("COMPTOIR_DEV") == "1", "development build: tag dev, brotli 5")
	flag.BoolVar(&b.force, "force", false, "build even when nothing has changed")
	size := flag.Bool("size", false, "report the brotli size and what is in the wasm")
	flag.Parse()
	if err := run(&b, *size); err != nil {
		fmt.Fprintln(os.Stderr, "wasm:", err)
		os.Exit(1)
	}
}

func run(b *builder, size bool) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	if err := os.Chdir(root); err != nil {
		return err
	}
	if err := os.MkdirAll(buildDir, 0o755); err != nil {
		return err
	}
	unlock, err := lock(filepath.Join(buildDir, "wasm.lock"))
	if err != nil {
		return err
	}
	defer unlock()
	if err := b.build(); err != nil {
		return err
	}
	if size {
		return b.report()
	}
	return nil
}

// moduleRoot is the nearest folder above the current one that holds go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("no go.mod above the current folder")
		}
		dir = up
	}
}

// lock waits for other builds of the same tree: two at once would write the
// same files.
func lock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return func() { f.Close() }, nil
}
