// Package rpc declares calls once for both ends: their names, kinds, rights and
// codec. It never imports net/http: serving lives in server/httpd, fetching in
// app/browser.
package rpc

import (
	"reflect"

	"comptoir/shared/habilitation"
	"comptoir/shared/id"
)

// Kind is the nature of a call.
type Kind uint8

// The six kinds of call.
const (
	KindQuery      Kind = iota // reads; GET; may be answered from a snapshot while offline
	KindCollection             // mirrors rows; GET with a cursor
	KindCommand                // writes, online only; POST
	KindMutation               // writes, may wait in the outbox; POST, idempotent
	KindFile                   // streams; GET, online only
	KindUpload                 // receives bytes, resumable; PUT
)

var kindNames = [...]string{"query", "collection", "command", "mutation", "file", "upload"}

// String returns the word for k.
func (k Kind) String() string { return kindNames[k] }

// Info is what a call looks like without its types.
type Info struct {
	Name  string            // "counter.submit"
	Kind  Kind              // how it travels
	Needs habilitation.Code // the right, granted for at least one pair; empty: any signed-in account
	Who   Who               // whose sessions may call it
	Slots []string          // JSON names of the request fields that hold identifiers
	Req   reflect.Type      // the request
	Resp  reflect.Type      // the answer; nil for files
}

// Who says whose sessions may make a call.
type Who uint8

// The audiences of a call.
const (
	Customers Who = iota // sessions that work in a membership
	Staff                // sessions of the dealer's staff
	Both
)

// Path returns the URL path of the call.
func (i Info) Path() string {
	if i.Kind == KindUpload {
		return "/api/" + i.Name + "/{id}"
	}
	return "/api/" + i.Name
}

// Method returns the HTTP method of the call.
func (i Info) Method() string {
	switch i.Kind {
	case KindQuery, KindCollection, KindFile:
		return "GET"
	case KindUpload:
		return "PUT"
	}
	return "POST"
}

// Set collects the calls that a package declares.
type Set struct{ infos []Info }

// All returns the declared calls in order.
func (s *Set) All() []Info { return s.infos }

// Option refines a declaration.
type Option func(*Info)

// Needs restricts a call to holders of c, for at least one pair. The use case
// checks the pair of the object.
func Needs(c habilitation.Code) Option { return func(i *Info) { i.Needs = c } }

// For says whose sessions may make the call; without it, customers only.
func For(w Who) Option { return func(i *Info) { i.Who = w } }

// Query is a read.
type Query[Req, Resp any] struct{ Info }

// Collection is a set of rows that the browser mirrors.
type Collection[Row any] struct{ Info }

// Command is a write that needs the network.
type Command[Req, Resp any] struct{ Info }

// Keyed is a request that carries the identity of its intention, so that the
// server can tell a retry from a second wish.
type Keyed interface{ MutationID() id.Mutation }

// Mutation is a write that may wait in the outbox.
type Mutation[Req Keyed, Resp any] struct{ Info }

// File is a download.
type File[Req any] struct{ Info }

// Upload receives the bytes of a photo or an attachment, in chunks.
type Upload struct{ Info }

// SyncReq asks for what changed since a cursor; empty: everything.
type SyncReq struct {
	Since string `json:"since,omitempty"`
}

// SyncResp is what changed. Rows may come twice; applying them is idempotent.
// Gone is applied before Rows.
type SyncResp[Row any] struct {
	Cursor string   `json:"cursor"`
	Full   bool     `json:"full,omitempty"` // rows are everything: swap the mirror
	Rows   []Row    `json:"rows"`
	Gone   []string `json:"gone,omitempty"`
}

// Receipt is the answer to a mutation: only one that names the entry proves
// that the entry is stored.
type Receipt[Resp any] struct {
	Receipt id.Mutation `json:"receipt"`
	Result  Resp        `json:"result"`
}

// NewQuery declares a read.
func NewQuery[Req, Resp any](s *Set, name string, opts ...Option) Query[Req, Resp] {
	return Query[Req, Resp]{declare(s, name, KindQuery, reflect.TypeFor[Req](), reflect.TypeFor[Resp](), opts)}
}

// NewCollection declares mirrored rows.
func NewCollection[Row any](s *Set, name string, opts ...Option) Collection[Row] {
	return Collection[Row]{declare(s, name, KindCollection, reflect.TypeFor[SyncReq](), reflect.TypeFor[SyncResp[Row]](), opts)}
}

// NewCommand declares a write that needs the network.
func NewCommand[Req, Resp any](s *Set, name string, opts ...Option) Command[Req, Resp] {
	return Command[Req, Resp]{declare(s, name, KindCommand, reflect.TypeFor[Req](), reflect.TypeFor[Resp](), opts)}
}

// NewMutation declares a write that may wait.
func NewMutation[Req Keyed, Resp any](s *Set, name string, opts ...Option) Mutation[Req, Resp] {
	return Mutation[Req, Resp]{declare(s, name, KindMutation, reflect.TypeFor[Req](), reflect.TypeFor[Receipt[Resp]](), opts)}
}

// NewFile declares a download.
func NewFile[Req any](s *Set, name string, opts ...Option) File[Req] {
	return File[Req]{declare(s, name, KindFile, reflect.TypeFor[Req](), nil, opts)}
}

// NewUpload declares a resumable upload.
func NewUpload[Req, Resp any](s *Set, name string, opts ...Option) Upload {
	return Upload{declare(s, name, KindUpload, reflect.TypeFor[Req](), reflect.TypeFor[Resp](), opts)}
}

func declare(s *Set, name string, k Kind, req, resp reflect.Type, opts []Option) Info {
	i := Info{Name: name, Kind: k, Req: req, Resp: resp, Slots: slots(req, "")}
	for _, o := range opts {
		o(&i)
	}
	s.infos = append(s.infos, i)
	return i
}

var isID = reflect.TypeFor[interface{ IsID() }]()

// slots lists the fields of t, by JSON path, that hold identifiers.
func slots(t reflect.Type, at string) []string {
	var out []string
	switch {
	case t.Implements(isID):
		return []string{at}
	case t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer:
		suffix := ""
		if t.Kind() == reflect.Slice {
			suffix = "[]"
		}
		return slots(t.Elem(), at+suffix)
	case t.Kind() == reflect.Struct:
		for f := range t.Fields() {
			if !f.IsExported() {
				continue
			}
			name := jsonName(f)
			if at != "" {
				name = at + "." + name
			}
			out = append(out, slots(f.Type, name)...)
		}
	}
	return out
}
