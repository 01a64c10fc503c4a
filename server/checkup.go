package main

import (
	"context"
	"errors"
	"fmt"

	"comptoir"
	"comptoir/server/config"
	"comptoir/server/doctor"
)

// checkUp prints the settings that are set, then what is found about them.
func checkUp(ctx context.Context, e *environment, args []string) error {
	if rest, err := parse(e.flags("doctor"), args); err != nil || len(rest) > 0 {
		return errors.Join(err, unexpected(rest))
	}
	c, err := config.FromEnv()
	for _, line := range c.Effective() {
		fmt.Fprintln(e.out, line)
	}
	if err != nil {
		return usageError{fmt.Errorf("the settings are wrong:\n%w", err)}
	}
	fmt.Fprintln(e.out)
	if !doctor.Print(e.out, doctor.Check(ctx, c, comptoir.Files)) {
		return errors.New("something has to be done before the portal works")
	}
	return nil
}
