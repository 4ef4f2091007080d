package calc_test

import (
	"fmt"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
)

// life is a book that lives through entries beside one that is stored and loaded again and again.
type life struct {
	t    *testing.T
	seed uint64
	p    *wide
	a, b *replica
	now  int64
	done []string
}

func newLife(t *testing.T, seed uint64, history bool) *life {
	l := &life{t: t, seed: seed, p: newWide(seed, history), a: newReplica(), b: newReplica(), now: start}
	l.do("system", cells.AddSheet{Name: "S1", Index: -1}, cells.SetBook{Title: "A book"})
	return l
}

func (l *life) fatal(format string, args ...any) {
	l.t.Helper()
	l.t.Fatalf("seed %d: %s\nafter\n%s\nof\n%s", l.seed, fmt.Sprintf(format, args...), strings.Join(l.done, "\n"), dump(l.a.book))
}

// do applies an entry to both books.
func (l *life) do(actor string, ops ...cells.Op) *cells.Changes {
	l.t.Helper()
	v := l.a.book.Position().Version + 1
	e := cells.Entry{Version: v, At: l.now, Seed: v, Revision: calc.Revision, Actor: actor, Ops: ops}
	x := l.a.book.Apply(e)
	text, _ := cells.Ops(ops).MarshalJSON()
	l.done = append(l.done, fmt.Sprintf("%d %d %s %s %v", v, l.now-start, actor, text, x.Refused))
	y := l.b.book.Apply(e)
	if p, q := answer(x), answer(y); p != q {
		l.fatal("one answers %s\nthe other %s", p, q)
	}
	if l.a.book.Hash() != l.b.book.Hash() {
		l.fatal("the loaded one: %s", difference(dump(l.a.book), dump(l.b.book)))
	}
	if err := l.a.book.CheckInvariants(); err != nil {
		l.fatal("%v", err)
	}
	if err := truthful(l.a.book, x); err != nil {
		l.fatal("%v", err)
	}
	return x
}

// answer is what came of an entry.
func answer(ch *cells.Changes) string {
	var out strings.Builder
	fmt.Fprintln(&out, ch.Refused, ch.Repeated, ch.Recomputed, ch.Skipped, ch.Values, ch.Inputs, ch.Shifts, ch.Book)
	for _, p := range ch.Points {
		fmt.Fprintln(&out, p.Series, p.At, show(p.Value), p.Keep)
	}
	return out.String()
}

// reload puts in the place of the other book what is stored of it.
func (l *life) reload() {
	l.t.Helper()
	l.b.save(len(l.b.parts) == 0)
	again, err := l.b.reload()
	if err != nil {
		l.fatal("%v", err)
	}
	if err := again.CheckInvariants(); err != nil {
		l.fatal("loaded: %v", err)
	}
	l.b.book = again
	if x, y := dump(l.a.book), dump(l.b.book); x != y {
		l.fatal("the loaded one: %s", difference(x, y))
	}
}

// live applies a number of random entries.
func (l *life) live(steps int) {
	l.t.Helper()
	actors := []string{"ann", "bob", "cem"}
	for range steps {
		l.now += int64([]int{0, 1, 40, 700, 30_000}[l.p.pick(5)])
		who := actors[l.p.pick(3)]
		switch l.p.pick(9) {
		case 0:
			l.do(who, cells.Undo{})
		case 1:
			l.do(who, cells.Redo{})
		default:
			l.do(who, l.p.entry(l.a.book)...)
		}
		if l.p.pick(5) == 0 {
			l.reload()
		}
	}
}

// settle lets time pass until no formula waits for a later wave: whole columns are long at the end of the sheet.
func (l *life) settle() {
	l.t.Helper()
	for range 50 {
		if !l.a.book.Waiting() {
			return
		}
		l.now += 1000
		l.do("system", cells.Tick{})
	}
	l.fatal("formulas go on waiting")
}

