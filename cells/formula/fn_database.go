package formula

import "freshet/cells"

func databaseFunctions() []*function {
	orchard := []string{"A1: tree", "B1: yield", "A2: apple", "B2: 14", "A3: pear", "B3: 9", "A4: apple", "B4: 6", "D1: tree", "D2: apple"}
	folded := func(result func(*Summary) operand) eagerFunc {
		return func(f *frame, a []operand) operand { return databaseFold(f, a, result) }
	}
	return []*function{
		declare("DMAX(database:a, field:v, criteria:a)", Aggregates, "number", "The largest number in a column of a table, over the rows that meet criteria.", folded(func(s *Summary) operand { return s.like(s.Max) }), eg("=DMAX(A1:B4,\"yield\",D1:D2)", "14", orchard...)),
		declare("DMIN(database:a, field:v, criteria:a)", Aggregates, "number", "The smallest number in a column of a table, over the rows that meet criteria.", folded(func(s *Summary) operand { return s.like(s.Min) }), eg("=DMIN(A1:B4,\"yield\",D1:D2)", "6", orchard...)),
		declare("DCOUNTA(database:a, field:v, criteria:a)", Aggregates, "number", "How many cells of a column of a table are not blank, over the rows that meet criteria.", folded(func(s *Summary) operand { return num(float64(s.Filled)) }), eg("=DCOUNTA(A1:B4,\"tree\",D1:D2)", "2", orchard...)),
		declare("DPRODUCT(database:a, field:v, criteria:a)", Aggregates, "number", "The product of a column of a table, over the rows that meet criteria.", databaseOf(product), eg("=DPRODUCT(A1:B4,\"yield\",D1:D2)", "84", orchard...)),
		declare("DSTDEV(database:a, field:v, criteria:a)", Aggregates, "number", "The standard deviation of a column of a table as a sample, over the rows that meet criteria.", databaseOf(stdevS), eg("=ROUND(DSTDEV(A1:B4,\"yield\",D1:D2),6)", "5.656854", orchard...)),
		declare("DVAR(database:a, field:v, criteria:a)", Aggregates, "number", "The variance of a column of a table as a sample, over the rows that meet criteria.", databaseOf(varS), eg("=DVAR(A1:B4,\"yield\",D1:D2)", "32", orchard...)),
		declare("DSTDEVP(database:a, field:v, criteria:a)", Aggregates, "number", "The standard deviation of a column of a table as a population, over the rows that meet criteria.", databaseOf(stdevP), eg("=DSTDEVP(A1:B4,\"yield\",D1:D2)", "4", orchard...)),
		declare("DVARP(database:a, field:v, criteria:a)", Aggregates, "number", "The variance of a column of a table as a population, over the rows that meet criteria.", databaseOf(varP), eg("=DVARP(A1:B4,\"yield\",D1:D2)", "16", orchard...)),
		declare("DGET(database:a, field:v, criteria:a)", Aggregates, "value", "The one value in a column of a table whose row meets criteria.", databaseGet, more("When no row does, #VALUE!; when several do, #NUM!."), eg("=DGET(A1:B4,\"yield\",D1:D2)", "9", "A1: tree", "B1: yield", "A2: apple", "B2: 14", "A3: pear", "B3: 9", "D1: tree", "D2: pear"), eg("=DGET(A1:B4,2,D1:D2)", "#NUM!", orchard...)),
	}
}

// databaseOf gives the field of the rows that meet the criteria to another aggregate.
func databaseOf(aggregate eagerFunc) eagerFunc {
	return func(f *frame, a []operand) operand {
		column := &cells.Array{Cols: 1}
		if e := f.databaseRows(a, func(v cells.Value) { column.Values = append(column.Values, v) }); e.failed() {
			return e
		}
		f.take(len(column.Values))
		column.Rows = len(column.Values)
		return aggregate(f, []operand{val(cells.Arr(column))})
	}
}

func databaseGet(f *frame, a []operand) operand {
	var found []cells.Value
	if e := f.databaseRows(a, func(v cells.Value) { found = append(found, v) }); e.failed() {
		return e
	}
	switch len(found) {
	case 0:
		return bad(cells.ErrValue, "no row meets the criteria")
	case 1:
		return val(found[0])
	}
	return bad(cells.ErrNum, "several rows meet the criteria")
}
