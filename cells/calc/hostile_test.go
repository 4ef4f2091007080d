package calc_test

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"freshet/cells"
)

// ends is how a hostile entry has to end.
type ends int

const (
	inLimit   ends = iota // its cell shows #LIMIT!
	inError               // another error
	inValue               // it is work that ends by itself
	inRefusal             // it is not taken
	inEither              // #LIMIT! or a value: where the budget ends is no matter here
)

// hostile is one entry into a book with numbers in A1:A20000 and texts of 100 letters in B1:B20000: a formula in D1, filled over rows if there are any.
// What goes before it puts other things there.
type hostile struct {
	formula string
	ends    ends
	fill    string
	before  func() []cells.Op
}

// TestHostileFormulasEnd enters each of them into a book and looks how it ends, and that steps and bytes, which are counted, stay within what waves have. Time and memory are
// printed.
func TestHostileFormulasEnd(t *testing.T) {
	if testing.Short() {
		t.Skip()
	}
	slow, all := 0, slices.Concat(hostiles, hostileReads, hostileFunctions, hostileKinds, hostileOrder)
	for i := range all {
		if raceEnabled && i%4 != 0 {
			continue // it takes ten times as long, and one goroutine does the most of it
		}
		x := &all[i]
		t.Run(fmt.Sprintf("%d %s", i, x.name()), func(t *testing.T) {
			if x.enter(t) > 200*time.Millisecond {
				slow++
			}
		})
	}
	t.Logf("%d of %d took more than 200 ms of processor time", slow, len(all))
}

func (x *hostile) name() string {
	name := x.formula[:min(len(x.formula), 90)]
	if x.fill != "" {
		name += " over " + x.fill
	}
	return name
}

// enter is the processor time of the longest of the entries that bring the formula.
func (x *hostile) enter(t *testing.T) (took time.Duration) {
	s := blankSheet(t)
	data := cells.Set{Range: at("A1:B20000")}
	for i := range 20_000 {
		data.Inputs = append(data.Inputs, cells.Literal(cells.Num(float64(i%977))), cells.Typed(fmt.Sprintf("%0100d", i)))
	}
	s.must(data)
	if x.before != nil {
		for _, op := range x.before() {
			s.must(op)
		}
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var ch *cells.Changes
	var system, wall time.Duration
	work := 0
	enter := func(op cells.Op) {
		start, worked, ofSystem := time.Now(), cpuTime(), systemTime()
		ch = s.apply("ann", op)
		if d := cpuTime() - worked; d > took {
			took, system, wall = d, systemTime()-ofSystem, time.Since(start)
		}
		if ch.Refused == nil {
			work = max(work, s.book.WaveWork())
		}
	}
	enter(cells.Set{Range: at("D1"), Inputs: typed(1, x.formula)})
	if x.fill != "" {
		enter(cells.Fill{Source: at("D1"), Target: at(x.fill)})
	}
	ends := ch
	if ch.Refused == nil {
		enter(cells.Tick{})
	}
	runtime.ReadMemStats(&after)
	mark := ""
	if took > 200*time.Millisecond {
		mark = " SLOW"
	}
	ms := time.Millisecond
	t.Logf("%v of processor time, %v of them the system's, %v gone by, %d steps, %d collections, %d MiB made, %d MiB kept%s: %s, D1 shows %v", took.Round(ms), system.Round(ms), wall.Round(ms), work,
		after.NumGC-before.NumGC, (after.TotalAlloc-before.TotalAlloc)>>20, (int64(after.HeapAlloc)-int64(before.HeapAlloc))>>20, mark, x.name(), brief(s.val("D1")))
	if work > 110_000_000 {
		t.Errorf("%d steps", work)
	}
	if texts, n := s.book.Holds(); texts > 256<<20 || n > 16_200_000 {
		t.Errorf("%d bytes of texts, %d cells", texts, n)
	}
	if !x.endsWell(s, ends) {
		t.Errorf("ends in %v, refused: %v", brief(s.val("D1")), ends.Refused)
	}
	if x.fill != "" {
		worked := cpuTime()
		s.must(cells.Clear{Range: at("D1:XFD1048576")})
		if d := cpuTime() - worked; d > 200*ms {
			t.Logf("%v to take it away SLOW", d.Round(ms))
			took = max(took, d)
		}
	}
	s.check()
	return took
}

// brief is a value as far as it fits a line.
func brief(v cells.Value) string {
	text := fmt.Sprint(show(v))
	return text[:min(len(text), 60)]
}

func (x *hostile) endsWell(s sheet1, ch *cells.Changes) bool {
	if ch.Refused != nil {
		return x.ends == inRefusal
	}
	limit, failed := false, false
	g := at("D1")
	if x.fill != "" {
		g = at(x.fill)
	}
	s.book.Scan(g, func(_ cells.Ref, c cells.Cell) bool {
		e := c.Value.Err()
		failed = failed || e != nil
		limit = limit || e != nil && e.Code == cells.ErrLimit && e.Message != ""
		return !limit
	})
	switch x.ends {
	case inLimit:
		return limit
	case inError:
		return failed
	case inValue:
		return !failed
	}
	return x.ends == inEither
}
