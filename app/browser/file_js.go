package browser

import (
	"encoding/hex"
	"fmt"
	"math"
	"syscall/js"
)

// Blob is a piece of bytes that the browser holds, outside the program's memory.
type Blob struct {
	v    js.Value
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
	return blobOf(global.Get("Blob").New([]any{fromBytes(b)}, map[string]any{"type": mime}))
}

func blobOf(v js.Value) Blob {
	return Blob{v: v, Size: v.Get("size").Int(), Type: v.Get("type").String()}
}

// Bytes reads the whole blob.
func (b Blob) Bytes() ([]byte, error) {
	buf, err := await(b.v.Call("arrayBuffer"))
	if err != nil {
		return nil, fmt.Errorf("read blob: %w", err)
	}
	return toBytes(global.Get("Uint8Array").New(buf)), nil
}

// PickedFile returns the file chosen in the input of that id.
func PickedFile(inputID string) (*File, bool) {
	input := element(inputID)
	if !input.Truthy() || !input.Get("files").Truthy() || input.Get("files").Length() == 0 {
		return nil, false
	}
	v := input.Get("files").Index(0)
	return &File{Blob: blobOf(v), Name: v.Get("name").String()}, true
}

// ClearPicked forgets the choice, so that the same file can be picked again.
func ClearPicked(inputID string) { SetProperty(inputID, "value", "") }

// Shrink re-encodes a picture as JPEG (0.85) of at most maxPixels, upright. Its
// error wraps ErrNotImage.
func (f *File) Shrink(maxPixels int) (Blob, error) {
	bitmap, err := await(global.Call("createImageBitmap", f.v, map[string]any{"imageOrientation": "from-image"}))
	if err != nil {
		return Blob{}, fmt.Errorf("%s: %w: %w", f.Name, ErrNotImage, err)
	}
	defer bitmap.Call("close")
	w, h := bitmap.Get("width").Float(), bitmap.Get("height").Float()
	if scale := math.Sqrt(float64(maxPixels) / (w * h)); scale < 1 {
		w, h = math.Max(1, math.Floor(w*scale)), math.Max(1, math.Floor(h*scale))
	}
	canvas := global.Get("document").Call("createElement", "canvas")
	canvas.Set("width", w)
	canvas.Set("height", h)
	paper := canvas.Call("getContext", "2d", map[string]any{"alpha": false})
	if !paper.Truthy() {
		return Blob{}, fmt.Errorf("%s: %w: no canvas", f.Name, ErrNotImage)
	}
	paper.Set("fillStyle", "#fff") // what is transparent would turn black
	paper.Call("fillRect", 0, 0, w, h)
	paper.Call("drawImage", bitmap, 0, 0, w, h)
	ch := make(chan js.Value, 1)
	done := js.FuncOf(func(_ js.Value, args []js.Value) any { ch <- first(args); return nil })
	defer done.Release()
	canvas.Call("toBlob", done, "image/jpeg", 0.85)
	v := <-ch
	if !v.Truthy() {
		return Blob{}, fmt.Errorf("%s: %w: too large to encode", f.Name, ErrNotImage)
	}
	return blobOf(v), nil
}

// SHA256 is the digest of a blob, in lower-case hexadecimal. Browsers refuse it
// over plain HTTP to another machine: ErrRefused.
func SHA256(b Blob) (string, error) {
	subtle := global.Get("crypto").Get("subtle")
	if !subtle.Truthy() {
		return "", fmt.Errorf("digest: %w: not a secure page", ErrRefused)
	}
	buf, err := await(b.v.Call("arrayBuffer"))
	if err != nil {
		return "", fmt.Errorf("read blob: %w", err)
	}
	sum, err := await(subtle.Call("digest", "SHA-256", buf))
	if err != nil {
		return "", fmt.Errorf("digest: %w", err)
	}
	return hex.EncodeToString(toBytes(global.Get("Uint8Array").New(sum))), nil
}

// ObjectURL is an address that shows the blob in this page until Revoke.
func ObjectURL(b Blob) string { return global.Get("URL").Call("createObjectURL", b.v).String() }

// Revoke frees what ObjectURL holds.
func Revoke(url string) { global.Get("URL").Call("revokeObjectURL", url) }
