// Package job runs what needs no request: mails today; exports, imports and
// purges when they come. A job is a row, enqueued in the caller's transaction,
// so that it exists exactly when what it follows from exists (river).
package job

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"comptoir/server/mail"
)

// Deps is what the workers use.
type Deps struct {
	Writer *mail.Writer
	Sender mail.Sender
	Now    func() time.Time
	Log    *slog.Logger
}

// Runner works the jobs of one server; several servers share them.
type Runner struct {
	client *river.Client[pgx.Tx]
}

// parallel is how many jobs one server works at once.
const parallel = 4

// New prepares a runner on the pool of role job. The tables of river must
// exist. Its reindexer is off when the role does not own them, since
// PostgreSQL would refuse it every night.
func New(ctx context.Context, pool *pgxpool.Pool, d Deps) (*Runner, error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &mailWorker{Deps: d, pool: pool})
	config := &river.Config{
		Queues:     map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: parallel}},
		Workers:    workers,
		Logger:     d.Log,
		JobTimeout: 2 * time.Minute,
	}
	owner, err := ownsTables(ctx, pool)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	if !owner {
		config.ReindexerIndexNames = []string{} // nil would mean all
	}
	client, err := river.NewClient(riverpgxv5.New(pool), config)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return &Runner{client}, nil
}

// Start works jobs until Stop, or until ctx ends, which cancels those running.
func (r *Runner) Start(ctx context.Context) error {
	if err := r.client.Start(ctx); err != nil {
		return fmt.Errorf("start the jobs: %w", err)
	}
	return nil
}

// Stop takes no further job and waits for those running; when ctx ends first,
// they are cancelled and will be worked again.
func (r *Runner) Stop(ctx context.Context) error {
	if err := r.client.Stop(ctx); err == nil {
		return nil
	}
	if err := r.client.StopAndCancel(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("stop the jobs: %w", err)
	}
	return nil
}

func ownsTables(ctx context.Context, pool *pgxpool.Pool) (owner bool, err error) {
	err = pool.QueryRow(ctx, "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'river_job'::regclass").Scan(&owner)
	return owner, err
}
