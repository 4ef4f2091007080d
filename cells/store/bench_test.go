package store_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/store"
	"freshet/server/embed"
)

// stores are the kinds of stores a benchmark runs on.
func stores(b *testing.B, run func(b *testing.B, o store.Options)) {
	b.Run("redis", func(b *testing.B) {
		path, err := exec.LookPath("redis-server")
		if err != nil {
			b.Skip("redis-server is not installed")
		}
		dir, err := os.MkdirTemp("", "fr")
		if err != nil {
			b.Fatal(err)
		}
		cmd := exec.Command(path, "--port", "0", "--unixsocket", filepath.Join(dir, "s"), "--dir", dir, "--appendonly", "yes", "--save", "", "--loglevel", "warning")
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			_ = os.RemoveAll(dir)
		})
		for range 500 {
			if _, err = os.Stat(filepath.Join(dir, "s")); err == nil {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		run(b, store.Options{URL: "unix://" + filepath.Join(dir, "s"), Logger: quiet()})
	})
	b.Run("embedded", func(b *testing.B) {
		e, err := embed.Open(b.Context(), embed.Options{Dir: b.TempDir(), Logger: quiet()})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = e.Close() })
		run(b, store.Options{Logger: quiet(), Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) { return e.Dial(ctx) }})
	})
}

func openBench(b *testing.B, o store.Options, ops ...cells.Op) (*store.Store, *store.Book) {
	b.Helper()
	s, err := store.Open(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	made, err := s.Create(b.Context(), store.NewBook{Title: "B", Ops: ops, Actor: "p1"})
	if err != nil {
		b.Fatal(err)
	}
	book, err := s.Book(b.Context(), made.ID)
	if err != nil {
		b.Fatal(err)
	}
	return s, book
}

// BenchmarkUpdate is one acknowledged edit of one cell, for callers that each wait for their answer.
func BenchmarkUpdate(b *testing.B) {
	stores(b, func(b *testing.B, o store.Options) {
		for _, writers := range []int{1, 8, 64} {
			b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
				_, book := openBench(b, o)
				defer book.Release()
				left := atomic.Int64{}
				left.Store(int64(b.N))
				done := make(chan struct{})
				b.ReportAllocs()
				b.ResetTimer()
				for w := range writers {
					go func() {
						for i := 0; left.Add(-1) >= 0; i++ {
							if _, err := book.Update(b.Context(), set(w, i%100, float64(i))); err != nil {
								b.Error(err)
							}
						}
						done <- struct{}{}
					}()
				}
				for range writers {
					<-done
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
			})
		}
	})
}

// BenchmarkOpen is the opening of a book of 100,000 cells, half of them formulas, from its checkpoint.
func BenchmarkOpen(b *testing.B) {
	stores(b, func(b *testing.B, o store.Options) {
		const rows = 50_000
		inputs := make([]cells.Input, rows)
		for i := range inputs {
			inputs[i] = cells.Literal(cells.Num(float64(i) + 0.5))
		}
		column := cells.Range{Sheet: 1, Bottom: rows - 1}
		formula := cell(0, 1).Range()
		filled := cells.Range{Sheet: 1, Left: 1, Bottom: rows - 1, Right: 1}
		s, book := openBench(b, o, cells.Set{Range: column, Inputs: inputs}, cells.Set{Range: formula, Inputs: []cells.Input{cells.Typed("=A1*2+1")}},
			cells.Fill{Source: formula, Target: filled})
		id := book.ID()
		book.Release()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		for range b.N {
			s, err := store.Open(b.Context(), o)
			if err != nil {
				b.Fatal(err)
			}
			book, err := s.Book(b.Context(), id)
			if err != nil {
				b.Fatal(err)
			}
			err = book.View(b.Context(), func(v cells.View) error {
				if got := v.Value(cell(rows-1, 1)); !got.Equal(cells.Num(2*(rows-0.5) + 1)) {
					return fmt.Errorf("the last cell is %v", got.Float())
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			book.Release()
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
}

// BenchmarkReadings is one reading that changes a cell and its history, 64 devices at once.
func BenchmarkReadings(b *testing.B) {
	stores(b, func(b *testing.B, o store.Options) {
		_, book := openBench(b, o)
		defer book.Release()
		left := atomic.Int64{}
		left.Store(int64(b.N))
		done := make(chan struct{})
		b.ResetTimer()
		for w := range 64 {
			go func() {
				for i := 0; left.Add(-1) >= 0; i++ {
					if _, err := book.Update(b.Context(), reading(w, float64(i), 0)); err != nil {
						b.Error(err)
					}
				}
				done <- struct{}{}
			}()
		}
		for range 64 {
			<-done
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "readings/s")
	})
}
