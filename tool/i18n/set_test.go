package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// emptyTree is a module with no sentence.
func emptyTree(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, dir := range []string{"shared/i18n", "shared/msg"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func writeFile(t *testing.T, root, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestEncodeAndDecodeAreInverse(t *testing.T) {
	want := map[string]forms{
		"a.plain":  {Other: "Dernier relevé\u00A0: «\u00A0x\u00A0» \\ \"q\"\nfin\u202F!"},
		"b.plural": {Description: "badge", One: "{{.Count}} saisie", Many: "{{.Count}} de saisies", Other: "{{.Count}} saisies"},
	}
	got, err := decode(encode(want))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAddsAtOnceLoseNothing(t *testing.T) {
	root := emptyTree(t)
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			if err := add(root, []string{fmt.Sprintf("k.n%d", i), "oui", "yes"}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	s, err := load(root)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(s.keys()); got != 20 {
		t.Errorf("%d keys were kept, want 20", got)
	}
}

func TestAdd(t *testing.T) {
	root := emptyTree(t)
	if err := add(root, []string{"outbox.waiting", "{{.Count}} saisies en attente : l'envoi suit", "{{.Count}} entries wait", "-fr-one", "{{.Count}} saisie en attente", "-en-one", "{{.Count}} entry waits"}); err != nil {
		t.Fatal(err)
	}
	s, err := load(root)
	if err != nil {
		t.Fatal(err)
	}
	want := "{{.Count}} saisies en attente\u00A0: l’envoi suit"
	if got := s.byLang["fr"]["outbox.waiting"]; got.Other != want || got.Many != want || got.One == "" {
		t.Errorf("got %+v", got)
	}
	refused := [][]string{
		{"outbox.waiting", "autre", "other"},
		{"NoGroup", "a", "b"},
		{"k.placeholders", "{{.A}}", "{{.B}}"},
		{"k.half", "{{.Count}} a", "{{.Count}} b", "-fr-one", "a"},
		{"k.word", "Saisir une DIT", "Enter a request"},
	}
	for _, args := range refused {
		if err := add(root, args); err == nil {
			t.Errorf("add %q is accepted", args)
		}
	}
}

func TestCheckFindsEachFault(t *testing.T) {
	root := emptyTree(t)
	writeFile(t, root, "shared/i18n/active.fr.toml", "\"a.used\" = \"oui\"\n\"a.spaced\" = \"oui !\"\n\"a.unused\" = \"oui\"\n\"a.french\" = \"oui\"\n\"a.page\" = \"oui\"\n")
	writeFile(t, root, "shared/i18n/active.en.toml", "\"a.used\" = \"yes\"\n\"a.spaced\" = \"yes\"\n\"a.unused\" = \"yes\"\n\"a.page\" = \"sync\"\n")
	writeFile(t, root, "x.go", "package x\n\nvar _ = []any{msg.AUsed, msg.ASpaced, msg.AFrench}\n")
	writeFile(t, root, "page.html", `<h1>{{t "a.page"}} {{t "a.gone"}}</h1>`)
	problems, err := check(root)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(problems, "\n")
	for _, want := range []string{
		"a.spaced (fr)", "a.french (en): missing", `the customer does not read "sync"`,
		"a.unused: nothing names", `page.html names "a.gone"`, "keys_gen.go is not",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not found in:\n%s", want, all)
		}
	}
	if len(problems) != 6 {
		t.Errorf("%d problems, want 6:\n%s", len(problems), all)
	}
}

func TestTypography(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Lieu : x", "Lieu\u00A0: x"},
		{"Vraiment ?", "Vraiment\u202F?"},
		{"L'appareil « A » ; fin !", "L’appareil «\u00A0A\u00A0»\u202F; fin\u202F!"},
		{"à 14:02", "à 14:02"},
		{"TVA 20 %", "TVA 20\u00A0%"},
	} {
		if got := french(c.in); got != c.want {
			t.Errorf("french(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	for _, wrong := range []string{"Lieu: x", "Oui!", "Oui\u00A0!", "«A»", "Lieu :"} {
		if frenchWrong.FindString(wrong) == "" {
			t.Errorf("%q passes", wrong)
		}
	}
}

func TestConstantName(t *testing.T) {
	for key, want := range map[string]string{"counter.below_previous": "CounterBelowPrevious", "nav.fleet": "NavFleet"} {
		if got := constantName(key); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
	if _, err := generate(&set{byLang: map[string]map[string]forms{"fr": {"a.b_c": {}, "a.b.c": {}}}}); err == nil {
		t.Error("two keys with one constant are accepted")
	}
}
