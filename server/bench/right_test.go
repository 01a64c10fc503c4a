package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// The benchmark itself stands beside the rights; here it runs natively and as
// wasm under Node, as the browser runs it.
func TestBenchRight(t *testing.T) {
	measure(t)
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	node := filepath.Join(strings.TrimSpace(string(goroot)), "lib/wasm/go_js_wasm_exec")
	for _, on := range []struct {
		name, goal string
		env, flags []string
	}{
		{name: runtime.GOARCH, goal: "<= 100"},
		{name: "wasm", goal: "<= 1000", env: []string{"GOOS=js", "GOARCH=wasm"}, flags: []string{"-exec=env -i PATH=" + os.Getenv("PATH") + " HOME=" + os.Getenv("HOME") + " " + node}},
	} {
		cmd := exec.Command("go", append(append([]string{"test", "-run=^$", "-bench=^BenchmarkAnswer200Rows$"}, on.flags...), "comptoir/shared/decision/rights")...)
		cmd.Env = append(os.Environ(), on.env...)
		out, err := cmd.CombinedOutput()
		took := regexp.MustCompile(`([\d.]+) ns/op`).FindSubmatch(out)
		if err != nil || took == nil {
			t.Fatalf("%s: %v\n%s", on.name, err, out)
		}
		t.Logf("bench: S9 a right, table of 200 rows, %s: ours %s ns goal %s ns", on.name, took[1], on.goal)
	}
}
