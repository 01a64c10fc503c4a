package boot

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strconv"
	"sync"
	"time"
)

// drainTime is how long connections are told to end before those that wait for
// a request are closed; shutdownLimit bounds the requests that are under way,
// jobLimit the jobs.
const (
	drainTime     = 200 * time.Millisecond
	shutdownLimit = 20 * time.Second
	jobLimit      = 5 * time.Second
)

// Run serves until ctx ends, then takes no new connection, lets the requests
// under way end, and returns. Close releases what New opened.
func (p *Portal) Run(ctx context.Context) error {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var work sync.WaitGroup
	defer work.Wait()
	defer stop()
	work.Go(func() { p.events.Run(background) })
	work.Go(func() {
		p.Site.Assets.Compress(background)
		debug.FreeOSMemory() // what the start took is several times what serving takes
	})
	work.Go(func() {
		if err := p.Site.Sessions.Run(background); err != nil && background.Err() == nil {
			p.log.Error("sessions stopped listening", "error", err)
		}
	})
	if err := p.jobs.Start(background); err != nil {
		return err
	}
	defer p.stopJobs()
	ended := make(chan error, 1)
	go func() { ended <- p.serve() }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	return p.shutdown(ended)
}

// stopJobs lets the jobs under way end; one that is cut off is worked again.
func (p *Portal) stopJobs() {
	ctx, cancel := context.WithTimeout(context.Background(), jobLimit)
	defer cancel()
	if err := p.jobs.Stop(ctx); err != nil {
		p.log.Warn("jobs were cut off", "error", err)
	}
}

func (p *Portal) serve() error {
	if p.config.TLSCert != "" {
		return p.server.ServeTLS(p.listener, p.config.TLSCert, p.config.TLSKey)
	}
	return p.server.Serve(p.listener)
}

// shutdown ends in the order in which nothing is lost: no new connections; the
// open ones are told to go with their next answer; then the idle ones close.
func (p *Portal) shutdown(ended <-chan error) error {
	p.draining.Store(true)
	p.listener.Close()
	<-ended
	p.events.Close()
	for until := time.Now().Add(drainTime); p.open.Load() > 0 && time.Now().Before(until); {
		time.Sleep(10 * time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(context.Background(), shutdownLimit)
	defer cancel()
	if err := p.server.Shutdown(ctx); err != nil {
		p.log.Warn("requests were cut off", "error", err)
		return errors.Join(err, p.server.Close())
	}
	return nil
}

// politely tells the client of each answer during a shutdown to use no further
// request on its connection, so that none is lost when it closes.
func (p *Portal) politely(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

func (p *Portal) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		p.open.Add(1)
	case http.StateClosed, http.StateHijacked:
		p.open.Add(-1)
	}
}

// Close stops what New started. It may be called more than once, and after a
// New that failed half way.
func (p *Portal) Close() error {
	p.closed.Do(func() {
		var errs []error
		if p.listener != nil {
			if err := p.listener.Close(); !errors.Is(err, net.ErrClosed) {
				errs = append(errs, err)
			}
		}
		if p.DB != nil {
			p.DB.Close()
		}
		if p.blobs != nil {
			errs = append(errs, p.blobs.Close())
		}
		errs = append(errs, p.Database.Close())
		p.closeErr = errors.Join(errs...)
	})
	return p.closeErr
}

// Addr is the address that is listened on.
func (p *Portal) Addr() net.Addr { return p.listener.Addr() }

// URL is the address to type on this machine.
func (p *Portal) URL() string {
	scheme := "http://"
	if p.config.TLSCert != "" {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(p.listener.Addr().String())
	if err != nil {
		return scheme + p.listener.Addr().String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return scheme + net.JoinHostPort(host, port)
}

// listen takes the socket that a service manager hands over, which no restart
// closes, or opens the address.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	if os.Getenv("LISTEN_FDS") == "1" && os.Getenv("LISTEN_PID") == strconv.Itoa(os.Getpid()) {
		f := os.NewFile(3, "socket of the service manager")
		defer f.Close()
		return net.FileListener(f)
	}
	var c net.ListenConfig
	return c.Listen(ctx, "tcp", addr)
}

// version names the program for people: its tag, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "?"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "dev"
}
