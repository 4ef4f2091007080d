package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"freshet/cells"
	"freshet/server/embed"
	"freshet/server/feed"
	"freshet/server/feed/broker"
)

// bareRelay measures what a websocket itself costs: a server that passes each message of one socket on to another, and does nothing else.
func bareRelay(n int) ([]time.Duration, error) {
	var up websocket.Upgrader
	sockets := make(chan *websocket.Conn, 2)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, err := up.Upgrade(w, r, nil); err == nil {
			sockets <- c
		}
	}))
	defer s.Close()
	dial := func() (*websocket.Conn, *websocket.Conn, error) {
		c, response, err := websocket.DefaultDialer.Dial(strings.Replace(s.URL, "http", "ws", 1), nil)
		if err != nil {
			return nil, nil, fmt.Errorf("open a websocket: %w", err)
		}
		_ = response.Body.Close()
		return c, <-sockets, nil
	}
	writer, from, err := dial()
	if err != nil {
		return nil, err
	}
	defer writer.Close()
	watcher, to, err := dial()
	if err != nil {
		return nil, err
	}
	defer watcher.Close()
	var relaying sync.WaitGroup
	relaying.Go(func() {
		defer to.Close()
		defer from.Close()
		for {
			kind, message, err := from.ReadMessage()
			if err != nil || to.WriteMessage(kind, message) != nil {
				return
			}
		}
	})
	defer relaying.Wait()
	defer writer.Close()
	var times []time.Duration
	message := []byte(strings.Repeat("x", 100))
	for range n {
		time.Sleep(5 * time.Millisecond)
		start := time.Now()
		if err := writer.WriteMessage(websocket.TextMessage, message); err != nil {
			return nil, fmt.Errorf("write to a websocket: %w", err)
		}
		if _, _, err := watcher.ReadMessage(); err != nil {
			return nil, fmt.Errorf("read from a websocket: %w", err)
		}
		times = append(times, time.Since(start))
	}
	return times, nil
}

// forgetful is the broker over an intake that keeps nothing: what MQTT itself costs.
func forgetful(ctx context.Context) (*book, func(), error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, fmt.Errorf("listen: %w", err)
	}
	b := broker.New(broker.Options{
		Listener: l, Logger: slog.New(slog.DiscardHandler),
		Authorize: func(context.Context, string, string) (broker.Grant, error) {
			return broker.Grant{Role: cells.Editor}, nil
		},
		Deliver: func(context.Context, feed.Message) (feed.Ticket, error) { return feed.Ticket{}, nil },
	})
	serve, cancel := context.WithCancel(ctx)
	var serving sync.WaitGroup
	serving.Go(func() { _ = b.Run(serve) })
	stop := func() {
		cancel()
		serving.Wait()
	}
	return &book{server: &server{mqtt: l.Addr().String()}, ID: "book", Tokens: map[string]string{"editor": "any"}}, stop, nil
}

// bareAppends appends records to a stream of the embedded store, some at a time, with nothing around it.
func bareAppends(ctx context.Context, b *bench, n, atATime int) (time.Duration, error) {
	redis, err := embed.Open(ctx, embed.Options{Dir: filepath.Join(b.temp, fmt.Sprintf("bare-%d", atATime)), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return 0, fmt.Errorf("open the embedded store: %w", err)
	}
	defer redis.Close()
	c, err := redis.Dial(ctx)
	if err != nil {
		return 0, fmt.Errorf("connect to the embedded store: %w", err)
	}
	defer c.Close()
	record := strings.Repeat("x", 150)
	command := fmt.Sprintf("*5\r\n$4\r\nXADD\r\n$1\r\ns\r\n$1\r\n*\r\n$1\r\ne\r\n$%d\r\n%s\r\n", len(record), record)
	batch := []byte(strings.Repeat(command, atATime))
	replies := bufio.NewReader(c)
	start := time.Now()
	for done := 0; done < n; done += atATime {
		if _, err := c.Write(batch); err != nil {
			return 0, fmt.Errorf("append: %w", err)
		}
		for range atATime {
			if err := bulk(replies); err != nil {
				return 0, err
			}
		}
	}
	return time.Since(start), nil
}

// bulk reads a bulk string of RESP.
func bulk(r *bufio.Reader) error {
	line, err := r.ReadString('\n')
	if err != nil {
		return fmt.Errorf("read a reply: %w", err)
	}
	var n int64
	if _, err := fmt.Sscanf(line, "$%d", &n); err != nil {
		return errors.New("the store answers " + strings.TrimSpace(line))
	}
	if _, err := io.CopyN(io.Discard, r, n+2); err != nil {
		return fmt.Errorf("read a reply: %w", err)
	}
	return nil
}
