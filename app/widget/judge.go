package widget

import (
	"strings"
	"time"

	"comptoir/shared/api"
	"comptoir/shared/counter"
	"comptoir/shared/day"
	"comptoir/shared/fault"
	"comptoir/shared/msg"
)

// Known is what is known of the past of a meter when its value is typed.
type Known struct {
	Shows     bool    // AFFICHER_RELEVE_PRECEDENT
	Installed day.Day // of the asset
	Limits    counter.Thresholds
	Past      []counter.Reading // of the history, when it was read
	Here      []counter.Reading // what waits on this device
}

// Judged is what to say of one meter.
type Judged struct {
	Typed    bool
	Value    int64
	Previous *counter.Reading // at the date of the entry; nil when not known
	Verdict  counter.Verdict
	Errors   map[string]fault.Field // by field: value, oldEnd, newStart, reason
	Warnings []fault.Field          // to confirm with a reason
}

// OK reports whether the meter may be saved.
func (j Judged) OK() bool { return len(j.Errors) == 0 }

// Judge reads and judges what was typed of a meter. asked are the reasons why
// the server wants the same value confirmed, if it does.
func Judge(m api.Meter, t Typed, k Known, at, now time.Time, zone *time.Location, asked []fault.Field) Judged {
	j := Judged{Errors: map[string]fault.Field{}}
	around := k.around(m, at, zone)
	j.Previous = around.Previous
	if k.Shows && around.Previous != nil && around.VMM != nil {
		j.Verdict.Expected = counter.ExpectedRange(*around.Previous, *around.VMM, at, k.Limits.Percent, zone)
	}
	n, typed, ok := ParseNumber(t.Value)
	if !typed && !t.Replaced {
		return j
	}
	j.Typed, j.Value = true, n
	if !ok || !typed {
		j.Errors["value"] = fault.Field{Name: "value", Key: msg.ReadingNotANumber}
	}
	e := counter.Entry{Value: n, At: at, Reason: t.Reason(), Replaced: t.Replaced}
	if t.Replaced {
		e.OldEnd = j.number("oldEnd", t.OldEnd)
		e.NewStart = j.number("newStart", t.NewStart)
	}
	if !j.OK() {
		return j
	}
	expected := j.Verdict.Expected
	j.Verdict = counter.Check(e, around, k.Limits, now, zone)
	if !k.Shows {
		j.Verdict = j.Verdict.Redact()
	} else if j.Verdict.Expected == nil {
		j.Verdict.Expected = expected
	}
	for _, a := range j.Verdict.Anomalies {
		f := fault.Field{Name: "value", Key: a.Key, Args: a.Args}
		if a.Blocking {
			if _, one := j.Errors["value"]; !one {
				j.Errors["value"] = f
			}
			continue
		}
		j.Warnings = append(j.Warnings, f)
	}
	if len(j.Errors) == 0 {
		if len(j.Warnings) == 0 {
			j.Warnings = asked
		}
		if len(j.Warnings) > 0 && !t.Replaced && strings.TrimSpace(e.Reason) == "" {
			j.Errors["reason"] = fault.Field{Name: "reason", Key: msg.ReadingWhyMissing}
		}
	}
	return j
}

func (j *Judged) number(field, s string) int64 {
	n, typed, ok := ParseNumber(s)
	if !typed || !ok || n < 0 || n > counter.MaxValue {
		j.Errors[field] = fault.Field{Name: field, Key: msg.ReadingNotANumber}
	}
	return n
}

// around finds the neighbours of the entry: among the history when it was read,
// else the last value that the mirror holds, and what waits on this device.
func (k Known) around(m api.Meter, at time.Time, zone *time.Location) counter.Neighbours {
	past := k.Past
	if len(past) == 0 && m.LastValue != nil && m.LastAt != nil {
		past = []counter.Reading{{Value: *m.LastValue, At: *m.LastAt, Origin: counter.Origin(m.LastOrigin)}}
	}
	all := append(append([]counter.Reading(nil), past...), k.Here...)
	n := counter.Neighbours{}
	if k.Shows {
		n = counter.Around(all, at, zone)
		if m.Volume != nil {
			v := counter.Volume(*m.Volume)
			n.VMM = &v
		}
	}
	n.InstalledOn, n.KnowsHistory = k.Installed, k.Shows
	return n
}
