// Package mail writes the portal's mails and sends them: to a spool folder by
// default, over SMTP by setting. Nothing here runs inside a request; package
// job calls it.
package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// Address is a mailbox with the name that is shown before it.
type Address struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email"`
}

// Message is a mail ready to be sent.
type Message struct {
	ID         string // UUID, the same at each attempt, so that a double is recognised
	References []string
	To         Address
	Subject    string
	Text       string
	HTML       string
	Date       time.Time
}

// Sender carries messages away. An error is worth another attempt unless
// Permanent says otherwise.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// errMalformed marks a message that no attempt can send.
var errMalformed = errors.New("malformed message")

// Permanent tells whether sending again cannot help: the message is malformed,
// or the server refuses the recipient for good.
func Permanent(err error) bool {
	var refused *gomail.SendError
	if errors.As(err, &refused) {
		return refused.Reason == gomail.ErrSMTPRcptTo && !refused.IsTemp()
	}
	return errors.Is(err, errMalformed)
}

// address parses one bare mailbox. Anything that could begin another header or
// another recipient is refused.
func address(a Address) (*netmail.Address, error) {
	if strings.ContainsFunc(a.Email, unicode.IsControl) || len(a.Email) > 254 {
		return nil, fmt.Errorf("%w: mailbox %.40q", errMalformed, a.Email)
	}
	parsed, err := netmail.ParseAddress(a.Email)
	if err != nil || parsed.Address != a.Email || parsed.Name != "" {
		return nil, fmt.Errorf("%w: mailbox %.40q", errMalformed, a.Email)
	}
	return &netmail.Address{Name: oneLine(a.Name), Address: a.Email}, nil
}

// oneLine keeps a header's value on its line, whatever it was made from.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
	runes := []rune(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }), " "))
	if len(runes) > 200 {
		runes = runes[:200]
	}
	return string(runes)
}

// compose makes the MIME message. Message-ID and References are ours: ID and
// the IDs of earlier messages, at the domain of the sender's mailbox.
func compose(from Address, m Message) (*gomail.Msg, error) {
	sender, err := address(from)
	if err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	to, err := address(m.To)
	if err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	_, domain, _ := strings.Cut(sender.Address, "@")
	for _, id := range append([]string{m.ID}, m.References...) {
		if !uuid.MatchString(id) {
			return nil, fmt.Errorf("%w: id %.40q", errMalformed, id)
		}
	}
	mime := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	mime.FromMailAddress(sender)
	mime.ToMailAddress(to)
	mime.Subject(oneLine(m.Subject))
	mime.SetDateWithValue(m.Date)
	mime.SetMessageIDWithValue(m.ID + "@" + domain)
	mime.SetGenHeader("Auto-Submitted", "auto-generated")
	if len(m.References) > 0 {
		var earlier []string
		for _, id := range m.References {
			earlier = append(earlier, "<"+id+"@"+domain+">")
		}
		mime.SetGenHeader(gomail.HeaderInReplyTo, earlier[len(earlier)-1])
		mime.SetGenHeaderPreformatted(gomail.HeaderReferences, strings.Join(earlier, "\r\n "))
	}
	mime.SetBodyString(gomail.TypeTextPlain, m.Text)
	mime.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return mime, nil
}

func encode(mime *gomail.Msg) ([]byte, error) {
	var b bytes.Buffer
	_, err := mime.WriteTo(&b)
	return b.Bytes(), err
}
