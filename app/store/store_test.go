//go:build !js

package store

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"comptoir/app/browser"
	"comptoir/shared/api"
	"comptoir/shared/day"
	"comptoir/shared/id"
	"comptoir/shared/rpc"
	"comptoir/shared/setting"
)

func uuid(n int) string { return fmt.Sprintf("0199b2c0-0000-7000-8000-%012d", n) }

func assetID(n int) id.Asset { return id.Asset(uuid(n)) }

// device keeps records as a browser would.
type device map[string][]byte

func take(d device, c *collection[api.Asset], resp rpc.SyncResp[api.Asset], now time.Time) {
	changed, remove := c.apply(resp, now)
	write, err := c.records(changed, true)
	if err != nil {
		panic(err)
	}
	for k, v := range write {
		d[k] = v
	}
	for _, k := range remove {
		delete(d, k)
	}
}

func (d device) read(key string) ([]byte, error) { return d[key], nil }

func TestCollectionSurvivesAnyHistory(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	c := newCollection("asset", func(r *api.Asset) string { return string(r.ID) })
	want, dev := map[string]string{}, device{}
	for step := range 60 {
		var resp rpc.SyncResp[api.Asset]
		resp.Cursor, resp.Full = strconv.Itoa(step), step%20 == 0
		if resp.Full {
			clear(want)
		}
		for range rnd.IntN(300) {
			if n := rnd.IntN(2000); !resp.Full && rnd.IntN(3) == 0 {
				resp.Gone = append(resp.Gone, string(assetID(n)))
			}
		}
		for _, g := range resp.Gone {
			delete(want, g)
		}
		seen := map[string]bool{}
		for range rnd.IntN(1500) {
			a := api.Asset{ID: assetID(rnd.IntN(2000)), Label: strconv.Itoa(rnd.IntN(1 << 20))}
			if seen[string(a.ID)] {
				continue
			}
			seen[string(a.ID)] = true
			resp.Rows = append(resp.Rows, a)
			want[string(a.ID)] = a.Label
		}
		take(dev, c, resp, time.Unix(int64(step), 0))
		back := newCollection("asset", c.key)
		if err := back.load(dev.read, shared{}, func() {}); err != nil {
			t.Fatal(err)
		}
		for name, got := range map[string]*collection[api.Asset]{"memory": c, "device": back} {
			if len(got.rows) != len(want) || got.cursor != resp.Cursor {
				t.Fatalf("step %d, %s: %d rows and cursor %s, want %d", step, name, len(got.rows), got.cursor, len(want))
			}
			for k, label := range want {
				if r, ok := got.get(k); !ok || r.Label != label {
					t.Fatalf("step %d, %s: %s is not %s", step, name, k, label)
				}
			}
		}
		if len(dev) != chunkCount(len(want))+1 {
			t.Fatalf("step %d: %d records for %d rows", step, len(dev), len(want))
		}
	}
}

func TestMirrorWithAHoleIsPulledAnew(t *testing.T) {
	c, dev := newCollection("asset", func(r *api.Asset) string { return string(r.ID) }), device{}
	rows := make([]api.Asset, 1200)
	for i := range rows {
		rows[i].ID = assetID(i)
	}
	take(dev, c, rpc.SyncResp[api.Asset]{Cursor: "9.x", Full: true, Rows: rows}, time.Now())
	delete(dev, c.chunkKey(c.gen, 1))
	back := newCollection("asset", c.key)
	if err := back.load(dev.read, shared{}, func() {}); err != nil || back.cursor != "" || len(back.rows) != 0 {
		t.Errorf("cursor %q, %d rows, %v", back.cursor, len(back.rows), err)
	}
}

func sample(n int) *Fleet {
	browser.HostReset()
	f := &Fleet{rules: map[string]setting.Values{"VB": {}}}
	f.blank()
	families := []string{"Copieur A3", "Imprimante", "Portable", "Poste IP"}
	for i := range 40 {
		f.sites.put(api.Site{ID: id.Site(uuid(i)), Name: "Site n° " + strconv.Itoa(i), City: "L’Haÿ-les-Roses"}, map[int]bool{})
	}
	for i, fam := range families {
		f.models.put(api.Model{ID: id.Model(uuid(i)), Brand: "Konica Minolta", Label: "bizhub C250i", Family: fam, Activity: "IMP"}, map[int]bool{})
	}
	for i := range n {
		a := api.Asset{ID: assetID(i), Site: id.Site(uuid(i % 40)), Model: id.Model(uuid(i % 4)), Org: "VB", Activity: "IMP",
			Label: fmt.Sprintf("Copieur étage %d, bureau %d", i%7, i), Serial: fmt.Sprintf("AA2M%07d", i), Installed: day.New(2024, 1, 1).Add(i % 900)}
		if i%2 == 0 {
			a.Status.Contract = "Couvert par SSC"
		}
		a.RequestOpen = i%5 == 0
		f.assets.put(a, map[int]bool{})
		if i%10 == 0 {
			f.tickets.put(api.Ticket{ID: id.Ticket(assetID(i)), Asset: a.ID}, map[int]bool{})
		}
	}
	f.stale()
	return f
}

