package main

import (
	"fmt"
	"math"
	"strconv"

	"freshet/cells"
)

var sheet1 = cells.AddSheet{Name: "Sheet1", Index: -1}

func workloads(b *bench) []workload {
	return []workload{
		chain(b.scaled(100_000)), onOneCore(linear(b.scaled(1_000_000), 15)), linear(b.scaled(1_000_000), 15),
		linear(b.scaled(100_000), 31), oneOf(b.scaled(100_000)), running(b.scaled(10_000)),
		total(b.scaled(1_000_000)), partials(b.scaled(1_000_000)), totals(b.scaled(1_000_000)), grid(b.scaled(1000), 100), lookups(b.scaled(10_000)), rekeyed(b.scaled(10_000)),
		criteria(b.scaled(10_000), false), criteria(b.scaled(10_000), true), branches(b.scaled(100_000)),
		onOneCore(regions(20, b.scaled(10_000))), regions(20, b.scaled(10_000)),
		onOneCore(searches(200, b.scaled(20_000))), searches(200, b.scaled(20_000)),
	}
}

func at(row, col int) cells.Ref { return cells.Ref{Sheet: 1, Row: int32(row), Col: int32(col)} }

// twin names a workload of hyper.mjs with its rows.
func twin(name string, rows int) string { return fmt.Sprintf("%s %d", name, rows) }

func put(row, col int, x float64) cells.Op {
	return cells.Set{Range: at(row, col).Range(), Inputs: []cells.Input{cells.Literal(cells.Num(x))}}
}

