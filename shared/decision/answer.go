package decision

// Hit is one row that answers. Row counts from 1.
type Hit struct {
	Row     int               `json:"row"`
	Results map[string]string `json:"results"`
}

// Table returns what was compiled; it must not be changed.
func (c *Compiled) Table() Table { return c.table }

// First returns the first row whose criteria all match; ok is false when no
// row does. A value that is not given is the empty text, which "*" alone and
// patterns that accept it match.
func (c *Compiled) First(values map[string]string) (hit Hit, ok bool) {
	ordered := c.order(values)
	for i := range c.rows {
		if c.matches(i, ordered) {
			return c.hit(i), true
		}
	}
	return Hit{}, false
}

// Answer returns the rows that answer under the table's own policy: at most
// one for First, all that match for Collect.
func (c *Compiled) Answer(values map[string]string) []Hit {
	ordered := c.order(values)
	var hits []Hit
	for i := range c.rows {
		if c.matches(i, ordered) {
			hits = append(hits, c.hit(i))
			if c.table.HitPolicy == First {
				break
			}
		}
	}
	return hits
}

// FirstRow returns the index of the first row, among those given in order
// (all when nil), whose criteria all match; −1 when none does. Values stand in
// the order of the criteria.
func (c *Compiled) FirstRow(among []int, values ...string) int {
	if among == nil {
		for i := range c.rows {
			if c.matches(i, values) {
				return i
			}
		}
		return -1
	}
	for _, i := range among {
		if c.matches(i, values) {
			return i
		}
	}
	return -1
}

// Miss is a row that was read and does not match: Column is the first
// criterion that fails, Pattern its cell, Value what was given.
type Miss struct {
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Pattern string `json:"pattern"`
	Value   string `json:"value"`
}

// Explanation says which rows answer and why those read before do not.
type Explanation struct {
	Hits   []Hit  `json:"hits"`
	Misses []Miss `json:"misses"`
}

// Explain answers like Answer, with the reason of every row that was read and
// does not match.
func (c *Compiled) Explain(values map[string]string) Explanation {
	ordered := c.order(values)
	var e Explanation
	for i := range c.rows {
		if j := c.failing(i, ordered); j >= 0 {
			e.Misses = append(e.Misses, Miss{i + 1, c.table.Criteria[j], c.rows[i][j].text, ordered[j]})
			continue
		}
		e.Hits = append(e.Hits, c.hit(i))
		if c.table.HitPolicy == First {
			break
		}
	}
	return e
}

func (c *Compiled) order(values map[string]string) []string {
	out := make([]string, len(c.table.Criteria))
	for i, name := range c.table.Criteria {
		out[i] = values[name]
	}
	return out
}

func (c *Compiled) matches(row int, values []string) bool { return c.failing(row, values) < 0 }

// failing returns the first criterion of a row that does not match, or −1.
func (c *Compiled) failing(row int, values []string) int {
	for j, k := range c.rows[row] {
		v := ""
		if j < len(values) {
			v = values[j]
		}
		if !k.match(v) {
			return j
		}
	}
	return -1
}

func (c *Compiled) hit(row int) Hit {
	cells := c.table.Rows[row][len(c.table.Criteria):]
	h := Hit{Row: row + 1, Results: make(map[string]string, len(cells))}
	for i, name := range c.table.Results {
		h.Results[name] = cells[i]
	}
	return h
}
