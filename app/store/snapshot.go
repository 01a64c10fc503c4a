package store

import (
	"context"
	"encoding/json"
	"time"

	"comptoir/app/browser"
	"comptoir/shared/fault"
	"comptoir/shared/rpc"
)

// snapshotStore is the store of the device that holds the last answers.
const snapshotStore = "snapshot"

// Phase says what a remote value is at.
type Phase uint8

// The phases of a value, each drawn by ui.Remote.
const (
	Idle Phase = iota
	Loading
	Fresh
	Stale
	Failed
)

// Remote is a value of the server with what is known of it.
type Remote[T any] struct {
	Phase Phase
	Value T
	At    time.Time
	Fault *fault.Error
}

type snapshot struct {
	At    time.Time       `json:"at"`
	Value json.RawMessage `json:"value"`
}

// Fetch answers a query from the last snapshot at once, then from the server;
// show is called each time the value changes. It blocks: call it from ctx.Async.
func Fetch[Req, Resp any](ctx context.Context, f *Fleet, q rpc.Query[Req, Resp], req Req, show func(Remote[Resp])) {
	key, err := rpc.URL(q.Info, req)
	if err != nil {
		show(Remote[Resp]{Phase: Failed, Fault: fault.Of(err)})
		return
	}
	r := Remote[Resp]{Phase: Loading}
	if f != nil && f.db != nil {
		var s snapshot
		if b, ok, err := f.db.Get(snapshotStore, key); err == nil && ok && json.Unmarshal(b, &s) == nil && json.Unmarshal(s.Value, &r.Value) == nil {
			r.Phase, r.At = Stale, s.At
		}
	}
	show(r)
	v, err := Ask(ctx, q, req)
	if err != nil {
		r.Fault = fault.Of(err)
		switch {
		case r.Fault.Code == fault.Denied || r.Fault.Code == fault.NotFound:
			// What was seen once is no longer this person's to see.
			r = Remote[Resp]{Phase: Failed, Fault: r.Fault}
			if f != nil && f.db != nil {
				_ = f.db.Delete(snapshotStore, key) // the next refusal tries again
			}
		case r.Phase != Stale:
			r.Phase = Failed
		}
		show(r)
		return
	}
	now := browser.Now()
	if f != nil && f.db != nil {
		if raw, err := json.Marshal(v); err == nil {
			if b, err := json.Marshal(snapshot{now, raw}); err == nil {
				_ = f.db.Put(snapshotStore, key, b) // without it the answer is not there offline, and the screen says so
			}
		}
	}
	show(Remote[Resp]{Phase: Fresh, Value: v, At: now})
}
