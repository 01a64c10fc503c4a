package postgres

import (
	"strings"

	"comptoir/shared/fold"
)

// FoldedAsset is the column asset.folded: what the search of the fleet looks at
// (label, the three identifiers, place, model, site), folded by package fold.
func FoldedAsset(label, serial, dealerRef, customerRef, place, model, site string) string {
	return fold.Text(strings.Join([]string{label, serial, dealerRef, customerRef, place, model, site}, " "))
}
