//go:build !js

package browser

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// FormatNumber writes v with that many decimals; the host knows no languages.
func FormatNumber(_ string, v float64, decimals int) string {
	return strconv.FormatFloat(v, 'f', decimals, 64)
}

// FormatDate writes t in UTC; the host knows no languages nor zones.
func FormatDate(_ string, t time.Time, _, dateStyle, timeStyle string) string {
	var parts []string
	if dateStyle != "" {
		parts = append(parts, "2006-01-02")
	}
	if timeStyle != "" {
		parts = append(parts, "15:04")
	}
	return t.UTC().Format(strings.Join(parts, " "))
}

// Collate compares texts without regard to case; the host knows no languages.
func Collate(string) func(a, b string) int {
	return func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) }
}
