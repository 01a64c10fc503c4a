package usecase

import (
	"context"
	"fmt"

	"comptoir/server/postgres"
	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/decision"
	"comptoir/shared/decision/rights"
	"comptoir/shared/setting"
)

// Rulebook is what the dealer decided for everybody, compiled. It does not
// change once made.
type Rulebook struct {
	rights     *rights.Table
	rules      map[string]Rules
	activities []api.Activity
}

// LoadRulebook reads and compiles the rules of the dealer. A table that cannot
// be compiled is an error: rights are never guessed.
func LoadRulebook(ctx context.Context, db *postgres.DB) (*Rulebook, error) {
	d, err := db.Dealer(ctx, rights.TableCode, counter.ThresholdTable)
	if err != nil {
		return nil, err
	}
	b := &Rulebook{rules: map[string]Rules{}, activities: d.Activities}
	if b.rights, err = rights.New(d.Tables[rights.TableCode].Rows); err != nil {
		return nil, fmt.Errorf("rights: %w", err)
	}
	table := d.Tables[counter.ThresholdTable]
	if table.Code == "" {
		table = decision.Table{Code: counter.ThresholdTable, Criteria: counter.ThresholdCriteria(), Results: counter.ThresholdResults()}
	}
	thresholds, err := decision.Compile(table)
	if err != nil {
		return nil, fmt.Errorf("thresholds: %w", err)
	}
	for _, org := range d.Orgs {
		r := Rules{Name: org.Label, Settings: settings(d.Parameters, org.Code)}
		if r.Portal, err = thresholdsOf(thresholds, org.Code, counter.TreatmentPortal); err != nil {
			return nil, err
		}
		if r.Inventory, err = thresholdsOf(thresholds, org.Code, counter.TreatmentImport); err != nil {
			return nil, err
		}
		b.rules[org.Code] = r
	}
	return b, nil
}

// settings are the values that hold in an organisation interne: its own where
// the parameter is of each organisation, else the common ones.
func settings(all []postgres.Parameter, org string) setting.Values {
	v := setting.Values{}
	for _, own := range []string{"", org} {
		for _, p := range all {
			known, ok := setting.Find(setting.Code(p.Code))
			if ok && p.Org == own && (own == "" || known.Scope == setting.PerOrg) {
				v[known.Code] = p.Value
			}
		}
	}
	return v
}

func thresholdsOf(t *decision.Compiled, org, treatment string) (counter.Thresholds, error) {
	criteria := counter.ThresholdCriteria()
	hit, ok := t.First(map[string]string{criteria[0]: org, criteria[1]: treatment})
	if !ok {
		return counter.DefaultThresholds(treatment), nil
	}
	found, err := counter.ThresholdsOf(hit.Results)
	if err != nil {
		return found, fmt.Errorf("thresholds of %s: row %d: %w", treatment, hit.Row, err)
	}
	return found, nil
}

// shownSettings are the parameters that the app reads; the others are the
// dealer's own business and do not travel.
var shownSettings = []setting.Code{
	setting.ShowPaperInvoices, setting.ShowStockQuantity, setting.ShowPreviousReading, setting.BlockSiteTicketFromList,
	setting.OnlyPreferredConsumables, setting.UnitLineKinds, setting.DefaultTicketType, setting.MaxDaysWithoutReading,
	setting.CompanyVolume, setting.ApproveCoveredOrders,
}

func (r Rules) shown() setting.Values {
	v := setting.Values{}
	for _, code := range shownSettings {
		if text, ok := r.Settings[code]; ok {
			v[code] = text
		}
	}
	return v
}
