// Package doctor checks what the settings of a portal point to, and says what
// to do about what it finds.
package doctor

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/server/boot"
	"comptoir/server/brand"
	"comptoir/server/config"
	"comptoir/server/localpg"
	"comptoir/server/postgres"
)

// Grade says how much a finding matters.
type Grade string

// The grades.
const (
	Good Grade = "ok"
	Hint Grade = "note" // works; something may surprise
	Bad  Grade = "BAD"  // the portal would not work
)

// Finding is the outcome of one check.
type Finding struct {
	Grade Grade
	About string
	Text  string
}

// oldest is the first version of PostgreSQL that the migrations run on.
const oldest = 150000

// Check looks at everything that c points to; files is what the program holds.
func Check(ctx context.Context, c config.Config, files fs.FS) []Finding {
	found := []Finding{wasm(files), dataDir(c)}
	found = append(found, store(ctx, c)...)
	found = append(found, mails(c), reach(c))
	if c.TLSCert != "" {
		found = append(found, certificate(c))
	}
	return found
}

// Print writes the findings and reports whether none is Bad.
func Print(w io.Writer, found []Finding) (well bool) {
	well = true
	for _, f := range found {
		fmt.Fprintf(w, "%-5s %-10s %s\n", f.Grade, f.About, f.Text)
		well = well && f.Grade != Bad
	}
	return well
}

func wasm(files fs.FS) Finding {
	info, err := fs.Stat(files, "web/app.wasm")
	if err != nil {
		return Finding{Bad, "app", "this program was built without the browser application: run 'make build'"}
	}
	if _, err := fs.Stat(files, "web/app.wasm.br"); err != nil {
		return Finding{Hint, "app", "the browser application is there, but not compressed: run 'make build'"}
	}
	return Finding{Good, "app", fmt.Sprintf("the browser application is there, %.1f MB before compression", float64(info.Size())/1e6)}
}

func dataDir(c config.Config) Finding {
	path, err := filepath.Abs(c.DataDir)
	if err == nil {
		err = writable(path)
	}
	if err != nil {
		return Finding{Bad, "data", fmt.Sprintf("COMPTOIR_DATA_DIR cannot be written: %v", err)}
	}
	return Finding{Good, "data", path}
}

func writable(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return err
	}
	f.Close()
	return os.Remove(f.Name())
}

// store attaches to the private PostgreSQL, or starts it for the check, and
// looks at what the portal would read from the database.
func store(ctx context.Context, c config.Config) []Finding {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	if c.DatabaseURL == "" {
		if _, err := os.Stat(filepath.Join(c.DataDir, "pg", "PG_VERSION")); err != nil {
			bin, err := localpg.Binaries(ctx, c.DataDir)
			if err != nil {
				return []Finding{{Bad, "database", err.Error()}}
			}
			return []Finding{{Good, "database", "private PostgreSQL, made at the first start by " + bin}}
		}
	}
	db, err := boot.OpenDatabase(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return []Finding{{Bad, "database", err.Error()}}
	}
	schema := database(ctx, db)
	found := []Finding{schema}
	if schema.Grade == Good {
		found = append(found, look(ctx, db.DSN))
	}
	if err := db.Close(); err != nil {
		found = append(found, Finding{Bad, "database", err.Error()})
	}
	return found
}

func database(ctx context.Context, db *boot.Database) Finding {
	const about = "database"
	conn, err := pgx.Connect(ctx, db.DSN)
	if err != nil {
		return Finding{Bad, about, "it cannot be reached: " + err.Error()}
	}
	defer conn.Close(context.WithoutCancel(ctx))
	version := "PostgreSQL " + conn.PgConn().ParameterStatus("server_version")
	var number int
	if err := conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int").Scan(&number); err != nil || number < oldest {
		return Finding{Bad, about, "PostgreSQL 15 or later is needed, this is " + version}
	}
	err = postgres.Current(ctx, db.DSN)
	switch {
	case err != nil && db.Private():
		return Finding{Hint, about, version + ", private; 'serve' brings its schema up to date"}
	case err != nil:
		return Finding{Bad, about, err.Error()}
	case db.Private():
		version += ", private"
	}
	return Finding{Good, about, version + ", schema current"}
}

// look reads the stored configuration as the portal would.
func look(ctx context.Context, dsn string) Finding {
	const about = "brand"
	db, err := postgres.Open(ctx, dsn, postgres.Sizes{Guest: 1, Customer: 1, Staff: 1, Job: 1})
	if err != nil {
		return Finding{Bad, about, err.Error()}
	}
	defer db.Close()
	stored, _, err := db.PortalConfig(ctx)
	switch {
	case err != nil:
		return Finding{Bad, about, "the stored configuration cannot be read: " + err.Error()}
	case stored == nil:
		return Finding{Good, about, "the default look: nothing is configured yet"}
	}
	if _, err := brand.Parse(stored); err != nil {
		return Finding{Bad, about, "the stored configuration is not used: " + strings.ReplaceAll(err.Error(), "\n", "; ")}
	}
	return Finding{Good, about, "as configured"}
}

// mails sends nothing: it reaches the server, or writes into the spool.
func mails(c config.Config) Finding {
	const about = "mail"
	if _, err := boot.Sender(c); err != nil {
		return Finding{Bad, about, err.Error()}
	}
	if c.Mail.Host == "" {
		dir := filepath.Join(c.DataDir, boot.SpoolDir)
		if err := writable(dir); err != nil {
			return Finding{Bad, about, fmt.Sprintf("the spool cannot be written: %v", err)}
		}
		return Finding{Hint, about, "no COMPTOIR_SMTP_HOST: mails are written to " + dir + " and reach nobody"}
	}
	at := net.JoinHostPort(c.Mail.Host, strconv.Itoa(cmp.Or(c.Mail.Port, 587)))
	conn, err := net.DialTimeout("tcp", at, 5*time.Second)
	if err != nil {
		return Finding{Bad, about, "the mail server cannot be reached: " + err.Error()}
	}
	conn.Close()
	return Finding{Good, about, at + " answers"}
}
