package boot_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"comptoir/server/boot"
	"comptoir/server/demo"
	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
)

// stream reads lines of an event stream until one starts with prefix.
type stream struct {
	lines *bufio.Scanner
}

func listenTo(t testing.TB, c *http.Client, base string, last ...string) *stream {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/api/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range last {
		r.Header.Set("Last-Event-ID", id)
	}
	got, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if got.StatusCode != 200 || got.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("events: %s", got.Status)
	}
	t.Cleanup(func() { got.Body.Close() })
	return &stream{bufio.NewScanner(got.Body)}
}

// next returns what follows prefix in the next line that has it; "" at the end.
func (s *stream) next(prefix string) string {
	for s.lines.Scan() {
		if after, ok := strings.CutPrefix(s.lines.Text(), prefix); ok {
			return after
		}
	}
	return ""
}

// What changes between two streams of one browser is told when it comes back.
func TestAStreamTakenUpAgainTellsOfEverything(t *testing.T) {
	p, _ := run(t, settings(t, pgtest.Copy(t, "small", demo.Fill)), boot.Options{})
	c := signIn(t, p.URL(), "superviseur")
	id := listenTo(t, c, p.URL()).next("id: ")
	if id == "" {
		t.Fatal("the stream has no name to come back with")
	}
	if got := listenTo(t, c, p.URL(), id).next("data: "); got != "*" {
		t.Errorf("back again: %q, want everything", got)
	}
}

func TestEventsNameWhatChangedForTheCustomerAlone(t *testing.T) {
	dsn := pgtest.Copy(t, "small", demo.Fill)
	p, stop := run(t, settings(t, dsn), boot.Options{})
	c := signIn(t, p.URL(), "superviseur")
	s := listenTo(t, c, p.URL())
	s.next("retry:")
	conn, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	const mine = "(SELECT customer_id FROM membership m JOIN account a ON a.id = m.account_id WHERE a.identifier = 'superviseur')"
	// What others change is not heard; the order of notifications shows it.
	exec("UPDATE site SET name = name WHERE customer_id <> " + mine)
	exec("UPDATE meter SET label = label WHERE customer_id = " + mine)
	if got := strings.ReplaceAll(s.next("data: "), "* ", ""); got == "*" { // the connection that listens came up meanwhile
		exec("UPDATE meter SET label = label WHERE customer_id = " + mine)
		got = s.next("data: ")
		if got != "meter" {
			t.Errorf("changed: %q", got)
		}
	} else if got != "meter" {
		t.Errorf("changed: %q", got)
	}
	// A session that is ended loses its stream.
	exec("UPDATE session SET revoked_at = now() WHERE account_id = (SELECT id FROM account WHERE identifier = 'superviseur')")
	if got := s.next("data: "); got != "" {
		t.Errorf("after the end of the session: %q", got)
	}
	// The end of the server ends streams at once.
	other := listenTo(t, signIn(t, p.URL(), "utilisateur"), p.URL())
	other.next("retry:")
	began := time.Now()
	stop()
	if other.next("data: ") != "" || time.Since(began) > 5*time.Second {
		t.Errorf("the stream held the server for %s", time.Since(began))
	}
}
