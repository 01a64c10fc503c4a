package counter

import (
	"errors"
	"strconv"
)

// ThresholdTable is the decision table of the thresholds (domain.md 4.5):
// criteria ThresholdCriteria, results ThresholdResults.
const ThresholdTable = "TD_PARAM_CONTROLE_VALORISATION"

// The treatments of ThresholdTable.
const (
	TreatmentARTIS  = "ARTIS"
	TreatmentImport = "IMPORT"
	TreatmentPDA    = "PDA"
	TreatmentPortal = "PORTAIL"
)

// Level says what an anomaly does to the entry.
type Level string

// The three levels, as the decision table spells them. An empty cell is Off.
const (
	Block   Level = "BLOQUANT"
	Confirm Level = "A_CONFIRMER"
	Off     Level = "SANS_CONTROLE"
)

// Kind names an anomaly.
type Kind string

// The anomalies of domain.md 4.5 and 16.4. TooLarge (MaxValue) always blocks
// and Hidden replaces what AFFICHER_RELEVE_PRECEDENT hides; neither has a level.
const (
	Negative           Kind = "negative"
	InFuture           Kind = "in_future"
	BeforeInstallation Kind = "before_installation"
	BeforeLast         Kind = "before_last"
	BelowPrevious      Kind = "below_previous"
	AboveNext          Kind = "above_next"
	EqualPrevious      Kind = "equal_previous"
	SecondOfDay        Kind = "second_of_day"
	GapOverMax         Kind = "gap_over_max"
	GapOverAlert       Kind = "gap_over_alert"
	GapToEstimate      Kind = "gap_to_estimate"
	TooLarge           Kind = "too_large"
	Hidden             Kind = "hidden"
)

// Thresholds judge the readings of one treatment. Zero limits are no limit,
// kinds absent from Levels are off.
type Thresholds struct {
	// Percent is the allowed gap to the estimated volume, in percent of it.
	Percent int64 `json:"percent,omitempty"`
	// AlertGap and MaxGap limit value − previous value, in units of the meter.
	AlertGap int64          `json:"alertGap,omitempty"`
	MaxGap   int64          `json:"maxGap,omitempty"`
	Levels   map[Kind]Level `json:"levels"`
}

var limitColumns = []string{"ECART_POURCENTAGE", "ECART_ALERTE", "ECART_MAXIMUM"}

var levelColumns = []struct {
	name            string
	kind            Kind
	portal, imports Level
}{
	{"VALEUR_NEGATIVE", Negative, Block, Block},
	{"DATE_FUTURE", InFuture, Block, Block},
	{"DATE_AVANT_INSTALLATION", BeforeInstallation, Block, Block},
	{"DATE_AVANT_DERNIER_RELEVE", BeforeLast, Off, Off},
	{"VALEUR_INFERIEURE_PRECEDENT", BelowPrevious, Block, Block},
	{"VALEUR_SUPERIEURE_SUIVANT", AboveNext, Block, Block},
	{"VALEUR_EGALE_PRECEDENT", EqualPrevious, Confirm, Off},
	{"RELEVE_EN_DOUBLE", SecondOfDay, Confirm, Off},
	{"CONTROLE_ECART_MAXIMUM", GapOverMax, Block, Block},
	{"CONTROLE_ECART_ALERTE", GapOverAlert, Confirm, Confirm},
	{"CONTROLE_ECART_ESTIMATION", GapToEstimate, Confirm, Confirm},
}

// ThresholdCriteria lists the criteria columns of ThresholdTable.
func ThresholdCriteria() []string { return []string{"ORGANISATION_INTERNE", "TRAITEMENT"} }

// ThresholdResults lists the result columns of ThresholdTable: three limits,
// then one level per anomaly.
func ThresholdResults() []string {
	out := append([]string(nil), limitColumns...)
	for _, c := range levelColumns {
		out = append(out, c.name)
	}
	return out
}

// DefaultThresholdRows are the rows that exist after migration, criteria then
// results: PORTAIL as domain.md 16.4 says; IMPORT, for machines that report by
// themselves every day, without the controls of equal and repeated values.
func DefaultThresholdRows() [][]string {
	return [][]string{defaultRow(TreatmentPortal), defaultRow(TreatmentImport)}
}

// DefaultThresholds returns what judges a treatment when no row of the table
// matches: the default row IMPORT for IMPORT, PORTAIL for any other.
func DefaultThresholds(treatment string) Thresholds {
	if treatment != TreatmentImport {
		treatment = TreatmentPortal
	}
	results := map[string]string{}
	for i, cell := range defaultRow(treatment)[2:] {
		results[ThresholdResults()[i]] = cell
	}
	t, _ := ThresholdsOf(results)
	return t
}

func defaultRow(treatment string) []string {
	row := []string{"*", treatment, "25", "50000", "500000"}
	for _, c := range levelColumns {
		if treatment == TreatmentImport {
			row = append(row, string(c.imports))
		} else {
			row = append(row, string(c.portal))
		}
	}
	return row
}

// ThresholdsOf reads the results of one row, column to cell. An absent or
// empty cell is no limit, or Off. The error names the column whose cell is
// neither a whole number from 0 to MaxValue nor a level.
func ThresholdsOf(results map[string]string) (Thresholds, error) {
	t := Thresholds{Levels: map[Kind]Level{}}
	for i, limit := range []*int64{&t.Percent, &t.AlertGap, &t.MaxGap} {
		cell := results[limitColumns[i]]
		if cell == "" {
			continue
		}
		n, err := strconv.ParseInt(cell, 10, 64)
		if err != nil || n < 0 || n > MaxValue {
			return Thresholds{}, errors.New(limitColumns[i] + ": want a whole number from 0 to " + strconv.FormatInt(MaxValue, 10))
		}
		*limit = n
	}
	for _, c := range levelColumns {
		switch l := Level(results[c.name]); l {
		case Block, Confirm:
			t.Levels[c.kind] = l
		case Off, "":
		default:
			return Thresholds{}, errors.New(c.name + ": want " + string(Block) + ", " + string(Confirm) + " or " + string(Off))
		}
	}
	return t, nil
}
