package httpd

import (
	"fmt"
	"net/http"
	"testing"
)

// BenchmarkRefusal shows that a refusal takes the same time whatever its
// reason: compare the medians of several runs.
func BenchmarkRefusal(b *testing.B) {
	h, n := newHouse(b), 0
	for _, c := range []struct {
		name, identifier, password string
		failures                   int
	}{
		{"wrong", "chef", "pas le bon mot", 0}, {"unknown", "personne", goodPassword, 0}, {"disabled", "ferme", goodPassword, 0}, {"locked", "chef", goodPassword, 5},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				h.exec("DELETE FROM sign_in_failure")
				h.exec("INSERT INTO sign_in_failure (key, at) SELECT 'account:' || $1::text, $2 FROM generate_series(1, $3::int)", c.identifier, h.clock(), c.failures)
				browser := h.tablet()
				n++
				browser.address = fmt.Sprintf("10.0.%d.%d:1", n>>8, n&255) // pages are counted by address
				b.StartTimer()
				if res := browser.signIn(c.identifier, c.password); res.StatusCode != http.StatusUnauthorized {
					b.Fatalf("%d", res.StatusCode)
				}
			}
		})
	}
}
