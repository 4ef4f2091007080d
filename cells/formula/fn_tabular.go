package formula

import (
	"math"
	"regexp"

	"freshet/cells"
	"freshet/cells/exact"
)

// tabularFunctions are what Google Sheets has for lists and for checking what people typed into them.
func tabularFunctions() []*function {
	return []*function{
		declare("SORTN(array:a, [count:n], [ties:n], [sort_column:a+ascending:b…])", Arrays, "array", "The first rows of an array after it is sorted.", sortN,
			more("A sort column is the number of a column, or a column of values outside the array; without any, all columns count, upward. Rows tie when they are equal in the sort columns. ties 0: no more than count rows; 1: those too that tie with the last; 2: count rows that do not tie; 3: those too that tie with one of these."),
			eg("=SORTN({3;1;2},2)", "{1;2}"), eg("=SORTN({\"a\",2;\"b\",2;\"c\",1},2,1,2,TRUE)", "{c,1;a,2;b,2}"), eg("=SORTN({\"a\",2;\"b\",2;\"c\",1},2,2,2,TRUE)", "{c,1;a,2}"), eg("=SORTN({1;1;2;3},2,3)", "{1;1;2}")),
		declare("COUNTUNIQUEIFS(count_range:r, range:r+criterion:e…)", Aggregates, "number", "How many different values there are where every criterion is met.", countUniqueIfs,
			eg("=COUNTUNIQUEIFS(A1:A4,B1:B4,\">1\")", "2", "A1: x", "A2: y", "A3: y", "A4: z", "B1: 1", "B2: 2", "B3: 3", "B4: 4")),
		declare("AVERAGE.WEIGHTED(values:a+weights:a…)", Statistics, "number", "The mean of numbers, each as often as its weight says.", weightedMean, eg("=AVERAGE.WEIGHTED({10,20},{3,1})", "12.5"), eg("=AVERAGE.WEIGHTED({1,2},{0,0})", "#DIV/0!"), eg("=AVERAGE.WEIGHTED({1,2},{1})", "#VALUE!")),
		declare("MARGINOFERROR(range:r, confidence:n)", Statistics, "number", "How far the mean of a sample may be from that of all, with a confidence.", marginOfError, eg("=ROUND(MARGINOFERROR({1,2,3,4,5},0.95),6)", "1.963243"), eg("=MARGINOFERROR({1},0.95)", "#DIV/0!")),
		declare("ISURL(value:v)", Infos, "truth", "Tells whether a text is the address of a web page, with or without what is before its ://.", matches(urlForm), eg("=ISURL(\"https://example.com/a?b=1\")", "TRUE"), eg("=ISURL(\"www.example.com\")", "TRUE"), eg("=ISURL(\"example\")", "FALSE")),
		declare("ISEMAIL(value:v)", Infos, "truth", "Tells whether a text is an e-mail address.", matches(emailForm), eg("=ISEMAIL(\"noreply@example.com\")", "TRUE"), eg("=ISEMAIL(\"noreply@example\")", "FALSE")),
	}
}

const domain = `(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}`

var (
	urlForm   = regexp.MustCompile(`^(?:(?i:https?|ftp|gopher|news|telnet|aim)://(?:[^\s/@]+@)?)?` + domain + `(?::[0-9]{1,5})?(?:[/?#]\S*)?$|^(?i:https?|ftp)://(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]{1,5})?(?:[/?#]\S*)?$|^(?i:mailto):[^\s@]+@` + domain + `$`)
	emailForm = regexp.MustCompile("^[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*@" + domain + "$")
)

// longestForm is the longest text that ISURL and ISEMAIL look at.
const longestForm = 2083

func matches(form *regexp.Regexp) eagerFunc {
	return func(f *frame, a []operand) operand {
		s := a[0].Text()
		if a[0].Kind() != cells.Text || len(s) > longestForm {
			return truth(false)
		}
		f.step(10 + 4*len(s))
		return truth(form.MatchString(s))
	}
}

func countUniqueIfs(f *frame, a []operand) operand {
	conditions, e := f.criteriaPairs(a[1:])
	if e.failed() {
		return e
	}
	if rows, cols := f.shapeOf(a[0]); rows != conditions[0].rows || cols != conditions[0].cols {
		return bad(cells.ErrValue, "the ranges are not of one size")
	}
	values, seen := f.grid(a[0]), f.identities(0)
	f.matching(conditions, values.there.Rows, values.there.Cols, func(i, j int) {
		if v := values.value(i, j); !v.IsBlank() {
			f.take(1)
			f.chargeIdentity(v)
			seen.of(v)
		}
	})
	return num(float64(seen.count))
}

