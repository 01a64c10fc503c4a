package widget

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/api"
	"comptoir/shared/day"
	"comptoir/shared/habilitation"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// Wait says what an asset waits for as regards its meters.
type Wait uint8

// The states of the readings of an asset.
const (
	NoWait   Wait = iota
	Wanted        // a reading is necessary
	OnDevice      // one waits on the device to be sent
	ToFix         // one must be corrected
)

// WaitOf is what a tile says about readings: what is on the device goes before
// what the mirror knows, and a reading that the server has just taken counts
// although the mirror does not show it yet.
func WaitOf(t store.Tile, h *store.Held, f *store.Fleet) Wait {
	switch {
	case h.Parked(t.Asset.ID):
		return ToFix
	case h.Waits(t.Asset.ID):
		return OnDevice
	case !t.Expected:
		return NoWait
	}
	if f != nil {
		if _, at, _, _ := f.State(); h.ReceivedSince(t.Asset.ID, at) {
			return NoWait
		}
	}
	return Wanted
}

// Flag draws the wait over a picture.
func (w Wait) Flag() app.UI {
	switch w {
	case Wanted:
		return ui.Flag(ui.Warn, store.T(msg.TileReadingShort), w.text())
	case OnDevice:
		return ui.Flag(ui.Info, store.T(msg.OfflineWaitingFlag), w.text())
	case ToFix:
		return ui.Flag(ui.Bad, w.text(), w.text())
	}
	return nil
}

// Badge draws the wait in a line.
func (w Wait) Badge() app.UI {
	switch w {
	case Wanted:
		return ui.Badge(ui.BadgeProps{Text: w.text(), Tone: ui.Warn, Icon: ui.IconGauge})
	case OnDevice:
		return ui.Badge(ui.BadgeProps{Text: w.text(), Tone: ui.Info, Icon: ui.IconCloudUp})
	case ToFix:
		return ui.Badge(ui.BadgeProps{Text: w.text(), Tone: ui.Bad, Icon: ui.IconAlert})
	}
	return nil
}

// Short draws the wait in a cell of a table.
func (w Wait) Short() app.UI {
	if w == Wanted {
		return ui.Badge(ui.BadgeProps{Text: store.T(msg.TileReadingShort), Tone: ui.Warn, Icon: ui.IconGauge})
	}
	return w.Badge()
}

func (w Wait) text() string {
	switch w {
	case Wanted:
		return store.T(msg.TileReadingNeeded)
	case OnDevice:
		return store.T(msg.OfflineWaitingEntry)
	case ToFix:
		return store.T(msg.OfflineToCorrect)
	}
	return ""
}

// AssetTile draws an asset of the fleet.
func AssetTile(t store.Tile, w Wait) app.UI {
	a := t.Asset
	p := ui.TileProps{
		Href: link.Asset(a.ID), Name: Name(t), Model: ModelName(t.Model), Where: Place(t),
		Flag: w.Flag(), Pending: w == OnDevice, NoBadges: store.T(msg.TileNothingOpen),
		Codes: []ui.KeyValue{
			{Label: store.T(msg.TileSerial), Value: a.Serial, Copy: store.T(msg.TileCopySerial)},
			{Label: store.T(msg.TileDealerRef), Value: a.DealerRef, Copy: store.T(msg.TileCopyDealerRef)},
			{Label: store.T(msg.TileCustomerRef), Value: a.CustomerRef},
			{Label: store.T(msg.TileInstalled), Value: Day(a.Installed)},
		},
		Badges: openBadges(t), Menu: actions(t),
	}
	if t.Model.Picture != "" {
		p.Picture = link.Picture(t.Model.Picture)
	}
	return ui.Tile(p)
}

// openBadges counts what is open on an asset; each leads to its list.
func openBadges(t store.Tile) []app.UI {
	var out []app.UI
	if t.Tickets > 0 && May(habilitation.AccessTickets) {
		n := strconv.Itoa(t.Tickets)
		out = append(out, ui.Badge(ui.BadgeProps{Text: n, Tone: ui.Info, Icon: ui.IconWrench, Href: link.TicketsOf(t.Asset.ID),
			Label: store.T(msg.TileOpenInterventions) + "\u00a0: " + n + ", " + Name(t)}))
	}
	if t.Orders > 0 && May(habilitation.AccessOrders) {
		n := strconv.Itoa(t.Orders)
		out = append(out, ui.Badge(ui.BadgeProps{Text: n, Icon: ui.IconBox, Href: link.OrdersOf(t.Asset.ID),
			Label: store.T(msg.TileOpenOrders) + "\u00a0: " + n + ", " + Name(t)}))
	}
	return out
}

// actions draws what may be done with an asset, or nothing.
func actions(t store.Tile) app.UI {
	var items []ui.MenuItem
	if Allowed(habilitation.EnterReading, t.Asset) {
		items = append(items, ui.MenuItem{Icon: ui.IconGauge, Label: store.T(msg.ActionEnterReadings), Href: link.AssetTab(t.Asset.ID, link.TabCounters)})
	}
	if len(items) == 0 {
		return nil
	}
	return ui.Drop(ui.DropProps{Label: store.T(msg.TileActions), Spoken: store.T(msg.TileActions) + ", " + Name(t), Items: items, Up: true})
}

// Name is what an asset is called: its label, else its model, else its code.
func Name(t store.Tile) string {
	for _, s := range []string{t.Asset.Label, ModelName(t.Model), t.Asset.Serial, t.Asset.DealerRef} {
		if s != "" {
			return s
		}
	}
	return store.T(msg.TileUnnamed)
}

// ModelName is a brand and what it calls the model.
func ModelName(m *api.Model) string { return strings.TrimSpace(m.Brand + " " + m.Label) }

// Place is where an asset stands: its site, then its place there.
func Place(t store.Tile) string { return join(", ", t.Site.Name, t.Asset.Place) }

// Day writes a civil day in the reader's language; nothing for no day.
func Day(d day.Day) string {
	if d.IsZero() {
		return ""
	}
	return store.Lang().Day(d)
}

func join(sep string, parts ...string) string {
	out := ""
	for _, p := range parts {
		if p == "" {
			continue
		}
		if out != "" {
			out += sep
		}
		out += p
	}
	return out
}
