package calc_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
)

// start is the time of the first entry of tests that set the clock.
const start = int64(1_790_000_000_000)

// clocked is a book whose clock the test sets.
type clocked struct {
	sheet1
	now int64
}

func newClocked(tb testing.TB) *clocked {
	return &clocked{blankSheet(tb), start}
}

func (c *clocked) do(ops ...cells.Op) *cells.Changes {
	c.tb.Helper()
	e := c.entry("ann", ops...)
	e.At = c.now
	ch := c.book.Apply(e)
	if ch.Refused != nil {
		c.tb.Fatal(ch.Refused)
	}
	return ch
}

func (c *clocked) typed(a1, text string) *cells.Changes {
	c.tb.Helper()
	return c.do(cells.Set{Range: at(a1), Inputs: []cells.Input{cells.Typed(text)}})
}

// reading ingests a value measured so many milliseconds ago; with ago 0 it has no time of its own.
func (c *clocked) reading(a1 string, v cells.Value, ago int64) *cells.Changes {
	c.tb.Helper()
	r := cells.Reading{Ref: at(a1).TopLeft(), Value: v}
	if ago != 0 {
		r.At = c.now - ago
	}
	return c.do(cells.Ingest{Readings: []cells.Reading{r}})
}

// historic is formulas over the past of A1, one of each sort.
var historic = []string{
	`=avg_over(A1,4000)`, `=sum_over(A1,"1h")`, `=min_over(A1,4000)`, `=max_over(A1,"1h")`, `=count_over(A1,"1h")`, `=stdev_over(A1,"1h")`, `=median_over(A1,4000)`,
	`=pct_over(A1,"1h",95)`, `=mode_over(A1,4000)`, `=first_over(A1,"1h")`, `=range_over(A1,4000)`, `=twa(A1,"1h")`, `=integrate(A1,"1h","s","linear")`, `=prev(A1,3)`,
	`=delta(A1,"1h")`, `=deriv(A1,"1h")`, `=changes(A1,4000)`, `=increase(A1,"1h")`, `=rate(A1,"1h")`, `=resets(A1,4000)`, `=irate(A1)`, `=sma(A1,100)`,
	`=ewma(A1,"1m")`, `=ewma(A1,"1m","1h")`, `=lowpass(A1,"1m")`, `=kalman1(A1,1,4)`, `=holt(A1,0.4,0.2)`, `=cusum(A1,50,5)`, `=zscore(A1,4000)`, `=anomaly(A1,"1h")`,
	`=outlier(A1,"1h")`, `=predict(A1,"1h","5m")`, `=trend_over(A1,4000)`, `=since(A1)`, `=age(A1)`, `=isfresh(A1,"1m")`, `=lasttime(A1)`, `=true_for(A1)`, `=ontime(A1,"1h")`,
	`=count_true(A1,4000)`, `=counter(A1)`, `=toggle(A1)`, `=timer(A1,"5s")`, `=hold(A1,"5s")`, `=debounce(A1,"2s")`, `=throttle(A1,"10s")`, `=sample(A1,"1m")`,
	`=delay(A1,"10m")`, `=SUM(consume(A1,B1))`, `=SUM(zip(A1,B1))`, `=fresh(A1,B1)`, `=meter(A1,"hour")`, `=SUM(bucket(A1,"1m","sum",30))`,
	`=SUM(history(A1,"1h","1m","max"))`, `=at(A1,NOW()-1/48)`, `=IF(hysteresis(N(A1),30,80),"on","off")&deadband(N(A1),20)`, `=SUM(N(latch(A1:B1>90,A1:B1=0)))`,
}

func plantHistoric(c *clocked) {
	op := cells.Set{Range: at(fmt.Sprintf("C1:C%d", len(historic)))}
	for _, text := range historic {
		op.Inputs = append(op.Inputs, cells.Typed(text))
	}
	c.do(op)
}

