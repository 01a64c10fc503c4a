package bench

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"comptoir/server/boot"
	"comptoir/server/config"
	"comptoir/server/demo"
	"comptoir/server/postgres/pgtest"
)

// measure skips what is no test but a measure.
func measure(t *testing.T) {
	t.Helper()
	if os.Getenv("COMPTOIR_BENCH") == "" {
		t.Skip("a measure: COMPTOIR_BENCH=1")
	}
}

// large is the address of a database with 200 customers, 40,000 assets and
// 2,000,000 readings.
func large(t *testing.T) string {
	t.Helper()
	return pgtest.Copy(t, "large", func(ctx context.Context, dsn string) error {
		_, err := demo.Load(ctx, dsn, demo.Large)
		return err
	})
}

// start serves the portal over a database; change may alter its settings.
func start(t *testing.T, dsn string, settings map[string]string) *boot.Portal {
	t.Helper()
	cfg, err := config.Read(func(key string) string {
		if v, ok := settings[key]; ok {
			return v
		}
		return map[string]string{"COMPTOIR_DATABASE_URL": dsn, "COMPTOIR_DATA_DIR": t.TempDir()}[key]
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p, err := boot.New(t.Context(), cfg, boot.Options{Listener: l, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// signIn returns the Cookie header of a demonstration account, good for five
// minutes without renewal.
func signIn(t *testing.T, p *boot.Portal, identifier string) string {
	t.Helper()
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer c.CloseIdleConnections()
	r, err := c.PostForm("http://"+p.Addr().String()+"/connexion", url.Values{"identifier": {identifier}, "password": {demo.Password}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var pairs []string
	for _, c := range r.Cookies() {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	if r.StatusCode != http.StatusSeeOther || len(pairs) != 2 {
		t.Fatalf("sign-in of %s: %s, %d cookies", identifier, r.Status, len(pairs))
	}
	return strings.Join(pairs, "; ")
}

// barePool is a pool of as many connections as the portal reads with, of the
// owner, whom no policy narrows.
func barePool(t *testing.T, dsn string, size int32) *pgxpool.Pool {
	t.Helper()
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	cfg.MaxConns = size
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func decode(t *testing.T, body []byte, to any) {
	t.Helper()
	if err := json.Unmarshal(body, to); err != nil {
		t.Fatal(err)
	}
}
