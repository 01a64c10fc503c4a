package config

import (
	"fmt"
	"net/url"
	"strings"
)

// Effective lists every setting as it is in force, "NAME=value", secrets
// masked. What is neither set nor has a default is empty.
func (c Config) Effective() []string {
	var proxies []string
	for _, p := range c.TrustedProxies {
		proxies = append(proxies, p.String())
	}
	values := map[string]any{
		"ADDR": c.Addr, "DATABASE_URL": masked(c.DatabaseURL), "DATA_DIR": c.DataDir, "PUBLIC_URL": c.PublicURL,
		"TRUSTED_PROXIES": strings.Join(proxies, ","), "TLS_CERT": c.TLSCert, "TLS_KEY": c.TLSKey,
		"SMTP_HOST": c.Mail.Host, "SMTP_PORT": c.Mail.Port, "SMTP_USER": c.Mail.User, "SMTP_PASSWORD": masked(c.Mail.Password), "SMTP_TLS": c.Mail.TLS,
		"MAIL_FROM": c.Mail.From, "DEMO": c.Demo, "DEV": bit(c.Dev), "METRICS": bit(c.Metrics),
		"LOG_LEVEL": strings.ToLower(c.LogLevel.String()), "LOG_FORMAT": c.LogFormat,
		"POOL_GUEST": c.Pools.Guest, "POOL_CUSTOMER": c.Pools.Customer, "POOL_STAFF": c.Pools.Staff, "POOL_JOB": c.Pools.Job,
	}
	var lines []string
	for _, name := range variables {
		lines = append(lines, fmt.Sprintf("%s%s=%v", prefix, name, values[name]))
	}
	return lines
}

func bit(on bool) int {
	if on {
		return 1
	}
	return 0
}

// masked hides a secret; of an address only its passwords.
func masked(value string) string {
	if value == "" {
		return ""
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" {
		return "xxxxx"
	}
	q := u.Query()
	for _, name := range []string{"password", "sslpassword"} {
		if q.Has(name) {
			q.Set(name, "xxxxx")
		}
	}
	u.RawQuery = q.Encode()
	return u.Redacted()
}
