package counter

import "comptoir/shared/msg"

var originKeys = map[Origin]msg.Key{
	CustomerReading: msg.ReadingOriginCustomer,
	DealerReading:   msg.ReadingOriginDealer,
	Installation:    msg.ReadingOriginInstallation,
	LoanInstall:     msg.ReadingOriginLoan,
	NewMeter:        msg.ReadingOriginNewMeter,
	LoanReturn:      msg.ReadingOriginLoanReturn,
	Estimate:        msg.ReadingOriginEstimate,
	Termination:     msg.ReadingOriginTermination,
	Suspension:      msg.ReadingOriginSuspension,
}

// Key returns the sentence of the origin, "" for an unknown one, whose own
// text is then shown.
func (o Origin) Key() msg.Key { return originKeys[o] }

var sourceKeys = map[Source]msg.Key{
	Portal:     msg.ReadingSourcePortal,
	Inventory:  msg.ReadingSourceInventory,
	File:       msg.ReadingSourceFile,
	Technician: msg.ReadingSourceTechnician,
}

// Key returns the sentence of the channel, "" for an unknown one.
func (s Source) Key() msg.Key { return sourceKeys[s] }
