package counter

import (
	"slices"
	"time"

	"comptoir/shared/day"
)

// Around finds the neighbours of a moment among the readings of one meter, in
// any order; a reading at that very moment is the previous one. The caller
// leaves out readings that a correction replaced, and adds what only it knows:
// InstalledOn, VMM and KnowsHistory (set to true here).
func Around(readings []Reading, at time.Time, loc *time.Location) Neighbours {
	n := Neighbours{KnowsHistory: true}
	on := day.Of(at, loc)
	for i := range readings {
		r := &readings[i]
		if !r.Origin.Real() {
			continue
		}
		if day.Of(r.At, loc) == on {
			n.SameDay++
		}
		if r.At.After(at) {
			if n.Next == nil || r.At.Before(n.Next.At) {
				n.Next = r
			}
		} else if n.Previous == nil || !r.At.Before(n.Previous.At) {
			n.Previous = r
		}
	}
	return n
}

func sortByTime(s []Reading) {
	slices.SortStableFunc(s, func(a, b Reading) int { return a.At.Compare(b.At) })
}
