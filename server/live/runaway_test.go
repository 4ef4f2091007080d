package live_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
	"freshet/server/live"
)

// neighbour is the same server with another book of its own.
func (h *house) neighbour() *house {
	h.t.Helper()
	created, err := h.store.Create(context.Background(), store.NewBook{Title: "Next door", Actor: "system"})
	if err != nil {
		h.t.Fatal(err)
	}
	return &house{t: h.t, store: h.store, hub: h.hub, server: h.server, book: created.ID, links: created.Links, tokens: created.Tokens}
}

// value is a cell of the book's first sheet.
func (h *house) value(a1 string) (out cells.Value) {
	h.t.Helper()
	b, err := h.store.Book(context.Background(), h.book)
	if err != nil {
		h.t.Fatal(err)
	}
	defer b.Release()
	err = b.View(context.Background(), func(v cells.View) error {
		out = v.Value(rangeOf(h.t, 1, a1).TopLeft())
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

func write(a1, input string) cells.Op {
	g, _ := cells.ParseA1(a1)
	g.Sheet = 1
	return cells.Set{Range: g, Inputs: []cells.Input{cells.Typed(input)}}
}

// runaways is formulas that would never end, or take all memory, or more than the machine has; and what ends them: a part of the message of #LIMIT! in the
// cell, the code of a refusal, or the error that the cell shows.
var runaways = []struct{ name, input, ends string }{
	{"loops in loops in loops", "=all(A1:A2000, all(A1:A2000, all(A1:A2000, # >= 0)))", "4,000,000 steps"},
	{"a billion numbers", "=1..1e9", "3,000,000 array elements"},
	{"a text that doubles", `=REDUCE("x",SEQUENCE(100),LAMBDA(a,b,a&a))`, "32,767 bytes"},
	{"a long text", `=REPT("x",1e9)`, "32,767 bytes"},
	{"an array that doubles", "=REDUCE({1},SEQUENCE(100),LAMBDA(a,b,VSTACK(a,a)))", "4,000,000 steps"},
	{"an array of 1e12 elements", "=SEQUENCE(1e6,1e6)", "3,000,000 array elements"},
	{"a map over all cells of a sheet", "=MAP(Big!A1:XFD1048576,LAMBDA(x,x+1))", "3,000,000 array elements"},
	{"all cells of a sheet, twice", "=Big!A1:XFD1048576*2", "3,000,000 array elements"},
	{"a function that calls itself", "=LET(f,LAMBDA(g,x,g(g,x+1)),f(f,1))", "256 deep"},
	{"a function that calls itself twice", "=LET(f,LAMBDA(g,x,g(g,x+1)+g(g,x+2)),f(f,1))", "256 deep"},
	{"a regular expression that grows", `="a" matches REPT("(a?){1000}",90)`, "repeats too much"},
	{"a regular expression that repeats repetitions", `=REGEXTEST("aaaa","((a{100}){100}){100}")`, "repeats too much"},
	{"a regular expression that would go back and forth", `=REGEXTEST(REPT("a",30000)&"b","(a+)+$")`, "value"},
	{"2,000 brackets in each other", "=" + strings.Repeat("(", 2000) + "1" + strings.Repeat(")", 2000), "256"},
	{"10,000 brackets in each other", "=" + strings.Repeat("(", 10_000) + "1" + strings.Repeat(")", 10_000), string(cells.TooLarge)},
	{"a formula of a megabyte", "=" + strings.Repeat("1+", 500_000) + "1", string(cells.TooLarge)},
	{"a call with too many arguments", "=SUM(" + strings.Repeat("1,", 4000) + "1)", "value"},
	{"a name that reads itself", "=self+1", "#CYCLE!"},
}

// TestRunawaysEndWhileOthersEdit posts formulas that never end into one book, while somebody edits another book of the same server. Each ends in an error
// that names its limit, and the other one's edits are acknowledged and seen all the while.
func TestRunawaysEndWhileOthersEdit(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{EditsPerSec: 1_000_000})
	other := h.neighbour()
	x, y := h.visit(guest{client: "ann-client-a"}), other.visit(guest{actor: "bob"})
	x.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	y.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	h.update("system", cells.DefineName{Name: "self", Range: rangeOf(t, 1, "C1")}, cells.AddSheet{Name: "Big", Index: -1},
		cells.Set{Range: cells.Ref{Sheet: 2, Row: cells.MaxRows - 1, Col: cells.MaxCols - 1}.Range(), Inputs: []cells.Input{cells.Typed("1")}}, write("A1", "=ROW()"),
		cells.Fill{Source: rangeOf(t, 1, "A1"), Target: rangeOf(t, 1, "A1:A2000")})

	seq, edits := uint64(0), uint64(0)
	post := func(ops ...cells.Op) (answer heard, took time.Duration, meanwhile uint64) {
		t.Helper()
		done := make(chan struct{})
		start, before := time.Now(), edits
		seq++
		x.edit(seq, ops...)
		go func() {
			defer close(done)
			answer = x.answered(seq)
			took = time.Since(start)
		}()
		for {
			select {
			case <-done:
				return answer, took, edits - before
			default:
			}
			edits++
			y.edit(edits, write("A1", fmt.Sprint(edits)))
			if m := y.answered(edits); m.T != "ack" {
				t.Fatalf("the edit of another book: %s", m.raw)
			}
			y.shows("A1", fmt.Sprint(edits))
		}
	}
	for _, r := range runaways {
		cell := "C1"
		answer, took, meanwhile := post(write(cell, r.input))
		t.Logf("%s: %v, %d edits in the other book", r.name, took.Round(time.Millisecond), meanwhile)
		if answer.T == "refuse" {
			if string(answer.Error.Code) != r.ends {
				t.Errorf("%s: refused: %v", r.name, answer.Error)
			}
			continue
		}
		v := h.value(cell)
		switch e := v.Err(); {
		case r.ends == "value":
			if e != nil {
				t.Errorf("%s: %v", r.name, e)
			}
		case e == nil:
			t.Errorf("%s: it has the value %q", r.name, v.Text())
		case strings.HasPrefix(r.ends, "#"):
			if e.Code.String() != r.ends {
				t.Errorf("%s: %v", r.name, e)
			}
		case e.Code != cells.ErrLimit || !strings.Contains(e.Message, r.ends):
			t.Errorf("%s: %v", r.name, e)
		default:
			x.shows(cell, "#LIMIT!")
		}
	}

	// Two hundred at once: the wave as a whole has a limit, too.
	post(write("D1", "=sum(1..900000, sum(1..900000, #))+ROW()"))
	g := rangeOf(t, 1, "D1:D200")
	_, took, meanwhile := post(cells.Fill{Source: g.TopLeft().Range(), Target: g})
	t.Logf("200 in one fill: %v, %d edits in the other book", took.Round(time.Millisecond), meanwhile)
	if e := h.value("D200").Err(); e == nil || e.Code != cells.ErrLimit {
		t.Errorf("the last of 200 shows %v", e)
	}
	if edits == 0 {
		t.Error("the other book stood still")
	}
}

// TestBooksDoNotWaitForEachOther holds one book still while an edit of it is under way, and edits another one: if that ever needed anything that the
// first one holds, it would wait for ever.
func TestBooksDoNotWaitForEachOther(t *testing.T) {
	h := newHouse(t, startRedis(t), live.Limits{EditsPerSec: 1_000_000})
	other := h.neighbour()
	x, y := h.visit(guest{client: "ann-client-a"}), other.visit(guest{actor: "bob"})
	x.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	y.heard("welcome", func(m heard) bool { return m.T == "welcome" })
	b, err := h.store.Book(t.Context(), h.book)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Release()
	err = b.View(t.Context(), func(cells.View) error { // a view holds its book still, as a long wave does
		x.edit(1, write("A1", "=1..1e9"))
		for i := range uint64(50) {
			y.edit(i+1, write("A1", fmt.Sprint(i)))
			if m := y.answered(i + 1); m.T != "ack" {
				t.Errorf("the edit of another book: %s", m.raw)
			}
			y.shows("A1", fmt.Sprint(i))
		}
		x.mu.Lock()
		defer x.mu.Unlock()
		for _, m := range x.got {
			if m.T == "ack" {
				t.Error("the first book went on: the test shows nothing")
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if m := x.answered(1); m.T != "ack" {
		t.Fatalf("the runaway: %s", m.raw)
	}
	x.shows("A1", "#LIMIT!")
}
