package boot_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"comptoir/server/boot"
	"comptoir/server/postgres/pgtest"
)

// share is one more handle on a listening socket, as a service manager hands
// it to the old and to the new server.
func share(t testing.TB, l net.Listener) net.Listener {
	t.Helper()
	f, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	again, err := net.FileListener(f)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// Servers take over from each other on one socket under load: no request is
// refused, cut or answered with an error.
func TestARestartLosesNoRequest(t *testing.T) {
	dsn := pgtest.DSN(t)
	socket, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	_, stop := run(t, settings(t, dsn), boot.Options{Listener: share(t, socket)})

	restarts, clients := 3, 8
	done, lost := make(chan struct{}), make(chan string, 100)
	hundred := make(chan struct{}, 1) // requests later
	var served atomic.Int64
	var work sync.WaitGroup
	for i := range clients {
		work.Go(func() {
			c := &http.Client{Transport: &http.Transport{DisableKeepAlives: i%2 == 0, MaxIdleConnsPerHost: 1}, Timeout: 20 * time.Second}
			defer c.CloseIdleConnections()
			for {
				select {
				case <-done:
					return
				default:
				}
				r, err := c.Get("http://" + socket.Addr().String() + "/shell")
				if err == nil {
					_, err = io.Copy(io.Discard, r.Body)
					r.Body.Close()
					if err == nil && r.StatusCode >= 500 {
						err = fmt.Errorf("%s", r.Status)
					}
				}
				if err != nil {
					select {
					case lost <- err.Error():
					default:
					}
				}
				if served.Add(1)%100 == 0 {
					select {
					case hundred <- struct{}{}:
					default:
					}
				}
			}
		})
	}
	for range restarts {
		<-hundred
		_, next := run(t, settings(t, dsn), boot.Options{Listener: share(t, socket)})
		stop()
		stop = next
	}
	close(done)
	work.Wait()
	close(lost)
	for why := range lost {
		t.Errorf("lost: %s", why)
	}
	t.Logf("%d requests over %d restarts", served.Load(), restarts)
}

// TestBenchStart measures S11: from the call to the first answer, with the
// database up and its schema checked.
func TestBenchStart(t *testing.T) {
	if os.Getenv("COMPTOIR_BENCH") == "" {
		t.Skip("a measure: COMPTOIR_BENCH=1")
	}
	dsn := pgtest.DSN(t)
	best := time.Hour
	for range 10 {
		began := time.Now()
		p, stop := run(t, settings(t, dsn), boot.Options{})
		if status, _ := get(t, http.DefaultClient, p.URL()+"/connexion"); status != http.StatusOK {
			t.Fatalf("status %d", status)
		}
		best = min(best, time.Since(began))
		stop()
	}
	t.Logf("bench: S11 ours %.1f ms reference 100 ms ratio %.2f", float64(best.Microseconds())/1000, best.Seconds()/0.1)
}
