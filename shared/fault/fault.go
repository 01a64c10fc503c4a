// Package fault is the one error the portal shows to a person. Anything else
// is a bug or an outage, and becomes Internal on its way out.
package fault

import (
	"errors"

	"comptoir/shared/msg"
)

// Code says what the caller can do about it.
type Code string

// The codes, each with the HTTP status that carries it.
const (
	Invalid      Code = "invalid"        // 422: fix the input
	Denied       Code = "denied"         // 403: ask a supervisor
	NotFound     Code = "not_found"      // 404: gone, or never yours
	Conflict     Code = "conflict"       // 409: the world moved; look again
	ClientTooOld Code = "client_too_old" // 409: take the update, then retry
	SignedOut    Code = "signed_out"     // 401: sign in, then retry
	TooMany      Code = "too_many"       // 429: wait, then retry
	TooLarge     Code = "too_large"      // 413: send less
	Unavailable  Code = "unavailable"    // 503: wait, then retry
	Internal     Code = "internal"       // 500: our fault; quote the request id
)

var statuses = map[Code]int{
	Invalid: 422, Denied: 403, NotFound: 404, Conflict: 409, ClientTooOld: 409,
	SignedOut: 401, TooMany: 429, TooLarge: 413, Unavailable: 503, Internal: 500,
}

// Status returns the HTTP status of c.
func (c Code) Status() int {
	if s, ok := statuses[c]; ok {
		return s
	}
	return 500
}

// Retryable reports whether the same request may succeed later, unchanged.
func (c Code) Retryable() bool {
	return c == Unavailable || c == SignedOut || c == TooMany || c == ClientTooOld
}

// Args are the values that a sentence names.
type Args = map[string]any

// Error is a fault that travels: code, sentence and fields, never a cause.
type Error struct {
	Code   Code    `json:"code"`
	Key    msg.Key `json:"key"`
	Args   Args    `json:"args,omitempty"`
	Fields []Field `json:"fields,omitempty"`

	cause error
}

// Field is a fault about one input.
type Field struct {
	Name string  `json:"name"`
	Key  msg.Key `json:"key"`
	Args Args    `json:"args,omitempty"`
}

// New returns a fault with a sentence.
func New(c Code, k msg.Key) *Error { return &Error{Code: c, Key: k} }

// With returns a copy of e that names args in its sentence.
func (e *Error) With(args Args) *Error {
	c := *e
	c.Args = args
	return &c
}

// Because returns a copy of e that carries a cause, for the log only.
func (e *Error) Because(err error) *Error {
	c := *e
	c.cause = err
	return &c
}

// Error says the code, the key and the cause, for logs.
func (e *Error) Error() string {
	s := string(e.Code) + ": " + string(e.Key)
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is a fault of the same code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Of returns the fault in err's chain, or Internal around err.
func Of(err error) *Error {
	if f, ok := errors.AsType[*Error](err); ok {
		return f
	}
	return &Error{Code: Internal, Key: msg.FaultInternal, cause: err}
}

// Check turns the problems found in an input into a fault, or nil.
func Check(problems []Field) error {
	if len(problems) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Key: problems[0].Key, Args: problems[0].Args, Fields: problems}
}
