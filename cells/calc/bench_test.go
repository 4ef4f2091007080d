package calc_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/calc"
)

// The workloads W1 to W7 of the engine. Each has the plain loop that does the same arithmetic beside it:
//
//	go test ./cells/calc -run '^$' -bench 'W[0-9]'
type sheet1 struct {
	*replica
	tb testing.TB
}

func blankSheet(tb testing.TB) sheet1 {
	s := sheet1{newReplica(), tb}
	s.must(cells.AddSheet{Name: "Sheet1", Index: -1})
	return s
}

func (s sheet1) must(ops ...cells.Op) *cells.Changes {
	ch := s.apply("ann", ops...)
	if ch.Refused != nil {
		s.tb.Fatal(ch.Refused)
	}
	return ch
}

func at(a1 string) cells.Range {
	g, ok := cells.ParseA1(a1)
	if !ok {
		panic(a1)
	}
	g.Sheet = 1
	return g
}

func (s sheet1) set(a1, text string) *cells.Changes {
	return s.must(cells.Set{Range: at(a1), Inputs: []cells.Input{cells.Typed(text)}})
}

func (s sheet1) num(a1 string, x float64) {
	s.must(cells.Set{Range: at(a1), Inputs: []cells.Input{cells.Literal(cells.Num(x))}})
}

func (s sheet1) nums(a1 string, f func(i int) float64) {
	g := at(a1)
	op := cells.Set{Range: g, Inputs: make([]cells.Input, g.Size())}
	for i := range op.Inputs {
		op.Inputs[i] = cells.Literal(cells.Num(f(i)))
	}
	s.must(op)
}

func (s sheet1) fill(from, over string) { s.must(cells.Fill{Source: at(from), Target: at(over)}) }

func (s sheet1) want(a1 string, x float64) {
	s.tb.Helper()
	if got := s.book.Value(at(a1).TopLeft()); got.Float() != x {
		s.tb.Fatalf("%s is %s, want %v", a1, show(got), x)
	}
}

var sink float64

func BenchmarkW1Chain(b *testing.B) {
	const n = 100_000
	s := blankSheet(b)
	s.num("A1", 0)
	s.set("A2", "=A1+1")
	s.fill("A2", "A2:A"+strconv.Itoa(n))
	b.Run("ours", func(b *testing.B) {
		for i := range b.N {
			s.num("A1", float64(i+1))
		}
		s.want("A"+strconv.Itoa(n), float64(b.N+n-1))
	})
	b.Run("loop", func(b *testing.B) {
		v := make([]float64, n)
		for i := range b.N {
			v[0] = float64(i)
			for j := 1; j < n; j++ {
				v[j] = v[j-1] + 1
			}
		}
		sink = v[n-1]
	})
}

func benchW2(b *testing.B, n int) {
	s := blankSheet(b)
	s.nums("A1:A"+strconv.Itoa(n), func(i int) float64 { return float64(i) })
	s.nums("B1:B"+strconv.Itoa(n), func(i int) float64 { return float64(i%7 + 1) })
	s.num("Z1", 1)
	s.set("C1", "=A1*2+B1*$Z$1")
	s.fill("C1", "C1:C"+strconv.Itoa(n))
	b.Run("ours", func(b *testing.B) {
		for i := range b.N {
			s.num("Z1", float64(i+2))
		}
		s.want("C10", 18+3*float64(b.N+1))
	})
	b.Run("loop", func(b *testing.B) {
		x, y, z := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range b.N {
			f := float64(i)
			for j := range z {
				z[j] = float64(x[j]*2) + float64(y[j]*f)
			}
		}
		sink = z[n-1]
	})
	b.Run("one", func(b *testing.B) {
		for i := range b.N {
			s.num("A500", float64(i))
		}
	})
}

func BenchmarkW2Fill100k(b *testing.B) { benchW2(b, 100_000) }
func BenchmarkW2Fill1M(b *testing.B)   { benchW2(b, 1_000_000) }

