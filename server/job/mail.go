package job

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"comptoir/server/mail"
)

// Mail is the job that writes and sends one mail.
type Mail struct {
	Request mail.Request `json:"request"`
}

// Kind names the job in river's tables.
func (Mail) Kind() string { return "mail" }

// InsertOpts tries for about four hours.
func (Mail) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 10} }

type mailWorker struct {
	river.WorkerDefaults[Mail]
	Deps
	pool *pgxpool.Pool
}

// Work sends the mail, then forgets the link, which is a secret, in the
// transaction that completes the job. A link that has ended is not sent.
func (w *mailWorker) Work(ctx context.Context, j *river.Job[Mail]) error {
	r := j.Args.Request
	if !r.Until.IsZero() && !w.Now().Before(r.Until) {
		return river.JobCancel(fmt.Errorf("mail %s: its link ended before it could be sent", r.ID))
	}
	if err := w.send(ctx, r); err != nil {
		if mail.Permanent(err) {
			return river.JobCancel(err)
		}
		return err
	}
	tx, err := w.pool.Begin(ctx)
	if err != nil {
		return fmt.Errorf("mail %s is sent, not marked: %w", r.ID, err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // nothing to do after a commit
	if _, err := tx.Exec(ctx, "UPDATE river_job SET args = args #- '{request,path}' WHERE id = $1", j.ID); err != nil {
		return fmt.Errorf("mail %s is sent, not marked: %w", r.ID, err)
	}
	if _, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, j); err != nil {
		return fmt.Errorf("mail %s is sent, not marked: %w", r.ID, err)
	}
	return tx.Commit(ctx)
}

func (w *mailWorker) send(ctx context.Context, r mail.Request) error {
	m, err := w.Writer.Write(r)
	if err != nil {
		return err
	}
	return w.Sender.Send(ctx, m)
}
