package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// submits tells the requests by which the sender brings a reading.
func submits(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Path == "/api/counter.submit"
}

// uploads tells the requests by which the sender brings a piece of a photo.
func uploads(r *http.Request) bool {
	return r.Method == http.MethodPut && len(r.URL.Path) > len("/api/upload/") && r.URL.Path[:len("/api/upload/")] == "/api/upload/"
}

// loseReply lets the server do its work and dies before it has answered.
func loseReply(next http.Handler, r *http.Request) {
	next.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// hold keeps a request until who sent it is gone.
func hold(r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // a server looks after the client once the body is read
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// mutationOf reads the id of a reading that is brought, and leaves the request
// as it was.
func mutationOf(r *http.Request) string {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return ""
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var req struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(body, &req) // no id: the server refuses it
	return req.ID
}

// intercept puts f before the server for the requests that match; the others
// pass.
func (s *site) intercept(match func(*http.Request) bool, f func(next http.Handler, w http.ResponseWriter, r *http.Request)) {
	s.fault(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if match(r) {
				f(next, w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
}

// unreachable cuts everything that the outbox sends, and nothing else.
func (s *site) unreachable() {
	s.intercept(func(r *http.Request) bool { return submits(r) || uploads(r) },
		func(http.Handler, http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
}

// receipts collects the answers to each mutation.
type receipts struct {
	mu   sync.Mutex
	byID map[string][]string
}

func (rs *receipts) add(id, body string) (nth int) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if rs.byID == nil {
		rs.byID = map[string][]string{}
	}
	rs.byID[id] = append(rs.byID[id], body)
	return len(rs.byID[id])
}

// same fails the test unless each of so many mutations was answered at least
// times times, always by the same words.
func (rs *receipts) same(t *testing.T, mutations, times int) {
	t.Helper()
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if len(rs.byID) != mutations {
		t.Errorf("%d mutations were answered, want %d", len(rs.byID), mutations)
	}
	for id, all := range rs.byID {
		if len(all) < times {
			t.Errorf("%s was answered %d times, want %d", id, len(all), times)
		}
		for _, body := range all[1:] {
			if body != all[0] {
				t.Errorf("%s was answered %s, then %s", id, all[0], body)
			}
		}
	}
}
