package main

import (
	"fmt"

	"freshet/cells"
)

// keyed is a table of as many rows: A the keys, from zero; B their values; C what is sought, a permutation of the keys.
func keyed(rows int) (table cells.Ops, values, want []float64) {
	values, want = column(rows, 1), make([]float64, rows)
	s := cells.Set{Range: cells.Range{Sheet: 1, Bottom: int32(rows - 1), Right: 2}}
	for i := range rows {
		want[i] = float64((i * 7919) % rows)
		s.Inputs = append(s.Inputs, cells.Literal(cells.Num(float64(i))), cells.Literal(cells.Num(values[i])), cells.Literal(cells.Num(want[i])))
	}
	return cells.Ops{s}, values, want
}

// lookups: exact look-ups in a table of as many rows; one value of the table changes. The loop looks all up in a map.
func lookups(rows int) workload {
	table, values, want := keyed(rows)
	keys, out := make(map[float64]int, rows), make([]float64, rows)
	for i := range rows {
		keys[float64(i)] = i
	}
	return workload{
		name: fmt.Sprintf("W6 %s exact look-ups, one table value changes", grouped(int64(rows))), hyper: twin("W6", rows), rounds: 31,
		build:  ops(table, filled(3, fmt.Sprintf("=VLOOKUP(C1, A$1:B$%d, 2, FALSE)", rows), rows)),
		change: func(i int) cells.Op { return put((i*7919)%rows, 1, float64(i)+0.5) },
		expect: func(i int) (cells.Ref, cells.Value) { return at(i%rows, 3), cells.Num(float64(i) + 0.5) },
		loop: func(i int) {
			values[(i*7919)%rows] = float64(i) + 0.5
			for k := range out {
				out[k] = values[keys[want[k]]]
			}
		},
	}
}

// rekeyed: the same look-ups; a key of the table changes, and so one row is found no more. The loop changes the map and looks all up.
func rekeyed(rows int) workload {
	table, values, want := keyed(rows)
	keys, out := make(map[float64]int, rows), make([]float64, rows)
	for i := range rows {
		keys[float64(i)] = i
	}
	// Each change takes the key of one row away and gives the one before its own back.
	row := func(i int) int { return (i / 2 * 7919) % rows }
	key := func(i int) float64 {
		if i%2 == 0 {
			return float64(row(i)) + 0.5
		}
		return float64(row(i))
	}
	return workload{
		name: fmt.Sprintf("W6 %s exact look-ups, one key changes", grouped(int64(rows))), hyper: twin("W6-key", rows), rounds: 62,
		build:  ops(table, filled(3, fmt.Sprintf("=IFERROR(VLOOKUP(C1, A$1:B$%d, 2, FALSE), -1)", rows), rows)),
		change: func(i int) cells.Op { return put(row(i), 0, key(i)) },
		expect: func(i int) (cells.Ref, cells.Value) {
			if i%2 == 0 {
				return at((i/2)%rows, 3), cells.Num(-1)
			}
			return at((i/2)%rows, 3), cells.Num(values[row(i)])
		},
		loop: func(i int) {
			if i%2 == 0 {
				delete(keys, float64(row(i)))
			} else {
				delete(keys, key(i-1))
			}
			keys[key(i)] = row(i)
			for k := range out {
				if at, ok := keys[want[k]]; ok {
					out[k] = values[at]
				} else {
					out[k] = -1
				}
			}
		},
	}
}
