package postgres

import (
	"github.com/jackc/pgx/v5"

	"comptoir/shared/habilitation"
	"comptoir/shared/id"
)

// Scope says which rows of its customer an account sees: where (scope), and of
// which organisations internes and activities (the pairs for which the right
// of the call is granted).
type Scope struct {
	Customer   id.Customer
	Kind       string // company, sites, own
	Sites      []id.Site
	Contact    id.Contact
	Pairs      []string // organisation interne and activity, joined by pairMark
	OwnPairs   []string // the same, for what is the contact's own: made by it, or an asset that it is in charge of
	Activities []string // of both
}

// pairMark stands between the codes of a pair: statements compare pairs as one
// text, which costs a third of a join with the list of pairs.
const pairMark = "\x1f"

// ScopeOf narrows a customer's rows to the pairs for which the right is granted.
func ScopeOf(customer id.Customer, kind string, sites []id.Site, contact id.Contact, granted []habilitation.Grant) Scope {
	s := Scope{Customer: customer, Kind: kind, Sites: sites, Contact: contact,
		Pairs: make([]string, 0, len(granted)), OwnPairs: []string{}, Activities: make([]string, 0, len(granted))}
	if s.Sites == nil {
		s.Sites = []id.Site{}
	}
	for _, g := range granted {
		to := &s.Pairs
		if g.Own {
			to = &s.OwnPairs
		}
		*to = append(*to, g.Org+pairMark+g.Activity)
		s.Activities = append(s.Activities, g.Activity)
	}
	return s
}

// with returns args completed with what every scoped statement names.
func (s Scope) with(args pgx.NamedArgs) pgx.NamedArgs {
	args["scope"] = s.Kind
	args["sites"] = s.Sites
	args["contact"] = nullable(s.Contact)
	args["pairs"], args["own_pairs"] = s.Pairs, s.OwnPairs
	args["activities"] = s.Activities
	return args
}

// nullable sends the zero identifier as NULL.
func nullable[T interface {
	~string
	Zero() bool
}](v T) any {
	if v.Zero() {
		return nil
	}
	return string(v)
}
