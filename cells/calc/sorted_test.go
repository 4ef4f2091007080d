package calc_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"freshet/cells"
)

// TestSortedLookupsFindTheirPlace holds MATCH and its like over sorted columns, in which blanks, texts and errors stand between the numbers, against the
// definition: the last number not above, or not below.
func TestSortedLookupsFindTheirPlace(t *testing.T) {
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 4))
		s := blankSheet(t)
		const rows = 1500
		up := make([]float64, rows)
		is := make([]bool, rows)
		x := 0.0
		ops := [2]cells.Set{{Range: at("A1:A1500"), Inputs: make([]cells.Input, rows)}, {Range: at("B1:B1500"), Inputs: make([]cells.Input, rows)}}
		for i := range rows {
			x += float64(r.IntN(3))
			v := cells.Num(x)
			switch up[i], is[i] = x, true; r.IntN(8) {
			case 0:
				v, is[i] = cells.Value{}, false
			case 1:
				v, is[i] = cells.Str("m"), false
			case 2:
				v, is[i] = cells.Fail(&cells.CellError{Code: cells.ErrNA, Message: "none"}), false
			}
			if seed == 5 && i > 700 {
				v, is[i] = cells.Value{}, false
			}
			ops[0].Inputs[i], ops[1].Inputs[rows-1-i] = cells.Literal(v), cells.Literal(v)
		}
		s.must(ops[0])
		s.must(ops[1])
		for i, f := range []string{"=IFERROR(MATCH(D1,A:A),0)", "=IFERROR(MATCH(D1,B$1:B$1500,-1),0)", "=IFERROR(LOOKUP(D1,A$1:A$1500),-1)", "=IFERROR(VLOOKUP(D1,A$1:B$1500,1,TRUE),-1)"} {
			col := cells.ColumnName(int32(4 + i))
			s.set(col+"1", f)
			s.fill(col+"1", col+"1:"+col+"40")
		}
		for row := 1; row <= 40; row++ {
			sought := float64(r.IntN(int(x)+4)) - 1 + float64(r.IntN(2))/2
			s.num(fmt.Sprintf("D%d", row), sought)
			last, down := 0, 0
			value := -1.0
			for i := range rows {
				if is[i] && up[i] <= sought {
					last, value = i+1, up[i]
				}
				// Of the column turned round: the first that is equal, else the last that is above.
				if k := rows - 1 - i; is[k] && (up[k] > sought || up[k] == sought && (down == 0 || up[rows-down] != sought)) {
					down = i + 1
				}
			}
			s.want(fmt.Sprintf("E%d", row), float64(last))
			s.want(fmt.Sprintf("F%d", row), float64(down))
			s.want(fmt.Sprintf("G%d", row), value)
			s.want(fmt.Sprintf("H%d", row), value)
		}
	}
}

// BenchmarkSortedLookup is one approximate look-up in a million rows, which must not read them.
func BenchmarkSortedLookup(b *testing.B) {
	s := blankSheet(b)
	s.nums("A1:A1000000", func(i int) float64 { return float64(i) })
	s.set("C1", "=MATCH(B1,A1:A1000000)")
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		s.num("B1", float64(i*7919%1_000_000))
	}
}
