package httpd_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"comptoir"
	"comptoir/server/brand"
	"comptoir/server/httpd"
	"comptoir/server/sentence"
	"comptoir/server/usecase"
)

// files is the tree as built, with a wasm of our own: whether one was built
// changes nothing.
func files(t testing.TB, wasm string) fs.FS {
	t.Helper()
	tree := fstest.MapFS{}
	err := fs.WalkDir(comptoir.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path, "web/app.wasm") {
			return err
		}
		body, err := fs.ReadFile(comptoir.Files, path)
		tree[path] = &fstest.MapFile{Data: body}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, built := tree["web/wasm_exec.js"]; !built {
		tree["web/wasm_exec.js"] = &fstest.MapFile{Data: []byte("// of the Go distribution\n")}
	}
	if wasm != "" {
		tree["web/app.wasm"] = &fstest.MapFile{Data: []byte(wasm)}
		tree["web/app.wasm.br"] = &fstest.MapFile{Data: []byte("brotli of " + wasm)}
		tree["web/app.wasm.gz"] = &fstest.MapFile{Data: []byte("gzip of " + wasm)}
	}
	return tree
}

// edge is a site without a database: what it serves needs none, or is asked
// only what fails before one is looked at.
type edge struct {
	site    *httpd.Site
	handler http.Handler
	look    *brand.Handler
	words   *sentence.Set
	log     *bytes.Buffer
}

func newEdge(t testing.TB, change ...func(*httpd.Site)) *edge {
	t.Helper()
	tree := files(t, "wasm of this test")
	words, err := sentence.Load(tree, "")
	if err != nil {
		t.Fatal(err)
	}
	first, err := brand.Build(brand.Default(), nil, tree, words)
	if err != nil {
		t.Fatal(err)
	}
	assets, err := httpd.LoadAssets(tree, "")
	if err != nil {
		t.Fatal(err)
	}
	e := &edge{look: brand.NewHandler(first, words), words: words, log: &bytes.Buffer{}}
	log := slog.New(slog.NewTextHandler(e.log, nil))
	portal := &usecase.Portal{Now: time.Now, Paris: time.UTC}
	e.site = &httpd.Site{Portal: portal, Sentences: words, Brand: e.look, Assets: assets, Log: log, Version: "1.2",
		Events: httpd.NewEvents("", log, func(string) {}),
		Ready:  func(context.Context) error { return nil },
		Sessions: httpd.NewSessions(httpd.SessionConfig{BaseURL: "https://portail.example.fr", Asset: assets.URL, Brand: e.look.Brand},
			nil, portal, words, nil, log)}
	for _, c := range change {
		c(e.site)
	}
	e.handler = e.site.Router()
	return e
}

// ask sends one request; headers come in pairs.
func (e *edge) ask(method, target string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	e.handler.ServeHTTP(w, r)
	return w.Result()
}

func text(t testing.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
