package counter

import (
	_ "embed"
	"fmt"
	"sort"
	"strings"
	"testing"
)

//go:embed testdata/check.txt
var checkVectors string

func TestCheckVectors(t *testing.T) {
	blocks := readBlocks(t, checkVectors, "treatment", "previous", "next", "sameday", "installed", "vmm", "history",
		"entry", "reason", "replaced", "now", "outcome", "anomaly", "expected")
	if len(blocks) < 40 {
		t.Fatalf("%d cases were read", len(blocks))
	}
	for _, b := range blocks {
		t.Run(b.name, func(t *testing.T) {
			typed := reading(t, b.get("entry", ""))
			e := Entry{Value: typed.Value, At: typed.At, Reason: b.get("reason", "")}
			if r := b.get("replaced", ""); r != "" {
				end, start, _ := strings.Cut(r, " ")
				e.Replaced, e.OldEnd, e.NewStart = true, number(t, end), number(t, start)
			}
			n := Neighbours{
				Previous:     reading(t, b.get("previous", "")),
				Next:         reading(t, b.get("next", "")),
				SameDay:      int(number(t, b.get("sameday", "0"))),
				InstalledOn:  civil(t, b.get("installed", "")),
				KnowsHistory: b.get("history", "yes") == "yes",
			}
			if s := b.get("vmm", ""); s != "" {
				v := volume(t, s)
				n.VMM = &v
			}
			limits := DefaultThresholds(b.get("treatment", TreatmentPortal))
			got := Check(e, n, limits, moment(t, b.get("now", "2026-03-31T10:00")), paris(t))
			if text, want := describe(got), wanted(b); text != want {
				t.Errorf("got\n%s\nwant\n%s", text, want)
			}
		})
	}
}

func wanted(b block) string {
	lines := []string{b.get("outcome", "")}
	lines = append(lines, b.all("anomaly")...)
	if e := b.get("expected", ""); e != "" {
		lines = append(lines, e)
	}
	return strings.Join(lines, "\n")
}

func describe(v Verdict) string {
	lines := []string{string(v.Outcome)}
	if v.Flagged {
		lines[0] += " flagged"
	}
	for _, a := range v.Anomalies {
		line := string(a.Kind) + " confirm"
		if a.Blocking {
			line = string(a.Kind) + " block"
		}
		for _, name := range []string{"Previous", "Next", "Gap", "Limit", "Percent", "Low", "High", "Max"} {
			if x, ok := a.Args[name]; ok {
				line += fmt.Sprintf(" %s=%d", name, x)
			}
		}
		lines = append(lines, line)
	}
	if r := v.Expected; r != nil {
		lines = append(lines, fmt.Sprintf("%d %d %d", r.Low, r.High, r.Base))
	}
	return strings.Join(lines, "\n")
}

// Every number that a sentence names is given, and no other.
func TestEveryAnomalyHasASentence(t *testing.T) {
	for _, c := range levelColumns {
		if sentences[c.kind] == "" {
			t.Errorf("%s has no sentence", c.kind)
		}
	}
	if sentences[TooLarge] == "" {
		t.Error("too_large has no sentence")
	}
}

func TestS040_RedactTellsNothingOfThePast(t *testing.T) {
	previous := Reading{Value: 777001, At: moment(t, "2026-03-01"), Origin: CustomerReading}
	next := Reading{Value: 777009, At: moment(t, "2026-03-30"), Origin: CustomerReading}
	vmm := PagesPerMonth(8)
	n := Neighbours{Previous: &previous, Next: &next, SameDay: 1, VMM: &vmm, KnowsHistory: true}
	limits := DefaultThresholds(TreatmentPortal)
	shapes := map[Outcome]map[string]bool{}
	for value := int64(-2); value < 1_600_000; value += 1777 {
		v := Check(Entry{Value: value, At: moment(t, "2026-03-20")}, n, limits, moment(t, "2026-03-31"), paris(t)).Redact()
		if v.Expected != nil {
			t.Fatalf("%d: expected range travels", value)
		}
		var kinds []string
		for _, a := range v.Anomalies {
			if len(a.Args) > 0 || a.Kind.NeedsHistory() && a.Kind != Hidden {
				t.Fatalf("%d: %+v", value, a)
			}
			kinds = append(kinds, string(a.Kind))
		}
		sort.Strings(kinds)
		if shapes[v.Outcome] == nil {
			shapes[v.Outcome] = map[string]bool{}
		}
		if value >= 0 {
			shapes[v.Outcome][strings.Join(kinds, " ")] = true
		}
	}
	// Too low and too high must look alike.
	if len(shapes[Refused]) != 1 || !shapes[Refused]["hidden second_of_day"] {
		t.Errorf("refused entries differ: %v", shapes[Refused])
	}
}

func TestFlagAcceptsOnlyWhatWaits(t *testing.T) {
	if v := (Verdict{Outcome: ToConfirm}).Flag(); v.Outcome != Accepted || !v.Flagged {
		t.Errorf("%+v", v)
	}
	if v := (Verdict{Outcome: Refused}).Flag(); v.Outcome != Refused || v.Flagged {
		t.Errorf("%+v", v)
	}
	if v := (Verdict{Outcome: Accepted}).Flag(); v.Flagged {
		t.Errorf("%+v", v)
	}
}