func ops(parts ...cells.Ops) cells.Ops {
	all := cells.Ops{sheet1}
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// chain: each row is the one above plus one; the head changes.
func chain(rows int) workload {
	first := cells.Range{Sheet: 1, Top: 1, Bottom: 1}
	a := make([]float64, rows)
	return workload{
		name: fmt.Sprintf("W1 chain of %s, change the head", grouped(int64(rows))), hyper: twin("W1", rows), rounds: 31,
		build:  ops(cells.Ops{set(0, 0, "1"), set(1, 0, "=A1+1"), cells.Fill{Source: first, Target: cells.Range{Sheet: 1, Top: 1, Bottom: int32(rows - 1)}}}),
		change: func(i int) cells.Op { return put(0, 0, float64(i+10)) },
		expect: func(i int) (cells.Ref, cells.Value) { return at(rows-1, 0), cells.Num(float64(i + 10 + rows - 1)) },
		loop: func(i int) {
			a[0] = float64(i + 10)
			for k := 1; k < len(a); k++ {
				a[k] = a[k-1] + 1
			}
		},
	}
}

// linear: a formula over two columns and one cell, which changes.
func linear(rows, rounds int) workload {
	x, y, z := column(rows, 0), column(rows, 1), make([]float64, rows)
	return workload{
		name: fmt.Sprintf("W2 =A1*2+B1*$Z$1 × %s, change Z1", grouped(int64(rows))), hyper: twin("W2", rows), rounds: rounds,
		build:  ops(numbers(rows, 2), cells.Ops{set(0, 25, "3")}, filled(2, "=A1*2+B1*$Z$1", rows)),
		change: func(i int) cells.Op { return put(0, 25, float64(i)+0.5) },
		expect: func(i int) (cells.Ref, cells.Value) {
			return at(rows-1, 2), cells.Num(float64(x[rows-1]*2) + float64(y[rows-1]*(float64(i)+0.5)))
		},
		loop: func(i int) {
			f := float64(i) + 0.5
			for k := range z {
				z[k] = float64(x[k]*2) + float64(y[k]*f)
			}
		},
	}
}

// onOneCore is a workload without help.
func onOneCore(w workload) workload {
	w.name, w.cores, w.hyper = w.name+", one core", 1, ""
	return w
}

// oneOf: the same book, one number changes.
func oneOf(rows int) workload {
	w := linear(rows, 2001)
	w.name, w.hyper = fmt.Sprintf("W2 × %s, change one A", grouped(int64(rows))), twin("W2-one", rows)
	w.change = func(i int) cells.Op { return put((i*37)%rows, 0, float64(i)) }
	w.expect = nil
	one := make([]float64, 3)
	w.loop = func(i int) { one[2] = float64(one[0]*2) + float64(one[1]*float64(i)) }
	return w
}

// running: totals from the top to each row; the first number changes.
func running(rows int) workload {
	x, s := column(rows, 0), make([]float64, rows)
	return workload{
		name: fmt.Sprintf("W3 %s running totals, change A1", grouped(int64(rows))), hyper: twin("W3", rows), rounds: 31,
		build:  ops(numbers(rows, 1), filled(1, "=SUM(A$1:A1)", rows)),
		change: func(i int) cells.Op { return put(0, 0, float64(i)+0.25) },
		loop: func(i int) {
			x[0] = float64(i) + 0.25
			sum := 0.0
			for k := range x {
				sum += x[k]
				s[k] = sum
			}
		},
		expect: func(i int) (cells.Ref, cells.Value) { return at(1, 1), cells.Num(float64(i) + 0.25 + x[1]) },
	}
}

// totals: the same edits, fifty in a row, so that the engine finds its own memory in the cache and not the loop's column.
func totals(rows int) workload {
	w := total(rows)
	w.name, w.hyper, w.burst, w.rounds = fmt.Sprintf("W4 SUM over %s, fifty edits in a row, each", grouped(int64(rows))), "", 50, 101
	return w
}

// total: one sum over a long column; one of its numbers changes. The loop adds all of them again.
func total(rows int) workload {
	x, sum := column(rows, 0), make([]float64, 1)
	return workload{
		name: fmt.Sprintf("W4 SUM over %s, one cell changes (loop: add again)", grouped(int64(rows))), hyper: twin("W4", rows), rounds: 501,
		build:  ops(numbers(rows, 1), cells.Ops{set(0, 3, fmt.Sprintf("=SUM(A1:A%d)", rows))}),
		change: func(i int) cells.Op { return put((i*1009)%rows, 0, float64(i)) },
		loop: func(i int) {
			x[(i*1009)%rows] = float64(i)
			s := 0.0
			for _, v := range x {
				s += v
			}
			sum[0] = s
		},
	}
}

// partials: the same edits, and a loop that keeps the sum of every thousand numbers and adds up one thousand and these. Before either of them a column of the same length is read, so that
// both find their memory out of the cache, as after other work.
func partials(rows int) workload {
	const part = 1000
	w := total(rows)
	x, others := column(rows, 0), column(rows, 1)
	parts, sum := make([]float64, (rows+part-1)/part), make([]float64, 2)
	add := func(x []float64) (s float64) {
		for _, v := range x {
			s += v
		}
		return s
	}
	for i := range parts {
		parts[i] = add(x[i*part : min(rows, (i+1)*part)])
	}
	w.name, w.hyper, w.rounds = fmt.Sprintf("W4 SUM over %s, one cell changes (loop: partial sums)", grouped(int64(rows))), "", 501
	w.before = func() { sum[1] = add(others) }
	w.loop = func(i int) {
		at := (i * 1009) % rows
		x[at] = float64(i)
		i = at / part
		parts[i] = add(x[i*part : min(rows, (i+1)*part)])
		sum[0] = add(parts)
	}
	return w
}

// grid: row, column and grand totals; single edits. The loop adds a row and a column again.
func grid(rows, cols int) workload {
	g := make([][]float64, rows)
	for r := range g {
		g[r] = make([]float64, cols)
		for c := range g[r] {
			g[r][c] = number(r, c)
		}
	}
	rowTotals, colTotals, grand := make([]float64, rows), make([]float64, cols), make([]float64, 1)
	last := cells.ColumnName(int32(cols - 1))
	right := cells.Range{Sheet: 1, Top: int32(rows), Bottom: int32(rows), Right: int32(cols - 1)}
	return workload{
		name: fmt.Sprintf("W5 %d×%d grid with totals, single edits", rows, cols), hyper: twin("W5", rows), rounds: 5001, perEdit: true,
		build: ops(numbers(rows, cols), filled(int32(cols), fmt.Sprintf("=SUM(A1:%s1)", last), rows), cells.Ops{
			set(int32(rows), 0, fmt.Sprintf("=SUM(A1:A%d)", rows)),
			cells.Fill{Source: at(rows, 0).Range(), Target: right},
			set(int32(rows), int32(cols), fmt.Sprintf("=SUM(A%d:%s%d)", rows+1, last, rows+1)),
		}),
		change: func(i int) cells.Op { return put((i*7919)%rows, (i*31)%cols, float64(i)) },
		loop: func(i int) {
			r, c := (i*7919)%rows, (i*31)%cols
			g[r][c] = float64(i)
			sum := 0.0
			for _, v := range g[r] {
				sum += v
			}
			rowTotals[r] = sum
			sum = 0
			for k := range g {
				sum += g[k][c]
			}
			colTotals[c] = sum
			sum = 0
			for _, v := range colTotals {
				sum += v
			}
			grand[0] = sum
		},
	}
}

// branches: IF, ROUND and a text for each row; all of them change.
func branches(rows int) workload {
	x, out := column(rows, 0), make([]any, rows)
	return workload{
		name: fmt.Sprintf("W7 IF/ROUND/CONCATENATE × %s, all change", grouped(int64(rows))), hyper: twin("W7", rows), rounds: 11,
		build:  ops(numbers(rows, 1), cells.Ops{set(0, 25, "0")}, filled(1, `=IF(A1+$Z$1>500, ROUND((A1+$Z$1)/3, 2), CONCATENATE("low-", A1+$Z$1))`, rows)),
		change: func(i int) cells.Op { return put(0, 25, float64(i+1)) },
		expect: func(i int) (cells.Ref, cells.Value) {
			v := x[0] + float64(i+1)
			return at(0, 1), cells.Str("low-" + strconv.FormatFloat(v, 'f', -1, 64))
		},
		loop: func(i int) {
			z := float64(i + 1)
			for k, a := range x {
				if v := a + z; v > 500 {
					out[k] = math.Round(v/3*100) / 100
				} else {
					out[k] = "low-" + strconv.FormatFloat(v, 'f', -1, 64)
				}
			}
		},
	}
}

func column(rows, col int) []float64 {
	x := make([]float64, rows)
	for i := range x {
		x[i] = number(i, col)
	}
	return x
}
