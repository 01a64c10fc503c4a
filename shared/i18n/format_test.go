package i18n

import (
	"testing"
	"time"
)

func TestFormat(t *testing.T) {
	day := time.Date(2026, 3, 1, 4, 5, 0, 0, time.UTC)
	for _, c := range []struct{ name, got, want string }{
		{"integer", French.Integer(-1234567), "-1\u202F234\u202F567"},
		{"integer en", English.Integer(1234567), "1,234,567"},
		{"three digits", French.Integer(-123), "-123"},
		{"decimal", French.Decimal(123456, 2), "1\u202F234,56"},
		{"below one", French.Decimal(-5, 2), "-0,05"},
		{"scale 0", French.Decimal(1000, 0), "1\u202F000"},
		{"amount", French.Amount(123456), "1\u202F234,56\u00A0€"},
		{"amount en", English.Amount(-123456), "-€1,234.56"},
		{"unit price of 4", French.UnitPrice(45), "0,0045\u00A0€"},
		{"unit price of 3", French.UnitPrice(12340), "1,234\u00A0€"},
		{"unit price of 2", French.UnitPrice(12500000), "1\u202F250,00\u00A0€"},
		{"value", French.Value(1.25), "1,25"},
		{"value date", French.Value(day), "01/03/2026"},
		{"value bool", French.Value(true), "true"},
		{"day", English.Day(day), "01/03/2026"},
		{"short", French.ShortDay(day), "01/03"},
		{"long", French.LongDay(day), "1er\u00A0mars 2026"},
		{"long en", English.LongDay(day), "1\u00A0March 2026"},
		{"month", French.Month(day), "mars 2026"},
		{"clock", French.Clock(day), "04:05"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}
