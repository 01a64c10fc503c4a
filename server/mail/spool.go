package mail

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Spool writes each message as <id>.eml into a folder that only the server's
// user reads. Sending the same message again replaces its file.
type Spool struct {
	dir  string
	from Address
}

// NewSpool makes the folder when it is missing.
func NewSpool(dir string, from Address) (*Spool, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("mail spool: %w", err)
	}
	return &Spool{dir, from}, nil
}

// Send implements Sender.
func (s *Spool) Send(_ context.Context, m Message) error {
	mime, err := compose(s.from, m)
	if err != nil {
		return fmt.Errorf("mail %s: %w", m.ID, err)
	}
	data, err := encode(mime)
	if err != nil {
		return fmt.Errorf("mail %s: %w", m.ID, err)
	}
	path := filepath.Join(s.dir, m.ID+".eml")
	if err := os.WriteFile(path+".part", data, 0o600); err != nil {
		return fmt.Errorf("mail spool: %w", err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		return fmt.Errorf("mail spool: %w", err)
	}
	return nil
}
