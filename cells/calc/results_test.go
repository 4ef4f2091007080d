package calc

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"freshet/cells"
)

// TestNumbersAreStoredAsCellsAre stores random numbers over others, of which runs are equal, zero, tiny, huge or not finite, and compares with one cell after the other.
func TestNumbersAreStoredAsCellsAre(t *testing.T) {
	odd := []float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, math.MaxFloat64, -math.MaxFloat64, 1, -1}
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 2000 {
		rows := 200 + r.IntN(blockRows-200)
		b := &block{kinds: slices.Repeat([]cells.Kind{cells.Number}, rows), nums: make([]float64, rows), used: int32(rows), numbers: int32(rows)}
		for i := range b.nums {
			b.nums[i] = float64(r.IntN(3))
		}
		from := r.IntN(100)
		n := 65 + r.IntN(rows-from-65+1)
		if round%2 == 0 {
			// What stands around them is of no account.
			for i := range b.kinds {
				if i < from || i >= from+n {
					b.replace(i, []cells.Kind{cells.Blank, cells.Bool, cells.Failed}[r.IntN(3)], 0)
				}
			}
		}
		nums := make([]float64, n)
		for i, mode := 0, 0; i < n; i++ {
			if r.IntN(40) == 0 {
				mode = r.IntN(4)
			}
			switch mode {
			case 0:
				nums[i] = r.Float64()
			case 1:
				nums[i] = b.nums[from+i]
			case 2:
				nums[i] = odd[r.IntN(len(odd))]
			case 3:
				nums[i] = float64(r.IntN(3))
			}
		}
		want, wantChanged, wantLeft := slices.Clone(b.nums), []int32(nil), []int32(nil)
		for i, x := range nums {
			switch {
			case math.IsNaN(x) || math.IsInf(x, 0):
				wantLeft = append(wantLeft, int32(from+i))
			case x != want[from+i]:
				want[from+i] = x + 0
				wantChanged = append(wantChanged, int32(from+i))
			}
		}
		var o outcome
		b.keepAll(int32(from), results{nums: nums, kind: cells.Number}, 7, &o)
		if !b.numeric(from, from+n) || round%2 == 0 && n < rows && b.numeric(0, rows) {
			t.Fatalf("round %d: rows %d…%d of %d are taken for something else", round, from, from+n-1, rows)
		}
		var changed []int32
		for _, p := range o.changed {
			for row := p.from; row <= p.to; row++ {
				changed = append(changed, row)
			}
		}
		same := func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) }
		if !slices.EqualFunc(b.nums[:rows], want[:rows], same) || !slices.Equal(changed, wantChanged) || !slices.Equal(o.left, wantLeft) || o.stored != n-len(wantLeft) {
			t.Fatalf("round %d: rows %d…%d of %d: %d stored, changed %v, left %v; want %d, %v, %v", round, from, from+n-1, rows,
				o.stored, changed, o.left, n-len(wantLeft), wantChanged, wantLeft)
		}
		for _, row := range changed {
			if b.at.get(int(row)) != 7 {
				t.Fatalf("round %d: row %d has no time", round, row)
			}
		}
	}
}

// TestAllNumbers looks at kinds one by one too.
func TestAllNumbers(t *testing.T) {
	for n := range 40 {
		kinds := slices.Repeat([]cells.Kind{cells.Number}, n+3)
		if !allNumbers(kinds[3:]) {
			t.Errorf("%d numbers are none", n)
		}
		for i := range n {
			for _, k := range []cells.Kind{cells.Blank, cells.Text, cells.Bool, cells.Time, cells.Duration, cells.Failed, cells.Arrayed} {
				kinds[3+i] = k
				if allNumbers(kinds[3:]) {
					t.Errorf("%d cells, of which one is of kind %v, are all numbers", n, k)
				}
			}
			kinds[3+i] = cells.Number
		}
	}
}
