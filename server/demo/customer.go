package demo

import (
	"fmt"
	"strings"

	"comptoir/shared/fold"
)

type place struct {
	id         key
	name, city string
}

type client struct {
	id        key
	index     int
	code      string
	name      string
	sites     []place
	contacts  []person
	contracts map[string]key // by activity
	tickets   int
	orders    int
	invoices  int
}

// customer makes one customer and everything it has but readings.
func (w *world) customer(index, assets int) {
	c := &client{id: w.id(), index: index, code: fmt.Sprintf("C%05d", 10001+index), contracts: map[string]key{}}
	switch index {
	case 0:
		c.name = "Clinique des Tilleuls"
	case 1:
		c.name = "Menuiserie Kervella"
	default:
		c.name = kinds[index%len(kinds)] + " " + names[(index+1+index/len(kinds)*3)%len(names)]
	}
	w.add("customer", c.id, source, c.code, c.name, w.siret(index), "Client", []string{officeOrg, telecomOrg})
	w.places(c, assets)
	w.contacts(c, assets)
	w.contracts(c)
	w.fleet(c, assets)
	w.invoices(c)
}

func (w *world) places(c *client, assets int) {
	n := min(2+assets/80, 120)
	if w.detailed && c.index == 0 {
		n = 3
	}
	first := w.rng.IntN(len(towns))
	for i := range n {
		town := towns[(first+i)%len(towns)]
		name := siteNames[0] + " " + town.city
		if i > 0 {
			name = siteNames[1+i%(len(siteNames)-1)] + " " + town.city
		}
		if i >= len(towns) {
			name += fmt.Sprintf(" %d", 1+i/len(towns))
		}
		p := place{w.id(), name, town.city}
		w.add("site", c.id, p.id, source, fmt.Sprintf("%s-S%03d", c.code, i+1), name,
			fmt.Sprintf("%d %s", w.between(1, 120), pick(w, streets)), town.postcode, town.city, true)
		c.sites = append(c.sites, p)
	}
}

func (w *world) contacts(c *client, assets int) {
	n := min(5+assets/12, 200)
	offset := w.rng.IntN(len(firstNames))
	domain := strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return '-'
	}, fold.Text(c.name)), "-") + ".example"
	for strings.Contains(domain, "--") {
		domain = strings.ReplaceAll(domain, "--", "-")
	}
	for i := range n {
		// Two strides prime to the lists: no name comes twice before 784.
		first, last := firstNames[(offset+i)%len(firstNames)], lastNames[(offset*3+i*5+i/28)%len(lastNames)]
		p := person{w.id(), first + " " + last}
		mail := strings.NewReplacer(" ", "-", "’", "", "'", "").Replace(fold.Text(first)) + "." +
			strings.NewReplacer(" ", "-", "’", "", "'", "").Replace(fold.Text(last)) + "@" + domain
		if i%9 == 7 {
			mail = "" // some people have no address on file
		}
		var site any = c.sites[i%len(c.sites)].id
		w.add("contact", c.id, p.id, source, fmt.Sprintf("%s-I%03d", c.code, i+1), p.name, mail, w.phone(i%3 == 0), jobs[i%len(jobs)], site, true)
		c.contacts = append(c.contacts, p)
	}
	w.people[c.id] = c.contacts
}

// contracts makes one contract in force for each activity but telephony.
func (w *world) contracts(c *client) {
	for i, k := range []struct{ activity, label, kind string }{
		{printing, "Maintenance et consommables du parc d’impression", "Coût à la page"},
		{computing, "Infogérance des postes et serveurs", "Gestion d’UT"},
		{telecom, "Abonnements téléphoniques", "Abonnement"},
	} {
		id := w.id()
		start := w.today.Month().AddMonths(-w.between(20, 34))
		w.add("contract", c.id, id, source, fmt.Sprintf("SSC%s%d", c.code[1:], i+1), k.label, k.kind, orgOf(k.activity), k.activity,
			start, start.AddMonths(60).Add(-1), "Validée", c.contacts[0].id)
		c.contracts[k.activity] = id
		w.add("coverage", c.id, w.id(), id, nil, "Déplacement, main-d’œuvre et pièces", "Maintenance",
			"Intervention sous 8 heures ouvrées, du lundi au vendredi de 8 h à 18 h", start, start.AddMonths(60).Add(-1))
	}
	if w.detailed && c.index == 0 {
		start := w.today.Month().AddMonths(-70)
		w.add("contract", c.id, w.id(), source, "SSC"+c.code[1:]+"0", "Ancien contrat d’impression", "Coût à la page", officeOrg, printing,
			start, start.AddMonths(48).Add(-1), "Résiliée", c.contacts[0].id)
	}
}

// invoices makes one invoice a quarter for each contract, and one credit note.
func (w *world) invoices(c *client) {
	quarters := 6
	if !w.detailed {
		quarters = 2
	}
	for q := quarters; q > 0; q-- {
		issued := w.today.Month().AddMonths(-3 * q).Add(2)
		for _, activity := range []string{printing, computing, telecom} {
			c.invoices++
			net := int64(w.between(18_000, 260_000))
			vat := (net*20 + 50) / 100
			paid := net + vat
			sending := "Envoyé"
			if q == 1 {
				paid = 0
				if activity == telecom {
					sending = "En attente"
				}
			}
			mode := "Artis"
			if c.index == 1 && activity == computing {
				mode = "Sans"
			}
			w.add("invoice", c.id, w.id(), source, fmt.Sprintf("FA%s%04d", c.code[1:], c.invoices), false, orgOf(activity), c.sites[0].id,
				c.contracts[activity], issued, issued.Add(30), net, net+vat, paid, mode, sending)
		}
	}
	issued := w.today.Month().AddMonths(-4).Add(11)
	w.add("invoice", c.id, w.id(), source, fmt.Sprintf("AV%s0001", c.code[1:]), true, officeOrg, c.sites[0].id,
		c.contracts[printing], issued, nil, int64(-4200), int64(-5040), int64(-5040), "Artis", "Envoyé")
}
