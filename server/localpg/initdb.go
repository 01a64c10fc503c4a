package localpg

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// initialise makes the data folder when there is none. It is made under
// another name and moved, so that one killed half-way is never started.
func initialise(ctx context.Context, bin, data string, as identity, fsync bool) error {
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); err == nil {
		return as.own(data)
	}
	draft := data + ".new"
	if err := os.RemoveAll(draft); err != nil {
		return err
	}
	if err := os.Mkdir(draft, 0o700); err != nil {
		return err
	}
	if err := as.own(draft); err != nil {
		return err
	}
	args := []string{"-D", draft, "-U", owner, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-instructions"}
	if !fsync {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), args...)
	cmd.Dir = filepath.Dir(data)
	cmd.Env = environment()
	cmd.SysProcAttr = as.attributes(false)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb%s: %w\n%s", as.hint(), err, strings.TrimSpace(string(out)))
	}
	if err := os.Rename(draft, data); err != nil {
		return fmt.Errorf("the folder exists and is no PostgreSQL data: %w", err)
	}
	return nil
}
