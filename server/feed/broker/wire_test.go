package broker_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"freshet/server/feed/broker"
)

// wire speaks MQTT 3.1.1 byte by byte, for what no client library would do.
type wire struct {
	net.Conn
	t testing.TB
	r *bufio.Reader
}

func newWire(t testing.TB, addr string) *wire {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	_ = c.SetDeadline(time.Now().Add(60 * time.Second))
	t.Cleanup(func() { _ = c.Close() })
	return &wire{Conn: c, t: t, r: bufio.NewReader(c)}
}

func field(s string) []byte {
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(s))), s...)
}

func packet(kind byte, body []byte) []byte {
	return append(binary.AppendUvarint([]byte{kind}, uint64(len(body))), body...)
}

func connectPacket(id, user, token, willTopic, will string) []byte {
	flags := byte(0xC0) // user name and password; the session stays
	body := append(field("MQTT"), 4)
	if willTopic != "" {
		flags |= 0x04
	}
	body = append(body, flags, 0, 60)
	body = append(body, field(id)...)
	if willTopic != "" {
		body = append(append(body, field(willTopic)...), field(will)...)
	}
	return packet(0x10, append(append(body, field(user)...), field(token)...))
}

// publishPacket is a PUBLISH at a QoS above zero.
func publishPacket(qos byte, dup bool, id uint16, topic, payload string) []byte {
	kind := 0x30 | qos<<1
	if dup {
		kind |= 0x08
	}
	return packet(kind, append(binary.BigEndian.AppendUint16(field(topic), id), payload...))
}

func (w *wire) send(b []byte) {
	w.t.Helper()
	if _, err := w.Write(b); err != nil {
		w.t.Fatal(err)
	}
}

// read gives the next packet: its first byte and its body.
func (w *wire) read() ([]byte, error) {
	first, err := w.r.ReadByte()
	if err != nil {
		return nil, err
	}
	n, err := binary.ReadUvarint(w.r)
	if err != nil {
		return nil, err
	}
	body := make([]byte, n+1)
	body[0] = first
	_, err = io.ReadFull(w.r, body[1:])
	return body, err
}

// expect reads a packet of a kind about a message.
func (w *wire) expect(kind byte, id uint16) {
	w.t.Helper()
	got, err := w.read()
	if err != nil || got[0] != kind || len(got) < 3 || binary.BigEndian.Uint16(got[1:]) != id {
		w.t.Fatalf("the broker sends % x (%v), want %x about %d", got, err, kind, id)
	}
}

func (w *wire) connect(id, user, token, willTopic, will string) {
	w.t.Helper()
	w.send(connectPacket(id, user, token, willTopic, will))
	if got, err := w.read(); err != nil || got[0] != 0x20 || got[2] != 0 {
		w.t.Fatalf("the broker answers CONNECT with % x (%v)", got, err)
	}
}

// serveWith runs a second broker over the bed's intake, whose store gives err to whoever asks who somebody is.
func serveWith(t *testing.T, b *bed, err error) string {
	t.Helper()
	l, listenErr := net.Listen("tcp", "127.0.0.1:0")
	if listenErr != nil {
		t.Fatal(listenErr)
	}
	second := broker.New(broker.Options{
		Listener: l, Deliver: b.intake.Deliver,
		Authorize: func(context.Context, string, string) (broker.Grant, error) { return broker.Grant{}, err },
	})
	ctx, cancel := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := second.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		cancel()
		serving.Wait()
	})
	return l.Addr().String()
}
