package broker_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"freshet/cells"
	"freshet/cells/store"
	"freshet/server/embed"
	"freshet/server/feed"
	"freshet/server/feed/broker"
)

// house is a broker over the real store, wired as the program does it.
type house struct {
	*bed
	store *store.Store
	made  store.Created
	book  *store.Book
}

// openHouse opens a house on the embedded store.
func openHouse(t testing.TB, ops ...cells.Op) *house {
	t.Helper()
	redis, err := embed.Open(context.Background(), embed.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = redis.Close() })
	return openHouseOn(t, store.Options{Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) { return redis.Dial(ctx) }}, ops...)
}

func openHouseOn(t testing.TB, o store.Options, ops ...cells.Op) *house {
	t.Helper()
	ctx := context.Background()
	quiet := slog.New(slog.DiscardHandler)
	o.Logger = quiet
	s, err := store.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	made, err := s.Create(ctx, store.NewBook{Title: "Test", Ops: append(cells.Ops{cells.AddSheet{Name: "Sheet1", Index: -1}}, ops...), Actor: "test"})
	if err != nil {
		t.Fatal(err)
	}
	book, err := s.Book(ctx, made.ID)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(book.Release)
	h := &house{store: s, made: made, book: book}
	intake := feed.New(feed.Options{Logger: quiet, Open: func(ctx context.Context, id string) (feed.Book, error) {
		b, err := s.Book(ctx, id)
		if err != nil {
			return nil, err
		}
		return b, nil
	}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := broker.New(broker.Options{Listener: l, Logger: quiet, Deliver: intake.Deliver, Follow: intake.Follow, Authorize: func(ctx context.Context, book, token string) (broker.Grant, error) {
		g, err := s.Grant(ctx, token)
		if err != nil {
			return broker.Grant{}, err
		}
		if g.Book != book {
			return broker.Grant{}, cells.Refuse(cells.Unauthentic, "the password is not of this book")
		}
		return broker.Grant{Role: g.Role, Link: g.Link}, nil
	}})
	t.Cleanup(s.OnRevoke(b.CloseLink))
	h.bed = &bed{t: t, broker: b, intake: intake}
	serve, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		if err := b.Run(serve); err != nil {
			t.Error(err)
		}
	})
	take, stop := context.WithCancel(ctx)
	var taking sync.WaitGroup
	taking.Go(func() { intake.Run(take) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
		stop()
		taking.Wait()
	})
	return h
}

