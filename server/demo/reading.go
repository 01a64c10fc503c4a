package demo

import (
	"comptoir/shared/counter"
	"comptoir/shared/day"
)

// point is one reading, small enough to keep two million.
type point struct {
	value  int64
	day    day.Day
	minute int16
	kind   uint8 // index of kindsOfReading
}

var kindsOfReading = []struct {
	origin counter.Origin
	source counter.Source
}{
	{counter.Installation, counter.Technician},
	{counter.CustomerReading, counter.Portal},
	{counter.DealerReading, counter.Inventory},
	{counter.DealerReading, counter.Technician},
	{counter.Estimate, counter.File},
}

// series are the readings of one meter.
type series struct {
	customer, meter key
	row             int // of the table meter
	monthly         float64
	installed, last day.Day
	unread          bool // installed, never read since
	points          []point
}

// gauges makes the meters of an asset and remembers what they will count.
func (w *world) gauges(a *thing) {
	pace := 0.6 + w.rng.Float64()*0.8
	for i, g := range a.model.gauges {
		id := w.id()
		var due day.Day
		if g.billed && a.due != 0 {
			due = a.due
			w.bill(a, id)
		}
		w.add("meter", a.client.id, id, a.id, g.code, g.label, g.unit, i, g.colour, g.a3, !g.computed, true, due, nil, nil, nil, day.Day(0), nil)
		if g.computed {
			continue
		}
		w.series = append(w.series, series{customer: a.client.id, meter: id, row: len(w.rows["meter"]) - 1, installed: a.installed, last: a.last,
			monthly: max(pace*float64(a.model.monthly*g.share)/100, 8), unread: w.detailed && a.contract == nil && g.code == scans.code})
	}
}

// bill makes the billing dates of a meter: those of the past, billed, and the
// next one.
func (w *world) bill(a *thing, meter key) {
	quarters := 6
	if !w.detailed {
		quarters = 1
	}
	for q := quarters; q > 0; q-- {
		if d := a.due.AddMonths(-3 * q); d > a.installed {
			w.add("billing_date", a.client.id, w.id(), a.contract, meter, d, d.Add(1))
		}
	}
	w.add("billing_date", a.client.id, w.id(), a.contract, meter, a.due, day.Day(0))
}

// read gives every meter its readings, and what it keeps of them.
func (w *world) read() {
	left := w.readings
	for i := range w.series {
		s := &w.series[i]
		n := 0
		if w.readings > 0 {
			n = left / (len(w.series) - i)
			left -= n
		}
		w.fill(s, n)
		w.keep(s)
	}
}

// fill makes n readings (one a month when n is 0): installation first, then
// evenly over the last 18 months, the meter always going up.
func (w *world) fill(s *series, n int) {
	value := int64(w.between(0, 60))
	s.points = append(s.points, point{value, s.installed, int16(w.between(9*60, 16*60)), 0})
	if s.unread {
		return
	}
	first := max(s.installed.Add(20), w.today.AddMonths(-months))
	span := s.last.Sub(first)
	if n == 0 {
		n = span/30 + 2
	}
	before := s.installed
	for i := range n - 1 {
		d := s.last
		if n > 2 {
			d = first.Add(span * i / (n - 2))
		}
		value += int64(s.monthly * float64(d.Sub(before)) / 30.4375 * (0.8 + w.rng.Float64()*0.4))
		kind := uint8(1)
		switch r := w.rng.IntN(100); {
		case r < 5 && i > 0 && i < n-2:
			kind = 4
		case r < 50:
			kind = 2
		case r < 60:
			kind = 3
		}
		s.points = append(s.points, point{value, d, int16(w.between(8*60, 18*60)), kind})
		before = d
	}
}

// keep computes what the server keeps beside a meter when readings come in.
func (w *world) keep(s *series) {
	list := make([]counter.Reading, len(s.points))
	var real day.Day
	for i, p := range s.points {
		k := kindsOfReading[p.kind]
		list[i] = counter.Reading{Value: p.value, At: w.at(p.day, int(p.minute)), Origin: k.origin}
		if k.origin.Real() {
			real = p.day
		}
	}
	latest := list[len(list)-1]
	row := w.rows["meter"][s.row]
	row[12], row[13], row[14], row[15] = latest.Value, latest.At, string(latest.Origin), real
	if v := counter.VolumesOf(list, counter.Fallback{}, w.paris); v.Measured {
		row[16] = int64(v.Statistical)
	}
}
