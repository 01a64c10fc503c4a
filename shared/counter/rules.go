package counter

import (
	"time"

	"comptoir/shared/day"
	"comptoir/shared/msg"
)

var sentences = map[Kind]msg.Key{
	Negative:           msg.CounterNegative,
	InFuture:           msg.CounterInFuture,
	BeforeInstallation: msg.CounterBeforeInstallation,
	BeforeLast:         msg.CounterBeforeLast,
	BelowPrevious:      msg.CounterBelowPrevious,
	AboveNext:          msg.CounterAboveNext,
	EqualPrevious:      msg.CounterEqualPrevious,
	SecondOfDay:        msg.CounterSecondOfDay,
	GapOverMax:         msg.CounterGapOverMax,
	GapOverAlert:       msg.CounterGapOverAlert,
	GapToEstimate:      msg.CounterGapToEstimate,
	TooLarge:           msg.CounterTooLarge,
}

type checker struct {
	entry    Entry
	around   Neighbours
	limits   Thresholds
	value    int64 // what the neighbours judge: the old meter's end when replaced
	found    []Anomaly
	expected *Range
}

func (c *checker) add(k Kind, args map[string]any) {
	level := c.limits.Levels[k]
	if k == TooLarge {
		level = Block
	}
	if level == Block || level == Confirm {
		c.found = append(c.found, Anomaly{Kind: k, Blocking: level == Block, Key: sentences[k], Args: args})
	}
}

// checkAlone holds the rules that need no history.
func (c *checker) checkAlone(on, today day.Day) {
	values := []int64{c.value}
	if c.entry.Replaced {
		values = append(values, c.entry.NewStart, c.entry.Value)
	}
	var negative, large bool
	for _, v := range values {
		negative = negative || v < 0
		large = large || v > MaxValue
	}
	if negative {
		c.add(Negative, nil)
	}
	if large {
		c.add(TooLarge, map[string]any{"Max": MaxValue})
	}
	if on > today {
		c.add(InFuture, nil)
	}
	if c.around.InstalledOn != 0 && on < c.around.InstalledOn {
		c.add(BeforeInstallation, nil)
	}
	if c.around.SameDay > 0 {
		c.add(SecondOfDay, nil)
	}
}

// checkNeighbours compares with the readings before and after. One mistake is
// told once: a value below the previous one has no gap.
func (c *checker) checkNeighbours() {
	if x := c.around.Next; x != nil {
		c.add(BeforeLast, nil)
		if c.value > x.Value {
			c.add(AboveNext, map[string]any{"Next": x.Value})
		}
	}
	p := c.around.Previous
	if p == nil {
		return
	}
	switch {
	case c.value < p.Value:
		c.add(BelowPrevious, map[string]any{"Previous": p.Value})
	case c.value == p.Value:
		c.add(EqualPrevious, map[string]any{"Previous": p.Value})
	default:
		gap := uint64(c.value) - uint64(p.Value) // exact for any two int64
		if c.limits.MaxGap > 0 && gap > uint64(c.limits.MaxGap) {
			c.add(GapOverMax, gapArgs(gap, c.limits.MaxGap))
		} else if c.limits.AlertGap > 0 && gap > uint64(c.limits.AlertGap) {
			c.add(GapOverAlert, gapArgs(gap, c.limits.AlertGap))
		}
	}
}

func gapArgs(gap uint64, limit int64) map[string]any {
	return map[string]any{"Gap": saturate(gap), "Limit": limit}
}

// checkVolume compares with the estimate, and keeps the expected range. It
// says nothing about a value that already fails for its order.
func (c *checker) checkVolume(loc *time.Location) {
	p, x := c.around.Previous, c.around.Next
	if p == nil {
		return
	}
	if c.around.VMM != nil {
		c.expected = ExpectedRange(*p, *c.around.VMM, c.entry.At, c.limits.Percent, loc)
	}
	if r := c.expected; r != nil &&
		c.value >= p.Value && (x == nil || c.value <= x.Value) && (c.value < r.Low || c.value > r.High) {
		c.add(GapToEstimate, map[string]any{"Percent": c.limits.Percent, "Low": r.Low, "High": r.High})
	}
	if x == nil || x.Value < p.Value {
		return
	}
	if c.expected == nil || c.expected.Low > x.Value {
		c.expected = &Range{Low: p.Value, High: x.Value, Base: p.Value}
	}
	c.expected.High = min(c.expected.High, x.Value)
}
