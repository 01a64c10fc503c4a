//go:build !js

package widget

import (
	"strings"
	"testing"

	"comptoir/app/store/storetest"
	"comptoir/shared/api"
	"comptoir/shared/habilitation"
)

func TestWhySaysTheRow(t *testing.T) {
	storetest.Start(t, storetest.Sample(1))
	row := explain(habilitation.AccessFleet, api.WhyResp{Answer: "N", Table: "TD", Row: 3, Criteria: []string{"PROFIL = Utilisateur"}})
	if !strings.Contains(row, "ligne 3") || !strings.Contains(row, "PROFIL = Utilisateur") || !strings.Contains(row, "ACCES_PARC") {
		t.Errorf("%q", row)
	}
	if none := explain(habilitation.AccessFleet, api.WhyResp{Answer: "N", Table: "TD"}); !strings.Contains(none, "Aucune ligne de TD") {
		t.Errorf("%q", none)
	}
}
