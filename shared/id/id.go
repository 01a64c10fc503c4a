// Package id gives each kind of identifier its own type. An identifier is a
// UUIDv7 made where the thing is made, in lower-case canonical form.
package id

import (
	"encoding/hex"
	"encoding/json"
	"time"
)

// ID is an identifier of the kind K. The zero value names nothing. Text that is
// not a UUID decodes to Nil, which no row bears: a malformed identifier is thus
// answered exactly like an unknown one.
type ID[K Kind] string

// Nil is the text of the identifier that nothing bears.
const Nil = "00000000-0000-0000-0000-000000000000"

// Kind is what an identifier may identify; its types are named by the aliases below.
type Kind interface {
	account | membership | session | customer | site | contact | model | asset | meter |
		reading | request | contract | coverage | invoice | ticket | order | line | mutation | upload | org
}

type (
	account    struct{}
	membership struct{}
	session    struct{}
	customer   struct{}
	site       struct{}
	contact    struct{}
	model      struct{}
	asset      struct{}
	meter      struct{}
	reading    struct{}
	request    struct{}
	contract   struct{}
	coverage   struct{}
	invoice    struct{}
	ticket     struct{}
	order      struct{}
	line       struct{}
	mutation   struct{}
	upload     struct{}
	org        struct{}
)

type (
	Account    = ID[account]    // compte d'accès
	Membership = ID[membership] // one customer, contact, profile and scope of an account
	Session    = ID[session]    // one signed-in browser
	Customer   = ID[customer]   // client, the tenant
	Site       = ID[site]       // address of a customer
	Contact    = ID[contact]    // interlocuteur
	Model      = ID[model]      // modèle
	Asset      = ID[asset]      // bien
	Meter      = ID[meter]      // compteur of an asset
	Reading    = ID[reading]    // relevé
	Request    = ID[request]    // demande de relevé
	Contract   = ID[contract]   // SSC
	Coverage   = ID[coverage]   // SC
	Invoice    = ID[invoice]    // facture, avoir
	Ticket     = ID[ticket]     // DIT
	Order      = ID[order]      // commande
	Line       = ID[line]       // line of an order
	Mutation   = ID[mutation]   // one intention of a person, made by the browser
	Upload     = ID[upload]     // photo or attachment on its way
	Org        = ID[org]        // organisation interne
)

// Chance is what makes two identifiers of one millisecond differ: the caller
// draws it, from crypto/rand on the server and from the browser in the app.
type Chance [10]byte

// New returns a fresh identifier: 48 bits of now in milliseconds, then chance.
func New[K Kind](now time.Time, chance Chance) ID[K] {
	var b [16]byte
	copy(b[6:], chance[:])
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (8 * (5 - i)))
	}
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	return ID[K](format(b))
}

func format(b [16]byte) string {
	var out [36]byte
	hex.Encode(out[:8], b[:4])
	hex.Encode(out[9:13], b[4:6])
	hex.Encode(out[14:18], b[6:8])
	hex.Encode(out[19:23], b[8:10])
	hex.Encode(out[24:], b[10:])
	out[8], out[13], out[18], out[23] = '-', '-', '-', '-'
	return string(out[:])
}

// Parse returns the identifier that s spells, or Nil when it spells none.
func Parse[K Kind](s string) ID[K] {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return Nil
	}
	lower := []byte(s)
	for i, c := range lower {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f':
		case c >= 'A' && c <= 'F':
			lower[i] = c + 'a' - 'A'
		default:
			return Nil
		}
	}
	return ID[K](lower)
}

// Zero reports whether i names nothing.
func (i ID[K]) Zero() bool { return i == "" || i == Nil }

// IsID marks the fields of requests that the isolation matrix must try.
func (i ID[K]) IsID() {}

// UnmarshalJSON reads an identifier; anything else reads as Nil, and a missing
// or empty one as the zero value.
func (i *ID[K]) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) != nil {
		*i = Nil
		return nil
	}
	if s == "" {
		*i = ""
		return nil
	}
	*i = Parse[K](s)
	return nil
}
