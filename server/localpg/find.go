package localpg

import (
	"context"
	"path/filepath"
)

// Binaries returns the folder of the PostgreSQL that a cluster in dataDir runs
// on, or an error that says what to install.
func Binaries(ctx context.Context, dataDir string) (string, error) {
	return findBinaries(ctx, filepath.Join(dataDir, "pg"))
}
