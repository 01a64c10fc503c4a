// Package counter knows the meters of an asset, what a plausible reading is,
// how much an asset prints in a month and when a reading is expected
// (domain.md 4.5, 4.7 and 16.4). Browser and server call the same functions;
// nothing here looks at a clock.
package counter

import (
	"time"

	"comptoir/shared/day"
)

// MaxValue is the largest value a meter may show: twelve digits. Anything
// above is a typing mistake, and stays far below what JavaScript can hold.
const MaxValue int64 = 999_999_999_999

// Origin says where a reading comes from, spelt as in the ERP (domain.md 4.5).
type Origin string

// Real origins: somebody or something looked at the meter.
const (
	CustomerReading Origin = "Relevé client"
	DealerReading   Origin = "Relevé prestataire"
	Installation    Origin = "Installation chez le client"
	LoanInstall     Origin = "Installation en prêt"
	NewMeter        Origin = "Nouveau compteur"
	LoanReturn      Origin = "Retour prêt"
)

// Other origins: computed or administrative values.
const (
	Estimate    Origin = "Estimation"
	Termination Origin = "Résiliation"
	Suspension  Origin = "Suspension"
)

// Real reports whether a reading of this origin counts as one that was read on
// the machine; an unknown origin does not.
func (o Origin) Real() bool {
	switch o {
	case CustomerReading, DealerReading, Installation, LoanInstall, NewMeter, LoanReturn:
		return true
	}
	return false
}

// Starts reports whether the origin begins a new series: the values before it
// belong to another place or another meter.
func (o Origin) Starts() bool {
	return o == Installation || o == LoanInstall || o == NewMeter
}

// Origins lists every known origin, real ones first.
func Origins() []Origin {
	return []Origin{CustomerReading, DealerReading, Installation, LoanInstall, NewMeter, LoanReturn, Estimate, Termination, Suspension}
}

// Source says through which channel a reading came in (domain.md 16.4).
type Source string

// The four channels.
const (
	Portal     Source = "portail"
	Inventory  Source = "inventaire"
	File       Source = "fichier"
	Technician Source = "technicien"
)

// Known reports whether s is one of the four channels.
func (s Source) Known() bool {
	return s == Portal || s == Inventory || s == File || s == Technician
}

// Treatment returns the treatment of TD_PARAM_CONTROLE_VALORISATION whose
// thresholds judge readings of this source.
func (s Source) Treatment() string {
	switch s {
	case Inventory, File:
		return TreatmentImport
	case Technician:
		return TreatmentPDA
	}
	return TreatmentPortal
}

// Reading is one value of one meter at one moment.
type Reading struct {
	Value  int64     `json:"value"`
	At     time.Time `json:"at"`
	Origin Origin    `json:"origin,omitempty"`
	Source Source    `json:"source,omitempty"`
}

// Meter is one quantity of an asset (French: grandeur). Only measured meters
// are entered; a computed one carries the formula of the others.
type Meter struct {
	Code    string `json:"code"`
	Label   string `json:"label"`
	Formula string `json:"formula,omitempty"`
	Billing
}

// Measured reports whether people enter this meter.
func (m Meter) Measured() bool { return m.Formula == "" }

// Billing is what decides when a meter needs a reading. Both days are civil
// days; zero means there is none.
type Billing struct {
	// NextBilling is the next billing date of a contract in force that bills
	// this meter.
	NextBilling day.Day `json:"nextBilling,omitzero"`
	// LastReal is the day of the last reading with a real origin.
	LastReal day.Day `json:"lastReal,omitzero"`
}

// Schedule is what Expected needs to know of an asset.
type Schedule struct {
	RequestOpen bool      `json:"requestOpen,omitempty"`
	Meters      []Billing `json:"meters,omitempty"`
}

// Expected reports whether a reading of the asset is wanted on that day: a
// reading request is open, or a billed meter has its next billing date D
// within n days (an overdue date counts) and no real reading dated D − n or
// later. n is NB_JOURS_MAX_SANS_RELEVE_COMPTEUR_REEL, in days, 20 by default;
// below 0 it counts as 0 (domain.md 16.4).
func Expected(s Schedule, today day.Day, n int) bool {
	if s.RequestOpen {
		return true
	}
	n = max(n, 0)
	for _, m := range s.Meters {
		if m.NextBilling != 0 && m.NextBilling.Sub(today) <= n &&
			(m.LastReal == 0 || m.NextBilling.Sub(m.LastReal) > n) {
			return true
		}
	}
	return false
}
