package feed_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"freshet/cells"
	"freshet/server/feed"
)

// told follows a place and gives what it is told.
func told(t *testing.T, in *feed.Intake, place string) (<-chan string, func()) {
	t.Helper()
	c := make(chan string, 1000)
	stop, err := in.Follow(context.Background(), "book", place, func(payload []byte) { c <- string(payload) })
	if err != nil {
		t.Fatal(err)
	}
	return c, stop
}

func next(t *testing.T, c <-chan string) string {
	t.Helper()
	select {
	case s := <-c:
		return s
	case <-time.After(10 * time.Second):
		t.Fatal("nothing is told")
		return ""
	}
}

func TestFollowersAreToldAValueAndItsChanges(t *testing.T) {
	l := newLedger()
	at := cells.Ref{Sheet: 2, Row: 4, Col: 1}
	l.names["alert"] = at
	in, _ := intake(t, l, feed.Options{Tick: time.Millisecond})
	l.show(at, cells.Str("calm"))
	byName, stopName := told(t, in, "alert")
	byRef, stopRef := told(t, in, "Sheet2!B5")
	for _, c := range []<-chan string{byName, byRef} {
		if got := next(t, c); got != "calm" {
			t.Errorf("told %q at first", got)
		}
	}
	l.show(cells.Ref{Sheet: 1}, cells.Num(1)) // another cell: nothing to tell
	l.show(at, cells.Str("storm"))
	if got := next(t, byName); got != "storm" {
		t.Errorf("told %q", got)
	}
	stopName()
	if got := next(t, byRef); got != "storm" {
		t.Errorf("told %q", got)
	}
	l.edit(func() { l.names["later"] = cells.Ref{Sheet: 1} }, &cells.Changes{Book: true})
	later, stopLater := told(t, in, "later")
	if got := next(t, later); got != "1" {
		t.Errorf("told %q", got)
	}
	if _, err := in.Follow(context.Background(), "book", "later", nil); err == nil {
		t.Error("a cell is followed twice")
	}
	stopRef()
	stopLater()
	until(t, "the book is given back", func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.released == 1
	})
	if again, _ := told(t, in, "alert"); next(t, again) != "storm" {
		t.Error("a cell cannot be followed again")
	}
}

func TestFollowersOfABookThatEndsAreToldAgainWhenItIsBack(t *testing.T) {
	l := newLedger()
	in, _ := intake(t, l, feed.Options{Tick: time.Millisecond})
	c, _ := told(t, in, "A1")
	if got := next(t, c); got != "" {
		t.Errorf("a blank is told as %q", got)
	}
	l.show(cells.Ref{Sheet: 1}, cells.Num(1))
	if got := next(t, c); got != "1" {
		t.Errorf("told %q", got)
	}
	close(l.done)
	until(t, "it is opened again", func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.released > 0
	})
	l.mu.Lock()
	l.done = make(chan struct{})
	l.values[cells.Ref{Sheet: 1}] = cells.Num(2)
	l.mu.Unlock()
	if got := next(t, c); got != "2" {
		t.Errorf("told %q", got)
	}
}

func TestFollowingIsBounded(t *testing.T) {
	in, _ := intake(t, newLedger(), feed.Options{})
	refused := 0
	for i := range 300 {
		if _, err := in.Follow(context.Background(), "book", fmt.Sprintf("A%d", i+1), func([]byte) {}); err != nil {
			refused++
		}
	}
	if refused != 300-256 {
		t.Errorf("%d of 300 followers are refused", refused)
	}
}

func TestEncodeWritesWhatDecodeReads(t *testing.T) {
	third := 1.0 / 3
	for _, c := range []struct {
		v    cells.Value
		want string
	}{
		{cells.Num(21.5), "21.5"},
		{cells.Num(1e6), "1000000"},
		{cells.Num(1e300), "1e+300"},
		{cells.Num(-1e-9), "-1e-09"},
		{cells.Num(third), "0.3333333333333333"},
		{cells.Boolean(true), "true"},
		{cells.Str("open"), "open"},
		{cells.Value{}, ""},
		{cells.Moment(45983.5), "2025-11-22T12:00:00"},
		{cells.Span(1.5 / 86400), "1.5"},
		{cells.Fail(&cells.CellError{Code: cells.ErrDiv0, Message: "m"}), "#DIV/0!"},
		{cells.Arr(&cells.Array{Rows: 1, Cols: 2, Values: []cells.Value{cells.Num(3), cells.Num(4)}}), "3"},
	} {
		got := feed.Encode(c.v)
		if string(got) != c.want {
			t.Errorf("Encode(%v) = %q, want %q", c.v, got, c.want)
		}
		if back, _, refused := feed.Decode(got); c.v.Kind() == cells.Number && (refused != nil || !back.Equal(c.v)) {
			t.Errorf("%q reads back as %v (%v)", got, back, refused)
		}
	}
}
