package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// dynamicPrefixes are the groups of keys that code composes (prefix + value of
// an enumeration) instead of naming: they count as used.
var dynamicPrefixes []string

// namedInTemplate finds {{t "key"}} and (t "key") of html/template files.
var namedInTemplate = regexp.MustCompile(`\bt\s+"([a-z0-9_.]+)"`)

// check returns every breach of the rules of the set, one line each.
func check(root string) ([]string, error) {
	s, err := load(root)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, key := range s.keys() {
		problems = append(problems, lint(key, map[string]forms{"fr": s.byLang["fr"][key], "en": s.byLang["en"][key]})...)
	}
	constants, err := generate(s)
	if err != nil {
		return append(problems, err.Error()), nil
	}
	path := filepath.Join(root, "shared", "msg", "keys_gen.go")
	if old, err := os.ReadFile(path); err != nil || string(old) != string(constants) {
		problems = append(problems, "shared/msg/keys_gen.go is not what the message files say: run i18n generate")
	}
	used, err := usedNames(root)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, key := range s.keys() {
		known[key] = true
	}
	for name, where := range used.keys {
		if !known[name] {
			problems = append(problems, fmt.Sprintf("%s names %q, which is no key", where, name))
		}
	}
	keys, err := unused(root, s)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		problems = append(problems, fmt.Sprintf("%s: nothing names msg.%s", key, constantName(key)))
	}
	return problems, nil
}

// unused returns the keys that no Go file, template or dynamic prefix names.
func unused(root string, s *set) ([]string, error) {
	used, err := usedNames(root)
	if err != nil {
		return nil, err
	}
	var keys []string
next:
	for _, key := range s.keys() {
		for _, prefix := range dynamicPrefixes {
			if strings.HasPrefix(key, prefix) {
				continue next
			}
		}
		if !used.constants[constantName(key)] && used.keys[key] == "" {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// usage of the tree: constants as msg.Name in Go, keys as text in templates.
type names struct {
	constants map[string]bool
	keys      map[string]string // key → file
}

func usedNames(root string) (names, error) {
	used := names{map[string]bool{}, map[string]string{}}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || name == "var" || name == "dist" || name == "node_modules") {
				return filepath.SkipDir
			}
			return nil
		}
		switch filepath.Ext(name) {
		case ".go":
			if !strings.HasSuffix(name, "_test.go") {
				return goNames(path, used.constants)
			}
		case ".html", ".tmpl", ".txt", ".gohtml":
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, match := range namedInTemplate.FindAllSubmatch(data, -1) {
				used.keys[string(match[1])], _ = filepath.Rel(root, path)
			}
		}
		return nil
	})
	return used, err
}

func goNames(path string, constants map[string]bool) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if left, ok := selector.X.(*ast.Ident); ok && left.Name == "msg" {
				constants[selector.Sel.Name] = true
			}
		}
		return true
	})
	return nil
}
