package boot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"comptoir/server/brand"
	"comptoir/server/config"
	"comptoir/server/job"
	"comptoir/server/mail"
	"comptoir/server/sentence"
	"comptoir/server/usecase"
)

// SpoolDir is the folder of the data where mails lie when no server is named.
const SpoolDir = "mails"

// Sender returns what carries mails away: the SMTP server that the
// configuration names, or a spool folder.
func Sender(c config.Config) (mail.Sender, error) {
	parsed, err := netmail.ParseAddress(cmp.Or(c.Mail.From, "portail@localhost"))
	if err != nil {
		return nil, fmt.Errorf("COMPTOIR_MAIL_FROM: %w", err)
	}
	from := mail.Address{Name: parsed.Name, Email: parsed.Address}
	if c.Mail.Host == "" {
		return mail.NewSpool(filepath.Join(c.DataDir, SpoolDir), from)
	}
	return mail.NewSMTP(mail.SMTPConfig{Host: c.Mail.Host, Port: c.Mail.Port, TLS: c.Mail.TLS, Username: c.Mail.User, Password: c.Mail.Password}, from)
}

// openJobs prepares what runs without a request.
func (p *Portal) openJobs(ctx context.Context, sentences *sentence.Set, look *brand.Handler) error {
	sender, err := Sender(p.config)
	if err != nil {
		return err
	}
	writer := &mail.Writer{Sentences: sentences, Brand: look.Brand, PublicURL: p.baseURL(), Location: p.Use.Paris}
	p.jobs, err = job.New(ctx, p.DB.Job, job.Deps{Writer: writer, Sender: sender, Now: p.Use.Now, Log: p.log})
	return err
}

// baseURL is where people reach the portal, as far as this program knows.
func (p *Portal) baseURL() string { return cmp.Or(p.config.PublicURL, p.URL()) }

var mailKinds = map[usecase.LinkKind]mail.Kind{usecase.LinkPassword: mail.PasswordReset, usecase.LinkInvitation: mail.Invitation, usecase.LinkNone: mail.PasswordChanged}

// enqueueLink queues a mail about an account.
func (p *Portal) enqueueLink(ctx context.Context, tx pgx.Tx, m usecase.LinkMail) error {
	kind, ok := mailKinds[m.Kind]
	if !ok {
		return fmt.Errorf("no mail for a link of kind %q", m.Kind)
	}
	path := ""
	if m.URL != "" {
		link, err := url.Parse(m.URL)
		if err != nil {
			return errors.New("mail of a link: its address cannot be read") // it is a secret
		}
		path = link.RequestURI()
	}
	return job.Enqueue(ctx, tx, job.Mail{Request: mail.Request{Kind: kind, ID: uuid.NewString(), To: mail.Address{Name: m.Name, Email: m.Email},
		Lang: m.Lang, Identifier: m.Identifier, Path: path, Until: m.Until, At: p.Use.Now().Truncate(time.Second)}})
}