func BenchmarkW2Build(b *testing.B) {
	const n = 100_000
	op := cells.Set{Range: at("C1:C" + strconv.Itoa(n)), Inputs: make([]cells.Input, n)}
	for i := range op.Inputs {
		op.Inputs[i] = cells.Typed(fmt.Sprintf("=A%d*2+B%d*$Z$1", i+1, i+1))
	}
	for b.Loop() {
		s := blankSheet(b)
		s.must(op)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/formula")
}

func BenchmarkW3RunningTotals(b *testing.B) {
	const n = 10_000
	s := blankSheet(b)
	s.nums("A1:A"+strconv.Itoa(n), func(i int) float64 { return float64(i) + 0.1 })
	s.set("B1", "=SUM(A$1:A1)")
	s.fill("B1", "B1:B"+strconv.Itoa(n))
	b.Run("ours", func(b *testing.B) {
		for i := range b.N {
			s.num("A1", float64(i)+0.5)
		}
	})
	b.Run("loop", func(b *testing.B) {
		x, y := make([]float64, n), make([]float64, n)
		for i := range b.N {
			x[0] = float64(i)
			t := 0.0
			for j := range x {
				t += x[j]
				y[j] = t
			}
		}
		sink = y[n-1]
	})
}

func BenchmarkW4BigSum(b *testing.B) {
	const n = 1_000_000
	s := blankSheet(b)
	s.nums("A1:A"+strconv.Itoa(n), func(i int) float64 { return float64(i) })
	s.set("B1", "=SUM(A1:A"+strconv.Itoa(n)+")")
	b.Run("ours", func(b *testing.B) {
		for i := range b.N {
			s.num("A500000", float64(i))
		}
		s.want("B1", float64(n)*(n-1)/2-499_999+float64(b.N-1))
	})
	b.Run("loop", func(b *testing.B) {
		x := make([]float64, n)
		for i := range b.N {
			x[500_000] = float64(i)
			t := 0.0
			for _, v := range x {
				t += v
			}
			sink = t
		}
	})
}

// BenchmarkW3Family changes what every row of running, shrinking and sliding aggregates reads.
func BenchmarkW3Family(b *testing.B) {
	const n = 10_000
	for _, f := range []string{
		"SUM(A$1:A1)", "SUM(A1:A$10000)", "AVERAGE(A$1:A1)", "COUNT(A$1:A1)", "MIN(A$1:A1)", "MAX(A1:A$10000)", "SUM(A$1:C1)", "SUM(A1:A7)*$Z$1",
		"SUM(A1:C30)*$Z$1", "MAX(A1:A30)*$Z$1", "SUM(A1:C1)*$Z$1", "A1/SUM(A$1:A$10000)",
	} {
		b.Run(f, func(b *testing.B) {
			s := blankSheet(b)
			s.nums("A1:C"+strconv.Itoa(n), func(i int) float64 { return float64(i) + 0.1 })
			s.num("Z1", 1)
			s.set("E1", "="+f)
			s.fill("E1", "E1:E"+strconv.Itoa(n))
			for i := range b.N {
				if strings.Contains(f, "Z") {
					s.num("Z1", float64(i))
				} else if strings.Contains(f, "(A1") {
					s.num("A10000", float64(-i))
				} else {
					s.num("A1", float64(-i))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
		})
	}
}

// BenchmarkW4Spread changes cells all over the column.
func BenchmarkW4Spread(b *testing.B) {
	const n = 1_000_000
	s := blankSheet(b)
	s.nums("A1:A"+strconv.Itoa(n), func(i int) float64 { return float64(i*7%1000) + 0.25 })
	s.set("D1", "=SUM(A1:A"+strconv.Itoa(n)+")")
	b.ResetTimer()
	for i := range b.N {
		s.must(cells.Set{Range: cells.Ref{Sheet: 1, Row: int32(i * 1009 % n)}.Range(), Inputs: []cells.Input{cells.Literal(cells.Num(float64(i)))}})
	}
}

func BenchmarkW5Grid(b *testing.B) {
	const rows, cols = 1000, 100
	s := blankSheet(b)
	s.nums("A1:CV1000", func(i int) float64 { return float64(i % 10) })
	s.set("CW1", "=SUM(A1:CV1)")
	s.fill("CW1", "CW1:CW1000")
	s.set("A1001", "=SUM(A1:A1000)")
	s.fill("A1001", "A1001:CW1001")
	r := rand.New(rand.NewPCG(1, 1))
	b.Run("ours", func(b *testing.B) {
		for i := range b.N {
			ref := cells.Ref{Sheet: 1, Row: int32(r.IntN(rows)), Col: int32(r.IntN(cols))}
			s.must(cells.Set{Range: ref.Range(), Inputs: []cells.Input{cells.Literal(cells.Num(float64(i % 100)))}})
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "edits/s")
	})
	b.Run("loop", func(b *testing.B) {
		var grid [rows][cols]float64
		for i := range b.N {
			y, x := r.IntN(rows), r.IntN(cols)
			grid[y][x] = float64(i)
			t := 0.0
			for _, v := range grid[y] {
				t += v
			}
			for j := range grid {
				t += grid[j][x]
			}
			sink = t
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "edits/s")
	})
}

func BenchmarkW6Lookups(b *testing.B) {
	const n = 10_000
	s := blankSheet(b)
	s.nums("A1:A"+strconv.Itoa(n), func(i int) float64 { return float64(i * 3) })
	s.nums("B1:B"+strconv.Itoa(n), func(i int) float64 { return float64(i) })
	s.nums("D1:D"+strconv.Itoa(n), func(i int) float64 { return float64((i * 7919 % n) * 3) })
	s.set("E1", "=VLOOKUP(D1,$A$1:$B$"+strconv.Itoa(n)+",2,FALSE)")
	s.fill("E1", "E1:E"+strconv.Itoa(n))
	b.Run("ours", func(b *testing.B) {
		for i := range b.N {
			s.num("B77", float64(i))
		}
	})
	b.Run("loop", func(b *testing.B) {
		key, val := make([]float64, n), make([]float64, n)
		for i := range key {
			key[i] = float64(i * 3)
		}
		for range b.N {
			m := make(map[float64]int, n)
			for i, k := range key {
				m[k] = i
			}
			t := 0.0
			for i := range n {
				t += val[m[float64((i*7919%n)*3)]]
			}
			sink = t
		}
	})
}

func BenchmarkW7Text(b *testing.B) {
	const n = 100_000
	s := blankSheet(b)
	s.num("Z1", 0)
	s.nums("A1:A"+strconv.Itoa(n), func(i int) float64 { return float64(i % 100) })
	s.set("B1", `=IF(A1+$Z$1>50,ROUND((A1+$Z$1)/3,2),CONCATENATE("low-",A1+$Z$1))`)
	s.fill("B1", "B1:B"+strconv.Itoa(n))
	b.Run("ours", func(b *testing.B) {
		for i := range b.N {
			s.num("Z1", float64(i%2+1))
		}
	})
	b.Run("loop", func(b *testing.B) {
		x := make([]float64, n)
		nums, texts := make([]float64, n), make([]string, n)
		for i := range x {
			x[i] = float64(i % 100)
		}
		for i := range b.N {
			z := float64(i%2 + 1)
			for j, v := range x {
				if v+z > 50 {
					nums[j] = cells.RoundDecimal((v+z)/3, 2)
				} else {
					texts[j] = "low-" + cells.GeneralNumber(v+z)
				}
			}
		}
		sink = nums[n-1] + float64(len(texts[1]))
	})
}

func BenchmarkLoad(b *testing.B) {
	const n = 1_000_000
	s := blankSheet(b)
	s.nums("A1:A"+strconv.Itoa(n), func(i int) float64 { return float64(i) })
	s.set("C1", "=A1*2+B1*$Z$1")
	s.fill("C1", "C1:C"+strconv.Itoa(n))
	s.save(true)
	size := 0
	for _, p := range s.parts {
		size += len(p)
	}
	var again *calc.Book
	for b.Loop() {
		var err error
		if again, err = s.reload(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(size)/n, "bytes/row")
	_ = again
}

// BenchmarkMemory tells what a million rows of two numbers and a formula take.
func BenchmarkMemory(b *testing.B) {
	const n = 1_000_000
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := blankSheet(b)
		s.nums("A1:B"+strconv.Itoa(n), func(i int) float64 { return float64(i) })
		s.set("C1", "=A1*2+B1*$Z$1")
		s.fill("C1", "C1:C"+strconv.Itoa(n))
		for range 2 {
			runtime.GC()
		}
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
		runtime.KeepAlive(s)
	}
}
