// Package config reads the settings of the portal from COMPTOIR_* variables,
// and says all that is wrong with them at once.
package config

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"

	"comptoir/server/postgres"
)

// Config is what the person who runs the portal decides. Each field names its
// variable; what is not set has the default in the comment.
type Config struct {
	// Addr is COMPTOIR_ADDR: where to listen, "host:port"; localhost:8080. Without a
	// host (":8080") every interface is meant; the default is this machine alone.
	Addr string
	// DatabaseURL is COMPTOIR_DATABASE_URL: the owner of a PostgreSQL 15+ database,
	// postgres://user:password@host/name. Empty: a private PostgreSQL under DataDir.
	DatabaseURL string
	// DataDir is COMPTOIR_DATA_DIR: files, spooled mails and the private PostgreSQL; var.
	DataDir string
	// PublicURL is COMPTOIR_PUBLIC_URL: the address of the portal in mails, such as
	// https://portail.example.fr; the address it listens on.
	PublicURL string
	// TrustedProxies is COMPTOIR_TRUSTED_PROXIES: networks whose X-Forwarded-For is
	// believed, separated by commas, such as 10.0.0.0/8,127.0.0.1; none.
	TrustedProxies []netip.Prefix
	// TLSCert and TLSKey are COMPTOIR_TLS_CERT and COMPTOIR_TLS_KEY: PEM files, both or
	// none; none, for a proxy that speaks TLS.
	TLSCert, TLSKey string
	// Mail is how mails leave; a folder under DataDir.
	Mail Mail
	// Demo is COMPTOIR_DEMO: small or large loads demonstration data into an empty
	// database; none.
	Demo string
	// Dev is COMPTOIR_DEV: 1 serves the gallery of pieces; off.
	Dev bool
	// Metrics is COMPTOIR_METRICS: 1 lets other machines read /metrics; this one only.
	Metrics bool
	// LogLevel is COMPTOIR_LOG_LEVEL: debug, info, warn or error; info.
	LogLevel slog.Level
	// LogFormat is COMPTOIR_LOG_FORMAT: text or json; text.
	LogFormat string
	// Pools are COMPTOIR_POOL_GUEST, _CUSTOMER, _STAFF and _JOB: the most connections to
	// the database by role, 1 to 200; 4, 16, 4 and 6.
	Pools postgres.Sizes
}

// Mail is how mails leave: by SMTP when Host is set, into a spool folder else.
type Mail struct {
	Host     string // COMPTOIR_SMTP_HOST: the server; none
	Port     int    // COMPTOIR_SMTP_PORT: its port; 587
	User     string // COMPTOIR_SMTP_USER: the account; none, for no sign-in
	Password string // COMPTOIR_SMTP_PASSWORD: its password
	TLS      string // COMPTOIR_SMTP_TLS: starttls, tls or none; starttls
	From     string // COMPTOIR_MAIL_FROM: the sender; portail@localhost
}

// variables are all that the portal reads.
var variables = []string{"ADDR", "DATABASE_URL", "DATA_DIR", "PUBLIC_URL", "TRUSTED_PROXIES", "TLS_CERT", "TLS_KEY",
	"SMTP_HOST", "SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD", "SMTP_TLS", "MAIL_FROM", "DEMO", "DEV", "METRICS", "LOG_LEVEL", "LOG_FORMAT",
	"POOL_GUEST", "POOL_CUSTOMER", "POOL_STAFF", "POOL_JOB"}

// elsewhere are COMPTOIR_* variables that tests and tools read, not the server.
var elsewhere = []string{"TEST_DATABASE_URL", "DATA", "SOAK", "BENCH", "SHOTS"}

// FromEnv reads the environment of the program.
func FromEnv() (Config, error) { return Read(os.Getenv, os.Environ()) }

// Read reads the settings through get; environ lists what is set, "NAME=value",
// so that a misspelt COMPTOIR_ variable is told. The error names every mistake.
func Read(get func(string) string, environ []string) (Config, error) {
	r := reader{get: get}
	c := Config{
		Addr:           r.text("ADDR", "localhost:8080"),
		DatabaseURL:    r.text("DATABASE_URL", ""),
		DataDir:        r.text("DATA_DIR", "var"),
		PublicURL:      strings.TrimRight(r.text("PUBLIC_URL", ""), "/"),
		TrustedProxies: r.prefixes("TRUSTED_PROXIES"),
		TLSCert:        r.text("TLS_CERT", ""),
		TLSKey:         r.text("TLS_KEY", ""),
		Mail: Mail{
			Host: r.text("SMTP_HOST", ""), Port: r.number("SMTP_PORT", 587, 1, 65535), User: r.text("SMTP_USER", ""),
			Password: get("COMPTOIR_SMTP_PASSWORD"), TLS: r.oneOf("SMTP_TLS", "starttls", "tls", "none"), From: r.text("MAIL_FROM", "portail@localhost"),
		},
		Demo:      r.oneOf("DEMO", "", "small", "large"),
		Dev:       r.yes("DEV"),
		Metrics:   r.yes("METRICS"),
		LogLevel:  r.level("LOG_LEVEL"),
		LogFormat: r.oneOf("LOG_FORMAT", "text", "json"),
		Pools: postgres.Sizes{
			Guest: int32(r.number("POOL_GUEST", int(postgres.DefaultSizes.Guest), 1, 200)), Customer: int32(r.number("POOL_CUSTOMER", int(postgres.DefaultSizes.Customer), 1, 200)),
			Staff: int32(r.number("POOL_STAFF", int(postgres.DefaultSizes.Staff), 1, 200)), Job: int32(r.number("POOL_JOB", int(postgres.DefaultSizes.Job), 1, 200)),
		},
	}
	r.check(c)
	r.misspelt(environ)
	return c, errors.Join(r.mistakes...)
}

// check looks at what depends on more than its own syntax.
func (r *reader) check(c Config) {
	if _, port, err := net.SplitHostPort(c.Addr); err != nil {
		r.wrong("ADDR", "%q is no host:port", c.Addr)
	} else if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		r.wrong("ADDR", "%q has no port from 0 to 65535", c.Addr)
	}
	if c.DatabaseURL != "" {
		if u, err := url.Parse(c.DatabaseURL); err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" || strings.Trim(u.Path, "/") == "" {
			r.wrong("DATABASE_URL", "it is no postgres://user:password@host/database") // never echoed: it may hold a password
		}
	}
	if c.PublicURL != "" {
		if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Path != "" || u.RawQuery != "" {
			r.wrong("PUBLIC_URL", "%q is no https://host", c.PublicURL)
		}
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		r.wrong("TLS_CERT", "it and COMPTOIR_TLS_KEY go together")
	}
	for name, path := range map[string]string{"TLS_CERT": c.TLSCert, "TLS_KEY": c.TLSKey} {
		if path == "" {
			continue
		}
		if f, err := os.Open(path); err != nil {
			r.wrong(name, "%v", err)
		} else {
			f.Close()
		}
	}
	if !strings.Contains(c.Mail.From, "@") || strings.ContainsAny(c.Mail.From, "\r\n") {
		r.wrong("MAIL_FROM", "%q is no address", c.Mail.From)
	}
	if c.Mail.User != "" && c.Mail.Host == "" {
		r.wrong("SMTP_USER", "COMPTOIR_SMTP_HOST is not set")
	}
}

// HTTPS reports whether people reach the portal by https.
func (c Config) HTTPS() bool { return c.TLSCert != "" || strings.HasPrefix(c.PublicURL, "https:") }
