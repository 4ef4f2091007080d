package formula

import (
	"math"
	"strings"

	"freshet/cells"
	"freshet/cells/exact"
)

// habitFunctions are what people coming from other spreadsheets type by habit, and that belong to none of the great families.
func habitFunctions() []*function {
	return []*function{
		declare("AGGREGATE(function:n, options:n, value:r…)", Aggregates, "number", "One of nineteen aggregates, chosen by number, that can pass over errors.", aggregate,
			more("1 AVERAGE, 2 COUNT, 3 COUNTA, 4 MAX, 5 MIN, 6 PRODUCT, 7 STDEV.S, 8 STDEV.P, 9 SUM, 10 VAR.S, 11 VAR.P, 12 MEDIAN, 13 MODE; with a second value k 14 LARGE, 15 SMALL, 16 PERCENTILE, 17 QUARTILE, 18 PERCENTILE.EXC, 19 QUARTILE.EXC. Options 2, 3, 6 and 7 pass over errors; there are no hidden rows, and cells that hold SUBTOTAL count."),
			eg("=AGGREGATE(9,6,A1:A3)", "4", "A1: 1", "A2: =1/0", "A3: 3"), eg("=AGGREGATE(14,6,A1:A3,2)", "1", "A1: 1", "A2: =1/0", "A3: 3"), eg("=AGGREGATE(9,4,A1:A2)", "#DIV/0!", "A1: 1", "A2: =1/0"), eg("=AGGREGATE(20,6,A1)", "#VALUE!")),
		declare("AVERAGEA(value:r…)", Aggregates, "number", "The mean of all values: texts and FALSE count as 0, TRUE as 1.", overAll(average), eg("=AVERAGEA(A1:A3)", "2", "A1: 5", "A2: TRUE", "A3: none"), eg("=AVERAGEA(A1:A3)", "#DIV/0!")),
		declare("MAXA(value:r…)", Aggregates, "number", "The largest of all values: texts and FALSE count as 0, TRUE as 1.", overAll(maximum), eg("=MAXA(A1:A2)", "1", "A1: TRUE", "A2: -5"), eg("=MAXA(A1:A2)", "0", "A1: none", "A2: -5")),
		declare("MINA(value:r…)", Aggregates, "number", "The smallest of all values: texts and FALSE count as 0, TRUE as 1.", overAll(minimum), eg("=MINA(A1:A2)", "0", "A1: none", "A2: 5"), eg("=MINA(A1:A2)", "1", "A1: TRUE", "A2: 5")),
		declare("STDEVA(value:r…)", Statistics, "number", "The standard deviation of a sample, in which texts and FALSE count as 0 and TRUE as 1.", overAll(stdevS), eg("=ROUND(STDEVA(A1:A3),6)", "2.645751", "A1: 5", "A2: TRUE", "A3: none"), eg("=STDEVA(A1)", "#DIV/0!", "A1: 5")),
		declare("VARA(value:r…)", Statistics, "number", "The variance of a sample, in which texts and FALSE count as 0 and TRUE as 1.", overAll(varS), eg("=VARA(A1:A3)", "7", "A1: 5", "A2: TRUE", "A3: none"), eg("=VARA(A1)", "#DIV/0!", "A1: 5")),
		declare("SUMX2MY2(first:a, second:a)", Maths, "number", "The sum of the differences of squares.", pairSum(func(x, y float64) float64 { return float64(x*x) - float64(y*y) }), eg("=SUMX2MY2({2,3,9},{6,5,11})", "-88"), eg("=SUMX2MY2({1,2},{1})", "#N/A")),
		declare("SUMX2PY2(first:a, second:a)", Maths, "number", "The sum of the sums of squares.", pairSum(func(x, y float64) float64 { return float64(x*x) + float64(y*y) }), eg("=SUMX2PY2({2,3},{6,5})", "74"), eg("=SUMX2PY2({1,2},{1})", "#N/A")),
		declare("SUMXMY2(first:a, second:a)", Maths, "number", "The sum of squares of the differences.", pairSum(func(x, y float64) float64 { return float64((x - y) * (x - y)) }), eg("=SUMXMY2({2,3},{6,5})", "20"), eg("=SUMXMY2({1,2},{1})", "#N/A")),
		declare("DOLLAR(number:n, [digits:n])", Texts, "text", "A number as text with a dollar sign; negative ones in brackets.", dollar, eg("=DOLLAR(1234.567)", "$1,234.57"), eg("=DOLLAR(-1234.567,-2)", "($1,200)")),
		declare("ARRAYFORMULA(value:l)", Arrays, "array", "What it is given: a formula that gives an array spills by itself.", nil, lazily(func(f *frame, args []node) operand { return args[0].eval(f) }), eg("=ARRAYFORMULA(A1:A2*2)", "{2;4}", "A1: 1", "A2: 2"), eg("=ARRAYFORMULA(5)", "5")),
		declare("CELL(property:t, [reference:x])", Infos, "value", "Something about a cell, or about the formula's own.", cellProperty,
			more("Properties: address, row, col, contents, type (b blank, l text, v anything else)."), eg("=CELL(\"address\",B3)", "$B$3"), eg("=CELL(\"row\",B3)", "3"), eg("=CELL(\"type\",A1)", "l", "A1: a"), eg("=CELL(\"width\")", "#VALUE!")),
	}
}

