package boot_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"comptoir/server/boot"
	"comptoir/server/demo"
	"comptoir/server/localpg"
	"comptoir/server/postgres"
	"comptoir/server/postgres/pgtest"
)

// PostgreSQL away: 503 with Retry-After, /readyz red; back: as before, without
// a restart of the portal.
func TestPostgreSQLGoesAndComesBack(t *testing.T) {
	pgtest.Need(t)
	options := localpg.Options{DataDir: t.TempDir(), Log: quiet}
	start := func() *localpg.Cluster {
		t.Helper()
		pg, err := localpg.Start(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		return pg
	}
	pg := start()
	t.Cleanup(func() { _ = pg.Stop(t.Context()) })
	if err := pg.EnsureDatabase(t.Context(), "portal"); err != nil {
		t.Fatal(err)
	}
	dsn := pg.DSN("portal")
	if err := postgres.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	if err := demo.Fill(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	p, _ := run(t, settings(t, dsn), boot.Options{})
	c := signIn(t, p.URL(), "superviseur")
	if err := pg.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, err := c.Get(p.URL() + "/api/asset.list")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" {
		t.Errorf("a call: %s, Retry-After %q", r.Status, r.Header.Get("Retry-After"))
	}
	for path, want := range map[string]int{"/readyz": 503, "/healthz": 200, "/shell": 200} {
		if status, _ := get(t, c, p.URL()+path); status != want {
			t.Errorf("%s without PostgreSQL: %d", path, status)
		}
	}
	pg = start()
	for path := range map[string]bool{"/readyz": true, "/api/asset.list": true} {
		if status, body := get(t, c, p.URL()+path); status != http.StatusOK {
			t.Errorf("%s with PostgreSQL again: %d %s", path, status, body)
		}
	}
}

func TestBadBodies(t *testing.T) {
	p, _ := run(t, settings(t, pgtest.Copy(t, "small", demo.Fill)), boot.Options{})
	c := signIn(t, p.URL(), "superviseur")
	for _, tc := range []struct {
		name, body string
		status     int
	}{
		{"nothing", "", 422},
		{"no JSON", "current=1", 422},
		{"cut", `{"current":"`, 422},
		{"a number of no end", `{"current":NaN}`, 422},
		{"deep", strings.Repeat("[", 200_000), 422},
		{"another type", `{"current":{"x":1}}`, 422},
		{"one byte too many", `"` + strings.Repeat("x", 1<<20-1) + `"`, 413},
		{"far too many", strings.Repeat("x", 4<<20), 413},
	} {
		r, err := c.Post(p.URL()+"/api/session.password", "application/json", strings.NewReader(tc.body))
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		r.Body.Close()
		if r.StatusCode != tc.status || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %s %s", tc.name, r.Status, r.Header.Get("Content-Type"))
		}
	}
}

func TestTLS(t *testing.T) {
	c := settings(t, pgtest.DSN(t))
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, bytes []byte) string {
		path := filepath.Join(c.DataDir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	c.TLSCert, c.TLSKey = write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", secret)
	p, _ := run(t, c, boot.Options{})
	roots := x509.NewCertPool()
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots.AddCert(leaf)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	defer client.CloseIdleConnections()
	r, err := client.Get(p.URL() + "/shell")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.ProtoMajor != 2 || r.Header.Get("Strict-Transport-Security") == "" || !strings.HasPrefix(p.URL(), "https://localhost:") {
		t.Errorf("%s %s %v", p.URL(), r.Proto, r.Header)
	}
}
