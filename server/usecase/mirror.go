package usecase

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"comptoir/server/postgres"
	"comptoir/shared/api"
	"comptoir/shared/habilitation"
	"comptoir/shared/rpc"
	"comptoir/shared/setting"
)

// mirrorSchema changes when the rows of a collection change their shape: every
// mirror then starts anew.
const mirrorSchema = "1"

// sync answers one collection: a cursor of another database, membership, scope,
// grants or schema, or none, brings everything. Which database answers comes
// with the rows, so that a delta is one round trip; a cursor that turns out to
// be another's costs a second one.
func sync[Row any](ctx context.Context, u *Portal, req rpc.SyncReq, code habilitation.Code,
	read func(context.Context, postgres.Scope, string) (postgres.Changes[Row], error)) (rpc.SyncResp[Row], error) {
	var resp rpc.SyncResp[Row]
	p, err := From(ctx)
	if err != nil {
		return resp, err
	}
	since, before := after(req.Since)
	c, err := read(ctx, p.scope(code), since)
	if err != nil {
		return resp, err
	}
	digest, err := p.digest(c.Incarnation)
	if err == nil && since != "" && digest != before {
		since = ""
		c, err = read(ctx, p.scope(code), since)
	}
	if err != nil {
		return resp, err
	}
	return rpc.SyncResp[Row]{Cursor: c.Next + "." + digest, Full: since == "", Rows: c.Rows, Gone: c.Gone}, nil
}

// digest sums up everything besides the rows that decides what a mirror holds.
func (p *Principal) digest(incarnation string) (string, error) {
	b, err := json.Marshal([]any{incarnation, mirrorSchema, p.Membership, p.Scope, p.sortedSites(), p.Contact, p.Grants, p.Rules})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:12]), nil
}

// after returns the transaction from which a delta starts, or "" for
// everything, and the digest of what the cursor's mirror holds.
func after(cursor string) (since, digest string) {
	since, digest, ok := strings.Cut(cursor, ".")
	if !ok || len(since) > 19 || strings.Trim(since, "0123456789") != "" {
		return "", ""
	}
	return since, digest
}

// ModelSync answers api.ModelSync.
func (u *Portal) ModelSync(ctx context.Context, req rpc.SyncReq) (rpc.SyncResp[api.Model], error) {
	return sync(ctx, u, req, habilitation.AccessFleet, u.DB.ModelSync)
}

// SiteSync answers api.SiteSync.
func (u *Portal) SiteSync(ctx context.Context, req rpc.SyncReq) (rpc.SyncResp[api.Site], error) {
	return sync(ctx, u, req, "", u.DB.SiteSync)
}

// ContactSync answers api.ContactSync.
func (u *Portal) ContactSync(ctx context.Context, req rpc.SyncReq) (rpc.SyncResp[api.Contact], error) {
	return sync(ctx, u, req, "", u.DB.ContactSync)
}

// AssetSync answers api.AssetSync.
func (u *Portal) AssetSync(ctx context.Context, req rpc.SyncReq) (rpc.SyncResp[api.Asset], error) {
	return sync(ctx, u, req, habilitation.AccessFleet, u.DB.AssetSync)
}

// MeterSync answers api.MeterSync; what AFFICHER_RELEVE_PRECEDENT hides does
// not travel.
func (u *Portal) MeterSync(ctx context.Context, req rpc.SyncReq) (rpc.SyncResp[api.Meter], error) {
	p, err := From(ctx)
	if err != nil {
		return rpc.SyncResp[api.Meter]{}, err
	}
	return sync(ctx, u, req, habilitation.AccessFleet, func(ctx context.Context, s postgres.Scope, since string) (postgres.Changes[api.Meter], error) {
		c, orgs, err := u.DB.MeterSync(ctx, s, since)
		for i := range c.Rows {
			if !p.shows(orgs[i], setting.ShowPreviousReading) {
				hide(&c.Rows[i])
			}
		}
		return c, err
	})
}

// TicketSync answers api.TicketSync.
func (u *Portal) TicketSync(ctx context.Context, req rpc.SyncReq) (rpc.SyncResp[api.Ticket], error) {
	return sync(ctx, u, req, habilitation.AccessTickets, u.DB.TicketSync)
}

// OrderSync answers api.OrderSync; without AFFICHER_PRIX no amount travels.
func (u *Portal) OrderSync(ctx context.Context, req rpc.SyncReq) (rpc.SyncResp[api.Order], error) {
	p, err := From(ctx)
	if err != nil {
		return rpc.SyncResp[api.Order]{}, err
	}
	return sync(ctx, u, req, habilitation.AccessOrders, func(ctx context.Context, s postgres.Scope, since string) (postgres.Changes[api.Order], error) {
		c, made, err := u.DB.OrderSync(ctx, s, since)
		for i := range c.Rows {
			if r := &c.Rows[i]; !p.allowed(habilitation.ViewPrices, r.Org, r.Activity, made[i]) {
				r.Gross = nil
			}
		}
		return c, err
	})
}
