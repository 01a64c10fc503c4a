package usecase

import (
	"context"
	"slices"

	"comptoir/shared/api"
	"comptoir/shared/fold"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/setting"
)

// AssetList answers api.AssetList.
func (u *Portal) AssetList(ctx context.Context, req api.AssetListReq) (api.AssetListResp, error) {
	p, err := From(ctx)
	if err != nil {
		return api.AssetListResp{}, err
	}
	req.Limit = page(req.Limit)
	rows, err := u.DB.AssetList(ctx, p.scope(habilitation.AccessFleet), req, fold.Text(req.Text))
	if err != nil {
		return api.AssetListResp{}, err
	}
	more := len(rows) > req.Limit
	return api.AssetListResp{Assets: rows[:min(len(rows), req.Limit)], More: more}, nil
}

// AssetGet answers api.AssetGet.
func (u *Portal) AssetGet(ctx context.Context, req api.AssetGetReq) (api.AssetSheet, error) {
	p, err := From(ctx)
	if err != nil {
		return api.AssetSheet{}, err
	}
	sheet, err := u.DB.AssetGet(ctx, p.scope(habilitation.AccessFleet), p.scope(habilitation.AccessTickets), p.scope(habilitation.AccessOrders), req.ID)
	if err != nil {
		return api.AssetSheet{}, err
	}
	if p.Scope == scopeOwn || !p.allowed(habilitation.AccessContracts, sheet.Asset.Org, sheet.Asset.Activity, false) {
		sheet.Contract = ""
	}
	if !p.shows(sheet.Asset.Org, setting.ShowPreviousReading) {
		for i := range sheet.Meters {
			hide(&sheet.Meters[i])
		}
	}
	return sheet, nil
}

// DealerFleet answers api.DealerFleet.
func (u *Portal) DealerFleet(ctx context.Context, req api.DealerFleetReq) (api.DealerFleetResp, error) {
	p, err := From(ctx)
	if err != nil {
		return api.DealerFleetResp{}, err
	}
	req.Limit = page(req.Limit)
	resp, err := u.DB.DealerFleet(ctx, p.StaffOrgs, req, fold.Text(req.Text))
	if err != nil {
		return api.DealerFleetResp{}, err
	}
	resp.More = len(resp.Assets) > req.Limit
	resp.Assets = resp.Assets[:min(len(resp.Assets), req.Limit)]
	return resp, nil
}

// scopeOwn is the scope of who sees its own assets only, and no contract
// (domain.md 16.1).
const scopeOwn = "own"

// hide takes away from a meter what AFFICHER_RELEVE_PRECEDENT hides.
func hide(m *api.Meter) {
	m.LastValue, m.LastAt, m.LastOrigin, m.Volume = nil, nil, "", nil
}

func page(limit int) int {
	if limit <= 0 {
		return 50
	}
	return min(limit, 200)
}

// sortedSites returns the sites of the scope in a fixed order, for digests.
func (p *Principal) sortedSites() []id.Site {
	out := slices.Clone(p.Sites)
	slices.Sort(out)
	return out
}
