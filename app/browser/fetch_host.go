//go:build !js

package browser

import "context"

// Fetch sends a request and reads the whole answer. Its error is ErrNetwork, or
// the context's.
func Fetch(ctx context.Context, r Request) (Response, error) {
	var answer func(Request) (Response, error)
	with(func(h *host) { answer = h.fetch })
	if err := ctx.Err(); err != nil {
		return Response{}, err
	}
	if answer == nil {
		return Response{}, ErrNetwork
	}
	resp, err := answer(r)
	if resp.Header == nil {
		resp.Header = func(string) string { return "" }
	}
	return resp, err
}

// Events opens the stream of events at url and hands each message's data to
// onMessage until close is called. On the host HostMessage sends one.
func Events(_ string, onMessage func(data string)) (close func()) {
	return OnEvent("message", func() {
		var data string
		with(func(h *host) { data = h.message })
		onMessage(data)
	})
}
