package formula

import (
	"strings"

	"freshet/cells"
	"freshet/cells/query"
)

// queryColumn is a column of the result.
type queryColumn struct {
	expr    *query.Expr
	pivot   int
	label   string
	pattern string // of format; "" for none
}

// result sorts the lines, takes those that are asked for, and lays them out.
func (x *querying) result() operand {
	f, q := x.f, x.q
	lines := len(x.rows)
	if x.groups != nil {
		lines = len(x.groups.keys)
	}
	columns := x.columns()
	headed := false
	for _, c := range columns {
		headed = headed || c.label != ""
	}
	order := x.page(x.order(lines))
	rows := b2i(headed) + len(order)
	if rows == 0 {
		return bad(cells.ErrNA, "no row meets the query, and the columns have no names to show")
	}
	f.takeRect(rows, len(columns))
	out := newArray(rows, len(columns))
	next := out.Values
	if headed {
		for j, c := range columns {
			next[j] = cells.Str(c.label)
		}
		next = next[len(columns):]
	}
	for i, line := range order {
		for j := range columns {
			c := &columns[j]
			at := queryLine{group: int(line), pivot: c.pivot}
			if x.groups == nil {
				at.row = x.rows[line]
			}
			next[i*len(columns)+j] = x.shown(x.value(c.expr, at), c.pattern, q)
		}
	}
	return f.arrayed(out)
}

// columnSteps is what it takes to make a column of the result.
const columnSteps = 10

// columns is what the result consists of: what is selected, of aggregates one for each pivot.
func (x *querying) columns() (columns []queryColumn) {
	q, t := x.q, x.table
	chosen := q.Select
	if chosen == nil {
		x.f.take(len(t.types))
		for j := range t.types {
			chosen = append(chosen, &query.Expr{Op: query.Column, Column: j})
		}
	}
	for _, e := range chosen {
		c := queryColumn{expr: e, label: e.Label(t.labels)}
		x.f.step(len(c.label) / 4)
		for _, p := range q.Formats {
			if p.Expr.Same(e) && !q.NoFormat {
				c.pattern = p.Text
			}
		}
		renamed := false
		for _, l := range q.Labels {
			if l.Expr.Same(e) {
				c.label, renamed = l.Text, true
			}
		}
		if q.Pivot == nil || !e.Aggregated() || len(x.groups.pivots) == 0 {
			columns = append(columns, c)
			continue
		}
		own := c.label
		alone := e.Op.Aggregates() && x.onlyAggregate() && !renamed
		for k, values := range x.groups.pivots {
			x.f.take(columnSteps)
			c.pivot = k
			switch {
			case alone:
				c.label = x.pivotLabel(values, "")
			case renamed && len(x.groups.pivots) == 1:
			default:
				c.label = x.pivotLabel(values, own)
			}
			columns = append(columns, c)
		}
	}
	return columns
}

// onlyAggregate reports whether no two different aggregates are selected.
func (x *querying) onlyAggregate() bool {
	var one *query.Expr
	only := true
	for _, e := range x.q.Select {
		e.Walk(func(a *query.Expr) bool {
			if a.Op.Aggregates() {
				if one == nil {
					one = a
				}
				only = only && a.Same(one)
			}
			return true
		})
	}
	return only
}

// pivotLabel is the values of a pivot with commas between them, and the label of what is under it.
func (x *querying) pivotLabel(values []cells.Value, own string) string {
	var b strings.Builder
	for i, v := range values {
		if i > 0 {
			b.WriteByte(',')
		}
		if v.Kind() == cells.Failed {
			b.WriteString(v.Err().Code.String())
			continue
		}
		b.WriteString(ToText(v, x.f.locale).Text())
	}
	if own != "" {
		b.WriteString(" " + own)
	}
	s := b.String()
	x.f.step(2 + len(s)/bytesPerStep)
	if len(s) > cells.MaxText {
		s = strings.ToValidUTF8(s[:cells.MaxText], "")
	}
	return s
}

// order is the lines in the order that is asked for.
func (x *querying) order(lines int) []int32 {
	f := x.f
	f.take(lines)
	if len(x.q.Order) == 0 {
		order := make([]int32, lines)
		for i := range order {
			order[i] = int32(i)
		}
		return order
	}
	var by []lineKey
	for _, o := range x.q.Order {
		f.take(lines)
		keys := make([]cells.Value, lines)
		for i := range keys {
			at := queryLine{group: i}
			if x.groups == nil {
				at.row = x.rows[i]
			}
			keys[i] = x.value(o.Expr, at)
		}
		by = x.nullsFirst(by, func(i int) cells.Value { return keys[i] }, o.Down)
	}
	return f.order(lines, by)
}

// page is the lines that skipping, offset and limit leave.
func (x *querying) page(order []int32) []int32 {
	if n := x.q.Skipping; n > 1 {
		kept := order[:0]
		for i := 0; i < len(order); i += n {
			kept = append(kept, order[i])
		}
		order = kept
	}
	order = order[min(x.q.Offset, len(order)):]
	if n := x.q.Limit; n >= 0 && n < len(order) {
		order = order[:n]
	}
	return order
}

// shown is a value as the result has it: with a pattern it is a text, and nothing is an empty one.
func (x *querying) shown(v cells.Value, pattern string, q *query.Query) cells.Value {
	f := x.f
	switch {
	case v.IsBlank():
		return cells.Str("")
	case v.Kind() == cells.Failed:
		return v
	case pattern != "" && v.Kind() == cells.Bool:
		yes, no, two := strings.Cut(pattern, ":")
		switch {
		case two && v.Truth():
			return cells.Str(yes)
		case two:
			return cells.Str(no)
		}
	case pattern != "" && v.Numeric():
		if v.Kind() == cells.Time {
			pattern = sheetPattern(pattern)
		}
		return formatText(f, []operand{val(v), {Value: cells.Str(pattern)}}).Value
	}
	if q.NoValues {
		f.step(renderSteps)
		return ToText(v, f.locale)
	}
	return v
}

// sheetPattern writes the letters that only the patterns of dates on the web have as a sheet does: E for the day of the week, and a for AM and PM.
func sheetPattern(p string) string {
	if !strings.ContainsAny(p, "Ea") || strings.Contains(strings.ToUpper(p), "AM/PM") {
		return p
	}
	var b strings.Builder
	quoted := false
	for i := 0; i < len(p); i++ {
		c := p[i]
		switch {
		case c == '\'' || c == '"':
			quoted = !quoted
			b.WriteByte('"')
		case quoted:
			b.WriteByte(c)
		case c == 'E':
			run := i
			for i+1 < len(p) && p[i+1] == 'E' {
				i++
			}
			b.WriteString("ddd" + map[bool]string{true: "d"}[i-run >= 3])
		case c == 'a' && (i+1 == len(p) || p[i+1] != '/'):
			b.WriteString("AM/PM")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
