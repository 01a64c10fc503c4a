package job

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// insert is our own statement, not river's: river's returns the row, which
// would need the right to read every job, links in mails included. The roles
// of requests may only insert.
const insert = `INSERT INTO river_job (kind, args, max_attempts, priority, queue, scheduled_at)
VALUES ($1, $2, $3, $4, $5, coalesce($6, now()))`

// Enqueue adds a job in the caller's transaction, under any role. Options come
// from args when it has InsertOpts (queue, attempts, priority, time); unique
// jobs are not supported.
func Enqueue(ctx context.Context, tx pgx.Tx, args river.JobArgs) error {
	data, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	options := river.InsertOpts{}
	if own, ok := args.(river.JobArgsWithInsertOpts); ok {
		options = own.InsertOpts()
	}
	if options.MaxAttempts == 0 {
		options.MaxAttempts = river.MaxAttemptsDefault
	}
	if options.Priority == 0 {
		options.Priority = river.PriorityDefault
	}
	if options.Queue == "" {
		options.Queue = river.QueueDefault
	}
	var at *time.Time
	if !options.ScheduledAt.IsZero() {
		at = &options.ScheduledAt
	}
	if _, err := tx.Exec(ctx, insert, args.Kind(), data, options.MaxAttempts, options.Priority, options.Queue, at); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return nil
}
