package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/id"
	"comptoir/shared/msg"
)

var assetSQL = load[struct{ Sync, Gone, List, Get, Meters, Open, DealerCustomers, DealerFleet string }]("asset.sql")

// assetFields are the columns of the asset statements, in their order.
func assetFields(a *api.Asset) []any {
	return []any{&a.ID, &a.Site, &a.Model, &a.Org, &a.Activity, &a.Label, &a.Serial, &a.DealerRef, &a.CustomerRef,
		&a.Place, &a.Service, &a.AccessNote, &a.Comment, &a.Installed, &a.WarrantyEnd, &a.LastVisit,
		&a.Status.Commercial, &a.Status.Logistic, &a.Status.Legal, &a.Status.Financing, &a.Status.Contract, &a.RequestOpen,
		orNone(&a.ContractContact), orNone(&a.UserContact), orNone(&a.ServiceContact)}
}

// AssetSync returns the assets that changed since a cursor.
func (db *DB) AssetSync(ctx context.Context, s Scope, since string) (Changes[api.Asset], error) {
	return changes(ctx, db, s, since, assetSQL.Sync, assetSQL.Gone, func(a *api.Asset) []any { return assetFields(a) })
}

// AssetList returns one page of the fleet and one row more, if there is one.
func (db *DB) AssetList(ctx context.Context, s Scope, req api.AssetListReq, text string) ([]api.Asset, error) {
	after := req.AfterID
	if after == "" {
		after = id.Nil
	}
	var site any // one that was asked for and is no identifier is a site that nobody has
	if req.Site != "" {
		site = req.Site
	}
	return Rows(ctx, db, s.Customer, assetSQL.List, s.with(pgx.NamedArgs{
		"after": req.After, "after_id": after, "site": site, "activity": req.Activity, "family": req.Family,
		"text": text, "limit": req.Limit + 1,
	}), func(row pgx.CollectableRow) (a api.Asset, err error) {
		return a, row.Scan(assetFields(&a)...)
	})
}

// AssetGet returns the sheet of one asset of the scope, in one round trip; of
// its open tickets and orders it counts those of their own scopes.
func (db *DB) AssetGet(ctx context.Context, s, tickets, orders Scope, asset id.Asset) (sheet api.AssetSheet, err error) {
	args := named(s.with(pgx.NamedArgs{"customer": s.Customer, "id": asset, "ticket_pairs": tickets.Pairs, "ticket_own": tickets.OwnPairs,
		"order_pairs": orders.Pairs, "order_own": orders.OwnPairs}))
	b := &pgx.Batch{}
	b.Queue(setCustomer, string(s.Customer))
	b.Queue(assetSQL.Get, args)
	b.Queue(assetSQL.Meters, args)
	b.Queue(assetSQL.Open, args)
	res := db.Customer.SendBatch(ctx, b)
	defer func() { err = errors.Join(err, Fault(res.Close())) }()
	if _, err := res.Exec(); err != nil {
		return sheet, Fault(err)
	}
	fields := append(assetFields(&sheet.Asset), &sheet.Model.Brand, &sheet.Model.Label, &sheet.Model.Family,
		&sheet.Model.Activity, &sheet.Model.Picture, &sheet.Site.Code, &sheet.Site.Name, &sheet.Site.Address,
		&sheet.Site.Postcode, &sheet.Site.City, &sheet.Contract, &sheet.Accessories)
	if err := res.QueryRow().Scan(fields...); errors.Is(err, pgx.ErrNoRows) {
		return sheet, fault.New(fault.NotFound, msg.FaultNotFound)
	} else if err != nil {
		return sheet, Fault(err)
	}
	sheet.Model.ID, sheet.Site.ID = sheet.Asset.Model, sheet.Asset.Site
	rows, err := res.Query()
	if err != nil {
		return sheet, Fault(err)
	}
	if sheet.Meters, err = pgx.CollectRows(rows, scanMeter); err != nil {
		return sheet, Fault(err)
	}
	return sheet, Fault(res.QueryRow().Scan(&sheet.Tickets, &sheet.Orders))
}

// DealerFleet returns, for staff, the customers they see and the assets of one.
func (db *DB) DealerFleet(ctx context.Context, orgs []string, req api.DealerFleetReq, text string) (api.DealerFleetResp, error) {
	var resp api.DealerFleetResp
	customers, err := StaffRows(ctx, db, orgs, assetSQL.DealerCustomers, pgx.NamedArgs{"staff_orgs": orgs}, func(row pgx.CollectableRow) (c api.CustomerRef, err error) {
		return c, row.Scan(&c.ID, &c.Code, &c.Name)
	})
	if err != nil {
		return resp, err
	}
	resp.Customers = customers
	for _, c := range customers {
		if c.ID == req.Customer || req.Customer == "" && c.Code == TechnicalCustomer {
			resp.Customer = c
		}
	}
	if resp.Customer.ID == "" {
		return resp, fault.New(fault.NotFound, msg.FaultNotFound)
	}
	after := req.AfterID
	if after == "" {
		after = id.Nil
	}
	resp.Assets, err = StaffRows(ctx, db, orgs, assetSQL.DealerFleet, pgx.NamedArgs{
		"customer": resp.Customer.ID, "after_id": after, "text": text, "limit": req.Limit + 1,
	}, func(row pgx.CollectableRow) (a api.DealerAsset, err error) {
		return a, row.Scan(&a.ID, &a.Label, &a.Model, &a.Serial, &a.Site, &a.Source, &a.Meters)
	})
	return resp, err
}
