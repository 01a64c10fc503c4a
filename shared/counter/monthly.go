package counter

import (
	"time"

	"comptoir/shared/day"
)

// MonthlyVolumes are the averages of one meter (domain.md 4.7).
type MonthlyVolumes struct {
	SinceDelivery Volume `json:"sinceDelivery"` // VMM_L
	OverYear      Volume `json:"overYear"`      // VMM_1
	LastTwo       Volume `json:"lastTwo"`       // VMM_2
	Statistical   Volume `json:"statistical"`   // VMM statistique
	// Measured is true when the meter's own readings gave Statistical, false
	// when it is VMT, VMS or nothing.
	Measured bool `json:"measured"`
}

// Fallback is what replaces a volume that the readings do not give.
type Fallback struct {
	Model        Volume // VMT, 0 when none
	Company      Volume // VMS, 0 when none
	KeepBelowOne bool   // CONSERVER_VMM_INF_1
}

func (f Fallback) volume() Volume {
	if f.Model > 0 {
		return f.Model
	}
	return max(f.Company, 0)
}

// minimumApart is the least number of days between two readings that make an
// average (domain.md 4.7).
const minimumApart = 20

// VolumesOf computes the averages from the readings of one meter, in any
// order; readings whose origin is not real are left out. The series begins at
// the last reading that Starts one (installation, loan, new meter), else at
// the first real reading: what another meter counted before is no volume.
// Elapsed time is counted in civil days of loc.
func VolumesOf(readings []Reading, f Fallback, loc *time.Location) MonthlyVolumes {
	s := series(readings)
	var m MonthlyVolumes
	valid := false
	if len(s) > 1 {
		base, end := s[0], s[len(s)-1]
		if apart := daysBetween(base, end, loc); apart >= minimumApart {
			valid = true
			m.SinceDelivery = volumeBetween(base.Value, end.Value, apart)
			year := closest(s[:len(s)-1], end, loc)
			m.OverYear = volumeBetween(year.Value, end.Value, daysBetween(year, end, loc))
			for i := len(s) - 2; i >= 0; i-- {
				if d := daysBetween(s[i], end, loc); d >= minimumApart {
					m.LastTwo = volumeBetween(s[i].Value, end.Value, d)
					break
				}
			}
		}
	}
	m.Statistical, m.Measured = statistical(m.SinceDelivery, m.OverYear, m.LastTwo), valid
	if m.Statistical == 0 && !valid || m.Statistical < 1000 && !f.KeepBelowOne {
		if v := f.volume(); v > 0 {
			m.Statistical, m.Measured = v, false
		}
	}
	return m
}

// statistical drops the volume farthest from the other two and averages those,
// with the exceptions of domain.md 4.7. Halves are rounded up.
func statistical(l, y, t Volume) Volume {
	a, b, c := min(l, y, t), max(min(l, y), min(max(l, y), t)), max(l, y, t)
	switch {
	case b == 0: // at least two are 0
		return c
	case b-a == c-b:
		return mean(a, b, c)
	case b-a > c-b:
		return mean(b, c)
	case a == 0:
		return b
	}
	return mean(a, b)
}

func mean(vs ...Volume) Volume {
	n := uint64(len(vs))
	var sum, rest uint64
	for _, v := range vs {
		sum += uint64(v) / n
		rest += uint64(v) % n
	}
	return Volume(sum + (2*rest+n)/(2*n))
}

// series returns the real readings in time order, from the last that starts.
func series(readings []Reading) []Reading {
	var s []Reading
	for _, r := range readings {
		if r.Origin.Real() {
			s = append(s, r)
		}
	}
	sortByTime(s)
	for i := len(s) - 1; i > 0; i-- {
		if s[i].Origin.Starts() {
			return s[i:]
		}
	}
	return s
}

// closest returns the reading nearest to the day one year before the end,
// among those at least minimumApart days before it; the first one is allowed.
func closest(s []Reading, end Reading, loc *time.Location) Reading {
	yearAgo := day.Of(end.At, loc).AddMonths(-12)
	best, gap := s[0], -1
	for _, r := range s {
		on := day.Of(r.At, loc)
		if gap >= 0 && day.Of(end.At, loc).Sub(on) < minimumApart {
			break
		}
		d := on.Sub(yearAgo)
		if d < 0 {
			d = -d
		}
		if gap < 0 || d < gap {
			best, gap = r, d
		}
	}
	return best
}

func daysBetween(a, b Reading, loc *time.Location) int {
	return day.Of(b.At, loc).Sub(day.Of(a.At, loc))
}
