package broker_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"freshet/cells"
	"freshet/cells/store"
)

// redisServer is a real Redis on a unix socket, syncing every write to the disk.
type redisServer struct {
	t      *testing.T
	dir    string
	socket string
	cmd    *exec.Cmd
}

func startRedis(t *testing.T) *redisServer {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("redis-server is not installed")
	}
	// The path of a socket has at most 107 bytes, which a test's folder may exceed.
	dir, err := os.MkdirTemp("", "freshet-redis-")
	if err != nil {
		t.Fatal(err)
	}
	r := &redisServer{t: t, dir: dir, socket: filepath.Join(dir, "s")}
	r.start()
	t.Cleanup(func() {
		r.kill()
		_ = os.RemoveAll(dir)
	})
	return r
}

func (r *redisServer) start() {
	r.t.Helper()
	r.cmd = exec.Command("redis-server", "--port", "0", "--unixsocket", r.socket, "--dir", r.dir, "--appendonly", "yes", "--appendfsync", "always", "--save", "")
	if err := r.cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	until(r.t, "Redis answers", func() bool {
		c, err := net.Dial("unix", r.socket)
		if err != nil {
			return false
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(time.Second))
		if _, err := c.Write([]byte("PING\r\n")); err != nil {
			return false
		}
		answer := make([]byte, 7)
		_, err = c.Read(answer)
		return err == nil && string(answer[:5]) == "+PONG"
	})
}

func (r *redisServer) kill() {
	_ = r.cmd.Process.Kill()
	var exit *exec.ExitError
	if err := r.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		r.t.Logf("redis-server: %v", err)
	}
}

// TestReadingsOutliveARedisThatIsKilled has a device publish while Redis is killed and started again, four times. Every reading must be
// history once, in order: acknowledged late, never lost, never doubled.
func TestReadingsOutliveARedisThatIsKilled(t *testing.T) {
	redis := startRedis(t)
	h := openHouseOn(t, store.Options{URL: "unix://" + redis.socket})
	lost := make(chan error, 10)
	device, err := h.client("device", h.made.ID, h.made.Tokens[cells.Editor], func(o *paho.ClientOptions) {
		o.SetConnectionLostHandler(func(_ paho.Client, err error) { lost <- err })
	})
	if err != nil {
		t.Fatal(err)
	}
	const each, total = 300, 4 * 300
	var sent []paho.Token
	publish := func() {
		for range each {
			sent = append(sent, device.Publish("books/"+h.made.ID+"/cells/A1", 1, false, fmt.Sprint(len(sent)+1)))
		}
	}
	for outage := range total / each {
		publish()
		if outage%2 == 0 {
			until(t, "all are taken", func() bool { return h.intake.Stats().Messages == uint64(len(sent)) })
		}
		redis.kill() // with readings on their way, or with none before it
		if outage%2 == 1 {
			until(t, "all are taken", func() bool { return h.intake.Stats().Messages == uint64(len(sent)) })
		}
		redis.start()
		for i, token := range sent {
			if !token.WaitTimeout(40*time.Second) || token.Error() != nil {
				t.Fatalf("reading %d is not acknowledged: %v", i+1, token.Error())
			}
		}
	}
	select {
	case err := <-lost:
		t.Errorf("the device was disconnected: %v", err)
	default:
	}
	var points []cells.Point
	until(t, "the history is written", func() bool {
		var err error
		if points, err = h.book.History(context.Background(), cells.Ref{Sheet: 1}, 0, 0, 10*total); err != nil {
			return false
		}
		return len(points) >= total
	})
	for i, p := range points {
		if len(points) != total || !p.Value.Equal(cells.Num(float64(i+1))) {
			t.Fatalf("point %d of %d is %v", i+1, len(points), p.Value)
		}
	}
}
