package httpd_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"comptoir/server/httpd"
)

// TestBenchAssets measures S3: the shell and the files of the app through
// everything that stands before them, beside http.ServeContent from memory.
func TestBenchAssets(t *testing.T) {
	if os.Getenv("COMPTOIR_BENCH") == "" {
		t.Skip("a measure: COMPTOIR_BENCH=1")
	}
	e := newEdge(t)
	e.site.Assets.Compress(context.Background())
	ours := httptest.NewServer(e.handler)
	defer ours.Close()
	for _, path := range []string{"/shell", e.site.Assets.URL("boot.js"), e.site.Assets.URL(httpd.Bundle)} {
		r := e.ask(http.MethodGet, path, "Accept-Encoding", "br")
		body, kind := text(t, r), r.Header.Get("Content-Type")
		reference := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader([]byte(body)))
		}))
		var ratios, rates []float64
		for range 9 {
			a, b := rate(t, ours.URL+path, len(body)), rate(t, reference.URL, len(body))
			ratios, rates = append(ratios, a/b), append(rates, a)
		}
		reference.Close()
		slices.Sort(ratios)
		slices.Sort(rates)
		t.Logf("bench: S3 %s ours %.0f/s reference %.0f/s ratio %.2f", path, rates[4], rates[4]/ratios[4], ratios[4])
	}
}

// rate is how many answers of the expected size four clients get a second.
func rate(t *testing.T, url string, size int) float64 {
	t.Helper()
	var n atomic.Int64
	var work sync.WaitGroup
	until := time.Now().Add(500 * time.Millisecond)
	for range 4 {
		work.Go(func() {
			c := &http.Client{Transport: &http.Transport{DisableCompression: true}}
			defer c.CloseIdleConnections()
			for time.Now().Before(until) {
				r, err := http.NewRequest(http.MethodGet, url, nil)
				if err != nil {
					t.Error(err)
					return
				}
				r.Header.Set("Accept-Encoding", "br")
				got, err := c.Do(r)
				if err != nil {
					t.Error(err)
					return
				}
				b, err := io.ReadAll(got.Body)
				got.Body.Close()
				if err != nil || len(b) != size {
					t.Errorf("%d bytes, want %d: %v", len(b), size, err)
					return
				}
				n.Add(1)
			}
		})
	}
	work.Wait()
	return float64(n.Load()) / 0.5
}
