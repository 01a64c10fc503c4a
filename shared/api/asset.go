package api

import (
	"time"

	"comptoir/shared/day"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/rpc"
)

// The fleet. The browser mirrors it; AssetList serves who cannot mirror and
// AssetGet a shared link before the mirror is there.
var (
	ModelSync   = rpc.NewCollection[Model](&set, "model.sync", rpc.Needs(habilitation.AccessFleet))
	SiteSync    = rpc.NewCollection[Site](&set, "site.sync")
	ContactSync = rpc.NewCollection[Contact](&set, "contact.sync")
	AssetSync   = rpc.NewCollection[Asset](&set, "asset.sync", rpc.Needs(habilitation.AccessFleet))
	MeterSync   = rpc.NewCollection[Meter](&set, "meter.sync", rpc.Needs(habilitation.AccessFleet))
	TicketSync  = rpc.NewCollection[Ticket](&set, "ticket.sync", rpc.Needs(habilitation.AccessTickets))
	OrderSync   = rpc.NewCollection[Order](&set, "order.sync", rpc.Needs(habilitation.AccessOrders))

	AssetList   = rpc.NewQuery[AssetListReq, AssetListResp](&set, "asset.list", rpc.Needs(habilitation.AccessFleet))
	AssetGet    = rpc.NewQuery[AssetGetReq, AssetSheet](&set, "asset.get", rpc.Needs(habilitation.AccessFleet))
	DealerFleet = rpc.NewQuery[DealerFleetReq, DealerFleetResp](&set, "dealer.fleet", rpc.For(rpc.Staff), rpc.Needs(habilitation.ProcessExternalEntries))
)

// Model is what assets of one kind share.
type Model struct {
	ID       id.Model `json:"id"`
	Brand    string   `json:"brand"`
	Label    string   `json:"label"`
	Family   string   `json:"family"`
	Activity string   `json:"activity"`
	Picture  string   `json:"picture,omitempty"` // SHA-256: /img/{sha256}
}

// Site is a place of the customer.
type Site struct {
	ID       id.Site `json:"id"`
	Code     string  `json:"code"`
	Name     string  `json:"name"`
	Address  string  `json:"address,omitempty"`
	Postcode string  `json:"postcode,omitempty"`
	City     string  `json:"city,omitempty"`
}

// Contact is a person at the customer's.
type Contact struct {
	ID    id.Contact `json:"id"`
	Name  string     `json:"name"`
	Email string     `json:"email,omitempty"`
	Phone string     `json:"phone,omitempty"`
	Job   string     `json:"job,omitempty"`
	Site  id.Site    `json:"site,omitempty"`
}

// Asset is a bien of the fleet.
type Asset struct {
	ID              id.Asset   `json:"id"`
	Site            id.Site    `json:"site"`
	Model           id.Model   `json:"model"`
	Org             string     `json:"org"`
	Activity        string     `json:"activity"`
	Label           string     `json:"label"`
	Serial          string     `json:"serial,omitempty"`      // identifiant fabricant
	DealerRef       string     `json:"dealerRef,omitempty"`   // identifiant prestataire
	CustomerRef     string     `json:"customerRef,omitempty"` // identifiant client
	Place           string     `json:"place,omitempty"`       // localisation
	Service         string     `json:"service,omitempty"`
	AccessNote      string     `json:"accessNote,omitempty"`
	Comment         string     `json:"comment,omitempty"`
	Installed       day.Day    `json:"installed,omitzero"`
	WarrantyEnd     day.Day    `json:"warrantyEnd,omitzero"`
	LastVisit       day.Day    `json:"lastVisit,omitzero"`
	Status          Statuses   `json:"status"`
	RequestOpen     bool       `json:"requestOpen,omitempty"` // a reading was asked for
	ContractContact id.Contact `json:"contractContact,omitempty"`
	UserContact     id.Contact `json:"userContact,omitempty"`
	ServiceContact  id.Contact `json:"serviceContact,omitempty"` // contact SAV
}

// Statuses are the five life-cycle statuses of an asset, as the ERP words them.
type Statuses struct {
	Commercial string `json:"commercial,omitempty"`
	Logistic   string `json:"logistic,omitempty"`
	Legal      string `json:"legal,omitempty"`
	Financing  string `json:"financing,omitempty"`
	Contract   string `json:"contract,omitempty"` // Non couvert, Couvert par SSC, …
}

// Covered reports whether a contract or the maker's warranty covers the asset.
func (s Statuses) Covered() bool {
	return s.Contract == "Couvert par SSC" || s.Contract == "Couvert par garantie constructeur"
}

