package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
)

// group is what one module, or one package of ours, brings.
type group struct {
	name string
	code []byte
}

// report builds once more with names and prints the code of each module and
// package: raw bytes, and bytes when that code alone is compressed (quality 9).
func (b *builder) report() error {
	named := buildDir + "/app.named.wasm"
	if err := b.prepare(); err != nil {
		return err
	}
	if err := b.compile(named, "-w"); err != nil {
		return err
	}
	defer os.Remove(named)
	bin, err := os.ReadFile(named)
	if err != nil {
		return err
	}
	funcs, data, err := parseWasm(bin)
	if err != nil {
		return fmt.Errorf("%s: %w", named, err)
	}
	owners, err := b.owners()
	if err != nil {
		return err
	}
	groups := map[string]*group{"data (read-only data, tables of functions)": {code: data}}
	for _, f := range funcs {
		name := owner(owners, f.name)
		g := groups[name]
		if g == nil {
			g = &group{}
			groups[name] = g
		}
		g.code = append(g.code, f.code...)
	}
	var list []*group
	for name, g := range groups {
		g.name = name
		list = append(list, g)
	}
	slices.SortFunc(list, func(a, b *group) int {
		return cmp.Or(cmp.Compare(len(b.code), len(a.code)), cmp.Compare(a.name, b.name))
	})
	if err := b.totals(); err != nil {
		return err
	}
	fmt.Printf("%9s  %9s  %s\n", "raw", "alone, br", "what")
	for _, g := range list {
		br, err := brotliOf(g.code, 9)
		if err != nil {
			return err
		}
		fmt.Printf("%9d  %9d  %s\n", len(g.code), len(br), g.name)
	}
	return nil
}

func (b *builder) totals() error {
	for _, ext := range []string{"", ".gz", ".br"} {
		info, err := os.Stat(b.out + ext)
		if err != nil {
			return err
		}
		fmt.Printf("%9d  %s\n", info.Size(), b.out+ext)
	}
	return nil
}

// owners maps a package path, spelt as the linker spells it in the wasm, to
// the name it is grouped under: the package for ours, the module for others,
// the first folders for the standard library.
func (b *builder) owners() (map[string]string, error) {
	out, err := b.deps("{{.ImportPath}} {{with .Module}}{{.Path}}{{end}}")
	if err != nil {
		return nil, err
	}
	m := map[string]string{}
	for line := range strings.Lines(out) {
		pkg, module, _ := strings.Cut(strings.TrimSpace(line), " ")
		name := module
		switch {
		case module == "":
			name = "std " + pkg
			if strings.Contains(pkg, "internal/") || strings.HasPrefix(pkg, "runtime") {
				name = "std runtime and internal"
			}
		case module == "comptoir":
			name = pkg
		}
		m[wasmName(pkg)] = name
	}
	return m, nil
}

// wasmName spells a Go name as the linker does in the name section.
func wasmName(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '.' || r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return '_'
	}, s)
}

// owner finds the longest package path that the function's name starts with.
func owner(owners map[string]string, fn string) string {
	for i := len(fn) - 1; i > 0; i-- {
		if fn[i] == '.' {
			if name, ok := owners[fn[:i]]; ok {
				return name
			}
		}
	}
	return "other (type equality, wrappers)"
}
