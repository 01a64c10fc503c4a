package store

import (
	"slices"
	"strings"

	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/day"
	"comptoir/shared/fold"
	"comptoir/shared/setting"
)

// Tile is what a tile of the fleet shows, computed from mirrored rows and the day.
type Tile struct {
	Asset    *api.Asset `json:"asset"`
	Model    *api.Model `json:"model,omitempty"`
	Site     *api.Site  `json:"site,omitempty"`
	Tickets  int        `json:"tickets,omitempty"`  // open interventions
	Orders   int        `json:"orders,omitempty"`   // open orders
	Expected bool       `json:"expected,omitempty"` // a reading is wanted
	Waiting  int        `json:"waiting,omitempty"`  // entries of this asset on the device
}

// entry is one asset of the index: what filters, sorts and counts look at,
// small enough for tens of thousands.
type entry struct {
	row      int32 // of the assets
	tickets  uint16
	orders   uint16
	site     uint16
	family   uint16
	activity uint16
	expected bool
	covered  bool
	folded   string
}

// Index answers filters, searches and counts over the whole fleet.
type Index struct {
	entries    []entry // by label
	at         []int32 // row of the assets → position among the entries
	sites      []api.Site
	families   []string
	activities []string
	places     []int // sites, families and activities in the order of their names
	kinds      []int
	uses       []int
	signatures []signature // of the entries
	answers    []answer    // to what the last search begins with
}

// Query is what a person asks of the fleet.
type Query struct {
	Text     string
	Site     string // identifier
	Family   string
	Activity string
	Expected bool
	Covered  string // "", "oui", "non"
	Sort     string // "", "lieu", "installation", "interventions"
}

// Facet is a value to filter by with the number of assets it leaves.
type Facet struct {
	Value, Label string
	Count        int
}

// Result is the answer to a query.
type Result struct {
	Order      []int32 // rows of the assets, in order
	Sites      []Facet
	Families   []Facet
	Activities []Facet
	Expected   int // how many of those the other filters leave wait for a reading
	Covered    int
	Uncovered  int
}

// index builds the index; today decides which readings are expected.
func (f *Fleet) index(today day.Day) *Index {
	x := &Index{entries: make([]entry, 0, len(f.assets.rows))}
	tickets, orders := map[string]uint16{}, map[string]uint16{}
	for i := range f.tickets.rows {
		tickets[string(f.tickets.rows[i].Asset)]++
	}
	for i := range f.orders.rows {
		for _, a := range f.orders.rows[i].Assets {
			orders[string(a)]++
		}
	}
	billing := f.billing()
	sites, families, activities := map[string]uint16{}, map[string]uint16{}, map[string]uint16{}
	for i := range f.assets.rows {
		a := &f.assets.rows[i]
		e := entry{row: int32(i), tickets: tickets[string(a.ID)], orders: orders[string(a.ID)], covered: a.Status.Covered()}
		site, model := f.siteOf(a), f.modelOf(a)
		n, ok := sites[string(a.Site)]
		if !ok {
			n = uint16(len(x.sites))
			sites[string(a.Site)] = n
			x.sites = append(x.sites, *site)
		}
		e.site = n
		e.family = number(families, &x.families, model.Family)
		e.activity = number(activities, &x.activities, a.Activity)
		e.expected = counter.Expected(counter.Schedule{RequestOpen: a.RequestOpen, Meters: billing[string(a.ID)]}, today,
			f.rules[a.Org].Int(setting.MaxDaysWithoutReading))
		e.folded = foldedOf(a, model, site)
		x.entries = append(x.entries, e)
	}
	slices.SortFunc(x.entries, func(a, b entry) int {
		return strings.Compare(f.labelKey(a.row), f.labelKey(b.row))
	})
	x.at, x.signatures = make([]int32, len(x.entries)), make([]signature, len(x.entries))
	for i := range x.entries {
		x.at[x.entries[i].row] = int32(i)
		x.signatures[i].add(x.entries[i].folded)
	}
	x.places = byName(len(x.sites), func(i int) string { return x.sites[i].Name })
	x.kinds = byName(len(x.families), func(i int) string { return x.families[i] })
	x.uses = byName(len(x.activities), func(i int) string { return x.activities[i] })
	return x
}

