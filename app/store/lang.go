package store

import (
	"context"
	"encoding/json"
	"sync/atomic"
	"time"

	"comptoir/app/browser"
	"comptoir/shared/fault"
	"comptoir/shared/i18n"
	"comptoir/shared/msg"
)

// langKey is where the language that the person chose on this device stands.
const langKey = "comptoir-lang"

var catalogue atomic.Pointer[i18n.Catalogue]

// T says a sentence in the reader's language; nothing until the sentences are read.
func T(key msg.Key, args ...i18n.Args) string {
	c := catalogue.Load()
	if c == nil {
		return ""
	}
	return c.T(key, args...)
}

// Speaks reports whether the sentences are read.
func Speaks() bool { return catalogue.Load() != nil }

// Say says a fault in the reader's language.
func Say(f *fault.Error) string {
	if f == nil {
		return ""
	}
	if c := catalogue.Load(); c != nil && !c.Has(f.Key) {
		return T(msg.FaultInternal) // a sentence of a newer server
	}
	return T(f.Key, f.Args)
}

// Lang is the reader's language.
func Lang() i18n.Lang {
	if l := i18n.Lang(browser.LocalGet(langKey)); l == i18n.English || l == i18n.French {
		return l
	}
	if me := Current(); me != nil && me.Account.Lang == string(i18n.English) {
		return i18n.English
	}
	return i18n.French
}

// SetLang chooses the language of this device and reads its sentences, then
// what the dealer configured in it.
func SetLang(ctx context.Context, l i18n.Lang) error {
	browser.LocalSet(langKey, string(l))
	if err := LoadSentences(ctx); err != nil {
		return err
	}
	_ = Refresh(ctx) // offline, the dealer's words stay in the language before
	return nil
}

// LoadSentences reads the sentences of the reader's language; offline they come
// from the worker.
func LoadSentences(ctx context.Context) error {
	var urls map[i18n.Lang]string
	if err := json.Unmarshal([]byte(browser.Meta("i18n")), &urls); err != nil {
		return err
	}
	res, err := browser.Fetch(ctx, browser.Request{Method: "GET", URL: urls[Lang()]})
	if err != nil {
		return err
	}
	c, err := i18n.Decode(res.Body)
	if err != nil {
		return err
	}
	catalogue.Store(c)
	browser.SetLang(string(Lang()))
	return nil
}

// Moment writes an instant as a day and a time in the zone of the portal; the
// year is left out within the current one.
func Moment(t time.Time) string {
	t = t.In(Zone())
	l := Lang()
	d := l.Day(t)
	if t.Year() == browser.Now().In(Zone()).Year() {
		d = l.ShortDay(t)
	}
	return T(msg.FormatDayTime, i18n.Args{"Day": d, "Time": l.Clock(t)})
}
