package broker_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"freshet/cells"
	"freshet/server/feed"
	"freshet/server/feed/broker"
)

func TestAMessageAtQoS2CountsOnceThoughItComesTwice(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	hold := make(chan struct{})
	b.books["one"].set(hold, nil)
	link := newWire(t, b.broker.Addr().String())
	link.connect("device", "one", "one_editor-secret", "", "")
	link.send(publishPacket(2, false, 7, "books/one/cells/A1", "1"))
	link.send(publishPacket(2, true, 7, "books/one/cells/A1", "1"))
	until(t, "it is taken", func() bool { return b.intake.Stats().Messages == 1 })
	_ = link.Close() // before anybody acknowledged

	again := newWire(t, b.broker.Addr().String())
	again.connect("device", "one", "one_editor-secret", "", "")
	again.send(publishPacket(2, true, 7, "books/one/cells/A1", "1"))
	close(hold)
	again.expect(0x50, 7)
	again.send(packet(0x62, []byte{0, 7}))
	again.expect(0x70, 7)
	again.send(publishPacket(2, false, 7, "books/one/cells/A1", "2"))
	again.expect(0x50, 7)
	got := b.books["one"].all()
	if len(got) != 2 || !got[0].Value.Equal(cells.Num(1)) || !got[1].Value.Equal(cells.Num(2)) {
		t.Errorf("readings %+v", got)
	}
}

func TestAcknowledgementsComeInTheOrderOfTheMessages(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	hold := make(chan struct{})
	b.books["one"].set(hold, nil)
	link := newWire(t, b.broker.Addr().String())
	link.connect("device", "one", "one_editor-secret", "", "")
	link.send(publishPacket(1, false, 1, "books/one/cells/A1", "1"))
	link.send(publishPacket(1, false, 2, "books/one/nobody/bound", "x")) // nothing to commit
	link.send(publishPacket(1, false, 3, "books/one/cells/A1", "{"))     // no reading
	link.send(publishPacket(1, false, 4, "books/one/cells/A1", "4"))
	until(t, "all are taken", func() bool { return b.intake.Stats().Messages == 4 })
	close(hold)
	for id := range uint16(4) {
		link.expect(0x40, id+1)
	}
}

func TestTheWindowBoundsWhatWaits(t *testing.T) {
	b := run(t, broker.Options{Window: 10}, feed.Options{})
	hold := make(chan struct{})
	b.books["one"].set(hold, nil)
	link := newWire(t, b.broker.Addr().String())
	link.connect("device", "one", "one_editor-secret", "", "")
	for id := range uint16(100) {
		link.send(publishPacket(1, false, id+1, "books/one/cells/A1", fmt.Sprint(id)))
	}
	until(t, "the window is full", func() bool { return b.intake.Stats().Messages >= 11 })
	// One message is with the acknowledger, ten are in the window, one more is on its way into it.
	if n := b.intake.Stats().Messages; n > 12 {
		t.Errorf("%d messages were taken with a window of 10", n)
	}
	close(hold)
	for id := range uint16(100) {
		link.expect(0x40, id+1)
	}
}

func TestASubscriberThatDoesNotReadHoldsNobodyUp(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	deaf := newWire(t, b.broker.Addr().String())
	deaf.connect("deaf", "one", "one_viewer-secret", "", "")
	deaf.send(packet(0x82, append(append([]byte{0, 1}, field("books/one/#")...), 1)))
	got, err := deaf.read()
	if err != nil || got[0] != 0x90 || got[3] != 0 {
		t.Fatalf("SUBACK % x (%v): it must grant QoS 0, which is what the broker keeps", got, err)
	}
	c := b.editor("device")
	payload := strings.Repeat("x", 16_000)
	var last paho.Token
	for range 2000 {
		last = c.Publish("books/one/some/thing", 1, false, payload)
	}
	if !last.WaitTimeout(30*time.Second) || last.Error() != nil {
		t.Fatalf("the publisher is held up: %v", last.Error())
	}
	if b.broker.Stats().Dropped == 0 {
		t.Error("nobody counted what the subscriber missed")
	}
	b.broker.CloseLink("one", "v1")
	until(t, "the subscriber is gone", func() bool { return b.broker.Stats().Clients == 1 })
}

func TestRetainedMessagesAreKeptAndBounded(t *testing.T) {
	b := run(t, broker.Options{MaxRetained: 3}, feed.Options{})
	c := b.editor("device")
	for i := range 5 {
		c.Publish(fmt.Sprintf("books/one/state/%d", i), byte(i%3), true, fmt.Sprint(i)).Wait()
	}
	c.Publish("books/one/state/0", 1, true, "again").Wait()
	c.Publish("books/one/cells/A1", 1, true, "").Wait() // clears nothing, and is no reading
	got := make(chan string, 10)
	viewer, err := b.client("viewer", "one", "one_viewer-secret")
	if err != nil {
		t.Fatal(err)
	}
	viewer.Subscribe("books/one/state/+", 0, func(_ paho.Client, m paho.Message) { got <- string(m.Payload()) }).Wait()
	viewer.Subscribe("books/one/mark", 0, func(paho.Client, paho.Message) { close(got) }).Wait()
	c.Publish("books/one/mark", 1, false, "end").Wait()
	var all []string
	for m := range got {
		all = append(all, m)
	}
	if len(all) != 3 || !strings.Contains(strings.Join(all, " "), "again") {
		t.Errorf("a later subscriber gets %v", all)
	}
	if len(b.books["one"].all()) != 0 {
		t.Errorf("readings %+v", b.books["one"].all())
	}
}

func TestLimitsAreSaidInTheLog(t *testing.T) {
	b := run(t, broker.Options{MaxClients: 3, Hello: time.Second}, feed.Options{})
	large := newWire(t, b.broker.Addr().String())
	large.connect("large", "one", "one_editor-secret", "", "")
	large.send(publishPacket(1, false, 1, "books/one/cells/A1", strings.Repeat("1", feed.MaxPayload+8000)))
	if got, err := large.read(); err == nil {
		t.Errorf("a message beyond the limit is answered with % x", got)
	}
	until(t, "the log says so", func() bool { return strings.Contains(b.log.String(), "too large") })

	silent := newWire(t, b.broker.Addr().String())
	if got, err := silent.read(); err == nil {
		t.Errorf("a connection without a CONNECT is answered with % x", got)
	}

	until(t, "they are gone", func() bool { return b.broker.Stats().Clients == 0 })
	for i := range 3 {
		newWire(t, b.broker.Addr().String()).connect(fmt.Sprint(i), "one", "one_editor-secret", "", "")
	}
	over := newWire(t, b.broker.Addr().String())
	if got, err := over.read(); err == nil {
		t.Errorf("a connection beyond the limit is answered with % x", got)
	}
	until(t, "the log says so", func() bool { return strings.Contains(b.log.String(), "too many clients") })
}

func TestStoppingWaitsForNobodyWhoDoesNotRead(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	newWire(t, b.broker.Addr().String()) // says nothing
	link := newWire(t, b.broker.Addr().String())
	link.connect("device", "one", "one_editor-secret", "", "")
	link.send(publishPacket(1, false, 1, "books/one/cells/A1", "1"))
	link.expect(0x40, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		b.stop()
	}()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Fatal("the broker waits for clients that say nothing")
	}
}
