//go:build !js

package widget

import (
	"testing"

	"comptoir/app/store/storetest"
	"comptoir/shared/api"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
)

func TestRightOnOnesOwnHoldsForOnesOwnAssets(t *testing.T) {
	w := storetest.Sample(1)
	w.Me.Contact = id.Contact(storetest.ID(20))
	w.Me.Grants = habilitation.New([]habilitation.Pair{{Org: "VB", Activity: "IMP"}}, func(c habilitation.Code, _ habilitation.Pair) habilitation.Answer {
		return map[habilitation.Code]habilitation.Answer{habilitation.EnterReading: habilitation.Own, habilitation.ViewReadings: habilitation.Yes}[c]
	})
	storetest.Start(t, w)
	mine, other := api.Asset{Org: "VB", Activity: "IMP", UserContact: w.Me.Contact}, api.Asset{Org: "VB", Activity: "IMP"}
	for _, c := range []struct {
		code  habilitation.Code
		asset api.Asset
		want  bool
	}{
		{habilitation.EnterReading, mine, true}, {habilitation.EnterReading, other, false},
		{habilitation.ViewReadings, other, true}, {habilitation.EditAsset, mine, false},
	} {
		if got := Allowed(c.code, &c.asset); got != c.want {
			t.Errorf("%s on the asset of contact %q: %v", c.code, c.asset.UserContact, got)
		}
	}
}
