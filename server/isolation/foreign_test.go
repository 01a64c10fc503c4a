package isolation

import (
	"net/http"
	"strings"

	"comptoir/shared/api"
	"comptoir/shared/rpc"
)

// headers name somebody, on every call.
var headers = []string{"Comptoir-Account", "Comptoir-Membership", "If-None-Match"}

// foreign tries each slot of a call, and all at once, with what lies in
// another's estate: the answer is that to what nobody has.
func (w *world) foreign(i rpc.Info, a *actor, places []slot, where string, cursors map[string]string) (compared int) {
	w.t.Helper()
	e, mine := w.estate[where], w.estateOf(a)
	base := w.build(i, a, mine)
	theirs, nobodys := base, base
	var said, unsaid []string
	own := []string{mine.customer, mine.asset, mine.meter, mine.site, mine.photo}
	for _, s := range places {
		value := w.valueAt(i, s, a, e, where, cursors)
		if value == "" {
			continue
		}
		unknown := neighbour(value)
		if !s.text && !strings.HasPrefix(s.path, "after") {
			unknown = newID() // neighbours in order are for sort keys; this one was never used
		}
		if own := !made[i.Name+"."+s.path] && !s.text && a.hidden[value] == "" && a.signedIn(); own {
			continue // his scope reaches there
		}
		sameTenant := e.customer == mine.customer
		if made[i.Name+"."+s.path] && sameTenant {
			if got := w.send(i, a, put(base, s.path, value), nil, append(own, value)...); got.status == http.StatusOK {
				w.report(i.Name, "%s sends %q of a colleague and is let in: %s", a.name, s.path, got.body)
			}
			compared++
			continue
		}
		if made[i.Name+"."+s.path] {
			w.unmake(mine.customer, value)
		}
		w.same(i, a, s.path+" of "+where, put(base, s.path, value), put(base, s.path, unknown), nil, nil, append(own, value), append(own, unknown))
		if !s.text && !made[i.Name+"."+s.path] && !strings.HasPrefix(s.path, "after") {
			w.same(i, a, s.path+" malformed", put(base, s.path, "' OR 1=1 --"), put(base, s.path, unknown), nil, nil, append(own, "' OR 1=1 --"), append(own, unknown))
			compared++
			if !optional(i, s) {
				w.same(i, a, s.path+" missing", put(base, s.path, ""), put(base, s.path, unknown), nil, nil, own, append(own, unknown))
				compared++
			}
		}
		if s.path == "photos[]" {
			w.pictured(a, mine, value, unknown)
		}
		if made[i.Name+"."+s.path] {
			w.unmake(mine.customer, value)
			unknown = newID() // the one before is known by now
		}
		theirs, nobodys = put(theirs, s.path, value), put(nobodys, s.path, unknown)
		said, unsaid = append(said, value), append(unsaid, unknown)
		compared++
	}
	if len(said) > 1 {
		w.unmake(mine.customer, e.mutation, e.photo)
		w.same(i, a, "everything of "+where, theirs, nobodys, nil, nil, append(own, said...), append(own, unsaid...))
		w.exec("UPDATE reading SET photos = '{}' WHERE customer_id = $1 AND photos && $2::text[] AND NOT id = ANY ($3::uuid[])", mine.customer, append(said, unsaid...), w.entered())
		compared++
	}
	for _, name := range headers {
		value := w.headerOf(name, a, e)
		if value == "" {
			continue
		}
		w.same(i, a, name+" of "+where, base, base, map[string]string{name: value}, map[string]string{name: neighbour(value)}, append(own, value), append(own, neighbour(value)))
		compared++
	}
	return compared
}

// unmake forgets what one's own customer made under an identifier that another
// customer uses: it would no longer be unknown here. The estates' own stay.
func (w *world) unmake(customer string, ids ...string) {
	w.t.Helper()
	for _, id := range ids {
		if id == "" || w.marks[customer][id] != "" {
			continue
		}
		for _, table := range []string{"mutation", "reading", "upload"} {
			w.exec("DELETE FROM "+table+" WHERE customer_id = $1 AND id = $2", customer, id)
		}
	}
}

// pictured looks at the history of a meter after a reading named the hash of
// another's photo, then takes the names back: what one said is no news, and
// must not be mistaken for a leak later.
func (w *world) pictured(a *actor, mine estate, hashes ...string) {
	w.t.Helper()
	w.send(api.CounterHistory.Info, a, map[string]any{"asset": mine.asset}, nil, hashes...)
	w.exec("UPDATE reading SET photos = '{}' WHERE customer_id = $1 AND photos && $2::text[] AND NOT id = ANY ($3::uuid[])", mine.customer, hashes, w.entered())
}

// entered are the readings of the estates.
func (w *world) entered() (ids []string) {
	for _, e := range w.estate {
		if e.mutation != "" {
			ids = append(ids, e.mutation)
		}
	}
	return ids
}

// same sends what is another's and what is nobody's and compares the answers,
// byte for byte but what every answer has of its own.
func (w *world) same(i rpc.Info, a *actor, what string, theirs, nobodys map[string]any, header, unheader map[string]string, said, unsaid []string) {
	w.t.Helper()
	if name := "id"; made[i.Name+"."+name] && theirs[name] == nobodys[name] { // neither is a second try of the other
		his, no := newID(), newID()
		theirs, nobodys, said, unsaid = put(theirs, name, his), put(nobodys, name, no), append(said, his), append(unsaid, no)
	}
	if i.Name == api.SessionPassword.Name { // nobody's password changes while answers are compared, and no limit is met
		theirs, nobodys = put(theirs, "current", "pas le bon"), put(nobodys, "current", "pas le bon")
		w.exec("DELETE FROM sign_in_failure")
	}
	second := w.send(i, a, nobodys, unheader, unsaid...).signature(unsaid)
	first := w.send(i, a, theirs, header, said...).signature(said)
	if first != second {
		his, no := apart(first, second)
		w.report(i.Name, "%s, %s: the answer differs from that to what nobody has: %q, not %q", a.name, what, his, no)
	}
}

// apart is where two texts begin to differ, with what follows.
func apart(a, b string) (string, string) {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	n = max(0, n-30)
	return a[n:min(len(a), n+200)], b[n:min(len(b), n+200)]
}

// valueAt is what a slot names in another's estate.
func (w *world) valueAt(i rpc.Info, s slot, a *actor, e estate, where string, cursors map[string]string) string {
	switch {
	case !s.text:
		return w.identifier(i, s.path, s.kind, a, e, false)
	case s.path == "since":
		if where == "B" {
			return cursors["superviseur-b "+i.Name]
		}
		if where == "H" {
			return ""
		}
		return cursors[either(a.name == "superviseur-b", "superviseur ", "utilisateur ")+i.Name]
	case s.path == "after":
		return w.one("SELECT label FROM asset WHERE id = $1", e.asset)
	}
	return e.photoHash
}

// headerOf is what a header names in another's estate: never oneself.
func (w *world) headerOf(name string, a *actor, e estate) string {
	const other = " FROM membership m JOIN account u ON u.id = m.account_id WHERE m.customer_id = $1 AND u.identifier <> $2 AND u.identifier <> 'deux-etablissements'"
	switch name {
	case "Comptoir-Account":
		return w.one("SELECT coalesce(max(m.account_id::text), '')"+other, e.customer, a.name)
	case "Comptoir-Membership":
		return w.one("SELECT coalesce(max(m.id::text), '')"+other, e.customer, a.name)
	}
	return e.photoHash
}
