package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// logLimit is the size in bytes above which the server's log starts afresh.
const logLimit = 8 << 20

// server is the postmaster that this process started.
type server struct {
	process *os.Process
	ended   chan struct{} // closed when it is gone and the lock is free
	asked   chan struct{} // closed when this process asked it to end
}

// run makes the cluster when there is none, clears what a killed one left, and
// starts the postmaster. The lock belongs to the server once it started.
func (c *Cluster) run(ctx context.Context, lock *os.File, fsync bool) (*server, error) {
	bin, err := findBinaries(ctx, c.data)
	if err != nil {
		return nil, err
	}
	as, err := chooseIdentity(ctx, bin, c.log)
	if err != nil {
		return nil, err
	}
	if err := clearLeftovers(ctx, c.data); err != nil {
		return nil, err
	}
	if err := prepareSocket(c.socket, as); err != nil {
		return nil, err
	}
	if err := initialise(ctx, bin, c.data, as, fsync); err != nil {
		return nil, err
	}
	logFile, err := openLog(c.data + ".log")
	if err != nil {
		return nil, err
	}
	defer logFile.Close()
	from, err := logFile.Seek(0, 2)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(filepath.Join(bin, "postgres"), settings(c.data, c.socket, fsync)...)
	cmd.Dir = c.data
	cmd.Stdout, cmd.Stderr = logFile, logFile
	cmd.Env = environment()
	cmd.SysProcAttr = as.attributes(true)
	s := &server{ended: make(chan struct{}), asked: make(chan struct{})}
	if err := s.spawn(cmd, lock, c); err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	for !c.answers() {
		if s.gone() {
			return nil, fmt.Errorf("it ended while starting:\n%s", tail(c.data+".log", from))
		}
		if err := wait(ctx); err != nil {
			s.kill()
			return nil, fmt.Errorf("it did not answer in time: %w\n%s", err, tail(c.data+".log", from))
		}
	}
	c.log.Info("private PostgreSQL: started", "data", c.data, "socket", c.socket, "binaries", bin)
	return s, nil
}

// spawn starts the postmaster from a thread that lives as long as it does: the
// signal that it receives when its parent dies is bound to that thread.
func (s *server) spawn(cmd *exec.Cmd, lock *os.File, c *Cluster) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		s.process = cmd.Process
		started <- err
		if err != nil {
			return
		}
		err = cmd.Wait()
		select {
		case <-s.asked:
		default:
			c.log.Error("private PostgreSQL: ended by itself", "data", c.data, "error", err, "log", c.data+".log")
		}
		if err := os.RemoveAll(c.socket); err != nil { // while the lock says that it is ours
			c.log.Warn("private PostgreSQL: folder of the socket", "error", err)
		}
		lock.Close()
		close(s.ended)
	}()
	return <-started
}

func (s *server) gone() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// terminate asks for a fast shutdown, and for an immediate one when ctx ends
// before it is done; after that the next start recovers from the log.
func (s *server) terminate(ctx context.Context) error {
	close(s.asked)
	if err := s.process.Signal(syscall.SIGINT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop: %w", err)
	}
	// A ctx that has ended already must not turn every stop into a hard one.
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	select {
	case <-s.ended:
		return nil
	case <-grace.Done():
	}
	select {
	case <-s.ended:
		return nil
	case <-ctx.Done():
	}
	s.process.Signal(syscall.SIGQUIT)
	select {
	case <-s.ended:
	case <-time.After(3 * time.Second):
		s.kill()
	}
	return nil
}

// kill ends a postmaster that does not listen; its children end when they see
// that it is gone.
func (s *server) kill() {
	select {
	case <-s.asked:
	default:
		close(s.asked)
	}
	s.process.Kill()
	<-s.ended
}

// settings are the postmaster's arguments for a machine of 2 cores and a few
// gigabytes. Everything is said here: the data folder's own files stay as
// initdb wrote them.
func settings(data, socket string, fsync bool) []string {
	set := []string{
		"listen_addresses=",
		"port=" + port,
		"unix_socket_directories=" + socket,
		"unix_socket_permissions=0700",
		"max_connections=200",
		"shared_buffers=128MB",
		"effective_cache_size=1GB",
		"maintenance_work_mem=128MB",
		"work_mem=8MB",
		"random_page_cost=1.1",
		"jit=off",
		"timezone=UTC",
		"log_timezone=UTC",
		"logging_collector=off",
		"log_destination=stderr",
		"log_checkpoints=off",
		"max_wal_size=1GB",
	}
	if fsync {
		set = append(set, "fsync=on", "synchronous_commit=on")
	} else {
		set = append(set, "fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0")
	}
	args := []string{"-D", data}
	for _, s := range set {
		args = append(args, "-c", s)
	}
	return args
}

// environment is what the binaries need of ours: PG* variables of the person
// who starts the portal must not reach them.
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
}

func openLog(path string) (*os.File, error) {
	flags := os.O_CREATE | os.O_APPEND | os.O_WRONLY
	if info, err := os.Stat(path); err == nil && info.Size() > logLimit {
		flags |= os.O_TRUNC
	}
	return os.OpenFile(path, flags, 0o600)
}

// tail is the end of what the server wrote since this start.
func tail(path string, from int64) string {
	b, err := os.ReadFile(path)
	if err != nil || int64(len(b)) < from {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(b[from:])), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}
