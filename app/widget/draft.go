package widget

import (
	"time"

	"comptoir/app/store"
	"comptoir/shared/id"
	"comptoir/shared/msg"
)

// localTime is how the browser's field for a day and a time spells them.
const localTime = "2006-01-02T15:04"

// Draft is what a person has typed about the meters of one asset; it stays
// until it is saved.
type Draft struct {
	At     string                   `json:"at,omitempty"` // localTime in the zone of the portal; empty: now
	Fields map[id.Meter]Typed       `json:"fields,omitempty"`
	Photo  *DraftPhoto              `json:"photo,omitempty"`
	IDs    map[id.Meter]id.Mutation `json:"ids,omitempty"` // given at the first try to save
}

// Typed is what was typed about one meter.
type Typed struct {
	Value    string `json:"value,omitempty"`
	Replaced bool   `json:"replaced,omitempty"`
	OldEnd   string `json:"oldEnd,omitempty"`
	NewStart string `json:"newStart,omitempty"`
	Why      string `json:"why,omitempty"`   // of whyOptions
	Other    string `json:"other,omitempty"` // the reason in the person's words
}

// DraftPhoto is the photo that goes with a draft; its bytes lie beside it.
type DraftPhoto struct {
	SHA256 string    `json:"sha256"`
	Upload id.Upload `json:"upload"`
	Type   string    `json:"type"`
	Size   int       `json:"size"`
	At     time.Time `json:"at"`
}

// Empty reports whether nothing was typed.
func (d Draft) Empty() bool {
	if d.Photo != nil || d.At != "" {
		return false
	}
	for _, t := range d.Fields {
		if t != (Typed{}) {
			return false
		}
	}
	return true
}

// When is the moment of the reading; ok is false when it cannot be read.
func (d Draft) When(now time.Time, zone *time.Location) (at time.Time, ok bool) {
	if d.At == "" {
		return now, true
	}
	at, err := time.ParseInLocation(localTime, d.At, zone)
	return at, err == nil
}

// whyOther is the choice that asks for the person's own words.
const whyOther = "other"

// whyOptions are the reasons offered for an unusual value.
var whyOptions = []struct {
	value string
	key   msg.Key
}{
	{"peak", msg.ReadingWhyPeak},
	{"shared", msg.ReadingWhyShared},
	{"previous_wrong", msg.ReadingWhyPreviousWrong},
	{"unused", msg.ReadingWhyUnused},
	{whyOther, msg.ReadingWhyOther},
}

// Reason is the reason as it travels, or nothing.
func (t Typed) Reason() string {
	if t.Why == whyOther {
		return t.Other
	}
	for _, o := range whyOptions {
		if o.value == t.Why {
			return store.T(o.key)
		}
	}
	return ""
}

// WithReason takes up a reason that was given before.
func (t Typed) WithReason(reason string) Typed {
	if reason == "" {
		return t
	}
	for _, o := range whyOptions {
		if store.T(o.key) == reason {
			t.Why = o.value
			return t
		}
	}
	t.Why, t.Other = whyOther, reason
	return t
}
