//go:build !js

package browser

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Blob is a piece of bytes that the browser holds, outside the program's memory.
type Blob struct {
	data []byte
	Size int
	Type string
}

// File is a file that the person has picked.
type File struct {
	Blob
	Name string
}

// NewBlob hands bytes to the browser.
func NewBlob(b []byte, mime string) Blob {
	return Blob{data: slices.Clone(b), Size: len(b), Type: mime}
}

// Bytes reads the whole blob.
func (b Blob) Bytes() ([]byte, error) { return slices.Clone(b.data), nil }

// PickedFile returns the file chosen in the input of that id.
func PickedFile(inputID string) (f *File, ok bool) {
	with(func(h *host) { f, ok = h.files[inputID] })
	return f, ok
}

// ClearPicked forgets the choice, so that the same file can be picked again.
func ClearPicked(inputID string) { with(func(h *host) { delete(h.files, inputID) }) }

// Shrink re-encodes a picture as JPEG (0.85) of at most maxPixels, upright. Its
// error wraps ErrNotImage. The host keeps the bytes as they are.
func (f *File) Shrink(int) (Blob, error) {
	if !strings.HasPrefix(f.Type, "image/") {
		return Blob{}, fmt.Errorf("%s: %w", f.Name, ErrNotImage)
	}
	return NewBlob(f.data, "image/jpeg"), nil
}

// SHA256 is the digest of a blob, in lower-case hexadecimal.
func SHA256(b Blob) (string, error) {
	sum := sha256.Sum256(b.data)
	return hex.EncodeToString(sum[:]), nil
}

// ObjectURL is an address that shows the blob in this page until Revoke.
func ObjectURL(b Blob) string {
	var url string
	with(func(h *host) {
		h.next++
		url = fmt.Sprintf("blob:%d", h.next)
		h.urls[url] = b
	})
	return url
}

// Revoke frees what ObjectURL holds.
func Revoke(url string) { with(func(h *host) { delete(h.urls, url) }) }
