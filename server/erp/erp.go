// Package erp brings data in from files: our own CSV layout for each entity,
// agent inventories of GLPI, and lists of recorded printers. An import is an
// idempotent upsert by (source, the source's own code); a file comes in whole,
// in one transaction, or not at all.
package erp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/server/postgres"
)

// Options says what to import and how.
type Options struct {
	Profile string            // one of Profiles
	Paths   []string          // files, or folders whose files of the profile's kind are read
	Set     map[string]string // customer, site, org, activity, source, date: what the files do not say
	DryRun  bool              // do everything, keep nothing
	// Progress is called after each file; nil is allowed.
	Progress func(file string, done, of int)
	// Now is the moment of the import; zero is the clock's.
	Now time.Time
}

// Import reads every file in turn. The error tells what made the import
// impossible as a whole (an unknown profile or setting, no database); what is
// wrong with files and rows is in the report.
func Import(ctx context.Context, dsn string, o Options) (Report, error) {
	var r Report
	p, ok := profiles[o.Profile]
	if !ok {
		return r, fmt.Errorf("unknown profile %q: want one of %s", o.Profile, strings.Join(profileNames(), ", "))
	}
	given, err := parseSet(o.Set)
	if err != nil {
		return r, err
	}
	if given.source == "" {
		given.source = p.source
	}
	files, err := list(o.Paths, p.extensions)
	if err != nil {
		return r, err
	}
	if p.order != nil {
		slices.SortStableFunc(files, func(a, b string) int { return p.order(a) - p.order(b) })
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return r, err
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	conn, err := postgres.Owner(ctx, dsn)
	if err != nil {
		return r, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	run := importer{profile: p, given: given, paris: paris, now: o.Now, memory: memory{seen: map[string]string{}}, report: &r}
	begin := conn.Begin
	if o.DryRun {
		// Later files refer to earlier ones, so a trial is one transaction with
		// one savepoint a file, given up at the end.
		outer, err := conn.Begin(ctx)
		if err != nil {
			return r, err
		}
		defer func() { _ = outer.Rollback(context.WithoutCancel(ctx)) }()
		begin = outer.Begin
	}
	for i, path := range files {
		if err := run.file(ctx, begin, path); err != nil {
			return r, err
		}
		if o.Progress != nil {
			o.Progress(path, i+1, len(files))
		}
	}
	return r, nil
}

// importer runs one profile over files.
type importer struct {
	profile profile
	given   given
	paris   *time.Location
	now     time.Time
	memory  memory
	report  *Report
}

// lockKey keeps two imports from making the same model or meter at once.
const lockKey = 0x65727020696d7074

// file imports one file in a transaction of its own. What is wrong with the
// file goes to the report; only the database's own failures are returned.
func (im *importer) file(ctx context.Context, begin func(context.Context) (pgx.Tx, error), path string) error {
	f, err := read(path)
	if err != nil {
		im.report.refuseFile(path, err)
		return nil
	}
	tx, err := begin(ctx)
	if err != nil {
		return fmt.Errorf("begin %s: %w", path, err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if _, err := tx.Exec(ctx, sqlLock, int64(lockKey)); err != nil {
		return fmt.Errorf("wait for another import: %w", err)
	}
	s := &session{tx: tx, given: im.given, paris: im.paris, now: im.now, file: f, shared: &im.memory}
	err = s.place(ctx)
	if err == nil {
		err = im.profile.run(ctx, s)
	}
	if err == nil {
		err = s.finish(ctx)
	}
	if broken, ok := errors.AsType[*broken](err); ok {
		im.report.refuseFile(path, broken)
		return nil
	}
	if err != nil {
		return fmt.Errorf("import %s: %w", path, err)
	}
	if s.report.Created+s.report.Updated > 0 {
		if err := s.keepRun(ctx, im.profile.name); err != nil {
			return fmt.Errorf("import %s: %w", path, err)
		}
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit %s: %w", path, err)
	}
	for _, code := range s.touched {
		im.memory.seen[im.given.source+" "+code] = path
	}
	im.report.add(s.report)
	return nil
}
