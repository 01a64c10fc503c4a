package httpd

import (
	"context"

	"comptoir/shared/id"
)

type requestKey struct{}

// request is what the log tells of one request; the gate completes it.
type request struct {
	id      string
	account id.Account
}

// RequestID returns the identifier of the request, for logs and for the person
// who quotes it.
func RequestID(ctx context.Context) string {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r.id
	}
	return ""
}

// noteAccount tells the log who asks.
func noteAccount(ctx context.Context, account id.Account) {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		r.account = account
	}
}
