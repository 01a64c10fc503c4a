//go:build !js

package browser_test

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const (
	policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
	shell  = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>probe</title><link rel="stylesheet" href="/web/probe.css">
<meta name="comptoir-build" content="BUILD"><meta name="comptoir-wasm" content="/web/app.0123456789ab.wasm">
<script defer src="/web/wasm_exec.js"></script><script defer src="/web/outbox.js"></script><script defer src="/web/boot.js"></script></head>
<body><div data-loading></div></body></html>`
)

var (
	hashed = regexp.MustCompile(`\.[0-9a-f]{12}(\.[a-z]+)$`)
	build  atomic.Int32 // what the server serves now
)

// portal is the least server that boot.js, sw.js and outbox.js need.
func portal(root, wasm string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, strings.ReplaceAll(shell, "BUILD", fmt.Sprintf("b%d", build.Load())))
	})
	mux.HandleFunc("/web/", func(w http.ResponseWriter, r *http.Request) {
		name := hashed.ReplaceAllString(filepath.Base(r.URL.Path), "$1")
		switch name {
		case "app.wasm":
			http.ServeFile(w, r, wasm)
		case "probe.css":
			w.Header().Set("Content-Type", "text/css")
			fmt.Fprint(w, ".tall { height: 5000px }")
		default:
			http.ServeFile(w, r, filepath.Join(root, "web", name))
		}
	})
	mux.HandleFunc("/sw.js", func(w http.ResponseWriter, _ *http.Request) {
		text, _ := os.ReadFile(filepath.Join(root, "web/sw.js"))
		w.Header().Set("Content-Type", "text/javascript")
		w.Header().Set("Cache-Control", "no-cache")
		list := `["/shell","/web/app.0123456789ab.wasm","/web/wasm_exec.js","/web/outbox.js","/web/boot.js","/web/probe.css"]`
		fmt.Fprint(w, strings.NewReplacer("{{BUILD}}", fmt.Sprintf("b%d", build.Load()), "{{PRECACHE}}", list, "{{OUTBOX}}", "/web/outbox.js").Replace(string(text)))
	})
	mux.HandleFunc("/connexion", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!doctype html><p id=server-page>") })
	mux.HandleFunc("/api/echo", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Echo", "yes")
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, "%s %s %s", r.Method, r.Header.Get("Comptoir-Build"), body)
	})
	mux.HandleFunc("/api/cut", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	mux.HandleFunc("/api/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/api/events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "event: changed\ndata: asset\n\ndata: meter\n\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	answer := func(w http.ResponseWriter, status int, v any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("POST /api/counter.submit", func(w http.ResponseWriter, r *http.Request) {
		var req struct{ ID string }
		_ = json.NewDecoder(r.Body).Decode(&req)
		if strings.HasPrefix(req.ID, "refused") {
			answer(w, 422, map[string]any{"code": "invalid", "key": "fault.invalid"})
			return
		}
		answer(w, 200, map[string]any{"receipt": req.ID})
	})
	mux.HandleFunc("PUT /api/upload/{id}", func(w http.ResponseWriter, r *http.Request) {
		var size, offset int64
		fmt.Sscan(r.FormValue("size"), &size)
		fmt.Sscan(r.FormValue("offset"), &offset)
		n, _ := io.Copy(io.Discard, r.Body)
		answer(w, 200, map[string]any{"id": r.PathValue("id"), "received": offset + n, "done": offset+n == size})
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		mux.ServeHTTP(w, r)
	})
}

// chromium opens a tab, or skips the test where there is no Chromium.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium on this machine")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[int]("1")); err != nil { // starts the browser
		t.Fatal(err)
	}
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func probe(t *testing.T) (root, wasm string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", "./tool/wasm", "-dev", "-pkg", "./app/browser/testdata/probe", "-out", "var/probe/app.wasm")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return root, filepath.Join(root, "var/probe/app.wasm")
}

func wait(ctx context.Context, t *testing.T, condition string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingTimeout(20*time.Second))); err != nil {
		page, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
		t.Fatalf("%s: %v\n%s", condition, err, page)
	}
}

func do(ctx context.Context, t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

func text(ctx context.Context, t *testing.T, script string) string {
	t.Helper()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string]("String("+script+")"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestChromium(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program and needs Chromium")
	}
	root, wasm := probe(t)
	build.Store(1)
	server := httptest.NewServer(portal(root, wasm))
	defer server.Close()
	ctx := chromium(t)
	do(ctx, t, chromedp.Navigate(server.URL+"/parc"))

	t.Run("what the twins promise", func(t *testing.T) {
		wait(ctx, t, `document.getElementById('results')?.textContent.endsWith('end')`)
		for line := range strings.Lines(text(ctx, t, `document.getElementById('results').textContent`)) {
			if line = strings.TrimSpace(line); line != "end" && !strings.HasPrefix(line, "ok ") {
				t.Error(line)
			}
		}
	})

	t.Run("empty values are set", func(t *testing.T) {
		do(ctx, t, chromedp.SendKeys("#field", "12\t"))
		wait(ctx, t, `document.getElementById('typed').textContent === '[12]'`)
		do(ctx, t, chromedp.Click("#empty"))
		wait(ctx, t, `document.getElementById('field').value === ''`)
		if got := text(ctx, t, `document.getElementById('picture').hasAttribute('alt')`); got != "true" {
			t.Error("Alt(\"\") is not set")
		}
	})

	t.Run("a picture is shrunk", func(t *testing.T) {
		dir := t.TempDir()
		f, err := os.Create(filepath.Join(dir, "photo.png"))
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, image.NewRGBA(image.Rect(0, 0, 400, 300))); err != nil {
			t.Fatal(err)
		}
		f.Close()
		fake := filepath.Join(dir, "fake.png")
		if err := os.WriteFile(fake, []byte("no picture"), 0o600); err != nil {
			t.Fatal(err)
		}
		for file, want := range map[string]string{f.Name(): "photo.png image/jpeg ffd8", fake: "not a picture"} {
			do(ctx, t, chromedp.SetUploadFiles("#file", []string{file}), chromedp.Click("#shrink"))
			wait(ctx, t, fmt.Sprintf(`document.getElementById('photo').textContent === %q`, want))
		}
	})

	t.Run("links and scrolling", func(t *testing.T) {
		do(ctx, t, chromedp.Evaluate[chromedp.Void](`scrollTo(0, 1200); window.kept = 1`), chromedp.Evaluate[chromedp.Void](`document.getElementById('to-long').click()`))
		wait(ctx, t, `document.getElementById('path').textContent === '/long' && scrollY === 0`)
		do(ctx, t, chromedp.Evaluate[chromedp.Void](`history.back()`))
		wait(ctx, t, `document.getElementById('path').textContent === '/parc' && scrollY === 1200`)
		if text(ctx, t, `window.kept`) != "1" {
			t.Error("the page was loaded anew")
		}
		do(ctx, t, chromedp.Evaluate[chromedp.Void](`document.getElementById('to-server').click()`), chromedp.WaitReady("#server-page"))
	})

	t.Run("a panic shows the banner", func(t *testing.T) {
		do(ctx, t, chromedp.Navigate(server.URL+"/panic"))
		wait(ctx, t, `document.querySelector('#boot-banner button')?.textContent === 'Recharger'`)
	})

	t.Run("an update is taken when asked", func(t *testing.T) {
		do(ctx, t, chromedp.Navigate(server.URL+"/parc"))
		wait(ctx, t, `navigator.serviceWorker.controller !== null && document.getElementById('path') !== null`)
		build.Store(2)
		do(ctx, t, chromedp.Evaluate[chromedp.Void](`window.offered = 0; goappOnUpdate = () => { offered++; }; goappTryUpdate()`))
		wait(ctx, t, `offered === 1`)
		if got := text(ctx, t, `self.comptoirBuild`); got != "b1" {
			t.Errorf("taken before it was asked: %s", got)
		}
		do(ctx, t, chromedp.Evaluate[chromedp.Void](`comptoirApplyUpdate()`))
		do(ctx, t, chromedp.WaitReady(`meta[name="comptoir-build"][content="b2"]`), chromedp.WaitReady("#path"))
	})

	t.Run("starts without the server", func(t *testing.T) {
		server.CloseClientConnections()
		server.Close()
		do(ctx, t, chromedp.Navigate(server.URL+"/parc/1/compteurs"))
		wait(ctx, t, `document.getElementById('path')?.textContent === '/parc/1/compteurs'`)
	})
}
