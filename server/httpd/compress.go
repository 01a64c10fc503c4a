package httpd

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// compressFrom is the size in bytes from which an answer is worth compressing.
const compressFrom = 2048

var (
	brotlis = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, 5) }}
	gzips   = sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(nil, 5); return w }}
)

// compress encodes body as the client accepts, or returns no name.
func compress(r *http.Request, body []byte) (encoded []byte, name string) {
	accepts := r.Header.Get("Accept-Encoding")
	var out bytes.Buffer
	switch {
	case strings.Contains(accepts, "br"):
		w := brotlis.Get().(*brotli.Writer)
		defer brotlis.Put(w)
		w.Reset(&out)
		_, _ = w.Write(body) // a buffer takes everything
		_ = w.Close()
		return out.Bytes(), "br"
	case strings.Contains(accepts, "gzip"):
		w := gzips.Get().(*gzip.Writer)
		defer gzips.Put(w)
		w.Reset(&out)
		_, _ = w.Write(body)
		_ = w.Close()
		return out.Bytes(), "gzip"
	}
	return nil, ""
}
