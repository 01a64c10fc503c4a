package httpd_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"comptoir/server/httpd"
)

func TestAssetsAreNegotiatedAndKeptForEver(t *testing.T) {
	e := newEdge(t)
	e.site.Assets.Compress(context.Background())
	for _, tc := range []struct{ name, mime string }{
		{httpd.Bundle, "text/css; charset=utf-8"}, {"boot.js", "text/javascript; charset=utf-8"}, {"icon/sprite.svg", "image/svg+xml"},
		{"font/inter.woff2", "font/woff2"}, {httpd.Wasm, "application/wasm"},
	} {
		url := e.site.Assets.URL(tc.name)
		plain := e.ask(http.MethodGet, url)
		whole := text(t, plain)
		if plain.StatusCode != http.StatusOK || plain.Header.Get("Content-Type") != tc.mime || plain.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %s %v", tc.name, plain.Status, plain.Header)
		}
		if got := plain.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %s", tc.name, got)
		}
		if tc.name == "font/inter.woff2" {
			if got := e.ask(http.MethodGet, url, "Accept-Encoding", "br").Header.Get("Content-Encoding"); got != "" {
				t.Errorf("a font is compressed already, got %s", got)
			}
			continue
		}
		seen := map[string]bool{plain.Header.Get("ETag"): true}
		for encoding, accept := range map[string]string{"br": "gzip, deflate, br, zstd", "gzip": "gzip;q=1.0, br;q=0"} {
			got := e.ask(http.MethodGet, url, "Accept-Encoding", accept)
			if got.Header.Get("Content-Encoding") != encoding || got.Header.Get("Vary") != "Accept-Encoding" || seen[got.Header.Get("ETag")] {
				t.Errorf("%s with %s: %v", tc.name, accept, got.Header)
			}
			seen[got.Header.Get("ETag")] = true
			if tc.name != httpd.Wasm && decoded(t, encoding, got.Body) != whole {
				t.Errorf("%s: its %s is something else", tc.name, encoding)
			}
			if tc.name == httpd.Wasm && !strings.HasSuffix(text(t, got), " of "+whole) {
				t.Errorf("the wasm's %s is not the built one", encoding)
			}
			again := e.ask(http.MethodGet, url, "Accept-Encoding", accept, "If-None-Match", got.Header.Get("ETag"))
			if again.StatusCode != http.StatusNotModified || text(t, again) != "" {
				t.Errorf("%s: %s for what the browser has", tc.name, again.Status)
			}
		}
		other := e.ask(http.MethodGet, url, "If-None-Match", `"of another file"`)
		if other.StatusCode != http.StatusOK {
			t.Errorf("%s: %s for what the browser has not", tc.name, other.Status)
		}
	}
}

func decoded(t *testing.T, encoding string, from io.Reader) string {
	t.Helper()
	if encoding == "br" {
		from = brotli.NewReader(from)
	} else {
		z, err := gzip.NewReader(from)
		if err != nil {
			t.Fatal(err)
		}
		from = z
	}
	var out bytes.Buffer
	if _, err := io.Copy(&out, from); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestStylesNameWhatIsServed(t *testing.T) {
	e := newEdge(t)
	css := text(t, e.ask(http.MethodGet, e.site.Assets.URL(httpd.Bundle)))
	refs := regexp.MustCompile(`url\("?([^")]+)`).FindAllStringSubmatch(css, -1)
	if len(refs) == 0 {
		t.Fatal("the styles name no font")
	}
	for _, ref := range refs {
		if got := e.ask(http.MethodGet, ref[1]); got.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", ref[1], got.Status)
		}
	}
}

func TestAFileOfAnotherVersionIsNotKept(t *testing.T) {
	e := newEdge(t)
	for _, path := range []string{"/web/boot.000000000000.js", "/web/boot.js", "/web/sw.js", "/web/boot.test.mjs", "/web/", "/web/../go.mod", "/web/font/LICENSE"} {
		got := e.ask(http.MethodGet, path)
		if got.StatusCode != http.StatusNotFound || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s, %s", path, got.Status, got.Header.Get("Cache-Control"))
		}
	}
}

func TestTheBuildIsItsFiles(t *testing.T) {
	build := func(wasm string) string {
		a, err := httpd.LoadAssets(files(t, wasm), "")
		if err != nil {
			t.Fatal(err)
		}
		return a.Build()
	}
	one := build("one")
	for wasm, same := range map[string]bool{"one": true, "two": false, "": false} {
		if (build(wasm) == one) != same {
			t.Errorf("the build of wasm %q is told wrong", wasm)
		}
	}
}
