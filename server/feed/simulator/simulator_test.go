package simulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"freshet/cells"
	"freshet/server/feed"
	"freshet/server/feed/broker"
	"freshet/server/feed/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTheDataAreAYearOfPlausibleWeather(t *testing.T) {
	hours, err := simulator.Normals()
	if err != nil {
		t.Fatal(err)
	}
	if len(hours) != 8759 {
		t.Errorf("%d hours, the data set has 8,759", len(hours))
	}
	for i, h := range hours {
		if h.Month < 1 || h.Month > 12 || h.Day < 1 || h.Day > 31 || h.Hour != (i+1)%24 {
			t.Fatalf("hour %d is %+v", i, h)
		}
		if h.Temperature < -10 || h.Temperature > 40 || h.Pressure < 980 || h.Pressure > 1040 || h.Wind < 0 || h.Wind > 20 || h.Humidity < 20 || h.Humidity > 100 {
			t.Fatalf("hour %d is %+v", i, h)
		}
	}
}

// TestTheSimulatorSpeaksToARealBroker replays against the program's broker and takes down what would reach a book.
func TestTheSimulatorSpeaksToARealBroker(t *testing.T) {
	var mu sync.Mutex
	var got []feed.Message
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := broker.New(broker.Options{
		Listener: l,
		Authorize: func(_ context.Context, book, token string) (broker.Grant, error) {
			if book != "demo" || token != "demo_secret" {
				return broker.Grant{}, cells.Refuse(cells.Unauthentic, "no")
			}
			return broker.Grant{Role: cells.Editor, Link: "l"}, nil
		},
		Deliver: func(_ context.Context, m feed.Message) (feed.Ticket, error) {
			mu.Lock()
			defer mu.Unlock()
			got = append(got, m)
			return feed.Ticket{}, nil
		},
	})
	count := func() int {
		mu.Lock()
		defer mu.Unlock()
		return len(got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	simulating, stopSimulating := context.WithCancel(ctx)
	var running, simulation sync.WaitGroup
	running.Go(func() {
		if err := b.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		cancel()
		running.Wait()
	})
	options := simulator.Options{
		Dial: func(ctx context.Context) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "tcp", l.Addr().String())
		},
		Book: "demo", Token: "demo_secret", Every: time.Millisecond, From: time.Date(2026, 12, 31, 22, 0, 0, 0, time.UTC),
	}
	simulation.Go(func() {
		if err := simulator.Run(simulating, options); err != nil {
			t.Error(err)
		}
	})
	deadline := time.Now().Add(60 * time.Second)
	for count() < 24+8 {
		if time.Now().After(deadline) {
			t.Fatalf("%d messages came", count())
		}
		time.Sleep(time.Millisecond)
	}
	stopSimulating()
	simulation.Wait()

	mu.Lock()
	defer mu.Unlock()
	for i, m := range got[:24] {
		if want := fmt.Sprintf("station/hours/%02d", (22+i)%24); m.Topic != want || m.Book != "demo" || m.Actor != "mqtt:simulator" {
			t.Fatalf("message %d is for %s by %s, want %s", i, m.Topic, m.Actor, want)
		}
	}
	var times []string
	for _, m := range got[24:] {
		if m.Topic != "station/now" {
			continue
		}
		var o struct {
			Time                                  string
			Hour                                  int
			Temperature, Humidity, Pressure, Wind float64
		}
		if err := json.Unmarshal(m.Payload, &o); err != nil {
			t.Fatal(err)
		}
		if o.Temperature == 0 || o.Humidity == 0 || o.Pressure == 0 || o.Wind == 0 || !strings.HasSuffix(o.Time, fmt.Sprintf("%02d:00", o.Hour)) {
			t.Errorf("observation %s", m.Payload)
		}
		times = append(times, o.Time)
	}
	if strings.Join(times[:3], ", ") != "12-31 22:00, 12-31 23:00, 01-01 01:00" {
		t.Errorf("the hours are %v", times)
	}

	options.Token = "wrong"
	if err := simulator.Run(ctx, options); err == nil || strings.Contains(err.Error(), "wrong") {
		t.Errorf("with a wrong token: %v", err)
	}
}
