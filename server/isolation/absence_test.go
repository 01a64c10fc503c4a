package isolation

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"comptoir/shared/api"
	"comptoir/shared/rpc"
)

// Counts, lists and everything else that A's people receive are what they are
// in a database that never heard of B and H.
func TestAnswersDoNotCountOthers(t *testing.T) {
	w := newWorld(t, walls{rowSecurity: true, filter: true})
	people := w.people()
	with, asked := map[string]string{}, 0
	all := func(visit func(key, answer string)) {
		for _, a := range people {
			if a.own == "" || a.own == "B" || a.name == "prestataire" {
				continue
			}
			for _, i := range api.Calls() {
				if i.Method() != http.MethodGet {
					continue
				}
				req := w.build(i, a, w.estateOf(a))
				for _, limit := range []int{0, 3} {
					if limit > 0 && i.Kind == rpc.KindQuery {
						req = withField(req, "limit", limit)
					}
					asked++
					visit(a.name+" "+i.Name+" "+string(rune('0'+limit)), w.send(i, a, req, nil).signature(nil))
				}
			}
		}
	}
	all(func(key, answer string) { with[key] = answer })
	tables := w.all("SELECT c.table_name::text FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) WHERE c.table_schema = 'public' AND c.column_name = 'customer_id' AND t.table_type = 'BASE TABLE'")
	sql := "SET session_replication_role = replica; DELETE FROM session WHERE membership_id IN (SELECT id FROM membership WHERE customer_id IN ('" + w.b + "', '" + w.h + "'));"
	for _, table := range tables {
		sql += "DELETE FROM " + table + " WHERE customer_id IN ('" + w.b + "', '" + w.h + "');"
	}
	w.exec(sql + "DELETE FROM internal_org WHERE code = 'CANARY-H-ORG'; SET session_replication_role = DEFAULT")
	all(func(key, answer string) {
		if answer != with[key] {
			x, y := apart(with[key], answer)
			t.Errorf("%s depends on other customers: %q, without them %q", key, x, y)
		}
	})
	t.Logf("%d answers equal those of a database without B and H", asked/2)
}

func withField(req map[string]any, name string, value any) map[string]any {
	out := map[string]any{name: value}
	for k, v := range req {
		out[k] = v
	}
	return out
}

// wire is a response that stays open and can be looked at meanwhile.
type wire struct {
	*httptest.ResponseRecorder
	mu   sync.Mutex
	text strings.Builder
}

func (w *wire) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(b)
}

func (w *wire) said() string { w.mu.Lock(); defer w.mu.Unlock(); return w.text.String() }

// SetReadDeadline and SetWriteDeadline are what a stream asks its connection for.
func (w *wire) SetReadDeadline(time.Time) error  { return nil }
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// A stream names what changed for its customer, and stays silent about others.
func TestEventsNameOneCustomer(t *testing.T) {
	w := newWorld(t, walls{rowSecurity: true, filter: true})
	people := w.people() // before anybody listens: a changed account ends every stream
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { w.portal.Site.Events.Run(ctx) })
	defer running.Wait()
	defer stop()
	streams := map[string]*wire{}
	for _, a := range people {
		if a.name != "superviseur" && a.name != "utilisateur-site" && a.name != "superviseur-b" && a.name != "prestataire" {
			continue
		}
		out := &wire{ResponseRecorder: httptest.NewRecorder()}
		streams[a.name] = out
		r := httptest.NewRequestWithContext(ctx, "GET", "http://localhost/api/events", nil)
		for k, v := range a.cookies {
			r.AddCookie(&http.Cookie{Name: k, Value: v})
		}
		running.Go(func() { w.router.ServeHTTP(out, r) })
	}
	hears := func(name, collection, change string, args ...any) {
		for until := time.Now().Add(20 * time.Second); !strings.Contains(streams[name].said(), collection); {
			if time.Now().After(until) {
				t.Fatalf("%s never hears of %s: %q", name, collection, streams[name].said())
			}
			w.exec(change, args...) // again, until the stream is there to hear it
			<-time.After(20 * time.Millisecond)
		}
	}
	hears("superviseur-b", "ticket", "UPDATE ticket SET code = code WHERE customer_id = $1", w.b)
	hears("superviseur", "site", "UPDATE site SET code = code WHERE customer_id = $1", w.a)
	hears("utilisateur-site", "site", "UPDATE site SET code = code WHERE customer_id = $1", w.a)
	for name, out := range streams {
		said := out.said()
		for _, foreign := range map[string][]string{"superviseur": {"ticket"}, "utilisateur-site": {"ticket"}, "superviseur-b": {"site"}, "prestataire": {"ticket", "site"}}[name] {
			if strings.Contains(said, foreign) {
				t.Errorf("%s hears of a change of %s at another's: %q", name, foreign, said)
			}
		}
		if strings.Contains(strings.ToUpper(said), "CANARY") || uuids.MatchString(said) {
			t.Errorf("the stream of %s holds more than names: %q", name, said)
		}
	}
}

// A mail to one of A holds nothing of B, and asking for one in the name of
// somebody of B sends him nothing of A.
func TestMailsHoldNothingOfOthers(t *testing.T) {
	w := newWorld(t, walls{rowSecurity: true, filter: true})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.portal.Run(ctx) }()
	defer func() { stop(); <-ended }()
	nobody := &actor{name: "anonymous", cookies: map[string]string{}, canaries: []string{"CANARY-B", "CANARY-H"}}
	for _, who := range []string{"superviseur", "superviseur-b"} {
		got := w.do(nobody, request{method: "POST", url: "/mot-de-passe-oublie", header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
			body: []byte("identifier=" + who)})
		if got.status != http.StatusOK {
			t.Fatalf("%s forgot the password: %d", who, got.status)
		}
	}
	var mails []string
	for until := time.Now().Add(30 * time.Second); len(mails) < 2; <-time.After(50 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("%d mails were written, want 2", len(mails))
		}
		mails, _ = filepath.Glob(filepath.Join(w.data, "mails", "*.eml"))
	}
	for _, name := range mails {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ToUpper(string(b))
		if toB := strings.Contains(text, "CANARY-B.EXAMPLE"); !toB && strings.Contains(text, "CANARY") || toB && strings.Contains(text, "TILLEULS") {
			t.Errorf("a mail holds something of another customer:\n%s", b)
		}
	}
}
