package demo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"comptoir/shared/day"
)

// source marks every row of the demonstration.
const source = "demo"

// months is how far back the readings go.
const months = 18

// key is an identifier in binary, for COPY.
type key [16]byte

// world holds the rows until they are copied.
type world struct {
	extent
	rng    *rand.Rand
	today  day.Day
	paris  *time.Location
	starts map[day.Day]int64 // first second of each day in Paris
	seq    int64
	rows   map[string][][]any
	models map[string][]*modelRow // by activity
	series []series
	people map[key][]person // by customer
}

type modelRow struct {
	machine
	id key
}

type person struct {
	id   key
	name string
}

func newWorld(today day.Day, seed uint64, e extent) (*world, error) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return nil, err
	}
	return &world{extent: e, rng: rand.New(rand.NewPCG(seed, uint64(today))), today: today, paris: paris,
		starts: map[day.Day]int64{}, rows: map[string][][]any{}, models: map[string][]*modelRow{}, people: map[key][]person{}}, nil
}

func (w *world) build() {
	w.dealer()
	for i, n := range w.customers {
		w.customer(i, n)
	}
	w.read()
	w.accounts()
}

func (w *world) add(table string, values ...any) { w.rows[table] = append(w.rows[table], values) }

// id returns the next identifier: a UUIDv7 whose time is the beginning of the
// data plus a millisecond each, so that rows sort as they were made.
func (w *world) id() key {
	w.seq++
	return w.idAt(w.at(w.today.AddMonths(-months), 0).UnixMilli() + w.seq)
}

func (w *world) idAt(milli int64) key {
	var k key
	binary.BigEndian.PutUint64(k[:], uint64(milli)<<16)
	binary.BigEndian.PutUint64(k[8:], w.rng.Uint64())
	k[6], k[7] = byte(w.rng.Uint32())&0x0f|0x70, byte(w.rng.Uint32())
	k[8] = k[8]&0x3f | 0x80
	return k
}

func (k key) less(other key) bool { return bytes.Compare(k[:], other[:]) < 0 }

// at is a moment of a day in Paris, minutes after its first instant.
func (w *world) at(d day.Day, minutes int) time.Time {
	s, ok := w.starts[d]
	if !ok {
		s = d.Start(w.paris).Unix()
		w.starts[d] = s
	}
	return time.Unix(s+int64(minutes)*60, 0).UTC()
}

// working is a moment of the working day.
func (w *world) working(d day.Day) time.Time { return w.at(d, w.between(8*60, 17*60)) }

func (w *world) between(low, high int) int { return low + w.rng.IntN(high-low+1) }

func (w *world) chance(percent int) bool { return w.rng.IntN(100) < percent }

func pick[T any](w *world, from []T) T { return from[w.rng.IntN(len(from))] }

// pattern replaces # by a digit and @ by a letter that is not taken for one.
func (w *world) pattern(p string) string {
	const letters = "ABCDEFGHJKLMNPRSTVWXYZ"
	var b strings.Builder
	for _, r := range p {
		switch r {
		case '#':
			b.WriteByte(byte('0' + w.rng.IntN(10)))
		case '@':
			b.WriteByte(letters[w.rng.IntN(len(letters))])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// phone is a number of the blocks that the French plan keeps for fiction.
func (w *world) phone(mobile bool) string {
	if mobile {
		return w.pattern("06 39 98 ## ##")
	}
	return w.pattern("02 61 91 ## ##")
}

// siret is a number whose two control digits hold.
func (w *world) siret(i int) string {
	siren := fmt.Sprintf("9%07d", 1000000+i*7919)
	siren += luhn(siren)
	s := siren + "0001"
	return s + luhn(s)
}

func luhn(digits string) string {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return string(rune('0' + (10-sum%10)%10))
}

// portalConfig is how the dealer is reached; the rest of the portal has its
// defaults.
const portalConfig = `{"contact":{"phone":"02 61 91 40 00","email":"contact@comptoir.example","address":["12 quai de la Fosse","44000 Nantes"]}}`

// dealer makes what belongs to no customer.
func (w *world) dealer() {
	for _, o := range orgs {
		w.add("internal_org", o.code, o.name, o.phone, o.email)
	}
	w.add("portal_config", 1, portalConfig, w.at(w.today.AddMonths(-months), 0), source)
	for _, a := range activities {
		w.add("activity", a.code, a.label, a.icon)
	}
	drawn := pictures()
	for _, m := range machines {
		if p, ok := drawn[m.family]; ok {
			w.add("picture", p.sha256, "image/svg+xml", p.body)
			delete(drawn, m.family)
		}
	}
	drawn = pictures()
	for _, m := range machines {
		row := &modelRow{machine: m, id: w.id()}
		var volume any
		if m.monthly > 0 {
			volume = m.monthly * 1000
		}
		w.add("model", row.id, source, m.code, m.brand, m.label, m.family, m.activity, drawn[m.family].sha256, volume)
		w.models[m.activity] = append(w.models[m.activity], row)
	}
}
