package widget

import "strings"

// tooMany stands for a number of more digits than any meter shows; it is above
// counter.MaxValue.
const tooMany = int64(1_000_000_000_000_000)

// ParseNumber reads a whole number as people type it: digits in groups
// separated by spaces of any kind or apostrophes, perhaps after a sign. typed is
// false for an empty text; ok is false for a text that is no whole number. More
// than 15 digits give a number that no meter shows.
func ParseNumber(s string) (n int64, typed, ok bool) {
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\u00a0', '\u202f', '\u2009', '\'', '’':
			return -1
		case '−', '–':
			return '-'
		}
		return r
	}, s)
	if s == "" {
		return 0, false, true
	}
	digits, negative := strings.CutPrefix(s, "-")
	if !negative {
		digits = strings.TrimPrefix(s, "+")
	}
	if digits == "" {
		return 0, true, false
	}
	for _, r := range digits {
		if r < '0' || r > '9' {
			return 0, true, false
		}
		if n < tooMany {
			n = n*10 + int64(r-'0')
		}
	}
	if negative {
		n = -n
	}
	return n, true, true
}
