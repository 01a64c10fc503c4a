package httpd_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"comptoir/server/brand"
)

func TestTheShellHoldsNobodysData(t *testing.T) {
	e := newEdge(t)
	want := text(t, e.ask(http.MethodGet, "/shell"))
	for _, path := range []string{"/", "/parc", "/parc/0199b2c0-0000-7000-8000-000000000001/compteurs?x=secret", "/shell"} {
		got := e.ask(http.MethodGet, path, "Cookie", "__Host-refresh=whose; __Host-session=token")
		if body := text(t, got); body != want || got.StatusCode != http.StatusOK {
			t.Errorf("%s is another page than the shell (%s)", path, got.Status)
		}
		if len(got.Cookies()) > 0 || got.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %v", path, got.Header)
		}
	}
	if strings.Contains(want, "<style") || regexp.MustCompile(`<script>|\son[a-z]+=|\sstyle=`).MatchString(want) {
		t.Error("the shell has what its own policy refuses")
	}
	first := want[strings.Index(want, "<body>")+6:]
	if !strings.HasPrefix(strings.TrimSpace(first), `<div class="app" data-loading>`) {
		t.Errorf("the first element of body is %.60s", first)
	}
}

func TestTheShellNamesWhatIsServed(t *testing.T) {
	e := newEdge(t)
	shell := text(t, e.ask(http.MethodGet, "/shell"))
	meta := func(name string) string {
		m := regexp.MustCompile(`<meta name="comptoir-` + name + `" content="([^"]+)">`).FindStringSubmatch(shell)
		if m == nil {
			t.Fatalf("no meta %s", name)
		}
		return strings.ReplaceAll(m[1], "&#34;", `"`)
	}
	addresses := []string{meta("wasm"), meta("sprite")}
	var words map[string]string
	if err := json.Unmarshal([]byte(meta("i18n")), &words); err != nil || len(words) != 2 {
		t.Fatalf("sentences: %v %v", words, err)
	}
	for _, url := range words {
		addresses = append(addresses, url)
	}
	for _, m := range regexp.MustCompile(`(?:src|href)="(/[^"#]+)`).FindAllStringSubmatch(shell, -1) {
		addresses = append(addresses, m[1])
	}
	for _, url := range addresses {
		if got := e.ask(http.MethodGet, url); got.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", url, got.Status)
		}
	}
	if meta("build") != e.site.Build() || meta("version") != "1.2" {
		t.Errorf("build %s, version %s", meta("build"), meta("version"))
	}
}

func TestWhoHasNoSessionIsSentToSignIn(t *testing.T) {
	e := newEdge(t)
	for path, want := range map[string]string{
		"/": "/connexion", "/parc": "/connexion?next=%2Fparc", "/parc/1?tri=nom&x=//evil": "/connexion?next=%2Fparc%2F1%3Ftri%3Dnom%26x%3D%2F%2Fevil",
	} {
		got := e.ask(http.MethodGet, path)
		if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != want || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s %s", path, got.Status, got.Header.Get("Location"))
		}
	}
	if got := e.ask(http.MethodGet, "/shell"); got.StatusCode != http.StatusOK {
		t.Errorf("the worker fetches the shell without a session: %s", got.Status)
	}
}

func TestTheWorkerChangesWithTheBuildAlone(t *testing.T) {
	e := newEdge(t)
	before := e.ask(http.MethodGet, "/sw.js")
	script := text(t, before)
	if before.Header.Get("Cache-Control") != "no-cache" || strings.Contains(script, "{{") || !strings.Contains(script, e.site.Build()) {
		t.Errorf("%v\n%.300s", before.Header, script)
	}
	m := regexp.MustCompile(`const PRECACHE = (\[.*?\]);`).FindStringSubmatch(script)
	var precache []string
	if m == nil || json.Unmarshal([]byte(m[1]), &precache) != nil {
		t.Fatalf("PRECACHE of %.300s", script)
	}
	for _, url := range precache {
		if got := e.ask(http.MethodGet, url); got.StatusCode != http.StatusOK {
			t.Errorf("precached %s: %s", url, got.Status)
		}
	}
	shell := text(t, e.ask(http.MethodGet, "/shell"))
	d := brand.Default()
	d.Name, d.Color = "Bureau Gatine", "#8a1c4a"
	b, err := brand.Build(d, nil, files(t, "x"), e.words)
	if err != nil {
		t.Fatal(err)
	}
	e.look.Publish(b)
	if text(t, e.ask(http.MethodGet, "/sw.js")) != script {
		t.Error("a new brand changes the worker, and so downloads the app again")
	}
	if now := text(t, e.ask(http.MethodGet, "/shell")); now == shell || !strings.Contains(now, "<title>Bureau Gatine</title>") {
		t.Error("a new brand does not reach the shell")
	}
}

func TestUnknownAddresses(t *testing.T) {
	e := newEdge(t)
	page := e.ask(http.MethodGet, "/nulle-part/ici", "Accept-Language", "en")
	if page.StatusCode != http.StatusNotFound || !strings.Contains(text(t, page), `<html lang="en">`) {
		t.Errorf("page: %s", page.Status)
	}
	for _, tc := range []struct{ method, path string }{{"GET", "/api/nothing"}, {"POST", "/api/nothing"}, {"GET", "/api/counter.submit"}, {"DELETE", "/api/asset.get"}} {
		got := e.ask(tc.method, tc.path)
		if body := text(t, got); got.StatusCode != http.StatusNotFound || got.Header.Get("Content-Type") != "application/json" || !strings.Contains(body, `"not_found"`) {
			t.Errorf("%s %s: %s %s", tc.method, tc.path, got.Status, body)
		}
	}
	if got := e.ask("POST", "/parc"); got.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST /parc: %s", got.Status)
	}
}
