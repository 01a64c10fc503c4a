package api

import (
	"time"

	"comptoir/shared/counter"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/rpc"
	"comptoir/shared/setting"
)

// Session calls. Signing in and out are plain pages of the server.
var (
	SessionMe       = rpc.NewQuery[Empty, Me](&set, "session.me", rpc.For(rpc.Both))
	SessionPassword = rpc.NewCommand[PasswordReq, Empty](&set, "session.password", rpc.For(rpc.Both))
	RightWhy        = rpc.NewQuery[WhyReq, WhyResp](&set, "right.why", rpc.For(rpc.Both))
)

// Me is everything the app knows about who is signed in: the grants, settings
// and menus of one membership. It is kept on the device for offline starts.
type Me struct {
	Account      Account             `json:"account"`
	Membership   id.Membership       `json:"membership,omitempty"` // empty: staff
	Customer     *CustomerRef        `json:"customer,omitempty"`
	Contact      id.Contact          `json:"contact,omitempty"`
	Profile      string              `json:"profile"`
	Scope        string              `json:"scope,omitempty"` // company, sites, own
	Others       []MembershipRef     `json:"others,omitempty"`
	Grants       habilitation.Grants `json:"grants"`
	Orgs         []OrgRules          `json:"orgs"`
	Activities   []Activity          `json:"activities"`
	Portal       Portal              `json:"portal"`
	Zone         []byte              `json:"zone"` // TZif of Europe/Paris
	Now          time.Time           `json:"now"`  // the server's clock
	OfflineUntil time.Time           `json:"offlineUntil"`
}

// Account is a person's access account.
type Account struct {
	ID         id.Account `json:"id"`
	Identifier string     `json:"identifier"`
	Name       string     `json:"name"`
	Lang       string     `json:"lang"`
	Staff      bool       `json:"staff,omitempty"`
}

// CustomerRef names a customer.
type CustomerRef struct {
	ID   id.Customer `json:"id"`
	Code string      `json:"code"`
	Name string      `json:"name"`
}

// MembershipRef names another membership of the account.
type MembershipRef struct {
	ID       id.Membership `json:"id"`
	Customer string        `json:"customer"`
}

// OrgRules is an organisation interne with the rules in force there.
type OrgRules struct {
	Code       string             `json:"code"`
	Name       string             `json:"name"`
	Settings   setting.Values     `json:"settings"`
	Thresholds counter.Thresholds `json:"thresholds"` // treatment PORTAIL
}

// Activity is a business line of the dealer.
type Activity struct {
	Code  string `json:"code"`
	Label string `json:"label"`
}

// Portal is the stored configuration as the frame draws it.
type Portal struct {
	Name    string     `json:"name"`
	Logo    string     `json:"logo,omitempty"` // URL
	Menu    []MenuItem `json:"menu"`           // every configured entry, in order
	Footer  []Link     `json:"footer"`
	Social  []Link     `json:"social,omitempty"`
	Phone   string     `json:"phone,omitempty"`
	Email   string     `json:"email,omitempty"`
	Address string     `json:"address,omitempty"`
	Welcome Welcome    `json:"welcome"`
}

// MenuItem is an entry of the menu; it shows when its right holds for at least
// one organisation and activity.
type MenuItem struct {
	Label string            `json:"label"` // a text in the reader's language
	Icon  string            `json:"icon"`
	Path  string            `json:"path"`
	Needs habilitation.Code `json:"needs,omitempty"`
}

// Link is a labelled address.
type Link struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

// Welcome is the head of the home page.
type Welcome struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// PasswordReq changes one's own password; every other session of the account
// ends.
type PasswordReq struct {
	Current string `json:"current"`
	New     string `json:"new"`
}

// WhyReq asks why a right holds or not for an object of that organisation and
// activity.
type WhyReq struct {
	Code     habilitation.Code `json:"code"`
	Org      string            `json:"org,omitempty"`
	Activity string            `json:"activity,omitempty"`
}

// WhyResp explains one answer.
type WhyResp struct {
	Answer   string   `json:"answer"`             // O, P or N
	Table    string   `json:"table"`              //
	Row      int      `json:"row,omitempty"`      // 1-based; 0: no row matches
	Criteria []string `json:"criteria,omitempty"` // of the row that decided, without other customers' codes
}
