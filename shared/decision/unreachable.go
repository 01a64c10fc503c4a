package decision

import (
	"regexp/syntax"
	"strings"
)

// Shadowed is a row that can never answer, because the row By above it
// matches everything that it matches. Both count from 1.
type Shadowed struct {
	Row int `json:"row"`
	By  int `json:"by"`
}

// Unreachable lists the rows that can never answer under the first-match
// policy, each with the first row above that alone covers it: equal or "*"
// criteria, a literal under a wildcard or inside an alternation, a list of
// literals all covered. A row covered only by several rows together, or by a
// pattern that only a proof could compare, is not found. Under Collect every
// row can answer.
func (c *Compiled) Unreachable() []Shadowed {
	if c.table.HitPolicy != First {
		return nil
	}
	var out []Shadowed
	for i := range c.rows {
		for above := range i {
			if coversRow(c.rows[above], c.rows[i]) {
				out = append(out, Shadowed{Row: i + 1, By: above + 1})
				break
			}
		}
	}
	return out
}

func coversRow(above, below []criterion) bool {
	for j := range above {
		if !above[j].covers(below[j]) {
			return false
		}
	}
	return true
}

// covers reports whether k surely matches everything that below matches.
func (k criterion) covers(below criterion) bool {
	if k.any || k.text == below.text {
		return true
	}
	if below.listed {
		for _, v := range below.values {
			if !k.match(v) {
				return false
			}
		}
		return true
	}
	if !k.open {
		return false
	}
	return k.prefix == "" || below.open && strings.HasPrefix(below.prefix, k.prefix)
}

// analyse keeps what covers asks: whether the pattern is a short list of
// values, or a text followed by anything. A dot does not match a line feed,
// which no code of the ERP holds.
func (k *criterion) analyse(tree *syntax.Regexp) {
	k.values, k.listed = enumerate(tree)
	k.prefix, k.open = prefixOf(tree)
}

// prefixOf returns the text that a pattern "texte.*" begins with.
func prefixOf(tree *syntax.Regexp) (string, bool) {
	for tree.Op == syntax.OpCapture {
		tree = tree.Sub[0]
	}
	if anything(tree) {
		return "", true
	}
	if tree.Op != syntax.OpConcat || len(tree.Sub) != 2 || !anything(tree.Sub[1]) {
		return "", false
	}
	return literalOf(tree.Sub[0])
}

func anything(tree *syntax.Regexp) bool {
	for tree.Op == syntax.OpCapture {
		tree = tree.Sub[0]
	}
	return tree.Op == syntax.OpStar && (tree.Sub[0].Op == syntax.OpAnyCharNotNL || tree.Sub[0].Op == syntax.OpAnyChar)
}

// maxValues bounds the alternations that are compared value by value.
const maxValues = 200

// enumerate lists the texts of a tree made of literals, classes, groups,
// alternations and concatenations: the parser factors "01|02" into "0[12]".
func enumerate(tree *syntax.Regexp) ([]string, bool) {
	switch tree.Op {
	case syntax.OpCapture:
		return enumerate(tree.Sub[0])
	case syntax.OpQuest:
		values, ok := enumerate(tree.Sub[0])
		return append(values, ""), ok
	case syntax.OpCharClass:
		return classValues(tree.Rune)
	case syntax.OpAlternate:
		var out []string
		for _, s := range tree.Sub {
			values, ok := enumerate(s)
			if !ok || len(out)+len(values) > maxValues {
				return nil, false
			}
			out = append(out, values...)
		}
		return out, true
	case syntax.OpConcat:
		out := []string{""}
		for _, s := range tree.Sub {
			values, ok := enumerate(s)
			if !ok || len(out)*len(values) > maxValues {
				return nil, false
			}
			next := make([]string, 0, len(out)*len(values))
			for _, head := range out {
				for _, tail := range values {
					next = append(next, head+tail)
				}
			}
			out = next
		}
		return out, true
	}
	v, ok := literalOf(tree)
	return []string{v}, ok
}

func classValues(ranges []rune) ([]string, bool) {
	var out []string
	for i := 0; i+1 < len(ranges); i += 2 {
		if int(ranges[i+1]-ranges[i])+len(out) >= maxValues {
			return nil, false
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			out = append(out, string(r))
		}
	}
	return out, true
}
