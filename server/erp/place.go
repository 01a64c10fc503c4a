package erp

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"comptoir/server/postgres"
)

// given is what --set says: what the files do not.
type given struct {
	customer, site, org, activity, source, date string
}

func parseSet(set map[string]string) (given, error) {
	var g given
	known := map[string]*string{"customer": &g.customer, "site": &g.site, "org": &g.org, "activity": &g.activity, "source": &g.source, "date": &g.date}
	for _, k := range slices.Sorted(maps.Keys(set)) {
		p, ok := known[k]
		if !ok {
			return g, fmt.Errorf("unknown setting %q: want customer, site, org, activity, source or date", k)
		}
		v, err := clean(set[k])
		if err != nil || v == "" {
			return g, fmt.Errorf("setting %s: empty or unreadable", k)
		}
		*p = v
	}
	if g.site != "" && g.customer == "" {
		return g, errors.New("the setting site needs the setting customer")
	}
	if g.date != "" {
		if _, err := parseMoment(g.date, time.UTC); err != nil {
			return g, fmt.Errorf("setting date: %w", err)
		}
	}
	return g, nil
}

// session imports one file.
type session struct {
	tx     pgx.Tx
	given  given
	paris  *time.Location
	now    time.Time
	file   input
	report Report
	shared *memory

	customer, customerOrg string // of --set, or the technical one; "" when the rows name theirs
	site                  string
	technical             bool
	refs                  map[refKey]string
	models                map[string]modelRef // by folded brand and label, read at the first device
	meters                map[string]*meter
	rules                 map[string]thresholdAnswer
	refold                struct{ assets, sites, models []string }
	touched               []string // codes of assets, for memory
}

// memory is what later files of one run know of earlier ones.
type memory struct {
	seen map[string]string // source and code of an asset → the file that described it
}

// place resolves customer and site of --set. Profiles whose files name no
// customer fall back on the technical one.
func (s *session) place(ctx context.Context) error {
	s.refs, s.meters, s.rules = map[refKey]string{}, map[string]*meter{}, map[string]thresholdAnswer{}
	if s.given.customer == "" {
		return nil
	}
	var orgs []string
	err := s.tx.QueryRow(ctx, sqlCustomer, s.given.customer).Scan(&s.customer, &orgs, &s.technical)
	if errors.Is(err, pgx.ErrNoRows) {
		return brokenAt(0, 0, "no customer has the code %q", s.given.customer)
	}
	if err != nil {
		return err
	}
	if len(orgs) > 0 {
		s.customerOrg = orgs[0]
	}
	return s.placeSite(ctx)
}

// placeTechnical is where assets of an unknown customer wait for staff.
func (s *session) placeTechnical(ctx context.Context) error {
	if s.customer != "" {
		return nil
	}
	var orgs []string
	err := s.tx.QueryRow(ctx, sqlCustomer, postgres.TechnicalCustomer).Scan(&s.customer, &orgs, &s.technical)
	if err != nil {
		return fmt.Errorf("find the technical customer %s, which migrate makes: %w", postgres.TechnicalCustomer, err)
	}
	return s.placeSite(ctx)
}

// placeSite finds the site by its code; without one, the only site there is.
func (s *session) placeSite(ctx context.Context) error {
	rows, err := s.tx.Query(ctx, sqlSites, s.customer)
	if err != nil {
		return err
	}
	type site struct{ id, code string }
	sites, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (x site, err error) { return x, row.Scan(&x.id, &x.code) })
	if err != nil {
		return err
	}
	var codes []string
	for _, x := range sites {
		if x.code == s.given.site {
			s.site = x.id
			return nil
		}
		codes = append(codes, x.code)
	}
	if s.given.site != "" {
		return brokenAt(0, 0, "the customer has no site %q; its sites: %s", s.given.site, strings.Join(codes, ", "))
	}
	if len(sites) == 1 {
		s.site = sites[0].id
	}
	return nil
}

// needSite refuses a file whose assets would have no site.
func (s *session) needSite() error {
	if s.site == "" {
		return brokenAt(0, 0, "the customer %s has several sites or none: say which with --set site=CODE", s.given.customer)
	}
	return nil
}

// org is the organisation interne of what the file brings: that of --set, the
// customer's first, the first one there is, or a new one.
func (s *session) org(ctx context.Context) (string, error) {
	if s.given.org != "" {
		code, err := s.ref(ctx, "internal_org", "", s.given.org)
		if err == nil && code == "" {
			return "", brokenAt(0, 0, "no organisation interne has the code %q", s.given.org)
		}
		return code, err
	}
	if s.customerOrg != "" {
		return s.customerOrg, nil
	}
	err := s.tx.QueryRow(ctx, sqlFirstOrg).Scan(&s.customerOrg)
	if errors.Is(err, pgx.ErrNoRows) {
		s.customerOrg = "PRINCIPALE"
		_, err = s.tx.Exec(ctx, sqlNewOrg, s.customerOrg, "Organisation principale")
	}
	return s.customerOrg, err
}

// date is the moment of the readings of a file that does not tell it.
func (s *session) date() time.Time {
	if s.given.date != "" {
		t, err := parseMoment(s.given.date, s.paris)
		if err == nil {
			return t
		}
	}
	return s.file.modified.UTC().Truncate(time.Second)
}
