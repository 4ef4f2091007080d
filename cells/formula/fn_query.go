package formula

import (
	"strconv"

	"freshet/cells"
	"freshet/cells/query"
)

func queryFunctions() []*function {
	staff := []string{"A1: name", "B1: dept", "C1: salary", "A2: John", "B2: Eng", "C2: 1000", "A3: Dave", "B3: Eng", "C3: 500", "A4: Sally", "B4: Sales", "C4: 600"}
	return []*function{
		declare("QUERY(data:a, query:t, [headers:n])", Arrays, "array", "What a query finds in a table, in the query language of Google Sheets.", queryData, byItself,
			more("The clauses, each of which may be left out, in this order: select, where, group by, pivot, order by, skipping, limit, offset, label, format, options. The columns of a range have the letters of the sheet, and those of any data are Col1, Col2 and so on, or go by the name in their header. "+
				"Aggregates: avg, count, max, min, sum. Functions: year, month (from 0), day, hour, minute, second, millisecond, quarter, dayOfWeek (Sunday is 1), now, dateDiff, toDate, upper, lower. Conditions: = != < <= > >=, is null, contains, starts with, ends with, matches (a regular expression for the whole text), like (% and _), and, or, not. Texts stand in ' or \", dates as date '2026-11-22'. "+
				"A column is of numbers (with dates), texts or truths, whichever it has most of; what else is in it counts as null. Texts are equal in the same case only. A null meets no comparison but is null. Formatted values are texts. Headers left out: rows of texts only, above a column of something else."),
			eg("=QUERY(A1:C4,\"select A, C where C >= 600\")", "{name,salary;John,1000;Sally,600}", staff...), eg("=QUERY(A1:C4,\"select B, sum(C) group by B\")", "{dept,sum salary;Eng,1500;Sales,600}", staff...),
			eg("=QUERY(A1:C4,\"select max(C) pivot B label max(C) 'top'\")", "{Eng top,Sales top;1000,600}", staff...), eg("=QUERY({1,2;3,4},\"select Col2 where Col1 > 1\")", "4"), eg("=QUERY(A1:C4,\"select A order by C desc limit 1\",1)", "{name;John}", staff...), eg("=QUERY({1;2},\"select Col1 were Col1>1\")", "#VALUE!")),
	}
}

// byItself is for functions that time alone may change, depending on their arguments; they say when.
func byItself(fn *function) { fn.timed = true }

// querying is a query under way.
type querying struct {
	f       *frame
	q       *query.Query
	table   *queryTable
	rows    []int32 // those that where leaves
	groups  *queryGroups
	whole   map[*query.Expr]wholePattern // of matches with a literal
	numbers []float64                    // memory for those that an aggregate adds up
	failed  operand                      // an error found on the way that ends the query
}

// queryData is QUERY.
func queryData(f *frame, a []operand) operand {
	if a[0].failed() {
		return a[0]
	}
	source := ""
	if !a[1].isOmitted() {
		source = a[1].Text()
	}
	f.step(20 + 2*len(source))
	q, wrong := query.Parse(source)
	if wrong != nil {
		return misread(source, wrong)
	}
	data := f.array(a[0])
	table, e := f.queryTable(data, a[0], a[2])
	if e.failed() {
		return e
	}
	if wrong := q.Bind(table.find); wrong != nil {
		return misread(source, wrong)
	}
	if wrong := q.Check(); wrong != nil {
		return misread(source, wrong)
	}
	if wrong := table.check(q); wrong != nil {
		return misread(source, wrong)
	}
	if q.Asks(query.Now) {
		f.due(f.w.At + 1)
	}
	x := &querying{f: f, q: q, table: table}
	if !x.prepare() {
		return x.failed
	}
	x.filter()
	if q.Aggregates() {
		x.group()
	}
	if x.failed.failed() {
		return x.failed
	}
	return x.result()
}

// misread is the error for a text that is no query, or none for this table.
func misread(source string, wrong *query.SyntaxError) operand {
	return argument(cells.ErrValue, 2, "in the query, at character "+strconv.Itoa(wrong.Character(source))+": "+wrong.Message)
}

// filter keeps the rows that meet the condition.
func (x *querying) filter() {
	f, t := x.f, x.table
	n := t.data.Rows - t.headers
	f.take(n)
	x.rows = make([]int32, 0, n)
	for i := t.headers; i < t.data.Rows; i++ {
		if x.q.Where == nil || x.holds(x.q.Where, queryLine{row: int32(i)}) {
			x.rows = append(x.rows, int32(i))
		}
		if x.failed.failed() {
			return
		}
	}
}
