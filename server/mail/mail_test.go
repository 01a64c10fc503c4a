package mail

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"comptoir"
	"comptoir/server/brand"
	"comptoir/server/sentence"
	"comptoir/shared/i18n"
)

const (
	id1 = "019ab000-0000-7000-8000-000000000001"
	id2 = "019ab000-0000-7000-8000-000000000002"
)

var from = Address{"Bureautique Martin", "portail@martin.example"}

func writer(t *testing.T, change func(*brand.Document)) *Writer {
	t.Helper()
	s, err := sentence.Load(comptoir.Files, "")
	if err != nil {
		t.Fatal(err)
	}
	d := brand.Default()
	d.Name = "Portail Martin"
	d.Contact.Phone = "01 23 45 67 89"
	if change != nil {
		change(&d)
	}
	b, err := brand.Build(d, nil, comptoir.Files, s)
	if err != nil {
		t.Fatal(err)
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return &Writer{Sentences: s, Brand: func() *brand.Brand { return b }, PublicURL: "https://portail.martin.example/", Location: paris}
}

func request(kind Kind, lang i18n.Lang) Request {
	at := time.Date(2026, 11, 24, 13, 2, 0, 0, time.UTC)
	return Request{
		Kind: kind, ID: id1, To: Address{"Ada L’Ève", "ada@client.example"}, Lang: lang, Identifier: "ada.leve",
		Path: "/mot-de-passe/s3cr3t", At: at, Until: at.Add(time.Hour),
	}
}

// spooled sends m to a spool and returns the parsed file with its two parts.
func spooled(t *testing.T, m Message) (header netmail.Header, text, html, raw string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "spool")
	s, err := NewSpool(dir, from)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // a second attempt of the same message
		if err := s.Send(context.Background(), m); err != nil {
			t.Fatal(err)
		}
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 1 || names[0].Name() != m.ID+".eml" {
		t.Fatalf("spool holds %v, %v", names, err)
	}
	if info, _ := names[0].Info(); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	data, err := os.ReadFile(filepath.Join(dir, names[0].Name()))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := netmail.ReadMessage(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(parsed.Body, params["boundary"])
	var bodies []string
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
	if len(bodies) != 2 {
		t.Fatalf("%d parts in\n%s", len(bodies), data)
	}
	return parsed.Header, bodies[0], bodies[1], string(data)
}

func TestEveryKindInEveryLanguage(t *testing.T) {
	for _, c := range []struct {
		kind    Kind
		lang    i18n.Lang
		subject string
		holds   []string
		link    bool
	}{
		{PasswordReset, "fr", "Portail Martin\u00A0: choisir un nouveau mot de passe", []string{"Bonjour Ada L’Ève,", "24/11/2026 à 15:02", "ada.leve", "01 23 45 67 89"}, true},
		{PasswordReset, "en", "Portail Martin: choose a new password", []string{"24/11/2026 at 15:02", "This link works once"}, true},
		{Invitation, "fr", "Votre accès à Portail Martin", []string{"Votre identifiant est ada.leve."}, true},
		{Invitation, "en", "Your access to Portail Martin", []string{"Your identifier is ada.leve."}, true},
		{PasswordChanged, "fr", "Portail Martin\u00A0: votre mot de passe a changé", []string{"a changé le 24/11/2026 à 14:02", "appelez votre prestataire"}, false},
		{PasswordChanged, "en", "Portail Martin: your password has changed", []string{"changed on 24/11/2026 at 14:02"}, false},
	} {
		m, err := writer(t, nil).Write(request(c.kind, c.lang))
		if err != nil {
			t.Fatal(err)
		}
		header, text, html, _ := spooled(t, m)
		subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
		if err != nil || subject != c.subject {
			t.Errorf("%s %s: subject %q, %v", c.kind, c.lang, subject, err)
		}
		for name, body := range map[string]string{"text": text, "html": html} {
			for _, want := range c.holds {
				if !strings.Contains(body, want) {
					t.Errorf("%s %s: %q is not in the %s:\n%s", c.kind, c.lang, want, name, body)
				}
			}
			if got := strings.Contains(body, "https://portail.martin.example/mot-de-passe/s3cr3t"); got != c.link {
				t.Errorf("%s %s: link in the %s: %v", c.kind, c.lang, name, got)
			}
			if strings.ContainsAny(body, "⟦…") || strings.Contains(body, "ZgotmplZ") {
				t.Errorf("%s %s: not complete:\n%s", c.kind, c.lang, body)
			}
		}
		if !strings.Contains(html, "#2156a8") {
			t.Errorf("%s %s: no brand colour", c.kind, c.lang)
		}
	}
}

func TestHeaders(t *testing.T) {
	r := request(PasswordReset, "fr")
	r.References = []string{id2, id1}
	r.ID = "019ab000-0000-7000-8000-000000000003"
	m, err := writer(t, nil).Write(r)
	if err != nil {
		t.Fatal(err)
	}
	header, _, _, _ := spooled(t, m)
	for name, want := range map[string]string{
		"Message-Id":     "<" + r.ID + "@martin.example>",
		"References":     "<" + id2 + "@martin.example> <" + id1 + "@martin.example>",
		"In-Reply-To":    "<" + id1 + "@martin.example>",
		"Auto-Submitted": "auto-generated",
		"From":           `"Bureautique Martin" <portail@martin.example>`,
		"Date":           "Tue, 24 Nov 2026 13:02:00 +0000",
	} {
		if got := header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestNoHeaderCanBeInjected(t *testing.T) {
	evil := "x\r\nBcc: thief@evil.example\n\rSubject: y\u2028X: z\x00"
	r := request(PasswordReset, "fr")
	r.To.Name, r.Identifier = evil, evil
	m, err := writer(t, nil).Write(r)
	if err != nil {
		t.Fatal(err)
	}
	m.Subject += evil
	header, _, _, raw := spooled(t, m)
	if header.Get("Bcc") != "" || header.Get("X") != "" || len(header["Subject"]) != 1 {
		t.Errorf("headers: %v", header)
	}
	head, _, _ := strings.Cut(raw, "\r\n\r\n")
	for line := range strings.SplitSeq(head, "\r\n") {
		if strings.HasPrefix(strings.ToLower(line), "bcc") {
			t.Errorf("line %q", line)
		}
	}
	list, err := header.AddressList("To")
	if err != nil || len(list) != 1 || list[0].Address != r.To.Email {
		t.Errorf("to: %v, %v", list, err)
	}

	spool, err := NewSpool(t.TempDir(), from)
	if err != nil {
		t.Fatal(err)
	}
	good := Message{ID: id1, To: Address{"", "ada@client.example"}, Subject: "s", Text: "t", HTML: "h"}
	for name, spoil := range map[string]func(*Message){
		"line in the mailbox": func(m *Message) { m.To.Email = "a@b.example\r\nBcc: c@d.example" },
		"second mailbox":      func(m *Message) { m.To.Email = "a@b.example, c@d.example" },
		"mailbox with a name": func(m *Message) { m.To.Email = "X <a@b.example>" },
		"no mailbox":          func(m *Message) { m.To.Email = "" },
		"path in the id":      func(m *Message) { m.ID = "../../etc/cron.d/x" },
		"line in the id":      func(m *Message) { m.ID = id1 + "\r\nX: y" },
		"line in a reference": func(m *Message) { m.References = []string{id1 + ">\r\nX: y"} },
		"mailbox over 254":    func(m *Message) { m.To.Email = strings.Repeat("a", 250) + "@b.example" },
	} {
		bad := good
		spoil(&bad)
		if err := spool.Send(context.Background(), bad); !Permanent(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := spool.Send(context.Background(), good); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func TestTextsAreEscaped(t *testing.T) {
	r := request(Invitation, "fr")
	r.Identifier = `<img src=x onerror=alert(1)>`
	m, err := writer(t, func(d *brand.Document) { d.Name = `A & <b>` }).Write(r)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(m.HTML, "<img") || strings.Contains(m.HTML, "<b>") {
		t.Error(m.HTML)
	}
	if !strings.Contains(m.Text, `<img src=x onerror=alert(1)>`) {
		t.Error(m.Text)
	}
}

func TestTheLinkLeadsToThePortalOnly(t *testing.T) {
	for _, path := range []string{"", "//evil.example/x", "https://evil.example", "x", "/a\\b", "/a\r\nb"} {
		r := request(PasswordReset, "fr")
		r.Path = path
		if _, err := writer(t, nil).Write(r); !Permanent(err) {
			t.Errorf("path %q: %v", path, err)
		}
	}
	m, err := writer(t, func(d *brand.Document) { d.PublicURL = "https://clients.martin.example" }).Write(request(PasswordReset, "fr"))
	if err != nil || !strings.Contains(m.Text, "\nhttps://clients.martin.example/mot-de-passe/s3cr3t\n") {
		t.Errorf("with a configured address: %v\n%s", err, m.Text)
	}
	w := writer(t, nil)
	w.PublicURL = ""
	if _, err := w.Write(request(PasswordReset, "fr")); !Permanent(err) {
		t.Errorf("without any address: %v", err)
	}
	if _, err := w.Write(Request{Kind: "spam"}); !Permanent(err) {
		t.Errorf("unknown kind: %v", err)
	}
}
