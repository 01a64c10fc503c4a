package store

import (
	"context"
	"encoding/json"
	"slices"

	"comptoir/app/browser"
	"comptoir/shared/api"
	"comptoir/shared/day"
	"comptoir/shared/fault"
	"comptoir/shared/msg"
	"comptoir/shared/rpc"
)

// Pull brings what changed since the last pull, collection by collection.
func (f *Fleet) Pull(ctx context.Context, only ...string) error {
	f.mu.Lock()
	read := f.loaded
	f.mu.Unlock()
	if !read { // opened after the page: only what the mirror lacks is asked for
		_ = f.Load() // a device that cannot be read is pulled anew
	}
	want := func(name string) bool { return len(only) == 0 || slices.Contains(only, name) }
	var first error
	texts := shared{}
	for _, pull := range []struct {
		name string
		run  func() error
	}{
		{"model", func() error { return pullOne(ctx, f, f.models, api.ModelSync, texts) }},
		{"site", func() error { return pullOne(ctx, f, f.sites, api.SiteSync, texts) }},
		{"contact", func() error { return pullOne(ctx, f, f.contacts, api.ContactSync, texts) }},
		{"asset", func() error { return pullOne(ctx, f, f.assets, api.AssetSync, texts) }},
		{"meter", func() error { return pullOne(ctx, f, f.meters, api.MeterSync, texts) }},
		{"ticket", func() error { return pullOne(ctx, f, f.tickets, api.TicketSync, texts) }},
		{"order", func() error { return pullOne(ctx, f, f.orders, api.OrderSync, texts) }},
	} {
		if !want(pull.name) {
			continue
		}
		if err := pull.run(); err != nil && fault.Of(err).Code != fault.Denied && first == nil {
			first = err
		}
	}
	f.mu.Lock()
	if first != nil {
		f.fault = fault.Of(first)
	} else {
		f.fault, f.at = nil, browser.Now()
	}
	f.mu.Unlock()
	f.keepFirst()
	f.tell()
	return first
}

func pullOne[Row any](ctx context.Context, f *Fleet, c *collection[Row], call rpc.Collection[Row], texts shared) error {
	var resp rpc.SyncResp[Row]
	body, err := received(ctx, call.Info, rpc.SyncReq{Since: c.cursor})
	if err == nil {
		resp, err = c.decode(texts, body)
	}
	if err == nil && resp.Cursor == "" { // JSON of a portal of the network, not our answer
		err = fault.New(fault.Unavailable, msg.FaultUnavailable)
	}
	if err != nil && fault.Of(err).Code == fault.Denied && len(c.rows) > 0 {
		err, resp = nil, rpc.SyncResp[Row]{Full: true} // the right is gone, and what it showed with it
	}
	if err != nil {
		return err
	}
	f.mu.Lock()
	changed, remove := c.apply(resp, browser.Now())
	if resp.Full || len(resp.Rows)+len(resp.Gone) > 0 {
		f.stale()
	}
	f.mu.Unlock()
	if f.db == nil {
		return nil
	}
	// The chunks of a full mirror have keys of their own, which only its head
	// makes valid: few at a time take less memory. A delta is one transaction.
	for ; resp.Full && len(changed) > chunksAtOnce; changed = changed[chunksAtOnce:] {
		if err := keep(f, c, changed[:chunksAtOnce], false); err != nil {
			return err
		}
	}
	if err := keep(f, c, changed, true); err != nil {
		return err
	}
	if len(remove) > 0 {
		return f.db.Delete(mirrorStore, remove...)
	}
	return nil
}

// chunksAtOnce is how many chunks of a full mirror are written together.
const chunksAtOnce = 4

func keep[Row any](f *Fleet, c *collection[Row], chunks []int, withHead bool) error {
	f.mu.Lock()
	write, err := c.records(chunks, withHead)
	f.mu.Unlock()
	if err != nil {
		return err
	}
	return f.db.PutMany(mirrorStore, write)
}

// keepFirst writes the first tiles of the default view.
func (f *Fleet) keepFirst() {
	if f.db == nil {
		return
	}
	r := f.Ask(Query{}, day.Of(browser.Now(), Zone()))
	tiles := make([]Tile, 0, firstTiles)
	for _, row := range r.Order[:min(len(r.Order), firstTiles)] {
		tiles = append(tiles, f.Tile(row))
	}
	if b, err := json.Marshal(tiles); err == nil {
		_ = f.db.Put(mirrorStore, firstKey, b) // without it the next start draws a moment later
	}
}
