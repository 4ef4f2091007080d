package main

import (
	"fmt"

	"freshet/cells"
)

// criteria: COUNTIF or SUMIF for each row over all rows, each key ten times; a key changes. The loop counts, or sums up, in a map once and looks
// all up.
func criteria(rows int, sum bool) workload {
	const kinds = 10
	keys, values, out := make([]float64, rows), column(rows, 1), make([]float64, rows)
	s := cells.Set{Range: cells.Range{Sheet: 1, Bottom: int32(rows - 1), Right: 1}}
	for i := range rows {
		keys[i] = float64(i % (rows / kinds))
		s.Inputs = append(s.Inputs, cells.Literal(cells.Num(keys[i])), cells.Literal(cells.Num(values[i])))
	}
	name, formula := "COUNTIF", fmt.Sprintf("=COUNTIF(A$1:A$%d, A1)", rows)
	if sum {
		name, formula = "SUMIF", fmt.Sprintf("=SUMIF(A$1:A$%d, A1, B$1:B$%d)", rows, rows)
	}
	totals := make(map[float64]float64, rows/kinds)
	loop := func(i int) {
		keys[(i*7919)%rows] = float64(i % 50)
		clear(totals)
		for k, x := range keys {
			if sum {
				totals[x] += values[k]
			} else {
				totals[x]++
			}
		}
		for k, x := range keys {
			out[k] = totals[x]
		}
	}
	return workload{
		name: fmt.Sprintf("%s(all, key) × %s, one key changes", name, grouped(int64(rows))), rounds: 31,
		build:  ops(cells.Ops{s}, filled(2, formula, rows)),
		change: func(i int) cells.Op { return put((i*7919)%rows, 0, float64(i%50)) },
		expect: func(i int) (cells.Ref, cells.Value) {
			loop(i)
			return at((i*7919)%rows, 2), cells.Num(out[(i*7919)%rows])
		},
		loop: loop,
	}
}
