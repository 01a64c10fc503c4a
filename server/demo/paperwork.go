package demo

import (
	"fmt"
	"slices"
	"time"

	"comptoir/shared/day"
)

// paperwork makes the tickets and the orders of an asset.
func (w *world) paperwork(a *thing, i int) {
	if !a.inFleet {
		return
	}
	open := 0
	switch {
	case i%13 == 0:
		open = 2
	case w.detailed && i%4 == 1, w.chance(8):
		open = 1
	}
	for range open {
		w.ticket(a, pick(w, ticketStates), w.today.Add(-w.between(0, 12)), time.Time{})
	}
	if w.detailed || w.chance(20) {
		opened := max(w.today.Add(-w.between(30, 500)), a.installed)
		w.ticket(a, pick(w, closedStates), opened, w.working(min(opened.Add(w.between(0, 6)), w.today)))
	}
	if a.model.activity != printing {
		return
	}
	if w.detailed && i%4 == 0 || w.chance(8) {
		w.order(a, pick(w, orderStates), w.today.Add(-w.between(0, 15)))
		if i%3 == 0 {
			w.order(a, pick(w, orderStates), w.today.Add(-w.between(0, 15)))
		}
	}
	if w.detailed || w.chance(15) {
		w.order(a, pick(w, doneStates), max(w.today.Add(-w.between(30, 480)), a.installed))
	}
}

func (w *world) ticket(a *thing, state string, opened day.Day, closed time.Time) {
	c := a.client
	c.tickets++
	n := pick(w, natures)
	for n.activity != a.model.activity {
		n = pick(w, natures)
	}
	who := pick(w, c.contacts)
	priority := "01"
	if w.chance(20) {
		priority = "00"
	}
	var end any
	if !closed.IsZero() {
		end = closed
	}
	at := w.working(opened)
	if opened == w.today {
		at = w.at(opened, 7*60+w.rng.IntN(40))
	}
	w.add("ticket", c.id, w.id(), source, fmt.Sprintf("%s%05d", c.code[2:], c.tickets), a.id, a.site.id, orgOf(a.model.activity), a.model.activity,
		n.label, n.detail, state, priority, who.name, who.id, at, end)
}

func (w *world) order(a *thing, state string, on day.Day) {
	c := a.client
	c.orders++
	id, who := w.id(), pick(w, c.contacts)
	var net int64
	assets := []key{}
	for position := range w.between(1, 3) {
		article := pick(w, consumables)
		quantity := int64(w.between(1, 4))
		var asset any = a.id
		if article.reference == "PAP-A4" {
			asset, quantity = nil, 25
		} else {
			assets = append(assets, a.id)
		}
		price := article.price
		if a.contract != nil && asset != nil {
			price = 0 // the contract covers it
		}
		net += (price*quantity + 50) / 100
		w.add("purchase_line", c.id, w.id(), id, asset, position, article.reference, article.label, quantity, price)
	}
	slices.SortFunc(assets, func(x, y key) int {
		switch {
		case x.less(y):
			return -1
		case y.less(x):
			return 1
		}
		return 0
	})
	at := w.working(on)
	if on == w.today {
		at = w.at(on, 7*60+w.rng.IntN(40))
	}
	w.add("purchase", c.id, id, source, fmt.Sprintf("CC%s%05d", c.code[2:], c.orders), w.pattern("BC-####"), a.site.id, orgOf(a.model.activity), a.model.activity,
		state, at, net+(net*20+50)/100, who.name, who.id, slices.Compact(assets))
}
