package browser

import (
	"context"
	"fmt"
	"syscall/js"
)

// Fetch sends a request and reads the whole answer. Its error is ErrNetwork, or
// the context's.
func Fetch(ctx context.Context, r Request) (Response, error) {
	abort := global.Get("AbortController").New()
	stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
	defer stop()
	init := map[string]any{"method": r.Method, "credentials": "same-origin", "cache": "no-store", "signal": abort.Get("signal")}
	if len(r.Header) > 0 {
		h := map[string]any{}
		for k, v := range r.Header {
			h[k] = v
		}
		init["headers"] = h
	}
	if r.Body != nil {
		init["body"] = fromBytes(r.Body)
	}
	resp, err := await(global.Call("fetch", r.URL, init))
	if err != nil {
		return Response{}, unanswered(ctx, r, err)
	}
	buf, err := await(resp.Call("arrayBuffer"))
	if err != nil {
		return Response{}, unanswered(ctx, r, err)
	}
	headers := resp.Get("headers")
	return Response{
		Status: resp.Get("status").Int(),
		Header: func(name string) string {
			if v := headers.Call("get", name); v.Type() == js.TypeString {
				return v.String()
			}
			return ""
		},
		Body: toBytes(global.Get("Uint8Array").New(buf)),
	}, nil
}

func unanswered(ctx context.Context, r Request, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("%s %s: %w: %w", r.Method, r.URL, ErrNetwork, err)
}

// Events opens the stream of events at url and hands the data of each message,
// unnamed or named "changed", to onMessage until close is called. The browser
// reconnects by itself.
func Events(url string, onMessage func(data string)) (close func()) {
	if global.Get("EventSource").IsUndefined() {
		return func() {}
	}
	source := global.Get("EventSource").New(url)
	hear := func(e js.Value) { onMessage(e.Get("data").String()) }
	unnamed, changed := listen(source, "message", hear), listen(source, "changed", hear)
	return func() {
		source.Call("close")
		unnamed()
		changed()
	}
}
