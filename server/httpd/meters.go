package httpd

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Meter is a figure of another room, read whenever /metrics is. None carries a book's id.
type Meter struct {
	Name  string         // "freshet_commits_total"
	Help  string         // one sentence
	Total bool           // it only grows: a counter; else a gauge
	Read  func() float64 // may be called from any goroutine
}

// meters is the registry behind /metrics.
type meters struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMeters(others []Meter) *meters {
	m := &meters{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "freshet_http_requests_total", Help: "Requests answered, by route and status."}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "freshet_http_request_seconds", Help: "How long answers took, by route.", Buckets: prometheus.ExponentialBuckets(0.0005, 4, 8),
		}, []string{"route"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, o := range others {
		if o.Total {
			m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: o.Name, Help: o.Help}, o.Read))
		} else {
			m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: o.Name, Help: o.Help}, o.Read))
		}
	}
	return m
}

// request counts one answer. The route is its pattern, so that neither books nor tokens become labels.
func (m *meters) request(pattern string, status int, took time.Duration) {
	if pattern == "" {
		pattern = "none"
	}
	m.requests.WithLabelValues(pattern, strconv.Itoa(status)).Inc()
	if pattern != "/live" && pattern != "GET /api/books/{id}/events" {
		m.seconds.WithLabelValues(pattern).Observe(took.Seconds())
	}
}

func (m *meters) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{DisableCompression: true})
}
