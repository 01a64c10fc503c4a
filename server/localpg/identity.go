package localpg

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// identity is who the binaries run as: PostgreSQL refuses to run as root.
type identity struct {
	namespace bool // root, seen as uid 1000 from inside a user namespace
	uid, gid  int  // another user when not ours
	name      string
}

// chooseIdentity keeps a plain user as it is. Root gets a user namespace, in
// which its files stay reachable wherever they are; where the system refuses
// one, the user postgres or nobody.
func chooseIdentity(ctx context.Context, bin string, log *slog.Logger) (identity, error) {
	self := identity{uid: os.Getuid(), gid: os.Getgid()}
	if self.uid != 0 {
		return self, nil
	}
	inside := identity{namespace: true}
	refused := inside.try(ctx, filepath.Join(bin, "postgres"))
	if refused == nil {
		return inside, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.Atoi(u.Uid)
		gid, errGID := strconv.Atoi(u.Gid)
		if errUID != nil || errGID != nil {
			continue
		}
		log.Warn("private PostgreSQL: this system refuses user namespaces, so it runs as another user",
			"user", name, "error", refused)
		return identity{uid: uid, gid: gid, name: name}, nil
	}
	return identity{}, fmt.Errorf("run as root, without user namespaces (%w) and without a user postgres or nobody: "+
		"run the portal as a plain user, or set COMPTOIR_DATABASE_URL", refused)
}

// other tells whether files must be given to another user.
func (i identity) other() bool { return i.name != "" }

// hint completes an error with what to do when it ran as another user.
func (i identity) hint() string {
	if !i.other() {
		return ""
	}
	return fmt.Sprintf(" as user %s (every folder on the way to the data must let it through: "+
		"set COMPTOIR_DATA_DIR to a folder outside of /root, run the portal as a plain user, or set COMPTOIR_DATABASE_URL)", i.name)
}

// own gives a folder and what is in it to the identity, when root finds it
// with another owner: as this system refused namespaces before, or does now.
func (i identity) own(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); os.Getuid() != 0 || ok && int(stat.Uid) == i.uid {
		return nil
	}
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, i.uid, i.gid)
	})
}
