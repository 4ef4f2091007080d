package broker_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"freshet/cells"
	"freshet/cells/store"
	"freshet/server/embed"
	"freshet/server/feed"
	"freshet/server/feed/broker"
)

// childFolder tells a process of this test that it is the server, and where its data are.
const childFolder = "FRESHET_TEST_BROKER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		if err := serveUntilKilled(dir, os.Getenv(childFolder+"_BOOK")); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	goleak.VerifyTestMain(m)
}

// serveUntilKilled opens the embedded store and a broker, and says where it is. Without a book it makes one and says its token.
func serveUntilKilled(dir, book string) error {
	ctx := context.Background()
	quiet := slog.New(slog.DiscardHandler)
	redis, err := embed.Open(ctx, embed.Options{Dir: dir, Logger: quiet})
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{Logger: quiet, Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) { return redis.Dial(ctx) }})
	if err != nil {
		return err
	}
	token := ""
	if book == "" {
		made, err := s.Create(ctx, store.NewBook{Title: "Test", Ops: cells.Ops{cells.AddSheet{Name: "Sheet1", Index: -1}}, Actor: "test"})
		if err != nil {
			return err
		}
		book, token = made.ID, made.Tokens[cells.Editor]
	}
	intake := feed.New(feed.Options{Logger: quiet, Open: func(ctx context.Context, id string) (feed.Book, error) {
		b, err := s.Book(ctx, id)
		if err != nil {
			return nil, err
		}
		return b, nil
	}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr(), book, token)
	go intake.Run(ctx)
	return broker.New(broker.Options{Listener: l, Logger: quiet, Deliver: intake.Deliver, Authorize: func(ctx context.Context, _, token string) (broker.Grant, error) {
		g, err := s.Grant(ctx, token)
		return broker.Grant{Role: g.Role, Link: g.Link}, err
	}}).Run(ctx)
}

// TestWhatWasAcknowledgedIsThereAfterAKill kills the server with readings under way, again and again, and then counts.
func TestWhatWasAcknowledgedIsThereAfterAKill(t *testing.T) {
	dir, book, token := t.TempDir(), "", ""
	sent := 0
	var acknowledged []int
	for round := range 6 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childFolder+"="+dir, childFolder+"_BOOK="+book)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		words := strings.Fields(line)
		if err != nil || len(words) < 2 {
			t.Fatalf("the server says %q: %v", line, err)
		}
		if book == "" {
			book, token = words[1], words[2]
		}
		link := newWire(t, words[0])
		link.connect("device", book, token, "", "")
		// Packet ids say which reading an acknowledgement is for; they begin anew with each connection.
		first := sent
		for range 200 + 150*round {
			sent++
			link.send(publishPacket(1, false, uint16(sent-first), "books/"+book+"/cells/A1", fmt.Sprint(sent)))
		}
		for range 50 + 100*round {
			got, err := link.read()
			if err != nil || got[0] != 0x40 {
				t.Fatalf("the server sends % x (%v)", got, err)
			}
			acknowledged = append(acknowledged, first+int(got[1])<<8+int(got[2]))
		}
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		var exit *exec.ExitError
		if err := child.Wait(); !errors.As(err, &exit) {
			t.Fatal(err)
		}
		_ = link.Close()
		check(t, dir, book, acknowledged)
	}
}

// check opens the store that a killed server left and looks for every reading that was acknowledged so far.
func check(t *testing.T, dir, book string, acknowledged []int) {
	t.Helper()
	ctx := context.Background()
	quiet := slog.New(slog.DiscardHandler)
	redis, err := embed.Open(ctx, embed.Options{Dir: dir, Logger: quiet})
	if err != nil {
		t.Fatal(err)
	}
	defer redis.Close()
	s, err := store.Open(ctx, store.Options{Logger: quiet, Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) { return redis.Dial(ctx) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b, err := s.Book(ctx, book)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Release()
	var last float64
	if err := b.View(ctx, func(v cells.View) error {
		last = v.Value(cells.Ref{Sheet: 1}).Float()
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if newest := acknowledged[len(acknowledged)-1]; int(last) < newest {
		t.Errorf("A1 shows %v, %d was acknowledged", last, newest)
	}
	// The history follows the log: what the killed server had no time to write, this one writes.
	deadline := time.Now().Add(20 * time.Second)
	for {
		points, err := b.History(ctx, cells.Ref{Sheet: 1}, 0, 0, 10000)
		if err != nil {
			t.Fatal(err)
		}
		there := map[int]int{}
		for _, p := range points {
			there[int(p.Value.Float())]++
		}
		missing := 0
		for _, reading := range acknowledged {
			if there[reading] == 0 {
				missing++
			}
		}
		if missing == 0 && there[int(last)] > 0 {
			for reading, times := range there {
				if times != 1 {
					t.Errorf("reading %d is history %d times", reading, times)
				}
			}
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d acknowledged readings are no history", missing, len(acknowledged))
		}
		time.Sleep(5 * time.Millisecond)
	}
}
