package live_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/calc"
	"freshet/server/live"
)

// column makes an engine's book with n numbers in A and, beside them, =A1*2 and so on in B.
func column(b testing.TB, n int32) *calc.Book {
	b.Helper()
	book := calc.New(calc.Options{Epoch: "e", ID: "b"})
	version := uint64(0)
	apply := func(ops ...cells.Op) {
		version++
		if c := book.Apply(cells.Entry{Version: version, At: int64(version), Actor: "bench", Ops: ops}); c.Refused != nil {
			b.Fatal(c.Refused)
		}
	}
	apply(cells.AddSheet{Name: "Sheet1", Index: -1})
	inputs := make([]cells.Input, n)
	for i := range inputs {
		inputs[i] = cells.Typed(fmt.Sprint(i))
	}
	apply(cells.Set{Range: cells.Range{Sheet: 1, Bottom: n - 1}, Inputs: inputs})
	apply(set("B1", "=A1*2"), cells.Fill{Source: cells.Range{Sheet: 1, Left: 1, Right: 1}, Target: cells.Range{Sheet: 1, Left: 1, Right: 1, Bottom: n - 1}})
	return book
}

// BenchmarkEncode is the making of one frame, which every tab with the same view shares: of 1,000 changed values, of 1,000 cells with
// their inputs, and of one value.
func BenchmarkEncode(b *testing.B) {
	book := column(b, 1024)
	held := []cells.Range{{Sheet: 1, Bottom: 1023, Right: 7}}
	thousand := []cells.Range{{Sheet: 1, Left: 1, Right: 1, Bottom: 999}}
	one := []cells.Range{{Sheet: 1, Left: 1, Right: 1, Top: 5, Bottom: 5}}
	for _, c := range []struct {
		name                        string
		areas, held, values, inputs []cells.Range
		cells                       int
	}{
		{"values-1000", nil, held, thousand, nil, 1000},
		{"inputs-1000", nil, held, nil, thousand, 1000},
		{"snapshot-2048", held, nil, nil, nil, 2048},
		{"value-1", nil, held, one, nil, 1},
	} {
		b.Run(c.name, func(b *testing.B) {
			size := 0
			for b.Loop() {
				frame, _ := live.Frame(book, false, 0, 1, c.areas, c.held, c.values, c.inputs)
				size = len(frame)
			}
			b.ReportMetric(float64(size)/float64(c.cells), "B/cell")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(c.cells), "ns/cell")
		})
	}
}

// BenchmarkFanOut is the time from a reading's commit until the last of the tabs with the same view has it.
func BenchmarkFanOut(b *testing.B) {
	for _, watchers := range []int{1, 100} {
		b.Run(fmt.Sprintf("watchers-%d", watchers), func(b *testing.B) {
			h := newHouse(b, startRedis(b), live.Limits{Frame: time.Microsecond})
			h.update("api", set("B1", "=A1*2"))
			tabs := make([]*tab, watchers)
			for i := range tabs {
				tabs[i] = h.visit(guest{actor: fmt.Sprint("w", i)})
			}
			book, err := h.store.Book(context.Background(), h.book)
			if err != nil {
				b.Fatal(err)
			}
			defer book.Release()
			before := h.hub.Stats()
			for i := 0; b.Loop(); i++ {
				c, err := book.Update(context.Background(), cells.Request{Actor: "dev", Ops: cells.Ops{cells.Ingest{Readings: []cells.Reading{{Ref: cells.Ref{Sheet: 1}, Value: cells.Num(float64(i))}}}}})
				if err != nil {
					b.Fatal(err)
				}
				for _, x := range tabs {
					for x.at() < c.Position.Version {
						time.Sleep(20 * time.Microsecond)
					}
				}
			}
			after := h.hub.Stats()
			b.ReportMetric(float64(after.SentBytes-before.SentBytes)/float64(after.Sent-before.Sent), "B/message")
			b.ReportMetric(float64(after.Frames-before.Frames)/float64(b.N), "frames/op")
		})
	}
}

// BenchmarkSummary is a summary over two columns of 100,000 numbers, during which the book cannot be written.
func BenchmarkSummary(b *testing.B) {
	book := column(b, 100_000)
	for b.Loop() {
		live.Summarise(book, cells.Range{Sheet: 1, Bottom: cells.MaxRows - 1, Right: cells.MaxCols - 1})
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/200_000, "ns/cell")
}
