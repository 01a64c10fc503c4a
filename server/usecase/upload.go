package usecase

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/jpeg"
	_ "image/png" // photos may be PNG

	"github.com/jackc/pgx/v5"
	_ "golang.org/x/image/webp" // photos may be WebP

	"comptoir/server/postgres"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/habilitation"
	"comptoir/shared/msg"
)

// Limits of a photo.
const (
	MaxPhoto  = 12 << 20 // bytes
	MaxChunk  = 256 << 10
	maxPixels = 40_000_000
)

// UploadChunk stores one chunk of a photo at its offset. The last one checks
// the hash of the whole, draws the picture anew (which drops what cameras add
// to it) and keeps it.
func (u *Portal) UploadChunk(ctx context.Context, req api.UploadReq, chunk []byte) (api.UploadState, error) {
	state := api.UploadState{ID: req.ID}
	p, err := From(ctx)
	if err != nil {
		return state, err
	}
	if req.ID.Zero() || !isSHA256(req.SHA256) || req.Size <= 0 || req.Offset < 0 || req.Offset+int64(len(chunk)) > req.Size {
		return state, fault.New(fault.Invalid, msg.FaultMalformed)
	}
	if req.Size > MaxPhoto || len(chunk) > MaxChunk {
		return state, fault.New(fault.TooLarge, msg.FaultTooLarge)
	}
	var refused error // a whole that is no good: the upload starts again, which must be stored
	err = u.DB.Write(ctx, p.Customer, func(tx pgx.Tx) error {
		refused = nil
		up, err := postgres.BeginUpload(ctx, tx, p.Customer, req.ID, postgres.Upload{Account: p.Account, SHA256: req.SHA256, Size: req.Size})
		if err != nil {
			return err
		}
		if up.Account != p.Account || up.SHA256 != req.SHA256 || up.Size != req.Size {
			return fault.New(fault.NotFound, msg.FaultNotFound)
		}
		state.Received, state.Done = up.Received, up.Done
		if up.Done {
			return nil
		}
		if req.Offset != up.Received {
			return fault.New(fault.Conflict, msg.FaultConflict).With(fault.Args{"received": up.Received})
		}
		name := string(p.Customer) + "-" + string(req.ID)
		if err := u.Blobs.Append(ctx, name, req.Offset, chunk); err != nil {
			return err
		}
		state.Received += int64(len(chunk))
		if state.Received < up.Size {
			return postgres.AdvanceUpload(ctx, tx, p.Customer, req.ID, state.Received)
		}
		err = u.finish(ctx, tx, p, req, name)
		if f, ok := errors.AsType[*fault.Error](err); ok {
			refused, state.Received = f, 0
			return errors.Join(u.Blobs.Remove(ctx, name), postgres.AdvanceUpload(ctx, tx, p.Customer, req.ID, 0))
		}
		state.Done = err == nil
		return err
	})
	return state, cmp.Or(err, refused)
}

func (u *Portal) finish(ctx context.Context, tx pgx.Tx, p *Principal, req api.UploadReq, name string) error {
	body, err := u.Blobs.Open(ctx, name)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != req.SHA256 {
		return fault.New(fault.Invalid, msg.UploadWrongHash)
	}
	clean, err := redraw(ctx, body)
	if err != nil {
		return err
	}
	blob, err := u.Blobs.Keep(ctx, clean)
	if err != nil {
		return err
	}
	if err := postgres.FinishUpload(ctx, tx, p.Customer, req.ID, "image/jpeg", blob); err != nil {
		return err
	}
	return u.Blobs.Remove(ctx, name)
}

// drawing bounds how many pictures are decoded at once: a large one takes
// 160 MB.
var drawing = make(chan struct{}, 2)

// redraw decodes a photo and encodes it anew: nothing of the file but its
// pixels is kept.
func redraw(ctx context.Context, body []byte) ([]byte, error) {
	select {
	case drawing <- struct{}{}:
		defer func() { <-drawing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil {
		return nil, fault.New(fault.Invalid, msg.UploadNotAPicture)
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width*cfg.Height > maxPixels {
		return nil, fault.New(fault.TooLarge, msg.FaultTooLarge)
	}
	img, _, err := image.Decode(bytes.NewReader(body))
	if err != nil {
		return nil, fault.New(fault.Invalid, msg.UploadNotAPicture)
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, img, &jpeg.Options{Quality: 85})
	return out.Bytes(), err
}

// UploadState answers api.UploadGet: only who sends a photo asks how far it is.
func (u *Portal) UploadState(ctx context.Context, req api.UploadStateReq) (api.UploadState, error) {
	p, err := From(ctx)
	if err != nil {
		return api.UploadState{}, err
	}
	up, err := u.DB.UploadState(ctx, p.Customer, req.ID)
	if err == nil && up.Account != p.Account {
		err = fault.New(fault.NotFound, msg.FaultNotFound)
	}
	if err != nil {
		return api.UploadState{}, err
	}
	return api.UploadState{ID: req.ID, Received: up.Received, Done: up.Done}, nil
}

// Photo returns the bytes of a finished photo that the account sees.
func (u *Portal) Photo(ctx context.Context, req api.PhotoReq) (mime string, body []byte, err error) {
	p, err := From(ctx)
	if err != nil {
		return "", nil, err
	}
	mime, blob, err := u.DB.Photo(ctx, p.scope(habilitation.ViewReadings), p.Account, req.ID)
	if err != nil {
		return "", nil, err
	}
	body, err = u.Blobs.Get(ctx, blob)
	return mime, body, err
}