func weightedMean(f *frame, a []operand) operand {
	if len(a)%2 != 0 {
		return bad(cells.ErrValue, "values and weights come in pairs")
	}
	var sum, weight exact.Sum
	for k := 0; k < len(a); k += 2 {
		x, w := f.array(a[k]), f.array(a[k+1])
		if x.Rows != w.Rows || x.Cols != w.Cols {
			return argument(cells.ErrValue, k+2, "there is not one weight for each value")
		}
		f.step(len(x.Values))
		for i, v := range x.Values {
			u := w.Values[i]
			switch {
			case v.Kind() == cells.Failed:
				return val(v)
			case u.Kind() == cells.Failed:
				return val(u)
			case v.IsBlank() || u.IsBlank():
				continue
			case !v.Numeric() || !u.Numeric():
				return bad(cells.ErrValue, "values and weights are numbers")
			case u.Float() < 0:
				return argument(cells.ErrNum, k+2, "a weight is not negative")
			}
			p := v.Float() * u.Float()
			if math.IsInf(p, 0) {
				return bad(cells.ErrNum, "the sum is too large")
			}
			sum.Add(p)
			weight.Add(u.Float())
		}
	}
	if weight.Float64() == 0 {
		return bad(cells.ErrDiv0, "the weights add up to 0")
	}
	return num(sum.Float64() / weight.Float64())
}

func marginOfError(f *frame, a []operand) operand {
	x, _, e := f.numbersOf(a[:1])
	confidence := a[1].Float()
	switch {
	case e.failed():
		return e
	case !probable(confidence) || confidence == 0:
		return argument(cells.ErrNum, 2, "the confidence lies between 0 and 1")
	case len(x) < 2:
		return argument(cells.ErrDiv0, 1, "one value has no spread")
	}
	f.step(5 * inverseSteps)
	s := stdevS(f, a[:1])
	if s.failed() {
		return s
	}
	n := float64(len(x))
	return num(-student([]float64{n - 1}).Quantile((1-confidence)/2) * s.Float() / math.Sqrt(n))
}

// sortN sorts, and takes from the front as the mode of ties says.
func sortN(f *frame, a []operand) operand {
	arr := f.array(a[0])
	count, ties := math.Trunc(optNum(a, 1, 1)), math.Trunc(optNum(a, 2, 0))
	switch {
	case count < 1:
		return argument(cells.ErrNum, 2, "at least one row is taken")
	case ties < 0 || ties > 3:
		return argument(cells.ErrNum, 3, "ties are shown by mode 0, 1, 2 or 3")
	}
	var by []lineKey
	for k := 3; k < len(a) && has(a, k); k += 2 {
		down := !optTruth(a, k+1, true)
		at, e := f.sortColumn(arr, a[k], k+1)
		if e.failed() {
			return e
		}
		by = append(by, lineKey{at, down})
	}
	if len(by) == 0 {
		for j := range arr.Cols {
			by = append(by, lineKey{func(i int) cells.Value { return arr.At(i, j) }, false})
		}
	}
	order := f.order(arr.Rows, by)
	f.step(3 * arr.Rows * len(by))
	equal := func(x, y int32) bool {
		for _, k := range by {
			u, v := k.at(int(x)), k.at(int(y))
			if classOf(u) != classOf(v) || classOf(u) < errorsClass && !equal(u, v) {
				return false
			}
		}
		return true
	}
	var kept []int32
	different := 0.0
	for i, row := range order {
		tied := i > 0 && equal(order[i-1], row)
		if !tied {
			different++
		}
		taken := float64(len(kept)) < count
		switch ties {
		case 1:
			taken = taken || tied
		case 2:
			taken = !tied && taken
		case 3:
			taken = different <= count
		}
		if taken {
			kept = append(kept, row)
		} else if ties != 2 || different > count {
			return f.arrayed(rowsWhere(f, arr, kept, false))
		}
	}
	return f.arrayed(rowsWhere(f, arr, kept, false))
}

// sortColumn is a column to sort by: the number of one of the array, or one of its own.
func (f *frame) sortColumn(arr *cells.Array, o operand, arg int) (func(i int) cells.Value, operand) {
	column := f.array(o)
	if len(column.Values) == 1 && arr.Rows != 1 || len(column.Values) == 1 && column.Values[0].Numeric() {
		n := ToNumber(column.Values[0], f.locale)
		switch j := math.Trunc(n.Float()); {
		case n.Kind() == cells.Failed:
			return nil, val(n)
		case j < 1 || j > float64(arr.Cols):
			return nil, argument(cells.ErrValue, arg, "the array has no such column")
		default:
			return func(i int) cells.Value { return arr.At(i, int(j)-1) }, operand{}
		}
	}
	if column.Cols != 1 || column.Rows != arr.Rows {
		return nil, argument(cells.ErrValue, arg, "a column to sort by has as many rows as the array")
	}
	return func(i int) cells.Value { return column.Values[i] }, operand{}
}
