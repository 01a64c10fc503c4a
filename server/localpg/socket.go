package localpg

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// longestSocket is what sun_path holds on Linux, without its closing zero.
const longestSocket = 107

// socketDir names the folder of the socket after the data's own path, so that
// whoever knows the data finds the socket. It is short, since the path of the
// data may not be.
func socketDir(data string) (string, error) {
	sum := sha256.Sum256([]byte(data))
	dir := filepath.Join(os.TempDir(), "comptoir-"+hex.EncodeToString(sum[:6]))
	if n := len(socketFile(dir)); n > longestSocket {
		return "", fmt.Errorf("the path of the socket %s has %d bytes and the system takes %d: set TMPDIR to a shorter folder",
			socketFile(dir), n, longestSocket)
	}
	return dir, nil
}

func socketFile(dir string) string { return filepath.Join(dir, ".s.PGSQL."+port) }

// prepareSocket makes the folder for us alone. The temporary folder is open to
// all: one that somebody else made under this name is refused.
func prepareSocket(dir string, as identity) error {
	info, err := os.Lstat(dir)
	if err == nil {
		owner, ok := info.Sys().(*syscall.Stat_t)
		if !info.IsDir() || !ok || (int(owner.Uid) != os.Getuid() && os.Getuid() != 0) {
			return fmt.Errorf("the folder of the socket %s belongs to somebody else: remove it", dir)
		}
		if os.Getuid() == 0 && owner.Uid != 0 && int(owner.Uid) != as.uid {
			return fmt.Errorf("the folder of the socket %s belongs to user %d: remove it", dir, owner.Uid)
		}
		if err := os.RemoveAll(dir); err != nil { // a killed server leaves its socket
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	return as.own(dir)
}
