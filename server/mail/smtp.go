package mail

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// The ways to encrypt the connection to the mail server.
const (
	TLSStart    = "starttls" // refused when the server does not offer it
	TLSImplicit = "tls"      // from the first byte, usually port 465
	TLSNone     = "none"     // a relay on the same machine
)

// SMTPConfig says which server takes the mails.
type SMTPConfig struct {
	Host     string
	Port     int // 0: 587, or 465 with TLSImplicit
	TLS      string
	Username string // empty: no sign-in
	Password string
	Timeout  time.Duration // of one mail; 0: 30 s
}

// SMTP hands messages to a mail server, one connection a message.
type SMTP struct {
	config SMTPConfig
	from   Address
}

// NewSMTP checks the settings; it does not connect.
func NewSMTP(c SMTPConfig, from Address) (*SMTP, error) {
	if _, err := address(from); err != nil {
		return nil, fmt.Errorf("mail sender: %w", err)
	}
	if c.Timeout == 0 {
		c.Timeout = 30 * time.Second
	}
	if c.TLS == "" {
		c.TLS = TLSStart
	}
	if c.Port == 0 {
		c.Port = 587
		if c.TLS == TLSImplicit {
			c.Port = 465
		}
	}
	s := &SMTP{c, from}
	_, err := s.client(nil)
	return s, err
}

func (s *SMTP) client(dial gomail.DialContextFunc) (*gomail.Client, error) {
	c := s.config
	options := []gomail.Option{gomail.WithTimeout(c.Timeout), gomail.WithPort(c.Port), gomail.WithoutNoop()}
	switch c.TLS {
	case TLSStart:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case TLSImplicit:
		options = append(options, gomail.WithSSL())
	case TLSNone:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("mail server: TLS is %s, %s or %s, not %q", TLSStart, TLSImplicit, TLSNone, c.TLS)
	}
	if c.Username != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(c.Username), gomail.WithPassword(c.Password))
	}
	if dial != nil {
		options = append(options, gomail.WithDialContextFunc(dial))
	}
	client, err := gomail.NewClient(c.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return client, nil
}

// Send implements Sender.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	mime, err := compose(s.from, m)
	if err != nil {
		return fmt.Errorf("mail %s: %w", m.ID, err)
	}
	// The client leaves its connection open when the conversation fails before
	// the mail (no STARTTLS, sign-in refused), so it is closed here.
	var open net.Conn
	client, err := s.client(func(ctx context.Context, network, address string) (net.Conn, error) {
		var err error
		if s.config.TLS == TLSImplicit {
			open, err = (&tls.Dialer{Config: &tls.Config{ServerName: s.config.Host, MinVersion: tls.VersionTLS12}}).DialContext(ctx, network, address)
		} else {
			open, err = (&net.Dialer{}).DialContext(ctx, network, address)
		}
		return open, err
	})
	if err != nil {
		return err
	}
	err = client.DialAndSendWithContext(ctx, mime)
	if open != nil {
		_ = open.Close() // closed already when all went well
	}
	if err != nil {
		return fmt.Errorf("mail %s: %w", m.ID, err)
	}
	return nil
}
