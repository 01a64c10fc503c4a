package e2e

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// TestOFF1_BrowserKilledWhileItSends kills the browser at each step of sending:
// what the screen said was saved is sent at the next start, once.
func TestOFF1_BrowserKilledWhileItSends(t *testing.T) {
	steps := []struct {
		name  string
		match func(*http.Request) bool
		after bool // the server has done its work
		photo bool
	}{
		{"before the reading arrives", submits, false, false},
		{"between commit and reply", submits, true, false},
		{"before the photo arrives", uploads, false, true},
		{"when the photo has arrived", uploads, true, true},
	}
	s, d := tablet(t, len(steps))
	l := ledger{}
	for i, step := range steps {
		reached := make(chan struct{})
		var once sync.Once
		s.intercept(step.match, func(next http.Handler, _ http.ResponseWriter, r *http.Request) {
			if step.after {
				next.ServeHTTP(httptest.NewRecorder(), r)
			}
			once.Do(func() { close(reached) })
			hold(r)
		})
		d.beginRound()
		picture := ""
		if step.photo {
			picture = photo(t, i)
		}
		d.readStop(l, saved{}, int64(lastValue+10+len(l)), picture)
		<-reached
		d.kill()
		s.fault(nil)
		d.open()
		d.visit("/")
		d.empty()
		l.equal(s)
		if t.Failed() {
			t.Fatal(step.name)
		}
	}
	if n := one[int](s, `SELECT count(*)::int FROM upload WHERE done_at IS NOT NULL AND sha256 IN (SELECT unnest(photos) FROM reading WHERE mutation_id IS NOT NULL)`); n != 2 {
		t.Errorf("%d photos are whole, want 2", n)
	}
}

// TestOFF2_ServerDiesBeforeItsReply lets the server commit and die: the retry
// gets the receipt that was lost.
func TestOFF2_ServerDiesBeforeItsReply(t *testing.T) {
	s, d := tablet(t, 3)
	l, got := ledger{}, &receipts{}
	s.stop()
	d.round(l, 3)
	died := make(chan struct{})
	var mu sync.Mutex
	var once sync.Once
	dead := false
	s.intercept(submits, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		id, rec := mutationOf(r), httptest.NewRecorder()
		mu.Lock()
		over := dead
		mu.Unlock()
		if over {
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(rec, r)
		if rec.Code != http.StatusOK { // the page was left while it sent
			answer(w, rec)
			return
		}
		mu.Lock()
		lost := got.add(id, rec.Body.String()) == 1
		if lost {
			once.Do(func() { dead = true; close(died) })
		}
		lost = lost || dead // also the copies that were under way
		mu.Unlock()
		if lost {
			panic(http.ErrAbortHandler)
		}
		answer(w, rec)
	})
	s.start()
	d.visit("/saisies-en-attente")
	<-died
	s.stop()
	d.waiting(len(l))
	mu.Lock()
	dead = false
	mu.Unlock()
	s.start()
	d.sendAll()
	got.same(t, len(l), 2)
	l.equal(s)
}

// answer passes on what was recorded.
func answer(w http.ResponseWriter, rec *httptest.ResponseRecorder) {
	for name, values := range rec.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes())
}

// TestOFF3_ReplyCutAtEveryWrite cuts the connection further and further into
// the reply, until it arrives whole.
func TestOFF3_ReplyCutAtEveryWrite(t *testing.T) {
	s, d := tablet(t, 2)
	l, got := ledger{}, &receipts{}
	s.stop()
	d.round(l, 2)
	const cuts = 8
	s.intercept(submits, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		id, rec := mutationOf(r), httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		if rec.Code != http.StatusOK {
			answer(w, rec)
			return
		}
		nth := got.add(id, rec.Body.String())
		if nth > cuts {
			answer(w, rec)
			return
		}
		res := rec.Result()
		res.ContentLength = int64(rec.Body.Len())
		var raw bytes.Buffer
		if err := res.Write(&raw); err != nil {
			t.Error(err)
		}
		head := strings.Index(raw.String(), "\r\n\r\n") + 4
		at := []int{0, 1, len("HTTP/1.1 200"), head / 2, head - 1, head, head + 1, raw.Len() - 1}[nth-1]
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = conn.Write(raw.Bytes()[:at])
		conn.Close()
	})
	s.start()
	d.sendAll()
	got.same(t, len(l), cuts+1)
	l.equal(s)
}
