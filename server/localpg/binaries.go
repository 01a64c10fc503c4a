package localpg

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// oldest is the first major version whose features the migrations use.
const oldest = 15

// places are where packages put the binaries of one major version.
var places = []string{
	"/usr/lib/postgresql/*/bin",
	"/usr/pgsql-*/bin",
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
}

// findBinaries returns the folder of initdb and postgres: of the version that
// made the data when there is some, otherwise of the newest on the machine.
func findBinaries(ctx context.Context, data string) (string, error) {
	want := 0
	if b, err := os.ReadFile(filepath.Join(data, "PG_VERSION")); err == nil {
		if want, err = strconv.Atoi(strings.TrimSpace(string(b))); err != nil {
			return "", fmt.Errorf("PG_VERSION: %w", err)
		}
	}
	best, found := 0, ""
	for _, dir := range candidates() {
		v := majorVersion(ctx, dir)
		if v < oldest || (want != 0 && v != want) || v <= best {
			continue
		}
		best, found = v, dir
	}
	switch {
	case found != "":
		return found, nil
	case want != 0:
		return "", fmt.Errorf("its data was made by PostgreSQL %d, which is not installed: %s, or dump and restore the data",
			want, install(strconv.Itoa(want)))
	default:
		return "", fmt.Errorf("%w: %s, or set COMPTOIR_DATABASE_URL", errNotInstalled, install(""))
	}
}

func candidates() []string {
	var dirs []string
	for _, p := range places {
		m, _ := filepath.Glob(p) // the patterns are constants and well formed
		dirs = append(dirs, m...)
	}
	if p, err := exec.LookPath("postgres"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			dirs = append(dirs, filepath.Dir(p))
		}
	}
	return dirs
}

// majorVersion is 0 when the folder does not hold a complete server.
func majorVersion(ctx context.Context, dir string) int {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return 0
	}
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "-V").Output()
	if err != nil {
		return 0
	}
	return parseVersion(string(out))
}

// parseVersion reads the major version from a line such as
// "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
func parseVersion(line string) int {
	_, rest, _ := strings.Cut(line, "(PostgreSQL) ")
	end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(rest)
	}
	v, err := strconv.Atoi(rest[:end])
	if err != nil {
		return 0
	}
	return v
}

// install says how to get the server, of one major version when it matters.
func install(version string) string {
	if runtime.GOOS == "darwin" {
		return "brew install postgresql@" + orDefault(version, "17")
	}
	if _, err := exec.LookPath("apt-get"); err == nil {
		if version != "" {
			version = "-" + version
		}
		return "apt-get install postgresql" + version
	}
	return "install the package of the PostgreSQL server (postgresql-server, postgresql), version " +
		orDefault(version, strconv.Itoa(oldest)+" or later")
}

func orDefault(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
