package formula_test

import (
	"fmt"
	"slices"
	"strings"

	"freshet/cells"
	"freshet/cells/collation"
)

// plainQuery is a query taken apart, for an oracle that knows nothing of its text: columns are places in a table, -1 for none.
type plainQuery struct {
	where         []plainCondition
	any, negated  bool
	group, pivot  []int
	aggregates    []plainAggregate
	columns       []int // without aggregates
	order         []int // columns of the result, from 1, negative downward
	limit, offset int
}

type plainCondition struct {
	column int
	op     string
	value  cells.Value
}

type plainAggregate struct {
	name   string
	column int
}

// The columns of the tables: texts, numbers, truths, dates.
var letters = []string{"A", "B", "C", "D"}

func literal(v cells.Value) string {
	switch v.Kind() {
	case cells.Text:
		return "'" + v.Text() + "'"
	case cells.Time:
		return "date '" + show(v) + "'"
	case cells.Bool:
		return strings.ToLower(show(v))
	}
	return show(v)
}

// text is the query as a person writes it.
func (q *plainQuery) text() string {
	list := func(columns []int) (names []string) {
		for _, c := range columns {
			names = append(names, letters[c])
		}
		return names
	}
	selected := append(list(q.columns), list(q.group)...)
	for _, a := range q.aggregates {
		selected = append(selected, a.name+"("+letters[a.column]+")")
	}
	out := "select " + strings.Join(selected, ", ")
	var conditions []string
	for _, c := range q.where {
		if c.op == "is null" {
			conditions = append(conditions, letters[c.column]+" is null")
		} else {
			conditions = append(conditions, letters[c.column]+" "+c.op+" "+literal(c.value))
		}
	}
	joined := strings.Join(conditions, map[bool]string{true: " or ", false: " and "}[q.any])
	if q.negated {
		joined = "not (" + joined + ")"
	}
	if len(q.where) > 0 {
		out += " where " + joined
	}
	if len(q.group) > 0 {
		out += " group by " + strings.Join(list(q.group), ", ")
	}
	if len(q.pivot) > 0 {
		out += " pivot " + strings.Join(list(q.pivot), ", ")
	}
	for i, o := range q.order {
		out += map[bool]string{true: " order by ", false: ", "}[i == 0] + selected[max(o, -o)-1] + map[bool]string{true: " desc"}[o < 0]
	}
	if q.limit >= 0 {
		out += fmt.Sprintf(" limit %d", q.limit)
	}
	if q.offset > 0 {
		out += fmt.Sprintf(" offset %d", q.offset)
	}
	return out
}

// before orders two values of a column; nulls are first.
func before(a, b cells.Value) int {
	switch {
	case a.IsBlank() || b.IsBlank():
		return one(b.IsBlank()) - one(a.IsBlank())
	case a.Kind() == cells.Text:
		return collation.Compare(a.Text(), b.Text())
	case a.Float() < b.Float():
		return -1
	}
	return one(a.Float() > b.Float())
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (c plainCondition) holds(v cells.Value) bool {
	switch {
	case c.op == "is null":
		return v.IsBlank()
	case v.IsBlank():
		return false
	}
	is := before(v, c.value)
	if is == 0 {
		is = strings.Compare(v.Text(), c.value.Text())
	}
	text, part := show(v), show(c.value)
	switch c.op {
	case "=":
		return is == 0
	case "!=":
		return is != 0
	case "<":
		return is < 0
	case "<=":
		return is <= 0
	case ">":
		return is > 0
	case ">=":
		return is >= 0
	case "contains":
		return strings.Contains(text, part)
	case "starts with":
		return strings.HasPrefix(text, part)
	}
	return strings.HasSuffix(text, part)
}

func (q *plainQuery) keeps(row []cells.Value) bool {
	yes := !q.any || len(q.where) == 0
	for _, c := range q.where {
		if h := c.holds(row[c.column]); q.any {
			yes = yes || h
		} else {
			yes = yes && h
		}
	}
	return yes != q.negated
}

func (a plainAggregate) of(rows [][]cells.Value) cells.Value {
	var seen []cells.Value
	sum := 0.0
	for _, row := range rows {
		if v := row[a.column]; !v.IsBlank() {
			seen = append(seen, v)
			sum += v.Float()
		}
	}
	switch {
	case a.name == "count":
		return cells.Num(float64(len(seen)))
	case len(seen) == 0:
		return cells.Value{}
	case a.name == "sum":
		return cells.Num(sum)
	case a.name == "avg":
		return cells.Num(sum / float64(len(seen)))
	}
	slices.SortStableFunc(seen, func(x, y cells.Value) int {
		if c := before(x, y); c != 0 {
			return c
		}
		return strings.Compare(x.Text(), y.Text())
	})
	if a.name == "min" {
		return seen[0]
	}
	return seen[len(seen)-1]
}

func pick(row []cells.Value, columns []int) (out []cells.Value) {
	for _, c := range columns {
		out = append(out, row[c])
	}
	return out
}

func sameKeys(a, b []cells.Value) bool { return slices.EqualFunc(a, b, cells.Value.Equal) }

// distinct is the different keys of rows, in order.
func distinct(rows [][]cells.Value, columns []int) (keys [][]cells.Value) {
	for _, row := range rows {
		if k := pick(row, columns); !slices.ContainsFunc(keys, func(x []cells.Value) bool { return sameKeys(x, k) }) {
			keys = append(keys, k)
		}
	}
	slices.SortStableFunc(keys, func(a, b []cells.Value) int { return slices.CompareFunc(a, b, before) })
	return keys
}

// answer is what the query gives of a table, without its header.
func (q *plainQuery) answer(table [][]cells.Value) (out [][]cells.Value) {
	var rows [][]cells.Value
	for _, row := range table {
		if q.keeps(row) {
			rows = append(rows, row)
		}
	}
	if len(q.aggregates) == 0 {
		for _, row := range rows {
			out = append(out, pick(row, q.columns))
		}
	} else {
		pivots := distinct(rows, q.pivot)
		for _, k := range distinct(rows, q.group) {
			line := slices.Clone(k)
			for _, a := range q.aggregates {
				for _, p := range pivots {
					var met [][]cells.Value
					for _, row := range rows {
						if sameKeys(pick(row, q.group), k) && sameKeys(pick(row, q.pivot), p) {
							met = append(met, row)
						}
					}
					if v := a.of(met); len(met) > 0 || len(q.pivot) == 0 {
						line = append(line, v)
					} else {
						line = append(line, cells.Value{})
					}
				}
			}
			out = append(out, line)
		}
	}
	slices.SortStableFunc(out, func(a, b []cells.Value) int {
		for _, o := range q.order {
			c := before(a[max(o, -o)-1], b[max(o, -o)-1])
			if o < 0 {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	out = out[min(q.offset, len(out)):]
	if q.limit >= 0 {
		out = out[:min(q.limit, len(out))]
	}
	return out
}
