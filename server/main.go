// Command comptoir is the server of the portal: one binary that serves,
// migrates, imports, makes demonstration data and accounts, and checks itself.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"comptoir/server/config"
)

// Exit codes: 0 done, 1 it failed, 2 the command line or a setting is wrong,
// 3 an import was made but refused rows or files.
const (
	exitFailed  = 1
	exitUsage   = 2
	exitRefused = 3
)

// command is one subcommand.
type command struct {
	name, args, about string
	run               func(ctx context.Context, e *environment, args []string) error
}

func commands() []command {
	return []command{
		{"serve", "", "serve the portal; starts a private PostgreSQL when COMPTOIR_DATABASE_URL is not set", serve},
		{"migrate", "", "bring the database's schema up to date", migrate},
		{"import", "--profile NAME [--set field=value]… [--dry-run] [--json] PATH…", "bring in files of the dealer", importFiles},
		{"demo", "[--scale small|large]", "load demonstration data into an empty database", loadDemo},
		{"account", "create|disable …", "make an account and print its one-time link, or close one", account},
		{"doctor", "", "print the effective settings and check what they point to", checkUp},
		{"routes", "", "print every call and route as JSON", routes},
	}
}

// environment is what the commands share.
type environment struct {
	config config.Config
	log    *slog.Logger
	out    io.Writer
	errs   io.Writer
}

// usageError is a mistake on the command line or in a setting.
type usageError struct{ error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		help(out)
		if len(args) == 0 {
			return exitUsage
		}
		return 0
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		settings, err := config.FromEnv()
		if err != nil && c.name != "doctor" {
			fmt.Fprintf(errs, "comptoir: the settings are wrong:\n%v\n", err)
			return exitUsage
		}
		e := &environment{config: settings, log: logger(settings, errs), out: out, errs: errs}
		return exitCode(c, c.run(ctx, e, args[1:]), errs)
	}
	fmt.Fprintf(errs, "comptoir: unknown command %q\n\n", args[0])
	help(errs)
	return exitUsage
}

func exitCode(c command, err error, errs io.Writer) int {
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errRefused):
		return exitRefused
	}
	fmt.Fprintf(errs, "comptoir %s: %v\n", c.name, err)
	if _, ok := errors.AsType[usageError](err); ok {
		fmt.Fprintf(errs, "usage: comptoir %s %s\n", c.name, c.args)
		return exitUsage
	}
	return exitFailed
}

func help(w io.Writer) {
	fmt.Fprint(w, "comptoir – customer portal of an office equipment dealer\n\nusage: comptoir COMMAND [ARGUMENTS]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-8s %s\n", c.name, c.about)
		if c.args != "" {
			fmt.Fprintf(w, "           comptoir %s %s\n", c.name, c.args)
		}
	}
	fmt.Fprint(w, "\nSettings are COMPTOIR_* variables; 'comptoir doctor' lists and checks them.\n")
}

func logger(c config.Config, w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// flags makes the flags of a command; Parse tells mistakes as usage errors.
func (e *environment) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet("comptoir "+name, flag.ContinueOnError)
	f.SetOutput(e.errs)
	return f
}

// parse reads flags before, between and after the other arguments, which it
// returns.
func parse(f *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := f.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, usageError{err}
		}
		if f.NArg() == 0 {
			return rest, nil
		}
		rest = append(rest, f.Arg(0))
		args = f.Args()[1:]
	}
}
