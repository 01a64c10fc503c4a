//go:build !js

package counter

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"comptoir/shared/day"

	"pgregory.net/rapid"
)

var edges = []int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, MaxValue - 1, MaxValue, MaxValue + 1, math.MaxInt64 - 1, math.MaxInt64}

func anyValue() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.SampledFrom(edges), rapid.Int64(), rapid.Int64Range(0, 2_000_000))
}

func anyTime() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		return time.Unix(rapid.Int64Range(1_700_000_000, 1_800_000_000).Draw(t, "unix"), 0).UTC()
	})
}

func anyReading() *rapid.Generator[Reading] {
	return rapid.Custom(func(t *rapid.T) Reading {
		return Reading{
			Value:  anyValue().Draw(t, "value"),
			At:     anyTime().Draw(t, "at"),
			Origin: rapid.SampledFrom(append(Origins(), "")).Draw(t, "origin"),
		}
	})
}

type input struct {
	entry  Entry
	around Neighbours
	limits Thresholds
	now    time.Time
}

func anyInput() *rapid.Generator[input] {
	return rapid.Custom(func(t *rapid.T) input {
		in := input{
			entry: Entry{
				Value: anyValue().Draw(t, "typed"), At: anyTime().Draw(t, "at"),
				Reason:   rapid.SampledFrom([]string{"", " \u00a0", "vu"}).Draw(t, "reason"),
				Replaced: rapid.Bool().Draw(t, "replaced"),
				OldEnd:   anyValue().Draw(t, "old"), NewStart: anyValue().Draw(t, "new"),
			},
			around: Neighbours{
				SameDay:      rapid.IntRange(0, 2).Draw(t, "sameday"),
				InstalledOn:  day.Day(rapid.Int32Range(19000, 21000).Draw(t, "installed")),
				KnowsHistory: rapid.Bool().Draw(t, "knows"),
			},
			limits: DefaultThresholds(rapid.SampledFrom([]string{TreatmentPortal, TreatmentImport}).Draw(t, "treatment")),
			now:    anyTime().Draw(t, "now"),
		}
		if rapid.Bool().Draw(t, "has previous") {
			in.around.Previous = new(anyReading().Draw(t, "previous"))
		}
		if rapid.Bool().Draw(t, "has next") {
			in.around.Next = new(anyReading().Draw(t, "next"))
		}
		if rapid.Bool().Draw(t, "has volume") {
			in.around.VMM = new(Volume(anyValue().Draw(t, "volume")))
		}
		return in
	})
}

func (in input) check(t testing.TB) Verdict {
	return Check(in.entry, in.around, in.limits, in.now, paris(t))
}

func TestVerdictsHold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		in := anyInput().Draw(rt, "in")
		v := in.check(t)
		blocking := slices.ContainsFunc(v.Anomalies, func(a Anomaly) bool { return a.Blocking })
		switch {
		case (v.Outcome == Refused) != blocking:
			rt.Fatal("refused and blocking differ")
		case v.Outcome == ToConfirm && (!blank(in.entry.Reason) || len(v.Anomalies) == 0):
			rt.Fatal("asks for a reason in vain")
		case v.Outcome == Accepted && len(v.Anomalies) > 0 && !v.Flagged:
			rt.Fatal("an anomaly passes unflagged")
		case v.Outcome == Accepted && len(v.Anomalies) > 0 && !in.entry.Replaced && in.entry.Reason != "vu":
			rt.Fatal("an anomaly passes without a reason")
		case in.entry.Replaced && (v.Outcome != Accepted || !v.Flagged):
			rt.Fatal("a replaced meter is not accepted for the dealer")
		}
		if !in.entry.Replaced && v.Outcome != Refused {
			if in.entry.Value < 0 || in.entry.Value > MaxValue {
				rt.Fatal("a value outside the meter passes")
			}
			if p := in.around.Previous; in.around.KnowsHistory && p != nil && p.Origin.Real() && in.entry.Value < p.Value {
				rt.Fatal("a meter goes back")
			}
		}
		if r := v.Expected; r != nil && (r.Low > r.High || r.Low < r.Base) {
			rt.Fatalf("range %+v", *r)
		}
		for _, a := range v.Anomalies {
			if a.Key == "" {
				rt.Fatalf("%s has no sentence", a.Kind)
			}
			for name, x := range a.Args {
				if n, ok := x.(int64); !ok || n < 0 && name != "Previous" && name != "Next" && name != "Low" && name != "High" {
					rt.Fatalf("%s %s is %v", a.Kind, name, x)
				}
			}
		}
	})
}

