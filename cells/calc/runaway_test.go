package calc_test

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"freshet/cells"
)

// cpuTime is what this process has worked; other load on the machine does not count.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// systemTime is the part of it that the operating system worked for this process.
func systemTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Stime.Nano())
}

func lines(n int, text func(i int) string) []cells.Input {
	out := make([]cells.Input, n)
	for i := range out {
		out[i] = cells.Typed(text(i))
	}
	return out
}

// runawayBooks are books that a wave can hardly come through.
var runawayBooks = []struct {
	name  string
	ops   func() []cells.Op // the last one is the one that counts
	limit bool              // something must show #LIMIT!; the others are work that ends by itself
}{
	{"200 runaways filled down", func() []cells.Op {
		return []cells.Op{cells.Set{Range: at("B1"), Inputs: lines(1, func(int) string { return "=sum(1..900000, sum(1..900000, #))+A1" })}, cells.Fill{Source: at("B1"), Target: at("B1:B200")}}
	}, true},
	{"10,000 formulas within their own budget", func() []cells.Op {
		return []cells.Op{cells.Set{Range: at("B1"), Inputs: lines(1, func(int) string { return "=reduce(1..400000, #acc+#, 0)+A1" })}, cells.Fill{Source: at("B1"), Target: at("B1:B10000")}}
	}, true},
	{"a million cells of OFFSET in 10,000 rows", func() []cells.Op {
		return []cells.Op{
			cells.Set{Range: at("A1"), Inputs: lines(1, func(int) string { return "=ROW()" })},
			cells.Fill{Source: at("A1"), Target: at("A1:A1000000")},
			cells.Set{Range: at("C1"), Inputs: lines(1, func(int) string { return "=SUM(OFFSET($A$1,0,0,1000000,1))" })},
			cells.Fill{Source: at("C1"), Target: at("C1:C10000")},
		}
	}, false},
	{"a chain of 5,000 INDIRECT", func() []cells.Op {
		return []cells.Op{cells.Set{Range: at("A1:A5000"), Inputs: lines(5000, func(i int) string { return fmt.Sprintf(`=INDIRECT("A%d")+1`, i+2) })}}
	}, false},
	{"a column that looks itself up", func() []cells.Op {
		return []cells.Op{
			cells.Set{Range: at("A1"), Inputs: lines(1, func(int) string { return "1" })},
			cells.Set{Range: at("A2"), Inputs: lines(1, func(int) string { return "=IFERROR(MATCH(-1,A$1:A1,0),ROW())" })},
			cells.Fill{Source: at("A2"), Target: at("A2:A3000")},
		}
	}, false},
	{"sums of rows 16,384 columns wide", func() []cells.Op {
		return []cells.Op{
			cells.Set{Range: at("B1"), Inputs: lines(1, func(int) string { return "=COLUMN()" })},
			cells.Fill{Source: at("B1"), Target: at("B1:XFD1")},
			cells.Set{Range: at("A2"), Inputs: lines(1, func(int) string { return "=SUM($B$1:$XFD$1)+LEN(B2)" })},
			cells.Fill{Source: at("A2"), Target: at("A2:A20000")},
		}
	}, false},
	{"SUMIF over 20,000 rows in 20,000 rows", func() []cells.Op {
		return []cells.Op{
			cells.Set{Range: at("A1"), Inputs: lines(1, func(int) string { return "=MOD(ROW(),100)" })},
			cells.Fill{Source: at("A1"), Target: at("A1:A20000")},
			cells.Set{Range: at("B1"), Inputs: lines(1, func(int) string { return `=SUMIF(A$1:A$20000,">"&A1)` })},
			cells.Fill{Source: at("B1"), Target: at("B1:B20000")},
		}
	}, false},
	{"sorting 20,000 rows in 1,000 rows", func() []cells.Op {
		return []cells.Op{
			cells.Set{Range: at("A1"), Inputs: lines(1, func(int) string { return "=MOD(ROW()*7919,10007)" })},
			cells.Fill{Source: at("A1"), Target: at("A1:A20000")},
			cells.Set{Range: at("C1"), Inputs: lines(1, func(int) string { return "=SUM(SORT(A$1:A$20000))+ROW()" })},
			cells.Fill{Source: at("C1"), Target: at("C1:C1000")},
		}
	}, true},
	{"UNIQUE of 20,000 rows in 1,000 rows", func() []cells.Op {
		return []cells.Op{
			cells.Set{Range: at("A1"), Inputs: lines(1, func(int) string { return "=MOD(ROW()*7919,10007)" })},
			cells.Fill{Source: at("A1"), Target: at("A1:A20000")},
			cells.Set{Range: at("C1"), Inputs: lines(1, func(int) string { return "=ROWS(UNIQUE(A$1:A$20000))+ROW()" })},
			cells.Fill{Source: at("C1"), Target: at("C1:C1000")},
		}
	}, true},
	{"VSTACK of 20,000 rows, twice, in 1,000 rows", func() []cells.Op {
		return []cells.Op{
			cells.Set{Range: at("A1"), Inputs: lines(1, func(int) string { return "=ROW()&\"\"" })},
			cells.Fill{Source: at("A1"), Target: at("A1:A20000")},
			cells.Set{Range: at("C1"), Inputs: lines(1, func(int) string { return "=ROWS(VSTACK(A$1:A$20000,A$1:A$20000))+ROW()" })},
			cells.Fill{Source: at("C1"), Target: at("C1:C1000")},
		}
	}, true},
	{"products of 100×100 matrices in 1,000 rows", func() []cells.Op {
		return []cells.Op{
			cells.Set{Range: at("A1"), Inputs: lines(1, func(int) string { return "=SEQUENCE(100,100)/7" })},
			cells.Set{Range: at("CX1"), Inputs: lines(1, func(int) string { return "=SUM(MMULT($A$1:$CV$100,$A$1:$CV$100))+ROW()" })},
			cells.Fill{Source: at("CX1"), Target: at("CX1:CX1000")},
		}
	}, true},
	{"texts of 30,000 letters in 100,000 rows", func() []cells.Op {
		return []cells.Op{
			cells.Set{Range: at("A1"), Inputs: lines(1, func(int) string { return "=REPT(\"x\",30000)&ROW()" })}, cells.Fill{Source: at("A1"), Target: at("A1:A100000")},
		}
	}, true},
	{"arrays of 100,000 cells in 50 columns", func() []cells.Op {
		return []cells.Op{
			cells.Set{Range: at("A1"), Inputs: lines(1, func(int) string { return "=SEQUENCE(100000)*COLUMN()" })}, cells.Fill{Source: at("A1"), Target: at("A1:AX1")},
		}
	}, true},
	{"texts that double, cell by cell", func() []cells.Op {
		return []cells.Op{
			cells.Set{Range: at("A1"), Inputs: lines(1, func(int) string { return "0123456789abcdef" })},
			cells.Set{Range: at("A2"), Inputs: lines(1, func(int) string { return "=A1&A1" })},
			cells.Fill{Source: at("A2"), Target: at("A2:A1000")},
		}
	}, true},
	{"regular expressions that would go back and forth", func() []cells.Op {
		return []cells.Op{cells.Set{Range: at("A1"), Inputs: lines(1, func(int) string { return `=REGEXTEST(REPT("a",30000)&"b","(a+)+$")&ROW()` })}, cells.Fill{Source: at("A1"), Target: at("A1:A300")}}
	}, false},
	{"arrays that cover each other's cells", func() []cells.Op {
		return []cells.Op{cells.Set{Range: at("A1:A300"), Inputs: lines(300, func(i int) string { return fmt.Sprintf("=SEQUENCE(%d,%d)+B%d*0", 300-i, 300-i, i+1) })}}
	}, false},
}

