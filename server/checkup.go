package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"comptoir"
	"comptoir/server/config"
	"comptoir/server/doctor"
)

// checkUp prints the settings that are set, then what is found about them.
func checkUp(ctx context.Context, e *environment, args []string) error {
	if rest, err := parse(e.flags("doctor"), args); err != nil || len(rest) > 0 {
		return errors.Join(err, unexpected(rest))
	}
	for _, line := range config.Effective(os.Getenv) {
		fmt.Fprintln(e.out, line)
	}
	if _, err := config.FromEnv(); err != nil {
		return fmt.Errorf("the settings are wrong:\n%w", err)
	}
	if !doctor.Print(e.out, doctor.Check(ctx, e.config, comptoir.Files)) {
		return errors.New("something has to be done before the portal works")
	}
	return nil
}
