package httpd

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/andybalholm/brotli"
)

// inMemory is the size in bytes up to which a file is held as one slice; what
// is larger stays where it is, in the program's own pages.
const inMemory = 128 << 10

// window is the logarithm of how far brotli looks back: 256 kB hold any of
// these files.
const window = 18

// source is where the bytes of an answer come from.
type source struct {
	body []byte
	fsys fs.FS // with name, when body is nil
	name string
}

func newSource(fsys fs.FS, name string) (source, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return source{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return source{}, err
	}
	if _, seeks := f.(io.Seeker); seeks && info.Size() > inMemory {
		return source{fsys: fsys, name: name}, nil
	}
	body, err := io.ReadAll(f)
	return source{body: body}, err
}

type inMemoryFile struct{ *bytes.Reader }

func (inMemoryFile) Close() error { return nil }

func (s *source) open() (io.ReadSeekCloser, error) {
	if s.fsys == nil {
		return inMemoryFile{bytes.NewReader(s.body)}, nil
	}
	f, err := s.fsys.Open(s.name)
	if err != nil {
		return nil, err
	}
	seeker, ok := f.(io.ReadSeekCloser)
	if !ok {
		f.Close()
		return nil, fmt.Errorf("%s cannot be read twice", s.name)
	}
	return seeker, nil
}

// Compress encodes what the build did not, as well as can be. It takes some
// tenths of a second, runs beside the first requests, and stops with ctx.
func (a *Assets) Compress(ctx context.Context) {
	for _, path := range a.Paths() {
		file := a.byPath[path]
		if ctx.Err() != nil {
			return
		}
		if file.plain.fsys != nil || file.mime == "font/woff2" || file.mime == "image/png" {
			continue
		}
		file.compress()
	}
}

func (s *asset) compress() {
	if s.gz.Load() == nil {
		var out bytes.Buffer
		w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level exists
		pack(s.plain.body, w)
		s.gz.Store(&source{body: out.Bytes()})
	}
	if s.br.Load() == nil {
		var out bytes.Buffer
		pack(s.plain.body, brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: window}))
		s.br.Store(&source{body: out.Bytes()})
	}
}

func pack(body []byte, w io.WriteCloser) {
	_, _ = w.Write(body) // a buffer takes everything
	_ = w.Close()
}

// accepts reads one name of an Accept-Encoding header: there, and not refused
// by a weight of zero.
func accepts(header, name string) bool {
	for one := range strings.SplitSeq(header, ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(one), ";")
		if strings.EqualFold(strings.TrimSpace(coding), name) {
			q, ok := strings.CutPrefix(strings.TrimSpace(weight), "q=")
			return !ok || strings.Trim(q, "0.") != ""
		}
	}
	return false
}
