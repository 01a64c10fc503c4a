package day

import (
	"errors"
	"time"
)

var englishMonths = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// French returns "31/12/2026", or "" for no day.
func (d Day) French() string {
	s := d.String()
	if s == "" {
		return ""
	}
	return s[8:10] + "/" + s[5:7] + "/" + s[0:4]
}

// English returns "31 Dec 2026", which no reader can take for another order,
// or "" for no day.
func (d Day) English() string {
	s := d.String()
	if s == "" {
		return ""
	}
	_, m, _ := d.Date()
	return s[8:10] + " " + englishMonths[m-1] + " " + s[0:4]
}

// Format returns the day as readers of lang ("fr", "en", …) write it; any
// language but English reads the French form.
func (d Day) Format(lang string) string {
	if len(lang) >= 2 && lang[:2] == "en" {
		return d.English()
	}
	return d.French()
}

// MarshalJSON writes "YYYY-MM-DD" between quotes, "" for no day.
func (d Day) MarshalJSON() ([]byte, error) {
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads what MarshalJSON writes; null is no day.
func (d *Day) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*d = 0
		return nil
	}
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' {
		return errDay
	}
	return d.UnmarshalText(b[1 : len(b)-1])
}

// MarshalText writes "YYYY-MM-DD" or nothing, for query strings and map keys.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(b []byte) error {
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Scan reads a date column: nil, a time (its own civil date), or text.
func (d *Day) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = 0
	case time.Time:
		*d = Of(v, v.Location())
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	default:
		return errors.New("day: cannot read a column of this type as a date")
	}
	return nil
}
