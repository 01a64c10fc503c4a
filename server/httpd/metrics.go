package httpd

import (
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"comptoir/server/postgres"
)

// metrics are the figures of one server, in a registry of its own: tests run
// several servers in one program.
type metrics struct {
	handler  http.Handler
	requests *prometheus.HistogramVec
	streams  prometheus.Gauge
}

func newMetrics(db *postgres.DB) *metrics {
	registry := prometheus.NewRegistry()
	m := &metrics{
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "comptoir_request_seconds",
			Help:    "Time to answer, by route, method and status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route", "method", "status"}),
		streams: prometheus.NewGauge(prometheus.GaugeOpts{Name: "comptoir_event_streams", Help: "Open event streams."}),
	}
	registry.MustRegister(m.requests, m.streams, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if db != nil {
		registry.MustRegister(pools{"guest": db.Guest, "customer": db.Customer, "staff": db.Staff, "job": db.Job})
	}
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return m
}

// observe counts a request under its route, never under what a client made up.
func (m *metrics) observe(method, route string, status int, took time.Duration) {
	if route == "" || route == "/*" {
		route = "unknown"
	}
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Observe(took.Seconds())
}

// pools tells how busy the pools are when it is asked.
type pools map[string]*pgxpool.Pool

var poolConnections = prometheus.NewDesc("comptoir_pool_connections", "Connections to the database, by pool and state.", []string{"pool", "state"}, nil)

// Describe implements prometheus.Collector.
func (p pools) Describe(out chan<- *prometheus.Desc) { out <- poolConnections }

// Collect implements prometheus.Collector.
func (p pools) Collect(out chan<- prometheus.Metric) {
	for name, pool := range p {
		at := pool.Stat()
		for state, n := range map[string]int32{"used": at.AcquiredConns(), "idle": at.IdleConns(), "max": at.MaxConns()} {
			out <- prometheus.MustNewConstMetric(poolConnections, prometheus.GaugeValue, float64(n), name, state)
		}
	}
}

// serveMetrics answers this machine, and others when the dealer says so.
func (s *Site) serveMetrics(w http.ResponseWriter, r *http.Request) {
	if !s.Metrics && !fromHere(r) {
		s.notFound(w, r)
		return
	}
	s.metrics.handler.ServeHTTP(w, r)
}

// fromHere reports whether a program of this machine asks for itself: a proxy
// on this machine asks for somebody else and says so.
func fromHere(r *http.Request) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && peer.Addr().Unmap().IsLoopback()
}
