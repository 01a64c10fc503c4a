package ui

import (
	"maps"
	"net/url"
	"slices"
)

// The parameters of a list's URL; every other one is a facet.
const (
	queryParam = "q"
	sortParam  = "tri"
	viewParam  = "vue"
)

// The views of a list, as its URL spells them.
const (
	ViewTiles = "vignettes"
	ViewTable = "tableau"
)

// ListState is what the URL of a list says: back, a reload and a shared link
// give the same view.
type ListState struct {
	Query  string
	Sort   string              // key of a sort option; empty: the list's own
	View   string              // empty: the list's own
	Facets map[string][]string // chosen values by facet, sorted
}

// ParseListState reads a list's state from its URL. Parameters that are no
// facet of the list are left out, so are values given twice.
func ParseListState(values url.Values, facets ...string) ListState {
	s := ListState{Query: values.Get(queryParam), Sort: values.Get(sortParam), View: values.Get(viewParam)}
	for _, f := range facets {
		chosen := slices.DeleteFunc(slices.Clone(values[f]), func(v string) bool { return v == "" })
		if len(chosen) == 0 {
			continue
		}
		slices.Sort(chosen)
		if s.Facets == nil {
			s.Facets = map[string][]string{}
		}
		s.Facets[f] = slices.Compact(chosen)
	}
	return s
}

// URL writes the state as the address of the list at path. Equal states give
// equal addresses.
func (s ListState) URL(path string) string {
	values := url.Values{}
	for f, chosen := range s.Facets {
		values[f] = chosen
	}
	for name, v := range map[string]string{queryParam: s.Query, sortParam: s.Sort, viewParam: s.View} {
		if v != "" {
			values.Set(name, v)
		}
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// Has tells whether a value of a facet is chosen.
func (s ListState) Has(facet, value string) bool { return slices.Contains(s.Facets[facet], value) }

// Filtered tells whether anything narrows the list.
func (s ListState) Filtered() bool { return s.Query != "" || len(s.Facets) > 0 }

// Toggle chooses a value of a facet, or takes it back.
func (s ListState) Toggle(facet, value string) ListState {
	chosen := slices.Clone(s.Facets[facet])
	if i := slices.Index(chosen, value); i >= 0 {
		chosen = slices.Delete(chosen, i, i+1)
	} else {
		chosen = append(chosen, value)
		slices.Sort(chosen)
	}
	return s.with(facet, chosen)
}

// Only chooses one value of a facet in place of the others; chosen already, it
// is taken back.
func (s ListState) Only(facet, value string) ListState {
	if s.Has(facet, value) {
		return s.with(facet, nil)
	}
	return s.with(facet, []string{value})
}

func (s ListState) with(facet string, chosen []string) ListState {
	facets := maps.Clone(s.Facets)
	if facets == nil {
		facets = map[string][]string{}
	}
	if len(chosen) == 0 {
		delete(facets, facet)
	} else {
		facets[facet] = chosen
	}
	s.Facets = facets
	return s
}

// WithQuery changes the text searched for.
func (s ListState) WithQuery(q string) ListState { s.Query = q; return s }

// WithSort changes the order.
func (s ListState) WithSort(key string) ListState { s.Sort = key; return s }

// WithView changes the view.
func (s ListState) WithView(view string) ListState { s.View = view; return s }

// Cleared takes back the text and every facet; order and view stay.
func (s ListState) Cleared() ListState { s.Query, s.Facets = "", nil; return s }
