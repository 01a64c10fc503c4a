package widget

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"comptoir/app/store"
	"comptoir/app/ui"
	"comptoir/shared/api"
	"comptoir/shared/msg"
)

// coverages are the words of the ERP for a coverage and what the customer
// reads (domain.md 4.1 and 17).
var coverages = map[string]struct {
	key  msg.Key
	tone ui.Tone
}{
	"Couvert par SSC":                   {msg.CoverageContract, ui.OK},
	"Couvert par garantie constructeur": {msg.CoverageWarranty, ui.OK},
	"Non couvert":                       {msg.CoverageNone, ui.Warn},
	"Désactivé":                         {msg.CoverageOff, ui.Neutral},
}

// Coverage says whether an asset is covered, in the customer's words.
func Coverage(s api.Statuses) string {
	if c, ok := coverages[s.Contract]; ok {
		return store.T(c.key)
	}
	return s.Contract
}

// StatusBadge draws the coverage of an asset, or nothing when it is not known.
func StatusBadge(s api.Statuses) app.UI {
	if s.Contract == "" {
		return nil
	}
	return ui.Badge(ui.BadgeProps{Text: Coverage(s), Tone: coverages[s.Contract].tone, Icon: ui.IconShield})
}
