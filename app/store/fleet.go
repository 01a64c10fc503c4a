package store

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"comptoir/app/browser"
	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/day"
	"comptoir/shared/fault"
	"comptoir/shared/fold"
	"comptoir/shared/setting"
)

// mirrorStore is the store of the device that holds chunks and heads.
const mirrorStore = "mirror"

// firstKey is the record of the first tiles of the default view: they are drawn
// before the rest is read.
const firstKey = "first"

// firstTiles is how many tiles that record holds.
const firstTiles = 60

// Fleet is the mirror of what the membership sees: assets with their models,
// sites, meters, open tickets and open orders. Its methods may be called from
// any goroutine.
type Fleet struct {
	mu       sync.Mutex
	db       *browser.DB
	assets   *collection[api.Asset]
	models   *collection[api.Model]
	sites    *collection[api.Site]
	contacts *collection[api.Contact]
	meters   *collection[api.Meter]
	tickets  *collection[api.Ticket]
	orders   *collection[api.Order]
	rules    map[string]setting.Values
	labels   []string // folded labels, by row of assets
	idx      *Index
	idxDay   day.Day
	byAsset  map[string][]int32 // rows of meters
	first    []Tile
	loaded   bool // the device was read whole
	at       time.Time
	fault    *fault.Error
	changed  []func()
	version  int // counts the changes of the rows and of the rules
	desk     desk
}

// OpenFleet opens the mirror of a membership. A device that stores nothing
// gives a fleet that lives in memory.
func OpenFleet(me *api.Me) *Fleet {
	f := &Fleet{rules: map[string]setting.Values{}}
	f.blank()
	for _, o := range me.Orgs {
		f.rules[o.Code] = o.Settings
	}
	db, err := browser.Open(databaseOf(me), 1, mirrorStore, snapshotStore)
	if err == nil {
		f.db = db
	}
	return f
}

func (f *Fleet) blank() {
	f.assets = newCollection("asset", func(r *api.Asset) string { return string(r.ID) })
	f.models = newCollection("model", func(r *api.Model) string { return string(r.ID) })
	f.sites = newCollection("site", func(r *api.Site) string { return string(r.ID) })
	f.contacts = newCollection("contact", func(r *api.Contact) string { return string(r.ID) })
	f.meters = newCollection("meter", func(r *api.Meter) string { return string(r.ID) })
	f.assets.share, f.meters.share = shareAsset, shareMeter
	f.tickets = newCollection("ticket", func(r *api.Ticket) string { return string(r.ID) })
	f.orders = newCollection("order", func(r *api.Order) string { return string(r.ID) })
}

// OnChange calls fn whenever the mirror has changed.
func (f *Fleet) OnChange(fn func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.changed = append(f.changed, fn)
}

func (f *Fleet) tell() {
	f.mu.Lock()
	fns := f.changed
	f.mu.Unlock()
	for _, fn := range fns {
		fn()
	}
}

// LoadFirst reads the first tiles of the default view.
func (f *Fleet) LoadFirst() {
	if f.db == nil {
		return
	}
	b, ok, err := f.db.Get(mirrorStore, firstKey)
	var tiles []Tile
	if err != nil || !ok || json.Unmarshal(b, &tiles) != nil {
		return
	}
	f.mu.Lock()
	f.first = tiles
	f.mu.Unlock()
	f.tell()
}

