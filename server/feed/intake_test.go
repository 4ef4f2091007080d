package feed_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"freshet/cells"
	"freshet/server/feed"
)

func TestReadingsGatherWhileACommitIsUnderWay(t *testing.T) {
	l := newLedger()
	l.gate = make(chan struct{})
	in, _ := intake(t, l, feed.Options{})
	first := deliver(t, in, message("cells/A1", "0"))
	<-l.entered
	var last feed.Ticket
	for i := range 100 {
		last = deliver(t, in, message("cells/A1", fmt.Sprint(i+1)))
	}
	select {
	case <-last.Done():
		t.Fatal("a reading is done that nobody has committed")
	default:
	}
	l.gate <- struct{}{}
	await(t, first)
	l.gate <- struct{}{}
	await(t, last)
	log := l.log()
	if len(log) != 2 || len(readings(log[0])) != 1 || len(readings(log[1])) != 100 {
		t.Fatalf("%d ops were committed, want one reading and then a hundred", len(log))
	}
	for i, r := range readings(log[1]) {
		if want := cells.Num(float64(i + 1)); !r.Value.Equal(want) || r.Ref != (cells.Ref{Sheet: 1}) || r.At != 1000 {
			t.Fatalf("reading %d is %+v", i, r)
		}
	}
	if log[0].Actor != "mqtt:a" || log[0].Client == "" || log[0].Seq != 1 || log[1].Seq != 2 {
		t.Errorf("requests by %q, client %q, seq %d and %d", log[0].Actor, log[0].Client, log[0].Seq, log[1].Seq)
	}
}

func TestReadingsNobodyWaitsForGatherForATick(t *testing.T) {
	l := newLedger()
	in, _ := intake(t, l, feed.Options{Tick: time.Hour})
	m := message("cells/A1", "1")
	m.Waits = false
	await(t, deliver(t, in, m)) // the first finds nobody before it
	var late []feed.Ticket
	for range 10 {
		late = append(late, deliver(t, in, m))
	}
	other := message("cells/B1", "2")
	other.Actor = "mqtt:b"
	await(t, deliver(t, in, other))
	for _, ticket := range late {
		await(t, ticket)
	}
	log := l.log()
	if len(log) != 2 || len(readings(log[1])) != 11 {
		t.Fatalf("%d ops, the last with %d readings; want 2 and 11", len(log), len(readings(log[len(log)-1])))
	}
	if log[1].Actor != "mqtt" {
		t.Errorf("readings of two devices are by %q", log[1].Actor)
	}
	if both := readings(log[1]); both[0].From != "mqtt:a" || both[10].From != "mqtt:b" || readings(log[0])[0].From != "" {
		t.Errorf("their senders are %q and %q", both[0].From, both[10].From)
	}
}

func TestAFullQueueHoldsSendersUpAndLosesNothing(t *testing.T) {
	l := newLedger()
	l.gate = make(chan struct{})
	in, _ := intake(t, l, feed.Options{MaxBatch: 4, MaxQueue: 10})
	const total = 100
	sent := make(chan feed.Ticket, total)
	go func() {
		defer close(sent)
		for i := range total {
			ticket, err := in.Deliver(context.Background(), message("cells/A1", fmt.Sprint(i)))
			if err != nil {
				t.Error(err)
			}
			sent <- ticket
		}
	}()
	until(t, "the sender is held up", func() bool { return in.Stats().HeldUp > 0 })
	if n := len(sent); n > 15 {
		t.Errorf("%d readings were taken, with a queue of 10", n)
	}
	close(l.gate)
	for ticket := range sent {
		await(t, ticket)
	}
	next := 0
	for _, r := range l.log() {
		if n := len(readings(r)); n > 4 {
			t.Errorf("an op has %d readings", n)
		}
		for _, one := range readings(r) {
			if !one.Value.Equal(cells.Num(float64(next))) {
				t.Fatalf("reading %d is %v", next, one.Value)
			}
			next++
		}
	}
	if next != total {
		t.Errorf("%d readings arrived, want %d", next, total)
	}
}

func TestAStoreThatIsAwayIsTriedAgainUnderOneNumber(t *testing.T) {
	l := newLedger()
	fails := 2
	l.answer = func(cells.Request) (*cells.Changes, error) {
		if fails--; fails >= 0 {
			return nil, cells.Refuse(cells.Unavailable, "the store is away")
		}
		return &cells.Changes{}, nil
	}
	in, _ := intake(t, l, feed.Options{})
	ticket := await(t, deliver(t, in, message("cells/A1", "1")))
	if ticket.Err() != nil {
		t.Fatal(ticket.Err())
	}
	log := l.log()
	if len(log) != 3 || log[0].Seq != log[2].Seq || log[0].Client != log[2].Client {
		t.Errorf("%d tries with numbers %d and %d", len(log), log[0].Seq, log[len(log)-1].Seq)
	}
}

