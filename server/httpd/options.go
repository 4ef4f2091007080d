package httpd

import (
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"freshet/cells"
	"freshet/cells/formula"
)

// Options are what a Server needs. Books and Assets are required.
type Options struct {
	Books     Books
	Assets    fs.FS              // css/, js/, icons/, fonts/, dist/
	Live      http.Handler       // the websocket, under /live; nil: 404
	Templates []Template         // kinds of new books beside the blank one
	Functions []formula.Function // the catalogue for help and autocomplete
	Payloads  Payloads           // nil: bindings are shown without their last message
	NoMQTT    bool               // the program has no MQTT broker: who binds a topic is told
	// CheckBinding refuses a binding whose filter, path or scale can never bring a value; nil: all are taken.
	CheckBinding func(cells.Binding) *cells.Error
	Demo         Demo    // the demonstration book; zero: none
	Meters       []Meter // figures of other rooms, for /metrics
	Limits       Limits
	Heading      time.Duration    // how long the page of a book that is not open waits for its title; 0: 25 ms
	Behind       bool             // behind a proxy that sets X-Forwarded-For, -Proto and -Host, which are then believed
	Logger       *slog.Logger     // nil: slog.Default()
	Now          func() time.Time // nil: time.Now
	Version      string           // of the program, for the OpenAPI document
}

// Demo is the book that the front page shows to everybody, and the token of the link by which they come in.
type Demo struct{ Title, Token string }

// Limits keep one client from taking what is everybody's. Zero fields have the defaults named beside them.
type Limits struct {
	Body    int64   // bytes of a request; 8 MiB
	Cells   int     // cells read or written in one call; 200,000
	Rate    float64 // calls a second of one token from one address, or of one address without a token; 400
	Burst   int     // calls at once; 1,200
	Create  float64 // books a second made from one address; 1
	Creates int     // books at once; 120
	Streams int     // open event streams of one book; 500
}

func (l Limits) orDefaults() Limits {
	or := func(n *int, d int) {
		if *n == 0 {
			*n = d
		}
	}
	if l.Body == 0 {
		l.Body = 8 << 20
	}
	if l.Rate == 0 {
		l.Rate = 400
	}
	if l.Create == 0 {
		l.Create = 1
	}
	or(&l.Cells, 200_000)
	or(&l.Burst, 1_200)
	or(&l.Creates, 120)
	or(&l.Streams, 500)
	return l
}

// Server answers HTTP requests. Its methods may be called from any goroutine.
type Server struct {
	o         Options
	log       *slog.Logger
	handler   http.Handler
	assets    *assetServer
	limits    *limiter
	meters    *meters
	streams   *streamHub
	origins   *http.CrossOriginProtection
	functions functionPages
	reference reference
	stop      sync.Once
	unhook    func()
}

// New makes a server. Close ends its streams.
func New(o Options) (*Server, error) {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Version == "" {
		o.Version = "0"
	}
	if o.Heading == 0 {
		o.Heading = 25 * time.Millisecond
	}
	o.Limits = o.Limits.orDefaults()
	s := &Server{o: o, log: o.Logger, limits: newLimiter(o.Limits, o.Now), origins: http.NewCrossOriginProtection()}
	var err error
	if s.assets, err = newAssetServer(o.Assets); err != nil {
		return nil, err
	}
	if s.functions, err = newFunctionPages(o.Functions); err != nil {
		return nil, err
	}
	s.streams = newStreamHub(o.Books, o.Limits.Streams)
	s.meters = newMeters(append(slices.Clone(o.Meters), Meter{
		Name: "freshet_event_streams_open", Help: "Open streams of server-sent events.", Read: func() float64 { return float64(s.streams.count()) },
	}))
	s.unhook = o.Books.OnRevoke(s.streams.revoked)
	s.handler = s.chain(s.routes())
	return s, nil
}

// Handler is the whole of the server.
func (s *Server) Handler() http.Handler { return s.handler }

// Close ends every event stream and waits for them. http.Server.Shutdown does not: call Close before it.
func (s *Server) Close() {
	s.stop.Do(func() {
		s.unhook()
		s.streams.close()
	})
}
