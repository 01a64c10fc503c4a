package counter

import (
	"math"
	"math/bits"
	"time"

	"comptoir/shared/day"
)

// Volume is an average monthly volume (VMM, VMT, VMS) in thousandths of a page
// per month. A month is 30.4375 days (365.25 / 12), that is 487 / 16.
type Volume int64

const (
	monthNumerator   = 487
	monthDenominator = 16
)

// Pages returns v as whole pages a month, rounded half up.
func (v Volume) Pages() int64 {
	return saturate(mulDiv(uint64(max(v, 0)), 1, 1000, true))
}

// PagesPerMonth returns the volume of n pages a month; below 0 gives 0.
func PagesPerMonth(n int64) Volume {
	return Volume(saturate(mulDiv(uint64(max(n, 0)), 1000, 1, false)))
}

// volumeBetween returns the monthly volume from one reading to a later one,
// days apart: (to − from) × 1000 × 487 / (16 × days), rounded half up; a
// negative volume is 0 (domain.md 4.7).
func volumeBetween(from, to int64, days int) Volume {
	if to <= from || days <= 0 {
		return 0
	}
	return Volume(saturate(mulDiv(uint64(to)-uint64(from), 1000*monthNumerator, uint64(days)*monthDenominator, true)))
}

// pagesOver returns the pages that v prints in that many days, rounded half up.
func (v Volume) pagesOver(days int) int64 {
	if v <= 0 || days <= 0 {
		return 0
	}
	return saturate(mulDiv(uint64(v), uint64(days)*monthDenominator, 1000*monthNumerator, true))
}

// EstimateAt returns previous value + VMM × elapsed time, in civil days of
// loc (domain.md 4.5). It saturates at the largest int64.
func EstimateAt(previous Reading, vmm Volume, at time.Time, loc *time.Location) int64 {
	pages := vmm.pagesOver(day.Of(at, loc).Sub(day.Of(previous.At, loc)))
	return addPages(previous.Value, pages)
}

// ExpectedRange returns the estimate at that moment ± percent of the estimated
// volume (not of the value of the meter). It returns nil when nothing can be
// expected: no positive volume, no whole day elapsed, or no percentage.
func ExpectedRange(previous Reading, vmm Volume, at time.Time, percent int64, loc *time.Location) *Range {
	pages := vmm.pagesOver(day.Of(at, loc).Sub(day.Of(previous.At, loc)))
	if pages <= 0 || percent <= 0 {
		return nil
	}
	margin := saturate(mulDiv(uint64(pages), uint64(percent), 100, false))
	return &Range{
		Low:  addPages(previous.Value, max(pages-margin, 0)),
		High: addPages(addPages(previous.Value, pages), margin),
		Base: previous.Value,
	}
}

// addPages adds pages ≥ 0 to any value, and stays at the largest int64.
func addPages(value, pages int64) int64 {
	if value > math.MaxInt64-pages {
		return math.MaxInt64
	}
	return value + pages
}

// mulDiv returns a × b / c over 128 bits, rounded down or half up, and the
// largest uint64 when the result does not fit. c is not 0.
func mulDiv(a, b, c uint64, halfUp bool) uint64 {
	hi, lo := bits.Mul64(a, b)
	if halfUp {
		var carry uint64
		lo, carry = bits.Add64(lo, c/2, 0)
		hi += carry
	}
	if hi >= c {
		return math.MaxUint64
	}
	q, _ := bits.Div64(hi, lo, c)
	return q
}

func saturate(n uint64) int64 { return int64(min(n, math.MaxInt64)) }
