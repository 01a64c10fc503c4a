package i18n

import (
	"strconv"
	"strings"
)

// Operand writes a count as plain decimal text ("1.5", "1000000"), the form in
// which both sides choose a plural; "" when it is no number.
func Operand(count any) string {
	switch n := count.(type) {
	case int:
		return strconv.Itoa(n)
	case int32:
		return strconv.FormatInt(int64(n), 10)
	case int64:
		return strconv.FormatInt(n, 10)
	case uint32:
		return strconv.FormatUint(uint64(n), 10)
	case uint64:
		return strconv.FormatUint(n, 10)
	case float64:
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return ""
}

// choose returns the text for count: CLDR's cardinal rules of French and
// English. A form that is not given, or no count, is "other".
func (f Forms) choose(lang Lang, count any) string {
	text := ""
	switch form(lang, Operand(count)) {
	case "one":
		text = f.One
	case "many":
		text = f.Many
	}
	if text == "" {
		return f.Other
	}
	return text
}

func form(lang Lang, operand string) string {
	whole, decimals, _ := strings.Cut(strings.TrimPrefix(operand, "-"), ".")
	i, err := strconv.ParseUint(whole, 10, 64)
	switch {
	case err != nil:
		return "other"
	case lang == French && i <= 1, lang == English && i == 1 && decimals == "":
		return "one"
	case lang == French && i%1_000_000 == 0 && decimals == "":
		return "many"
	}
	return "other"
}
