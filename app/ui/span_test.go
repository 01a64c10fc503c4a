package ui

import (
	"testing"

	"pgregory.net/rapid"
)

func TestWindowChoosesItems(t *testing.T) {
	for _, tc := range []struct {
		name  string
		l     layout
		count int
		want  span
	}{
		{"nothing measured", layout{}, 20_000, span{0, firstItems}},
		{"nothing measured, short list", layout{}, 5, span{0, 5}},
		{"top of a table", layout{cols: 1, pitch: 52, above: 0, height: 900}, 20_000, span{0, 44}},
		{"list below the viewport's top", layout{cols: 1, pitch: 52, above: -300, height: 900}, 20_000, span{0, 38}},
		{"middle of tiles", layout{cols: 4, pitch: 464, above: 200_000, height: 900}, 20_000, span{428 * 4, 436 * 4}},
		{"end", layout{cols: 4, pitch: 464, above: 2_318_000, height: 900}, 20_000, span{4992 * 4, 20_000}},
		{"scrolled past the end", layout{cols: 1, pitch: 50, above: 1e9, height: 900}, 10, span{0, 10}},
		{"empty", layout{cols: 3, pitch: 50, height: 900}, 0, span{0, 0}},
	} {
		if got := tc.l.window(tc.count, span{}); got != tc.want {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

// TestWindowShowsWhatIsSeen scrolls at random: what stands on screen is drawn,
// never more than the most unless more is seen at once, and in whole lines.
func TestWindowShowsWhatIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(0, 20_000).Draw(t, "count")
		l := layout{
			cols:   rapid.IntRange(1, 6).Draw(t, "cols"),
			pitch:  rapid.Float64Range(40, 500).Draw(t, "pitch"),
			height: rapid.Float64Range(300, 1200).Draw(t, "height"),
		}
		lines := (count + l.cols - 1) / l.cols
		now := span{}
		for _, line := range rapid.SliceOfN(rapid.IntRange(0, max(0, lines-1)), 1, 20).Draw(t, "lines") {
			l.above = float64(line) * l.pitch
			now = l.window(count, now)
			seen := min(count, (line+int(l.height/l.pitch)+1)*l.cols)
			if now.first > line*l.cols || now.last < seen {
				t.Fatalf("line %d: drawn %v, seen up to %d", line, now, seen)
			}
			if now.first%l.cols != 0 || now.last-now.first > max(maxItems, (int(l.height/l.pitch)+2)*l.cols) || now.last > count {
				t.Fatalf("line %d: %v of %d in %d columns", line, now, count, l.cols)
			}
		}
	})
}

func TestRangeScale(t *testing.T) {
	for _, tc := range []struct {
		value int64
		want  float64
	}{{12_300, 37.5}, {14_100, 62.5}, {13_200, 50}, {99_999_999, 97}, {-5_000, 3}} {
		if _, _, got := (Range{Low: 12_300, High: 14_100, Value: tc.value}).scale(); got != tc.want {
			t.Errorf("%d stands at %v %%, want %v", tc.value, got, tc.want)
		}
	}
	if _, _, got := (Range{Low: 5, High: 5, Value: 5}).scale(); got != 37.5 {
		t.Errorf("a range of one value: %v", got)
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Nadia Benali": "NB", "élodie": "É", "": "?", "Jean de La Tour": "JT"} {
		if got := Initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
