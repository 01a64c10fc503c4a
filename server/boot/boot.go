// Package boot makes a running portal out of a configuration. The program, the
// tests and the journeys start the same one.
package boot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
	_ "time/tzdata" // the one binary runs where no time zones are installed

	"comptoir"
	"comptoir/server/blob"
	"comptoir/server/brand"
	"comptoir/server/config"
	"comptoir/server/demo"
	"comptoir/server/httpd"
	"comptoir/server/job"
	"comptoir/server/postgres"
	"comptoir/server/sentence"
	"comptoir/server/usecase"
)

// Options are what tests and journeys hand in; the program leaves them empty.
type Options struct {
	Now      func() time.Time                // the clock; time.Now
	Log      *slog.Logger                    // slog.Default()
	Listener net.Listener                    // instead of listening on Config.Addr
	Files    fs.FS                           // instead of the embedded files: another version of the app
	Build    string                          // names that version; the hash of the files
	Version  string                          // what people are shown for it
	Wrap     func(http.Handler) http.Handler // stands before every handler: faults
}

// Portal is a portal that has been started, or can be.
type Portal struct {
	Site     *httpd.Site
	Use      *usecase.Portal
	DB       *postgres.DB
	Database *Database
	SignIns  []demo.SignIn // of demonstration data, to be printed

	config   config.Config
	log      *slog.Logger
	files    fs.FS
	listener net.Listener
	server   *http.Server
	events   *httpd.Events
	jobs     *job.Runner
	blobs    *blob.Disk
	open     atomic.Int64 // connections
	draining atomic.Bool
	closed   sync.Once
	closeErr error
}

// New makes everything ready and takes the address; Run serves. When it fails,
// what it started is stopped again.
func New(ctx context.Context, c config.Config, o Options) (_ *Portal, err error) {
	p := &Portal{config: c, log: o.Log, files: o.Files}
	if p.log == nil {
		p.log = slog.Default()
	}
	if p.files == nil {
		p.files = comptoir.Files
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	p.listener = o.Listener
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	if err := p.openData(ctx, o); err != nil {
		return nil, err
	}
	if p.listener == nil {
		if p.listener, err = listen(ctx, c.Addr); err != nil {
			return nil, fmt.Errorf("listen on %s (COMPTOIR_ADDR): %w", c.Addr, err)
		}
	}
	return p, p.openSite(ctx, o)
}

// openData opens the database and the files.
func (p *Portal) openData(ctx context.Context, o Options) (err error) {
	if p.Database, err = OpenDatabase(ctx, p.config, p.log); err != nil {
		return err
	}
	if err := p.Database.Ready(ctx); err != nil {
		return err
	}
	if p.SignIns, err = loadDemo(ctx, p.Database.DSN, p.config.Demo, p.log); err != nil {
		return err
	}
	sizes := p.config.Pools
	if sizes == (postgres.Sizes{}) {
		sizes = postgres.DefaultSizes
	}
	if p.DB, err = postgres.Open(ctx, p.Database.DSN, sizes); err != nil {
		return err
	}
	if p.blobs, err = blob.Open(filepath.Join(p.config.DataDir, "files")); err != nil {
		return err
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return err
	}
	p.Use = &usecase.Portal{DB: p.DB, Blobs: p.blobs, Now: o.Now, Paris: paris}
	return nil
}

// openSite makes the edge: sentences, brand, files of the app, sessions, routes.
func (p *Portal) openSite(ctx context.Context, o Options) error {
	sentences, err := sentence.Load(p.files, filepath.Join(p.config.DataDir, "i18n"))
	if err != nil {
		return err
	}
	first, err := p.loadBrand(ctx, sentences)
	if err != nil {
		return err
	}
	look := brand.NewHandler(first, sentences)
	if err := p.openJobs(ctx, sentences, look); err != nil {
		return err
	}
	assets, err := httpd.LoadAssets(p.files, o.Build)
	if err != nil {
		return err
	}
	if assets.URL(httpd.Wasm) == "" {
		p.log.Warn("this program was built without the browser application: run 'make build'")
	}
	p.events = httpd.NewEvents(p.Database.DSN, p.log, func(table string) {
		if table == "portal_config" || table == "brand_file" {
			p.refreshBrand(look, sentences)
		}
	})
	sessions := httpd.NewSessions(httpd.SessionConfig{BaseURL: p.baseURL(), Asset: assets.URL, Brand: look.Brand},
		p.DB, p.Use, sentences, p.enqueueLink, p.log)
	p.Site = &httpd.Site{Portal: p.Use, DB: p.DB, Sessions: sessions, Sentences: sentences, Brand: look, Assets: assets, Events: p.events,
		Ready: p.ready, Log: p.log, Version: cmp.Or(o.Version, version()), PublicURL: p.config.PublicURL, Proxies: p.config.TrustedProxies, HTTPS: p.config.HTTPS(),
		Metrics: p.config.Metrics, Dev: p.config.Dev}
	var handler http.Handler = p.Site.Router()
	if o.Wrap != nil {
		handler = o.Wrap(handler)
	}
	p.server = httpd.Server(p.politely(handler), p.log)
	p.server.ConnState = p.count
	return nil
}

// ready is asked by /readyz.
func (p *Portal) ready(ctx context.Context) error {
	if p.draining.Load() {
		return errors.New("shutting down")
	}
	return postgres.Current(ctx, p.Database.DSN)
}

// loadBrand reads the dealer's configuration. One that cannot be read is told
// and replaced by the default look: a portal with the wrong logo serves better
// than none.
func (p *Portal) loadBrand(ctx context.Context, sentences *sentence.Set) (*brand.Brand, error) {
	stored, pictures, err := p.DB.PortalConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("portal configuration: %w", err)
	}
	document, files := brand.Default(), map[string]brand.File{}
	if stored != nil {
		parsed, err := brand.Parse(stored)
		if err != nil {
			p.log.Error("the stored portal configuration is not used", "error", err)
		} else {
			document = parsed
		}
	}
	for _, f := range pictures {
		files[f.Name] = brand.File{Mime: f.Mime, Body: f.Body}
	}
	b, err := brand.Build(document, files, p.files, sentences)
	if err != nil {
		p.log.Error("the stored brand is not used", "error", err)
		return brand.Build(brand.Default(), nil, p.files, sentences)
	}
	return b, nil
}

func (p *Portal) refreshBrand(look *brand.Handler, sentences *sentence.Set) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	b, err := p.loadBrand(ctx, sentences)
	if err != nil {
		p.log.Error("the brand stays as it was", "error", err)
		return
	}
	if b.Version() != look.Brand().Version() {
		look.Publish(b)
	}
}
