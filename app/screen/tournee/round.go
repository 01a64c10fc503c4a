// Package tournee draws the round: the assets that wait for a reading, one
// after the other, by place, with or without a network.
package tournee

import (
	"slices"
	"strings"
	"time"

	"comptoir/app/store"
	"comptoir/shared/fold"
	"comptoir/shared/id"
)

// roundLasts is how long a round is taken up again: a working day.
const roundLasts = 16 * time.Hour

// Round is what a person has done of a round; it lies on the desk, so that a
// reload takes it up where it was.
type Round struct {
	Started time.Time         `json:"started"`
	Done    map[id.Asset]bool `json:"done,omitempty"`
	Skipped map[id.Asset]bool `json:"skipped,omitempty"`
	At      id.Asset          `json:"at,omitempty"` // the last one that was open
}

// Stop is one asset of a round.
type Stop struct {
	Tile store.Tile
	Done bool // read, and kept or received
	Fix  bool // its reading must be corrected
	key  string
}

// Fresh reports whether the round may be taken up at that moment.
func (r Round) Fresh(now time.Time) bool {
	return !r.Started.IsZero() && now.Sub(r.Started) < roundLasts && !r.Started.After(now)
}

// Plan puts the stops of a round in order: the assets that wait for a reading
// and those that this round has read, by site, then place, then name.
func Plan(r Round, expected []store.Tile, find func(id.Asset) (store.Tile, bool), h *store.Held, received func(id.Asset) bool) []Stop {
	var out []Stop
	seen := map[id.Asset]bool{}
	add := func(t store.Tile) {
		a := t.Asset.ID
		if seen[a] {
			return
		}
		seen[a] = true
		out = append(out, Stop{
			Tile: t, Fix: h.Parked(a), Done: !h.Parked(a) && (r.Done[a] || h.Waits(a) || received(a)),
			key: fold.Text(t.Site.Name) + "\x00" + string(t.Site.ID) + "\x00" + fold.Text(t.Asset.Place) + "\x00" + fold.Text(t.Asset.Label) + "\x00" + string(a),
		})
	}
	for _, t := range expected {
		add(t)
	}
	for a := range r.Done {
		if t, ok := find(a); ok {
			add(t)
		}
	}
	slices.SortFunc(out, func(a, b Stop) int { return strings.Compare(a.key, b.key) })
	return out
}

// done counts the stops that were read.
func done(stops []Stop) int {
	n := 0
	for _, s := range stops {
		if s.Done {
			n++
		}
	}
	return n
}

// index is the place of an asset among the stops, or -1.
func index(stops []Stop, a id.Asset) int {
	return slices.IndexFunc(stops, func(s Stop) bool { return s.Tile.Asset.ID == a })
}

// Next is the stop to go to from one: the first after it that is neither done
// nor skipped, from the start again, then those that were skipped. ok is false
// when all the others are done.
func (r Round) Next(stops []Stop, from id.Asset) (next id.Asset, ok bool) {
	at := index(stops, from)
	for _, skipped := range []bool{false, true} {
		for i := range stops {
			s := stops[(at+1+i)%len(stops)]
			a := s.Tile.Asset.ID
			if !s.Done && !s.Fix && a != from && r.Skipped[a] == skipped {
				return a, true
			}
		}
	}
	return "", false
}

// Previous is the stop before one, whatever its state.
func Previous(stops []Stop, from id.Asset) (id.Asset, bool) {
	if at := index(stops, from); at > 0 {
		return stops[at-1].Tile.Asset.ID, true
	}
	return "", false
}

// Resume is the stop where a round goes on: the one that was open, unless it is
// done.
func (r Round) Resume(stops []Stop) (id.Asset, bool) {
	if i := index(stops, r.At); i >= 0 && !stops[i].Done && !stops[i].Fix {
		return r.At, true
	}
	return r.Next(stops, r.At)
}

// with returns the round with an asset done, or skipped.
func (r Round) with(a id.Asset, done bool) Round {
	set := func(m map[id.Asset]bool, on bool) map[id.Asset]bool {
		out := map[id.Asset]bool{}
		for k, v := range m {
			out[k] = v
		}
		delete(out, a)
		if on {
			out[a] = true
		}
		return out
	}
	r.Done, r.Skipped = set(r.Done, done || r.Done[a]), set(r.Skipped, !done)
	return r
}