// clearLost clears the formulas whose references are lost: they cannot be typed.
func (l *life) clearLost() {
	l.t.Helper()
	var lost []cells.Op
	for _, s := range l.a.book.Info().Sheets {
		if g, ok := l.a.book.Extent(s.ID); ok {
			l.a.book.Scan(g, func(at cells.Ref, c cells.Cell) bool {
				if c.Formula && strings.Contains(c.Input, "#REF!") {
					lost = append(lost, cells.Clear{Range: at.Range()})
				}
				return true
			})
		}
	}
	if len(lost) > 0 {
		l.do("ann", lost...)
	}
}

// wideLife compares, after a life, with what a book is from nothing.
func wideLife(t *testing.T, seed uint64, steps int) {
	t.Helper()
	l := newLife(t, seed, false)
	l.live(steps)
	l.clearLost()
	l.now += 1000
	tick := func(r *replica) {
		for n := 0; n == 0 || r.book.Waiting() && n < 50; n++ {
			at := start + 1_000_000_000 + int64(n)*1000
			r.book.Apply(cells.Entry{Version: r.book.Position().Version + 1, At: at, Seed: 99, Revision: calc.Revision, Actor: "system", Ops: cells.Ops{cells.Tick{}}})
		}
	}
	tick(l.a)
	o := newOracle(l.a.book)
	o.at, o.seed = start+1_000_000_000, 99
	if err := o.check(); err != nil {
		l.fatal("%v", err)
	}
	for _, together := range []bool{false, true} {
		fresh := fromNothing(t, l.a, l.p.r, together)
		tick(fresh)
		if a, b := shown(l.a), shown(fresh); a != b {
			l.fatal("together %v: %s", together, difference(a, b))
		}
		if a, b := graph(t, l.a), graph(t, fresh); a != b {
			l.fatal("together %v: the graph: %s", together, difference(a, b))
		}
	}
}

// TestWideLives lives through entries of all kinds, of several ops, by several people, at the borders of blocks and of sheets, beside a book that is stored and
// loaded again and again, and compares with the oracle and with what the same inputs give from nothing.
func TestWideLives(t *testing.T) {
	for seed := range uint64(60) {
		wideLife(t, seed, 40)
	}
}

// TestWideLivesWithThePast is the same with formulas that read the past, which is more than inputs tell.
func TestWideLivesWithThePast(t *testing.T) {
	for seed := range uint64(60) {
		newLife(t, seed, true).live(40)
	}
	newLife(t, 7167794336157953621, true).live(60) // one value for another in cells that an array of a loop would cover
}

// TestWideUndo takes everything back that one person did, and does it again.
func TestWideUndo(t *testing.T) {
	for seed := range uint64(60) {
		wideUndo(t, seed, 25)
	}
	wideUndo(t, 7997954659899376818, 40) // a blank column that one replica has and a loaded one has not is emptied where an array waits for it
	wideUndo(t, 8281734384970699407, 40) // a formula of an entry names a sheet that the entry deleted
	wideUndo(t, 5032881201843504066, 40) // an array reaches the last row when others are gone
	for range 4 {                        // a sheet gets another name: which formula came first was a matter of the order of a map
		wideUndo(t, 15762204017010421667, 40)
	}
}

func wideUndo(t *testing.T, seed uint64, steps int) {
	t.Helper()
	l := newLife(t, seed, false)
	l.p.calm = true
	l.do("system", cells.AddSheet{Name: "S3", Index: 0})
	first := dump(l.a.book)
	for range steps {
		l.now += 1000
		var ops cells.Ops
		for _, op := range l.p.entry(l.a.book) {
			switch op.(type) {
			case cells.Ingest, cells.Tick: // are not undone
			default:
				ops = append(ops, op)
			}
		}
		if len(ops) > 0 {
			l.do("ann", ops...)
		}
	}
	l.settle()
	last := dump(l.a.book)
	for _, to := range []struct {
		op   cells.Op
		want string
	}{{cells.Undo{}, first}, {cells.Redo{}, last}, {cells.Undo{}, first}} {
		n := 0
		for l.do("ann", to.op).Refused == nil {
			if n++; n%4 == 0 {
				l.reload()
			}
		}
		l.settle()
		if got := dump(l.a.book); got != to.want {
			l.fatal("%T of all leaves %s", to.op, difference(got, to.want))
		}
	}
}
