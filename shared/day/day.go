// Package day is the civil calendar: a day without an hour and without a
// zone. Business days of the portal are civil dates in Europe/Paris; the
// location is always handed in, never looked up.
package day

import (
	"errors"
	"strconv"
	"time"
)

// Day counts civil days since 1970-01-01. Its zero value is "no day", so that
// 1970-01-01 itself cannot be told from nothing and is refused by Parse. Years
// 1 to 9999.
type Day int32

var errDay = errors.New("day: want YYYY-MM-DD between 0001-01-01 and 9999-12-31, 1970-01-01 excluded")

// New returns the day of a civil date; values out of range are normalised as
// time.Date does (32 January is 1 February).
func New(year int, month time.Month, dayOfMonth int) Day {
	return Day(time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Of returns the civil day that clocks of loc show at t. The zero time gives
// no day.
func Of(t time.Time, loc *time.Location) Day {
	if t.IsZero() {
		return 0
	}
	y, m, d := t.In(loc).Date()
	return New(y, m, d)
}

// Parse reads "2006-01-02" strictly; the empty text is no day.
func Parse(s string) (Day, error) {
	if s == "" {
		return 0, nil
	}
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, errDay
	}
	y, ok1 := digits(s[0:4])
	m, ok2 := digits(s[5:7])
	dom, ok3 := digits(s[8:10])
	if !ok1 || !ok2 || !ok3 || y < 1 || m < 1 || m > 12 || dom < 1 {
		return 0, errDay
	}
	d := New(y, time.Month(m), dom)
	if yy, mm, dd := d.Date(); d == 0 || yy != y || mm != time.Month(m) || dd != dom {
		return 0, errDay
	}
	return d, nil
}

// Date returns the civil year, month and day of the month.
func (d Day) Date() (year int, month time.Month, dayOfMonth int) {
	return d.utc().Date()
}

// IsZero reports whether d is no day; encoding/json's omitzero asks it.
func (d Day) IsZero() bool { return d == 0 }

// Add returns the day n days later, n may be negative; no day stays no day.
func (d Day) Add(n int) Day {
	if d == 0 {
		return 0
	}
	return d + Day(n)
}

// Sub returns the number of days from other to d: positive when d is later.
func (d Day) Sub(other Day) int { return int(d) - int(other) }

// AddMonths returns the same day of the month n months later, or the last day
// of that month when it is shorter (31 January + 1 = 28 or 29 February).
func (d Day) AddMonths(n int) Day {
	if d == 0 {
		return 0
	}
	y, m, dom := d.Date()
	lastDom := New(y, m+time.Month(n)+1, 0).utc().Day()
	return New(y, m+time.Month(n), min(dom, lastDom))
}

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// Month returns the first day of d's month.
func (d Day) Month() Day {
	if d == 0 {
		return 0
	}
	y, m, _ := d.Date()
	return New(y, m, 1)
}

// Start returns the first instant of the day in loc: midnight, or the moment
// after the jump where clocks skip midnight, or the earlier of two midnights.
func (d Day) Start(loc *time.Location) time.Time {
	y, m, dom := d.Date()
	t := time.Date(y, m, dom, 0, 0, 0, 0, loc)
	from, to := t.ZoneBounds()
	if Of(t, loc) < d {
		return to
	}
	if h, mi, s := t.Clock(); h+mi+s != 0 {
		return from
	}
	if !from.IsZero() {
		_, before := from.Add(-time.Second).Zone()
		if e := time.Unix(int64(d)*86400-int64(before), 0).In(loc); e.Before(from) && Of(e, loc) == d {
			return e
		}
	}
	return t
}

// String returns "2006-01-02", or "" for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	y, m, dom := d.Date()
	b := make([]byte, 0, 10)
	b = append(b, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-')
	b = append(b, byte('0'+m/10), byte('0'+m%10), '-', byte('0'+dom/10), byte('0'+dom%10))
	return string(b)
}

func (d Day) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func digits(s string) (int, bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
