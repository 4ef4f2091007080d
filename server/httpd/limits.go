package httpd

import (
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"freshet/cells"
)

// limiter counts calls by who makes them. It holds at most mostCallers of them; who was silent longest is forgotten first,
// which can only be in his favour.
type limiter struct {
	l     Limits
	now   func() time.Time
	mu    sync.Mutex
	calls map[string]*caller
}

type caller struct {
	rate *rate.Limiter
	seen time.Time
}

const mostCallers = 20_000

func newLimiter(l Limits, now func() time.Time) *limiter {
	return &limiter{l: l, now: now, calls: map[string]*caller{}}
}

// call counts one call of a link's or an address's; it is refused when there were too many.
func (l *limiter) call(who string) *cells.Error {
	return l.take("call "+who, l.l.Rate, l.l.Burst, "these are too many calls at once")
}

// create counts one book made from an address.
func (l *limiter) create(address string) *cells.Error {
	return l.take("create "+address, l.l.Create, l.l.Creates, "too many books were made from this address")
}

func (l *limiter) take(key string, perSecond float64, burst int, sentence string) *cells.Error {
	now := l.now()
	l.mu.Lock()
	c := l.calls[key]
	if c == nil {
		if len(l.calls) >= mostCallers {
			l.forget(now)
		}
		c = &caller{rate: rate.NewLimiter(rate.Limit(perSecond), burst)}
		l.calls[key] = c
	}
	c.seen = now
	ok := c.rate.AllowN(now, 1)
	l.mu.Unlock()
	if ok {
		return nil
	}
	return cells.Refuse(cells.TooMany, "%s; the limit is %s a second: try again in a moment", sentence, strconv.FormatFloat(perSecond, 'g', -1, 64))
}

// forget drops the callers whose count has long filled up again, and if that is not enough, any.
func (l *limiter) forget(now time.Time) {
	for key, c := range l.calls {
		if now.Sub(c.seen) > 10*time.Minute {
			delete(l.calls, key)
		}
	}
	for key := range l.calls {
		if len(l.calls) < mostCallers*9/10 {
			return
		}
		delete(l.calls, key)
	}
}

// address is who the request comes from: the peer, or what the proxy in front says, without the port.
func (s *Server) address(r *http.Request) string {
	if s.o.Behind {
		// The last entry is the one our own proxy wrote; those before it can be anything.
		list := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(list[len(list)-1]); net.ParseIP(last) != nil {
			return last
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// limitSize ends the reading of a body that is too long. Whoever reads it gets *http.MaxBytesError.
func (s *Server) limitSize(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > s.o.Limits.Body {
			s.fail(w, r, bodyOf(s.tooLong()))
			return
		}
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, s.o.Limits.Body)
		}
		h.ServeHTTP(w, r)
	})
}

func (s *Server) tooLong() *cells.Error {
	return cells.Refuse(cells.TooLarge, "the request is longer than the %d bytes one may have; send it in parts", s.o.Limits.Body)
}
