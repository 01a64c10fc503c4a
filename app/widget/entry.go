package widget

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"time"

	"comptoir/app/browser"
	"comptoir/app/outbox"
	"comptoir/app/store"
	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/day"
	"comptoir/shared/fault"
	"comptoir/shared/id"
)

// Desk is what a form needs of the page that holds it.
type Desk struct {
	Go     func(fn func()) // runs apart from the interface
	Update func(fn func()) // runs on the interface and draws again
}

// Entry is the entry of the meters of one asset: what is typed, judged as it is
// typed, kept through a reload, saved into the outbox.
type Entry struct {
	Tile   store.Tile
	Meters []api.Meter
	Past   map[id.Meter][]counter.Reading // of the history, once it was read
	Draft  Draft

	// Brisk does not wait for the server once the readings are kept: the person
	// goes on to the next machine.
	Brisk bool
	// OnSaved hears, on the interface, what became of what was saved.
	OnSaved func(Outcome)

	corrects  *store.HeldReading // the parked entry that this one replaces
	kept      []string           // photos of that one that stay
	tried     bool               // saving was asked for: what is missing is said
	busy      bool
	preparing bool // a photo is on its way in
	trouble   trouble
	photo     browser.Blob
	photoURL  string
	touched   bool
	left      map[id.Meter]bool // fields that were left since something was typed
	serial    string
	desk      Desk
	fleet     *store.Fleet
}

var entries int // tells the handlers of two entries apart

// NewEntry returns the entry of an asset's meters, with what was typed before
// as soon as the device has given it.
func NewEntry(t store.Tile, meters []api.Meter, f *store.Fleet, d Desk) *Entry {
	e := blankEntry(t, meters, f, d)
	e.load()
	return e
}

// NewCorrection returns the entry that replaces a parked one, filled with it.
func NewCorrection(r store.HeldReading, t store.Tile, m api.Meter, f *store.Fleet, d Desk) *Entry {
	e := blankEntry(t, []api.Meter{m}, f, d)
	e.corrects, e.kept = &r, r.Entry.Photos
	typed := Typed{Value: strconv.FormatInt(r.Req.Value, 10)}.WithReason(r.Req.Reason)
	if x := r.Req.Replaced; x != nil {
		typed.Replaced, typed.OldEnd, typed.NewStart = true, strconv.FormatInt(x.OldEnd, 10), strconv.FormatInt(x.NewStart, 10)
	}
	e.Draft.Fields[m.ID] = typed
	e.Draft.At = r.Req.At.In(store.Zone()).Format(localTime)
	e.Draft.IDs[m.ID] = fresh(id.Mutation(""))
	e.tried = true
	e.load()
	return e
}

func blankEntry(t store.Tile, meters []api.Meter, f *store.Fleet, d Desk) *Entry {
	entries++
	return &Entry{
		Tile: t, Meters: meters, fleet: f, desk: d, serial: "r" + strconv.Itoa(entries) + "-",
		Draft: Draft{Fields: map[id.Meter]Typed{}, IDs: map[id.Meter]id.Mutation{}}, left: map[id.Meter]bool{},
	}
}

// fresh makes an identifier of the kind of its argument; the runtime seeds the
// chance from the browser's.
func fresh[K id.Kind](id.ID[K]) id.ID[K] {
	var c id.Chance
	for i := range c {
		c[i] = byte(rand.Uint32())
	}
	return id.New[K](browser.Now(), c)
}

// key is where the draft lies on the desk.
func (e *Entry) key() string {
	if e.corrects != nil {
		return "correct." + e.corrects.Entry.ID
	}
	return "reading." + string(e.Tile.Asset.ID)
}

// load takes up what was typed before the page was loaded, unless something was
// typed meanwhile.
func (e *Entry) load() {
	if e.fleet == nil {
		return
	}
	e.desk.Go(func() {
		raw, ok := e.fleet.Laid(e.key())
		var d Draft
		if !ok || json.Unmarshal(raw, &d) != nil {
			return
		}
		var blob browser.Blob
		var url string
		if d.Photo != nil {
			if b, ok := e.fleet.Laid(e.key() + ".photo"); ok {
				blob = browser.NewBlob(b, d.Photo.Type)
				url = browser.ObjectURL(blob)
			} else {
				d.Photo = nil
			}
		}
		e.desk.Update(func() {
			if e.touched {
				return
			}
			e.take(d)
			e.photo, e.photoURL = blob, url
		})
	})
}

