package isolation

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"comptoir/server/postgres/walltest"
	"comptoir/shared/api"
	"comptoir/shared/rpc"
)

// Each wall holds alone.
func TestIsolationWithoutRowSecurity(t *testing.T) {
	w := newWorld(t, walls{filter: true})
	n := w.run()
	t.Logf("without row-level security: %d answers compared, %d requests, %d bytes looked at", n.compared, w.asked, w.bytes)
}

func TestIsolationWithoutFilter(t *testing.T) {
	changed := walltest.RemoveFilter(t)
	if changed < 25 {
		t.Fatalf("only %d statements bear the filter", changed)
	}
	w := newWorld(t, walls{rowSecurity: true})
	n := w.run()
	t.Logf("without the filter of %d statements: %d answers compared, %d requests, %d bytes looked at", changed, n.compared, w.asked, w.bytes)
}

// The matrix sees what gets through where no wall stands: a green run means
// something.
func TestMatrixFindsLeaksWithoutWalls(t *testing.T) {
	if testing.Short() {
		t.Skip("needs PostgreSQL")
	}
	walltest.RemoveFilter(t)
	w := newWorld(t, walls{})
	leaking := map[string]int{}
	w.report = func(call, _ string, _ ...any) { leaking[strings.TrimPrefix(call, "/api/")]++ }
	w.quiet = true
	w.run()
	for _, i := range api.Calls() {
		bites := i.Kind == rpc.KindCollection && i.Name != api.ModelSync.Name || slices.Contains([]string{api.AssetList.Name, api.AssetGet.Name,
			api.CounterHistory.Name, api.CounterSubmit.Name, api.PhotoGet.Name, api.DealerFleet.Name}, i.Name)
		if bites && leaking[i.Name] == 0 {
			t.Errorf("%s shows nothing foreign without any wall: the matrix does not try it", i.Name)
		}
	}
	t.Logf("without any wall the matrix finds: %v", leaking)
}

// What takes the filter away is for tests: nothing that ships imports it.
func TestOnlyTestsTakeWallsAway(t *testing.T) {
	for _, dir := range []string{"app", "server", "shared", "tool"} {
		err := filepath.WalkDir(filepath.Join("../..", dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			for _, i := range f.Imports {
				if strings.HasPrefix(strings.Trim(i.Path.Value, `"`), "comptoir/server/postgres/walltest") {
					t.Errorf("%s imports %s", path, i.Path.Value)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
