package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Lang is a language of the portal; it also decides the locale: numbers,
// amounts and dates as in France, or as in Britain.
type Lang string

// The languages of the portal, the default first.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Languages lists the languages of the portal, the default first.
func Languages() []Lang { return []Lang{French, English} }

// Dated is a civil date: time.Time is one, in its own location.
type Dated interface {
	Date() (year int, month time.Month, day int)
}

// Value writes a placeholder's value: integers and floats in the locale, a
// date as dd/mm/yyyy, anything else as fmt prints it.
func (l Lang) Value(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return l.Integer(int64(v))
	case int32:
		return l.Integer(int64(v))
	case int64:
		return l.Integer(v)
	case float64:
		return l.number(strconv.FormatFloat(v, 'f', -1, 64))
	case Dated:
		return l.Day(v)
	}
	return fmt.Sprint(value)
}

// Integer writes 1234567 as "1 234 567" (U+202F) or "1,234,567".
func (l Lang) Integer(n int64) string { return l.number(strconv.FormatInt(n, 10)) }

// Decimal writes unscaled / 10^scale with exactly scale decimals (0 to 18):
// Decimal(123456, 2) is "1 234,56".
func (l Lang) Decimal(unscaled int64, scale int) string {
	digits := strconv.FormatInt(unscaled, 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	if scale == 0 {
		return l.number(sign + digits)
	}
	if short := scale + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	at := len(digits) - scale
	return l.number(sign + digits[:at] + "." + digits[at:])
}

// Amount writes cents of a euro: "1 234,56 €" or "€1,234.56".
func (l Lang) Amount(cents int64) string { return l.euro(l.Decimal(cents, 2)) }

// UnitPrice writes ten-thousandths of a euro with 2 to 4 decimals: "0,0045 €".
func (l Lang) UnitPrice(tenThousandths int64) string {
	scale := 4
	for scale > 2 && tenThousandths%10 == 0 {
		tenThousandths /= 10
		scale--
	}
	return l.euro(l.Decimal(tenThousandths, scale))
}

func (l Lang) euro(number string) string {
	if l == English {
		if rest, negative := strings.CutPrefix(number, "-"); negative {
			return "-€" + rest
		}
		return "€" + number
	}
	return number + "\u00A0€"
}

// number groups the digits of plain decimal text and sets the decimal mark.
func (l Lang) number(plain string) string {
	group, mark := "\u202F", ","
	if l == English {
		group, mark = ",", "."
	}
	whole, decimals, fraction := strings.Cut(plain, ".")
	var b strings.Builder
	if rest, negative := strings.CutPrefix(whole, "-"); negative {
		b.WriteByte('-')
		whole = rest
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(digit)
	}
	if fraction {
		b.WriteString(mark + decimals)
	}
	return b.String()
}
