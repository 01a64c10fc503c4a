package erp

import (
	"context"
	"maps"
	"slices"
)

// profile is one kind of file.
type profile struct {
	name       string
	source     string // of the rows, unless --set source= says another
	extensions []string
	order      func(path string) int // which files come first
	run        func(ctx context.Context, s *session) error
}

var profiles = map[string]profile{}

func init() {
	for name, e := range entities {
		profiles[name] = profile{name: name, source: "erp", extensions: []string{".csv"}, run: func(ctx context.Context, s *session) error { return s.entity(ctx, e) }}
	}
	profiles["glpi"] = profile{name: "glpi", source: "glpi", extensions: []string{".json"}, run: importInventory}
	profiles["fleet"] = profile{name: "fleet", source: "fleet", extensions: []string{".tsv"}, order: fleetOrder, run: importFleet}
}

func profileNames() []string { return slices.Sorted(maps.Keys(profiles)) }

// Column documents one column of our own CSV layout.
type Column struct {
	Header   string
	Kind     string // text, day, moment, integer, amount, price, O/N, list, reference
	Required bool
	Key      bool     // tells rows apart
	Once     bool     // written with a new row and left to the customer afterwards
	Options  []string // the only texts allowed
	Refers   string   // the profile whose codes it names
}

// Profile documents one profile; Columns is empty for formats of others.
type Profile struct {
	Name    string
	Files   []string // extensions
	Columns []Column
}

// Profiles lists what Import understands, by name.
func Profiles() []Profile {
	refers := map[string]string{}
	for name, e := range entities {
		refers[e.table] = name
	}
	var out []Profile
	for _, name := range profileNames() {
		p := Profile{Name: name, Files: profiles[name].extensions}
		for _, f := range entities[name].fields {
			p.Columns = append(p.Columns, Column{f.header, string(f.kind), f.required, f.key, f.once, f.options, refers[f.to]})
		}
		out = append(out, p)
	}
	return out
}
