package httpd

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"
)

// pagesPerMinute bounds what one network asks of the plain pages; failures to
// sign in have a bound of their own, kept in the database.
const pagesPerMinute = 120

// clientNetwork is what failures and requests are counted by: the IPv4
// address, or the /64 that one IPv6 customer has. The router's clientAddress
// found it; headers are not looked at here.
func clientNetwork(r *http.Request) string {
	addr := middleware.GetClientIPAddr(r.Context()).Unmap().WithZone("")
	switch {
	case !addr.IsValid():
		return "unknown"
	case addr.Is6():
		return netip.PrefixFrom(addr, 64).Masked().String()
	}
	return addr.String()
}

// throttle answers refuse to a network that asks for too many plain pages.
func throttle(refuse http.HandlerFunc) func(http.Handler) http.Handler {
	return httprate.LimitBy(pagesPerMinute, time.Minute, func(r *http.Request) (string, error) { return clientNetwork(r), nil },
		httprate.WithLimitHandler(refuse), httprate.WithResponseHeaders(httprate.ResponseHeaders{})) // answers alike bear headers alike
}
