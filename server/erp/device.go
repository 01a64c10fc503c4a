package erp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"comptoir/server/postgres"
	"comptoir/shared/fold"
)

// Activities that machines of an inventory belong to; they are made when the
// dealer has none of that code.
const (
	printing  = "IMPRESSION"
	computing = "INFORMATIQUE"
	telephony = "TELEPHONIE"
)

var activities = map[string][2]string{printing: {"Impression", "printer"}, computing: {"Informatique", "laptop"}, telephony: {"Téléphonie", "phone"}}

// device is a machine that a file tells of. Its code is the serial number
// where there is one, else the recording's name.
type device struct {
	code, serial, label            string
	brand, model, family, activity string
}

type owned struct{ customer, asset string }

// device finds or makes the asset of a machine. The source knows model and
// serial number; label, site and everything else belong to the portal once the
// asset is there.
func (s *session) device(ctx context.Context, d device) (owned, outcome, error) {
	model, err := s.model(ctx, d)
	if err != nil {
		return owned{}, unchanged, err
	}
	var o owned
	var org, code string
	var technical bool
	err = s.tx.QueryRow(ctx, sqlFindAsset, s.given.source, d.code, s.customer).Scan(&o.customer, &o.asset, &org, &code, &technical)
	if errors.Is(err, pgx.ErrNoRows) {
		return s.newDevice(ctx, d, model)
	}
	if err != nil {
		return o, unchanged, fmt.Errorf("find the asset %s: %w", d.code, err)
	}
	out := unchanged
	if o.customer != s.customer && s.given.customer != "" {
		if !technical {
			return o, unchanged, &refusal{field: "serial", message: fmt.Sprintf("the asset %s belongs to the customer %s: an import does not move it", d.code, code)}
		}
		if org, err = s.org(ctx); err != nil {
			return o, unchanged, err
		}
		if _, err := s.exec(ctx, sqlAttach, o.customer, o.asset, s.customer, s.site, org); err != nil {
			return o, unchanged, fmt.Errorf("attach the asset %s: %w", d.code, err)
		}
		o.customer, out = s.customer, updated
	}
	s.touched = append(s.touched, d.code)
	if s.shared.seen[s.given.source+" "+d.code] == "" {
		n, err := s.exec(ctx, sqlKnownAsset, o.customer, o.asset, model.id, d.serial)
		if err != nil {
			return o, unchanged, fmt.Errorf("update the asset %s: %w", d.code, err)
		}
		if n > 0 {
			out = updated
		}
	}
	if out == updated {
		s.refold.assets = append(s.refold.assets, o.asset)
	}
	return o, out, nil
}

func (s *session) newDevice(ctx context.Context, d device, model modelRef) (owned, outcome, error) {
	org, err := s.org(ctx)
	if err != nil {
		return owned{}, unchanged, err
	}
	o := owned{s.customer, newID()}
	if _, err := s.exec(ctx, sqlNewAsset, o.customer, o.asset, s.given.source, d.code, s.site, model.id, org, model.activity, d.label, d.serial); err != nil {
		return o, unchanged, fmt.Errorf("make the asset %s: %w", d.code, err)
	}
	s.touched = append(s.touched, d.code)
	s.refold.assets = append(s.refold.assets, o.asset)
	return o, created, nil
}

type modelRef struct{ id, activity string }

// model finds a model by brand and label, without regard to case and accents,
// or makes it, with its activity. An asset works in the activity of its model.
func (s *session) model(ctx context.Context, d device) (modelRef, error) {
	if s.models == nil {
		s.models = map[string]modelRef{}
		rows, err := s.tx.Query(ctx, sqlModels, s.given.source)
		if err != nil {
			return modelRef{}, err
		}
		var m modelRef
		var brand, label string
		if _, err := pgx.ForEachRow(rows, []any{&m.id, &brand, &label, &m.activity}, func() error {
			if name := fold.Text(brand + " " + label); s.models[name].id == "" {
				s.models[name] = m
			}
			return nil
		}); err != nil {
			return modelRef{}, err
		}
	}
	name := fold.Text(d.brand + " " + d.model)
	if m, ok := s.models[name]; ok {
		return m, nil
	}
	m := modelRef{newID(), d.activity}
	if s.given.activity != "" {
		found, err := s.ref(ctx, "activity", "", s.given.activity)
		if err == nil && found == "" {
			err = brokenAt(0, 0, "no activity has the code %q", s.given.activity)
		}
		if err != nil {
			return m, err
		}
		m.activity = found
	} else if _, err := s.exec(ctx, sqlActivity, d.activity, activities[d.activity][0], activities[d.activity][1]); err != nil {
		return m, fmt.Errorf("make the activity %s: %w", d.activity, err)
	}
	if _, err := s.exec(ctx, sqlNewModel, m.id, s.given.source, name, d.brand, d.model, d.family, m.activity); err != nil {
		return m, fmt.Errorf("make the model %s %s: %w", d.brand, d.model, err)
	}
	s.models[name] = m
	return m, nil
}

// fold stores the text that the search looks at, where it changed.
func (s *session) fold(ctx context.Context) error {
	if len(s.refold.assets)+len(s.refold.sites)+len(s.refold.models) == 0 {
		return nil
	}
	rows, err := s.tx.Query(ctx, sqlRefold, s.refold.assets, s.refold.sites, s.refold.models)
	if err != nil {
		return fmt.Errorf("read the assets to fold: %w", err)
	}
	b := &pgx.Batch{}
	var customer, asset, label, serial, dealer, own, place, model, site, old string
	if _, err := pgx.ForEachRow(rows, []any{&customer, &asset, &label, &serial, &dealer, &own, &place, &model, &site, &old}, func() error {
		if text := postgres.FoldedAsset(label, serial, dealer, own, place, model, site); text != old {
			b.Queue(sqlFolded, customer, asset, text)
		}
		return nil
	}); err != nil {
		return fmt.Errorf("read the assets to fold: %w", err)
	}
	if b.Len() == 0 {
		return nil
	}
	if err := s.tx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("store the folded text: %w", err)
	}
	return nil
}

// keepRun notes a file that changed something.
func (s *session) keepRun(ctx context.Context, profile string) error {
	sum := sha256.Sum256(s.file.body)
	r := s.report
	_, err := s.exec(ctx, sqlRun, newID(), profile, filepath.Base(s.file.path), hex.EncodeToString(sum[:]), r.Read, r.Created, r.Updated, r.Unchanged, r.Refused)
	return err
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// short cuts a text at that many characters.
func short(s string, n int) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) > n {
		r = r[:n]
	}
	return strings.TrimSpace(string(r))
}

// known finds an asset of this source that another file brought.
func (s *session) known(ctx context.Context, code string) (owned, error) {
	var o owned
	var org, customer string
	var technical bool
	err := s.tx.QueryRow(ctx, sqlFindAsset, s.given.source, code, s.customer).Scan(&o.customer, &o.asset, &org, &customer, &technical)
	if errors.Is(err, pgx.ErrNoRows) {
		return o, &refusal{field: "recording", message: "no asset " + code + ": import the machines first"}
	}
	if err == nil && s.given.customer != "" && o.customer != s.customer {
		return o, &refusal{field: "recording", message: fmt.Sprintf("the asset %s belongs to the customer %s", code, customer)}
	}
	return o, err
}
