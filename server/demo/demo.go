// Package demo makes demonstration data: plausible French companies, their
// machines, readings, contracts, tickets and orders, all of it invented. The
// same seed and the same day give the same rows.
package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"comptoir/server/postgres"
	"comptoir/shared/day"
)

// Scale says how much data Load makes.
type Scale string

// The two scales: Small is 2 customers and 60 assets; Large is 200 customers,
// 40,000 assets (one customer holds 20,000, one 10,000) and 2,000,000 readings.
const (
	Small Scale = "small"
	Large Scale = "large"
)

// ErrLoaded is returned when the database already holds demonstration data,
// together with the sign-ins; nothing is written.
var ErrLoaded = errors.New("demonstration data is already loaded: use an empty database to load it again")

// ErrOccupied is returned when other data holds a code of the demonstration
// data; nothing is written.
var ErrOccupied = errors.New("the database holds data of its own: demonstration data needs an empty one")

// Password is the password of every demonstration account.
const Password = "comptoir-demo"

// passwordHash is Password under argon2id, 19 MiB, t = 2, p = 1, made once so
// that loading is deterministic. It protects nothing: the password is public.
const passwordHash = "$argon2id$v=19$m=19456,t=2,p=1$2ZfuJV61Ey7tnEta1znuxw$5NgIreN4QpQyAi8HlckfR151Az08vd0+GTXqUu2jS3I"

// SignIn is an account that Load makes.
type SignIn struct {
	Profile    string
	Identifier string
	Password   string
	Note       string // whose it is and what it sees, in French
}

// Summary counts the rows that Load wrote.
type Summary struct {
	Counts  map[string]int // table → rows
	SignIns []SignIn       // the three to print first: Superviseur, Utilisateur, Prestataire
	Took    time.Duration
}

// extent is what a scale amounts to.
type extent struct {
	customers []int // number of assets of each customer
	readings  int   // exact number of readings; 0: one a month for each meter
	detailed  bool  // accessories, machines taken back, several years of paperwork
	bulk      bool  // skip the triggers where the owner may, their work is done here
}

func extentOf(s Scale) (extent, error) {
	switch s {
	case Small:
		return extent{customers: []int{44, 16}, detailed: true}, nil
	case Large:
		e := extent{customers: []int{20_000, 10_000}, readings: 2_000_000, bulk: true}
		for i, left := 0, 10_000; i < 198; i++ {
			n := 15 + i*7%72 // 15 to 86
			if i == 197 || n > left-(197-i)*15 {
				n = left - (197-i)*15
			}
			e.customers = append(e.customers, n)
			left -= n
		}
		return e, nil
	}
	return extent{}, fmt.Errorf("unknown scale %q: want %s or %s", s, Small, Large)
}

// Load fills a migrated database, in one transaction, with data whose dates
// suit today in Europe/Paris.
func Load(ctx context.Context, dsn string, scale Scale) (Summary, error) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return Summary{}, err
	}
	return LoadAt(ctx, dsn, scale, day.Of(time.Now(), paris), 1)
}

// Fill loads the scale Small; its shape is that of a filler of pgtest.Copy.
func Fill(ctx context.Context, dsn string) error {
	_, err := Load(ctx, dsn, Small)
	return err
}

// LoadAt is Load for another day and another seed.
func LoadAt(ctx context.Context, dsn string, scale Scale, today day.Day, seed uint64) (Summary, error) {
	e, err := extentOf(scale)
	if err != nil {
		return Summary{}, err
	}
	return load(ctx, dsn, e, today, seed)
}

func load(ctx context.Context, dsn string, e extent, today day.Day, seed uint64) (Summary, error) {
	began := time.Now()
	sum := Summary{SignIns: signIns()}
	conn, err := postgres.Owner(ctx, dsn)
	if err != nil {
		return sum, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		var loaded bool
		if err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM customer WHERE source = $1)", source).Scan(&loaded); err != nil {
			return fmt.Errorf("look for demonstration data: %w", err)
		}
		if loaded {
			return ErrLoaded
		}
		w, err := newWorld(today, seed, e)
		if err != nil {
			return err
		}
		w.build()
		sum.Counts, err = w.copy(ctx, tx)
		if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == "23505" {
			return fmt.Errorf("%w: %w", ErrOccupied, err)
		}
		return err
	})
	if err != nil {
		return sum, err
	}
	if _, err := conn.Exec(ctx, "ANALYZE"); err != nil {
		return sum, fmt.Errorf("analyse the tables: %w", err)
	}
	sum.Took = time.Since(began)
	return sum, nil
}
