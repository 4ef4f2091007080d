package formula

import (
	"math"

	"freshet/cells"
)

// rowTerms is about how many numbers a rowReader reads at once.
const rowTerms = 8192

// rowReader reads rows of some columns for an aggregate: what each row adds to it.
type rowReader struct {
	s      Strips
	g      cells.Range // its sheet and columns
	cols   int
	sum    bool // terms are needed, and a cell without a number is the term 0
	best   bool // terms are needed, and a cell without a number is no number
	filled bool // what is not blank counts, rather than what is a number

	uncounted bool      // nobody asks for counts
	stride    int       // terms a row
	terms     []float64 // by row
	counts    []int32   // by row: cells that count; a sum needs them not
	odds      []int32   // by row: cells that Eval must look at
	odd       bool      // there are such cells

	own []float64 // memory for terms
}

func (x *rowReader) begin(s Strips, op blockOp, g cells.Range) {
	x.s, x.g, x.cols, x.uncounted = s, g, g.Cols(), op == blockSum
	x.sum = op == blockSum || op == blockAverage
	x.best = op.extreme()
	x.filled = op == blockCountA
	x.stride = x.cols
}

// most is how many rows are to be read at once.
func (x *rowReader) most() int { return min(BlockRows, max(1, rowTerms/x.cols)) }

// read reads n rows from a row on; with up, the last one comes first.
func (x *rowReader) read(from int32, n int, up bool) {
	x.room(n, x.cols)
	if x.direct(from, n, up) {
		return
	}
	for c := range x.cols {
		x.column(c, c, from, n, up, false)
	}
}

// room makes room for rows and forgets what was read.
func (x *rowReader) room(n, stride int) {
	if len(x.counts) < n {
		x.counts, x.odds = make([]int32, BlockRows), make([]int32, BlockRows)
	}
	clear(x.counts[:n])
	clear(x.odds[:n])
	x.odd = false
	x.stride = stride
	if x.sum || x.best {
		if len(x.own) < n*stride {
			x.own = make([]float64, max(n*stride, BlockRows))
		}
		x.terms = x.own
	}
}

// direct takes a single column of numbers as it is stored; false when it is none.
func (x *rowReader) direct(from int32, n int, up bool) bool {
	if x.cols > 1 || up {
		return false
	}
	s := x.s.Strip(x.g.Sheet, from, x.g.Left, n)
	kinds, nums := s.Kinds, s.Nums
	if s.Rows < n || kinds == nil {
		return false
	}
	if !s.Numbers {
		var all, differ cells.Kind
		for _, k := range kinds {
			all |= k
			differ |= k ^ cells.Number
		}
		if all > cells.Number || differ != 0 && !x.sum {
			return false
		}
	}
	x.terms = nums
	if x.uncounted {
		return true
	}
	for j, k := range kinds {
		x.counts[j] = int32(k) // a number is 1, a blank 0
	}
	return true
}

// column reads rows of the c-th column; the term goes to the place at within those of its row. With away the rows leave the aggregate.
func (x *rowReader) column(c, at int, from int32, n int, up, away bool) {
	col := x.g.Left + int32(c)
	for done := 0; done < n; {
		s := x.s.Strip(x.g.Sheet, from+int32(done), col, n-done)
		kinds, nums, m := s.Kinds, s.Nums, s.Rows
		j, step := done, 1
		if up {
			j, step = n-1-done, -1
		}
		if s.Numbers {
			x.numbers(nums, j, step, at, away)
		} else {
			x.cells(kinds, nums, m, j, step, at, away)
		}
		done += m
	}
}

// numbers takes cells that are all numbers for the rows from j on, in steps.
func (x *rowReader) numbers(nums []float64, j, step, at int, away bool) {
	by, sign := int32(1), 1.0
	if away {
		by, sign = -1, -1
	}
	if !x.uncounted {
		for k := range nums {
			x.counts[j+k*step] += by
		}
	}
	if x.sum || x.best {
		to, stride := j*x.stride+at, step*x.stride
		for _, num := range nums {
			x.terms[to] = sign * num
			to += stride
		}
	}
}

// cells takes m cells for the rows from j on, in steps.
func (x *rowReader) cells(kinds []cells.Kind, nums []float64, m, j, step, at int, away bool) {
	by := int32(1)
	if away {
		by = -1
	}
	none := 0.0
	if x.best {
		none = math.NaN()
	}
	for k := range m {
		kind, num := cells.Blank, none
		if kinds != nil {
			kind = kinds[k]
		}
		switch kind {
		case cells.Blank:
		case cells.Number:
			x.counts[j] += by
			if num = nums[k]; away {
				num = -num
			}
		case cells.Time, cells.Duration:
			x.counts[j] += by
			x.strange(j, by)
		case cells.Failed:
			if x.filled {
				x.counts[j] += by
			}
			x.strange(j, by)
		default:
			if x.filled {
				x.counts[j] += by
			}
		}
		if x.sum || x.best {
			x.terms[j*x.stride+at] = num
		}
		j += step
	}
}

// strange counts a cell that only Eval knows how to treat; COUNT and COUNTA know it themselves.
func (x *rowReader) strange(j int, by int32) {
	if x.sum || x.best {
		x.odds[j] += by
		x.odd = true
	}
}
