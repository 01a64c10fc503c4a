package httpd

import (
	"maps"
	"net/http"
	"net/netip"

	"github.com/go-chi/chi/v5/middleware"

	"comptoir/shared/fault"
	"comptoir/shared/msg"
)

// ContentPolicy is what every page may load and run: its own files and its own
// wasm, no script or style in the page, no frame around it.
const ContentPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
	"connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

// maxRequest bounds every body, in bytes: the largest is the JSON of a call.
// Each handler has a limit of its own below it.
const maxRequest = maxBody + 1<<10

// always are the headers of every answer. Their values are shared: handlers
// replace them (Header.Set) and never write into them.
var always = http.Header{
	"Content-Security-Policy":      {ContentPolicy},
	"X-Content-Type-Options":       {"nosniff"},
	"Referrer-Policy":              {"same-origin"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Permissions-Policy":           {"camera=(self), geolocation=(), microphone=(), payment=(), usb=()"},
}

var strictTransport = []string{"max-age=31536000"}

// secure adds the headers that every answer bears; a handler may narrow them.
// behindTLS: the portal is reached by https, here or at a proxy.
func secure(behindTLS bool) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			maps.Copy(h, always)
			if behindTLS || r.TLS != nil {
				h["Strict-Transport-Security"] = strictTransport
			}
			if r.Body != http.NoBody {
				r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
			}
			next.ServeHTTP(w, r)
		})
	}
}

// sameOrigin refuses what changes something and comes from another site, plain
// forms included. Clients that are no browser send neither header and pass;
// they hold no cookie of somebody. A proxy may call us otherwise than people
// do: trusted are the origins that they see, as config has checked them.
func sameOrigin(trusted ...string) func(http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	for _, origin := range trusted {
		if err := p.AddTrustedOrigin(origin); err != nil {
			panic(err)
		}
	}
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writeFault(w, r, fault.New(fault.Denied, msg.FaultDenied))
	}))
	return p.Handler
}

// clientAddress finds who connects: the peer, or what trusted proxies say.
func clientAddress(proxies []netip.Prefix) func(http.Handler) http.Handler {
	if len(proxies) == 0 {
		return middleware.ClientIPFromRemoteAddr
	}
	var trusted []string
	for _, p := range proxies {
		trusted = append(trusted, p.String())
	}
	return middleware.ClientIPFromXFF(trusted...)
}
