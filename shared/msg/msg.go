// Package msg names the sentences that a person reads. A Key travels between
// the programs, the sentence itself is looked up where it is shown: on the
// server by server/sentence, in the browser by the catalogue of shared/i18n.
//
// The constants of keys_gen.go are written by tool/i18n from
// shared/i18n/active.*.toml: counter.below_previous is CounterBelowPrevious.
package msg

// Key names one sentence of shared/i18n, for example "nav.fleet".
type Key string
