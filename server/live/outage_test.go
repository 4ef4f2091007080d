package live_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"freshet/cells"
	"freshet/server/live"
)

// durable is a redis-server that can be killed and started again with what it had.
type durable struct {
	t   *testing.T
	dir string
	cmd *exec.Cmd
}

func (d *durable) start() {
	d.t.Helper()
	d.cmd = exec.Command("redis-server", "--port", "0", "--unixsocket", filepath.Join(d.dir, "s"), "--dir", d.dir, "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--loglevel", "warning")
	if err := d.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	eventually(d.t, "redis-server listens", func() bool {
		_, err := os.Stat(filepath.Join(d.dir, "s"))
		return err == nil
	})
}

func (d *durable) kill() {
	_ = d.cmd.Process.Kill()
	_ = d.cmd.Wait()
	_ = os.Remove(filepath.Join(d.dir, "s"))
}

// TestEditsWhileTheStoreIsAway holds that an edit that could not be stored holds up those after it, so that sending them all again
// stores each once, in order.
func TestEditsWhileTheStoreIsAway(t *testing.T) {
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("redis-server is not installed")
	}
	dir, err := os.MkdirTemp("", "fr")
	if err != nil {
		t.Fatal(err)
	}
	d := &durable{t: t, dir: dir}
	d.start()
	t.Cleanup(func() {
		d.kill()
		_ = os.RemoveAll(dir)
	})
	h := newHouse(t, "unix://"+filepath.Join(dir, "s"), live.Limits{})
	x := h.visit(guest{})
	x.edit(1, set("A1", "first"))
	x.answered(1)
	d.kill()
	x.edit(2, set("A2", "=A1&\"!\""))
	x.edit(3, set("A1", "third"))
	for _, seq := range []uint64{2, 3} {
		if m := x.answered(seq); m.T != "refuse" || m.Error.Code != cells.Unavailable {
			t.Errorf("with the store away, the answer is %s", m.raw)
		}
	}
	d.start()
	x.edit(3, set("A1", "third")) // out of order: it has to wait
	if m := x.heard("another answer", func(m heard) bool { return m.Seq == 3 && m.Error != nil }); m.Error.Code != cells.Unavailable {
		t.Errorf("out of order, the answer is %s", m.raw)
	}
	eventually(t, "the edits are taken", func() bool {
		x.edit(2, set("A2", "=A1&\"!\""))
		x.edit(3, set("A1", "third"))
		x.mu.Lock()
		defer x.mu.Unlock()
		for _, m := range x.got {
			if m.T == "ack" && m.Seq == 3 {
				return true
			}
		}
		return false
	})
	x.shows("A2", "third!")
}
