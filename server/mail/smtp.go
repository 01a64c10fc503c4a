package mail

import (
	"context"
	"fmt"
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
	client *gomail.Client
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
	options := []gomail.Option{gomail.WithTimeout(c.Timeout), gomail.WithoutNoop()}
	switch c.TLS {
	case TLSStart, "":
		options = append(options, gomail.WithTLSPortPolicy(gomail.TLSMandatory))
	case TLSImplicit:
		options = append(options, gomail.WithSSLPort(false))
	case TLSNone:
		options = append(options, gomail.WithTLSPortPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("mail server: TLS is %s, %s or %s, not %q", TLSStart, TLSImplicit, TLSNone, c.TLS)
	}
	if c.Port != 0 {
		options = append(options, gomail.WithPort(c.Port))
	}
	if c.Username != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(c.Username), gomail.WithPassword(c.Password))
	}
	client, err := gomail.NewClient(c.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return &SMTP{client, from}, nil
}

// Send implements Sender.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	mime, err := compose(s.from, m)
	if err != nil {
		return fmt.Errorf("mail %s: %w", m.ID, err)
	}
	if err := s.client.DialAndSendWithContext(ctx, mime); err != nil {
		return fmt.Errorf("mail %s: %w", m.ID, err)
	}
	return nil
}
