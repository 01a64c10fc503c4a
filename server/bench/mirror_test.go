package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/andybalholm/brotli"

	"comptoir/server/postgres"
	"comptoir/shared/api"
	"comptoir/shared/rpc"
)

// wire is what an answer weighs on the wire to a browser, and what it says.
func wire(t *testing.T, base, cookie, since string) (size int, resp rpc.SyncResp[api.Asset]) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+api.AssetSync.Path()+"?since="+url.QueryEscape(since), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", cookie)
	r.Header.Set("Accept-Encoding", "br")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != "br" {
		t.Fatalf("%s %q, %v", res.Status, res.Header.Get("Content-Encoding"), err)
	}
	if err := json.NewDecoder(brotli.NewReader(bytes.NewReader(raw))).Decode(&resp); err != nil {
		t.Fatal(err)
	}
	return len(raw), resp
}

func TestBenchMirror(t *testing.T) {
	measure(t)
	dsn := large(t)
	p := start(t, dsn, nil)
	base, cookie := "http://"+p.Addr().String(), signIn(t, p, "superviseur")
	full, all := wire(t, base, cookie, "")
	rows, err := json.Marshal(all.Rows)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w := brotli.NewWriterLevel(&packed, 5)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !all.Full || len(all.Rows) < 19_000 {
		t.Fatalf("full %v, %d assets", all.Full, len(all.Rows))
	}
	t.Logf("bench: C5 first mirror of %d assets: ours %d bytes reference %d bytes ratio %.2f goal <= 1.2", len(all.Rows), full, packed.Len(), float64(full)/float64(packed.Len()))

	owner, err := postgres.Owner(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(context.WithoutCancel(t.Context()))
	for _, a := range all.Rows[:100] {
		if _, err := owner.Exec(t.Context(), "UPDATE asset SET place = place || ' bis' WHERE id = $1", a.ID); err != nil {
			t.Fatal(err)
		}
	}
	delta, changed := wire(t, base, cookie, all.Cursor)
	if changed.Full || len(changed.Rows) != 100 {
		t.Fatalf("full %v, %d changes", changed.Full, len(changed.Rows))
	}
	t.Logf("bench: C5 delta of 100 changes: ours %d bytes goal <= 30000", delta)
}