// S033: the list can be filtered; every facet counts what choosing it gives.
func TestS033_FiltersAndCounts(t *testing.T) {
	f := sample(1000)
	today := day.New(2026, 11, 24)
	all := f.Ask(Query{}, today)
	if len(all.Order) != 1000 || all.Expected != 200 || all.Covered != 500 || all.Uncovered != 500 {
		t.Fatalf("everything: %d, %+v", len(all.Order), all)
	}
	for _, q := range []Query{{}, {Text: "etage 3"}, {Expected: true}, {Covered: "non"}, {Text: "AA2M00001", Covered: "oui"}} {
		r := f.Ask(q, today)
		for _, s := range r.Sites {
			with := q
			with.Site = s.Value
			if n := len(f.Ask(with, today).Order); n != s.Count {
				t.Errorf("%+v: site %s counts %d and gives %d", q, s.Label, s.Count, n)
			}
		}
		for _, s := range r.Families {
			with := q
			with.Family = s.Value
			if n := len(f.Ask(with, today).Order); n != s.Count {
				t.Errorf("%+v: family %s counts %d and gives %d", q, s.Label, s.Count, n)
			}
		}
		with := q
		with.Expected = true
		if n := len(f.Ask(with, today).Order); n != r.Expected {
			t.Errorf("%+v: expected counts %d and gives %d", q, r.Expected, n)
		}
	}
	if r := f.Ask(Query{Site: "of nobody"}, today); len(r.Order) != 0 {
		t.Errorf("a site of nobody gives %d", len(r.Order))
	}
}

func TestSearchNarrowsAsOneTypes(t *testing.T) {
	f := sample(3000)
	today := day.New(2026, 11, 24)
	for _, word := range []string{"bureau 299", "AA2M0000012", "l'hay", "KONICA", "étage 3 299", "aucun"} {
		var last Result
		for i := range word {
			last = f.Ask(Query{Text: word[:i]}, today)
		}
		last = f.Ask(Query{Text: word}, today)
		fresh := sample(3000).Ask(Query{Text: word}, today)
		if !slices.Equal(last.Order, fresh.Order) {
			t.Errorf("%s: %d typed, %d at once", word, len(last.Order), len(fresh.Order))
		}
	}
}

func TestSorts(t *testing.T) {
	f := sample(500)
	today := day.New(2026, 11, 24)
	byDate := f.Ask(Query{Sort: "installation"}, today)
	for i := 1; i < len(byDate.Order); i++ {
		if f.assets.rows[byDate.Order[i-1]].Installed < f.assets.rows[byDate.Order[i]].Installed {
			t.Fatal("installation: newest first")
		}
	}
	if r := f.Ask(Query{Sort: "interventions"}, today); f.Tile(r.Order[0]).Tickets != 1 || f.Tile(r.Order[499]).Tickets != 0 {
		t.Error("interventions: most first")
	}
	byPlace := f.Ask(Query{Sort: "lieu"}, today)
	if a, b := f.Tile(byPlace.Order[0]).Site.Name, f.Tile(byPlace.Order[499]).Site.Name; strings.Compare(a, b) >= 0 {
		t.Errorf("lieu: %s before %s", a, b)
	}
}

func TestFirstTilesTravelThroughTheDevice(t *testing.T) {
	f := sample(200)
	me := &api.Me{Account: api.Account{ID: "a"}, Membership: "m"}
	onDisk := OpenFleet(me)
	onDisk.assets, onDisk.models, onDisk.sites, onDisk.tickets = f.assets, f.models, f.sites, f.tickets
	onDisk.rules = f.rules
	onDisk.stale()
	onDisk.keepFirst()
	again := OpenFleet(me)
	again.LoadFirst()
	got, want := again.First(), f.Ask(Query{}, day.Of(browser.Now(), Zone()))
	if len(got) != firstTiles {
		t.Fatalf("%d first tiles", len(got))
	}
	for i := range got {
		a, _ := json.Marshal(got[i])
		b, _ := json.Marshal(f.Tile(want.Order[i]))
		if string(a) != string(b) {
			t.Fatalf("tile %d: %s, want %s", i, a, b)
		}
	}
}

func BenchmarkKeystroke(b *testing.B) {
	f := sample(20000)
	today := day.New(2026, 11, 24)
	f.Ask(Query{}, today)
	words := []string{"b", "bu", "bur", "bure", "bureau 1", "etage", "AA2M", "x"}
	for i := 0; b.Loop(); i++ {
		f.Ask(Query{Text: words[i%len(words)]}, today)
	}
}
