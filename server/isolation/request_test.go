package isolation

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"time"

	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/rpc"
)

// values are what requests hold besides identifiers, by "call.field" or by
// field. A field that is not here keeps its zero value and is left out; a call
// that then answers a person who may make it with something else than 200
// fails the matrix and asks for a value here.
var values = map[string]func(w *world, a *actor, e estate) any{
	"counter.submit.value": func(w *world, _ *actor, e estate) any { return w.nextValue(e.meter) },
	"at":                   func(*world, *actor, estate) any { return time.Now().Add(-time.Minute).UTC() },
	"deviceAt":             func(*world, *actor, estate) any { return time.Now().UTC() },
	"blind":                func(*world, *actor, estate) any { return true },
	"right.why.code":       func(*world, *actor, estate) any { return habilitation.AccessFleet },
	"current":              func(_ *world, a *actor, _ estate) any { return a.password },
	"new":                  func(*world, *actor, estate) any { return "mot de passe " + newID() },
	"upload.offset":        func(*world, *actor, estate) any { return 0 },
}

// chosen are identifiers that are not simply the thing of that kind in the
// estate, by "call.field".
var chosen = map[string]func(a *actor, e estate, own bool) string{
	// The one who makes the request makes the identifier: foreign is what another made.
	"counter.submit.id": func(_ *actor, e estate, own bool) string { return either(own, newID(), e.mutation) },
	"upload.id":         func(_ *actor, e estate, own bool) string { return either(own, newID(), e.photo) },
	"upload.state.id":   func(a *actor, e estate, own bool) string { return either(own, a.upload, e.photo) },
	"photo.get.id":      func(_ *actor, e estate, _ bool) string { return e.photo },
}

// made are the slots whose identifier the caller makes: one that nobody bears
// is the ordinary case, one that another bears is refused within a customer.
var made = map[string]bool{"counter.submit.id": true, "upload.id": true}

// things are the identifiers of an estate by their kind.
func (e estate) things() map[reflect.Type]string {
	return map[reflect.Type]string{
		reflect.TypeFor[id.Customer](): e.customer, reflect.TypeFor[id.Site](): e.site, reflect.TypeFor[id.Asset](): e.asset,
		reflect.TypeFor[id.Meter](): e.meter, reflect.TypeFor[id.Upload](): e.photo, reflect.TypeFor[id.Mutation](): e.mutation,
		reflect.TypeFor[id.Reading](): e.mutation, // a reading bears the identifier of its entry
	}
}

func either(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// isID is what every identifier implements.
var isID = reflect.TypeFor[interface{ IsID() }]()

// identifier is what a slot holds for somebody in an estate.
func (w *world) identifier(i rpc.Info, slot string, t reflect.Type, a *actor, e estate, own bool) string {
	w.t.Helper()
	if f, ok := chosen[i.Name+"."+slot]; ok {
		return f(a, e, own)
	}
	v, ok := e.things()[t]
	if !ok {
		w.t.Fatalf("%s: the matrix does not know where to find a %v for %q: add it to estate (estate_test.go)", i.Name, t, slot)
	}
	return v
}

// slot is a place of a request that names something.
type slot struct {
	path string // as rpc.Info.Slots spells it
	kind reflect.Type
	text bool // a hash, a cursor or a sort key: no identifier by its type
}

// texts are fields that name something without an identifier's type.
var texts = map[string]bool{"photos[]": true, "sha256": true, "since": true, "after": true}

// slots lists the places of a request: those that the call declares, and texts.
func slots(i rpc.Info) []slot {
	var out []slot
	var walk func(t reflect.Type, at string)
	walk = func(t reflect.Type, at string) {
		switch {
		case t.Implements(isID):
			out = append(out, slot{path: at, kind: t})
		case texts[at]:
			out = append(out, slot{path: at, kind: t, text: true})
		case t.Kind() == reflect.Pointer:
			walk(t.Elem(), at)
		case t.Kind() == reflect.Slice:
			walk(t.Elem(), at+"[]")
		case t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]():
			for f := range t.Fields() {
				if f.IsExported() {
					walk(f.Type, strings.TrimPrefix(at+"."+nameOf(f), "."))
				}
			}
		}
	}
	walk(i.Req, "")
	return out
}

