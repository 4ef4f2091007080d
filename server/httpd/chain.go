package httpd

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

type requestKey struct{}

// requestID is the id chain gave the request.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// chain puts around the routes what every request passes, outermost first.
func (s *Server) chain(h http.Handler) http.Handler {
	h = s.limitSize(h)
	h = compress(h)
	h = fromElsewhere(h)
	h = s.secure(h)
	h = s.recover(h)
	h = s.observe(h)
	return identify(h)
}

// identify gives every request an id, which the answer, the log and the page of a fault carry.
func identify(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var raw [8]byte
		_, _ = rand.Read(raw[:])
		id := hex.EncodeToString(raw[:])
		w.Header().Set("X-Request-Id", id)
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, id)))
	})
}

// observe logs and counts every request once it is answered. What may hold a token does not reach the log: headers, queries,
// and the rest of a path after /s/.
func (s *Server) observe(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		rec := &recorder{ResponseWriter: w}
		h.ServeHTTP(rec, r)
		if rec.status == 0 {
			rec.status = http.StatusOK
		}
		took := time.Since(began)
		s.meters.request(r.Pattern, rec.status, took)
		level := slog.LevelInfo
		switch {
		case rec.status >= 500:
			level = slog.LevelError
		case strings.HasPrefix(r.URL.Path, "/assets/") || strings.HasSuffix(r.URL.Path, "z") || r.URL.Path == "/metrics":
			level = slog.LevelDebug
		}
		s.log.LogAttrs(r.Context(), level, "request", slog.String("id", requestID(r.Context())), slog.String("method", r.Method),
			slog.String("path", maskedPath(r.URL.Path)), slog.Int("status", rec.status), slog.Int64("bytes", rec.bytes),
			slog.Duration("took", took), slog.String("from", s.address(r)))
	})
}

func maskedPath(path string) string {
	if strings.HasPrefix(path, "/s/") {
		return "/s/…"
	}
	if len(path) > 300 {
		return path[:300] + "…"
	}
	return path
}

// recover turns a panic into a fault: logged with its stack, told with its id.
func (s *Server) recover(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			s.log.ErrorContext(r.Context(), "panic", "id", requestID(r.Context()), "path", maskedPath(r.URL.Path), "panic", p, "stack", string(debug.Stack()))
			if rec, ok := w.(*recorder); ok && rec.status != 0 {
				panic(http.ErrAbortHandler) // half an answer is out; the connection must not look well
			}
			s.fail(w, r, faultBody(requestID(r.Context())))
		}()
		h.ServeHTTP(w, r)
	})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach what lies below.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Hijack hands the connection to the websocket, whose upgrader asks for it by this method.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	r.status = http.StatusSwitchingProtocols
	return http.NewResponseController(r.ResponseWriter).Hijack()
}
