package live_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
	"freshet/server/live"
)

// quiet drops what the rooms log.
func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// startRedis starts a redis-server of the test's own and tells its URL.
func startRedis(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not installed")
	}
	dir, err := os.MkdirTemp("", "fr") // t.TempDir can be longer than the path of a socket may be
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "s")
	cmd := exec.Command(path, "--port", "0", "--unixsocket", socket, "--dir", dir, "--save", "", "--loglevel", "warning")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = os.RemoveAll(dir)
	})
	eventually(t, "redis-server listens", func() bool {
		_, err := os.Stat(socket)
		return err == nil
	})
	return "unix://" + socket
}

// eventually waits for a condition, for half a minute at most.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

// house is a server with its store, as main wires it, less the pages: a tab shows its token as a Bearer, and its name as who it is.
type house struct {
	t      testing.TB
	store  *store.Store
	hub    *live.Hub
	server *httptest.Server
	book   string
	links  map[cells.Role]store.Link
	tokens map[cells.Role]string
	locked atomic.Bool               // everybody is turned away
	stand  atomic.Pointer[time.Time] // where the clock of waves stands; nil while it goes
}

// newHouse opens a server on the Redis with a book; another server of the same book is opened by join.
func newHouse(t testing.TB, url string, limits live.Limits, change ...func(*store.Options)) *house {
	t.Helper()
	h := join(t, url, limits, change...)
	created, err := h.store.Create(context.Background(), store.NewBook{Title: "Test", Actor: "system"})
	if err != nil {
		t.Fatal(err)
	}
	h.book, h.links, h.tokens = created.ID, created.Links, created.Tokens
	return h
}

func join(t testing.TB, url string, limits live.Limits, change ...func(*store.Options)) *house {
	t.Helper()
	h := &house{t: t}
	var err error
	o := store.Options{URL: url, AcceptVolatile: true, Logger: quiet(), Patience: time.Second, Now: h.clock}
	for _, c := range change {
		c(&o)
	}
	h.store, err = store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	h.open(limits)
	t.Cleanup(h.close)
	return h
}

// clock is the time of waves: the world's, until stand is set.
func (h *house) clock() time.Time {
	if at := h.stand.Load(); at != nil {
		return *at
	}
	return time.Now()
}

func (h *house) open(limits live.Limits) {
	h.hub = live.New(live.Needs{
		CheckBinding: func(b cells.Binding) *cells.Error {
			if b.Topic == "#/a" {
				return cells.Refuse(cells.Invalid, "the topic filter has a # before its end").At("topic")
			}
			return nil
		},
		Authorize: func(r *http.Request, book string) (live.Session, error) {
			token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
			g, err := h.store.Grant(r.Context(), token)
			if err != nil {
				return live.Session{}, err
			}
			if h.locked.Load() {
				return live.Session{}, cells.Refuse(cells.Unauthentic, "this link was revoked")
			}
			if g.Book != book {
				return live.Session{}, cells.Refuse(cells.Forbidden, "the link does not open this book")
			}
			return live.Session{Role: g.Role, Actor: r.Header.Get("X-Actor"), Link: g.Link}, nil
		},
		Open: func(ctx context.Context, id string) (live.Book, error) {
			b, err := h.store.Book(ctx, id)
			if err != nil {
				return nil, err
			}
			return b, nil
		},
		Publish: h.store.Publish, Subscribe: h.store.Subscribe, Logger: quiet(), Limits: limits,
	})
	h.store.OnRevoke(func(book, link string) {
		if link == "" {
			h.hub.CloseBook(book)
		} else {
			h.hub.CloseLink(book, link)
		}
	})
	h.server = httptest.NewServer(h.hub)
}

// restart replaces the hub and its rooms by new ones.
func (h *house) restart(limits live.Limits) {
	h.drain()
	h.server.Close()
	h.open(limits)
}

func (h *house) drain() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := h.hub.Drain(ctx); err != nil {
		h.t.Errorf("drain: %v", err)
	}
}

func (h *house) close() {
	h.drain()
	h.server.Close()
	if err := h.store.Close(); err != nil {
		h.t.Errorf("close the store: %v", err)
	}
}

// update asks the store directly, as a device would.
func (h *house) update(actor string, ops ...cells.Op) *cells.Changes {
	h.t.Helper()
	b, err := h.store.Book(context.Background(), h.book)
	if err != nil {
		h.t.Fatal(err)
	}
	defer b.Release()
	c, err := b.Update(context.Background(), cells.Request{Actor: actor, Ops: ops})
	var refusal *cells.Error
	if err != nil && !errors.As(err, &refusal) {
		h.t.Fatal(err)
	}
	return c
}

// set is an op that types one text into one cell of the first sheet.
func set(a1, text string) cells.Op {
	r, _ := cells.ParseA1(a1)
	r.Sheet = 1
	return cells.Set{Range: r, Inputs: []cells.Input{cells.Typed(text)}}
}
