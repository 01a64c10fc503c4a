package erp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"comptoir/server/postgres"
	"comptoir/shared/counter"
	"comptoir/shared/day"
	"comptoir/shared/decision"
	"comptoir/shared/id"
)

// gauge is a meter as a source describes it.
type gauge struct {
	code, label, unit string
	colour            bool
}

// meter is a meter of the database with its readings, read once a file.
type meter struct {
	customer, asset, id string
	org                 string
	installed           day.Day
	readings            []counter.Reading // those that count
	known               []counter.Reading // all, also corrected ones and those that wait
	dirty               bool
}

// meterOf finds a meter of an asset; with create it is made when absent.
func (s *session) meterOf(ctx context.Context, customer, asset string, g gauge, create bool) (*meter, error) {
	k := customer + asset + g.code
	if m, ok := s.meters[k]; ok {
		return m, nil
	}
	m := &meter{customer: customer, asset: asset}
	var found *string
	if err := s.tx.QueryRow(ctx, sqlFindMeter, customer, asset, g.code).Scan(&found, &m.org, &m.installed); err != nil {
		return nil, fmt.Errorf("find the meter %s: %w", g.code, err)
	}
	switch {
	case found != nil:
		m.id = *found
		if err := s.history(ctx, m); err != nil {
			return nil, err
		}
	case !create:
		return nil, nil
	default:
		m.id = newID()
		if _, err := s.exec(ctx, sqlNewMeter, customer, m.id, asset, g.code, g.label, g.unit, g.colour); err != nil {
			return nil, fmt.Errorf("make the meter %s: %w", g.code, err)
		}
	}
	s.meters[k] = m
	return m, nil
}

// history reads the readings of a meter, and holds it until the file is in: an
// entry on the portal waits, or was read.
func (s *session) history(ctx context.Context, m *meter) error {
	if _, err := s.exec(ctx, sqlHold, m.customer, m.id); err != nil {
		return fmt.Errorf("hold the meter: %w", err)
	}
	rows, err := s.tx.Query(ctx, sqlReadings, m.customer, m.id)
	if err != nil {
		return fmt.Errorf("read the readings: %w", err)
	}
	var r counter.Reading
	var counts bool
	_, err = pgx.ForEachRow(rows, []any{&r.Value, &r.At, &r.Origin, &r.Source, &counts}, func() error {
		m.known = append(m.known, r)
		if counts {
			m.readings = append(m.readings, r)
		}
		return nil
	})
	return err
}

// reading takes one value in, judged by the thresholds of treatment IMPORT
// (domain.md 16.4). A reading that is there already changes nothing; an
// anomaly that does not block is kept, flagged for the dealer, and told.
func (s *session) reading(ctx context.Context, m *meter, r counter.Reading, warn func(string)) (outcome, error) {
	for _, known := range m.known {
		if known.Value == r.Value && known.At.Equal(r.At) {
			return unchanged, nil
		}
	}
	t, err := s.thresholds(ctx, m.org)
	if err != nil {
		return unchanged, err
	}
	around := counter.Around(m.readings, r.At, s.paris)
	around.InstalledOn = m.installed
	if v := counter.VolumesOf(m.readings, counter.Fallback{}, s.paris); v.Measured {
		around.VMM = &v.Statistical
	}
	if r.Origin.Starts() {
		around.Previous = nil // what another meter counted says nothing about this one
	}
	v := counter.Check(counter.Entry{Value: r.Value, At: r.At}, around, t, s.now, s.paris)
	if v.Outcome == counter.Refused {
		return unchanged, &refusal{message: anomalies(v, true)}
	}
	v = v.Flag()
	kinds := []string{}
	for _, a := range v.Anomalies {
		kinds = append(kinds, string(a.Kind))
	}
	if v.Flagged {
		warn("to be checked: " + anomalies(v, false))
	}
	if _, err := s.exec(ctx, sqlReading, m.customer, newID(), m.id, r.Value, r.At, string(r.Origin), string(r.Source), v.Flagged, kinds, s.now); err != nil {
		return unchanged, fmt.Errorf("store a reading: %w", err)
	}
	m.readings, m.known, m.dirty = append(m.readings, r), append(m.known, r), true
	return created, nil
}

// anomalies writes what was found, blocking ones only or all.
func anomalies(v counter.Verdict, blocking bool) string {
	var out []string
	for _, a := range v.Anomalies {
		if blocking && !a.Blocking {
			continue
		}
		text := strings.ReplaceAll(string(a.Kind), "_", " ")
		var args []string
		for _, k := range slices.Sorted(maps.Keys(a.Args)) {
			args = append(args, fmt.Sprintf("%s %v", strings.ToLower(k), a.Args[k]))
		}
		if len(args) > 0 {
			text += " (" + strings.Join(args, ", ") + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

type thresholdAnswer struct {
	counter.Thresholds
	known bool
}

// thresholds reads the decision table once an organisation and file.
func (s *session) thresholds(ctx context.Context, org string) (counter.Thresholds, error) {
	if t := s.rules[org]; t.known {
		return t.Thresholds, nil
	}
	out := counter.DefaultThresholds(counter.TreatmentImport)
	table := decision.Table{Code: counter.ThresholdTable}
	var body []byte
	err := s.tx.QueryRow(ctx, sqlThresholds, counter.ThresholdTable).Scan(&table.Criteria, &table.Results, &body)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return out, fmt.Errorf("read %s: %w", counter.ThresholdTable, err)
	}
	if err == nil {
		if err := json.Unmarshal(body, &table.Rows); err != nil {
			return out, fmt.Errorf("read %s: %w", counter.ThresholdTable, err)
		}
		c, err := decision.Compile(table)
		if err != nil {
			return out, err
		}
		if hit, ok := c.First(map[string]string{"ORGANISATION_INTERNE": org, "TRAITEMENT": counter.TreatmentImport}); ok {
			if out, err = counter.ThresholdsOf(hit.Results); err != nil {
				return out, err
			}
		}
	}
	s.rules[org] = thresholdAnswer{out, true}
	return out, nil
}

// finish stores what meters keep of their new readings, and the folded text of
// the assets that changed.
func (s *session) finish(ctx context.Context) error {
	for _, k := range slices.Sorted(maps.Keys(s.meters)) {
		m := s.meters[k]
		if m == nil || !m.dirty {
			continue
		}
		var last counter.Reading
		var l postgres.Latest
		for _, r := range m.readings {
			if last.At.IsZero() || r.At.After(last.At) {
				last = r
			}
			if d := day.Of(r.At, s.paris); r.Origin.Real() && d > l.LastReal {
				l.LastReal = d
			}
		}
		l.Value, l.At, l.Origin = last.Value, last.At, last.Origin
		if v := counter.VolumesOf(m.readings, counter.Fallback{}, s.paris); v.Measured {
			n := int64(v.Statistical)
			l.Volume = &n
		}
		if err := postgres.SetLatest(ctx, s.tx, id.Customer(m.customer), id.Asset(m.asset), id.Meter(m.id), l, day.Of(s.now, s.paris)); err != nil {
			return fmt.Errorf("store the last reading: %w", err)
		}
	}
	return s.fold(ctx)
}