// optional reports whether a slot may be left out: its field says omitempty.
func optional(i rpc.Info, s slot) bool {
	name, _, _ := strings.Cut(s.path, ".")
	for f := range i.Req.Fields() {
		if nameOf(f) == strings.TrimSuffix(name, "[]") {
			return strings.Contains(f.Tag.Get("json"), ",omit")
		}
	}
	return false
}

func nameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "" {
		return f.Name
	}
	return name
}

// fill makes the request of a call for somebody, by reflection; nil for a
// value that is left out.
func (w *world) fill(i rpc.Info, t reflect.Type, at string, a *actor, e estate) any {
	for _, key := range []string{i.Name + "." + at, at[strings.LastIndex(at, ".")+1:]} {
		if f, ok := values[key]; ok {
			return f(w, a, e)
		}
	}
	switch {
	case t.Implements(isID):
		return w.identifier(i, at, t, a, e, true)
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		if v := w.fill(i, t.Elem(), at+"[]", a, e); v != nil {
			return []any{v}
		}
	case t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]():
		out := map[string]any{}
		for f := range t.Fields() {
			if !f.IsExported() {
				continue
			}
			if v := w.fill(i, f.Type, strings.TrimPrefix(at+"."+nameOf(f), "."), a, e); v != nil {
				out[nameOf(f)] = v
			}
		}
		return out
	}
	return nil
}

// build makes the request of a call that somebody may make about an estate.
func (w *world) build(i rpc.Info, a *actor, e estate) map[string]any {
	req, _ := w.fill(i, i.Req, "", a, e).(map[string]any)
	if i.Kind == rpc.KindUpload {
		body := picture()
		req["sha256"], req["size"], req["offset"], req[bodyKey] = hashOf(body), len(body), 0, body
	}
	return req
}

// bodyKey holds the bytes of an upload in a built request.
const bodyKey = "\x00body"

// put returns a copy of a request with another value at a slot; in an array it
// is one more among one's own.
func put(req map[string]any, path, value string) map[string]any {
	out := map[string]any{}
	for k, v := range req {
		out[k] = v
	}
	name, rest, nested := strings.Cut(path, ".")
	array := strings.HasSuffix(name, "[]")
	name = strings.TrimSuffix(name, "[]")
	switch {
	case nested && array:
		own, _ := out[name].([]any)
		first := map[string]any{}
		if len(own) > 0 {
			first, _ = own[0].(map[string]any)
		}
		out[name] = append(append([]any{}, own...), put(first, rest, value))
	case nested:
		inner, _ := out[name].(map[string]any)
		out[name] = put(inner, rest, value)
	case array:
		own, _ := out[name].([]any)
		out[name] = append(append([]any{}, own...), value)
	default:
		out[name] = value
	}
	return out
}

// send makes the HTTP request of a call.
func (w *world) send(i rpc.Info, a *actor, req map[string]any, header map[string]string, said ...string) response {
	w.t.Helper()
	q := request{method: i.Method(), url: i.Path(), header: header, said: said}
	plain := map[string]any{}
	for k, v := range req {
		plain[k] = v
	}
	delete(plain, bodyKey)
	switch q.method {
	case "POST":
		b, err := json.Marshal(plain)
		if err != nil {
			w.t.Fatal(err)
		}
		q.body = b
	case "PUT":
		name := fmt.Sprint(plain["id"])
		delete(plain, "id")
		q.url = strings.Replace(q.url, "{id}", url.PathEscape(name), 1)
		q.body, _ = req[bodyKey].([]byte)
		fallthrough
	default:
		query, err := rpc.EncodeQuery(plain)
		if err != nil {
			w.t.Fatal(err)
		}
		q.url += query
	}
	return w.do(a, q)
}