func (h *house) value(row, col int32) cells.Value {
	h.t.Helper()
	var v cells.Value
	err := h.book.View(context.Background(), func(view cells.View) error {
		v = view.Value(cells.Ref{Sheet: 1, Row: row, Col: col})
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

func typed(row, col int32, text string) cells.Op {
	return cells.Set{Range: cells.Ref{Sheet: 1, Row: row, Col: col}.Range(), Inputs: []cells.Input{cells.Typed(text)}}
}

func TestAReadingMakesAWaveInARealBook(t *testing.T) {
	h := openHouse(t, typed(0, 1, "=A1*2"), cells.DefineName{Name: "temp", Range: cells.Range{Sheet: 1, Left: 2, Right: 2}},
		cells.Bind{Binding: cells.Binding{ID: "hum", Source: "mqtt", Topic: "plant/+/climate", Path: "hum", Target: cells.Ref{Sheet: 1, Col: 3}}})
	topic := "books/" + h.made.ID + "/"
	token := h.made.Tokens[cells.Editor]
	for _, m := range []struct{ topic, payload string }{{"cells/A1", "21"}, {"cells/temp", `{"v":4.5}`}, {"plant/7/climate", `{"temp":1,"hum":55}`}} {
		if out, err := h.pub(h.made.ID, token, "-q", "1", "-t", topic+m.topic, "-m", m.payload); err != nil {
			t.Fatalf("%s: %v %s", m.topic, err, out)
		}
	}
	// The acknowledgement came after the commit, so there is nothing to wait for.
	for col, want := range []float64{21, 42, 4.5, 55} {
		if got := h.value(0, int32(col)); !got.Equal(cells.Num(want)) {
			t.Errorf("column %d shows %v, want %v", col, got, want)
		}
	}
	out, err := h.pub(h.made.ID, token, "-V", "5", "-q", "1", "-t", topic+"cells/B1", "-m", "1")
	if !strings.Contains(strings.ToLower(out), "implementation specific") {
		t.Errorf("a reading for a formula is answered with %q (%v)", out, err)
	}
	if got := h.value(0, 1); !got.Equal(cells.Num(42)) {
		t.Errorf("the formula was overwritten with %v", got)
	}
	if out, err := h.pub(h.made.ID, h.made.Tokens[cells.Viewer], "-q", "1", "-t", topic+"cells/A1", "-m", "666"); err == nil {
		t.Errorf("a viewer may publish: %s", out)
	}
	if got := h.value(0, 0); !got.Equal(cells.Num(21)) {
		t.Errorf("A1 shows %v", got)
	}
}

func TestEveryReadingOfAFloodIsHistory(t *testing.T) {
	h := openHouse(t, typed(0, 1, "=SUM(A1:A4)"))
	const devices, each = 4, 1000
	var sending sync.WaitGroup
	for d := range devices {
		c, err := h.client(fmt.Sprint(d), h.made.ID, h.made.Tokens[cells.Editor])
		if err != nil {
			t.Fatal(err)
		}
		sending.Go(func() {
			var last paho.Token
			for i := range each {
				last = c.Publish(fmt.Sprintf("books/%s/cells/A%d", h.made.ID, d+1), 1, false, fmt.Sprint(i+1))
			}
			if !last.WaitTimeout(60*time.Second) || last.Error() != nil {
				t.Errorf("device %d: %v", d, last.Error())
			}
		})
	}
	sending.Wait()
	if got := h.value(0, 1); !got.Equal(cells.Num(devices * each)) {
		t.Errorf("the sum of the last readings is %v", got)
	}
	for d := range devices {
		var points []cells.Point
		until(t, "the history is written", func() bool {
			var err error
			points, err = h.book.History(context.Background(), cells.Ref{Sheet: 1, Row: int32(d)}, 0, 0, 10*each)
			if err != nil {
				t.Fatal(err)
			}
			return len(points) >= each
		})
		for i, p := range points {
			if len(points) != each || !p.Value.Equal(cells.Num(float64(i+1))) {
				t.Fatalf("device %d: point %d of %d is %v", d, i+1, len(points), p.Value)
			}
		}
	}
}

func TestRevokingALinkDisconnectsItsDevices(t *testing.T) {
	h := openHouse(t)
	ctx := context.Background()
	link, token, err := h.store.CreateLink(ctx, h.made.ID, cells.Editor, "greenhouse")
	if err != nil {
		t.Fatal(err)
	}
	lost := make(chan struct{}, 1)
	device, err := h.client("device", h.made.ID, token, func(o *paho.ClientOptions) {
		o.SetConnectionLostHandler(func(paho.Client, error) { lost <- struct{}{} })
	})
	if err != nil {
		t.Fatal(err)
	}
	if token := device.Publish("books/"+h.made.ID+"/cells/A1", 1, false, "1"); !token.WaitTimeout(patient) || token.Error() != nil {
		t.Fatal(token.Error())
	}
	if err := h.store.RevokeLink(ctx, h.made.ID, link.ID); err != nil {
		t.Fatal(err)
	}
	select {
	case <-lost:
	case <-time.After(patient):
		t.Fatal("the device is still connected though its link was revoked")
	}
	if _, err := h.client("device", h.made.ID, token); err == nil {
		t.Error("the revoked token opens the book")
	}
	var refused *cells.Error
	if _, err := h.intake.Deliver(ctx, feed.Message{Book: "nowhere", Topic: "cells/A1", Payload: []byte("1")}); !errors.As(err, &refused) || refused.Code != cells.NotFound {
		t.Errorf("a message for a book that is not there: %v", err)
	}
}

func TestSubscribersOfAValueHearOfItsChanges(t *testing.T) {
	h := openHouse(t, typed(0, 0, "4"), typed(0, 1, "=A1*2"), cells.DefineName{Name: "double", Range: cells.Range{Sheet: 1, Left: 1, Right: 1}})
	heard := make(chan string, 100)
	hear := func(_ paho.Client, m paho.Message) { heard <- string(m.Payload()) }
	last := ""
	expect := func(want string) {
		t.Helper()
		for {
			select {
			case got := <-heard:
				if got == want {
					last = got
					return
				}
				if got != last { // a state may be told twice
					t.Errorf("heard %q, want %q", got, want)
				}
			case <-time.After(patient):
				t.Fatalf("heard nothing, want %q", want)
			}
		}
	}
	topic := "books/" + h.made.ID + "/values/double"
	viewer, err := h.client("viewer", h.made.ID, h.made.Tokens[cells.Viewer])
	if err != nil {
		t.Fatal(err)
	}
	viewer.Subscribe(topic, 0, hear).Wait()
	expect("8")
	if out, err := h.pub(h.made.ID, h.made.Tokens[cells.Editor], "-q", "1", "-t", "books/"+h.made.ID+"/cells/A1", "-m", "21"); err != nil {
		t.Fatal(err, out)
	}
	expect("42")
	second, err := h.client("second", h.made.ID, h.made.Tokens[cells.Viewer])
	if err != nil {
		t.Fatal(err)
	}
	late := make(chan string, 10)
	second.Subscribe(topic, 0, func(_ paho.Client, m paho.Message) { late <- string(m.Payload()) }).Wait()
	select {
	case got := <-late:
		if got != "42" {
			t.Errorf("who comes later hears %q", got)
		}
	case <-time.After(patient):
		t.Fatal("who comes later hears nothing")
	}
	second.Unsubscribe(topic).Wait()
	viewer.Disconnect(50)
	until(t, "the viewer is gone", func() bool { return h.broker.Stats().Clients == 1 })
	third, err := h.client("third", h.made.ID, h.made.Tokens[cells.Viewer])
	if err != nil {
		t.Fatal(err)
	}
	stale := make(chan string, 10)
	third.Subscribe("books/"+h.made.ID+"/values/+", 0, func(_ paho.Client, m paho.Message) { stale <- string(m.Payload()) }).Wait()
	third.Subscribe(topic+"/none", 0, hear).Wait()
	third.Unsubscribe(topic + "/none").Wait()
	select {
	case got := <-stale:
		t.Errorf("heard %q of a value that nobody watches any more", got)
	default:
	}
}
