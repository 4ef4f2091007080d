package live_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"freshet/cells"
	"freshet/server/live"
)

// TestTabsAgree lets tabs look around while people change everything about a book, and holds that in the end every tab shows what the
// book holds where it looks.
func TestTabsAgree(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed-", seed), func(t *testing.T) { agree(t, rand.New(rand.NewPCG(seed, 7))) })
	}
}

func agree(t *testing.T, chance *rand.Rand) {
	h := newHouse(t, startRedis(t), live.Limits{Frame: 2 * time.Millisecond, EditsPerSec: 10_000, Linger: time.Second})
	tabs := make([]*wanderer, 4)
	for i := range tabs {
		tabs[i] = &wanderer{name: fmt.Sprint("tab", i)}
		tabs[i].arrive(h, chance, false)
	}
	book, err := h.store.Book(context.Background(), h.book)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Release()
	for range 300 {
		w := tabs[chance.IntN(len(tabs))]
		switch n := chance.IntN(100); {
		case n < 25:
			w.look(chance)
		case n < 28:
			held := chance.IntN(3) > 0
			if held {
				w.settle()
			}
			w.tab.leave()
			w.arrive(h, chance, held)
		default:
			w.seq++
			w.tab.edit(w.seq, randomOp(chance))
			if chance.IntN(10) == 0 {
				w.tab.answered(w.seq) // lets everybody take a breath
			}
		}
	}
	for _, w := range tabs {
		version := w.settle()
		for _, other := range tabs {
			other.tab.reaches(version)
		}
	}
	for _, w := range tabs {
		err := book.View(context.Background(), func(v cells.View) error {
			w.tab.mu.Lock()
			defer w.tab.mu.Unlock()
			if w.tab.version != v.Position().Version {
				return fmt.Errorf("it is at version %d of %d", w.tab.version, v.Position().Version)
			}
			return w.tab.differs(v, w.view)
		})
		if err != nil {
			t.Errorf("%s, which looks at %s: %v", w.name, w.view.A1(), err)
		}
	}
}

// wanderer is a tab that looks here and there.
type wanderer struct {
	name string
	tab  *tab
	seq  uint64
	view cells.Range
}

// arrive opens the tab: as one that comes back with what it held, or as a new one that looks elsewhere.
func (w *wanderer) arrive(h *house, chance *rand.Rand, back bool) {
	g := guest{actor: w.name}
	if back {
		g.position, g.held = &cells.Position{Epoch: w.tab.epoch, Version: w.tab.version}, w.tab.cells
	} else {
		w.view = randomView(chance)
	}
	g.view = w.view.A1()
	w.tab = h.visit(g)
}

// settle has the tab make an edit and waits until it has its effect, and so everything it looked at before. It tells the version.
func (w *wanderer) settle() uint64 {
	w.seq++
	w.tab.edit(w.seq, set("A1", "settled"))
	version := w.tab.answered(w.seq).Version
	w.tab.reaches(version)
	return version
}

func (w *wanderer) look(chance *rand.Rand) {
	for range 1 + chance.IntN(3) {
		w.view = randomView(chance)
		w.tab.send(struct {
			T string `json:"t"`
			cells.Range
		}{"view", w.view})
	}
}

func randomView(chance *rand.Rand) cells.Range {
	top, left := chance.Int32N(3)*32, chance.Int32N(3)*8
	return cells.Range{Sheet: 1, Top: top, Left: left, Bottom: top + 32*(1+chance.Int32N(2)) - 1, Right: left + 8*(1+chance.Int32N(2)) - 1}
}

// randomOp changes something in the first 100 rows and 24 columns.
func randomOp(chance *rand.Rand) cells.Op {
	at := func() cells.Ref { return cells.Ref{Sheet: 1, Row: chance.Int32N(100), Col: chance.Int32N(24)} }
	area := func(rows, cols int32) cells.Range {
		r := at().Range()
		r.Bottom, r.Right = r.Top+chance.Int32N(rows), r.Left+chance.Int32N(cols)
		return r
	}
	axis := cells.Rows
	if chance.IntN(3) == 0 {
		axis = cells.Cols
	}
	switch chance.IntN(16) {
	case 0:
		return cells.Clear{Range: area(20, 5)}
	case 1:
		return cells.SetFormat{Range: area(20, 5), Format: cells.Format{Bold: chance.IntN(2) == 0, Kind: cells.AsNumber, Decimals: chance.IntN(3)}}
	case 2:
		return cells.Insert{Sheet: 1, Axis: axis, At: chance.Int32N(24), Count: 1 + chance.Int32N(3)}
	case 3:
		return cells.Delete{Sheet: 1, Axis: axis, At: chance.Int32N(24), Count: 1 + chance.Int32N(3)}
	case 4:
		s := area(2, 2)
		return cells.Fill{Source: s, Target: cells.Range{Sheet: 1, Top: s.Top, Left: s.Left, Bottom: s.Bottom + 1 + chance.Int32N(30), Right: s.Right}, Mode: []cells.FillMode{cells.FillNumbers, cells.FillSeries, cells.FillOther}[chance.IntN(3)]}
	case 5:
		return cells.Move{Source: area(5, 3), Dest: at()}
	case 6:
		return cells.Copy{Source: area(5, 3), Dest: area(5, 3)}
	case 7:
		return cells.Undo{}
	case 8:
		return cells.Ingest{Readings: []cells.Reading{{Ref: at(), Value: cells.Num(chance.Float64())}, {Ref: at(), Value: cells.Str("reading")}}}
	case 9:
		return set(at().A1(), fmt.Sprintf("=SUM(%s)", area(30, 6).A1()))
	case 10:
		return set(at().A1(), fmt.Sprintf("=%s/%s", at().A1(), at().A1()))
	case 11:
		return set(at().A1(), fmt.Sprintf("=%s", area(4, 2).A1()))
	}
	r := area(10, 2)
	inputs := make([]cells.Input, r.Size())
	for i := range inputs {
		inputs[i] = cells.Typed(fmt.Sprint(chance.IntN(50)))
	}
	return cells.Set{Range: r, Inputs: inputs}
}
