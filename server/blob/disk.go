// Package blob keeps files behind the one interface that the use cases know:
// on a disk, or on a folder that several servers share.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Disk keeps finished files under their hash and unfinished ones beside them.
type Disk struct{ root *os.Root }

// Open prepares dir and returns the store on it.
func Open(dir string) (*Disk, error) {
	for _, sub := range []string{"kept", "part"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("prepare the folder of files: %w", err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder of files: %w", err)
	}
	return &Disk{root}, nil
}

// Close releases the folder.
func (d *Disk) Close() error { return d.root.Close() }

// Append writes a chunk of an unfinished file at an offset. What an earlier,
// interrupted writer left beyond it is cut off.
func (d *Disk) Append(_ context.Context, name string, offset int64, chunk []byte) error {
	f, err := d.root.OpenFile(part(name), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open the unfinished file: %w", err)
	}
	_, err = f.WriteAt(chunk, offset)
	if err == nil {
		err = f.Truncate(offset + int64(len(chunk)))
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// Open returns an unfinished file whole.
func (d *Disk) Open(_ context.Context, name string) ([]byte, error) {
	return d.root.ReadFile(part(name))
}

// Remove deletes an unfinished file; one that is not there is no error.
func (d *Disk) Remove(_ context.Context, name string) error {
	err := d.root.Remove(part(name))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// Keep stores bytes under their SHA-256, whole or not at all.
func (d *Disk) Keep(_ context.Context, body []byte) (string, error) {
	sum := sha256.Sum256(body)
	name := hex.EncodeToString(sum[:])
	dir := filepath.Join("kept", name[:2])
	if err := d.root.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("prepare the folder of a file: %w", err)
	}
	draft := filepath.Join(dir, name+".draft")
	if err := d.root.WriteFile(draft, body, 0o600); err != nil {
		return "", fmt.Errorf("write a file: %w", err)
	}
	return name, d.root.Rename(draft, filepath.Join(dir, name))
}

// Get returns the bytes kept under a SHA-256.
func (d *Disk) Get(_ context.Context, sha256 string) ([]byte, error) {
	if len(sha256) < 2 {
		return nil, os.ErrNotExist
	}
	return d.root.ReadFile(filepath.Join("kept", sha256[:2], sha256))
}

func part(name string) string {
	return filepath.Join("part", strings.NewReplacer("/", "_", "\\", "_", "..", "_").Replace(name))
}
