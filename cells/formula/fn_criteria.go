package formula

import (
	"freshet/cells"
	"freshet/cells/exact"
)

func criteriaFunctions() []*function {
	return []*function{
		declare("COUNTIF(range:r, criterion:e)", Aggregates, "number", "Counts the cells that meet a criterion.", countIf,
			eg("=COUNTIF(A1:A4,\">2\")", "2", "A1: 1", "A2: 3", "A3: x", "A4: 5"), eg("=COUNTIF(A1:A3,\"a*\")", "2", "A1: apple", "A2: Avocado", "A3: pear"), eg("=COUNTIF(A1:A3,\"\")", "2", "A1: 1")),
		declare("COUNTIFS(range:r+criterion:e…)", Aggregates, "number", "Counts the places where every criterion is met.", countIfs,
			eg("=COUNTIFS(A1:A3,\">1\",B1:B3,\"x\")", "1", "A1: 1", "A2: 2", "A3: 3", "B1: x", "B2: x", "B3: y")),
		declare("SUMIF(range:r, criterion:e, [sum_range:r])", Aggregates, "number", "Adds up the numbers where a criterion is met.", sumIf, resizes,
			eg("=SUMIF(A1:A3,\">1\")", "5", "A1: 1", "A2: 2", "A3: 3"), eg("=SUMIF(A1:A3,\"x\",B1:B3)", "40", "A1: x", "A2: y", "A3: x", "B1: 10", "B2: 20", "B3: 30")),
		declare("SUMIFS(sum_range:r, range:r+criterion:e…)", Aggregates, "number", "Adds up the numbers where every criterion is met.", func(f *frame, a []operand) operand { return foldIfs(f, a, sumOf) },
			eg("=SUMIFS(C1:C3,A1:A3,\"x\",B1:B3,\">1\")", "30", "A1: x", "A2: y", "A3: x", "B1: 1", "B2: 2", "B3: 3", "C1: 10", "C2: 20", "C3: 30")),
		declare("AVERAGEIF(range:r, criterion:e, [average_range:r])", Aggregates, "number", "The mean of the numbers where a criterion is met.", averageIf, resizes, eg("=AVERAGEIF(A1:A3,\">1\")", "2.5", "A1: 1", "A2: 2", "A3: 3"), eg("=AVERAGEIF(A1:A3,\">9\")", "#DIV/0!", "A1: 1")),
		declare("AVERAGEIFS(average_range:r, range:r+criterion:e…)", Aggregates, "number", "The mean of the numbers where every criterion is met.", func(f *frame, a []operand) operand { return foldIfs(f, a, meanOf) }, eg("=AVERAGEIFS(B1:B3,A1:A3,\"x\")", "20", "A1: x", "A2: y", "A3: x", "B1: 10", "B2: 20", "B3: 30")),
		declare("MAXIFS(max_range:r, range:r+criterion:e…)", Aggregates, "number", "The largest number where every criterion is met.", func(f *frame, a []operand) operand { return foldIfs(f, a, maxOf) }, eg("=MAXIFS(B1:B3,A1:A3,\"x\")", "30", "A1: x", "A2: y", "A3: x", "B1: 10", "B2: 99", "B3: 30")),
		declare("MINIFS(min_range:r, range:r+criterion:e…)", Aggregates, "number", "The smallest number where every criterion is met.", func(f *frame, a []operand) operand { return foldIfs(f, a, minOf) }, eg("=MINIFS(B1:B3,A1:A3,\"x\")", "10", "A1: x", "A2: y", "A3: x", "B1: 10", "B2: 1", "B3: 30")),
		declare("SUMPRODUCT(array:a…)", Aggregates, "number", "Multiplies arrays element by element and adds up the products.", sumProduct,
			more("Texts and truths count as 0 unless arithmetic made numbers of them, as in SUMPRODUCT((A1:A9>5)*B1:B9)."), eg("=SUMPRODUCT(A1:A2,B1:B2)", "11", "A1: 1", "A2: 2", "B1: 3", "B2: 4"), eg("=SUMPRODUCT((A1:A3>1)*1)", "2", "A1: 1", "A2: 2", "A3: 3"), eg("=SUMPRODUCT({1,2},{1,2,3})", "#VALUE!")),
		declare("SUBTOTAL(function:n, value:r…)", Aggregates, "number", "One of eleven aggregates, chosen by number.", subtotal, more("1 AVERAGE, 2 COUNT, 3 COUNTA, 4 MAX, 5 MIN, 6 PRODUCT, 7 STDEV.S, 8 STDEV.P, 9 SUM, 10 VAR.S, 11 VAR.P; 101 to 111 are the same. Cells that hold a SUBTOTAL themselves are passed over, so that a total of totals counts nothing twice."), eg("=SUBTOTAL(9,A1:A2)", "3", "A1: 1", "A2: 2"), eg("=SUBTOTAL(12,A1)", "#VALUE!")),
		declare("DAVERAGE(database:a, field:v, criteria:a)", Aggregates, "number", "The mean of a column of a table, over the rows that meet criteria.", func(f *frame, a []operand) operand { return databaseFold(f, a, meanOf) },
			more("The first row of the table and of the criteria hold the names of columns; criteria in one row must all hold, rows are alternatives."), eg("=DAVERAGE(A1:B4,\"yield\",D1:D2)", "12", "A1: tree", "B1: yield", "A2: apple", "B2: 14", "A3: pear", "B3: 9", "A4: apple", "B4: 10", "D1: tree", "D2: apple")),
		declare("DSUM(database:a, field:v, criteria:a)", Aggregates, "number", "The sum of a column of a table, over the rows that meet criteria.", func(f *frame, a []operand) operand { return databaseFold(f, a, sumOf) }, eg("=DSUM(A1:B3,2,D1:D2)", "14", "A1: tree", "B1: yield", "A2: apple", "B2: 14", "A3: pear", "B3: 9", "D1: yield", "D2: >9")),
		declare("DCOUNT(database:a, field:v, criteria:a)", Aggregates, "number", "How many numbers a column of a table has in the rows that meet criteria.", func(f *frame, a []operand) operand {
			return databaseFold(f, a, func(s *Summary) operand { return num(float64(s.Count)) })
		}, eg("=DCOUNT(A1:B3,\"yield\",D1:D2)", "1", "A1: tree", "B1: yield", "A2: apple", "B2: 14", "A3: pear", "B3: 9", "D1: tree", "D2: pear")),
	}
}

