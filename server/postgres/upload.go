package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"comptoir/shared/fault"
	"comptoir/shared/id"
	"comptoir/shared/msg"
)

var uploadSQL = load[struct{ State, Begin, Lock, Advance, Done, Photo string }]("upload.sql")

// Upload is how far the bytes of a photo have come.
type Upload struct {
	Account  id.Account
	SHA256   string
	Size     int64
	Received int64
	Done     bool
}

func (u *Upload) fields() []any { return []any{&u.Account, &u.SHA256, &u.Size, &u.Received, &u.Done} }

// UploadState returns an upload; one that nobody began is a not-found fault.
func (db *DB) UploadState(ctx context.Context, customer id.Customer, upload id.Upload) (Upload, error) {
	return Row(ctx, db, customer, uploadSQL.State, pgx.NamedArgs{"id": upload}, func(row pgx.CollectableRow) (u Upload, err error) {
		return u, row.Scan(u.fields()...)
	})
}

// BeginUpload begins or finds an upload and locks it.
func BeginUpload(ctx context.Context, tx pgx.Tx, customer id.Customer, upload id.Upload, want Upload) (Upload, error) {
	args := pgx.NamedArgs{"customer": customer, "id": upload, "account": want.Account, "sha256": want.SHA256, "size": want.Size}
	if _, err := tx.Exec(ctx, uploadSQL.Begin, args); err != nil {
		return Upload{}, err
	}
	var u Upload
	err := tx.QueryRow(ctx, uploadSQL.Lock, pgx.NamedArgs{"customer": customer, "id": upload}).Scan(u.fields()...)
	return u, err
}

// AdvanceUpload notes how many bytes have arrived.
func AdvanceUpload(ctx context.Context, tx pgx.Tx, customer id.Customer, upload id.Upload, received int64) error {
	_, err := tx.Exec(ctx, uploadSQL.Advance, pgx.NamedArgs{"customer": customer, "id": upload, "received": received})
	return err
}

// FinishUpload notes where the bytes are kept.
func FinishUpload(ctx context.Context, tx pgx.Tx, customer id.Customer, upload id.Upload, mime, blob string) error {
	_, err := tx.Exec(ctx, uploadSQL.Done, pgx.NamedArgs{"customer": customer, "id": upload, "mime": mime, "blob": blob})
	return err
}

// Photo returns the type and the blob of a finished photo that the scope sees.
func (db *DB) Photo(ctx context.Context, s Scope, account id.Account, upload id.Upload) (mime, blob string, err error) {
	type photo struct{ mime, blob string }
	p, err := Row(ctx, db, s.Customer, uploadSQL.Photo, s.with(pgx.NamedArgs{"id": upload, "account": account}),
		func(row pgx.CollectableRow) (p photo, err error) { return p, row.Scan(&p.mime, &p.blob) })
	return p.mime, p.blob, err
}

// Picture returns a public picture of a model by its hash.
func (db *DB) Picture(ctx context.Context, sha256 string) (mime string, body []byte, err error) {
	err = db.Guest.QueryRow(ctx, "SELECT mime, body FROM picture WHERE sha256 = $1", sha256).Scan(&mime, &body)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil, fault.New(fault.NotFound, msg.FaultNotFound)
	}
	return mime, body, Fault(err)
}