// aggregate gives its values, without the errors where the options say so, to one of the other aggregates.
func aggregate(f *frame, a []operand) operand {
	fold := []eagerFunc{
		average, count, counta, maximum, minimum, product, stdevS, stdevP, sum, varS, varP, median, mode,
		func(f *frame, a []operand) operand { return kth(f, a, true) }, func(f *frame, a []operand) operand { return kth(f, a, false) },
		percentileInc, quartile(percentileInc), percentileExc, quartile(percentileExc),
	}
	code, options := wholeNumber(a[0].Float()), wholeNumber(optNum(a, 1, 0))
	values := a[2:]
	switch {
	case code < 1 || code > float64(len(fold)):
		return argument(cells.ErrValue, 1, "the function is a number from 1 to 19")
	case options < 0 || options > 7:
		return argument(cells.ErrValue, 2, "the options are a number from 0 to 7")
	case code >= 14 && len(values) != 2:
		return argument(cells.ErrValue, 3, "this function takes one range and k")
	case code >= 14:
		k := ToNumber(f.plain(values[1]), f.locale)
		if k.Kind() == cells.Failed {
			return val(k)
		}
		values = []operand{values[0], val(k)}
	}
	if int(options)%4 < 2 {
		return fold[int(code)-1](f, values)
	}
	kept := append([]operand(nil), values...)
	for i := range kept {
		if i == 1 && code >= 14 {
			break
		}
		column := &cells.Array{Cols: 1}
		f.eachOf(values[i], func(v cells.Value, _ bool) bool {
			if v.Kind() != cells.Failed {
				f.take(1)
				column.Values = append(column.Values, v)
			}
			return true
		})
		column.Rows = len(column.Values)
		kept[i] = val(cells.Arr(column))
	}
	return fold[int(code)-1](f, kept)
}

// overAll counts texts as 0 and truths as 0 and 1 where an aggregate passes over them.
func overAll(fold eagerFunc) eagerFunc {
	return func(f *frame, a []operand) operand {
		column := &cells.Array{Cols: 1}
		var failed operand
		f.each(a, func(v cells.Value, direct bool) bool {
			switch {
			case direct || v.Kind() == cells.Bool:
				v = ToNumber(v, f.locale)
			case v.Kind() == cells.Text:
				v = cells.Num(0)
			}
			if v.Kind() == cells.Failed {
				failed = val(v)
				return false
			}
			f.take(1)
			column.Values = append(column.Values, v)
			return true
		})
		if failed.failed() {
			return failed
		}
		column.Rows = len(column.Values)
		return fold(f, []operand{val(cells.Arr(column))})
	}
}

// pairSum adds up a function of the numbers that two arrays have at one place.
func pairSum(of func(x, y float64) float64) eagerFunc {
	return func(f *frame, a []operand) operand {
		x, y := f.array(a[0]), f.array(a[1])
		if len(x.Values) != len(y.Values) {
			return bad(cells.ErrNA, "the arrays are not of one size")
		}
		f.step(len(x.Values))
		var s exact.Sum
		for i, v := range x.Values {
			w := y.Values[i]
			switch {
			case v.Kind() == cells.Failed:
				return val(v)
			case w.Kind() == cells.Failed:
				return val(w)
			case !v.Numeric() || !w.Numeric():
				continue
			}
			d := of(v.Float(), w.Float())
			if math.IsInf(d, 0) || math.IsNaN(d) {
				return bad(cells.ErrNum, "the sum is too large")
			}
			s.Add(d)
		}
		return num(s.Float64())
	}
}

func dollar(f *frame, a []operand) operand {
	x := a[0].Float()
	s := fixed(f, []operand{num(math.Abs(x)), a[1], absent})
	switch {
	case s.failed():
		return s
	case x < 0 && strings.ContainsAny(s.Text(), "123456789"):
		return text("($" + s.Text() + ")")
	}
	return text("$" + s.Text())
}

func cellProperty(f *frame, a []operand) operand {
	at := f.at
	if has(a, 1) {
		at = a[1].obj.(*area).TopLeft()
	}
	switch property := strings.ToLower(a[0].Text()); property {
	case "address":
		name := ""
		if at.Sheet != f.at.Sheet && f.w.Scope != nil {
			if n, ok := f.w.Scope.SheetName(at.Sheet); ok {
				name = cells.QuoteSheet(n) + "!"
			}
		}
		return text(name + "$" + cells.ColumnName(at.Col) + "$" + cells.GeneralNumber(float64(at.Row)+1))
	case "row":
		return num(float64(at.Row) + 1)
	case "col":
		return num(float64(at.Col) + 1)
	case "contents", "type":
		if !has(a, 1) {
			return argument(cells.ErrValue, 2, "a cell cannot look at itself: give another")
		}
		v := f.read(at)
		switch {
		case property == "contents":
			return val(v)
		case v.IsBlank():
			return text("b")
		case v.Kind() == cells.Text:
			return text("l")
		}
		return text("v")
	}
	return argument(cells.ErrValue, 1, "the property is one of address, row, col, contents and type")
}
