package main

import (
	"fmt"

	"freshet/cells"
)

// regions: many columns of formulas, too short to share the rows of one, which do not read each other; what all read changes.
func regions(cols, rows int) workload {
	x, y := column(rows, 0), column(rows, 1)
	z := make([][]float64, cols)
	build := ops(numbers(rows, 2), cells.Ops{set(0, 25, "3")})
	for c := range z {
		z[c] = make([]float64, rows)
		build = append(build, filled(int32(30+c), fmt.Sprintf("=$A1*%d+$B1*$Z$1", c+1), rows)...)
	}
	return workload{
		name: fmt.Sprintf("%d columns × %s that do not read each other", cols, grouped(int64(rows))), rounds: 31,
		build:  build,
		change: func(i int) cells.Op { return put(0, 25, float64(i)+0.5) },
		expect: func(i int) (cells.Ref, cells.Value) {
			return at(rows-1, 29+cols), cells.Num(float64(x[rows-1]*float64(cols)) + float64(y[rows-1]*(float64(i)+0.5)))
		},
		loop: func(i int) {
			f := float64(i) + 0.5
			for c := range z {
				out, by := z[c], float64(c+1)
				for k := range out {
					out[k] = float64(x[k]*by) + float64(y[k]*f)
				}
			}
		},
	}
}

// searches: many formulas of which each goes through two long columns; one number there changes.
func searches(formulas, rows int) workload {
	x, y, sums := column(rows, 0), column(rows, 1), make([]float64, formulas)
	return workload{
		name: fmt.Sprintf("%d × SUMIFS(… > k) over %s rows, one changes", formulas, grouped(int64(rows))), rounds: 9,
		build:  ops(numbers(rows, 2), filled(3, fmt.Sprintf(`=SUMIFS($B$1:$B$%d,$A$1:$A$%d,">"&ROW())`, rows, rows), formulas)),
		change: func(i int) cells.Op { return put(i%rows, 0, float64(i)) },
		loop: func(i int) {
			x[i%rows] = float64(i)
			for k := range sums {
				s, least := 0.0, float64(k+1)
				for j, v := range x {
					if v > least {
						s += y[j]
					}
				}
				sums[k] = s
			}
		},
		expect: func(i int) (cells.Ref, cells.Value) {
			s := 0.0
			for j, v := range x {
				if j <= i {
					v = float64(j)
				}
				if v > float64(formulas) {
					s += y[j]
				}
			}
			return at(formulas-1, 3), cells.Num(s)
		},
	}
}
