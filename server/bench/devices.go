package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"freshet/cells"
)

// device connects an MQTT client that may write to the book.
func (b *book) device(name string) (paho.Client, error) {
	o := paho.NewClientOptions().AddBroker("tcp://" + b.server.mqtt).SetClientID(name).SetUsername(b.ID).SetPassword(b.Tokens["editor"])
	o.SetAutoReconnect(false).SetMessageChannelDepth(1000)
	c := paho.NewClient(o)
	token := c.Connect()
	if !token.WaitTimeout(10 * time.Second) {
		return nil, errors.New("the broker does not answer")
	}
	return c, token.Error()
}

// readings publishes from eight devices while a tab looks on, and asks when the tab has the last of each.
func readings(ctx context.Context, b *bench) error {
	s, err := b.start(ctx, "readings")
	if err != nil {
		return err
	}
	defer func() { _ = s.stop() }()
	for _, qos := range []byte{1, 0} {
		book, err := s.create(ctx)
		if err != nil {
			return err
		}
		each := b.scaled(20_000)
		const devices = 8
		bare, err := forgetfulFlood(ctx, qos, devices, each)
		if err != nil {
			return err
		}
		took, err := flood(ctx, book, qos, devices, each)
		if err != nil {
			return err
		}
		n := devices * each
		b.say(fmt.Sprintf("MQTT QoS %d to a broker that keeps nothing (reference)", qos), perSecond(n, bare), grouped(int64(n))+" messages")
		b.say(fmt.Sprintf("MQTT QoS %d to a websocket, %d devices", qos, devices), perSecond(n, took),
			fmt.Sprintf("%s readings, all committed, %s the reference's time", grouped(int64(n)), ratio(took, bare)))
	}
	return readingLatency(ctx, b, s)
}

func flood(ctx context.Context, book *book, qos byte, devices, each int) (time.Duration, error) {
	t, err := book.open(ctx, "watcher", screen)
	if err != nil {
		return 0, err
	}
	defer t.close()
	// Each cell has a dependent, so that readings make waves.
	if _, err := t.edit(cells.Set{Range: cells.Range{Sheet: 1, Left: 1, Right: 1}, Inputs: []cells.Input{cells.Typed("=A1*2")}},
		cells.Fill{Source: cells.Range{Sheet: 1, Left: 1, Right: 1}, Target: cells.Range{Sheet: 1, Left: 1, Right: 1, Bottom: int32(devices - 1)}}); err != nil {
		return 0, err
	}
	start := time.Now()
	if err := publishAll(book, qos, devices, each); err != nil {
		return 0, err
	}
	if err := book.reach(ctx, devices, float64(each)); err != nil {
		return 0, err
	}
	version, err := book.version(ctx)
	if err != nil {
		return 0, err
	}
	at, err := t.until(version)
	if err != nil {
		return 0, err
	}
	return at.Sub(start), nil
}

func forgetfulFlood(ctx context.Context, qos byte, devices, each int) (time.Duration, error) {
	nobody, stop, err := forgetful(ctx)
	if err != nil {
		return 0, err
	}
	defer stop()
	start := time.Now()
	err = publishAll(nobody, qos, devices, each)
	return time.Since(start), err
}

// publishAll has each device publish the numbers from one up to its cell, and waits until the client library is done with them: at
// QoS 1, until all are acknowledged.
func publishAll(book *book, qos byte, devices, each int) error {
	clients := make([]paho.Client, devices)
	for i := range clients {
		var err error
		if clients[i], err = book.device(fmt.Sprintf("device-%d", i)); err != nil {
			return err
		}
		defer clients[i].Disconnect(100)
	}
	errs := make([]error, devices)
	var sending sync.WaitGroup
	for i, c := range clients {
		sending.Go(func() {
			topic := fmt.Sprintf("books/%s/cells/A%d", book.ID, i+1)
			tokens := make([]paho.Token, 0, each)
			for k := range each {
				tokens = append(tokens, c.Publish(topic, qos, false, fmt.Sprint(k+1)))
			}
			for _, token := range tokens {
				if !token.WaitTimeout(120 * time.Second) {
					errs[i] = errors.New("a message is not acknowledged after two minutes")
					return
				}
				if token.Error() != nil {
					errs[i] = token.Error()
					return
				}
			}
		})
	}
	sending.Wait()
	return errors.Join(errs...)
}

// reach waits until the first cells of column A all have a value.
func (b *book) reach(ctx context.Context, rows int, value float64) error {
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); {
		var answer struct {
			Values [][]any `json:"values"`
		}
		path := fmt.Sprintf("/api/books/%s/values/A1:A%d?render=value", b.ID, rows)
		if err := b.server.call(ctx, http.MethodGet, path, b.Tokens["editor"], nil, &answer); err != nil {
			return err
		}
		there := 0
		for _, row := range answer.Values {
			if len(row) > 0 && row[0] == value {
				there++
			}
		}
		if there == rows {
			return nil
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return errors.New("the last readings did not arrive")
}

// readingLatency publishes one reading at a time.
func readingLatency(ctx context.Context, b *bench, s *server) error {
	book, err := s.create(ctx)
	if err != nil {
		return err
	}
	t, err := book.open(ctx, "watcher", screen)
	if err != nil {
		return err
	}
	defer t.close()
	c, err := book.device("device")
	if err != nil {
		return err
	}
	defer c.Disconnect(100)
	version, err := book.version(ctx)
	if err != nil {
		return err
	}
	var shown, acknowledged []time.Duration
	pace := time.NewTicker(40 * time.Millisecond)
	defer pace.Stop()
	for i := range b.scaled(200) {
		<-pace.C
		start := time.Now()
		token := c.Publish(fmt.Sprintf("books/%s/cells/A1", book.ID), 1, false, fmt.Sprint(i))
		if !token.WaitTimeout(10*time.Second) || token.Error() != nil {
			return fmt.Errorf("publish a reading: %w", token.Error())
		}
		acknowledged = append(acknowledged, time.Since(start))
		version++
		at, err := t.until(version)
		if err != nil {
			return err
		}
		shown = append(shown, at.Sub(start))
		t.forget()
	}
	over := fmt.Sprintf("%d readings, one at a time", len(shown))
	b.say("one reading until its PUBACK, p50", span(quantile(acknowledged, 0.5)), over)
	b.say("one reading until a browser has it, p50", span(quantile(shown, 0.5)), over)
	b.say("one reading until a browser has it, p99", span(quantile(shown, 0.99)), over)
	return nil
}
