package localpg

import (
	"context"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// start starts or attaches with a time limit, and stops at the end of the test.
func start(t *testing.T, dir string) *Cluster {
	t.Helper()
	if testing.Short() {
		t.Skip("needs PostgreSQL")
	}
	c, err := Start(limit(t), options(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Stop(limit(t)) })
	return c
}

func options(dir string) Options {
	return Options{DataDir: dir, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

func limit(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// ask runs one statement on its own connection and returns its only value.
func ask(t *testing.T, dsn, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(limit(t), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var v string
	if err := conn.QueryRow(limit(t), sql).Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func mustStop(t *testing.T, c *Cluster) {
	t.Helper()
	if err := c.Stop(limit(t)); err != nil {
		t.Fatal(err)
	}
}

func TestStartAttachStopRestart(t *testing.T) {
	dir := t.TempDir()
	first := start(t, dir)
	if !first.Started() {
		t.Error("the first start must say that it started the server")
	}
	if err := first.EnsureDatabase(limit(t), "comptoir"); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, first.DSN("comptoir"), "select current_database() || ' ' || pg_encoding_to_char(encoding) || ' ' || datcollate from pg_database where datname = current_database()"); got != "comptoir UTF8 C.UTF-8" {
		t.Errorf("database: %s", got)
	}
	for setting, want := range map[string]string{"listen_addresses": "", "fsync": "off", "TimeZone": "UTC", "max_connections": "200"} {
		if got := ask(t, first.DSN("comptoir"), "select current_setting('"+setting+"')"); got != want {
			t.Errorf("%s = %q, want %q", setting, got, want)
		}
	}

	second := start(t, dir)
	if second.Started() || second.DSN("x") != first.DSN("x") {
		t.Errorf("second start: started %v at %s, want attached to %s", second.Started(), second.DSN("x"), first.DSN("x"))
	}
	if err := second.EnsureDatabase(limit(t), "comptoir"); err != nil {
		t.Errorf("an existing database: %v", err)
	}
	ask(t, second.DSN("comptoir"), "with made as (select 1) select count(*)::text from made")
	mustStop(t, second)
	ask(t, first.DSN("comptoir"), "select 'still there'")

	conn, err := pgx.Connect(limit(t), first.DSN("comptoir"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(limit(t), "create table kept (v text); insert into kept values ('kept')"); err != nil {
		t.Fatal(err)
	}
	mustStop(t, first) // with a connection open
	nothingLeft(t, first)

	again := start(t, dir)
	if got := ask(t, again.DSN("comptoir"), "select v from kept"); got != "kept" || !again.Started() {
		t.Errorf("restart on the same data: %q, started %v", got, again.Started())
	}
}

func nothingLeft(t *testing.T, c *Cluster) {
	t.Helper()
	if left, known := processesIn(c.data); known && len(left) > 0 {
		t.Errorf("still running: %v", left)
	}
	for _, path := range []string{c.socket, filepath.Join(c.data, "postmaster.pid")} {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("left behind: %s", path)
		}
	}
}

// A killed postmaster leaves its pid file, its socket and for a moment its
// children; the pid in the file may belong to any process by then.
func TestStartAfterKill(t *testing.T) {
	dir := t.TempDir()
	first := start(t, dir)
	ask(t, first.DSN("postgres"), "select 'up'")
	m, ok := readPostmaster(first.data)
	if !ok {
		t.Fatal("no postmaster.pid")
	}
	if err := syscall.Kill(m.pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-first.server.ended
	stale := filepath.Join(first.data, "postmaster.pid")
	b, err := os.ReadFile(stale)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "\n")
	if err := os.WriteFile(stale, []byte("1\n"+rest), 0o600); err != nil {
		t.Fatal(err)
	}

	second := start(t, dir)
	if !second.Started() {
		t.Error("the server of a killed postmaster was taken for a running one")
	}
	ask(t, second.DSN("postgres"), "select 'recovered'")
	mustStop(t, first)
	ask(t, second.DSN("postgres"), "select 'not stopped by the first'")
	mustStop(t, second)
	nothingLeft(t, second)
}

// The server must not survive the process that started it, however it dies.
func TestServerDiesWithItsParent(t *testing.T) {
	if os.Getenv("LOCALPG_TEST_DIR") != "" {
		start(t, os.Getenv("LOCALPG_TEST_DIR"))
		os.Stdout.WriteString("up\n")
		select {} // until it is killed
	}
	if testing.Short() {
		t.Skip("needs PostgreSQL")
	}
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestServerDiesWithItsParent$")
	child.Env = append(os.Environ(), "LOCALPG_TEST_DIR="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 3)); err != nil {
		t.Fatal(err)
	}
	attached := start(t, dir)
	if attached.Started() {
		t.Error("two servers for one folder")
	}
	child.Process.Kill()
	child.Wait()
	// It takes over at once, waiting for the one that is ending.
	next := start(t, dir)
	if !next.Started() {
		t.Error("attached to a server whose process is dead")
	}
	ask(t, next.DSN("postgres"), "select 'up'")
	mustStop(t, attached)
	mustStop(t, next)
	nothingLeft(t, next)
}

// Whoever attached may finish: the stop of the starter waits for it.
func TestStopWaitsForThoseAttached(t *testing.T) {
	dir := t.TempDir()
	starter, other := start(t, dir), start(t, dir)
	stopped := make(chan error, 1)
	go func() { stopped <- starter.Stop(context.Background()) }()
	for range 3 {
		ask(t, other.DSN("postgres"), "select 'at work'")
	}
	select {
	case <-stopped:
		t.Error("stopped under a process at work")
	default:
	}
	mustStop(t, other)
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	nothingLeft(t, starter)
}

func TestLongSocketPathIsRefused(t *testing.T) {
	dir := t.TempDir() // before: it follows TMPDIR
	t.Setenv("TMPDIR", "/tmp/"+strings.Repeat("x", 90))
	_, err := Start(limit(t), options(dir))
	if err == nil || !strings.Contains(err.Error(), "TMPDIR") {
		t.Errorf("got %v, want a refusal that names TMPDIR", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "pg")); err == nil {
		t.Error("the data was made before the refusal")
	}
}

func TestForeignSocketFolderIsRefused(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can make a folder of another user")
	}
	dir := filepath.Join(t.TempDir(), "s")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, 4242, 4242); err != nil {
		t.Fatal(err)
	}
	if err := prepareSocket(dir, identity{namespace: true}); err == nil {
		t.Error("accepted the folder of user 4242")
	}
}

func TestParseVersion(t *testing.T) {
	for line, want := range map[string]int{
		"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n": 15,
		"postgres (PostgreSQL) 18beta1\n":                        18,
		"postgres (PostgreSQL) 17":                               17,
		"postgres (EDB) 15.1":                                    0,
		"":                                                       0,
	} {
		if got := parseVersion(line); got != want {
			t.Errorf("%q: %d, want %d", line, got, want)
		}
	}
}

func TestDataOfAnotherVersion(t *testing.T) {
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := findBinaries(limit(t), data)
	if err == nil || !strings.Contains(err.Error(), "PostgreSQL 99") {
		t.Errorf("got %v, want the version that made the data", err)
	}
}
