package counter

import "comptoir/shared/msg"

// NeedsHistory reports whether an anomaly of this kind says something about
// earlier or later readings.
func (k Kind) NeedsHistory() bool {
	switch k {
	case Negative, TooLarge, InFuture, BeforeInstallation, SecondOfDay:
		return false
	}
	return true
}

// Redact returns the verdict as an account may see it when
// AFFICHER_RELEVE_PRECEDENT is off (domain.md 16.4): no figure, no expected
// range, and one neutral sentence in place of every anomaly that would tell
// how the value compares with the past.
func (v Verdict) Redact() Verdict {
	out := Verdict{Outcome: v.Outcome, Flagged: v.Flagged}
	hidden, blocking := false, false
	for _, a := range v.Anomalies {
		if a.Kind.NeedsHistory() {
			hidden, blocking = true, blocking || a.Blocking
			continue
		}
		out.Anomalies = append(out.Anomalies, a)
	}
	if hidden {
		a := Anomaly{Kind: Hidden, Blocking: blocking, Key: msg.CounterUnusual}
		if blocking {
			a.Key = msg.CounterNotPossible
		}
		out.Anomalies = append(out.Anomalies, a)
	}
	return out
}
