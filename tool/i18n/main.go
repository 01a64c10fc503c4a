// Command i18n keeps the one set of sentences of the portal:
// shared/i18n/active.fr.toml, active.en.toml and the constants of shared/msg.
//
//	i18n add KEY "français" "English"      add a sentence (typography is put right)
//	     -fr-one TEXT  -en-one TEXT        singular forms; the positional texts are then "other"
//	     -fr-many TEXT                     French form of whole millions ("de …"); default: the French "other"
//	     -replace                          change a sentence that exists
//	i18n remove KEY…                       remove sentences
//	i18n generate                          write the files sorted, and shared/msg/keys_gen.go
//	i18n check                             every rule of the set over the whole tree
//	i18n unused                            the keys that nothing names
//
// In a sentence {{.Name}} is a placeholder; {{.Count}} is the number that
// chooses the plural form. Several adds at once wait for one another.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const usage = `usage:
  i18n add KEY "français" "English" [-fr-one TEXT] [-en-one TEXT] [-fr-many TEXT] [-replace]
  i18n remove KEY…
  i18n generate
  i18n check
  i18n unused
{{.Name}} is a placeholder, {{.Count}} the number that chooses the plural form.`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "i18n:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("no command\n%s", usage)
	}
	root, err := findRoot()
	if err != nil {
		return err
	}
	switch args[0] {
	case "add":
		return add(root, args[1:])
	case "remove":
		return remove(root, args[1:])
	case "generate":
		return update(root, func(*set) error { return nil })
	case "check":
		problems, err := check(root)
		if err != nil {
			return err
		}
		if len(problems) > 0 {
			return fmt.Errorf("%d problems\n%s", len(problems), strings.Join(problems, "\n"))
		}
		return nil
	case "unused":
		s, err := load(root)
		if err != nil {
			return err
		}
		keys, err := unused(root, s)
		for _, key := range keys {
			fmt.Println(key)
		}
		return err
	}
	return fmt.Errorf("unknown command %q\n%s", args[0], usage)
}

// findRoot returns the folder of go.mod, from the working directory upwards.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no go.mod above the working directory")
		}
		dir = parent
	}
}
