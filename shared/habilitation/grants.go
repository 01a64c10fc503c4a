package habilitation

import "slices"

// Answer says how far a right goes for one organisation and activity.
type Answer uint8

// The three answers, ordered: each one includes the ones before it.
const (
	No  Answer = iota // refused (N, or no row)
	Own               // on what the person made himself (P)
	Yes               // granted (O)
)

// Letter returns the result as the decision table spells it: N, P or O.
func (a Answer) Letter() byte { return "NPO"[min(a, Yes)] }

// ParseAnswer reads O, N or P; ok is false for anything else.
func ParseAnswer(s string) (a Answer, ok bool) {
	switch s {
	case "O":
		return Yes, true
	case "P":
		return Own, true
	case "N":
		return No, true
	}
	return No, false
}

// Pair is what a right is asked about: the internal organisation and the
// activity of an object. An object without activity has the empty one.
type Pair struct {
	Org      string `json:"o"`
	Activity string `json:"a,omitempty"`
}

// Grant is one pair for which a right holds; Own limits it to what the person
// made himself.
type Grant struct {
	Org      string
	Activity string
	Own      bool
}

// Grants holds every answer of one membership. It travels as JSON and is never
// changed once made; build it with New. The zero value grants nothing.
type Grants struct {
	// On lists the pairs, sorted by organisation then activity, each once.
	On []Pair `json:"on"`
	// By holds one letter (O, N, P) per pair of On for each code that has at
	// least one answer other than N.
	By map[Code]string `json:"by"`
}

// New asks answer for every code of All and every pair, once each.
func New(pairs []Pair, answer func(Code, Pair) Answer) Grants {
	on := slices.Clone(pairs)
	slices.SortFunc(on, comparePairs)
	on = slices.Compact(on)
	g := Grants{On: on, By: make(map[Code]string)}
	letters := make([]byte, len(on))
	for _, c := range all {
		some := false
		for i, p := range on {
			a := answer(c, p)
			letters[i] = a.Letter()
			some = some || a != No
		}
		if some {
			g.By[c] = string(letters)
		}
	}
	return g
}

// Answer says whether code holds for an object of that organisation and
// activity. A pair that the grants do not know is refused; for a restriction
// it is restricted, so that a doubt never opens a door. The empty code is held
// by everyone.
func (g Grants) Answer(code Code, org, activity string) Answer {
	if code == "" {
		return Yes
	}
	i, found := g.find(org, activity)
	if !found {
		if code.Restriction() {
			return Yes
		}
		return No
	}
	return letterAt(g.By[code], i)
}

// Any reports whether code holds, wholly or on one's own, for at least one
// pair: the gate, the menu and the buttons ask this.
func (g Grants) Any(code Code) bool {
	if code == "" {
		return true
	}
	letters := g.By[code]
	for i := range letters {
		if letterAt(letters, i) != No {
			return true
		}
	}
	return false
}

// Pairs lists the pairs for which code holds, sorted; lists, counts and
// exports keep only the rows of these.
func (g Grants) Pairs(code Code) []Grant {
	letters := g.By[code]
	var out []Grant
	for i, p := range g.On {
		if a := letterAt(letters, i); a != No {
			out = append(out, Grant{p.Org, p.Activity, a == Own})
		}
	}
	return out
}

// Covers reports whether no right of other goes beyond g, and no restriction
// of g is lifted in other: nobody gives more than he has (GERER_COMPTES).
func (g Grants) Covers(other Grants) bool {
	for _, c := range all {
		for _, p := range other.On {
			mine, his := g.Answer(c, p.Org, p.Activity), other.Answer(c, p.Org, p.Activity)
			if c.Restriction() {
				mine, his = his, mine
			}
			if his > mine {
				return false
			}
		}
	}
	return true
}

func (g Grants) find(org, activity string) (int, bool) {
	lo, hi := 0, len(g.On)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		p := &g.On[mid]
		if p.Org < org || p.Org == org && p.Activity < activity {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < len(g.On) && g.On[lo].Org == org && g.On[lo].Activity == activity
}

func letterAt(letters string, i int) Answer {
	if i >= len(letters) {
		return No
	}
	switch letters[i] {
	case 'O':
		return Yes
	case 'P':
		return Own
	}
	return No
}

func comparePairs(a, b Pair) int {
	if a.Org != b.Org {
		if a.Org < b.Org {
			return -1
		}
		return 1
	}
	if a.Activity != b.Activity {
		if a.Activity < b.Activity {
			return -1
		}
		return 1
	}
	return 0
}
