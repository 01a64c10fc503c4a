package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"comptoir/server/boot"
	"comptoir/server/demo"
	"comptoir/server/erp"
	"comptoir/server/postgres"
)

// errRefused says that an import told its refusals already.
var errRefused = errors.New("rows were refused")

// withDatabase runs fn with the address of a database whose schema is current;
// a private PostgreSQL that was started for it is stopped afterwards.
func withDatabase(ctx context.Context, e *environment, fn func(dsn string) error) (err error) {
	db, err := boot.OpenDatabase(ctx, e.config, e.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Ready(ctx); err != nil {
		return err
	}
	return fn(db.DSN)
}

func migrate(ctx context.Context, e *environment, args []string) (err error) {
	if rest, err := parse(e.flags("migrate"), args); err != nil || len(rest) > 0 {
		return errors.Join(err, unexpected(rest))
	}
	db, err := boot.OpenDatabase(ctx, e.config, e.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := postgres.Migrate(ctx, db.DSN); err != nil {
		return err
	}
	fmt.Fprintln(e.out, "The database is up to date.")
	return nil
}

// settings collects repeated --set field=value.
type settings map[string]string

// String implements flag.Value.
func (s settings) String() string { return "" }

// Set implements flag.Value.
func (s settings) Set(text string) error {
	name, value, ok := strings.Cut(text, "=")
	if !ok || name == "" {
		return fmt.Errorf("%q is no field=value", text)
	}
	s[name] = value
	return nil
}

func profiles() (names []string) {
	for _, p := range erp.Profiles() {
		names = append(names, p.Name)
	}
	return names
}

func importFiles(ctx context.Context, e *environment, args []string) error {
	o := erp.Options{Set: settings{}}
	f := e.flags("import")
	f.StringVar(&o.Profile, "profile", "", "what the files are: "+strings.Join(profiles(), ", "))
	f.Var(settings(o.Set), "set", "field=value that the files do not say: customer, site, org, source, date; may be repeated")
	f.BoolVar(&o.DryRun, "dry-run", false, "do everything and keep nothing")
	asJSON := f.Bool("json", false, "end with one line of JSON: read, created, updated, unchanged, refused")
	var err error
	if o.Paths, err = parse(f, args); err != nil {
		return err
	}
	if o.Profile == "" || len(o.Paths) == 0 {
		return usageError{errors.New("name a --profile and at least one file or folder")}
	}
	if !slices.Contains(profiles(), o.Profile) {
		return usageError{fmt.Errorf("unknown profile %q: one of %s", o.Profile, strings.Join(profiles(), ", "))}
	}
	return withDatabase(ctx, e, func(dsn string) error {
		report, err := erp.Import(ctx, dsn, o)
		if err != nil {
			return err
		}
		if err := report.WriteText(e.out); err != nil {
			return err
		}
		if *asJSON {
			fmt.Fprintf(e.out, "%s\n", report.JSON())
		}
		if report.Refused > 0 {
			return errRefused
		}
		return nil
	})
}

func loadDemo(ctx context.Context, e *environment, args []string) error {
	f := e.flags("demo")
	scale := f.String("scale", string(demo.Small), "small: 2 customers, 60 assets; large: 200 customers, 40,000 assets, 2,000,000 readings")
	if rest, err := parse(f, args); err != nil || len(rest) > 0 {
		return errors.Join(err, unexpected(rest))
	}
	if *scale != string(demo.Small) && *scale != string(demo.Large) {
		return usageError{fmt.Errorf("scale %q is neither small nor large", *scale)}
	}
	return withDatabase(ctx, e, func(dsn string) error {
		sum, err := demo.Load(ctx, dsn, demo.Scale(*scale))
		if err != nil && !errors.Is(err, demo.ErrLoaded) {
			return err
		}
		if err == nil {
			fmt.Fprintf(e.out, "Loaded %d customers, %d assets, %d readings in %s.\n",
				sum.Counts["customer"], sum.Counts["asset"], sum.Counts["reading"], sum.Took.Round(10*time.Millisecond))
		}
		for _, s := range sum.SignIns {
			fmt.Fprintf(e.out, "  %-12s %-28s %s   %s\n", s.Profile, s.Identifier, s.Password, s.Note)
		}
		return err
	})
}
