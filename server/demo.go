package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"freshet/cells"
	"freshet/cells/store"
	"freshet/server/feed/broker"
	"freshet/server/feed/simulator"
	"freshet/server/templates"
)

// demo is the Weather station: a book of the first start, with a simulator that feeds it through the broker. Its tokens
// lie in a file of the data folder that only this user can read, for the store keeps hashes of them alone.
type demo struct {
	title  string
	keys   demoKeys
	dial   func(ctx context.Context) (net.Conn, error)
	inside *broker.Broker // carries the simulator when the broker of the flags is off
}

type demoKeys struct {
	Book   string `json:"book"`
	Editor string `json:"editor"`
	Viewer string `json:"viewer"`
	Owner  string `json:"owner"`
}

// demoFile is where the keys lie. A Redis of the user's has its own, beside the embedded store's.
func demoFile(f *flags) string {
	if f.redis == "" {
		return filepath.Join(f.data, "demo.json")
	}
	return filepath.Join(f.data, "demo-redis.json")
}

// openDemo finds the book of an earlier start or makes it.
func openDemo(ctx context.Context, a *app) (*demo, error) {
	t := templates.Weather()
	d := &demo{title: t.Title}
	path := demoFile(a.flags)
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("read the keys of the demonstration: %w", err)
	default:
		if err := json.Unmarshal(text, &d.keys); err != nil {
			return nil, fmt.Errorf("read the keys of the demonstration in %s: %w", path, err)
		}
	}
	if !d.standing(ctx, a.truth.Store) {
		if err := d.create(ctx, a.truth.Store, t, path); err != nil {
			return nil, err
		}
	}
	d.connect(a)
	return d, nil
}

// standing reports whether the book is there and its editor key opens it: both may be gone with a store that was emptied.
func (d *demo) standing(ctx context.Context, s *store.Store) bool {
	if d.keys.Book == "" {
		return false
	}
	g, err := s.Grant(ctx, d.keys.Editor)
	return err == nil && g.Book == d.keys.Book && g.Role.Allows(cells.Editor)
}

func (d *demo) create(ctx context.Context, s *store.Store, t templates.Template, path string) error {
	c, err := s.Create(ctx, store.NewBook{Title: t.Title, Ops: t.Ops, Actor: "system"})
	if err != nil {
		return fmt.Errorf("make the demonstration: %w", err)
	}
	d.keys = demoKeys{Book: c.ID, Editor: c.Tokens[cells.Editor], Viewer: c.Tokens[cells.Viewer], Owner: c.Tokens[cells.Owner]}
	text, err := json.MarshalIndent(d.keys, "", "  ")
	if err != nil {
		return fmt.Errorf("write the keys of the demonstration: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("write the keys of the demonstration: %w", err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return fmt.Errorf("write the keys of the demonstration: %w", err)
	}
	return nil
}

// connect chooses how the simulator reaches a broker: the one devices use, or one inside the process when that is off.
func (d *demo) connect(a *app) {
	if a.broker != nil {
		address := a.broker.Addr()
		d.dial = func(ctx context.Context) (net.Conn, error) {
			var dialer net.Dialer
			return dialer.DialContext(ctx, address.Network(), address.String())
		}
		return
	}
	l := newPipeListener()
	d.inside = broker.New(broker.Options{Listener: l, Authorize: brokerGrant(a.truth.Store), Deliver: a.intake.Deliver, Follow: a.intake.Follow, Logger: a.log})
	d.dial = l.dial
}

// guest is the key that the front page hands to everybody: where only this machine can ask, people may play with the
// book; elsewhere they watch.
func (d *demo) guest(listen net.Addr) string {
	if tcp, ok := listen.(*net.TCPAddr); ok && tcp.IP.IsLoopback() {
		return d.keys.Editor
	}
	return d.keys.Viewer
}

// run feeds the book until ctx ends. Its fault ends the feeding, not the program.
func (d *demo) run(ctx context.Context, a *app) {
	if d.inside != nil {
		done := make(chan error, 1)
		go func() { done <- d.inside.Run(ctx) }()
		defer func() {
			if err := <-done; err != nil {
				a.log.Error("the broker of the simulator failed", "err", err)
			}
		}()
	}
	o := simulator.Options{Dial: d.dial, Book: d.keys.Book, Token: d.keys.Editor, From: time.Now(), Logger: a.log}
	if err := simulator.Run(ctx, o); err != nil && ctx.Err() == nil {
		a.log.Error("the simulator of the Weather station ended", "err", err)
	}
}
