package erp

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"comptoir/shared/day"
)

// kind is how a cell is read.
type kind string

const (
	text    kind = "text"
	date    kind = "day"     // 2026-11-24 or 24/11/2026
	moment  kind = "moment"  // 2026-11-24 14:30, or with seconds and zone; without zone: Europe/Paris
	integer kind = "integer" // spaces between thousands are allowed
	cents   kind = "amount"  // euros with at most two decimals
	price   kind = "price"   // euros with at most four decimals
	flag    kind = "O/N"
	names   kind = "list"      // separated by commas
	link    kind = "reference" // the code of something else
)

// parse reads a cell that is not empty as the value of a column.
func parse(k kind, s string, paris *time.Location) (any, error) {
	switch k {
	case date:
		return parseDay(s)
	case moment:
		return parseMoment(s, paris)
	case integer:
		return parseDecimal(s, 0)
	case cents:
		return parseDecimal(s, 2)
	case price:
		return parseDecimal(s, 4)
	case flag:
		switch strings.ToLower(s) {
		case "o", "oui", "1", "vrai", "true", "y", "yes":
			return true, nil
		case "n", "non", "0", "faux", "false", "no":
			return false, nil
		}
		return nil, fmt.Errorf("%q is neither O nor N", s)
	case names:
		out := []string{}
		for part := range strings.SplitSeq(s, ",") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
		return out, nil
	}
	return s, nil
}

// empty is what an empty cell stands for.
func empty(k kind) any {
	switch k {
	case date:
		return day.Day(0)
	case flag:
		return false
	case names:
		return []string{}
	case text:
		return ""
	case integer, cents, price:
		return nil
	}
	return nil
}

func parseDay(s string) (day.Day, error) {
	iso := s
	if len(s) == 10 && s[2] == '/' && s[5] == '/' {
		iso = s[6:] + "-" + s[3:5] + "-" + s[:2]
	}
	d, err := day.Parse(iso)
	if err != nil || d == 0 {
		return 0, fmt.Errorf("%q is not a date: want 2026-11-24 or 24/11/2026", s)
	}
	return d, nil
}

func parseMoment(s string, paris *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return inRange(t.UTC(), s)
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04", "02/01/2006 15:04:05", "02/01/2006 15:04"} {
		if t, err := time.ParseInLocation(layout, s, paris); err == nil {
			return inRange(t.UTC(), s)
		}
	}
	d, err := parseDay(s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is not a moment: want 2026-11-24 14:30", s)
	}
	// A day without an hour stands for noon: no zone moves it to another day.
	return d.Start(paris).Add(12 * time.Hour).UTC(), nil
}

func inRange(t time.Time, s string) (time.Time, error) {
	if t.Year() < 1970 || t.Year() > 9998 {
		return time.Time{}, fmt.Errorf("%q is not a moment of our time", s)
	}
	return t, nil
}

// parseDecimal reads a number with at most that many decimals as a whole
// number of the smallest unit.
func parseDecimal(s string, decimals int) (int64, error) {
	clean := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u202f' {
			return -1
		}
		if r == ',' {
			return '.'
		}
		return r
	}, s)
	whole, rest, _ := strings.Cut(clean, ".")
	if strings.Trim(whole, "+-")+rest == "" || len(rest) > decimals || decimals == 0 && strings.Contains(clean, ".") || strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "+") {
		return 0, fmt.Errorf("%q is not a number with at most %d decimals", s, decimals)
	}
	n, err := strconv.ParseInt(whole+rest+strings.Repeat("0", decimals-len(rest)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number with at most %d decimals", s, decimals)
	}
	return n, nil
}

// clean trims a text and refuses what no screen can show.
func clean(s string) (string, error) {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > maxText {
		return "", fmt.Errorf("more than %d characters", maxText)
	}
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return "", fmt.Errorf("a control character (U+%04X)", r)
		}
	}
	return s, nil
}
