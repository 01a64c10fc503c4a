package usecase

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"comptoir/server/postgres"
	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/day"
	"comptoir/shared/fault"
	"comptoir/shared/habilitation"
	"comptoir/shared/id"
	"comptoir/shared/msg"
	"comptoir/shared/rpc"
	"comptoir/shared/setting"
)

// once runs a mutation exactly once: a copy gets the answer of the first, and a
// copy with other contents, or of another author, is a conflict.
func once[Req rpc.Keyed, Resp any](ctx context.Context, u *Portal, p *Principal, call string, req Req, do func(pgx.Tx) (Resp, error)) (rpc.Receipt[Resp], error) {
	resp := rpc.Receipt[Resp]{Receipt: req.MutationID()}
	if resp.Receipt.Zero() {
		return resp, fault.New(fault.Invalid, msg.FaultMalformed)
	}
	body, err := json.Marshal(req)
	if err != nil {
		return resp, err
	}
	sum := sha256.Sum256(body)
	run := func(tx pgx.Tx) error {
		was, err := postgres.Once(ctx, tx, p.Customer, resp.Receipt)
		if err != nil {
			return err
		}
		if was != nil {
			if was.Account != p.Account || was.Membership != p.Membership || was.Call != call || !slices.Equal(was.BodyHash, sum[:]) {
				return fault.New(fault.Conflict, msg.FaultConflict)
			}
			return json.Unmarshal(was.Answer, &resp.Result)
		}
		if resp.Result, err = do(tx); err != nil {
			return err
		}
		answer, err := json.Marshal(resp.Result)
		if err != nil {
			return err
		}
		return postgres.Claim(ctx, tx, p.Customer, resp.Receipt, postgres.Answered{
			Account: p.Account, Membership: p.Membership, Call: call, BodyHash: sum[:], Answer: answer})
	}
	err = u.DB.Write(ctx, p.Customer, run)
	return resp, err
}

// CounterSubmit answers api.CounterSubmit: the reading is judged among its true
// neighbours in time, by the function that the browser called.
func (u *Portal) CounterSubmit(ctx context.Context, req api.CounterSubmitReq) (rpc.Receipt[api.CounterSubmitResp], error) {
	p, err := From(ctx)
	if err != nil {
		return rpc.Receipt[api.CounterSubmitResp]{}, err
	}
	if err := checkSubmit(req); err != nil {
		return rpc.Receipt[api.CounterSubmitResp]{}, err
	}
	return once(ctx, u, p, api.CounterSubmit.Name, req, func(tx pgx.Tx) (api.CounterSubmitResp, error) {
		return u.submit(ctx, tx, p, req)
	})
}

func checkSubmit(req api.CounterSubmitReq) error {
	var problems []fault.Field
	if req.At.IsZero() {
		problems = append(problems, fault.Field{Name: "at", Key: msg.FaultMalformed})
	}
	if req.DeviceAt.IsZero() {
		problems = append(problems, fault.Field{Name: "deviceAt", Key: msg.FaultMalformed})
	}
	if r := req.Replaced; r != nil && max(req.Value, r.OldEnd, r.NewStart) > counter.MaxValue {
		problems = append(problems, fault.Field{Name: "value", Key: msg.CounterTooLarge, Args: fault.Args{"Max": counter.MaxValue}})
	}
	if utf8.RuneCountInString(req.Reason) > 1000 {
		problems = append(problems, fault.Field{Name: "reason", Key: msg.FaultTooLong, Args: fault.Args{"Max": 1000}})
	}
	if len(req.Photos) > 8 || slices.ContainsFunc(req.Photos, func(h string) bool { return !isSHA256(h) }) {
		problems = append(problems, fault.Field{Name: "photos", Key: msg.FaultMalformed})
	}
	return fault.Check(problems)
}

// waited is from when on an entry counts as one that the device could not
// judge: a tablet may believe to have a network that leads nowhere.
const waited = 2 * time.Minute

