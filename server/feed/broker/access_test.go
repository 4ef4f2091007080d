package broker_test

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"freshet/server/feed"
	"freshet/server/feed/broker"
)

// patient is how long a test waits for what takes a few milliseconds: the machine may be busy with other tests.
const patient = 30 * time.Second

func TestOnlyTokensOfTheBookOpenIt(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	for _, c := range []struct{ user, token string }{
		{"one", "wrong"},
		{"one", ""},
		{"", ""},
		{"one", "two_editor-secret"},
		{"two", "one_editor-secret"},
		{"one/../two", "two_editor-secret"},
	} {
		if _, err := b.client("x", c.user, c.token); err == nil {
			t.Errorf("user %q with token %q was let in", c.user, c.token)
		}
	}
	out, err := b.pub("one", "wrong", "-q", "1", "-t", "books/one/cells/A1", "-m", "1")
	if err == nil || !strings.Contains(strings.ToLower(out), "not authori") && !strings.Contains(strings.ToLower(out), "bad user name") {
		t.Errorf("mosquitto_pub with a wrong password says %q (%v)", out, err)
	}
	if log := b.log.String(); strings.Contains(log, "secret") || strings.Contains(log, "wrong") {
		t.Errorf("a token is in the log:\n%s", log)
	}
	if len(b.books["one"].all()) != 0 || b.broker.Stats().Turned < 6 {
		t.Errorf("readings %v, %+v", b.books["one"].all(), b.broker.Stats())
	}
}

func TestAViewerReadsAndDoesNotWrite(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	got := make(chan string, 10)
	lost := make(chan error, 1)
	viewer, err := b.client("viewer", "one", "one_viewer-secret", func(o *paho.ClientOptions) {
		o.SetConnectionLostHandler(func(_ paho.Client, err error) { lost <- err })
	})
	if err != nil {
		t.Fatal(err)
	}
	if token := viewer.Subscribe("books/one/#", 1, func(_ paho.Client, m paho.Message) { got <- m.Topic() + " " + string(m.Payload()) }); !token.WaitTimeout(patient) || token.Error() != nil {
		t.Fatal(token.Error())
	}
	editor := b.editor("editor")
	editor.Publish("books/one/cells/A1", 0, false, "1").Wait()
	editor.Publish("books/one/any/thing", 1, false, "2").Wait()
	for range 2 {
		select {
		case m := <-got:
			if m != "books/one/cells/A1 1" && m != "books/one/any/thing 2" {
				t.Errorf("the viewer gets %q", m)
			}
		case <-time.After(patient):
			t.Fatal("the viewer gets nothing")
		}
	}
	before := len(b.books["one"].all())
	viewer.Publish("books/one/cells/A1", 0, false, "666")
	viewer.Publish("books/one/cells/A1", 1, false, "666")
	select {
	case <-lost:
	case <-time.After(patient):
		t.Error("a viewer who publishes at QoS 1 is not disconnected")
	}
	if after := b.books["one"].all(); len(after) != before || b.broker.Stats().Forbidden != 2 {
		t.Errorf("readings %+v, %+v", after, b.broker.Stats())
	}
}

func TestNobodyLeavesTheTopicsOfTheirBook(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	for _, topic := range []string{"books/two/cells/A1", "cells/A1", "books/one", "books/one/values/A1"} {
		if out, err := b.pub("one", "one_editor-secret", "-V", "5", "-q", "1", "-t", topic, "-m", "1"); !strings.Contains(strings.ToLower(out), "not authori") {
			t.Errorf("publishing to %s: %q (%v)", topic, out, err)
		}
	}
	for _, filter := range []string{"#", "books/#", "books/+/cells/A1", "books/two/#", "$SYS/#", "$share/g/books/one/#"} {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		out, _ := exec.CommandContext(ctx, "mosquitto_sub", "-h", "127.0.0.1", "-p", b.port(), "-u", "one", "-P", "one_editor-secret",
			"-t", filter, "-W", "5", "-C", "1").CombinedOutput()
		cancel()
		if !strings.Contains(string(out), "denied") {
			t.Errorf("subscribing to %s: %q", filter, out)
		}
	}
	if one, two := b.books["one"].all(), b.books["two"].all(); len(one)+len(two) != 0 {
		t.Errorf("readings %v %v", one, two)
	}
}

func TestRevokingDisconnectsAtOnce(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	lost := make(chan error, 2)
	onLost := func(o *paho.ClientOptions) {
		o.SetConnectionLostHandler(func(_ paho.Client, err error) { lost <- err })
	}
	b.editor("device", onLost)
	viewer, err := b.client("viewer", "one", "one_viewer-secret")
	if err != nil {
		t.Fatal(err)
	}
	other, err := b.client("device", "two", "two_editor-secret")
	if err != nil {
		t.Fatal(err)
	}
	b.mu.Lock()
	b.revoked["e1"] = true
	b.mu.Unlock()
	b.broker.CloseLink("one", "e1")
	select {
	case <-lost:
	case <-time.After(patient):
		t.Fatal("the client is still connected")
	}
	if _, err := b.client("device", "one", "one_editor-secret"); err == nil {
		t.Error("a revoked token opens the book")
	}
	if !viewer.IsConnectionOpen() || !other.IsConnectionOpen() {
		t.Error("clients of other links were disconnected too")
	}
	b.broker.CloseLink("one", "")
	until(t, "every client of the book is gone", func() bool { return !viewer.IsConnectionOpen() })
	if !other.IsConnectionOpen() {
		t.Error("a client of another book was disconnected too")
	}
}

func TestClientIDsOfTwoBooksDoNotMeet(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	one := b.editor("device")
	two, err := b.client("device", "two", "two_editor-secret")
	if err != nil {
		t.Fatal(err)
	}
	if token := one.Publish("books/one/cells/A1", 1, false, "1"); !token.WaitTimeout(patient) || token.Error() != nil {
		t.Fatalf("the client of the first book lost its session: %v", token.Error())
	}
	if token := two.Publish("books/two/cells/A1", 1, false, "2"); !token.WaitTimeout(patient) || token.Error() != nil {
		t.Fatal(token.Error())
	}
	if actors := b.books["one"].actors; len(actors) != 1 || actors[0] != "mqtt:device" {
		t.Errorf("the reading is by %v", actors)
	}
}

func TestAStoreThatIsAwayDoesNotSayWrongPassword(t *testing.T) {
	b := run(t, broker.Options{}, feed.Options{})
	away := errors.New("no store")
	link := newWire(t, serveWith(t, b, away))
	link.send(connectPacket("x", "one", "one_editor-secret", "", ""))
	if reply, err := link.read(); err == nil {
		t.Errorf("the broker answers % x", reply)
	}
}
