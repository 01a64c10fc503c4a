package main

import (
	"context"
	"errors"
	"fmt"

	"comptoir/server/boot"
)

// serve runs the portal until it is interrupted.
func serve(ctx context.Context, e *environment, args []string) (err error) {
	if rest, err := parse(e.flags("serve"), args); err != nil || len(rest) > 0 {
		return errors.Join(err, unexpected(rest))
	}
	p, err := boot.New(ctx, e.config, boot.Options{Log: e.log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	fmt.Fprintf(e.out, "\n  Comptoir: %s\n", p.URL())
	if p.Database.Private() {
		fmt.Fprintf(e.out, "  Database: private PostgreSQL in %s\n", e.config.DataDir)
	}
	if len(p.SignIns) > 0 {
		fmt.Fprintf(e.out, "\n  Demonstration sign-ins:\n")
		for _, s := range p.SignIns[:min(3, len(p.SignIns))] {
			fmt.Fprintf(e.out, "    %-12s %-28s %s   %s\n", s.Profile, s.Identifier, s.Password, s.Note)
		}
	}
	fmt.Fprintf(e.out, "\n  Ctrl-C stops it.\n\n")
	return p.Run(ctx)
}

func unexpected(args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usageError{fmt.Errorf("unexpected argument %q", args[0])}
}