// TestReadingsDoNotReadThePastAgain counts: with windows of thousands of points a new reading costs each formula a few dozen points at most.
func TestReadingsDoNotReadThePastAgain(t *testing.T) {
	c := newClocked(t)
	plantHistoric(c)
	c.typed("B1", "5")
	r := rand.New(rand.NewPCG(1, 1))
	feed := func(n int) {
		for range n {
			c.now += 500
			c.reading("A1", cells.Num(float64(r.IntN(100))), 0)
		}
	}
	feed(5000)
	before := c.book.PointsRead()
	feed(1000)
	each := float64(c.book.PointsRead()-before) / 1000 / float64(len(historic))
	t.Logf("%.1f points for each formula and reading", each)
	if each > 40 {
		t.Errorf("a reading costs each formula %.1f points", each)
	}
	before = c.book.PointsRead()
	feed(4000) // points are forgotten on the way
	if each := float64(c.book.PointsRead()-before) / 4000 / float64(len(historic)); each > 45 {
		t.Errorf("with points forgotten a reading costs each formula %.1f points", each)
	}
}

// TestPastsAreTheSameFromTheStore lets one book live and another be loaded again and again; the values, what was evaluated and the budgets spent must be equal.
func TestPastsAreTheSameFromTheStore(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	a, b := newClocked(t), newReplica()
	b.book.Apply(cells.Entry{Version: 1, At: start, Seed: 1, Revision: calc.Revision, Actor: "ann", Ops: cells.Ops{cells.AddSheet{Name: "Sheet1", Index: -1}}})
	a.book = calc.New(calc.Options{ID: "test", Epoch: "e"})
	var entries []cells.Ops
	entries = append(entries, nil)
	op := cells.Set{Range: at(fmt.Sprintf("C1:C%d", len(historic)))}
	for _, text := range historic {
		op.Inputs = append(op.Inputs, cells.Typed(text))
	}
	entries = append(entries, cells.Ops{op})
	reading := func() cells.Reading {
		x := cells.Reading{Ref: at([]string{"A1", "A1", "A1", "B1"}[r.IntN(4)]).TopLeft(), Value: cells.Num(float64(r.IntN(6) * r.IntN(30)))}
		switch r.IntN(12) {
		case 0:
			x.Value = cells.Str("off")
		case 1:
			x.Value = cells.Value{}
		case 2:
			x.Value = cells.Boolean(r.IntN(2) == 0)
		case 3, 4, 5:
			x.At = start + int64(r.IntN(3_000_000)) // early, late or from the future
		}
		return x
	}
	for i := range 500 {
		in := cells.Ingest{}
		n := 1
		if i%11 == 0 {
			n = 1 + r.IntN(600)
		}
		for range n {
			in.Readings = append(in.Readings, reading())
		}
		switch i % 7 {
		case 3:
			entries = append(entries, cells.Ops{cells.Tick{}})
		case 5:
			if i%35 == 5 {
				entries = append(entries, cells.Ops{cells.Undo{}}, cells.Ops{cells.Redo{}})
			}
		}
		if i%97 == 40 {
			entries = append(entries, cells.Ops{cells.Insert{Sheet: 1, Axis: cells.Cols, At: 1, Count: 1}}, cells.Ops{cells.Delete{Sheet: 1, Axis: cells.Cols, At: 1, Count: 1}})
		}
		entries = append(entries, cells.Ops{in})
	}
	a.book.Apply(cells.Entry{Version: 1, At: start, Seed: 1, Revision: calc.Revision, Actor: "ann", Ops: cells.Ops{cells.AddSheet{Name: "Sheet1", Index: -1}}})
	now := start
	for i, ops := range entries[1:] {
		now += int64(r.IntN(9000))
		e := cells.Entry{Version: uint64(i + 2), At: now, Seed: 7, Revision: calc.Revision, Actor: "ann", Ops: ops}
		x, y := a.book.Apply(e), b.book.Apply(e)
		if x.Recomputed != y.Recomputed || (x.Refused == nil) != (y.Refused == nil) {
			t.Fatalf("entry %d, %T: one evaluates %d cells, the loaded one %d", i, ops[0], x.Recomputed, y.Recomputed)
		}
		if a.book.Hash() != b.book.Hash() {
			p, q := strings.Split(dump(a.book), "\n"), strings.Split(dump(b.book), "\n")
			for k := range p {
				if p[k] != q[k] {
					t.Errorf("%s\nloaded: %s", p[k], q[k])
				}
			}
			t.Fatalf("entry %d, %T", i, ops[0])
		}
		if i%9 != 0 {
			continue
		}
		b.save(len(b.parts) == 0)
		again, err := b.reload()
		if err != nil {
			t.Fatal(err)
		}
		b.book = again
	}
}
