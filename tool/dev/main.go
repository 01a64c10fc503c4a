// Command dev serves the portal while it is being worked on: at each save it
// builds what changed and restarts the server. What does not build is told,
// and the server that runs goes on.
//
// It starts the private PostgreSQL itself, so that a restart of the server
// takes no restart of the database. The server gets COMPTOIR_DEV=1.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"comptoir/server/localpg"
)

// binary is apart from dist/comptoir: a development build is not released.
const binary = "var/dev/comptoir"

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	os.Setenv("COMPTOIR_DEV", "1")
	if os.Getenv("COMPTOIR_DATABASE_URL") == "" {
		data := os.Getenv("COMPTOIR_DATA_DIR")
		if data == "" {
			data = "var"
		}
		limited, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		pg, err := localpg.Start(limited, localpg.Options{DataDir: data, Fsync: true})
		if err != nil {
			return err
		}
		defer func() {
			limited, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			err = errors.Join(err, pg.Stop(limited))
		}()
	}
	var server *exec.Cmd
	defer func() { stop(server) }()
	for seen := ""; ; {
		now, err := fingerprint(".")
		if err != nil {
			return err
		}
		if now != seen {
			seen = now
			if err := build(ctx); err != nil {
				fmt.Fprintln(os.Stderr, "dev:", err)
			} else if ctx.Err() == nil {
				stop(server)
				if server, err = serve(); err != nil {
					return err
				}
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(300 * time.Millisecond):
		}
	}
}

// build makes the wasm and the server. The wasm tool does nothing when no
// input of it changed.
func build(ctx context.Context) error {
	began := time.Now()
	for _, args := range [][]string{
		{"go", "run", "./tool/wasm", "-dev"},
		{"go", "build", "-tags", "dev", "-o", binary, "./server"},
	} {
		cmd := exec.CommandContext(ctx, args[0], args[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%v: %w", args, err)
		}
	}
	fmt.Printf("dev: built in %.1f s\n", time.Since(began).Seconds())
	return nil
}

func serve() (*exec.Cmd, error) {
	cmd := exec.Command(binary, "serve")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	// Its own group: Ctrl-C reaches us, and we stop it before the database.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd, cmd.Start()
}

// stop asks the server to end, and waits for it.
func stop(server *exec.Cmd) {
	if server == nil {
		return
	}
	server.Process.Signal(os.Interrupt)
	hard := time.AfterFunc(10*time.Second, func() { server.Process.Kill() })
	defer hard.Stop()
	server.Wait() // how it ended was told by itself
}
