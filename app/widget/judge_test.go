//go:build !js

package widget

import (
	"testing"
	"time"

	"comptoir/app/store/storetest"
	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/day"
	"comptoir/shared/fault"
	"comptoir/shared/msg"
)

func meterRead(value int64) api.Meter {
	at, volume := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), int64(13_000_000)
	return api.Meter{ID: "m", LastValue: &value, LastAt: &at, LastOrigin: string(counter.CustomerReading), Volume: &volume}
}

func TestJudge(t *testing.T) {
	storetest.Start(t, storetest.Sample(1)) // a reason is a sentence
	now := time.Date(2026, 11, 24, 13, 0, 0, 0, time.UTC)
	shown := Known{Shows: true, Installed: day.New(2023, 3, 14), Limits: counter.DefaultThresholds(counter.TreatmentPortal)}
	hidden := shown
	hidden.Shows = false
	unusual := []fault.Field{{Name: "reason", Key: msg.CounterUnusual}}
	for name, c := range map[string]struct {
		typed   Typed
		known   Known
		at      time.Time
		asked   []fault.Field
		errors  []string
		warns   int
		empty   bool
		outcome counter.Outcome
	}{
		"nothing typed":            {known: shown, empty: true},
		"as expected":              {typed: Typed{Value: "422 000"}, known: shown, outcome: counter.Accepted},
		"no number":                {typed: Typed{Value: "douze"}, known: shown, errors: []string{"value"}},
		"below the previous":       {typed: Typed{Value: "400000"}, known: shown, errors: []string{"value"}, outcome: counter.Refused},
		"unusual without reason":   {typed: Typed{Value: "440000"}, known: shown, errors: []string{"reason"}, warns: 1, outcome: counter.ToConfirm},
		"unusual with reason":      {typed: Typed{Value: "440000", Why: "peak"}, known: shown, warns: 1, outcome: counter.Accepted},
		"other without words":      {typed: Typed{Value: "440000", Why: whyOther}, known: shown, errors: []string{"reason"}, warns: 1, outcome: counter.ToConfirm},
		"hidden: below is unknown": {typed: Typed{Value: "400000"}, known: hidden, outcome: counter.Accepted},
		"hidden: negative":         {typed: Typed{Value: "-1"}, known: hidden, errors: []string{"value"}, outcome: counter.Refused},
		"in the future":            {typed: Typed{Value: "422000"}, known: shown, at: now.AddDate(0, 0, 2), errors: []string{"value"}, outcome: counter.Refused},
		"before installation":      {typed: Typed{Value: "1"}, known: hidden, at: now.AddDate(-5, 0, 0), errors: []string{"value"}, outcome: counter.Refused},
		"replaced":                 {typed: Typed{Value: "12", Replaced: true, OldEnd: "420000", NewStart: "0"}, known: shown, outcome: counter.Accepted},
		"replaced, ends missing":   {typed: Typed{Value: "12", Replaced: true}, known: shown, errors: []string{"oldEnd", "newStart"}},
		"asked by the server":      {typed: Typed{Value: "999"}, known: hidden, asked: unusual, errors: []string{"reason"}, warns: 1, outcome: counter.Accepted},
		"asked, with a reason":     {typed: Typed{Value: "999", Why: "peak"}, known: hidden, asked: unusual, warns: 1, outcome: counter.Accepted},
	} {
		at := now
		if !c.at.IsZero() {
			at = c.at
		}
		j := Judge(meterRead(412866), c.typed, c.known, at, now, time.UTC, c.asked)
		if j.Typed == c.empty || len(j.Errors) != len(c.errors) || len(j.Warnings) != c.warns || j.Verdict.Outcome != c.outcome {
			t.Errorf("%s: typed %v, errors %v, warnings %v, %q", name, j.Typed, j.Errors, j.Warnings, j.Verdict.Outcome)
		}
		for _, f := range c.errors {
			if _, ok := j.Errors[f]; !ok {
				t.Errorf("%s: no error at %s: %v", name, f, j.Errors)
			}
		}
		if !c.known.Shows && (j.Previous != nil || j.Verdict.Expected != nil) {
			t.Errorf("%s: the previous reading shows", name)
		}
	}
}

func TestJudgeAmongWhatWaits(t *testing.T) {
	now := time.Date(2026, 11, 24, 13, 0, 0, 0, time.UTC)
	k := Known{Shows: true, Limits: counter.DefaultThresholds(counter.TreatmentPortal),
		Here: []counter.Reading{{Value: 425000, At: now.Add(-time.Hour), Origin: counter.CustomerReading}}}
	j := Judge(meterRead(412866), Typed{Value: "424000"}, k, now, now, time.UTC, nil)
	if j.OK() || j.Previous == nil || j.Previous.Value != 425000 {
		t.Errorf("a reading below the one that waits: %+v", j)
	}
}

func TestWhen(t *testing.T) {
	paris := time.FixedZone("CET", 3600)
	now := time.Date(2026, 11, 24, 13, 0, 0, 0, time.UTC)
	if at, ok := (Draft{}).When(now, paris); !ok || !at.Equal(now) {
		t.Errorf("nothing: %v %v", at, ok)
	}
	if at, ok := (Draft{At: "2026-11-23T08:30"}).When(now, paris); !ok || !at.Equal(time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)) {
		t.Errorf("08:30 in Paris: %v %v", at.UTC(), ok)
	}
	if _, ok := (Draft{At: "hier"}).When(now, paris); ok {
		t.Error("hier is no moment")
	}
}
