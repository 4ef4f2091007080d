package calc_test

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"freshet/cells"
)

func TestZZ(t *testing.T) {
	if os.Getenv("H3") == "" {
		t.Skip()
	}
	med := func(d []time.Duration) string { slices.Sort(d); return fmt.Sprintf("%v(p10 %v)", d[len(d)/2], d[len(d)/10]) }
	for _, k := range []struct{ n, cols, rounds int }{{1_000_000, 1, 31}, {100_000, 1, 101}, {10_000, 20, 101}} {
		s := blankSheet(t)
		n := k.n
		s.nums("A1:A"+strconv.Itoa(n), func(i int) float64 { return float64(i) })
		s.nums("B1:B"+strconv.Itoa(n), func(i int) float64 { return float64(i%7 + 1) })
		s.num("Z1", 1)
		x, y := make([]float64, n), make([]float64, n)
		zs := make([][]float64, k.cols)
		for c := range k.cols {
			col := cells.ColumnName(int32(30 + c))
			s.set(col+"1", fmt.Sprintf("=$A1*%d+$B1*$Z$1", c+2))
			s.fill(col+"1", col+"1:"+col+strconv.Itoa(n))
			zs[c] = make([]float64, n)
		}
		runtime.GC()
		val := 2.0
		for _, cores := range []int{1, 2} {
			old := runtime.GOMAXPROCS(cores)
			var a, b, c []time.Duration
			for range k.rounds {
				val++
				st := time.Now()
				s.num("Z1", val)
				a = append(a, time.Since(st))
				st = time.Now()
				for c := range zs {
					z := zs[c]
					by := float64(c + 2)
					for j := range z {
						z[j] = float64(x[j]*by) + float64(y[j]*val)
					}
				}
				b = append(b, time.Since(st))
			}
			for range k.rounds {
				val++
				st := time.Now()
				s.num("Z1", val)
				c = append(c, time.Since(st))
			}
			fmt.Printf("%9d×%2d cores %d: ours %s loop %s   back to back %s\n", n, k.cols, cores, med(a), med(b), med(c))
			runtime.GOMAXPROCS(old)
		}
	}
}
