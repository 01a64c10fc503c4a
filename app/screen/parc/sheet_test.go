//go:build !js

package parc

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"comptoir/app/browser"
	"comptoir/app/store"
	"comptoir/app/store/storetest"
	"comptoir/app/widget"
	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/id"
	"comptoir/shared/link"
	"comptoir/shared/msg"
)

func history(i int) []api.HistoryRow {
	return []api.HistoryRow{
		{ID: id.Reading(storetest.ID(5001)), Meter: storetest.MeterID(i), Value: 412866, At: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), Origin: counter.CustomerReading, Source: counter.Portal,
			Author: "Paul Martin", ToCheck: true, Photos: []api.Photo{{SHA256: strings.Repeat("b", 64), Upload: id.Upload(storetest.ID(5002))}}},
		{ID: id.Reading(storetest.ID(5003)), Meter: storetest.MeterID(i), Value: 400111, At: time.Date(2026, 10, 2, 9, 0, 0, 0, time.UTC), Origin: counter.DealerReading, Source: counter.Technician},
	}
}

func TestS038_SheetShowsTheDetails(t *testing.T) {
	storetest.Start(t, sample())
	html := (&walk{}).to(t, link.Asset(storetest.AssetID(1)))
	for _, want := range []string{"Copieur 001", "Ricoh", "IM C2000", "Copieur A3", "Impression", "3089M000001", "BV-000001", "Annexe", "14/03/2023",
		"Couvert par contrat", "C-2023-014", "Magasin 2 000 feuilles", "Paul Martin", "Compteur noir", "Dernier relevé", store.T(msg.TabCounters)} {
		if !strings.Contains(html, want) {
			t.Errorf("the sheet does not show %q", want)
		}
	}
	if strings.Contains(html, "SSC") {
		t.Error("the customer reads SSC")
	}
}

func TestS039_IconWarnsThatAReadingIsNeeded(t *testing.T) {
	storetest.Start(t, sample())
	if html := (&walk{}).to(t, link.Asset(storetest.AssetID(3))); !strings.Contains(html, store.T(msg.TileReadingNeeded)) {
		t.Error("the sheet does not warn")
	}
	if html := (&walk{}).to(t, link.Asset(storetest.AssetID(1))); strings.Contains(html, store.T(msg.TileReadingNeeded)) {
		t.Error("the sheet warns for nothing")
	}
}

func TestSheetOfASharedLink(t *testing.T) {
	world := sample()
	all := world.Assets
	world.Assets = all[:2] // the mirror does not hold the third yet
	storetest.Start(t, world)
	if html := (&walk{}).to(t, link.Asset(all[2].ID)); !strings.Contains(html, "3089M000002") {
		t.Error("the sheet is not drawn from the answer of the server")
	}
	if html := (&walk{}).to(t, link.Asset(id.Asset(storetest.ID(77)))); !strings.Contains(html, "404") {
		t.Error("an asset of nobody is not refused")
	}
	if html := (&walk{}).to(t, link.AssetTab(all[1].ID, "rien")); !strings.Contains(html, "404") {
		t.Error("a tab of nothing is not refused")
	}
	world.Cut = true
	if html := (&walk{}).to(t, link.Asset(all[3].ID)); !strings.Contains(html, store.T(msg.ActionRetry)) {
		t.Error("offline, no way out of an unknown asset")
	}
}

func TestCountersTab(t *testing.T) {
	world := sample()
	world.History[storetest.AssetID(1)] = history(1)
	storetest.Start(t, world)
	w := &walk{}
	w.to(t, link.AssetTab(storetest.AssetID(1), link.TabCounters))
	html := w.draw()
	for _, want := range []string{"Compteur noir", store.Lang().Integer(412866), store.Lang().Integer(400111), "Relevé prestataire", "Technicien", "Paul Martin", "À vérifier", "/api/photo.get?id=", store.T(msg.ReadingSave)} {
		if !strings.Contains(html, want) {
			t.Errorf("the tab does not show %q", want)
		}
	}
	browser.HostOnline(false)
	s := w.page.(*Sheet)
	s.entry.Type(storetest.MeterID(1), func(t *widget.Typed) { t.Value = "422 000" })
	s.entry.Save()
	store.ReadHeld()
	if html := w.draw(); !strings.Contains(html, "en attente d’envoi") || !strings.Contains(html, store.Lang().Integer(422000)) {
		t.Error("what waits is not laid over the history")
	}
	if len(w.said) != 1 || w.said[0] != store.T(msg.OfflineKept) {
		t.Errorf("said: %q", w.said)
	}
	typed := &w.page.(*Sheet).entry
	s.entry.Type(storetest.MeterID(1), func(t *widget.Typed) { t.Value = "42" })
	w.to(t, link.AssetTab(storetest.AssetID(1), link.TabCounters)) // the session was renewed
	if (*typed).Draft.Fields[storetest.MeterID(1)].Value != "42" {
		t.Error("opened again, what was typed is lost")
	}
}

// S040: nothing of the past is drawn, asked for or offered when
// AFFICHER_RELEVE_PRECEDENT is off.
func TestS040_NoPastOnTheSheetWhenHidden(t *testing.T) {
	world := sample().HidePrevious()
	world.History[storetest.AssetID(1)] = history(1)
	storetest.Start(t, world)
	for _, tab := range []string{link.TabInformation, link.TabCounters} {
		w := &walk{}
		w.to(t, link.AssetTab(storetest.AssetID(1), tab))
		html := w.draw()
		for _, no := range []int64{412866, 400111} {
			if strings.Contains(html, store.Lang().Integer(no)) || strings.Contains(html, fmt.Sprint(no)) {
				t.Errorf("tab %q shows %d", tab, no)
			}
		}
		if strings.Contains(html, "Dernier relevé") {
			t.Errorf("tab %q speaks of the last reading", tab)
		}
	}
}

func TestLinesLayWhatWaitsOverTheHistory(t *testing.T) {
	rows := history(1)
	waiting := store.HeldReading{Req: api.CounterSubmitReq{Meter: storetest.MeterID(1), Value: 1, At: time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)}}
	waiting.Entry.ID, waiting.Entry.State = "e1", "waiting"
	parked := waiting
	parked.Entry.ID, parked.Entry.State, parked.Req.At = "e2", "parked", time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	received := waiting
	received.Entry.ID = string(rows[0].ID)
	got := lines(rows, []store.HeldReading{waiting, parked, received}, "moi")
	if len(got) != 4 || got[0].toFix != "e2" || got[1].row.Value != 412866 || !got[2].waiting || got[3].row.Value != 400111 {
		t.Errorf("%+v", got)
	}
}
