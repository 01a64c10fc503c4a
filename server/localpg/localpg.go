// Package localpg runs the private PostgreSQL of the default set-up: the real
// engine, started from the binaries on the machine, with its data beside the
// portal's other files and reached over a unix socket that nobody else can
// open. The tests use the same one, with fsync off.
//
// One process starts it and holds $DataDir/pg.lock for as long as it runs; the
// others attach to it. Both locks of this package are flocks, so a process that
// is killed leaves none behind.
package localpg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// owner is the superuser of the cluster, and port only names the socket file.
const (
	owner = "comptoir"
	port  = "5432"
)

// pause is how often a state that another process changes is looked at again.
const pause = 20 * time.Millisecond

// Options says where the cluster lives and how careful it is.
type Options struct {
	// DataDir is the folder of the portal's data; the cluster is DataDir/pg.
	DataDir string
	// Fsync keeps what was committed through a power cut. Off in tests only.
	Fsync bool
	// Log receives what is worth telling; slog.Default when nil.
	Log *slog.Logger
}

// Cluster is a running PostgreSQL, started by this process or by another one.
type Cluster struct {
	data   string
	socket string
	log    *slog.Logger
	server *server  // nil when another process started it
	users  *os.File // shared lock: others are still at work
	stop   sync.Once
	err    error
}

// Start starts the cluster of DataDir, making it when there is none, or
// attaches to the one that another process runs there. It returns when the
// cluster answers, or when ctx ends.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	root, err := filepath.Abs(o.DataDir)
	if err != nil {
		return nil, fmt.Errorf("private PostgreSQL: %w", err)
	}
	c := &Cluster{data: filepath.Join(root, "pg"), log: o.Log}
	if c.socket, err = socketDir(c.data); err != nil {
		return nil, fmt.Errorf("private PostgreSQL: %w", err)
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return nil, fmt.Errorf("private PostgreSQL: %w", err)
	}
	if err := c.startOrAttach(ctx, root, o.Fsync); err != nil {
		return nil, fmt.Errorf("private PostgreSQL in %s: %w", c.data, err)
	}
	return c, nil
}

// startOrAttach takes the lock and starts, or finds it taken and waits until
// the cluster of its holder answers; when the holder dies meanwhile, it is the
// one who starts.
func (c *Cluster) startOrAttach(ctx context.Context, root string, fsync bool) error {
	users, err := openLock(filepath.Join(root, "pg.users"))
	if err != nil {
		return err
	}
	c.users = users
	for {
		lock, err := openLock(filepath.Join(root, "pg.lock"))
		if err == nil && tryExclusive(lock) {
			if c.server, err = c.run(ctx, lock, fsync); err == nil {
				return nil
			}
			lock.Close()
		} else if err == nil {
			lock.Close()
			if c.answers() && tryShared(users) {
				c.log.Debug("private PostgreSQL: attached to the running one", "data", c.data)
				return nil
			}
		}
		if err != nil {
			users.Close()
			return err
		}
		if err := wait(ctx); err != nil {
			users.Close()
			return fmt.Errorf("another process is starting or stopping it: %w", err)
		}
	}
}

// answers tells whether the postmaster of this folder says that it is ready and
// its socket can be opened.
func (c *Cluster) answers() bool {
	if m, ok := readPostmaster(c.data); !ok || !m.ready {
		return false
	}
	conn, err := net.Dial("unix", socketFile(c.socket))
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// Started tells whether this process started the cluster, and so will stop it.
func (c *Cluster) Started() bool { return c.server != nil }

// Data is the folder of the cluster's files.
func (c *Cluster) Data() string { return c.data }

// DSN is the address of a database of the cluster, as its owner and superuser.
func (c *Cluster) DSN(database string) string {
	q := url.Values{"host": {c.socket}, "port": {port}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.User(owner), Path: "/" + database, RawQuery: q.Encode()}
	return u.String()
}

// EnsureDatabase creates the database when it does not exist.
func (c *Cluster) EnsureDatabase(ctx context.Context, database string) error {
	conn, err := pgx.Connect(ctx, c.DSN("postgres"))
	if err != nil {
		return fmt.Errorf("private PostgreSQL: database %s: %w", database, err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var found bool
	err = conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", database).Scan(&found)
	if err == nil && !found {
		_, err = conn.Exec(ctx, "create database "+pgx.Identifier{database}.Sanitize())
	}
	if isDuplicateDatabase(err) { // made by another process since the question
		err = nil
	}
	if err != nil {
		return fmt.Errorf("private PostgreSQL: create database %s: %w", database, err)
	}
	return nil
}

// Stop ends the cluster when this process started it, and does nothing to one
// that it only attached to. It lets the processes that attached finish first,
// for as long as ctx allows; then connections are cut, and what was committed
// is kept. A second call waits for the first and returns what it returned.
func (c *Cluster) Stop(ctx context.Context) error {
	c.stop.Do(func() { c.err = c.shutdown(ctx) })
	return c.err
}

func (c *Cluster) shutdown(ctx context.Context) error {
	defer c.users.Close()
	if c.server == nil {
		return nil
	}
	told := false
	for !tryExclusive(c.users) && !c.server.gone() {
		if !told {
			c.log.Info("private PostgreSQL: another command still uses it, waiting for it", "data", c.data)
			told = true
		}
		if wait(ctx) != nil {
			break
		}
	}
	if err := c.server.terminate(ctx); err != nil {
		return fmt.Errorf("private PostgreSQL in %s: %w", c.data, err)
	}
	return nil
}

// wait pauses, or returns why ctx ended.
func wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(pause):
		return nil
	}
}

// errNotInstalled is completed with what to install on this system.
var errNotInstalled = errors.New("PostgreSQL 15 or later is not installed")
