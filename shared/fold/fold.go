// Package fold reduces text to what a search compares: no case, no accents, no
// ligatures, plain spaces and apostrophes. The same function folds the rows of
// the mirror, the columns stored beside the rows in PostgreSQL and what the
// person types.
package fold

import "strings"

// Text folds s: letters to lower case without diacritics, œ to oe, æ to ae, ß
// to ss, curly apostrophes to ', long dashes to -, every kind of space to one
// plain space, without spaces at the ends. Combining marks, soft hyphens and
// zero-width characters disappear. Folding twice changes nothing; invalid
// UTF-8 becomes U+FFFD.
func Text(s string) string {
	if plain(s) {
		return s
	}
	b := make([]byte, 0, len(s))
	space := false
	for _, r := range s {
		out, ok := table[r]
		switch {
		case ok:
		case r == ' ' || r >= '\t' && r <= '\r':
			out = " "
		case r < 0x80:
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
		case mark(r):
			continue
		default:
			r = lower(r)
		}
		if out == " " {
			space = len(b) > 0
			continue
		}
		if ok && out == "" {
			continue
		}
		if space {
			b = append(b, ' ')
			space = false
		}
		if ok {
			b = append(b, out...)
		} else {
			b = append(b, string(r)...)
		}
	}
	return string(b)
}

// plain reports whether folding would change nothing.
func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 || c >= 'A' && c <= 'Z' || c >= '\t' && c <= '\r' ||
			c == ' ' && (i == 0 || i == len(s)-1 || s[i+1] == ' ') {
			return false
		}
	}
	return true
}

// Words splits a query into its folded words.
func Words(query string) []string { return strings.Fields(Text(query)) }

// ContainsAll reports whether folded, a text already folded, contains every
// word of words (also folded), in any order, anywhere. No word is contained in
// everything.
func ContainsAll(folded string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(folded, w) {
			return false
		}
	}
	return true
}

// Match folds both sides and reports whether text contains all words of query.
func Match(text, query string) bool { return ContainsAll(Text(text), Words(query)) }

// mark reports whether r is a combining mark.
func mark(r rune) bool {
	return r >= 0x0300 && r <= 0x036f || r >= 0x1ab0 && r <= 0x1aff || r >= 0x1dc0 && r <= 0x1dff ||
		r >= 0x20d0 && r <= 0x20ff || r >= 0xfe20 && r <= 0xfe2f
}

// lower folds the case of the Greek and Cyrillic letters without diacritics;
// Latin letters are in the table.
func lower(r rune) rune {
	switch {
	case r >= 0x0391 && r <= 0x03a9 && r != 0x03a2, r >= 0x0410 && r <= 0x042f:
		return r + 0x20
	case r >= 0x0400 && r <= 0x040f:
		return r + 0x50
	}
	return r
}
