package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// photo writes a picture of a meter; each number gives another one.
func photo(t *testing.T, n int) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 320, 240))
	for y := range 240 {
		for x := range 320 {
			img.Set(x, y, color.RGBA{uint8(x * (n + 1)), uint8(y + 11*n), uint8(x * y / (n + 3)), 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), fmt.Sprintf("compteur-%02d.png", n))
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestJourney is a week of a field contact: signed in on a tablet, three
// sessions in a basement with 200 readings and 20 photos, the browser killed
// after a save and in the middle of sending, an update of the app while entries
// wait, a server that dies between its commits and its replies.
func TestJourney(t *testing.T) {
	const stops, photos = 100, 20
	s, d := tablet(t, stops)
	uploadsBefore := one[int](s, `SELECT count(*)::int FROM upload`)
	l := ledger{}
	taken := 0
	walk := func(n int) {
		d.beginRound()
		var st saved
		for i := range n {
			picture := ""
			if i%5 == 0 && taken < photos {
				picture = photo(t, taken)
				taken++
			}
			st = d.readStop(l, st, int64(lastValue+10+len(l)), picture)
		}
	}

	// The first session, without network; the battery dies right after a save.
	s.stop()
	walk(35)
	d.kill()
	d.open()
	d.visit("/saisies-en-attente")
	d.ready()
	d.waiting(len(l))

	// The network is back for a moment: the browser is killed while it sends,
	// when the server has committed a reading and not answered yet.
	committed := make(chan struct{})
	var sent atomic.Int32
	s.intercept(submits, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		switch n := sent.Add(1); {
		case n == 12:
			next.ServeHTTP(httptest.NewRecorder(), r)
			close(committed)
			hold(r)
		case n > 12:
			hold(r)
		case n%4 == 0:
			loseReply(next, r)
		}
		next.ServeHTTP(w, r)
	})
	s.start()
	d.visit("/saisies-en-attente")
	<-committed
	d.kill()
	s.stop()

	// The second session.
	d.open()
	walk(35)

	// A new version is there; what waits cannot leave before it is taken.
	s.unreachable()
	s.upgrade("version-2")
	s.start()
	was := d.pending()
	d.update("version-2")
	if was == 0 || d.pending() != was {
		t.Fatalf("%d entries after the update, %d before", d.pending(), was)
	}

	// The third session, with the new version.
	s.stop()
	walk(stops - 70)

	// The server is back and dies now and then between commit and reply.
	var asked atomic.Int32
	s.intercept(func(r *http.Request) bool { return submits(r) || uploads(r) }, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if asked.Add(1)%7 == 0 {
			loseReply(next, r)
		}
		next.ServeHTTP(w, r)
	})
	s.start()
	d.sendAll()
	d.empty()

	if len(l) != 2*stops || taken != photos {
		t.Fatalf("the journey entered %d readings and %d photos", len(l), taken)
	}
	l.equal(s)
	if n := one[int](s, `SELECT count(*)::int FROM upload WHERE done_at IS NOT NULL`); n-uploadsBefore != photos {
		t.Errorf("%d photos are whole on the server, want %d", n-uploadsBefore, photos)
	}
	if n := one[int](s, `SELECT count(DISTINCT p)::int FROM reading r, unnest(r.photos) p
		WHERE r.mutation_id IS NOT NULL AND EXISTS (SELECT 1 FROM upload u WHERE u.customer_id = r.customer_id AND u.sha256 = p AND u.done_at IS NOT NULL)`); n != photos {
		t.Errorf("%d photos belong to readings, want %d", n, photos)
	}
}