func (u *Portal) submit(ctx context.Context, tx pgx.Tx, p *Principal, req api.CounterSubmitReq) (api.CounterSubmitResp, error) {
	var resp api.CounterSubmitResp
	m, err := postgres.LockMeter(ctx, tx, p.scope(habilitation.EnterReading), req.Asset, req.Meter)
	if err != nil {
		return resp, err
	}
	past, err := postgres.PastOf(ctx, tx, p.Customer, req.Meter)
	if err != nil {
		return resp, err
	}
	// A replacement that the dealer has not accepted yet starts the series of the
	// new meter: what follows it is judged against it, and waits like it.
	judged, waits := past.Accepted, req.Replaced != nil
	if n := len(past.Waiting); n > 0 && !req.At.Before(past.Waiting[n-1].At) {
		judged, waits = past.Waiting, true
	}
	now, rules := u.Now(), p.Rules[m.Org]
	entry := counter.Entry{Value: req.Value, At: req.At, Reason: req.Reason}
	if r := req.Replaced; r != nil {
		entry.Replaced, entry.OldEnd, entry.NewStart = true, r.OldEnd, r.NewStart
	}
	around := counter.Around(judged, req.At, u.Paris)
	around.InstalledOn, around.KnowsHistory = m.InstalledOn, true
	if m.Volume != nil {
		v := counter.Volume(*m.Volume)
		around.VMM = &v
	}
	verdict := counter.Check(entry, around, rules.Portal, now, u.Paris)
	hidden := !rules.Settings.Bool(setting.ShowPreviousReading)
	blind := req.Blind || now.Sub(req.DeviceAt) > waited
	if verdict.Outcome == counter.Refused || verdict.Outcome == counter.ToConfirm && !blind {
		return resp, refusal(verdict, hidden)
	}
	resp = api.CounterSubmitResp{Reading: id.Reading(req.ID), ToCheck: len(verdict.Anomalies) > 0, Waits: waits}
	r := postgres.NewReading{ID: resp.Reading, Asset: req.Asset, Meter: req.Meter, Account: p.Account, Membership: p.Membership,
		Mutation: req.ID, Reading: counter.Reading{Value: req.Value, At: req.At.UTC(), Origin: counter.CustomerReading, Source: counter.Portal},
		Reason: req.Reason, ToCheck: resp.ToCheck, Waits: waits, Anomalies: kinds(verdict), Replaced: req.Replaced, DeviceAt: req.DeviceAt.UTC(), Photos: req.Photos}
	if r.Photos == nil {
		r.Photos = []string{}
	}
	if err := postgres.InsertReading(ctx, tx, p.Customer, r); err != nil {
		return resp, err
	}
	if waits {
		past.Waiting = append(past.Waiting, r.Reading)
	} else {
		past.Accepted = append(past.Accepted, r.Reading)
	}
	if err := u.setLatest(ctx, tx, p, req, m, past); err != nil {
		return resp, err
	}
	body, err := json.Marshal(req)
	if err != nil {
		return resp, err
	}
	if err := postgres.AppendEvent(ctx, tx, p.Customer, "reading.entered", string(resp.Reading), body); err != nil {
		return resp, err
	}
	return resp, postgres.LogActivity(ctx, tx, p.Customer, postgres.Activity{Org: m.Org, Account: p.Account, Contact: p.Contact,
		Asset: req.Asset, Feature: "Compteurs", Action: "Saisie", Number: m.Code})
}

// setLatest brings what the meter shows up to date with all its readings. Those
// of a replaced meter count as Nouveau compteur while they wait: they are what
// the machine shows, and nobody is asked to read it again. Volumes come from
// accepted readings alone.
func (u *Portal) setLatest(ctx context.Context, tx pgx.Tx, p *Principal, req api.CounterSubmitReq, m postgres.MeterFacts, past postgres.Past) error {
	l := postgres.Latest{LastReal: m.LastReal, Volume: m.Volume}
	all := slices.Clone(past.Accepted)
	for _, r := range past.Waiting {
		r.Origin = counter.NewMeter
		all = append(all, r)
	}
	for _, r := range all {
		if !r.At.Before(l.At) {
			l.Value, l.At, l.Origin = r.Value, r.At, r.Origin
		}
		if d := day.Of(r.At, u.Paris); r.Origin.Real() && d > l.LastReal {
			l.LastReal = d
		}
	}
	if v := counter.VolumesOf(past.Accepted, counter.Fallback{}, u.Paris); v.Measured {
		s := int64(v.Statistical)
		l.Volume = &s
	}
	return postgres.SetLatest(ctx, tx, p.Customer, req.Asset, req.Meter, l, day.Of(u.Now(), u.Paris))
}

// refusal says what is wrong with a reading; without its figures where the
// previous reading is hidden.
func refusal(v counter.Verdict, hidden bool) error {
	if hidden {
		v = v.Redact()
	}
	var problems, confirm []fault.Field
	for _, a := range v.Anomalies {
		f := fault.Field{Name: "value", Key: a.Key, Args: a.Args}
		if a.Blocking {
			problems = append(problems, f)
			continue
		}
		f.Name = "reason" // a reason is all it takes
		confirm = append(confirm, f)
	}
	problems = append(problems, confirm...)
	if len(problems) == 0 {
		return errors.New("a reading is refused without an anomaly")
	}
	return fault.Check(problems)
}

func kinds(v counter.Verdict) []string {
	out := make([]string, 0, len(v.Anomalies))
	for _, a := range v.Anomalies {
		out = append(out, string(a.Kind))
	}
	return out
}

func isSHA256(s string) bool {
	if len(s) != 64 {
		return false
	}
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// CounterHistory answers api.CounterHistory.
func (u *Portal) CounterHistory(ctx context.Context, req api.CounterHistoryReq) (api.CounterHistoryResp, error) {
	p, err := From(ctx)
	if err != nil {
		return api.CounterHistoryResp{}, err
	}
	if req.Limit <= 0 {
		req.Limit = 24
	}
	rows, err := u.DB.History(ctx, p.scope(habilitation.ViewReadings), req.Asset, min(req.Limit, 200))
	return api.CounterHistoryResp{Readings: rows}, err
}
