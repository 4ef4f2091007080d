package httpd

import (
	"context"
	"io"
	"net/http"
	"time"

	"freshet/cells"
)

// live passes the websocket on to the room that has it.
func (s *Server) live() http.Handler {
	if s.o.Live == nil {
		return http.HandlerFunc(s.nothing)
	}
	return s.o.Live
}

// healthz says that the process runs.
func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok\n")
}

// readyz says that the store answers.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := s.o.Books.Ping(ctx); err != nil {
		s.log.WarnContext(ctx, "not ready", "error", err)
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "the store does not answer\n")
		return
	}
	_, _ = io.WriteString(w, "ready\n")
}

// robots asks search engines to leave books alone.
func robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "User-agent: *\nDisallow: /b/\nDisallow: /s/\nDisallow: /demo\n")
}

func (s *Server) favicon(w http.ResponseWriter, r *http.Request) {
	f, ok := s.assets.files["icons/favicon.svg"]
	if !ok {
		s.fail(w, r, bodyOf(cells.Refuse(cells.NotFound, "there is no icon")))
		return
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, _ = w.Write(f.body)
}
