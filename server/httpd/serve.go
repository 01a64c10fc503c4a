// Package httpd is the edge: routes, sessions, the gate that every call passes,
// the plain pages and the files of the app. It knows HTTP; use cases do not.
package httpd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"

	"comptoir/shared/fault"
	"comptoir/shared/msg"
	"comptoir/shared/rpc"
)

// maxBody bounds the JSON of a call, in bytes.
const maxBody = 1 << 20

// Gate decides, before a body is read, whether a call may go on, and returns
// the context that the use case will see. It may set cookies.
type Gate func(http.ResponseWriter, *http.Request, rpc.Info) (context.Context, error)

// API serves declared calls.
type API struct {
	Router chi.Router
	Gate   Gate
	Log    *slog.Logger
}

// Query serves a read.
func Query[Req, Resp any](a *API, q rpc.Query[Req, Resp], fn func(context.Context, Req) (Resp, error)) {
	handle(a, q.Info, fn)
}

// Collection serves a mirror.
func Collection[Row any](a *API, c rpc.Collection[Row], fn func(context.Context, rpc.SyncReq) (rpc.SyncResp[Row], error)) {
	handle(a, c.Info, fn)
}

// Command serves a write that needs the network.
func Command[Req, Resp any](a *API, c rpc.Command[Req, Resp], fn func(context.Context, Req) (Resp, error)) {
	handle(a, c.Info, fn)
}

// Mutation serves a write that may come late and more than once.
func Mutation[Req rpc.Keyed, Resp any](a *API, m rpc.Mutation[Req, Resp], fn func(context.Context, Req) (rpc.Receipt[Resp], error)) {
	handle(a, m.Info, fn)
}

// File serves a download; fn writes the headers and the bytes, or returns a
// fault before it wrote anything.
func File[Req any](a *API, f rpc.File[Req], fn func(context.Context, Req, http.ResponseWriter) error) {
	a.Router.Method(f.Method(), f.Path(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, err := a.Gate(w, r, f.Info)
		var req Req
		if err == nil {
			err = decode(w, r, f.Info, &req)
		}
		if err == nil {
			err = fn(ctx, req, w)
		}
		if err != nil {
			a.fail(w, r, f.Info, err)
		}
	}))
}

// Upload serves the chunks of a file; the identifier is in the path, the rest
// of the request in the URL, the bytes are the body.
func Upload[Req, Resp any](a *API, u rpc.Upload, maxChunk int64, fn func(context.Context, Req, []byte) (Resp, error)) {
	a.Router.Method(u.Method(), u.Path(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, err := a.Gate(w, r, u.Info)
		if err != nil {
			a.fail(w, r, u.Info, err)
			return
		}
		var req Req
		q := r.URL.Query()
		q.Set("id", chi.URLParam(r, "id"))
		if rpc.DecodeQuery(q, &req) != nil {
			a.fail(w, r, u.Info, fault.New(fault.Invalid, msg.FaultMalformed))
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxChunk))
		if err != nil {
			a.fail(w, r, u.Info, bodyFault(err))
			return
		}
		resp, err := fn(ctx, req, body)
		a.answer(w, r, u.Info, resp, err)
	}))
}

func handle[Req, Resp any](a *API, i rpc.Info, fn func(context.Context, Req) (Resp, error)) {
	a.Router.Method(i.Method(), i.Path(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, err := a.Gate(w, r, i)
		var req Req
		if err == nil {
			err = decode(w, r, i, &req)
		}
		var resp Resp
		if err == nil {
			resp, err = fn(ctx, req)
		}
		a.answer(w, r, i, resp, err)
	}))
}

func decode(w http.ResponseWriter, r *http.Request, i rpc.Info, req any) error {
	if i.Method() == http.MethodGet {
		if rpc.DecodeQuery(r.URL.Query(), req) != nil {
			return fault.New(fault.Invalid, msg.FaultMalformed)
		}
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return bodyFault(err)
	}
	if json.Unmarshal(body, req) != nil {
		return fault.New(fault.Invalid, msg.FaultMalformed)
	}
	return nil
}

func bodyFault(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.TooLarge, msg.FaultTooLarge)
	}
	return fault.New(fault.Invalid, msg.FaultMalformed).Because(err)
}

func (a *API) answer(w http.ResponseWriter, r *http.Request, i rpc.Info, resp any, err error) {
	if err != nil {
		a.fail(w, r, i, err)
		return
	}
	body, err := json.Marshal(resp)
	if err != nil {
		a.fail(w, r, i, err)
		return
	}
	writeJSON(w, r, http.StatusOK, body)
}

// fail answers a fault and logs what is not the caller's doing, once.
func (a *API) fail(w http.ResponseWriter, r *http.Request, i rpc.Info, err error) {
	f := fault.Of(err)
	if f.Code == fault.Internal || f.Code == fault.Unavailable {
		a.Log.ErrorContext(r.Context(), "call failed", "call", i.Name, "code", string(f.Code), "error", err.Error(), "request", RequestID(r.Context()))
	}
	writeFault(w, r, f)
}

// writeFault answers a fault as every call does.
func writeFault(w http.ResponseWriter, r *http.Request, f *fault.Error) {
	if f.Code == fault.Unavailable || f.Code == fault.TooMany {
		w.Header().Set("Retry-After", "5")
	}
	body, err := json.Marshal(f)
	if err != nil { // arguments that are no JSON: our bug, told without them
		body, _ = json.Marshal(fault.New(f.Code, f.Key))
	}
	writeJSON(w, r, f.Code.Status(), body)
}

func writeJSON(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	if len(body) >= compressFrom {
		if encoded, name := compress(r, body); name != "" {
			h.Set("Content-Encoding", name)
			body = encoded
		}
		h.Add("Vary", "Accept-Encoding")
	}
	w.WriteHeader(status)
	_, _ = io.Copy(w, bytes.NewReader(body)) // the client may be gone; nobody is left to tell
}
