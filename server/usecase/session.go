package usecase

import (
	"context"
	_ "embed"
	"slices"

	"comptoir/server/postgres"
	"comptoir/shared/api"
	"comptoir/shared/decision"
	"comptoir/shared/decision/rights"
	"comptoir/shared/habilitation"
	"comptoir/shared/i18n"
	"comptoir/shared/id"
)

// ParisZone is the time zone of business days as TZif; a browser has no zone
// files, so the session brings it.
//
//go:embed paris.tzif
var ParisZone []byte

// NewPrincipal makes who asks from a stored session and the dealer's rules:
// the rights are asked for each organisation interne of the customer (of the
// person, for staff) with each activity of the base.
func NewPrincipal(session id.Session, l postgres.Loaded, b *Rulebook) *Principal {
	p := &Principal{
		Account: l.Account, Session: session, Name: l.Name, Identifier: l.Identifier, Lang: l.Lang, Profile: l.Profile,
		Staff: l.Staff, Rules: map[string]Rules{}, Activities: b.activities, Until: l.Expires, rights: b.rights,
	}
	if l.Staff {
		p.StaffOrgs = l.Orgs
	} else {
		p.Membership, p.Customer, p.Contact, p.Scope, p.Sites, p.Others = l.Membership, l.Customer, l.Contact, l.Scope, l.Sites, l.Others
		p.Ref = &api.CustomerRef{ID: l.Customer, Code: l.CustomerCode, Name: l.CustomerName}
	}
	var pairs []habilitation.Pair
	for _, org := range l.Orgs {
		if r, ok := b.rules[org]; ok {
			p.Rules[org] = r
		}
		pairs = append(pairs, habilitation.Pair{Org: org})
		for _, a := range b.activities {
			pairs = append(pairs, habilitation.Pair{Org: org, Activity: a.Code})
		}
	}
	p.Grants = b.rights.Compile(l.Profile, l.CustomerCode, pairs)
	return p
}

// SessionMe answers api.SessionMe.
func (u *Portal) SessionMe(ctx context.Context, _ api.Empty) (api.Me, error) {
	p, err := From(ctx)
	if err != nil {
		return api.Me{}, err
	}
	me := api.Me{
		Account:    api.Account{ID: p.Account, Identifier: p.Identifier, Name: p.Name, Lang: p.Lang, Staff: p.Staff},
		Membership: p.Membership, Customer: p.Ref, Contact: p.Contact, Profile: p.Profile, Scope: p.Scope, Others: p.Others,
		Grants: p.Grants, Orgs: []api.OrgRules{}, Activities: p.Activities,
		Portal: u.Frame(i18n.Lang(p.Lang)), Zone: ParisZone, Now: u.Now(), OfflineUntil: p.Until,
	}
	for code, r := range p.Rules {
		me.Orgs = append(me.Orgs, api.OrgRules{Code: code, Name: r.Name, Settings: r.shown(), Thresholds: r.Portal})
	}
	slices.SortFunc(me.Orgs, func(a, b api.OrgRules) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	})
	return me, nil
}

// customerCriterion is the column of the rights that names customers.
const customerCriterion = "CLIENT"

// RightWhy answers api.RightWhy: which row of the table of rights decides. The
// criterion on the customer is shown as the customer's own code, since a
// pattern may name others; what is no pair of the customer is refused without
// a row. Without organisation, the first pair that the right holds for answers.
func (u *Portal) RightWhy(ctx context.Context, req api.WhyReq) (api.WhyResp, error) {
	resp := api.WhyResp{Answer: string(habilitation.No.Letter()), Table: rights.TableCode}
	p, err := From(ctx)
	if err != nil {
		return api.WhyResp{}, err
	}
	pair, ok := p.pair(req)
	if !ok || !req.Code.Known() {
		return resp, nil
	}
	client := ""
	if p.Ref != nil {
		client = p.Ref.Code
	}
	why := p.rights.Why(p.Profile, client, req.Code, pair.Org, pair.Activity)
	resp.Answer, resp.Row = string(why.Answer.Letter()), why.Row
	if why.Cause != rights.ByRow {
		return resp, nil
	}
	for _, name := range rights.Criteria() {
		value := why.Criteria[name]
		if name == customerCriterion && value != decision.Any && !p.Staff {
			value = client
		}
		resp.Criteria = append(resp.Criteria, name+" = "+value)
	}
	return resp, nil
}

// pair is the pair that a question is about; ok is false for one that the
// person has nothing to do with.
func (p *Principal) pair(req api.WhyReq) (habilitation.Pair, bool) {
	if req.Org == "" {
		if granted := p.Grants.Pairs(req.Code); len(granted) > 0 {
			return habilitation.Pair{Org: granted[0].Org, Activity: granted[0].Activity}, true
		}
		if len(p.Grants.On) == 0 {
			return habilitation.Pair{}, false
		}
		return p.Grants.On[0], true
	}
	pair := habilitation.Pair{Org: req.Org, Activity: req.Activity}
	return pair, slices.Contains(p.Grants.On, pair)
}
