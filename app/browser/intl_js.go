package browser

import (
	"syscall/js"
	"time"
)

// FormatNumber writes v in the manner of lang with that many decimals.
func FormatNumber(lang string, v float64, decimals int) string {
	return intl("NumberFormat", lang, map[string]any{"minimumFractionDigits": decimals, "maximumFractionDigits": decimals}).Call("format", v).String()
}

// FormatDate writes t in the manner of lang, in the zone (an IANA name), in one
// of Intl's styles: short, medium, long, full; an empty style leaves the part
// out.
func FormatDate(lang string, t time.Time, zone, dateStyle, timeStyle string) string {
	options := map[string]any{"timeZone": zone}
	if dateStyle != "" {
		options["dateStyle"] = dateStyle
	}
	if timeStyle != "" {
		options["timeStyle"] = timeStyle
	}
	return intl("DateTimeFormat", lang, options).Call("format", t.UnixMilli()).String()
}

// Collate compares texts in the order of lang, numbers by value.
func Collate(lang string) func(a, b string) int {
	c := intl("Collator", lang, map[string]any{"numeric": true, "sensitivity": "base"})
	compare := c.Get("compare")
	return func(a, b string) int { return compare.Invoke(a, b).Int() }
}

func intl(kind, lang string, options map[string]any) js.Value {
	return global.Get("Intl").Get(kind).New(lang, options)
}
