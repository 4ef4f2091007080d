package embed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"freshet/server/embed/internal/aof"
	"freshet/server/embed/internal/engine"
)

// Fsync says when what was written is made to survive a loss of power. It
// survives the process in any case.
type Fsync int

const (
	// EverySec loses at most about a second of writes with the power.
	EverySec Fsync = iota
	// Always loses none, and makes every write wait for the disk.
	Always
)

// String returns the word that Redis uses in appendfsync.
func (f Fsync) String() string {
	if f == Always {
		return "always"
	}
	return "everysec"
}

// DefaultCompactAt is the size of the log from which compaction is considered.
const DefaultCompactAt = 64 << 20

// Options configure [Open].
type Options struct {
	// Dir holds the data; it is created if it does not exist.
	Dir   string
	Fsync Fsync
	// Logger is told of what an operator should know; nil means slog.Default().
	Logger *slog.Logger
	// CompactAt is the size in bytes below which the log is left alone; 0 means
	// DefaultCompactAt. Above it, the log is compacted when it is also twice as
	// long as after the last compaction.
	CompactAt int64
}

// Server is an open store. All methods may be called from any goroutine.
type Server struct {
	options Options
	logger  *slog.Logger
	dir     string
	lock    *os.File
	log     *aof.Log
	loaded  aof.Loaded
	started time.Time
	run     string // distinguishes this opening from all others

	mu        sync.Mutex // serialises the engine, and guards what follows
	engine    *engine.Engine
	clients   map[*client]struct{}
	waiters   map[string]map[*client]struct{}
	listeners []net.Listener
	closing   bool
	fault     fault
	expiry    *time.Timer
	expiryAt  time.Time
	rewrite   rewriteState
	accepted  int64

	syncs  syncState
	failed chan error
	quit   chan struct{}
	due    chan struct{} // a deadline of a key has come
	shrink chan struct{} // compaction is asked for
	group  sync.WaitGroup
}

// Open takes the directory, loads what is in it and starts the store. It fails
// with an [*InUseError] if another process has the directory, and with a sentence
// that names file and offset if the data is damaged.
func Open(ctx context.Context, o Options) (*Server, error) {
	if o.CompactAt == 0 {
		o.CompactAt = DefaultCompactAt
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the data directory: %w", err)
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	s := &Server{
		options: o, logger: o.Logger, dir: dir, lock: lock, started: time.Now(), run: runID(),
		clients: map[*client]struct{}{},
		waiters: map[string]map[*client]struct{}{},
		failed:  make(chan error, 1),
		quit:    make(chan struct{}),
		due:     make(chan struct{}, 1),
		shrink:  make(chan struct{}, 1),
	}
	s.engine = engine.New(engine.Needs{
		Info: s.info, Setting: s.settings, Rewrite: s.startRewrite, ScriptLog: s.scriptLog,
	})
	load := func(batch [][]string) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return s.engine.Load(batch)
	}
	if s.log, s.loaded, err = aof.Open(dir, s.logger, load); err != nil {
		s.engine.Close()
		return nil, errors.Join(fmt.Errorf("load the data in %s: %w", dir, err), lock.Close())
	}
	s.rewrite.base = s.log.Size()
	s.syncs.last.Store(time.Now().UnixNano())
	s.expiry = time.AfterFunc(time.Hour, func() { signal(s.due) })
	s.group.Go(s.expireLoop)
	s.group.Go(s.syncLoop)
	s.group.Go(s.rewriteLoop)
	s.mu.Lock()
	s.armExpiry()
	s.mu.Unlock()
	return s, nil
}

// Dial connects inside the process. It is what go-redis' Options.Dialer needs.
func (s *Server) Dial(ctx context.Context) (net.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	replies := newBuffer(maxReplies)
	end := newPipe(replies)
	if !s.serve(&source{requests: end.requests}, replies, end.Close) {
		return nil, net.ErrClosed
	}
	return end, nil
}

// Listen accepts connections on a network address too, for redis-cli and tests,
// and returns the address. There is no password: listen on loopback or on a unix
// socket only.
func (s *Server) Listen(network, address string) (net.Addr, error) {
	if network == "unix" {
		removeStale(address)
	}
	l, err := net.Listen(network, address)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return nil, errors.Join(net.ErrClosed, l.Close())
	}
	s.listeners = append(s.listeners, l)
	s.group.Go(func() { s.accept(l) })
	return l.Addr(), nil
}

// removeStale removes a unix socket that nobody serves any more: its process was
// killed.
func removeStale(path string) {
	c, err := net.Dial("unix", path)
	if err == nil {
		_ = c.Close() // somebody does; listening will say so
		return
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		_ = os.Remove(path) // if it stays, listening will say why
	}
}

func (s *Server) accept(l net.Listener) {
	for {
		conn, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			s.logger.Warn("could not accept a connection to the embedded store", "error", err)
			select {
			case <-time.After(100 * time.Millisecond): // out of descriptors, perhaps
				continue
			case <-s.quit:
				return
			}
		}
		replies := newBuffer(maxReplies)
		if !s.serve(conn, replies, conn.Close) {
			s.logClose(conn)
			return
		}
		s.group.Go(func() { s.drain(replies, conn) })
	}
}

// drain writes replies to a network connection until there are no more.
func (s *Server) drain(replies *buffer, conn net.Conn) {
	chunk := make([]byte, 64<<10)
	var never deadline
	for {
		n, err := replies.read(chunk, &never)
		if err == nil {
			_, err = conn.Write(chunk[:n])
		}
		if err != nil {
			replies.close()
			s.logClose(conn)
			return
		}
	}
}

func (s *Server) logClose(c io.Closer) {
	if err := c.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		s.logger.Debug("close a connection", "error", err)
	}
}

// Close disconnects everybody, makes all writes safe and gives the directory back.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closing {
		s.mu.Unlock()
		return net.ErrClosed
	}
	s.closing = true
	close(s.quit)
	for _, l := range s.listeners {
		s.logClose(l)
	}
	for c := range s.clients {
		c.hangUp()
	}
	s.expiry.Stop()
	s.mu.Unlock()
	s.group.Wait()
	s.engine.Close()
	return errors.Join(s.log.Close(), s.lock.Close())
}
