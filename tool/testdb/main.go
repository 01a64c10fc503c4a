// Command testdb runs a command with a private PostgreSQL for tests: one
// cluster for all packages, with fsync off, in var/testpg.
//
//	go run ./tool/testdb -- go test ./...
//
// The command finds its address in COMPTOIR_TEST_DATABASE_URL (the owner, on
// the database postgres). When that variable is already set, the command runs
// as it is. The exit code is the command's.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"comptoir/server/localpg"
)

// variable is where the tests look for their server.
const variable = "COMPTOIR_TEST_DATABASE_URL"

func main() {
	dir := flag.String("dir", "var/testpg", "folder of the cluster")
	fsync := flag.Bool("fsync", false, "keep what is committed through a power cut, as in production")
	flag.Parse()
	code, err := run(localpg.Options{DataDir: *dir, Fsync: *fsync}, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "testdb:", err)
		code = 1
	}
	os.Exit(code)
}

func run(server localpg.Options, args []string) (code int, err error) {
	if len(args) == 0 {
		return 0, errors.New("no command")
	}
	// Ctrl-C reaches the command too: it ends first, then the server does.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)

	address := os.Getenv(variable)
	if address == "" {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		cluster, err := localpg.Start(ctx, server)
		if err != nil {
			return 0, err
		}
		address = cluster.DSN("postgres")
		defer func() {
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			err = errors.Join(err, cluster.Stop(ctx))
		}()
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), variable+"="+address)
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case s := <-signals:
			if s == syscall.SIGTERM { // sent to us alone
				cmd.Process.Signal(s)
			}
		case err := <-ended:
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				return max(exit.ExitCode(), 1), nil // -1: by a signal
			}
			return 0, err
		}
	}
}