func TestACommitThatFailsForGoodIsToldAndNotAcknowledged(t *testing.T) {
	l := newLedger()
	l.answer = func(cells.Request) (*cells.Changes, error) { return nil, errors.New("the disk is gone") }
	in, _ := intake(t, l, feed.Options{Patience: 100 * time.Millisecond})
	if ticket := await(t, deliver(t, in, message("cells/A1", "1"))); ticket.Err() == nil {
		t.Error("nothing was committed and the ticket says nothing")
	}
}

func TestAReadingTheBookRefusesTakesNoOtherWithIt(t *testing.T) {
	l := newLedger()
	l.gate = make(chan struct{})
	bad := cells.Num(13)
	used := 0
	l.answer = func(r cells.Request) (*cells.Changes, error) {
		for _, one := range readings(r) {
			if one.Value.Equal(bad) {
				return nil, cells.Refuse(cells.Invalid, "thirteen is not taken")
			}
		}
		used += len(readings(r))
		return &cells.Changes{}, nil
	}
	in, _ := intake(t, l, feed.Options{})
	var tickets []feed.Ticket
	for i := range 21 {
		tickets = append(tickets, deliver(t, in, message("cells/A1", fmt.Sprint(i))))
	}
	close(l.gate)
	for i, ticket := range tickets {
		await(t, ticket)
		if refused := ticket.Refused(); (refused != nil) != (i == 13) || ticket.Err() != nil {
			t.Errorf("reading %d: refused %v, error %v", i, refused, ticket.Err())
		}
	}
	if used != 20 || in.Stats().Rejects != 1 || in.Stats().Readings != 20 {
		t.Errorf("%d readings used, %+v", used, in.Stats())
	}
}

func TestASkippedReadingIsToldToItsSender(t *testing.T) {
	l := newLedger()
	l.answer = func(cells.Request) (*cells.Changes, error) {
		return &cells.Changes{Skipped: []cells.Skipped{{Index: 0, Reason: cells.Refuse(cells.Invalid, "A1 holds a formula")}}}, nil
	}
	in, _ := intake(t, l, feed.Options{})
	ticket := await(t, deliver(t, in, message("cells/A1", "1")))
	if refused := ticket.Refused(); refused == nil || !strings.Contains(refused.Message, "formula") {
		t.Errorf("refused with %v", refused)
	}
	topics := in.Topics("book")
	if len(topics) != 1 || topics[0].Refused == nil || topics[0].Rejects != 1 {
		t.Errorf("remembered as %+v", topics)
	}
}

func TestMessagesWithoutABookOrTopicAreRefused(t *testing.T) {
	in, stop := intake(t, newLedger(), feed.Options{})
	for _, c := range []struct {
		book, topic string
		code        cells.Code
	}{
		{"other", "cells/A1", cells.NotFound},
		{"book", "", cells.Invalid},
		{"book", "a/#", cells.Invalid},
		{"book", "values/A1", cells.Forbidden},
		{"book", strings.Repeat("a", feed.MaxTopic+1), cells.TooLarge},
	} {
		m := message(c.topic, "1")
		m.Book = c.book
		_, err := in.Deliver(context.Background(), m)
		var refused *cells.Error
		if !errors.As(err, &refused) || refused.Code != c.code {
			t.Errorf("book %q, topic %.20q: %v, want %s", c.book, c.topic, err, c.code)
		}
	}
	stop()
	if _, err := in.Deliver(context.Background(), message("cells/A1", "1")); err == nil {
		t.Error("an intake that has ended takes a message")
	}
}

func TestWhatWasTakenIsCommittedWhenTheProgramStops(t *testing.T) {
	l := newLedger()
	in, stop := intake(t, l, feed.Options{Tick: time.Hour})
	m := message("cells/A1", "1")
	m.Waits = false
	for range 5 {
		deliver(t, in, m)
	}
	stop()
	total := 0
	for _, r := range l.log() {
		total += len(readings(r))
	}
	if total != 5 || l.released != 1 {
		t.Errorf("%d readings committed, book released %d times", total, l.released)
	}
}

func TestABookNothingComesForIsGivenBack(t *testing.T) {
	l := newLedger()
	in, _ := intake(t, l, feed.Options{Idle: time.Millisecond})
	for i := range 20 {
		await(t, deliver(t, in, message("cells/A1", "1")))
		until(t, "the book is given back", func() bool { return in.Stats().Books == 0 })
		if seq := l.log()[i].Seq; seq != uint64(i+1) {
			t.Fatalf("batch %d has number %d: the book would take it for one it had", i, seq)
		}
	}
}
