package boot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"comptoir/server/config"
	"comptoir/server/demo"
	"comptoir/server/localpg"
	"comptoir/server/postgres"
)

// privateName is the database of the private PostgreSQL.
const privateName = "comptoir"

// Times that a private PostgreSQL is given to start and to stop.
const (
	startLimit = 90 * time.Second
	stopLimit  = 20 * time.Second
)

// Database is where the data is: the one that the configuration names, or a
// private PostgreSQL that this process started or attached to.
type Database struct {
	DSN     string
	cluster *localpg.Cluster
}

// OpenDatabase finds the database, and starts the private PostgreSQL when none
// is named and none runs. Close stops only what was started here.
func OpenDatabase(ctx context.Context, c config.Config, log *slog.Logger) (*Database, error) {
	if c.DatabaseURL != "" {
		return &Database{DSN: c.DatabaseURL}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	cluster, err := localpg.Start(ctx, localpg.Options{DataDir: c.DataDir, Fsync: true, Log: log})
	if err != nil {
		return nil, err
	}
	d := &Database{DSN: cluster.DSN(privateName), cluster: cluster}
	if err := cluster.EnsureDatabase(ctx, privateName); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// Private reports whether the database is the private one.
func (d *Database) Private() bool { return d.cluster != nil }

// Ready migrates a private database; one that the configuration names must be
// current, since migrating it is the decision of who runs it.
func (d *Database) Ready(ctx context.Context) error {
	if d.Private() {
		return postgres.Migrate(ctx, d.DSN)
	}
	return postgres.Current(ctx, d.DSN)
}

// Close stops the private PostgreSQL if this process started it.
func (d *Database) Close() error {
	if d == nil || d.cluster == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopLimit)
	defer cancel()
	return d.cluster.Stop(ctx)
}

// loadDemo fills an empty database, and returns the sign-ins when it holds
// demonstration data, now or since earlier.
func loadDemo(ctx context.Context, dsn, scale string, log *slog.Logger) ([]demo.SignIn, error) {
	if scale == "" {
		return nil, nil
	}
	others, err := otherCustomers(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if others > 0 {
		log.Warn("no demonstration data: the database holds customers of its own", "customers", others)
		return nil, nil
	}
	sum, err := demo.Load(ctx, dsn, demo.Scale(scale))
	if errors.Is(err, demo.ErrLoaded) {
		return sum.SignIns, nil
	}
	if err != nil {
		return nil, fmt.Errorf("demonstration data: %w", err)
	}
	log.Info("demonstration data loaded", "scale", scale, "assets", sum.Counts["asset"], "readings", sum.Counts["reading"], "took", sum.Took.Round(time.Millisecond))
	return sum.SignIns, nil
}

func otherCustomers(ctx context.Context, dsn string) (n int, err error) {
	conn, err := postgres.Owner(ctx, dsn)
	if err != nil {
		return 0, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	err = conn.QueryRow(ctx, "SELECT count(*) FROM customer WHERE NOT technical AND source <> 'demo'").Scan(&n)
	return n, err
}
