package usecase_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"comptoir/server/usecase"
	"comptoir/shared/api"
	"comptoir/shared/fault"
	"comptoir/shared/id"
	"comptoir/shared/rpc"
	"comptoir/shared/setting"
)

func entryOf(m api.Meter, value int64) api.CounterSubmitReq {
	now := time.Now().Truncate(time.Millisecond)
	return api.CounterSubmitReq{ID: fresh(id.Mutation("")), Asset: m.Asset, Meter: m.ID, Value: value, At: now, DeviceAt: now}
}

// plausible is a value that the volume of the meter explains.
func plausible(m api.Meter) int64 {
	days := int64(time.Since(*m.LastAt).Hours() / 24)
	return *m.LastValue + max(1, *m.Volume*days/30437)
}

func TestReadingIsStoredWithItsEffects(t *testing.T) {
	w := newWorld(t)
	p := w.as("superviseur")
	m := w.meter(p)
	req := entryOf(m, plausible(m))
	got, err := w.CounterSubmit(usecase.With(t.Context(), p), req)
	if err != nil {
		t.Fatal(err)
	}
	if got.Receipt != req.ID || got.Result.ToCheck || got.Result.Waits {
		t.Errorf("answer %+v", got)
	}
	if n := one[int](w, "SELECT count(*) FROM reading WHERE mutation_id = $1 AND value = $2 AND origin = 'Relevé client' AND source = 'portail' AND account_id = $3", req.ID, req.Value, p.Account); n != 1 {
		t.Errorf("%d readings", n)
	}
	if v := one[int64](w, "SELECT last_value FROM meter WHERE id = $1", m.ID); v != req.Value {
		t.Errorf("the meter shows %d", v)
	}
	for table, want := range map[string]int{"event": 1, "mutation": 1} {
		if n := one[int](w, "SELECT count(*) FROM "+table); n != want {
			t.Errorf("%d rows in %s, want %d", n, table, want)
		}
	}
	if n := one[int](w, "SELECT count(*) FROM activity_log WHERE feature = 'Compteurs' AND action = 'Saisie' AND asset_id = $1", m.Asset); n != 1 {
		t.Errorf("%d lines in the activity log", n)
	}
}

func TestReadingIsJudgedAmongItsTrueNeighbours(t *testing.T) {
	w := newWorld(t)
	p := w.as("superviseur")
	ctx := usecase.With(t.Context(), p)
	m := w.meter(p)
	below := entryOf(m, *m.LastValue-1)
	if _, err := w.CounterSubmit(ctx, below); fieldOf(err) != "value" {
		t.Errorf("below the last: %v", err)
	}
	far := entryOf(m, *m.LastValue+60_000)
	if _, err := w.CounterSubmit(ctx, far); fieldOf(err) != "reason" {
		t.Errorf("far above, without reason: %v", err)
	}
	far.Reason = "Impression du catalogue"
	if got, err := w.CounterSubmit(ctx, far); err != nil || !got.Result.ToCheck {
		t.Errorf("far above, with reason: %+v, %v", got, err)
	}
	// A tablet syncs after a later reading: judged between the one before and the one after.
	late := entryOf(m, *m.LastValue+1)
	late.At = m.LastAt.Add(time.Hour)
	late.Blind = true
	if _, err := w.CounterSubmit(ctx, late); err != nil {
		t.Errorf("between two readings: %v", err)
	}
	above := entryOf(m, far.Value+1)
	above.At, above.Blind = m.LastAt.Add(2*time.Hour), true
	if _, err := w.CounterSubmit(ctx, above); fieldOf(err) != "value" {
		t.Errorf("above a later reading: %v", err)
	}
	if v := one[int64](w, "SELECT last_value FROM meter WHERE id = $1", m.ID); v != far.Value {
		t.Errorf("the meter shows %d, want its latest %d", v, far.Value)
	}
}

func TestWhatTheDeviceCouldNotKnowIsFlagged(t *testing.T) {
	w := newWorld(t)
	p := w.as("superviseur")
	m := w.meter(p)
	req := entryOf(m, *m.LastValue+60_000)
	req.Blind = true
	got, err := w.CounterSubmit(usecase.With(t.Context(), p), req)
	if err != nil || !got.Result.ToCheck {
		t.Fatalf("%+v, %v", got, err)
	}
	if !one[bool](w, "SELECT to_check AND cardinality(anomalies) > 0 FROM reading WHERE mutation_id = $1", req.ID) {
		t.Error("the dealer is not told")
	}
}

