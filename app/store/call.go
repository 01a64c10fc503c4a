// Package store holds what the app knows: who is signed in, the mirror of the
// fleet, snapshots of answers. What it learns stays on the device, in one
// database per account and membership, and is there before the network is.
package store

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"comptoir/app/browser"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/msg"
	"comptoir/shared/rpc"
)

// Ask makes a query. A failure is always a *fault.Error; Unavailable when no
// answer of ours came.
func Ask[Req, Resp any](ctx context.Context, q rpc.Query[Req, Resp], req Req) (Resp, error) {
	return send[Resp](ctx, q.Info, req)
}

// Do makes a command.
func Do[Req, Resp any](ctx context.Context, c rpc.Command[Req, Resp], req Req) (Resp, error) {
	return send[Resp](ctx, c.Info, req)
}

func send[Resp any](ctx context.Context, i rpc.Info, req any) (resp Resp, err error) {
	body, err := received(ctx, i, req)
	if err == nil && json.Unmarshal(body, &resp) != nil {
		err = fault.New(fault.Unavailable, msg.FaultUnavailable)
	}
	return resp, err
}

// received makes a call and returns the JSON of an answer of ours, 200.
func received(ctx context.Context, i rpc.Info, req any) ([]byte, error) {
	r := browser.Request{Method: i.Method(), URL: i.Path(), Header: Headers()}
	if i.Name == api.SessionMe.Name { // who is signed in now: perhaps not whom the device remembers
		delete(r.Header, headerAccount)
		delete(r.Header, headerMembership)
	}
	var err error
	if r.Method == "GET" {
		r.URL, err = rpc.URL(i, req)
	} else {
		r.Header["Content-Type"] = "application/json"
		r.Body, err = json.Marshal(req)
	}
	if err != nil {
		return nil, fault.Of(err)
	}
	res, err := browser.Fetch(ctx, r)
	if err != nil {
		if ctx.Err() == nil { // otherwise nobody waits for the answer any more
			reached(false)
		}
		return nil, fault.New(fault.Unavailable, msg.FaultUnavailable).Because(err)
	}
	ours := strings.HasPrefix(res.Header("Content-Type"), "application/json")
	reached(ours)
	if !ours {
		return nil, fault.New(fault.Unavailable, msg.FaultUnavailable) // a portal of the network, a proxy: not our answer
	}
	if res.Status != 200 {
		f := new(fault.Error)
		if json.Unmarshal(res.Body, f) != nil || f.Code == "" {
			f = fault.New(fault.Unavailable, msg.FaultUnavailable)
		}
		return nil, f
	}
	return res.Body, nil
}

// Headers by which a request says for whom it is.
const (
	headerAccount    = "Comptoir-Account"
	headerMembership = "Comptoir-Membership"
)

// Headers are what every request says of the app that makes it.
func Headers() map[string]string {
	h := map[string]string{"Comptoir-Build": browser.Meta("build"), "Comptoir-Contract": strconv.Itoa(api.Version)}
	if l := browser.LocalGet(langKey); l != "" {
		h["Comptoir-Lang"] = l
	}
	if me := Current(); me != nil {
		h[headerAccount], h[headerMembership] = string(me.Account.ID), string(me.Membership)
	}
	return h
}
