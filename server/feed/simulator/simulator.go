package simulator

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"
)

// Options is what a simulation needs. Dial, Book and Token are required.
type Options struct {
	Dial   func(ctx context.Context) (net.Conn, error) // opens a connection to the broker
	Book   string
	Token  string        // an editor's; it is not logged
	Every  time.Duration // real time for an hour of data; 0: 2 s
	From   time.Time     // its month, day and hour say where in the year to begin
	Logger *slog.Logger
}

// observation is the payload of a message.
type observation struct {
	Time        string  `json:"time"` // month, day and hour of the data
	Hour        int     `json:"hour"`
	Temperature float64 `json:"temperature"`
	Humidity    float64 `json:"humidity"`
	Pressure    float64 `json:"pressure"`
	Wind        float64 `json:"wind"`
}

// Run replays the data until ctx is cancelled. A connection that is lost is opened again, and nothing is published
// meanwhile. It returns an error only when it could not begin: the data cannot be read or the broker turns it away.
func Run(ctx context.Context, o Options) error {
	o.Every = cmp.Or(o.Every, 2*time.Second)
	o.Logger = cmp.Or(o.Logger, slog.Default())
	hours, err := Normals()
	if err != nil {
		return err
	}
	client := mqtt.NewClient(clientOptions(ctx, o))
	if err := wait(ctx, client.Connect()); err != nil {
		return fmt.Errorf("connect the simulator to the broker: %w", err)
	}
	defer client.Disconnect(250)

	at := index(hours, int(o.From.Month()), o.From.Day(), o.From.Hour())
	for back := 24; back > 0; back-- {
		h := hours[(at-back+len(hours))%len(hours)]
		if err := publish(ctx, client, o, hourTopic(h), h); err != nil {
			return ended(ctx, err)
		}
	}
	tick := time.NewTicker(o.Every)
	defer tick.Stop()
	for ; ; at = (at + 1) % len(hours) {
		h := hours[at]
		for _, topic := range []string{hourTopic(h), "station/now"} {
			if err := publish(ctx, client, o, topic, h); err != nil {
				if ctx.Err() != nil {
					return nil
				}
				o.Logger.Warn("the simulator could not publish", "book", o.Book, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func clientOptions(ctx context.Context, o Options) *mqtt.ClientOptions {
	c := mqtt.NewClientOptions()
	c.AddBroker("tcp://broker")
	c.SetCustomOpenConnectionFn(func(*url.URL, mqtt.ClientOptions) (net.Conn, error) { return o.Dial(ctx) })
	c.SetClientID("simulator")
	c.SetUsername(o.Book)
	c.SetPassword(o.Token)
	c.SetKeepAlive(30 * time.Second)
	c.SetConnectTimeout(5 * time.Second)
	c.SetMaxReconnectInterval(10 * time.Second)
	c.SetConnectionLostHandler(func(_ mqtt.Client, err error) {
		if ctx.Err() == nil {
			o.Logger.Warn("the simulator lost its connection", "book", o.Book, "error", err)
		}
	})
	return c
}

func hourTopic(h Hour) string { return fmt.Sprintf("station/hours/%02d", h.Hour) }

func publish(ctx context.Context, client mqtt.Client, o Options, topic string, h Hour) error {
	payload, err := json.Marshal(observation{
		Time: fmt.Sprintf("%02d-%02d %02d:00", h.Month, h.Day, h.Hour),
		Hour: h.Hour, Temperature: h.Temperature, Humidity: h.Humidity, Pressure: h.Pressure, Wind: h.Wind,
	})
	if err != nil {
		return fmt.Errorf("encode an observation: %w", err)
	}
	if !client.IsConnectionOpen() {
		return errAway
	}
	return wait(ctx, client.Publish("books/"+o.Book+"/"+topic, 1, false, payload))
}

var errAway = errors.New("not connected to the broker")

// wait waits for the broker's answer, for a bounded time.
func wait(ctx context.Context, token mqtt.Token) error {
	limit := time.NewTimer(40 * time.Second)
	defer limit.Stop()
	select {
	case <-token.Done():
		return token.Error()
	case <-limit.C:
		return errors.New("the broker did not answer")
	case <-ctx.Done():
		return ctx.Err()
	}
}
