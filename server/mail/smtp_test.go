package mail

import (
	"bufio"
	"context"
	"net"
	"strings"
	"testing"
	"time"
)

// server answers one SMTP conversation and returns what it was told; rcpt is
// its answer to the recipient.
func server(t *testing.T, rcpt string) (port int, told func() string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	result := make(chan string, 1)
	go func() {
		var said strings.Builder
		defer func() { result <- said.String() }()
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		lines, inData := bufio.NewScanner(conn), false
		say := func(line string) { _, _ = conn.Write([]byte(line + "\r\n")) }
		say("220 test")
		for lines.Scan() {
			line := lines.Text()
			said.WriteString(line + "\n")
			switch verb := strings.ToUpper(line); {
			case inData && line != ".":
			case inData:
				inData = false
				say("250 kept")
			case strings.HasPrefix(verb, "EHLO"):
				say("250 test")
			case strings.HasPrefix(verb, "RCPT"):
				say(rcpt)
			case verb == "DATA":
				inData = true
				say("354 go on")
			case verb == "QUIT":
				say("221 bye")
				return
			default:
				say("250 ok")
			}
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port, func() string { return <-result }
}

func TestSMTP(t *testing.T) {
	for _, c := range []struct {
		rcpt            string
		sent, permanent bool
	}{
		{"250 ok", true, false},
		{"550 no such user", false, true},
		{"451 try later", false, false},
	} {
		port, told := server(t, c.rcpt)
		s, err := NewSMTP(SMTPConfig{Host: "127.0.0.1", Port: port, TLS: TLSNone, Timeout: 5 * time.Second}, from)
		if err != nil {
			t.Fatal(err)
		}
		err = s.Send(context.Background(), Message{ID: id1, To: Address{"Ada", "ada@client.example"}, Subject: "Bonjour", Text: "texte", HTML: "<p>texte</p>"})
		if (err == nil) != c.sent || Permanent(err) != c.permanent {
			t.Errorf("%s: %v, permanent %v", c.rcpt, err, Permanent(err))
		}
		said := told()
		if c.sent && (!strings.Contains(said, "MAIL FROM:<portail@martin.example>") || !strings.Contains(said, "RCPT TO:<ada@client.example>") || !strings.Contains(said, "Message-ID: <"+id1+"@martin.example>")) {
			t.Errorf("told:\n%s", said)
		}
	}
}

func TestSMTPNeverSendsInClearUnlessTold(t *testing.T) {
	port, told := server(t, "250 ok")
	s, err := NewSMTP(SMTPConfig{Host: "127.0.0.1", Port: port, Timeout: 5 * time.Second}, from)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(context.Background(), Message{ID: id1, To: Address{"", "ada@client.example"}}); err == nil || Permanent(err) {
		t.Errorf("a server without STARTTLS: %v", err)
	}
	if said := told(); strings.Contains(said, "MAIL FROM") {
		t.Errorf("told:\n%s", said)
	}
	for _, bad := range []SMTPConfig{{Host: "h", TLS: "maybe"}, {Host: ""}} {
		if _, err := NewSMTP(bad, from); err == nil {
			t.Errorf("%+v is accepted", bad)
		}
	}
	if _, err := NewSMTP(SMTPConfig{Host: "h"}, Address{}); err == nil {
		t.Error("a sender without mailbox is accepted")
	}
}
