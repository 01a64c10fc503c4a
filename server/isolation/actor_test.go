package isolation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"comptoir/server/demo"
	"comptoir/shared/api"
	"comptoir/shared/habilitation"
)

// actor is somebody who asks.
type actor struct {
	name     string
	cookies  map[string]string
	password string
	me       api.Me            // as the portal says; zero when it says nothing
	upload   string            // an upload of his own
	own      string            // the estate that is his
	foreign  []string          // estates that are not
	hidden   map[string]string // identifiers and hashes that must not reach him
	named    map[string]bool   // of those, what his own contact, tickets and orders name
	canaries []string          // texts that must not reach him
}

// signedIn reports whether the portal knows him.
func (a *actor) signedIn() bool { return a.me.Account.Identifier != "" }

// holds reports whether one of his pairs grants a right.
func (a *actor) holds(c habilitation.Code) bool { return a.me.Grants.Any(c) }

// request is one request; what it says itself may come back.
type request struct {
	method, url string
	body        []byte
	header      map[string]string
	said        []string // values that the answer may repeat
}

// response is one answer as the person receives it.
type response struct {
	status int
	header http.Header
	body   []byte
}

// addresses gives each request a peer of its own, so that no limit on one
// address counts here; limits have tests of their own.
var addresses int

// do asks as somebody and looks at every byte that comes back.
func (w *world) do(a *actor, q request) response {
	w.t.Helper()
	return w.through(a, q, w.t.Context())
}

func (w *world) through(a *actor, q request, ctx context.Context) response {
	w.t.Helper()
	r := httptest.NewRequestWithContext(ctx, q.method, "http://localhost"+q.url, bytes.NewReader(q.body))
	addresses++
	r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:4711", addresses>>16&255, addresses>>8&255, addresses&255)
	for k, v := range q.header {
		r.Header.Set(k, v)
	}
	for k, v := range a.cookies {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	out := httptest.NewRecorder()
	w.router.ServeHTTP(out, r)
	res := out.Result()
	for _, c := range res.Cookies() {
		if c.MaxAge >= 0 {
			a.cookies[c.Name] = c.Value
		}
	}
	got := response{res.StatusCode, res.Header, out.Body.Bytes()}
	w.asked++
	w.look(a, q, got)
	return got
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}`)

// naming are the calls in which one's own contact, tickets and orders name
// their site and asset, also where these lie outside the scope.
var naming = []string{api.ContactSync.Name, api.TicketSync.Name, api.OrderSync.Name}

// look reports what an answer holds of somebody else. What the request itself
// said is no news.
func (w *world) look(a *actor, q request, got response) {
	var all bytes.Buffer
	_ = got.header.Write(&all) // into memory
	all.Write(got.body)
	w.bytes += all.Len()
	call, _, _ := strings.Cut(q.url, "?")
	for _, found := range uuids.FindAllString(all.String(), -1) {
		named := a.named[found] && slices.Contains(naming, strings.TrimPrefix(call, "/api/"))
		if what := a.hidden[found]; what != "" && !named && !slices.Contains(q.said, found) {
			w.report(call, "%s receives %s (%s)", a.name, found, what)
		}
	}
	text := strings.ToUpper(all.String())
	for _, said := range q.said {
		text = strings.ReplaceAll(text, strings.ToUpper(said), "…")
	}
	for _, canary := range a.canaries {
		if i := strings.Index(text, canary); i >= 0 {
			w.report(call, "%s receives …%.60q", a.name, text[max(0, i-20):])
			break
		}
	}
}

// must asks and fails the test when the answer is not 200.
func (w *world) must(a *actor, method, path string, body any) []byte {
	w.t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	got := w.do(a, request{method: method, url: path, body: b})
	if got.status != http.StatusOK {
		w.t.Fatalf("%s: %s %s: %d %s", a.name, method, path, got.status, got.body)
	}
	return got.body
}

// signIn signs somebody in through the form of the login page.
func (w *world) signIn(identifier string) *actor {
	w.t.Helper()
	a := &actor{name: identifier, cookies: map[string]string{}, password: demo.Password}
	got := w.do(a, request{method: "POST", url: "/connexion", header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
		body: []byte(url.Values{"identifier": {identifier}, "password": {a.password}}.Encode())})
	if got.status != http.StatusSeeOther || len(a.cookies) == 0 {
		w.t.Fatalf("%s does not sign in: %d", identifier, got.status)
	}
	if err := json.Unmarshal(w.must(a, "GET", api.SessionMe.Path(), nil), &a.me); err != nil {
		w.t.Fatal(err)
	}
	return a
}

// signature is an answer without what every answer has of its own: the date,
// the request's identifier, and the words of the request.
func (got response) signature(said []string) string {
	h := maps.Clone(got.header)
	for _, name := range []string{"Date", "X-Request-Id", "Set-Cookie"} {
		delete(h, name)
	}
	var out bytes.Buffer
	fmt.Fprintln(&out, got.status)
	_ = h.Write(&out) // sorted by name
	_, _ = io.Copy(&out, bytes.NewReader(got.body))
	text := moving.ReplaceAllString(out.String(), `"$1":…`)
	for i, s := range said {
		if s != "" {
			text = strings.ReplaceAll(text, s, fmt.Sprintf("«%d»", i))
			text = strings.ReplaceAll(text, url.QueryEscape(s), fmt.Sprintf("«%d»", i))
		}
	}
	return text
}

// moving are members of answers that two equal questions do not share: the
// clock, and the transaction counter of the whole cluster.
var moving = regexp.MustCompile(`"(now|offlineUntil|cursor)":"[^"]*"`)
