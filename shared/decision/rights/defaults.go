package rights

import (
	"comptoir/shared/decision"
	h "comptoir/shared/habilitation"
)

var userGrants = []h.Code{
	h.AccessFleet, h.AccessTickets, h.AccessOrders, h.AccessContracts, h.AccessCatalogue, h.AccessDocuments,
	h.EnterReading, h.ViewReadings,
	h.CreateTicket, h.PrintTicket, h.ReplyExchange, h.AnswerSurvey,
	h.OrderConsumables, h.OrderCatalogue, h.BuyAgain, h.ViewPrices, h.OrderNeedsApproval,
}

var userOwnGrants = []h.Code{h.CancelTicket, h.ReopenTicket, h.CancelOrder}

// DefaultHabilitations are the rows that exist after migration (domain.md
// 16.1, "Defaults"), for New. Superviseur has everything of the customer but
// the restriction; Utilisateur its list, three of them on what he made
// himself; Prestataire the rights of the staff. What has no row is refused.
func DefaultHabilitations() [][]string {
	var rows [][]string
	give := func(profile string, codes []h.Code, answer h.Answer) {
		for _, c := range codes {
			rows = append(rows, []string{decision.Any, decision.Any, profile, decision.Any, string(c), string(answer.Letter())})
		}
	}
	var supervisor, staff []h.Code
	for _, c := range h.All() {
		switch {
		case c.Staff():
			staff = append(staff, c)
		case !c.Restriction():
			supervisor = append(supervisor, c)
		}
	}
	give(h.ProfileSupervisor, supervisor, h.Yes)
	give(h.ProfileUser, userGrants, h.Yes)
	give(h.ProfileUser, userOwnGrants, h.Own)
	give(h.ProfileStaff, staff, h.Yes)
	return rows
}