// What the past says may only add anomalies, and nothing of it is left after
// Redact, whose answer is no milder.
func TestHiddenHistory(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		in := anyInput().Draw(rt, "in")
		in.around.KnowsHistory = true
		full := in.check(t)
		in.around.KnowsHistory = false
		blind := in.check(t)
		for _, a := range blind.Anomalies {
			if a.Kind.NeedsHistory() {
				rt.Fatalf("%s without history", a.Kind)
			}
			if !slices.ContainsFunc(full.Anomalies, func(b Anomaly) bool { return a.Kind == b.Kind }) {
				rt.Fatalf("%s only without history", a.Kind)
			}
		}
		red := full.Redact()
		if red.Outcome != full.Outcome || red.Flagged != full.Flagged || (len(red.Anomalies) == 0) != (len(full.Anomalies) == 0) {
			rt.Fatalf("%+v became %+v", full, red)
		}
		b, err := json.Marshal(red)
		if err != nil {
			rt.Fatal(err)
		}
		if rest := strings.ReplaceAll(string(b), "999999999999", ""); strings.ContainsAny(rest, "0123456789") {
			rt.Fatalf("a figure travels: %s", b)
		}
	})
}

func TestOrderOfReadingsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		readings := rapid.SliceOfNDistinct(anyReading(), 0, 8, func(r Reading) int64 { return r.At.Unix() }).Draw(rt, "readings")
		mixed := rapid.Permutation(readings).Draw(rt, "mixed")
		at := anyTime().Draw(rt, "at")
		a, b := Around(readings, at, paris(t)), Around(mixed, at, paris(t))
		if valueOf(a.Previous) != valueOf(b.Previous) || valueOf(a.Next) != valueOf(b.Next) || a.SameDay != b.SameDay {
			rt.Fatalf("%+v against %+v", a, b)
		}
		f := Fallback{Company: PagesPerMonth(1000)}
		x, y := VolumesOf(readings, f, paris(t)), VolumesOf(mixed, f, paris(t))
		if x != y {
			rt.Fatalf("%+v against %+v", x, y)
		}
		if min(x.SinceDelivery, x.OverYear, x.LastTwo, x.Statistical) < 0 {
			rt.Fatalf("negative volume: %+v", x)
		}
	})
}

func TestStatisticalLiesBetween(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, math.MaxInt64)), 3, 3).Draw(rt, "v")
		got := int64(statistical(Volume(v[0]), Volume(v[1]), Volume(v[2])))
		mixed := rapid.Permutation(v).Draw(rt, "mixed")
		if got < slices.Min(v) || got > slices.Max(v) || got != int64(statistical(Volume(mixed[0]), Volume(mixed[1]), Volume(mixed[2]))) {
			rt.Fatalf("%v gives %d", v, got)
		}
	})
}

func TestMulDivIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := rapid.Uint64().Draw(rt, "a"), rapid.Uint64().Draw(rt, "b")
		c := rapid.Uint64Range(1, math.MaxUint64).Draw(rt, "c")
		for _, halfUp := range []bool{false, true} {
			n := new(big.Int).Mul(new(big.Int).SetUint64(a), new(big.Int).SetUint64(b))
			if halfUp {
				n.Add(n, new(big.Int).SetUint64(c/2))
			}
			n.Div(n, new(big.Int).SetUint64(c))
			want := uint64(math.MaxUint64)
			if n.IsUint64() {
				want = n.Uint64()
			}
			if got := mulDiv(a, b, c, halfUp); got != want {
				rt.Fatalf("%d × %d / %d = %d, want %d", a, b, c, got, want)
			}
		}
	})
}

// A machine that prints at its pace lands in the middle of the range.
func TestTheEstimateIsExpected(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		previous := Reading{Value: rapid.Int64Range(0, MaxValue).Draw(rt, "value"), At: anyTime().Draw(rt, "at"), Origin: CustomerReading}
		vmm := PagesPerMonth(rapid.Int64Range(1, 1_000_000).Draw(rt, "vmm"))
		at := previous.At.AddDate(0, 0, rapid.IntRange(0, 1000).Draw(rt, "days"))
		percent := rapid.Int64Range(0, 200).Draw(rt, "percent")
		r := ExpectedRange(previous, vmm, at, percent, paris(t))
		estimate := EstimateAt(previous, vmm, at, paris(t))
		if r == nil {
			if estimate > previous.Value && percent > 0 {
				rt.Fatal("no range though pages are expected")
			}
			return
		}
		if estimate < r.Low || estimate > r.High || r.Low < previous.Value || r.Base != previous.Value {
			rt.Fatalf("%d outside %+v", estimate, *r)
		}
		if wide := ExpectedRange(previous, vmm, at, percent+1, paris(t)); wide.Low > r.Low || wide.High < r.High {
			rt.Fatal("a wider percentage narrows the range")
		}
	})
}
