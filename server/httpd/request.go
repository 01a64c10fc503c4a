package httpd

import "context"

type requestKey struct{}

// RequestID returns the identifier of the request, for logs and for the person
// who quotes it.
func RequestID(ctx context.Context) string {
	s, _ := ctx.Value(requestKey{}).(string)
	return s
}
