package blob

import (
	"bytes"
	"testing"
)

func TestAppendResumesAndKeeps(t *testing.T) {
	d, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	ctx := t.Context()
	for _, w := range []struct {
		offset int64
		chunk  string
	}{{0, "abcdef"}, {3, "DEF"}, {6, "ghi"}} {
		if err := d.Append(ctx, "a/../b", w.offset, []byte(w.chunk)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := d.Open(ctx, "a/../b")
	if err != nil || string(got) != "abcDEFghi" {
		t.Fatalf("%q, %v", got, err)
	}
	sum, err := d.Keep(ctx, got)
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := d.Get(ctx, sum); err != nil || !bytes.Equal(kept, got) {
		t.Fatalf("%q, %v", kept, err)
	}
	for range 2 {
		if err := d.Remove(ctx, "a/../b"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Get(ctx, "../../etc/passwd"); err == nil {
		t.Error("a path was taken for a hash")
	}
}