// A tablet that believed to be online, and was not, is told like one offline.
func TestEntryThatWaitedIsFlagged(t *testing.T) {
	w := newWorld(t)
	p := w.as("superviseur")
	m := w.meter(p)
	req := entryOf(m, *m.LastValue+60_000)
	req.DeviceAt = req.DeviceAt.Add(-time.Hour)
	if got, err := w.CounterSubmit(usecase.With(t.Context(), p), req); err != nil || !got.Result.ToCheck {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestContractIsForWhoMaySeeContracts(t *testing.T) {
	w := newWorld(t)
	p := w.as("superviseur")
	asset := one[id.Asset](w, "SELECT id FROM asset WHERE customer_id = $1 AND contract_id IS NOT NULL AND in_fleet LIMIT 1", p.Customer)
	sheet, err := w.AssetGet(usecase.With(t.Context(), p), api.AssetGetReq{ID: asset})
	if err != nil || sheet.Contract == "" {
		t.Fatalf("contract %q, %v", sheet.Contract, err)
	}
	w.exec(`UPDATE decision_table SET body = '[["*","*","*","*","ACCES_CONTRATS","N"]]'::jsonb || body WHERE code = 'TD_HABILITATIONS_PROFIL_PORTAIL'`)
	sheet, err = w.AssetGet(usecase.With(t.Context(), w.as("superviseur")), api.AssetGetReq{ID: asset})
	if err != nil || sheet.Contract != "" {
		t.Errorf("without the right: contract %q, %v", sheet.Contract, err)
	}
}

func TestReplacedMeterWaitsForTheDealer(t *testing.T) {
	w := newWorld(t)
	p := w.as("superviseur")
	m := w.meter(p)
	req := entryOf(m, 12)
	req.Replaced = &api.Replacement{OldEnd: *m.LastValue + 5, NewStart: 0}
	got, err := w.CounterSubmit(usecase.With(t.Context(), p), req)
	if err != nil || !got.Result.Waits {
		t.Fatalf("%+v, %v", got, err)
	}
	if !one[bool](w, "SELECT last_value = 12 AND last_origin = 'Nouveau compteur' AND last_real_on = (now() AT TIME ZONE 'Europe/Paris')::date AND volume = $2 FROM meter WHERE id = $1", m.ID, *m.Volume) {
		t.Error("the meter does not show what the machine shows, or its volume changed")
	}
	history, err := w.CounterHistory(usecase.With(t.Context(), p), api.CounterHistoryReq{Asset: m.Asset})
	if err != nil || !slices.ContainsFunc(history.Readings, func(h api.HistoryRow) bool { return h.ID == got.Result.Reading && h.Waits }) {
		t.Errorf("the history does not say that it waits: %v", err)
	}
	// The next reading of the new meter is judged against its start, and waits too.
	next := entryOf(m, 15)
	next.Blind = true
	if got, err := w.CounterSubmit(usecase.With(t.Context(), p), next); err != nil || !got.Result.Waits {
		t.Errorf("the new meter's next reading: %+v, %v", got, err)
	}
	back := entryOf(m, 3)
	if _, err := w.CounterSubmit(usecase.With(t.Context(), p), back); fieldOf(err) != "value" {
		t.Errorf("below the new meter's reading: %v", err)
	}
}

// S040: with AFFICHER_RELEVE_PRECEDENT off, no figure of the past leaves the server.
func TestS040_HiddenPreviousReading(t *testing.T) {
	w := newWorld(t)
	if _, err := w.owner.Exec(t.Context(), "INSERT INTO parameter (code, value) VALUES ($1, 'false')", setting.ShowPreviousReading); err != nil {
		t.Fatal(err)
	}
	p := w.as("superviseur")
	ctx := usecase.With(t.Context(), p)
	var asset id.Asset
	var meter id.Meter
	if err := w.owner.QueryRow(t.Context(), `SELECT t.asset_id, t.id FROM meter t JOIN asset a ON a.customer_id = t.customer_id AND a.id = t.asset_id
		WHERE t.customer_id = $1 AND t.last_value IS NOT NULL AND t.measured AND t.active AND a.in_fleet LIMIT 1`, p.Customer).Scan(&asset, &meter); err != nil {
		t.Fatal(err)
	}
	const planted = 987654321
	if _, err := w.owner.Exec(t.Context(), "UPDATE meter SET last_value = $1, volume = $1 WHERE id = $2", planted, meter); err != nil {
		t.Fatal(err)
	}
	if _, err := w.owner.Exec(t.Context(), "UPDATE reading SET value = $1 WHERE meter_id = $2 AND at = (SELECT max(at) FROM reading WHERE meter_id = $2)", planted, meter); err != nil {
		t.Fatal(err)
	}
	seen := func(name string, v any, err error) {
		t.Helper()
		b, _ := json.Marshal(v)
		e, _ := json.Marshal(fault.Of(errors.Join(err)))
		if err == nil {
			e = nil
		}
		if i := strings.Index(string(b)+string(e), strconv.Itoa(planted)); i >= 0 {
			t.Errorf("%s tells the previous reading, at byte %d", name, i)
		}
	}
	meters, err := w.MeterSync(ctx, syncAll)
	seen("meter.sync", meters, err)
	sheet, err := w.AssetGet(ctx, api.AssetGetReq{ID: asset})
	seen("asset.get", sheet, err)
	req := entryOf(api.Meter{ID: meter, Asset: asset}, 5)
	got, err := w.CounterSubmit(ctx, req)
	seen("refused counter.submit", got, err)
	if fieldOf(err) != "value" {
		t.Errorf("below the hidden previous reading: %v", err)
	}
	req = entryOf(api.Meter{ID: meter, Asset: asset}, planted+400_000)
	got, err = w.CounterSubmit(ctx, req)
	seen("counter.submit to confirm", got, err)
	if fieldOf(err) != "reason" {
		t.Errorf("far above the hidden previous reading: %v", err)
	}
}

func TestCopiesAreOneReading(t *testing.T) {
	w := newWorld(t)
	p := w.as("superviseur")
	m := w.meter(p)
	req := entryOf(m, plausible(m))
	answers := make([]rpc.Receipt[api.CounterSubmitResp], 20)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() {
			var err error
			if answers[i], err = w.CounterSubmit(usecase.With(context.Background(), p), req); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, a := range answers {
		if a != answers[0] {
			t.Fatalf("answers differ: %+v, %+v", a, answers[0])
		}
	}
	if n := one[int](w, "SELECT count(*) FROM reading WHERE mutation_id = $1", req.ID); n != 1 {
		t.Errorf("%d readings", n)
	}
	if n := one[int](w, "SELECT count(*) FROM event"); n != 1 {
		t.Errorf("%d events", n)
	}
	other := req
	other.Value++
	if _, err := w.CounterSubmit(usecase.With(t.Context(), p), other); fault.Of(err).Code != fault.Conflict {
		t.Errorf("the same identity with another value: %v", err)
	}
	if _, err := w.CounterSubmit(usecase.With(t.Context(), w.as("utilisateur")), req); fault.Of(err).Code != fault.Conflict {
		t.Errorf("somebody else's identity: %v", err)
	}
}

func TestReadingOfWhatOneDoesNotSee(t *testing.T) {
	w := newWorld(t)
	m := w.meter(w.as("superviseur"))
	unknown := entryOf(api.Meter{ID: fresh(id.Meter("")), Asset: fresh(id.Asset(""))}, 5)
	_, want := w.CounterSubmit(usecase.With(t.Context(), w.as("superviseur-b")), unknown)
	_, err := w.CounterSubmit(usecase.With(t.Context(), w.as("superviseur-b")), entryOf(m, plausible(m)))
	a, _ := json.Marshal(fault.Of(err))
	b, _ := json.Marshal(fault.Of(want))
	if fault.Of(err).Code != fault.NotFound || string(a) != string(b) {
		t.Errorf("foreign %s, unknown %s", a, b)
	}
}

// fieldOf returns the field that an invalid fault is about.
func fieldOf(err error) string {
	f := fault.Of(err)
	if err == nil || f.Code != fault.Invalid || len(f.Fields) == 0 {
		return ""
	}
	return f.Fields[0].Name
}
