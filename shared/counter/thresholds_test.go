package counter

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestDefaultThresholds(t *testing.T) {
	for _, row := range DefaultThresholdRows() {
		if len(row) != len(ThresholdCriteria())+len(ThresholdResults()) {
			t.Errorf("row %v has %d cells", row, len(row))
		}
	}
	p := DefaultThresholds(TreatmentPortal)
	if p.Percent != 25 || p.AlertGap != 50_000 || p.MaxGap != 500_000 {
		t.Errorf("limits %d, %d, %d", p.Percent, p.AlertGap, p.MaxGap)
	}
	want := map[Kind]Level{
		Negative: Block, InFuture: Block, BeforeInstallation: Block, BelowPrevious: Block, AboveNext: Block, GapOverMax: Block,
		EqualPrevious: Confirm, SecondOfDay: Confirm, GapOverAlert: Confirm, GapToEstimate: Confirm,
	}
	if !reflect.DeepEqual(p.Levels, want) {
		t.Errorf("levels %v", p.Levels)
	}
	imports := DefaultThresholds(TreatmentImport)
	if _, on := imports.Levels[EqualPrevious]; on || imports.Levels[BelowPrevious] != Block {
		t.Errorf("import levels %v", imports.Levels)
	}
}

func TestThresholdsOf(t *testing.T) {
	got, err := ThresholdsOf(map[string]string{"ECART_MAXIMUM": "10", "VALEUR_NEGATIVE": "A_CONFIRMER", "DATE_FUTURE": "SANS_CONTROLE", "ANOTHER": "x"})
	if err != nil || !reflect.DeepEqual(got, Thresholds{MaxGap: 10, Levels: map[Kind]Level{Negative: Confirm}}) {
		t.Errorf("%+v, %v", got, err)
	}
	for column, cell := range map[string]string{"ECART_POURCENTAGE": "25 %", "ECART_ALERTE": "-1", "ECART_MAXIMUM": "9999999999999", "VALEUR_EGALE_PRECEDENT": "bloquant"} {
		if _, err := ThresholdsOf(map[string]string{column: cell}); err == nil || !strings.HasPrefix(err.Error(), column) {
			t.Errorf("%s %q: %v", column, cell, err)
		}
	}
}

func TestThresholdsTravel(t *testing.T) {
	for _, treatment := range []string{TreatmentPortal, TreatmentImport} {
		want := DefaultThresholds(treatment)
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Thresholds
		if err := json.Unmarshal(b, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", b, got, err)
		}
	}
}

// A row may switch any control off, or make any of them block.
func TestLevelsRule(t *testing.T) {
	previous := Reading{Value: 1000, At: moment(t, "2026-03-01"), Origin: DealerReading}
	next := Reading{Value: 2000, At: moment(t, "2026-03-20"), Origin: DealerReading}
	n := Neighbours{Previous: &previous, Next: &next, KnowsHistory: true}
	e := Entry{Value: 900, At: moment(t, "2026-03-10")}
	for level, want := range map[string]Outcome{"": Accepted, "A_CONFIRMER": ToConfirm, "BLOQUANT": Refused} {
		limits, err := ThresholdsOf(map[string]string{"VALEUR_INFERIEURE_PRECEDENT": level})
		if err != nil {
			t.Fatal(err)
		}
		if got := Check(e, n, limits, moment(t, "2026-03-31"), paris(t)).Outcome; got != want {
			t.Errorf("below the previous at %q: %s, want %s", level, got, want)
		}
		limits, err = ThresholdsOf(map[string]string{"DATE_AVANT_DERNIER_RELEVE": level})
		if err != nil {
			t.Fatal(err)
		}
		if got := Check(e, n, limits, moment(t, "2026-03-31"), paris(t)).Outcome; got != want {
			t.Errorf("before the last at %q: %s, want %s", level, got, want)
		}
	}
}

func TestTreatmentOfASource(t *testing.T) {
	for source, want := range map[Source]string{Portal: "PORTAIL", Inventory: "IMPORT", File: "IMPORT", Technician: "PDA"} {
		if !source.Known() || source.Treatment() != want {
			t.Errorf("%s has treatment %s", source, source.Treatment())
		}
	}
	if Source("mail").Known() {
		t.Error("an unknown source is known")
	}
}

func TestEveryOriginAndSourceHasASentence(t *testing.T) {
	for _, o := range Origins() {
		if o.Key() == "" {
			t.Errorf("%s has no sentence", o)
		}
	}
	for _, s := range []Source{Portal, Inventory, File, Technician} {
		if s.Key() == "" {
			t.Errorf("%s has no sentence", s)
		}
	}
	if Origin("?").Real() || Origin("?").Key() != "" || Estimate.Real() || !NewMeter.Real() {
		t.Error("an origin is wrongly real")
	}
}
