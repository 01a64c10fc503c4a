package ui

// maxItems is how many items of a list stand in the document at most: beyond
// about a hundred, drawing is felt.
const maxItems = 100

// firstItems is how many items are drawn before anything was measured.
const firstItems = 48

// span is a range of items: from first, up to but not including last.
type span struct{ first, last int }

// window chooses the items to draw: those on screen and a screenful and a half
// on either side, in whole lines, at most maxItems. As long as half of that
// remains drawn around what is seen, it answers now, so that not every scroll
// draws.
func (l layout) window(count int, now span) span {
	cols := max(1, l.cols)
	if l.pitch <= 0 {
		return span{0, min(count, firstItems)}
	}
	lines := (count + cols - 1) / cols
	// The lines a person sees, clamped to the list when it is off screen.
	top := clamp(int(l.above/l.pitch), 0, max(0, lines-1))
	seen := clamp(int((l.above+l.height)/l.pitch)+1, top+1, max(top+1, lines))

	most := max(maxItems/cols, seen-top)
	around := min(1+int(1.5*l.height/l.pitch), max(0, (most-(seen-top))/2))

	half := around / 2
	if now.last <= count && now.first <= max(0, top-half)*cols && now.last >= min(count, (seen+half)*cols) && now.last-now.first <= most*cols {
		return now
	}
	first := max(0, top-around)
	last := min(lines, min(seen+around, first+most))
	return span{first * cols, min(count, last*cols)}
}

func clamp(v, low, high int) int { return min(max(v, low), high) }
