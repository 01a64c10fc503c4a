package job

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"comptoir"
	"comptoir/server/brand"
	"comptoir/server/mail"
	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
	"comptoir/server/sentence"
)

const mailID = "019ab000-0000-7000-8000-000000000001"

var now = time.Date(2026, 11, 24, 13, 2, 0, 0, time.UTC)

// outbound is a sender that hands over what it is given, and fails as told.
type outbound struct {
	sent chan mail.Message
	fail error
}

func (o *outbound) Send(_ context.Context, m mail.Message) error {
	o.sent <- m
	return o.fail
}

func open(t *testing.T) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(context.Background(), pgtest.DSN(t), postgres.DefaultSizes)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

func run(t *testing.T, pool *pgxpool.Pool, sender mail.Sender) *Runner {
	t.Helper()
	sentences, err := sentence.Load(comptoir.Files, "")
	if err != nil {
		t.Fatal(err)
	}
	b, err := brand.Build(brand.Default(), nil, comptoir.Files, sentences)
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(t.Context(), pool, Deps{
		Writer: &mail.Writer{Sentences: sentences, Brand: func() *brand.Brand { return b }, PublicURL: "https://portail.example", Location: time.UTC},
		Sender: sender,
		Now:    func() time.Time { return now },
		Log:    slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	return r
}

// stop waits for what is being worked.
func stop(t *testing.T, r *Runner) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := r.Stop(ctx); err != nil {
		t.Fatal(err)
	}
}

func enqueue(t *testing.T, pool *pgxpool.Pool, r mail.Request, commit bool) {
	t.Helper()
	ctx := context.Background()
	tx, err := pool.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := Enqueue(ctx, tx, Mail{r}); err != nil {
		t.Fatal(err)
	}
	end := tx.Rollback
	if commit {
		end = tx.Commit
	}
	if err := end(ctx); err != nil {
		t.Fatal(err)
	}
}

func request() mail.Request {
	return mail.Request{
		Kind: mail.PasswordReset, ID: mailID, To: mail.Address{Email: "ada@client.example"}, Lang: "fr",
		Identifier: "ada", Path: "/mot-de-passe/s3cr3t", At: now, Until: now.Add(time.Hour),
	}
}

func receive(t *testing.T, o *outbound) mail.Message {
	t.Helper()
	select {
	case m := <-o.sent:
		return m
	case <-time.After(30 * time.Second):
		t.Fatal("no mail within 30 s")
		panic("unreachable")
	}
}

// row returns the state and the arguments of the only job.
func row(t *testing.T, pool *pgxpool.Pool) (state, args string) {
	t.Helper()
	if err := pool.QueryRow(context.Background(), "SELECT state::text, args::text FROM river_job").Scan(&state, &args); err != nil {
		t.Fatal(err)
	}
	return state, args
}

func TestAMailIsSentOnceItsTransactionCommits(t *testing.T) {
	db := open(t)
	o := &outbound{sent: make(chan mail.Message, 10)}
	r := run(t, db.Job, o)
	undone := request()
	undone.To.Email = "undone@client.example"
	enqueue(t, db.Customer, undone, false)
	enqueue(t, db.Guest, request(), true)
	m := receive(t, o)
	stop(t, r)
	if m.To.Email != "ada@client.example" || m.ID != mailID || !strings.Contains(m.Text, "https://portail.example/mot-de-passe/s3cr3t") {
		t.Errorf("sent %+v", m)
	}
	if state, args := row(t, db.Job); state != "completed" || strings.Contains(args, "s3cr3t") || !strings.Contains(args, mailID) {
		t.Errorf("afterwards %s %s", state, args)
	}
	if len(o.sent) != 0 {
		t.Error("the mail of a transaction that was rolled back is sent")
	}
}

func TestAJobWaitsForAServer(t *testing.T) {
	db := open(t)
	enqueue(t, db.Staff, request(), true)
	o := &outbound{sent: make(chan mail.Message, 10)}
	stopped := run(t, db.Job, o)
	receive(t, o)
	stop(t, stopped)
}

func TestFailures(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*mail.Request)
		fail  error
		sends bool
		state string
	}{
		{"server away", func(*mail.Request) {}, errors.New("connection refused"), true, "retryable"},
		{"ended link", func(r *mail.Request) { r.Until = now }, nil, false, "cancelled"},
		{"unknown kind", func(r *mail.Request) { r.Kind = "spam" }, nil, false, "cancelled"},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := open(t)
			o := &outbound{sent: make(chan mail.Message, 10), fail: c.fail}
			r := run(t, db.Job, o)
			bad := request()
			c.spoil(&bad)
			enqueue(t, db.Guest, bad, true)
			good := request()
			good.Kind, good.Until = mail.PasswordChanged, time.Time{}
			good.ID = "019ab000-0000-7000-8000-000000000002"
			if c.sends {
				receive(t, o)
			} else { // jobs are taken in order: when the second is sent, the first was taken
				enqueue(t, db.Guest, good, true)
				if m := receive(t, o); m.ID != good.ID {
					t.Errorf("%s is sent", m.Subject)
				}
			}
			stop(t, r)
			var state string
			if err := db.Job.QueryRow(t.Context(), "SELECT state::text FROM river_job ORDER BY id LIMIT 1").Scan(&state); err != nil {
				t.Fatal(err)
			}
			if state != c.state && (c.state != "retryable" || state != "available") {
				t.Errorf("state %s, want %s", state, c.state)
			}
		})
	}
}

func TestRequestsCannotReadJobs(t *testing.T) {
	db := open(t)
	enqueue(t, db.Guest, request(), true)
	for name, pool := range map[string]*pgxpool.Pool{"guest": db.Guest, "customer": db.Customer, "staff": db.Staff} {
		for _, statement := range []string{"SELECT count(*) FROM river_job", "UPDATE river_job SET kind = ''", "DELETE FROM river_job", "TRUNCATE river_job"} {
			if _, err := pool.Exec(t.Context(), statement); err == nil {
				t.Errorf("%s may: %s", name, statement)
			}
		}
	}
}

func TestReindexerIsForTheOwner(t *testing.T) {
	dsn := pgtest.DSN(t)
	db, err := postgres.Open(t.Context(), dsn, postgres.DefaultSizes)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	owner, err := pgxpool.New(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	for _, c := range []struct {
		pool *pgxpool.Pool
		want bool
	}{{db.Job, false}, {owner, true}} {
		if got, err := ownsTables(t.Context(), c.pool); err != nil || got != c.want {
			t.Errorf("owner: %v, %v, want %v", got, err, c.want)
		}
	}
}
