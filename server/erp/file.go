package erp

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of what is read, for files made to harm as much as for mistakes.
const (
	maxFile = 64 << 20 // bytes
	maxLine = 64 << 10 // bytes of a line of a table
	maxText = 4000     // characters of one cell
)

// input is a file in memory.
type input struct {
	path     string
	body     []byte
	modified time.Time
}

// read reads a file of text: bounded, UTF-8 (a byte order mark is taken off)
// and without NUL bytes.
func read(path string) (input, error) {
	st, err := os.Stat(path)
	if err != nil {
		return input{}, err
	}
	if !st.Mode().IsRegular() {
		return input{}, brokenAt(0, 0, "not a regular file")
	}
	if st.Size() > maxFile {
		return input{}, brokenAt(0, 0, "%d bytes, the limit is %d", st.Size(), maxFile)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return input{}, err
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if err := checkText(body); err != nil {
		return input{}, err
	}
	return input{path, body, st.ModTime()}, nil
}

func checkText(body []byte) error {
	n := 0
	for line := range bytes.Lines(body) {
		n++
		if i := bytes.IndexByte(line, 0); i >= 0 {
			return brokenAt(n, i+1, "a NUL byte")
		}
		if !utf8.Valid(line) {
			i := 0
			for i < len(line) {
				r, size := utf8.DecodeRune(line[i:])
				if r == utf8.RuneError && size == 1 {
					break
				}
				i += size
			}
			return brokenAt(n, i+1, "not UTF-8")
		}
	}
	return nil
}

// checkLines refuses tables with endless lines.
func checkLines(body []byte) error {
	n := 0
	for line := range bytes.Lines(body) {
		if n++; len(line) > maxLine {
			return brokenAt(n, 0, "a line of %d bytes, the limit is %d", len(line), maxLine)
		}
	}
	return nil
}

// list expands folders into their files of the profile's kind, in order.
func list(paths, extensions []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		st, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		if !st.IsDir() {
			out = append(out, p)
			continue
		}
		entries, err := os.ReadDir(p)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !e.IsDir() && slices.Contains(extensions, strings.ToLower(filepath.Ext(e.Name()))) {
				out = append(out, filepath.Join(p, e.Name()))
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no file to import: name a file, or a folder with %s files", strings.Join(extensions, ", "))
	}
	return out, nil
}
