package i18n

import (
	"strconv"
	"time"
)

var months = map[Lang][12]string{
	French:  {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// Day writes dd/mm/yyyy.
func (l Lang) Day(d Dated) string {
	year, month, day := d.Date()
	return two(day) + "/" + two(int(month)) + "/" + strconv.Itoa(year)
}

// ShortDay writes dd/mm, for a date of this year.
func (l Lang) ShortDay(d Dated) string {
	_, month, day := d.Date()
	return two(day) + "/" + two(int(month))
}

// LongDay writes "24 novembre 2026" or "24 November 2026"; the first of a
// month is "1er" in French.
func (l Lang) LongDay(d Dated) string {
	_, _, day := d.Date()
	first := strconv.Itoa(day)
	if day == 1 && l == French {
		first = "1er"
	}
	return first + "\u00A0" + l.Month(d)
}

// Month writes "mars 2026" or "March 2026".
func (l Lang) Month(d Dated) string {
	year, month, _ := d.Date()
	names, ok := months[l]
	if !ok {
		names = months[French]
	}
	return names[month-1] + " " + strconv.Itoa(year)
}

// Clock writes the 24-hour time hh:mm in the location of t, which the caller
// has set (Europe/Paris for business instants).
func (l Lang) Clock(t time.Time) string {
	return two(t.Hour()) + ":" + two(t.Minute())
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
