package counter

import (
	"time"

	"comptoir/shared/day"
	"comptoir/shared/msg"
)

// Entry is what a person typed.
type Entry struct {
	Value int64     `json:"value"`
	At    time.Time `json:"at"`
	// Reason confirms an unusual value; blank means not confirmed.
	Reason string `json:"reason,omitempty"`
	// Replaced says that the meter was replaced: OldEnd is the last value of
	// the old one, NewStart the first of the new one, Value what it shows now.
	Replaced bool  `json:"replaced,omitempty"`
	OldEnd   int64 `json:"oldEnd,omitempty"`
	NewStart int64 `json:"newStart,omitempty"`
}

// Neighbours is what is known around the date of an entry. Around makes it
// from a list of readings.
type Neighbours struct {
	// Previous and Next are the nearest real readings at or before and after
	// the date of the entry; nil when there is none or it is not known.
	Previous *Reading
	Next     *Reading
	// SameDay counts the other readings of the meter on the day of the entry.
	SameDay int
	// InstalledOn is the day of installation, zero when not known.
	InstalledOn day.Day
	// VMM is the average monthly volume, nil when there is none.
	VMM *Volume
	// KnowsHistory is false where the past is hidden or absent
	// (AFFICHER_RELEVE_PRECEDENT off): Previous, Next and VMM are then ignored.
	KnowsHistory bool
}

// Outcome is what becomes of an entry.
type Outcome string

// The outcomes of domain.md 16.4.
const (
	Accepted  Outcome = "accepted"
	ToConfirm Outcome = "to_confirm"
	Refused   Outcome = "refused"
)

// Anomaly is one thing that is wrong, as a sentence with its arguments. Whole
// numbers are int64.
type Anomaly struct {
	Kind     Kind           `json:"kind"`
	Blocking bool           `json:"blocking,omitempty"`
	Key      msg.Key        `json:"key"`
	Args     map[string]any `json:"args,omitempty"`
}

// Range holds the values that are expected, both inclusive; Base is the
// previous value, so that Low − Base … High − Base are the expected pages.
type Range struct {
	Low  int64 `json:"low"`
	High int64 `json:"high"`
	Base int64 `json:"base"`
}

// Verdict is the answer to one entry.
type Verdict struct {
	Outcome   Outcome   `json:"outcome"`
	Anomalies []Anomaly `json:"anomalies,omitempty"`
	// Expected is nil when nothing allows an expectation.
	Expected *Range `json:"expected,omitempty"`
	// Flagged is set on an accepted entry that the dealer must look at: it was
	// confirmed with a reason, or the meter was replaced.
	Flagged bool `json:"flagged,omitempty"`
}

// Check judges an entry against its neighbours in time (domain.md 16.4). now
// is the moment of entry and loc the zone of business days: the future and the
// day of installation are counted in civil days of loc, so that a device clock
// a few minutes fast does no harm. A non-blocking anomaly asks for a reason
// and, with one, is accepted and flagged. A replaced meter is never refused.
// Any value of int64 and any date are safe.
func Check(e Entry, n Neighbours, t Thresholds, now time.Time, loc *time.Location) Verdict {
	c := checker{entry: e, around: n, limits: t, value: e.Value}
	if e.Replaced {
		c.value = e.OldEnd
	}
	if !n.KnowsHistory {
		c.around.Previous, c.around.Next, c.around.VMM = nil, nil, nil
	}
	if p := c.around.Previous; p != nil && !p.Origin.Real() {
		c.around.Previous = nil
	}
	if x := c.around.Next; x != nil && (!x.Origin.Real() || x.Origin.Starts()) {
		c.around.Next = nil
	}
	c.checkAlone(day.Of(e.At, loc), day.Of(now, loc))
	c.checkNeighbours()
	if !e.Replaced {
		c.checkVolume(loc)
	}
	return c.verdict()
}

func (c *checker) verdict() Verdict {
	v := Verdict{Outcome: Accepted, Anomalies: c.found, Expected: c.expected}
	if c.entry.Replaced {
		for i := range v.Anomalies {
			v.Anomalies[i].Blocking = false
		}
		v.Flagged = true
		return v
	}
	for _, a := range v.Anomalies {
		if a.Blocking {
			v.Outcome = Refused
			return v
		}
	}
	if len(v.Anomalies) > 0 {
		v.Outcome = ToConfirm
		if !blank(c.entry.Reason) {
			return v.Flag()
		}
	}
	return v
}

// Flag turns an entry to confirm into an accepted one that the dealer must
// look at: for what the device could not know when the person entered it.
func (v Verdict) Flag() Verdict {
	if v.Outcome == ToConfirm {
		v.Outcome, v.Flagged = Accepted, true
	}
	return v
}

func blank(s string) bool {
	for _, r := range s {
		switch r {
		case ' ', '\t', '\n', '\r', '\u00a0', '\u202f':
		default:
			return false
		}
	}
	return true
}