// take makes a draft that was kept the present one, without the meters that
// were saved and not taken off it before the browser was killed.
func (e *Entry) take(d Draft) {
	if d.Fields == nil {
		d.Fields = map[id.Meter]Typed{}
	}
	if d.IDs == nil {
		d.IDs = map[id.Meter]id.Mutation{}
	}
	h := store.HeldNow()
	saved := map[id.Mutation]bool{}
	for _, held := range h.Entries {
		saved[id.Mutation(held.ID)] = true
	}
	for _, sent := range h.Sent {
		saved[id.Mutation(sent.ID)] = true
	}
	for m, i := range d.IDs {
		if saved[i] {
			delete(d.Fields, m)
			delete(d.IDs, m)
		}
	}
	e.Draft = d
	for m := range d.Fields {
		e.left[m] = true
	}
}

// Type changes what was typed of a meter.
func (e *Entry) Type(m id.Meter, change func(t *Typed)) {
	t := e.Draft.Fields[m]
	change(&t)
	if t == (Typed{}) {
		delete(e.Draft.Fields, m)
	} else {
		e.Draft.Fields[m] = t
		if e.Draft.IDs[m] == "" {
			e.Draft.IDs[m] = fresh(id.Mutation(""))
		}
	}
	e.keep()
}

// SetAt changes the moment of the reading; empty: now.
func (e *Entry) SetAt(local string) {
	e.Draft.At = local
	e.keep()
}

// keep lays the draft on the desk.
func (e *Entry) keep() {
	e.touched, e.trouble = true, noTrouble
	if e.fleet == nil {
		return
	}
	if e.Draft.Empty() {
		e.fleet.Lay(e.key(), nil)
		return
	}
	if raw, err := json.Marshal(e.Draft); err == nil {
		e.fleet.Lay(e.key(), raw)
	}
}

// clear takes the draft off the desk.
func (e *Entry) clear() {
	e.Draft = Draft{Fields: map[id.Meter]Typed{}, IDs: map[id.Meter]id.Mutation{}}
	e.tried, e.left = false, map[id.Meter]bool{}
	e.dropPhoto()
	e.keep()
}

// Judge judges a meter as it is typed now.
func (e *Entry) Judge(m api.Meter) Judged {
	now, zone := browser.Now(), store.Zone()
	at, ok := e.Draft.When(now, zone)
	if !ok {
		at = now
	}
	j := Judge(m, e.Draft.Fields[m.ID], e.known(m), at, now, zone, nil)
	return e.said(j, m, e.Draft.Fields[m.ID])
}

// said adds what the server said of the very value that it refused.
func (e *Entry) said(j Judged, m api.Meter, t Typed) Judged {
	if e.corrects == nil || !j.Typed || j.Value != e.corrects.Req.Value || t.Replaced || e.corrects.Entry.Reason == nil {
		return j
	}
	var asked []fault.Field
	for _, f := range e.corrects.Entry.Reason.Fields {
		switch {
		case f.Name == "reason":
			asked = append(asked, f)
		case f.Name == "value" && len(j.Errors) == 0 && e.sameDate():
			j.Errors["value"] = f
		}
	}
	if len(asked) == 0 || len(j.Warnings) > 0 || len(j.Errors) > 0 {
		return j
	}
	now, zone := browser.Now(), store.Zone()
	at, _ := e.Draft.When(now, zone)
	return Judge(m, t, e.known(m), at, now, zone, asked)
}

func (e *Entry) sameDate() bool {
	return e.Draft.At == e.corrects.Req.At.In(store.Zone()).Format(localTime)
}

// known draws together what is known of the past of a meter.
func (e *Entry) known(m api.Meter) Known {
	a := e.Tile.Asset
	k := Known{Shows: ShowsPrevious(a), Installed: a.Installed, Limits: RulesOf(a).Thresholds, Past: e.Past[m.ID]}
	for _, r := range store.HeldNow().Readings[a.ID] {
		if r.Req.Meter == m.ID && r.Req.Replaced == nil && r.Entry.State == outbox.Waiting {
			k.Here = append(k.Here, counter.Reading{Value: r.Req.Value, At: r.Req.At, Origin: counter.CustomerReading, Source: counter.Portal})
		}
	}
	return k
}

// Today is the day of now in the zone of the portal.
func Today() day.Day { return day.Of(browser.Now(), store.Zone()) }

func clock(t time.Time) string { return store.Lang().Clock(t.In(store.Zone())) }
