package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"comptoir/server/httpd"
	"comptoir/server/postgres/pgtest"
	"comptoir/shared/api"
)

// cli runs one command line with the settings in pairs.
func cli(t *testing.T, settings map[string]string, args ...string) (code int, out, errs string) {
	t.Helper()
	for _, e := range os.Environ() {
		if name, value, _ := strings.Cut(e, "="); strings.HasPrefix(name, "COMPTOIR_") && name != "COMPTOIR_TEST_DATABASE_URL" {
			t.Setenv(name, value) // restored at the end
			os.Unsetenv(name)
		}
	}
	t.Setenv("COMPTOIR_DATA_DIR", t.TempDir())
	for name, value := range settings {
		t.Setenv("COMPTOIR_"+name, value)
	}
	var o, e bytes.Buffer
	code = run(t.Context(), args, &o, &e)
	return code, o.String(), e.String()
}

func TestCommandLine(t *testing.T) {
	for _, tc := range []struct {
		name     string
		settings map[string]string
		args     []string
		code     int
		out, err string // what is said
	}{
		{name: "nothing", code: exitUsage, out: "usage: comptoir COMMAND"},
		{name: "help", args: []string{"--help"}, out: "account create|disable"},
		{name: "help of a command", args: []string{"import", "-h"}, err: "-profile"},
		{name: "unknown command", args: []string{"sevre"}, code: exitUsage, err: `unknown command "sevre"`},
		{name: "unknown flag", args: []string{"serve", "--fast"}, code: exitUsage, err: "-fast"},
		{name: "argument too many", args: []string{"migrate", "now"}, code: exitUsage, err: `unexpected argument "now"`},
		{name: "settings", settings: map[string]string{"ADDR": "x", "DEMO": "y"}, args: []string{"serve"}, code: exitUsage, err: "COMPTOIR_DEMO"},
		{name: "import of nothing", args: []string{"import", "--profile", "sites"}, code: exitUsage, err: "at least one file"},
		{name: "unknown profile", args: []string{"import", "--profile", "x", "file"}, code: exitUsage, err: "one of activities"},
		{name: "malformed set", args: []string{"import", "--profile", "sites", "--set", "customer", "file"}, code: exitUsage, err: "field=value"},
		{name: "scale", args: []string{"demo", "--scale", "huge"}, code: exitUsage, err: "neither small nor large"},
		{name: "account", args: []string{"account"}, code: exitUsage, err: "create or disable"},
		{name: "account of nobody", args: []string{"account", "create", "--staff"}, code: exitUsage, err: "IDENTIFIER"},
		{name: "no database", settings: map[string]string{"DATABASE_URL": "postgres://nobody:s3cret@127.0.0.1:1/none"}, args: []string{"migrate"}, code: exitFailed, err: "connect to the database"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			code, out, errs := cli(t, tc.settings, tc.args...)
			if code != tc.code || !strings.Contains(out, tc.out) || !strings.Contains(errs, tc.err) || strings.Contains(errs, "s3cret") {
				t.Errorf("code %d\n%s\n%s", code, out, errs)
			}
		})
	}
}

func TestRoutesListsEverything(t *testing.T) {
	code, out, _ := cli(t, nil, "routes")
	var got struct {
		Calls []struct {
			Name, Kind, Method, Path, Right, For string
			Slots                                *[]string `json:"id_slots"`
		}
		Routes []httpd.Policy
	}
	if err := json.Unmarshal([]byte(out), &got); code != 0 || err != nil {
		t.Fatalf("code %d, %v", code, err)
	}
	if len(got.Calls) != len(api.Calls()) || len(got.Routes) != len(httpd.Policies()) {
		t.Errorf("%d calls, %d routes", len(got.Calls), len(got.Routes))
	}
	for i, c := range api.Calls() {
		row := got.Calls[i]
		if row.Name != c.Name || row.Kind != c.Kind.String() || row.Right != string(c.Needs) || row.For == "" || row.Slots == nil || len(*row.Slots) != len(c.Slots) {
			t.Errorf("%+v", row)
		}
	}
}

func TestDoctorMasksAndTellsWhatToDo(t *testing.T) {
	code, out, errs := cli(t, map[string]string{"SMTP_PASSWORD": "s3cret", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": "1",
		"ADDR": ":8080", "DATABASE_URL": "postgres://nobody:s3cret@127.0.0.1:1/none"}, "doctor")
	for _, want := range []string{"COMPTOIR_SMTP_PASSWORD=xxxxx", "a tablet on the LAN gets no worker over plain HTTP", "BAD   database", "BAD   mail"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if code != exitFailed || strings.Contains(out+errs, "s3cret") {
		t.Errorf("code %d\n%s%s", code, out, errs)
	}
}

func TestDataCommands(t *testing.T) {
	settings := map[string]string{"DATABASE_URL": pgtest.DSN(t), "PUBLIC_URL": "https://portail.example.fr"}
	if code, out, errs := cli(t, settings, "migrate"); code != 0 || !strings.Contains(out, "up to date") {
		t.Fatalf("migrate: %d %s", code, errs)
	}
	if code, out, errs := cli(t, settings, "demo", "--scale", "small"); code != 0 || !strings.Contains(out, "60 assets") || !strings.Contains(out, "superviseur") {
		t.Fatalf("demo: %d %s%s", code, out, errs)
	}
	if code, _, errs := cli(t, settings, "demo"); code != exitFailed || !strings.Contains(errs, "already loaded") {
		t.Errorf("demo again: %d %s", code, errs)
	}
	code, out, errs := cli(t, settings, "account", "create", "Alice", "--staff", "--name", "Alice Martin")
	if code != 0 || !strings.Contains(out, "https://portail.example.fr/invitation/") {
		t.Errorf("account: %d %s%s", code, out, errs)
	}
	if code, _, errs := cli(t, settings, "account", "create", "--staff", "alice"); code != exitFailed {
		t.Errorf("the same account again: %d %s", code, errs)
	}
	if code, _, errs := cli(t, settings, "account", "create", "--customer", "NO-SUCH", "bob"); code != exitFailed || !strings.Contains(errs, "NO-SUCH") {
		t.Errorf("unknown customer: %d %s", code, errs)
	}
	if code, _, errs := cli(t, settings, "account", "disable", "ALICE"); code != 0 {
		t.Errorf("disable: %d %s", code, errs)
	}
	if code, _, errs := cli(t, settings, "account", "disable", "nobody"); code != exitFailed || !strings.Contains(errs, "there is no account") {
		t.Errorf("disable nobody: %d %s", code, errs)
	}
	if _, out, _ := cli(t, settings, "doctor"); !strings.Contains(out, "schema current") {
		t.Errorf("doctor:\n%s", out)
	}
}

func TestImportEndsWithItsCounts(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sites.csv")
	if err := os.WriteFile(file, []byte("nothing;of;ours\n1;2;3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := cli(t, map[string]string{"DATABASE_URL": pgtest.DSN(t)}, "import", "--profile", "sites", "--json", file)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var counts map[string]int
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &counts); err != nil || len(counts) != 5 || counts["refused"] == 0 {
		t.Errorf("%v: %s%s", err, out, errs)
	}
	if code != exitRefused {
		t.Errorf("code %d %s", code, errs)
	}
}
