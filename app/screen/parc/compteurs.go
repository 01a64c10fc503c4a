package parc

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/shell"
	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/app/widget"
	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/id"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

// prepare makes the entry of the asset once it is known, and brings it up to
// date with the mirror.
func (s *Sheet) prepare(t store.Tile, meters []api.Meter) {
	if canRead(t) {
		s.fetchHistory()
	}
	if !canEnter(t) {
		return
	}
	if s.entry == nil {
		visit := s.visit
		s.entry = widget.NewEntry(t, meters, store.TheFleet(), widget.Desk{Go: visit.Go, Update: visit.Update})
		s.entry.OnSaved = s.saved
		s.pastToEntry()
	}
	s.entry.Tile, s.entry.Meters = t, meters
}

// saved says what became of the readings and reads the history anew.
func (s *Sheet) saved(o widget.Outcome) {
	m := shell.Message{Text: o.Text(), Wait: o.Kept > 0 && !o.Parked, Bad: o.Parked}
	if o.Kept > 0 {
		m.Action, m.Href = store.T(msg.EntriesShow), link.Entries
	}
	s.visit.Say(m)
	if s.history.Phase != store.Idle && o.Sent > 0 {
		s.askedHistory = false
		s.fetchHistory()
	}
}

// pastToEntry lets the entry judge among the readings of the history.
func (s *Sheet) pastToEntry() {
	if s.entry == nil {
		return
	}
	past := map[id.Meter][]counter.Reading{}
	for _, r := range s.history.Value.Readings {
		past[r.Meter] = append(past[r.Meter], counter.Reading{Value: r.Value, At: r.At, Origin: r.Origin, Source: r.Source})
	}
	s.entry.Past = past
}

// counters draws the tab Compteurs: the entry, then the history.
func (s *Sheet) counters(t store.Tile, meters []api.Meter) app.UI {
	var entry app.UI
	if canEnter(t) {
		entry = s.entry.Draw()
	}
	return app.Div().Class("stack").Body(entry, s.drawHistory(t, meters))
}

// line is one reading of the history: of the server, or on its way to it.
type line struct {
	row     api.HistoryRow
	waiting bool
	toFix   string // the entry to correct
}

// lines lays what is on the device over what the server knows, newest first.
func lines(rows []api.HistoryRow, held []store.HeldReading, author string) []line {
	out := make([]line, 0, len(rows)+len(held))
	for _, h := range held {
		if slices.ContainsFunc(rows, func(r api.HistoryRow) bool { return string(r.ID) == h.Entry.ID }) {
			continue // received meanwhile
		}
		l := line{waiting: true, row: api.HistoryRow{Meter: h.Req.Meter, Value: h.Req.Value, At: h.Req.At,
			Origin: counter.CustomerReading, Source: counter.Portal, Author: author}}
		if h.Entry.State != "waiting" {
			l.waiting, l.toFix = false, h.Entry.ID
		}
		out = append(out, l)
	}
	for _, r := range rows {
		out = append(out, line{row: r})
	}
	slices.SortStableFunc(out, func(a, b line) int { return b.row.At.Compare(a.row.At) })
	return out
}

func (s *Sheet) drawHistory(t store.Tile, meters []api.Meter) app.UI {
	held, h := store.HeldNow().Readings[s.asset], s.history
	if !canRead(t) {
		if len(held) == 0 {
			return nil
		}
		h = store.Remote[api.CounterHistoryResp]{Phase: store.Fresh}
	}
	author := ""
	if me := store.Current(); me != nil {
		author = me.Account.Name
	}
	list := lines(h.Value.Readings, held, author)
	p := ui.RemoteProps{
		Phase: phase(h.Phase), Known: len(list) > 0 || h.Phase == store.Fresh || h.Phase == store.Stale,
		IsEmpty: len(list) == 0, Waiting: store.T(msg.StateLoading), Stale: ui.StaleProps{Text: widget.Stale(h.At)},
		Skeleton: func() app.UI { return ui.RowSkeletons(4) },
		Content:  func() app.UI { return historyTable(list, meters) },
		Empty: func() app.UI {
			return ui.Empty(ui.BlankProps{Icon: ui.IconHistory, Title: store.T(msg.HistoryEmpty), Small: true})
		},
		Failed: s.failed(h.Fault, s.retryHistory),
	}
	if h.Phase == store.Stale && h.Fault == nil {
		p.Phase = ui.Fresh // the answer is on its way
	}
	return ui.Card(ui.CardProps{Title: store.T(msg.HistoryTitle), Flush: true}, ui.Remote(p))
}

func (s *Sheet) retryHistory(app.Context, app.Event) {
	s.askedHistory = false
	s.fetchHistory()
}

func historyTable(list []line, meters []api.Meter) app.UI {
	columns := []ui.TableColumn{
		{Label: store.T(msg.ReadingAt), Place: ui.PlaceTitle}, {Label: store.T(msg.HistoryMeter)}, {Label: store.T(msg.HistoryValue), End: true, Place: ui.PlaceSide},
		{Label: store.T(msg.HistoryOrigin)}, {Label: store.T(msg.HistorySource), Minor: true}, {Label: store.T(msg.HistoryAuthor), Minor: true}, {Label: store.T(msg.HistoryState), Place: ui.PlaceFull},
	}
	cell := func(row, col int) app.UI {
		l := list[row]
		switch col {
		case 0:
			return app.Span().Class("num").Text(store.Moment(l.row.At))
		case 1:
			return app.Text(meterName(meters, l.row.Meter))
		case 2:
			return app.Span().Class("num").Text(store.Lang().Integer(l.row.Value))
		case 3:
			return app.Text(named(l.row.Origin.Key(), string(l.row.Origin)))
		case 4:
			return app.Text(named(l.row.Source.Key(), string(l.row.Source)))
		case 5:
			return app.Text(l.row.Author)
		}
		return l.state()
	}
	return ui.Table(ui.TableProps{ID: "historique", Caption: store.T(msg.HistoryTitle), Columns: columns, Rows: len(list), Cell: cell, Bare: true, Dense: true})
}

// state says what is particular about a reading, and leads to its photos.
func (l line) state() app.UI {
	var body []app.UI
	switch {
	case l.waiting:
		body = append(body, ui.Badge(ui.BadgeProps{Text: strings.ToLower(store.T(msg.OfflineWaitingEntry)), Tone: ui.Info, Icon: ui.IconCloudUp}))
	case l.toFix != "":
		body = append(body, ui.Badge(ui.BadgeProps{Text: store.T(msg.OfflineToCorrect), Tone: ui.Bad, Icon: ui.IconAlert, Href: link.Correct(l.toFix)}))
	case l.row.Waits:
		body = append(body, ui.Badge(ui.BadgeProps{Text: store.T(msg.HistoryWaits), Tone: ui.Warn}))
	case l.row.ToCheck:
		body = append(body, ui.Badge(ui.BadgeProps{Text: store.T(msg.HistoryToCheck), Tone: ui.Warn}))
	}
	for _, p := range l.row.Photos {
		if p.Upload != "" {
			body = append(body, widget.PhotoLink(p.Upload))
		}
	}
	return app.Div().Class("row row-tight").Body(body...)
}

func meterName(meters []api.Meter, of id.Meter) string {
	for _, m := range meters {
		if m.ID == of {
			return m.Label
		}
	}
	return ""
}

func named(key msg.Key, own string) string {
	if key == "" {
		return own
	}
	return store.T(key)
}
