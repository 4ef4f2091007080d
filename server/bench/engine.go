package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"freshet/cells"
	"freshet/cells/calc"
)

// workload is one of the rows of the engine's table: a book, a change that is made again and again, and the same arithmetic
// in a loop over slices.
type workload struct {
	name    string
	hyper   string    // its twin in hyper.mjs, with its rows; "": it has none
	build   cells.Ops // the book
	change  func(i int) cells.Op
	loop    func(i int) // does what the change makes the engine do
	expect  func(i int) (cells.Ref, cells.Value)
	rounds  int
	cores   int    // on which it is measured; 0 for all
	perEdit bool   // the figure is edits a second
	before  func() // what comes before the change, and before the loop, and is not measured
	burst   int    // how many edits follow each other before the loop has its turn; 0 for one
}

// replica is a book of the engine with nothing around it.
type replica struct {
	*calc.Book
	version uint64
}

func newReplica() *replica {
	return &replica{Book: calc.New(calc.Options{ID: "bench", Epoch: "bench"})}
}

func (r *replica) apply(ops ...cells.Op) (*cells.Changes, error) {
	r.version++
	c := r.Apply(cells.Entry{Version: r.version, At: int64(r.version), Seed: 1, Revision: calc.Revision, Actor: "bench", Ops: ops})
	if c.Refused != nil {
		return c, c.Refused
	}
	return c, nil
}

// engine prints the table of the engine: ours, the loop, and their ratio, and beside them HyperFormula.
func engine(ctx context.Context, b *bench) error {
	var other *peer
	if b.compare {
		var err error
		if other, err = b.hyperformula(ctx); err != nil {
			fmt.Fprintf(b.out, "  HyperFormula is not compared: %v\n", err)
		}
	}
	fmt.Fprintf(b.out, "  %-58s %12s %12s %10s %20s\n", "workload", "ours", "plain loop", "ratio", "HyperFormula")
	failed := 0
	peers := map[string]peerFigures{}
	for _, w := range workloads(b) {
		if err := ctx.Err(); err != nil {
			return err
		}
		theirs := other
		if w.hyper == "" {
			theirs = nil
		}
		if theirs != nil {
			f := theirs.run(ctx, w.hyper)
			if peers[w.hyper] = f; f.err != nil {
				fmt.Fprintf(b.out, "  HyperFormula failed: %v\n", f.err)
			}
		}
		ours, loop, err := w.run()
		if err != nil {
			fmt.Fprintf(b.out, "  %-58s failed: %v\n", w.name, err)
			failed++
			continue
		}
		write := span
		if w.perEdit {
			write = func(d time.Duration) string { return perSecond(1, d) }
		}
		fmt.Fprintf(b.out, "  %-58s %12s %12s %10s %20s\n", w.name, write(ours), write(loop), ratio(ours, loop), peers[w.hyper].cell(theirs, write))
		runtime.GC()
	}
	if err := b.builds(other, peers); err != nil || failed == 0 {
		return err
	}
	return fmt.Errorf("%d workloads", failed)
}

// run makes the change and the loop in turn and gives the medians.
func (w workload) run() (ours, loop time.Duration, err error) {
	r := newReplica()
	if _, err := r.apply(w.build...); err != nil {
		return 0, 0, err
	}
	runtime.GC()
	if w.cores > 0 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(w.cores))
	}
	var a, b []time.Duration
	for i := range w.rounds {
		if w.before != nil {
			w.before()
		}
		burst := max(w.burst, 1)
		edits := make(cells.Ops, burst)
		for k := range edits {
			edits[k] = w.change(i*burst + k)
		}
		start := time.Now()
		for _, op := range edits {
			if _, err := r.apply(op); err != nil {
				return 0, 0, err
			}
		}
		a = append(a, time.Since(start)/time.Duration(burst))
		if w.expect != nil {
			at, want := w.expect(i)
			if got := r.Value(at); !got.Equal(want) {
				return 0, 0, fmt.Errorf("%s shows %s after change %d, want %s", at.A1(),
					cells.Format{}.Render(got, "en"), i, cells.Format{}.Render(want, "en"))
			}
		}
		if w.before != nil {
			w.before()
		}
		start = time.Now()
		w.loop(i)
		b = append(b, time.Since(start))
	}
	return median(a), median(b), nil
}

// builds prints what it takes to make formulas from text, and to hold them.
func (b *bench) builds(other *peer, peers map[string]peerFigures) error {
	rows := b.scaled(100_000)
	typed := cells.Set{Range: cells.Range{Sheet: 1, Left: 2, Right: 2, Bottom: int32(rows - 1)}}
	for i := range rows {
		typed.Inputs = append(typed.Inputs, cells.Typed(fmt.Sprintf("=A%d*2+B%d*$Z$1", i+1, i+1)))
	}
	var times []time.Duration
	for range 5 {
		r := newReplica()
		if _, err := r.apply(append(cells.Ops{cells.AddSheet{Name: "Sheet1", Index: -1}}, numbers(rows, 2)...)...); err != nil {
			return err
		}
		start := time.Now()
		if _, err := r.apply(typed); err != nil {
			return err
		}
		times = append(times, time.Since(start))
	}
	theirs := "–"
	if f := peers[twin("W2", rows)]; f.built > 0 {
		theirs = span(f.built)
	}
	fmt.Fprintf(b.out, "  %-58s %12s %12s %10s %20s   %s\n", fmt.Sprintf("W2 build %s formulas from text, calculated", grouped(int64(rows))),
		span(median(times)), "–", "–", theirs, span(median(times)/time.Duration(rows))+" a formula; HyperFormula's with the numbers")

	million := b.scaled(1_000_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r := newReplica()
	for _, ops := range []cells.Ops{{cells.AddSheet{Name: "Sheet1", Index: -1}, set(0, 25, "3")}, numbers(million, 2), filled(2, "=A1*2+B1*$Z$1", million)} {
		for _, op := range ops {
			if _, err := r.apply(op); err != nil {
				return err
			}
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	theirs = "–"
	if f := peers[twin("W2", million)]; f.memory > 0 {
		theirs = fmt.Sprintf("%.0f MB", f.memory)
	} else if other != nil {
		theirs = f.cell(other, span)
	}
	fmt.Fprintf(b.out, "  %-58s %9.0f MB %9.0f MB %10s %20s   %s\n", fmt.Sprintf("memory, 2 × %s numbers and as many formulas", grouped(int64(million))),
		float64(after.HeapAlloc-before.HeapAlloc)/1e6, float64(3*8*million)/1e6, fmt.Sprintf("%.2g ×", float64(after.HeapAlloc-before.HeapAlloc)/float64(3*8*million)),
		theirs, "HyperFormula's of its whole process")
	runtime.KeepAlive(r)
	return nil
}

// numbers fills the first columns of the sheet.
func numbers(rows, cols int) cells.Ops {
	const most = 10_000
	var ops cells.Ops
	for top := 0; top < rows; top += most {
		n := min(most, rows-top)
		s := cells.Set{Range: cells.Range{Sheet: 1, Top: int32(top), Bottom: int32(top + n - 1), Right: int32(cols - 1)}}
		for i := range n {
			for c := range cols {
				s.Inputs = append(s.Inputs, cells.Literal(cells.Num(number(top+i, c))))
			}
		}
		ops = append(ops, s)
	}
	return ops
}

// number is what stands in a row and column of the workloads' tables.
func number(row, col int) float64 { return float64((row*7+col*13)%1000) + 0.25 }
