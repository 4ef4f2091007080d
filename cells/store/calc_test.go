package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
)

// computed has a store compute books with package calc.
func computed(o *store.Options) { o.Engine = nil }

func typed(row, col int, text string) cells.Request {
	return cells.Request{Actor: "p1", Ops: cells.Ops{cells.Set{Range: cell(row, col).Range(), Inputs: []cells.Input{cells.Typed(text)}}}}
}

// The first example there was: A = C+D+E, B = A*F, devices push C…F, everything that depends on them follows, on every server.
func TestReadingsComputeOnEveryServer(t *testing.T) {
	r := startRedis(t)
	one, two := open(t, r.url(), computed), open(t, r.url(), computed)
	id := create(t, one)
	a, b := hold(t, one, id), hold(t, two, id)
	update(t, a, typed(0, 0, "=C1+D1+E1"))
	update(t, a, typed(0, 1, "=A1*F1"))
	for i, v := range []float64{1, 2, 3, 10} {
		update(t, b, cells.Request{Actor: "mqtt:d", Ops: cells.Ops{cells.Ingest{Readings: []cells.Reading{{Ref: cell(0, 2+i), Value: cells.Num(v)}}}}})
	}
	for _, book := range []*store.Book{a, b} {
		eventually(t, "B1 is 60", func() bool { return valueAt(t, book, cell(0, 1)).Equal(cells.Num(60)) })
	}
	_, err := a.Update(t.Context(), typed(3, 3, "=1+"))
	var refusal *cells.Error
	if !errors.As(err, &refusal) || refusal.Code != cells.Syntax {
		t.Fatalf("a formula that does not parse: %v", err)
	}
	p, err := b.History(t.Context(), cell(0, 5), 0, 0, 0)
	if err != nil || len(p) != 1 || !p[0].Value.Equal(cells.Num(10)) {
		t.Fatalf("history of F1: %v %v", p, err)
	}
}

// Random work on two servers, with checkpoints and servers that open the book from them: all hold the same values.
func TestServersComputeAlike(t *testing.T) {
	r := startRedis(t)
	window := func(o *store.Options) {
		o.Checkpoint = store.Checkpointing{Entries: 40, Quiet: time.Hour, Window: 500}
	}
	one, two := open(t, r.url(), computed, window), open(t, r.url(), computed, window)
	id := create(t, one)
	books := []*store.Book{hold(t, one, id), hold(t, two, id)}
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range 600 {
		b := books[rng.IntN(2)]
		if _, err := b.Update(t.Context(), randomRequest(rng)); err != nil {
			var refusal *cells.Error
			if !errors.As(err, &refusal) {
				t.Fatal(err)
			}
		}
		if i%100 != 99 {
			continue
		}
		fresh := open(t, r.url(), computed, window)
		fb := hold(t, fresh, id)
		eventually(t, fmt.Sprintf("all three agree after %d", i), func() bool { s := state(t, books[0]); return s == state(t, books[1]) && s == state(t, fb) })
		update(t, fb, typed(0, 0, fmt.Sprint(i))) // and a loaded one goes on alike
		eventually(t, "and go on alike", func() bool { s := state(t, books[0]); return s == state(t, books[1]) && s == state(t, fb) })
		if err := fresh.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if one.Stats().Checkpoints+two.Stats().Checkpoints == 0 {
		t.Error("no checkpoint was written")
	}
}

func randomRequest(rng *rand.Rand) cells.Request {
	at := func() cells.Ref { return cell(rng.IntN(30), rng.IntN(8)) }
	area := func() cells.Range {
		a := at()
		return cells.Range{Sheet: 1, Top: a.Row, Left: a.Col, Bottom: a.Row + int32(rng.IntN(6)), Right: a.Col + int32(rng.IntN(2))}
	}
	var op cells.Op
	switch rng.IntN(14) {
	case 0, 1, 2:
		op = cells.Set{Range: at().Range(), Inputs: []cells.Input{cells.Typed(fmt.Sprint(rng.IntN(100)))}}
	case 3, 4:
		op = cells.Set{Range: at().Range(), Inputs: []cells.Input{cells.Typed("=" + at().A1() + "*2+SUM(" + area().A1() + ")")}}
	case 5:
		op = cells.Set{Range: at().Range(), Inputs: []cells.Input{cells.Typed("=IF(" + at().A1() + ">50,RAND(),\"x\"&" + at().A1() + ")")}}
	case 6:
		op = cells.Ingest{Readings: []cells.Reading{{Ref: at(), Value: cells.Num(rng.Float64())}, {Ref: at(), Value: cells.Num(rng.Float64())}}}
	case 7:
		op = cells.Clear{Range: area()}
	case 8:
		op = cells.Insert{Sheet: 1, Axis: []cells.Axis{cells.Rows, cells.Cols}[rng.IntN(2)], At: int32(rng.IntN(8)), Count: 1}
	case 9:
		op = cells.Delete{Sheet: 1, Axis: []cells.Axis{cells.Rows, cells.Cols}[rng.IntN(2)], At: int32(rng.IntN(8)), Count: 1}
	case 10:
		source := at()
		target := source.Range()
		target.Bottom += int32(1 + rng.IntN(10))
		op = cells.Fill{Source: source.Range(), Target: target}
	case 11:
		op = cells.SetFormat{Range: area(), Format: cells.Format{Kind: cells.Percent}}
	case 12:
		op = cells.Undo{}
	case 13:
		op = cells.Tick{}
	}
	return cells.Request{Actor: fmt.Sprintf("p%d", rng.IntN(2)), Ops: cells.Ops{op}}
}

// Many callers at once check, read and compute one book: one that has grown here, and one that was just loaded.
func TestCallersShareOneReplica(t *testing.T) {
	r := startRedis(t)
	s := open(t, r.url(), computed)
	b := hold(t, s, create(t, s))
	work(t, b)
	for range 5 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(t, r.url(), computed)
		work(t, hold(t, s, b.ID()))
	}
}

// work is eight callers.
func work(t *testing.T, b *store.Book) {
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(w), 1))
			_ = b.View(t.Context(), func(v cells.View) error { _, _ = v.Extent(1); return nil })
			for range 25 {
				_, err := b.Update(t.Context(), randomRequest(rng))
				var refusal *cells.Error
				if err != nil && !errors.As(err, &refusal) {
					t.Error(err)
				}
				_ = b.View(t.Context(), func(v cells.View) error {
					ref := cell(rng.IntN(30), rng.IntN(8))
					_, _ = v.Cell(ref), v.Precedents(ref)
					_, _ = v.Dependents(ref, 10), v.Hash()
					v.Scan(cells.Range{Sheet: 1, Bottom: 40, Right: 9}, func(cells.Ref, cells.Cell) bool { return true })
					return nil
				})
			}
		})
	}
	wg.Wait()
}