// TestRunawayBooks prints how long the waves of such books take; the benchmark measures it.
func TestRunawayBooks(t *testing.T) {
	for _, x := range runawayBooks {
		s := blankSheet(t)
		ops := x.ops()
		for _, op := range ops[:len(ops)-1] {
			s.must(op)
		}
		start, worked := time.Now(), cpuTime()
		s.must(ops[len(ops)-1])
		t.Logf("%s: %v, %v of processor time, %d steps, waits: %v", x.name, time.Since(start).Round(time.Millisecond), (cpuTime() - worked).Round(time.Millisecond), s.book.WaveWork(), s.book.Waiting())
		limits := 0
		g, _ := s.book.Extent(1)
		s.book.Scan(g, func(_ cells.Ref, c cells.Cell) bool {
			if e := c.Value.Err(); e != nil && e.Code == cells.ErrLimit && strings.ContainsAny(e.Message, "0123456789") {
				limits++
			}
			return limits == 0
		})
		if x.limit && limits == 0 {
			t.Errorf("%s: nothing shows #LIMIT! with the number of its limit", x.name)
		}
	}
}

func BenchmarkRunawayBooks(b *testing.B) {
	for _, x := range runawayBooks {
		b.Run(strings.ReplaceAll(x.name, " ", "_"), func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				s := blankSheet(b)
				ops := x.ops()
				for _, op := range ops[:len(ops)-1] {
					s.must(op)
				}
				b.StartTimer()
				s.must(ops[len(ops)-1])
			}
		})
	}
}
