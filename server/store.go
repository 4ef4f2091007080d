package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"

	"freshet/cells/store"
	"freshet/server/embed"
)

// truth is the store and, where it runs inside this process, what it runs on.
type truth struct {
	*store.Store
	embedded *embed.Server // nil with --redis
}

// openTruth opens the Redis of the flags, or the embedded store in the data folder.
func openTruth(ctx context.Context, f *flags, logger *slog.Logger) (*truth, error) {
	o := store.Options{URL: f.redis, AcceptVolatile: f.acceptVolatile, Logger: logger}
	if f.redis != "" {
		s, err := store.Open(ctx, o)
		if err != nil {
			return nil, fmt.Errorf("open the Redis: %w", err)
		}
		return &truth{Store: s}, nil
	}
	fsync := embed.EverySec
	window := "a power cut may take the last second"
	if f.fsync == "always" {
		fsync, window = embed.Always, "synced to the disk before every answer"
	}
	e, err := embed.Open(ctx, embed.Options{Dir: f.data, Fsync: fsync, Logger: logger})
	if err != nil {
		return nil, fmt.Errorf("open the embedded store: %w", err)
	}
	dir, err := filepath.Abs(f.data)
	if err != nil {
		dir = f.data
	}
	o.Dialer = func(ctx context.Context, _, _ string) (net.Conn, error) { return e.Dial(ctx) }
	o.Name = fmt.Sprintf("embedded store in %s; nothing acknowledged is lost when the program is killed, %s", dir, window)
	s, err := store.Open(ctx, o)
	if err != nil {
		_ = e.Close()
		return nil, fmt.Errorf("open the embedded store: %w", err)
	}
	return &truth{s, e}, nil
}

// failed tells of a fault after which the embedded store takes no more writes; nil with --redis.
func (t *truth) failed() <-chan error {
	if t.embedded == nil {
		return nil
	}
	return t.embedded.Failed()
}

func (t *truth) close() error {
	err := t.Store.Close()
	if t.embedded != nil {
		if closeErr := t.embedded.Close(); err == nil {
			err = closeErr
		}
	}
	return err
}