// Load reads the whole mirror from the device, a chunk at a time.
func (f *Fleet) Load() error {
	defer f.tell()
	read := func(key string) ([]byte, error) {
		if f.db == nil {
			return nil, nil
		}
		b, ok, err := f.db.Get(mirrorStore, key)
		if !ok {
			return nil, err
		}
		return b, err
	}
	pause := func() { time.Sleep(time.Millisecond) } // the interface draws between two chunks
	fresh := &Fleet{}
	fresh.blank()
	texts := shared{}
	for _, load := range []func(func(string) ([]byte, error), shared, func()) error{
		fresh.models.load, fresh.sites.load, fresh.assets.load, fresh.meters.load, fresh.tickets.load, fresh.orders.load, fresh.contacts.load,
	} {
		if err := load(read, texts, pause); err != nil {
			return err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.models, f.sites, f.assets, f.meters = fresh.models, fresh.sites, fresh.assets, fresh.meters
	f.tickets, f.orders, f.contacts = fresh.tickets, fresh.orders, fresh.contacts
	f.loaded, f.at = true, f.assets.pulled
	f.stale()
	return nil
}

// stale forgets what is derived from the rows; the lock is held.
func (f *Fleet) stale() {
	f.version++
	f.idx, f.byAsset = nil, nil
	f.labels = make([]string, len(f.assets.rows))
	for i := range f.assets.rows {
		f.labels[i] = fold.Text(f.assets.rows[i].Label)
	}
}

// State says whether the mirror was read, how old it is, what the last pull
// met, and how many assets there are.
func (f *Fleet) State() (loaded bool, at time.Time, failed *fault.Error, assets int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.loaded || len(f.assets.rows) > 0, f.at, f.fault, len(f.assets.rows)
}

// First returns the tiles to draw before the mirror is read.
func (f *Fleet) First() []Tile {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.first
}

// Ask answers a query over the whole fleet.
func (f *Fleet) Ask(q Query, today day.Day) Result {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ready(today).Ask(q, f.sortKey(q.Sort))
}

func (f *Fleet) ready(today day.Day) *Index {
	if f.idx == nil || f.idxDay != today {
		f.idx, f.idxDay = f.index(today), today
	}
	return f.idx
}

func (f *Fleet) sortKey(by string) func(int32) string {
	switch by {
	case "lieu":
		places := make([]string, len(f.assets.rows))
		for i := range places {
			places[i] = fold.Text(f.assets.rows[i].Place)
		}
		return func(row int32) string { return places[row] }
	case "installation":
		return func(row int32) string { return f.assets.rows[row].Installed.String() }
	}
	return f.labelKey
}

func (f *Fleet) labelKey(row int32) string { return f.labels[row] }

// Tile draws together what the tile of a row shows.
func (f *Fleet) Tile(row int32) Tile {
	f.mu.Lock()
	defer f.mu.Unlock()
	if int(row) >= len(f.assets.rows) {
		return Tile{Asset: &api.Asset{}, Model: &api.Model{}, Site: &api.Site{}}
	}
	a := f.assets.rows[row]
	x := f.ready(f.dayOr())
	t := Tile{Asset: &a, Model: f.modelOf(&a), Site: f.siteOf(&a)}
	e := x.entries[x.at[row]]
	t.Tickets, t.Orders, t.Expected = int(e.tickets), int(e.orders), e.expected
	return t
}

func (f *Fleet) dayOr() day.Day {
	if f.idxDay != 0 {
		return f.idxDay
	}
	return day.Of(browser.Now(), Zone())
}

// Asset returns an asset by its identifier.
func (f *Fleet) Asset(id string) (Tile, bool) {
	f.mu.Lock()
	row, ok := f.assets.at[id]
	f.mu.Unlock()
	if !ok {
		return Tile{}, false
	}
	return f.Tile(row), true
}

// Meters returns the meters of an asset in their order.
func (f *Fleet) Meters(asset string) []api.Meter {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.byAsset == nil {
		f.byAsset = make(map[string][]int32, len(f.assets.rows))
		for i := range f.meters.rows {
			k := string(f.meters.rows[i].Asset)
			f.byAsset[k] = append(f.byAsset[k], int32(i))
		}
	}
	rows := f.byAsset[asset]
	out := make([]api.Meter, 0, len(rows))
	for _, i := range rows {
		out = append(out, f.meters.rows[i])
	}
	slices.SortFunc(out, func(a, b api.Meter) int {
		if a.Position != b.Position {
			return a.Position - b.Position
		}
		return strings.Compare(a.Code, b.Code)
	})
	return out
}

// Contact returns a contact by its identifier.
func (f *Fleet) Contact(id string) (api.Contact, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, ok := f.contacts.get(id)
	if !ok {
		return api.Contact{}, false
	}
	return *c, true
}

func (f *Fleet) billing() map[string][]counter.Billing {
	out := make(map[string][]counter.Billing, len(f.assets.rows))
	for i := range f.meters.rows {
		m := &f.meters.rows[i]
		if m.NextBilling != 0 {
			out[string(m.Asset)] = append(out[string(m.Asset)], counter.Billing{NextBilling: m.NextBilling, LastReal: m.LastReal})
		}
	}
	return out
}

func (f *Fleet) siteOf(a *api.Asset) *api.Site {
	if s, ok := f.sites.get(string(a.Site)); ok {
		return s
	}
	return &api.Site{ID: a.Site}
}

func (f *Fleet) modelOf(a *api.Asset) *api.Model {
	if m, ok := f.models.get(string(a.Model)); ok {
		return m
	}
	return &api.Model{ID: a.Model, Activity: a.Activity}
}

// Tickets returns the open tickets of the scope.
func (f *Fleet) Tickets() []api.Ticket {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.tickets.rows)
}

// Orders returns the open orders of the scope.
func (f *Fleet) Orders() []api.Order {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.orders.rows)
}