func sumOf(s *Summary) operand {
	x := s.Sum.Float64()
	if s.Count > 0 && (s.Spans == s.Count || s.Times+s.Spans == s.Count && x >= 0 && x < float64(s.Count)) {
		return val(cells.Span(x)) // of times of the day, too: on average they are less than a day
	}
	return num(x)
}

func meanOf(s *Summary) operand {
	if s.Count == 0 {
		return bad(cells.ErrDiv0, "no number meets the criteria")
	}
	return s.like(s.Sum.Float64() / float64(s.Count))
}

func maxOf(s *Summary) operand { return s.like(s.Max) }

func minOf(s *Summary) operand { return s.like(s.Min) }

func countIf(f *frame, a []operand) operand {
	c := f.condition(a[0], a[1].Value)
	g, ok := a[0].obj.(*area)
	if !ok {
		n := 0
		for _, v := range c.grid.there.Values {
			if c.matches(v) {
				n++
			}
		}
		f.step(len(c.grid.there.Values) / 2)
		return num(float64(n))
	}
	if n, ok := f.countRows([]condition{c}); ok {
		return num(float64(n))
	}
	n, filled := 0, 0
	f.eachOf(a[0], func(v cells.Value, _ bool) bool {
		filled++
		if c.matches(v) {
			n++
		}
		return true
	})
	if c.matches(cells.Value{}) {
		n += g.Size() - filled
	}
	return num(float64(n))
}

func countIfs(f *frame, a []operand) operand {
	conditions, e := f.criteriaPairs(a)
	if e.failed() {
		return e
	}
	if n, ok := f.countRows(conditions); ok {
		return num(float64(n))
	}
	n := 0
	rest := f.matching(conditions, 0, 0, func(int, int) { n++ })
	return num(float64(n + rest))
}

// resized is the range of the same size as another that begins where this one does.
func (f *frame) resized(o operand, rows, cols int) operand {
	a, ok := o.obj.(*area)
	if !ok || a.Rows() == rows && a.Cols() == cols {
		return o
	}
	g := a.Range
	g.Bottom, g.Right = g.Top+int32(rows)-1, g.Left+int32(cols)-1
	if !g.Valid() {
		return bad(cells.ErrRef, "the range would reach beyond the sheet")
	}
	f.reach(g)
	return operand{obj: &area{g}}
}

func sumIf(f *frame, a []operand) operand { return foldIf(f, a, sumOf) }

func averageIf(f *frame, a []operand) operand { return foldIf(f, a, meanOf) }

func foldIf(f *frame, a []operand, result func(*Summary) operand) operand {
	c := f.condition(a[0], a[1].Value)
	values := a[0]
	if has(a, 2) {
		if values = f.resized(a[2], c.rows, c.cols); values.failed() {
			return values
		}
	}
	return f.foldMatching(values, []condition{c}, result)
}

