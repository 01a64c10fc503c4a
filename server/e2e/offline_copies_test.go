package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"comptoir/server/demo"
	"comptoir/shared/api"
	"comptoir/shared/id"
)

func unmarshal(body string, into any) error { return json.Unmarshal([]byte(body), into) }

// fresh makes an identifier of the kind of its argument.
func fresh[K id.Kind](_ id.ID[K], chance byte) id.ID[K] {
	return id.New[K](time.Now(), id.Chance{chance})
}

// session signs in without a browser and returns its cookies.
func (s *site) session(identifier string) []*http.Cookie {
	s.t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.PostForm(s.url("/connexion"), url.Values{"identifier": {identifier}, "password": {demo.Password}})
	if err != nil {
		s.t.Fatal(err)
	}
	res.Body.Close()
	if len(res.Cookies()) < 2 {
		s.t.Fatalf("sign-in of %s: %s, %d cookies", identifier, res.Status, len(res.Cookies()))
	}
	return res.Cookies()
}

// post brings a reading as the outbox does and returns the answer.
func (s *site) post(cookies []*http.Cookie, req api.CounterSubmitReq) (int, string) {
	body, err := json.Marshal(req)
	if err != nil {
		s.t.Error(err)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.url(api.CounterSubmit.Path()), bytes.NewReader(body))
	if err != nil {
		s.t.Error(err)
		return 0, ""
	}
	r.Header.Set("Content-Type", "application/json")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Error(err)
		return 0, ""
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Error(err)
	}
	return res.StatusCode, string(answer)
}

// TestOFF4_ParallelCopies brings two readings of one meter in twenty copies
// each, all at once and the later one first: one row and one answer each.
func TestOFF4_ParallelCopies(t *testing.T) {
	s := newSite(t)
	s.plant(clinic, 1)
	cookies := s.session(clinic)
	meter := one[string](s, `SELECT m.id::text FROM meter m JOIN asset a ON a.customer_id = m.customer_id AND a.id = m.asset_id WHERE a.source = 'journey' AND m.code = 'A4N'`)
	asset := one[string](s, `SELECT asset_id::text FROM meter WHERE id = $1::uuid`, meter)
	now := time.Now().UTC().Truncate(time.Second)
	late := api.CounterSubmitReq{ID: fresh(id.Mutation(""), 2), Asset: id.Asset(asset), Meter: id.Meter(meter), Value: 2000, At: now, DeviceAt: now}
	early := late
	early.ID, early.Value, early.At = fresh(id.Mutation(""), 1), 1967, now.Add(-48*time.Hour)

	const copies = 20
	got := &receipts{}
	var all sync.WaitGroup
	for i := range 2 * copies {
		req := late
		if i%2 == 1 {
			req = early
		}
		all.Go(func() {
			for {
				status, body := s.post(cookies, req)
				if status == http.StatusServiceUnavailable {
					continue // the server is busy: the outbox comes back too
				}
				if status != http.StatusOK {
					t.Errorf("%d %s", status, body)
				}
				got.add(string(req.ID), body)
				return
			}
		})
	}
	all.Wait()
	got.same(t, 2, copies)
	if n := one[int](s, `SELECT count(*)::int FROM reading WHERE mutation_id IS NOT NULL`); n != 2 {
		t.Errorf("%d rows, want 2", n)
	}
	if n := one[int](s, `SELECT count(*)::int FROM event WHERE kind = 'reading.entered'`); n != 2 {
		t.Errorf("%d events, want 2", n)
	}
	if v := one[int64](s, `SELECT last_value FROM meter WHERE id = $1::uuid`, meter); v != late.Value {
		t.Errorf("the meter shows %d, want the later %d", v, late.Value)
	}
	// The same id with other contents is a conflict, and changes nothing.
	other := late
	other.Value = 2001
	if status, body := s.post(cookies, other); status != http.StatusConflict || !strings.Contains(body, `"conflict"`) {
		t.Errorf("another reading of the same id: %d %s", status, body)
	}
}

// TestOFF6_TwoTabsAndTheWorker sends from two tabs and the worker at once, with
// the browser's locks and without: no reading is doubled, and with locks none
// is even sent twice.
func TestOFF6_TwoTabsAndTheWorker(t *testing.T) {
	for name, locks := range map[string]bool{"locks": true, "no locks": false} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			if !locks {
				s.stop()
				s.replace("web/outbox.js", func(was string) string {
					return "Object.defineProperty(self.navigator, 'locks', { value: undefined });\n" + was
				})
				s.start()
			}
			s.plant(clinic, 3)
			d := newDevice(s)
			d.signIn(clinic)
			d.controlled()
			d.mirrored(s.assets(clinic))
			other := d.tab()
			l := ledger{}
			s.stop()
			d.round(l, 2)
			other.round(l, 1)

			got := &receipts{}
			// Without locks the first reading waits until another sender brings it
			// too; whoever brings another one meanwhile is sent on to it.
			var mu sync.Mutex
			first, twice, met := "", make(chan struct{}), false
			s.intercept(submits, func(next http.Handler, w http.ResponseWriter, r *http.Request) {
				id := mutationOf(r)
				got.add(id, "")
				if !locks {
					mu.Lock()
					switch {
					case met:
					case first == "":
						first = id
					case first == id:
						met = true
						close(twice)
					default:
						mu.Unlock()
						panic(http.ErrAbortHandler)
					}
					mu.Unlock()
					<-twice
				}
				next.ServeHTTP(w, r)
			})
			s.start()
			for _, tab := range []*device{d, other} {
				eval[bool](tab, `(comptoirSend(true), true)`)
			}
			eval[bool](d, `(async () => { await registration?.sync?.register('outbox'); return true })().catch(() => true)`)
			if locks {
				d.empty() // no page is left, which would give its lock up
			} else {
				d.sendAll()
			}
			l.equal(s)
			if len(got.byID) != len(l) {
				t.Errorf("%d readings were brought, want %d", len(got.byID), len(l))
			}
			if locks {
				for id, n := range got.byID {
					if len(n) != 1 {
						t.Errorf("%s was sent %d times although the browser has locks", id, len(n))
					}
				}
			}
		})
	}
}
