package store

import "comptoir/shared/api"

// shared keeps one copy of each text that many rows bear: identifiers of
// sites, models and contacts, statuses, labels of meters. Without it they are
// half of what a large fleet takes.
type shared map[string]string

// share makes texts of a row those that other rows have.
func share[T ~string](s shared, texts ...*T) {
	for _, t := range texts {
		kept, ok := s[string(*t)]
		if !ok {
			kept = string(*t)
			s[kept] = kept
		}
		*t = T(kept)
	}
}

func shareAsset(s shared, a *api.Asset) {
	share(s, &a.ID) // meters name it
	share(s, &a.Site)
	share(s, &a.Model)
	share(s, &a.ContractContact, &a.UserContact, &a.ServiceContact)
	share(s, &a.Org, &a.Activity, &a.Place, &a.Service, &a.AccessNote, &a.Comment,
		&a.Status.Commercial, &a.Status.Logistic, &a.Status.Legal, &a.Status.Financing, &a.Status.Contract)
}

func shareMeter(s shared, m *api.Meter) {
	share(s, &m.Asset)
	share(s, &m.Code, &m.Label, &m.Unit, &m.LastOrigin)
}
