package counter

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
)

//go:embed testdata/expected.txt
var expectedVectors string

//go:embed testdata/volumes.txt
var volumeVectors string

func TestExpectedVectors(t *testing.T) {
	for _, b := range readBlocks(t, expectedVectors, "today", "days", "request", "meter", "expected") {
		t.Run(b.name, func(t *testing.T) {
			s := Schedule{RequestOpen: b.get("request", "") == "open"}
			for _, m := range b.all("meter") {
				billing, last, _ := strings.Cut(m, " ")
				s.Meters = append(s.Meters, Billing{NextBilling: civil(t, strings.Trim(billing, "-")), LastReal: civil(t, strings.Trim(last, "-"))})
			}
			got := Expected(s, civil(t, b.get("today", "")), int(number(t, b.get("days", "20"))))
			if want := b.get("expected", "") == "yes"; got != want {
				t.Errorf("expected %v, want %v", got, want)
			}
		})
	}
}

func TestVolumeVectors(t *testing.T) {
	for _, b := range readBlocks(t, volumeVectors, "reading", "model", "company", "keepbelowone", "volumes", "measured") {
		t.Run(b.name, func(t *testing.T) {
			var readings []Reading
			for _, r := range b.all("reading") {
				readings = append(readings, *reading(t, r))
			}
			got := VolumesOf(readings, Fallback{
				Model:        volume(t, b.get("model", "0")),
				Company:      volume(t, b.get("company", "0")),
				KeepBelowOne: b.get("keepbelowone", "") == "yes",
			}, paris(t))
			text := fmt.Sprintf("%s %s %s %s", show(got.SinceDelivery), show(got.OverYear), show(got.LastTwo), show(got.Statistical))
			if want := b.get("volumes", ""); text != want {
				t.Errorf("got %s, want %s", text, want)
			}
			if want := b.get("measured", "") == "yes"; got.Measured != want {
				t.Errorf("measured %v, want %v", got.Measured, want)
			}
		})
	}
}

func show(v Volume) string { return fmt.Sprintf("%d.%03d", v/1000, v%1000) }

func TestStatistical(t *testing.T) {
	for _, c := range []struct{ l, y, two, want Volume }{
		{0, 0, 0, 0},
		{7000, 0, 0, 7000},
		{0, 7000, 0, 7000},
		{1000, 2000, 9000, 1500},
		{9000, 2000, 1000, 1500},
		{1000, 8000, 9000, 8500},
		{1000, 2000, 3000, 2000}, // equal gaps: all three
		{0, 5000, 10000, 5000},   // equal gaps, with a zero
		{0, 1000, 9000, 1000},    // one of the two nearest is 0: the other
		{0, 8000, 9000, 8500},
		{4000, 4000, 4000, 4000},
		{1000, 1001, 9000, 1001}, // half up
		{1, 2, 4, 2},
		{9223372036854775807, 9223372036854775807, 9223372036854775807, 9223372036854775807},
	} {
		if got := statistical(c.l, c.y, c.two); got != c.want {
			t.Errorf("%d %d %d: %d, want %d", c.l, c.y, c.two, got, c.want)
		}
	}
}

func TestPages(t *testing.T) {
	if v := PagesPerMonth(1000); v != 1_000_000 || v.Pages() != 1000 {
		t.Errorf("%d", v)
	}
	if Volume(499).Pages() != 0 || Volume(500).Pages() != 1 || Volume(-5).Pages() != 0 || PagesPerMonth(-1) != 0 {
		t.Error("rounding of pages is wrong")
	}
	if PagesPerMonth(9223372036854775807) <= 0 {
		t.Error("a volume overflows")
	}
}

func TestAround(t *testing.T) {
	readings := []Reading{
		*reading(t, "300 @ 2026-03-20T09:00"),
		*reading(t, "100 @ 2026-03-01"),
		*reading(t, "250 @ 2026-03-15 Estimation"),
		*reading(t, "200 @ 2026-03-10T08:00"),
		*reading(t, "210 @ 2026-03-10T18:00"),
	}
	for _, c := range []struct {
		at             string
		previous, next int64 // −1: none
		sameDay        int
	}{
		{"2026-02-01", -1, 100, 0},
		{"2026-03-01", 100, 200, 1},
		{"2026-03-10T12:00", 200, 210, 2},
		{"2026-03-16", 210, 300, 0},
		{"2026-03-20T09:00", 300, -1, 1},
		{"2026-04-01", 300, -1, 0},
	} {
		n := Around(readings, moment(t, c.at), paris(t))
		if valueOf(n.Previous) != c.previous || valueOf(n.Next) != c.next || n.SameDay != c.sameDay || !n.KnowsHistory {
			t.Errorf("%s: %d, %d, %d", c.at, valueOf(n.Previous), valueOf(n.Next), n.SameDay)
		}
	}
}

func valueOf(r *Reading) int64 {
	if r == nil {
		return -1
	}
	return r.Value
}