// Meter is a measured quantity of an asset with what is known of it. Without
// the parameter AFFICHER_RELEVE_PRECEDENT the last value, its origin and the
// volume are absent.
type Meter struct {
	ID          id.Meter   `json:"id"`
	Asset       id.Asset   `json:"asset"`
	Code        string     `json:"code"`
	Label       string     `json:"label"`
	Unit        string     `json:"unit,omitempty"`
	Position    int        `json:"position,omitempty"`
	Colour      bool       `json:"colour,omitempty"`
	NextBilling day.Day    `json:"nextBilling,omitzero"`
	LastReal    day.Day    `json:"lastReal,omitzero"`
	LastValue   *int64     `json:"lastValue,omitempty"`
	LastAt      *time.Time `json:"lastAt,omitempty"`
	LastOrigin  string     `json:"lastOrigin,omitempty"`
	Volume      *int64     `json:"volume,omitempty"` // VMM, thousandths of a page a month
}

// Ticket is an open request for intervention.
type Ticket struct {
	ID        id.Ticket `json:"id"`
	Number    string    `json:"number"`
	Asset     id.Asset  `json:"asset,omitempty"`
	Site      id.Site   `json:"site"`
	Org       string    `json:"org"`
	Activity  string    `json:"activity"`
	Nature    string    `json:"nature,omitempty"`
	Detail    string    `json:"detail,omitempty"`
	State     string    `json:"state"`
	Priority  string    `json:"priority,omitempty"`
	Requester string    `json:"requester,omitempty"`
	OpenedAt  time.Time `json:"openedAt"`
}

// Order is an open order. Without AFFICHER_PRIX the amount is absent.
type Order struct {
	ID        id.Order   `json:"id"`
	Number    string     `json:"number"`
	Reference string     `json:"reference,omitempty"`
	Site      id.Site    `json:"site"`
	Assets    []id.Asset `json:"assets,omitempty"`
	Org       string     `json:"org"`
	Activity  string     `json:"activity"`
	State     string     `json:"state"`
	OrderedAt time.Time  `json:"orderedAt"`
	Gross     *int64     `json:"gross,omitempty"` // cents TTC
	Requester string     `json:"requester,omitempty"`
}

// AssetListReq asks for one page of the fleet, sorted by label.
type AssetListReq struct {
	Text     string   `json:"text,omitempty"`
	Site     id.Site  `json:"site,omitempty"`
	Family   string   `json:"family,omitempty"`
	Activity string   `json:"activity,omitempty"`
	After    string   `json:"after,omitempty"` // label of the last row seen
	AfterID  id.Asset `json:"afterId,omitempty"`
	Limit    int      `json:"limit,omitempty"` // 50 when absent, 200 at most
}

// AssetListResp is one page.
type AssetListResp struct {
	Assets []Asset `json:"assets"`
	More   bool    `json:"more,omitempty"`
}

// AssetGetReq asks for the sheet of one asset.
type AssetGetReq struct {
	ID id.Asset `json:"id"`
}

// AssetSheet is an asset with what its sheet shows.
type AssetSheet struct {
	Asset       Asset    `json:"asset"`
	Model       Model    `json:"model"`
	Site        Site     `json:"site"`
	Meters      []Meter  `json:"meters"`
	Accessories []string `json:"accessories,omitempty"` // labels
	Contract    string   `json:"contract,omitempty"`    // N° and label
	Tickets     int      `json:"tickets"`               // open
	Orders      int      `json:"orders"`                // open
}

// DealerFleetReq asks, for the dealer's staff, for assets of one customer; empty
// Customer: of the technical customer A-RATTACHER.
type DealerFleetReq struct {
	Customer id.Customer `json:"customer,omitempty"`
	Text     string      `json:"text,omitempty"`
	AfterID  id.Asset    `json:"afterId,omitempty"`
	Limit    int         `json:"limit,omitempty"`
}

// DealerFleetResp lists assets with the names that staff need.
type DealerFleetResp struct {
	Customer  CustomerRef   `json:"customer"`
	Customers []CustomerRef `json:"customers"` // those the staff member sees
	Assets    []DealerAsset `json:"assets"`
	More      bool          `json:"more,omitempty"`
}

// DealerAsset is an asset as the dealer's list shows it.
type DealerAsset struct {
	ID     id.Asset `json:"id"`
	Label  string   `json:"label"`
	Model  string   `json:"model"`
	Serial string   `json:"serial,omitempty"`
	Site   string   `json:"site"`
	Source string   `json:"source"`
	Meters int      `json:"meters"`
}
