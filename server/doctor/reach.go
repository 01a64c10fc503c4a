package doctor

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"time"

	"comptoir/server/config"
)

// reach says what browsers will do at the address: a worker, and so offline
// use, needs https everywhere but on the machine itself.
func reach(c config.Config) Finding {
	const about = "address"
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return Finding{Bad, about, err.Error()}
	}
	ip := net.ParseIP(host)
	here := host == "localhost" || ip != nil && ip.IsLoopback()
	switch {
	case c.HTTPS():
		return Finding{Good, about, "https"}
	case here && c.PublicURL == "":
		return Finding{Good, about, c.Addr + ": this machine alone; set COMPTOIR_ADDR=:8080 and TLS, or a proxy, for others"}
	case here:
		return Finding{Hint, about, c.PublicURL + " is plain HTTP: a tablet on the LAN gets no worker over plain HTTP, so nothing works offline there; " +
			"speak TLS at the proxy and set COMPTOIR_PUBLIC_URL=https://…"}
	}
	return Finding{Hint, about, c.Addr + " is plain HTTP: a tablet on the LAN gets no worker over plain HTTP, so nothing works offline there and nobody stays signed in; " +
		"set COMPTOIR_TLS_CERT and COMPTOIR_TLS_KEY, or speak TLS at a proxy and set COMPTOIR_TRUSTED_PROXIES"}
}

func certificate(c config.Config) Finding {
	const about = "tls"
	pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return Finding{Bad, about, err.Error()}
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	switch {
	case err != nil:
		return Finding{Bad, about, err.Error()}
	case time.Now().After(leaf.NotAfter):
		return Finding{Bad, about, "the certificate ended on " + leaf.NotAfter.Format(time.DateOnly)}
	case time.Until(leaf.NotAfter) < 14*24*time.Hour:
		return Finding{Hint, about, "the certificate ends on " + leaf.NotAfter.Format(time.DateOnly)}
	}
	return Finding{Good, about, fmt.Sprintf("for %v until %s", leaf.DNSNames, leaf.NotAfter.Format(time.DateOnly))}
}
