package demo

import (
	"comptoir/shared/habilitation"
)

// ownContact is the contact of customer 1 whose account sees its own assets only.
const ownContact = 4

// account is who signs in, and where.
type account struct {
	identifier, name, email string
	staff                   bool
	memberships             []membership
	note                    string
}

type membership struct {
	customer, contact int
	profile, scope    string
	site              bool // the first site only
}

func demoAccounts() []account {
	sup, user := habilitation.ProfileSupervisor, habilitation.ProfileUser
	return []account{
		{identifier: "superviseur", note: "Clinique des Tilleuls, toute l’entreprise", memberships: []membership{{0, 0, sup, "company", false}}},
		{identifier: "utilisateur", note: "Clinique des Tilleuls, toute l’entreprise", memberships: []membership{{0, 1, user, "company", false}}},
		{identifier: "prestataire", name: "Morgane Tessier", email: "morgane.tessier@comptoir.example", staff: true, note: "le prestataire, ses deux organisations"},
		{identifier: "utilisateur-site", note: "Clinique des Tilleuls, un seul site", memberships: []membership{{0, 2, user, "sites", true}}},
		{identifier: "utilisateur-biens", note: "Clinique des Tilleuls, ses propres biens", memberships: []membership{{0, ownContact, user, "own", false}}},
		{identifier: "superviseur-b", note: "Menuiserie Kervella, toute l’entreprise", memberships: []membership{{1, 0, sup, "company", false}}},
		{identifier: "deux-etablissements", note: "les deux clients : Superviseur ici, Utilisateur là", memberships: []membership{{0, 3, sup, "company", false}, {1, 1, user, "company", false}}},
	}
}

// signIns lists every account, the three main ones first.
func signIns() []SignIn {
	var out []SignIn
	for _, a := range demoAccounts() {
		profile := habilitation.ProfileStaff
		if !a.staff {
			profile = a.memberships[0].profile
		}
		out = append(out, SignIn{profile, a.identifier, Password, a.note})
	}
	return out
}

// accounts makes the accounts; the first one signs the readings of its customer.
func (w *world) accounts() {
	at := w.at(w.today.AddMonths(-months), 0)
	for _, a := range demoAccounts() {
		id := w.id()
		if a.staff {
			w.add("account", id, a.identifier, a.name, a.email, passwordHash, true, habilitation.ProfileStaff, []string{officeOrg, telecomOrg}, at)
			continue
		}
		for i, m := range a.memberships {
			customer := w.rows["customer"][m.customer][0].(key)
			person := w.people[customer][m.contact]
			if i == 0 {
				w.add("account", id, a.identifier, person.name, a.identifier+"@clients.comptoir.example", passwordHash, false, nil, []string{}, at)
			}
			sites := []key{}
			if m.site {
				for _, s := range w.rows["site"] {
					if s[0] == customer {
						sites = append(sites, s[1].(key))
						break
					}
				}
			}
			w.add("membership", customer, w.id(), id, person.id, m.profile, m.scope, sites)
		}
	}
}
