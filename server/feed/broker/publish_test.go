package broker_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"freshet/cells"
	"freshet/server/feed"
	"freshet/server/feed/broker"
)

func TestMosquittoPubSetsCells(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	for i, c := range []struct {
		args []string
		want cells.Reading
	}{
		{[]string{"-q", "0", "-t", "books/one/cells/A1", "-m", "21.5"}, cells.Reading{Ref: cells.Ref{Sheet: 1}, Value: cells.Num(21.5)}},
		{[]string{"-q", "1", "-t", "books/one/cells/temp", "-m", "open"}, cells.Reading{Name: "temp", Value: cells.Str("open")}},
		{[]string{"-q", "2", "-V", "5", "-t", "books/one/cells/Sheet1!B2", "-m", `{"v":true}`}, cells.Reading{Ref: cells.Ref{Sheet: 1, Row: 1, Col: 1}, Value: cells.Boolean(true)}},
	} {
		if out, err := b.pub("one", "one_editor-secret", c.args...); err != nil {
			t.Fatalf("mosquitto_pub %v: %v\n%s", c.args, err, out)
		}
		until(t, "the reading arrives", func() bool { return len(b.books["one"].all()) == i+1 })
		got := b.books["one"].all()[i]
		if got.Ref != c.want.Ref || got.Name != c.want.Name || !got.Value.Equal(c.want.Value) || got.At == 0 {
			t.Errorf("%v gives %+v", c.args, got)
		}
	}
}

func TestTheAcknowledgementComesAfterTheCommit(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	hold := make(chan struct{})
	b.books["one"].set(hold, nil)
	c := b.editor("device")
	var sent []paho.Token
	for i := range 50 {
		sent = append(sent, c.Publish("books/one/cells/A1", byte(1+i%2), false, fmt.Sprint(i)))
	}
	until(t, "all are taken", func() bool { return b.intake.Stats().Messages == 50 })
	for i, token := range sent {
		select {
		case <-token.Done():
			t.Fatalf("message %d is acknowledged and not committed", i)
		default:
		}
	}
	close(hold)
	for i, token := range sent {
		if !token.WaitTimeout(patient) || token.Error() != nil {
			t.Fatalf("message %d is not acknowledged: %v", i, token.Error())
		}
	}
	for i, r := range b.books["one"].all() {
		if !r.Value.Equal(cells.Num(float64(i))) {
			t.Fatalf("reading %d is %v", i, r.Value)
		}
	}
}

func TestAFloodLosesNothing(t *testing.T) {
	b := run(t, broker.Options{Window: 64}, feed.Options{MaxQueue: 500, MaxBatch: 100})
	const clients, each = 8, 1500
	var senders sync.WaitGroup
	for n := range clients {
		c := b.editor(fmt.Sprintf("device-%d", n))
		senders.Go(func() {
			var last paho.Token
			for i := range each {
				last = c.Publish(fmt.Sprintf("books/one/cells/A%d", n+1), 1, false, fmt.Sprint(i))
			}
			if !last.WaitTimeout(60*time.Second) || last.Error() != nil {
				t.Errorf("client %d: the last message is not acknowledged: %v", n, last.Error())
			}
		})
	}
	senders.Wait()
	next := make([]float64, clients)
	for _, r := range b.books["one"].all() {
		if !r.Value.Equal(cells.Num(next[r.Ref.Row])) {
			t.Fatalf("client %d: got %v, want %v", r.Ref.Row, r.Value, next[r.Ref.Row])
		}
		next[r.Ref.Row]++
	}
	for n, got := range next {
		if got != each {
			t.Errorf("client %d: %v readings of %d", n, got, each)
		}
	}
	s := b.intake.Stats()
	t.Logf("%d readings in %d commits, senders held up %d times", s.Readings, s.Batches, s.HeldUp)
	if s.Batches >= s.Readings/2 {
		t.Errorf("%d commits for %d readings: they do not gather", s.Batches, s.Readings)
	}
}

func TestWhatCannotBeCommittedIsSentAgain(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{Patience: 50 * time.Millisecond})
	b.books["one"].set(nil, errors.New("the disk is gone"))
	lost := make(chan struct{}, 10)
	c := b.editor("device", func(o *paho.ClientOptions) {
		o.SetCleanSession(false).SetAutoReconnect(true).SetMaxReconnectInterval(100 * time.Millisecond)
		o.SetConnectionLostHandler(func(paho.Client, error) { lost <- struct{}{} })
	})
	c.Publish("books/one/cells/A1", 1, false, "7")
	select {
	case <-lost:
	case <-time.After(patient):
		t.Fatal("the client is not disconnected")
	}
	b.books["one"].set(nil, nil)
	until(t, "it is sent again", func() bool { return len(b.books["one"].all()) > 0 })
	if got := b.books["one"].all(); len(got) != 1 || !got[0].Value.Equal(cells.Num(7)) {
		t.Errorf("readings %+v", got)
	}
	if b.broker.Stats().Unwritable == 0 {
		t.Error("nobody counted the message that could not be written")
	}
}

func TestAMessageThatIsNoReadingIsAcknowledgedAndExplained(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	out, err := b.pub("one", "one_editor-secret", "-V", "5", "-q", "1", "-t", "books/one/cells/A1", "-m", `{"temp":1}`)
	if !strings.Contains(strings.ToLower(out), "payload format invalid") {
		t.Errorf("an MQTT 5 client hears %q (%v)", out, err)
	}
	if out, err := b.pub("one", "one_editor-secret", "-q", "1", "-t", "books/one/cells/A1", "-m", `{"temp":1}`); err != nil {
		t.Errorf("an MQTT 3 client is not acknowledged: %v %s", err, out)
	}
	if topics := b.intake.Topics("one"); len(topics) != 1 || topics[0].Rejects != 2 || !strings.Contains(topics[0].Refused.Message, "temp") {
		t.Errorf("remembered: %+v", topics)
	}
	if len(b.books["one"].all()) != 0 {
		t.Error("it became a reading")
	}
}

func TestAWillIsAReading(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	link := newWire(t, b.broker.Addr().String())
	link.connect("device", "one", "one_editor-secret", "books/one/cells/A1", "offline")
	_ = link.Close()
	until(t, "the will arrives", func() bool { return len(b.books["one"].all()) == 1 })
	if got := b.books["one"].all()[0]; got.Value.Text() != "offline" {
		t.Errorf("the will is %+v", got)
	}
}
