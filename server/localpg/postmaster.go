package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
)

// postmaster is what postmaster.pid says of the server of a data folder.
type postmaster struct {
	pid   int
	ready bool
}

// readPostmaster reads postmaster.pid: the process in line 1, the state in
// line 8. It is false when there is none or the process does not exist.
func readPostmaster(data string) (postmaster, bool) {
	b, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return postmaster{}, false
	}
	lines := strings.Split(string(b), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 0 || syscall.Kill(pid, 0) != nil {
		return postmaster{}, false
	}
	return postmaster{pid: pid, ready: len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"}, true
}

// clearLeftovers is called by the holder of the lock: whatever still runs in
// the data folder lost the process that started it. It is asked to end and
// waited for; then a postmaster.pid that is still there is stale, and goes,
// since its number may belong to another process by now.
func clearLeftovers(ctx context.Context, data string) error {
	asked := false
	for {
		left, known := processesIn(data)
		if !known {
			return nil // the server's own check is all there is
		}
		if len(left) == 0 {
			break
		}
		if m, ok := readPostmaster(data); ok && !asked && contains(left, m.pid) {
			asked = true
			if err := syscall.Kill(m.pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
				return fmt.Errorf("stop the server left by a process that was killed: %w", err)
			}
		}
		if err := wait(ctx); err != nil {
			return fmt.Errorf("processes %v of a server that was killed do not end: %w", left, err)
		}
	}
	err := os.Remove(filepath.Join(data, "postmaster.pid"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// processesIn lists the processes whose working folder is the data folder, as
// it is for the postmaster and each of its children. It is false where the
// system does not tell.
func processesIn(data string) ([]int, bool) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, false
	}
	if real, err := filepath.EvalSymlinks(data); err == nil {
		data = real
	}
	var found []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		dir, err := os.Readlink(filepath.Join("/proc", e.Name(), "cwd"))
		if err != nil || dir != data {
			continue
		}
		if name, err := os.ReadFile(filepath.Join("/proc", e.Name(), "comm")); err == nil && strings.TrimSpace(string(name)) == "postgres" {
			found = append(found, pid)
		}
	}
	return found, true
}

func contains(pids []int, pid int) bool {
	for _, p := range pids {
		if p == pid {
			return true
		}
	}
	return false
}

func isDuplicateDatabase(err error) bool {
	var pg *pgconn.PgError
	// 23505: two sessions creating the same database at the same moment.
	return errors.As(err, &pg) && (pg.Code == "42P04" || pg.Code == "23505")
}
