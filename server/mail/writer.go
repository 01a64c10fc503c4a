package mail

import (
	"embed"
	"fmt"
	"html/template"
	"net/url"
	"strings"
	texttemplate "text/template"
	"time"

	"comptoir/server/brand"
	"comptoir/server/sentence"
	"comptoir/shared/i18n"
	"comptoir/shared/msg"
)

//go:embed template/mail.html template/mail.txt
var files embed.FS

var (
	htmlPage = template.Must(template.ParseFS(files, "template/mail.html"))
	textPage = texttemplate.Must(texttemplate.ParseFS(files, "template/mail.txt"))
)

// Kind names what a mail says.
type Kind string

// The mails of sign-in.
const (
	PasswordReset   Kind = "password_reset"   // a link to choose a new password
	Invitation      Kind = "invitation"       // a new account and the link to its first password
	PasswordChanged Kind = "password_changed" // the password was changed
)

// Request is what a mail is written from; it is what a job carries.
type Request struct {
	Kind       Kind      `json:"kind"`
	ID         string    `json:"id"` // UUID, Message-ID of the mail
	References []string  `json:"references,omitempty"`
	To         Address   `json:"to"`
	Lang       i18n.Lang `json:"lang"`
	Identifier string    `json:"identifier"`     // of the account
	Path       string    `json:"path,omitempty"` // of the link, from the portal's root; it is a secret
	Until      time.Time `json:"until,omitzero"` // end of the link
	At         time.Time `json:"at"`             // of what is told; Date of the mail
}

// layout is what the sentences of a kind are.
type layout struct {
	subject msg.Key
	text    msg.Key
	action  msg.Key // label of the link; "": no link
	after   msg.Key
}

var layouts = map[Kind]layout{
	PasswordReset:   {msg.MailResetSubject, msg.MailResetText, msg.MailChoosePassword, msg.MailResetIgnore},
	Invitation:      {msg.MailInviteSubject, msg.MailInviteText, msg.MailChoosePassword, ""},
	PasswordChanged: {msg.MailChangedSubject, msg.MailChangedText, "", msg.MailChangedAlert},
}

// Writer turns requests into messages in the reader's language, under the
// dealer's brand.
type Writer struct {
	Sentences *sentence.Set
	Brand     func() *brand.Brand
	PublicURL string         // of the portal, when its configuration says none
	Location  *time.Location // Europe/Paris
}

// page is what the templates show.
type page struct {
	Lang, Subject, Portal, Hello, Text, Action, Link, Copy, Until, After, Automatic string
	Contact                                                                         []string
	Color, Ink                                                                      template.CSS
}

// Write makes the message of r. The error is permanent: the kind is unknown or
// the portal's address is not one.
func (w *Writer) Write(r Request) (Message, error) {
	l, ok := layouts[r.Kind]
	if !ok {
		return Message{}, fmt.Errorf("%w: kind %q", errMalformed, r.Kind)
	}
	b := w.Brand()
	document := b.Document
	args := i18n.Args{"Portal": document.Name, "Identifier": r.Identifier, "Name": r.To.Name, "Until": w.when(r.Lang, r.Until), "At": w.when(r.Lang, r.At)}
	t := func(key msg.Key) string {
		if key == "" {
			return ""
		}
		return w.Sentences.T(r.Lang, key, args)
	}
	color, ink := b.Colors()
	p := page{
		Lang: string(r.Lang), Subject: t(l.subject), Portal: document.Name, Hello: t(msg.MailHello), Text: t(l.text),
		After: t(l.after), Automatic: t(msg.MailAutomatic), Contact: contact(document),
		Color: template.CSS(color), Ink: template.CSS(ink),
	}
	if r.To.Name == "" {
		p.Hello = ""
	}
	if l.action != "" {
		link, err := w.link(document.PublicURL, r.Path)
		if err != nil {
			return Message{}, err
		}
		p.Action, p.Link, p.Copy, p.Until = t(l.action), link, t(msg.MailLinkCopy), t(msg.MailLinkUntil)
	}
	m := Message{ID: r.ID, References: r.References, To: r.To, Subject: p.Subject, Date: r.At}
	var text, html strings.Builder
	if err := textPage.Execute(&text, p); err != nil {
		return Message{}, fmt.Errorf("mail %s: %w", r.Kind, err)
	}
	if err := htmlPage.Execute(&html, p); err != nil {
		return Message{}, fmt.Errorf("mail %s: %w", r.Kind, err)
	}
	m.Text, m.HTML = text.String(), html.String()
	return m, nil
}

// link joins the portal's own address with a path of it. The address comes
// from the configuration, never from a request's Host.
func (w *Writer) link(configured, path string) (string, error) {
	base := configured
	if base == "" {
		base = w.PublicURL
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return "", fmt.Errorf("%w: the portal's public address %q", errMalformed, base)
	}
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\ \r\n") {
		return "", fmt.Errorf("%w: the path of the link", errMalformed)
	}
	return u.Scheme + "://" + u.Host + strings.TrimSuffix(u.Path, "/") + path, nil
}

func (w *Writer) when(lang i18n.Lang, t time.Time) string {
	local := t.In(w.Location)
	return w.Sentences.T(lang, msg.FormatDayTime, i18n.Args{"Day": lang.Day(local), "Time": lang.Clock(local)})
}

func contact(d brand.Document) []string {
	lines := append([]string{d.Name}, d.Contact.Address...)
	for _, line := range []string{d.Contact.Phone, d.Contact.Email} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
