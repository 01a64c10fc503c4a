// Package screen is the routing table: which screen draws which address.
package screen

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/screen/accueil"
	"comptoir/app/screen/commandes"
	"comptoir/app/screen/compte"
	"comptoir/app/screen/contact"
	"comptoir/app/screen/interventions"
	"comptoir/app/screen/parc"
	"comptoir/app/screen/saisies"
	"comptoir/app/screen/tournee"
	"comptoir/app/shell"
	"comptoir/shared/link"
)

// pages makes the screen of each pattern of package link.
var pages = map[string]func() shell.Page{
	link.Home:                     func() shell.Page { return &accueil.Page{} },
	link.Fleet:                    func() shell.Page { return &parc.List{} },
	link.Fleet + "/{asset}":       func() shell.Page { return &parc.Sheet{} },
	link.Fleet + "/{asset}/{tab}": func() shell.Page { return &parc.Sheet{} },
	link.Round:                    func() shell.Page { return &tournee.Page{} },
	link.Round + "/{asset}":       func() shell.Page { return &tournee.Page{} },
	link.Tickets:                  func() shell.Page { return &interventions.Page{} },
	link.Orders:                   func() shell.Page { return &commandes.Page{} },
	link.Entries:                  func() shell.Page { return &saisies.Page{} },
	link.Entries + "/{entry}":     func() shell.Page { return &saisies.Page{} },
	link.Intake:                   func() shell.Page { return &saisies.Dealer{} },
	link.Contact:                  func() shell.Page { return &contact.Page{} },
	link.Account:                  func() shell.Page { return &compte.Page{} },
}

// Register gives every address to the one component of the app.
func Register() {
	app.RouteWithRegexp("^/", func() app.Composer { return shell.New(page) })
}

func page(pattern string) shell.Page {
	if f, ok := pages[pattern]; ok {
		return f()
	}
	return nil
}
