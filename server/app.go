package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"freshet/assets"
	"freshet/cells/formula"
	"freshet/server/feed"
	"freshet/server/feed/broker"
	"freshet/server/httpd"
	"freshet/server/live"
	"freshet/server/templates"
)

// drainTime is how long open requests and sockets may take to end when the program is asked to.
const drainTime = 10 * time.Second

// app is the running program: the store and the rooms on it.
type app struct {
	flags  *flags
	log    *slog.Logger
	truth  *truth
	intake *feed.Intake
	broker *broker.Broker // nil when it is off
	hub    *live.Hub
	pages  *httpd.Server
	http   *http.Server
	listen net.Listener
	demo   *demo // nil when there is none
}

// open opens everything that the flags ask for, or nothing.
func open(ctx context.Context, f *flags, logger *slog.Logger) (_ *app, err error) {
	a := &app{flags: f, log: logger}
	if a.truth, err = openTruth(ctx, f, logger); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.truth.close())
		}
	}()
	for _, w := range a.truth.Warnings() {
		logger.Warn(w)
	}
	if a.listen, err = listen("the pages", f.listen, f.listenGiven, logger); err != nil {
		return nil, err
	}
	a.intake = newIntake(a.truth.Store)
	if f.mqtt != "off" {
		l, listenErr := listen("the MQTT broker", f.mqtt, f.mqttGiven, logger)
		if listenErr != nil {
			return nil, errors.Join(listenErr, a.listen.Close())
		}
		a.broker = broker.New(broker.Options{Listener: l, Authorize: brokerGrant(a.truth.Store), Deliver: a.intake.Deliver, Follow: a.intake.Follow, Logger: logger})
	}
	if f.demo {
		if a.demo, err = openDemo(ctx, a); err != nil {
			// The program is of use without its demonstration.
			logger.Error("the Weather station is not to be had", "err", err)
			a.demo, err = nil, nil
		}
	}
	if err := a.openPages(); err != nil {
		return nil, err
	}
	return a, nil
}

func (a *app) openPages() error {
	a.hub = newHub(a.truth.Store, func(r *http.Request, book string) (httpd.Session, error) { return a.pages.Authorize(r, book) })
	o := httpd.Options{
		Books: pages{a.truth.Store}, Assets: assets.Files, Live: a.hub, Functions: formula.Catalogue(), Payloads: payloads{a.intake}, NoMQTT: a.broker == nil, CheckBinding: feed.CheckBinding,
		Meters: a.meters(), Behind: a.flags.behindProxy, Logger: a.log, Version: version(),
	}
	for _, t := range templates.All() {
		o.Templates = append(o.Templates, httpd.Template{ID: t.ID, Title: t.Title, Summary: t.Summary, Ops: t.Ops})
	}
	if a.demo != nil {
		o.Demo = httpd.Demo{Title: a.demo.title, Token: a.demo.guest(a.listen.Addr())}
	}
	var err error
	if a.pages, err = httpd.New(o); err != nil {
		return fmt.Errorf("open the pages: %w", err)
	}
	a.http = &http.Server{Handler: a.pages.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug)}
	a.truth.OnRevoke(func(book, link string) {
		if link == "" {
			a.hub.CloseBook(book)
			a.intake.Forget(book)
		} else {
			a.hub.CloseLink(book, link)
		}
		if a.broker != nil {
			a.broker.CloseLink(book, link)
		}
	})
	return nil
}

// announce says what is open, where, and how safe what people type is.
func (a *app) announce(out io.Writer) {
	fmt.Fprintf(out, "Freshet %s\n", version())
	fmt.Fprintf(out, "  Store     %s\n", a.truth.Describe())
	if a.broker != nil {
		fmt.Fprintf(out, "  Devices   mqtt://%s (user: the book's id, password: an editor token)\n", a.broker.Addr())
	}
	if a.demo != nil {
		fmt.Fprintf(out, "  Demo      %s, ticking\n", a.demo.title)
	}
	fmt.Fprintf(out, "  Pages     http://%s\n", a.listen.Addr())
	fmt.Fprintln(out, "Ready. Ctrl+C ends it.")
}

// serve runs until ctx ends or something cannot go on, then drains and closes in the opposite order of opening.
func (a *app) serve(ctx context.Context) error {
	feeds, stopFeeds := context.WithCancel(context.WithoutCancel(ctx))
	defer stopFeeds()
	intake, stopIntake := context.WithCancel(context.WithoutCancel(ctx))
	defer stopIntake()
	var intakeGroup, feedGroup errgroup.Group
	intakeGroup.Go(func() error { a.intake.Run(intake); return nil })
	if a.broker != nil {
		feedGroup.Go(func() error { return a.broker.Run(feeds) })
	}
	if a.demo != nil {
		feedGroup.Go(func() error { a.demo.run(feeds, a); return nil })
	}
	served := make(chan error, 1)
	go func() { served <- a.http.Serve(a.listen) }()

	var cause error
	select {
	case <-ctx.Done():
		a.log.Info("ending: what is open is brought to its end")
	case err := <-served:
		cause = fmt.Errorf("serve the pages: %w", err)
	case err := <-a.truth.failed():
		cause = fmt.Errorf("the embedded store takes no more writes: %w", err)
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	errs := []error{cause, a.hub.Drain(drain)}
	a.pages.Close()
	errs = append(errs, a.http.Shutdown(drain))
	stopFeeds()
	errs = append(errs, feedGroup.Wait())
	stopIntake()
	errs = append(errs, intakeGroup.Wait())
	errs = append(errs, a.truth.close())
	return errors.Join(errs...)
}