func foldIfs(f *frame, a []operand, result func(*Summary) operand) operand {
	conditions, e := f.criteriaPairs(a[1:])
	if e.failed() {
		return e
	}
	if rows, cols := f.shapeOf(a[0]); rows != conditions[0].rows || cols != conditions[0].cols {
		return bad(cells.ErrValue, "the ranges are not of one size")
	}
	return f.foldMatching(a[0], conditions, result)
}

func (f *frame) foldMatching(o operand, conditions []condition, result func(*Summary) operand) operand {
	var s Summary
	if !f.foldRows(o, conditions, &s) {
		var values *grid
		if c := &conditions[0]; c.area != nil && o.obj == c.area {
			values = c.open(f)
		} else {
			g := f.grid(o)
			values = &g
		}
		f.matching(conditions, values.there.Rows, values.there.Cols, func(i, j int) { s.add(values.value(i, j)) })
	}
	if s.Err != nil {
		return val(cells.Fail(s.Err))
	}
	return result(&s)
}

func sumProduct(f *frame, a []operand) operand {
	grids := make([]grid, len(a))
	rows, cols := 0, 0
	for i := range a {
		grids[i] = f.grid(a[i])
		if grids[i].rows != grids[0].rows || grids[i].cols != grids[0].cols {
			return bad(cells.ErrValue, "the arrays are not of one size")
		}
		rows, cols = max(rows, grids[i].there.Rows), max(cols, grids[i].there.Cols)
	}
	f.step(rows*cols*len(a)/2 + 1)
	var s exact.Sum
	for i := range rows {
		for j := range cols {
			p := 1.0
			for k := range grids {
				v := grids[k].value(i, j)
				switch {
				case v.Kind() == cells.Failed:
					return val(v)
				case v.Numeric():
					p = float64(p * v.Float())
				case v.Kind() == cells.Text && len(a) == 1 && a[0].scalar():
					return bad(cells.ErrValue, "a number is expected")
				default:
					p = 0
				}
			}
			if v := cells.Num(p); v.Kind() == cells.Failed {
				return val(v)
			}
			s.Add(p)
		}
	}
	return num(s.Float64())
}

func subtotal(f *frame, a []operand) operand {
	code := int(a[0].Float())
	if code > 100 {
		code -= 100
	}
	names := []string{"AVERAGE", "COUNT", "COUNTA", "MAX", "MIN", "PRODUCT", "STDEV.S", "STDEV.P", "SUM", "VAR.S", "VAR.P"}
	if code < 1 || code > len(names) {
		return argument(cells.ErrValue, 1, "the function is a number from 1 to 11, or 101 to 111")
	}
	return []eagerFunc{average, count, counta, maximum, minimum, product, stdevS, stdevP, sum, varS, varP}[code-1](f, f.withoutSubtotals(a[1:]))
}

// databaseFold is DSUM and its like.
func databaseFold(f *frame, a []operand, result func(*Summary) operand) operand {
	var s Summary
	if e := f.databaseRows(a, func(v cells.Value) { s.add(v) }); e.failed() {
		return e
	}
	if s.Err != nil {
		return val(cells.Fail(s.Err))
	}
	return result(&s)
}

// databaseRows visits the field of each row that meets the criteria.
func (f *frame) databaseRows(a []operand, visit func(v cells.Value)) operand {
	table, criteria := f.array(a[0]), f.array(a[2])
	column := func(v cells.Value) int {
		if v.Numeric() {
			return int(v.Float()) - 1
		}
		for j := range table.Cols {
			if h := table.At(0, j); h.Kind() == cells.Text && v.Kind() == cells.Text && EqualText(h.Text(), v.Text()) {
				return j
			}
		}
		return -1
	}
	if table.Rows == 0 || criteria.Rows == 0 {
		return bad(cells.ErrValue, "the table and the criteria need a row of names")
	}
	field := column(a[1].Value)
	if field < 0 || field >= table.Cols {
		return argument(cells.ErrValue, 2, "the table has no such column")
	}
	f.step(table.Rows * criteria.Rows * criteria.Cols)
	for i := 1; i < table.Rows; i++ {
		if f.rowMeets(table, i, criteria, column) {
			visit(table.At(i, field))
		}
	}
	return operand{}
}

func (f *frame) rowMeets(table *cells.Array, row int, criteria *cells.Array, column func(cells.Value) int) bool {
	for i := 1; i < criteria.Rows; i++ {
		meets := true
		for j := range criteria.Cols {
			want := criteria.At(i, j)
			if want.IsBlank() {
				continue
			}
			k := column(criteria.At(0, j))
			c := f.criterion(want)
			meets = meets && k >= 0 && k < table.Cols && c.matches(table.At(row, k))
		}
		if meets {
			return true
		}
	}
	return false
}
