package demo

import (
	"fmt"

	"comptoir/server/postgres"
	"comptoir/shared/day"
)

// thing is an asset while its rows are made.
type thing struct {
	id          key
	client      *client
	model       *modelRow
	site        place
	label       string
	installed   day.Day
	contract    any // key, or nil
	last        day.Day
	due         day.Day // next billing date, 0 when not billed
	requestOpen bool
	inFleet     bool
}

var nouns = map[string]string{copierA3: "Copieur", multiA4: "Multifonction", printer: "Imprimante", plotter: "Traceur", laptop: "Portable", display: "Écran",
	server: "Serveur", accessPoint: "Borne Wi-Fi", ups: "Onduleur", deskPhone: "Poste", landLine: "Ligne", mobileLine: "Mobile"}

// fleet makes n assets: sixty in a hundred print, the others are computers,
// telephones and lines.
func (w *world) fleet(c *client, n int) {
	printed := 0
	for i := range n {
		activity := mix[len(mix)-1].activity
		rest := i * 37 % 100 // spreads the activities evenly over the fleet
		for _, m := range mix {
			if rest < m.percent {
				activity = m.activity
				break
			}
			rest -= m.percent
		}
		models := w.models[activity]
		a := &thing{id: w.id(), client: c, model: models[w.rng.IntN(len(models))], site: c.sites[w.rng.IntN(len(c.sites))], inFleet: true}
		if activity == printing {
			a.model = models[(printed*7+c.index)%len(models)] // 7 is prime to their number
			w.plan(a, printed, n)
			printed++
		} else {
			a.installed = w.today.Add(-w.between(40, 1500))
			if id, ok := c.contracts[activity]; ok && w.chance(70) {
				a.contract = id
			}
		}
		w.asset(a, i, n)
		w.gauges(a)
		w.paperwork(a, i)
	}
}

// plan decides how far the readings of a printing asset go, and whether one is
// waited for: billed soon or overdue and not read for a month, or asked for.
func (w *world) plan(a *thing, printed, n int) {
	a.installed = w.today.Add(-w.between(140, 1500))
	a.last = w.today.Add(-w.between(1, 8))
	if printed%5 != 4 {
		a.contract = a.client.contracts[printing]
		a.due = w.today.Add(w.between(25, 85))
		if printed%4 == 3 {
			a.due = w.today.Add(w.between(5, 10))
		}
	}
	waiting := w.chance(6)
	if w.detailed {
		waiting = printed < 12 && a.client.index == 0 || printed < 4
	}
	if waiting {
		a.last = w.today.Add(-w.between(35, 50))
		switch {
		case a.contract == nil:
			a.requestOpen = true
		case printed%6 == 5:
			a.due = w.today.Add(-3)
		default:
			a.due = w.today.Add(w.between(3, 16))
		}
	}
	if w.detailed && a.client.index == 0 && printed == n*60/100-1 { // taken back: no longer in the fleet
		a.inFleet, a.contract, a.due = false, nil, 0
	}
}

func (w *world) asset(a *thing, i, n int) {
	c, m := a.client, a.model
	room, floor := pick(w, rooms), pick(w, floors)
	building := string(rune('A' + w.rng.IntN(3)))
	user, contact := pick(w, c.contacts), pick(w, c.contacts)
	if w.detailed && c.index == 0 && i%10 == 3 {
		user = c.contacts[ownContact]
	}
	label := fmt.Sprintf("%s %s – %s", nouns[m.family], room.in, floor)
	location := fmt.Sprintf("Bâtiment %s, %s, %s", building, floor, room.in)
	serial := w.pattern(m.serial)
	switch m.family {
	case laptop, mobileLine:
		label, location = nouns[m.family]+" de "+user.name, ""
	case landLine:
		label = "Ligne " + w.phone(false) + " – " + room.in
	case accessPoint, ups, server:
		label, location = fmt.Sprintf("%s – bâtiment %s", nouns[m.family], building), "Bâtiment "+building+", local technique"
	}
	if m.family == mobileLine {
		serial = w.phone(true)
	}
	a.label = label
	dealer := fmt.Sprintf("CB-%06d", 100_000+w.seq%900_000)
	own := ""
	if i%3 != 1 {
		own = fmt.Sprintf("INV-%d-%04d", 2018+i%8, 1+i)
	}
	warranty := a.installed.AddMonths(36)
	covered, logistic, legal := "Non couvert", "Installé chez le client", "Vendu"
	switch {
	case a.contract != nil:
		covered = "Couvert par SSC"
	case warranty > w.today && m.serial != "":
		covered = "Couvert par garantie constructeur"
	case i%17 == 0:
		covered = "Désactivé"
	}
	if i%11 == 6 {
		logistic, legal = "Installé en prêt client longue durée", "Prêté"
	}
	financing := "Location"
	if i%4 == 0 {
		financing = "Achat"
	}
	var parent any
	if w.detailed && c.index == 0 && i == n-1 {
		parent = w.masterOf(c.id)
	}
	if !a.inFleet {
		logistic = "Repris"
	}
	note, comment := "", ""
	if w.chance(15) {
		note = pick(w, accessNotes)
	}
	if m.activity == printing && w.chance(10) {
		comment = pick(w, comments)
	}
	var visit day.Day
	if m.activity == printing && w.chance(60) {
		visit = max(w.today.Add(-w.between(5, 300)), a.installed)
	}
	w.add("asset", c.id, a.id, source, fmt.Sprintf("B%08d", 10_000_000+w.seq), parent, a.site.id, m.id, orgOf(m.activity), m.activity,
		label, serial, dealer, own, location, room.service, note, comment, a.installed, warranty, "Client", logistic, legal, financing, covered,
		c.contacts[0].id, user.id, contact.id, visit, a.contract, a.requestOpen,
		postgres.FoldedAsset(label, serial, dealer, own, location, m.brand+" "+m.label, a.site.name))
	if a.requestOpen {
		w.add("reading_request", c.id, w.id(), a.id, w.today.Add(-4))
	}
	if a.contract != nil {
		w.add("coverage", c.id, w.id(), a.contract.(key), a.id, coverageLabel[m.activity], "Forfait", "", a.installed, nil)
	}
}

var coverageLabel = map[string]string{printing: "Pages et consommables", computing: "Assistance et prise en main à distance", telecom: "Abonnement et communications"}

// masterOf returns the first asset of a customer that is a computer or a phone.
func (w *world) masterOf(customer key) any {
	for _, row := range w.rows["asset"] {
		if row[0] == customer && row[8] != printing {
			return row[1]
		}
	}
	return nil
}
