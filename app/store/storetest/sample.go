//go:build !js

package storetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/day"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/setting"
)

// Sample is a fleet of n copiers in three sites, each with a black meter read
// on 2 November and every other one with a colour meter; one in three waits for
// a reading. Every right of the fleet is granted and the previous reading is
// shown.
func Sample(n int) *World {
	w := &World{Sheets: map[id.Asset]api.AssetSheet{}, History: map[id.Asset][]api.HistoryRow{}}
	w.Me = api.Me{
		Account: api.Account{Name: "Nadia Benali", Lang: "fr"}, Profile: habilitation.ProfileSupervisor,
		Grants: Grant(habilitation.AccessFleet, habilitation.AccessTickets, habilitation.AccessOrders, habilitation.EnterReading, habilitation.ViewReadings, habilitation.ViewPrices),
		Orgs: []api.OrgRules{{Code: "VB", Settings: setting.Values{setting.ShowPreviousReading: "true"},
			Thresholds: counter.DefaultThresholds(counter.TreatmentPortal)}},
		Activities: []api.Activity{{Code: "IMP", Label: "Impression"}},
	}
	w.Models = []api.Model{{ID: id.Model(ID(1)), Brand: "Ricoh", Label: "IM C2000", Family: "Copieur A3", Activity: "IMP", Picture: strings.Repeat("a", 64)}}
	for i, name := range []string{"Siège", "Annexe", "Crèche Les Lilas"} {
		w.Sites = append(w.Sites, api.Site{ID: id.Site(ID(10 + i)), Name: name, City: "Lyon"})
	}
	w.Contacts = []api.Contact{{ID: id.Contact(ID(20)), Name: "Paul Martin", Phone: "04 00 00 00 00"}}
	read := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	for i := range n {
		a := api.Asset{
			ID: AssetID(i), Site: w.Sites[i%3].ID, Model: w.Models[0].ID, Org: "VB", Activity: "IMP", Label: fmt.Sprintf("Copieur %03d", i),
			Serial: fmt.Sprintf("3089M%06d", i), DealerRef: fmt.Sprintf("BV-%06d", i), Place: fmt.Sprintf("%d", i%4), Installed: day.New(2023, 3, 14),
			RequestOpen: i%3 == 0, Status: api.Statuses{Contract: "Couvert par SSC"}, ServiceContact: w.Contacts[0].ID,
		}
		w.Assets = append(w.Assets, a)
		value, volume := int64(412866), int64(13_000_000)
		w.Meters = append(w.Meters, api.Meter{ID: MeterID(i), Asset: a.ID, Code: "109", Label: "Compteur noir", Position: 1,
			LastValue: &value, LastAt: &read, LastOrigin: string(counter.CustomerReading), LastReal: day.New(2026, 11, 2), Volume: &volume})
		if i%2 == 0 {
			w.Meters = append(w.Meters, api.Meter{ID: id.Meter(ID(400000 + i)), Asset: a.ID, Code: "108", Label: "Compteur couleur", Colour: true, Position: 2})
		}
		w.Sheets[a.ID] = api.AssetSheet{Asset: a, Model: w.Models[0], Site: w.Sites[i%3], Contract: "C-2023-014", Accessories: []string{"Magasin 2 000 feuilles"}}
	}
	return w
}

// HidePrevious turns AFFICHER_RELEVE_PRECEDENT off, and the meters into what
// the server then sends.
func (w *World) HidePrevious() *World {
	w.Me.Orgs[0].Settings = setting.Values{setting.ShowPreviousReading: "false"}
	for i := range w.Meters {
		w.Meters[i].LastValue, w.Meters[i].LastAt, w.Meters[i].LastOrigin, w.Meters[i].Volume = nil, nil, "", nil
	}
	return w
}

// AssetID is the identifier of the i-th asset of Sample.
func AssetID(i int) id.Asset { return id.Asset(ID(1000 + i)) }

// MeterID is the identifier of the black meter of the i-th asset of Sample.
func MeterID(i int) id.Meter { return id.Meter(ID(200000 + i)) }

// HTML is what a tree draws, or nothing.
func HTML(ui app.UI) string {
	if ui == nil {
		return ""
	}
	return app.HTMLString(ui)
}

// AtOnce runs what a page would run apart from the interface, and on it, at once.
func AtOnce(fn func()) { fn() }