// byName is the order of n names.
func byName(n int, name func(int) string) []int {
	order, folded := make([]int, n), make([]string, n)
	for i := range order {
		order[i], folded[i] = i, fold.Text(name(i))
	}
	slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(folded[a], folded[b]) })
	return order
}

func number(known map[string]uint16, list *[]string, v string) uint16 {
	n, ok := known[v]
	if !ok {
		n = uint16(len(*list))
		known[v] = n
		*list = append(*list, v)
	}
	return n
}

// foldedOf is the text of an asset as the search compares it.
func foldedOf(a *api.Asset, m *api.Model, s *api.Site) string {
	return fold.Text(strings.Join([]string{a.Label, a.Serial, a.DealerRef, a.CustomerRef, a.Place, a.Service, m.Brand, m.Label, s.Name, s.City}, " "))
}

// Ask answers a query.
func (x *Index) Ask(q Query, keys func(row int32) string) Result {
	site, family, activity := x.siteNumber(q.Site), find(x.families, q.Family), find(x.activities, q.Activity)
	bySite, byFamily, byActivity := make([]int, len(x.sites)), make([]int, len(x.families)), make([]int, len(x.activities))
	var r Result
	var kept []int32 // positions among the entries
	for _, i := range x.matching(q.Text) {
		e := &x.entries[i]
		okSite, okFamily, okActivity := site < 0 || int(e.site) == site, family < 0 || int(e.family) == family, activity < 0 || int(e.activity) == activity
		okExpected := !q.Expected || e.expected
		okCovered := q.Covered == "" || (q.Covered == "oui") == e.covered
		if okFamily && okActivity && okExpected && okCovered {
			bySite[e.site]++
		}
		if okSite && okActivity && okExpected && okCovered {
			byFamily[e.family]++
		}
		if okSite && okFamily && okExpected && okCovered {
			byActivity[e.activity]++
		}
		if !okSite || !okFamily || !okActivity {
			continue
		}
		if okCovered && e.expected {
			r.Expected++
		}
		if okExpected {
			if e.covered {
				r.Covered++
			} else {
				r.Uncovered++
			}
		}
		if okExpected && okCovered {
			kept = append(kept, i)
		}
	}
	x.sort(kept, q.Sort, keys)
	r.Order = make([]int32, len(kept))
	for n, i := range kept {
		r.Order[n] = x.entries[i].row
	}
	for _, n := range x.places {
		if c := bySite[n]; c > 0 || n == site {
			r.Sites = append(r.Sites, Facet{string(x.sites[n].ID), x.sites[n].Name, c})
		}
	}
	r.Families = facets(x.families, x.kinds, byFamily, family)
	r.Activities = facets(x.activities, x.uses, byActivity, activity)
	return r
}

// sort orders entries; the index itself is by label, which every order falls
// back on.
func (x *Index) sort(kept []int32, by string, keys func(row int32) string) {
	switch by {
	case "lieu":
		slices.SortStableFunc(kept, func(a, b int32) int {
			ea, eb := &x.entries[a], &x.entries[b]
			if ea.site != eb.site {
				return strings.Compare(fold.Text(x.sites[ea.site].Name), fold.Text(x.sites[eb.site].Name))
			}
			return strings.Compare(keys(ea.row), keys(eb.row))
		})
	case "installation":
		slices.SortStableFunc(kept, func(a, b int32) int {
			return strings.Compare(keys(x.entries[b].row), keys(x.entries[a].row))
		})
	case "interventions":
		slices.SortStableFunc(kept, func(a, b int32) int { return int(x.entries[b].tickets) - int(x.entries[a].tickets) })
	}
}

func (x *Index) siteNumber(site string) int {
	if site == "" {
		return -1
	}
	for i := range x.sites {
		if string(x.sites[i].ID) == site {
			return i
		}
	}
	return len(x.sites) // a site of nothing: no row matches
}

func find(list []string, v string) int {
	if v == "" {
		return -1
	}
	if i := slices.Index(list, v); i >= 0 {
		return i
	}
	return len(list)
}

func facets(labels []string, order, counts []int, chosen int) []Facet {
	var out []Facet
	for _, i := range order {
		if c := counts[i]; (c > 0 || i == chosen) && labels[i] != "" {
			out = append(out, Facet{labels[i], labels[i], c})
		}
	}
	return out
}
