package config

import (
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"comptoir/server/postgres"
)

func read(settings map[string]string) (Config, error) {
	var environ []string
	for name, value := range settings {
		environ = append(environ, name+"="+value)
	}
	return Read(func(name string) string { return settings[name] }, environ)
}

func TestDefaults(t *testing.T) {
	c, err := read(nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "localhost:8080" || c.DataDir != "var" || c.DatabaseURL != "" || c.Dev || c.Metrics || c.HTTPS() ||
		c.Pools != postgres.DefaultSizes || c.LogLevel != slog.LevelInfo || c.Mail.Port != 587 {
		t.Errorf("%+v", c)
	}
}

func TestSettings(t *testing.T) {
	dir := t.TempDir()
	cert := filepath.Join(dir, "cert.pem")
	if err := os.WriteFile(cert, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := read(map[string]string{
		"COMPTOIR_ADDR": ":443", "COMPTOIR_DATABASE_URL": "postgres://u:p@db.example/portal?sslmode=require", "COMPTOIR_DATA_DIR": dir,
		"COMPTOIR_PUBLIC_URL": "https://portail.example.fr/", "COMPTOIR_TRUSTED_PROXIES": "10.0.0.0/8, 127.0.0.1", "COMPTOIR_TLS_CERT": cert, "COMPTOIR_TLS_KEY": cert,
		"COMPTOIR_DEMO": "large", "COMPTOIR_DEV": "1", "COMPTOIR_LOG_LEVEL": "warn", "COMPTOIR_POOL_CUSTOMER": "40", "COMPTOIR_SMTP_HOST": "mail.example.fr",
		"COMPTOIR_TEST_DATABASE_URL": "of the tests", "PATH": "/bin",
	})
	if err != nil {
		t.Fatal(err)
	}
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("127.0.0.1/32")}
	if c.PublicURL != "https://portail.example.fr" || !c.HTTPS() || len(c.TrustedProxies) != 2 || c.TrustedProxies[0] != proxies[0] || c.TrustedProxies[1] != proxies[1] ||
		c.Demo != "large" || !c.Dev || c.LogLevel != slog.LevelWarn || c.Pools.Customer != 40 || c.Mail.Host != "mail.example.fr" {
		t.Errorf("%+v", c)
	}
}

func TestAllMistakesAtOnce(t *testing.T) {
	wrong := map[string]string{
		"COMPTOIR_ADDR": "8080", "COMPTOIR_DATABASE_URL": "mysql://root:s3cret@db/x", "COMPTOIR_PUBLIC_URL": "portail.example.fr",
		"COMPTOIR_TRUSTED_PROXIES": "everybody", "COMPTOIR_TLS_CERT": "/does/not/exist.pem", "COMPTOIR_DEMO": "huge", "COMPTOIR_DEV": "yes",
		"COMPTOIR_LOG_LEVEL": "loud", "COMPTOIR_POOL_JOB": "0", "COMPTOIR_SMTP_PORT": "smtp", "COMPTOIR_SMTP_USER": "portail",
		"COMPTOIR_MAIL_FROM": "nobody", "COMPTOIR_ADRR": ":80",
	}
	_, err := read(wrong)
	if err == nil {
		t.Fatal("nothing was wrong")
	}
	for name := range wrong {
		if !strings.Contains(err.Error(), name+":") {
			t.Errorf("%s is not told", name)
		}
	}
	if strings.Contains(err.Error(), "s3cret") {
		t.Errorf("a password in %v", err)
	}
}

func TestAddresses(t *testing.T) {
	for addr, good := range map[string]bool{":8080": true, "localhost:0": true, "[::1]:80": true, "0.0.0.0:65535": true, "localhost": false, "host:port": false, ":65536": false, ":-1": false, "a:b:1": false} {
		if _, err := read(map[string]string{"COMPTOIR_ADDR": addr}); (err == nil) != good {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

func TestSecretsAreMasked(t *testing.T) {
	c, err := read(map[string]string{
		"COMPTOIR_DATABASE_URL": "postgres://comptoir:s3cret@db.example/portal?password=s3cret", "COMPTOIR_SMTP_PASSWORD": "s3cret",
		"COMPTOIR_SMTP_HOST": "mail", "COMPTOIR_TRUSTED_PROXIES": "10.0.0.1",
	})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Join(c.Effective(), "\n")
	if strings.Contains(lines, "s3cret") || strings.Contains(lines, "<nil>") {
		t.Error(lines)
	}
	for _, want := range []string{"_DATABASE_URL=postgres://comptoir:xxxxx@db.example/portal?", "COMPTOIR_ADDR=localhost:8080\n", "_TRUSTED_PROXIES=10.0.0.1/32\n", "_POOL_JOB=6", "_LOG_LEVEL=info\n"} {
		if !strings.Contains(lines, want) {
			t.Errorf("no %s in\n%s", want, lines)
		}
	}
}
