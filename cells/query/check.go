package query

import (
	"strings"

	"freshet/cells"
)

// Bind finds the columns of the query. find gives the place of a column and what is wrong when there is none.
func (q *Query) Bind(find func(name string) (column int, wrong string)) *SyntaxError {
	var err *SyntaxError
	q.all(func(e *Expr) bool {
		if e.Op == Column && err == nil {
			column, wrong := find(e.Name)
			if wrong != "" {
				err = fault(e.At, wrong)
			}
			e.Column = column
		}
		return true
	})
	return err
}

// Check holds a bound query to the rules about what may stand in which clause.
func (q *Query) Check() *SyntaxError {
	for _, c := range []struct {
		in   []*Expr
		name string
	}{{[]*Expr{q.Where}, "where"}, {q.Group, "group by"}, {q.Pivot, "pivot"}} {
		for _, e := range c.in {
			if x := e.aggregate(); x != nil {
				return fault(x.At, x.Op.Name()+"(…) cannot stand in "+c.name+": it is made of the rows that "+c.name+" chooses")
			}
		}
	}
	switch aggregates := q.Aggregates(); {
	case q.Group != nil && !aggregates:
		return fault(q.Group[0].At, "a query with group by selects an aggregate too, such as count("+q.Group[0].example()+")")
	case q.Pivot != nil && !aggregates:
		return fault(q.Pivot[0].At, "a query with pivot selects an aggregate too, such as count("+q.Pivot[0].example()+")")
	case aggregates:
		if err := q.checkGroups(); err != nil {
			return err
		}
	default:
		for _, o := range q.Order {
			if x := o.Expr.aggregate(); x != nil {
				return fault(x.At, x.Op.Name()+"(…) in order by stands in select too")
			}
		}
	}
	return q.checkCaptions()
}

// checkGroups is the rules of queries with aggregates.
func (q *Query) checkGroups() *SyntaxError {
	for _, e := range q.Select {
		if x := e.ungrouped(q.Group); x != nil {
			return fault(x.At, "the column "+x.Name+" stands in select beside an aggregate: it must be in group by, or in an aggregate itself")
		}
	}
	for _, g := range q.Group {
		if Place(q.Pivot, g) >= 0 {
			return fault(g.At, "group by and pivot cannot have the same column")
		}
	}
	for _, o := range q.Order {
		if x := o.Expr.ungrouped(q.Group); x != nil {
			return fault(x.At, "the groups cannot be ordered by the column "+x.Name+": it is not in group by")
		}
		x := o.Expr.aggregate()
		switch {
		case x == nil:
		case q.Pivot != nil:
			return fault(x.At, x.Op.Name()+"(…) cannot stand in order by where there is a pivot: it is many columns")
		case Place(q.Select, o.Expr) < 0:
			return fault(o.Expr.At, "what order by makes of an aggregate stands in select too")
		}
	}
	return nil
}

// checkCaptions holds labels and formats to columns of the result.
func (q *Query) checkCaptions() *SyntaxError {
	for _, list := range [][]Caption{q.Labels, q.Formats} {
		for _, c := range list {
			if q.Select == nil && c.Expr.Op != Column || q.Select != nil && Place(q.Select, c.Expr) < 0 {
				return fault(c.Expr.At, "this is not selected, so it cannot have a label or a format")
			}
		}
	}
	return nil
}

// aggregate is the first one in the expression; nil when there is none.
func (e *Expr) aggregate() (first *Expr) {
	e.Walk(func(x *Expr) bool {
		if first == nil && x.Op.Aggregates() {
			first = x
		}
		return first == nil
	})
	return first
}

// ungrouped is the first column of the expression that has no one value for a group; nil when there is none.
func (e *Expr) ungrouped(groups []*Expr) (first *Expr) {
	e.Walk(func(x *Expr) bool {
		if first != nil || x.Op.Aggregates() || Place(groups, x) >= 0 {
			return false
		}
		if x.Op == Column {
			first = x
		}
		return true
	})
	return first
}

// example is a column for a sentence.
func (e *Expr) example() string {
	name := "A"
	e.Walk(func(x *Expr) bool {
		if x.Op == Column {
			name = x.Name
		}
		return true
	})
	return name
}

// Label is the name that a column of the result gets by itself; labels are those of the table. It is cut where it is longer than a text may be.
func (e *Expr) Label(labels []string) string {
	var b strings.Builder
	e.label(&b, labels)
	return b.String()
}

func (e *Expr) label(b *strings.Builder, labels []string) {
	put := func(s string) {
		if b.Len()+len(s) <= cells.MaxText {
			b.WriteString(s)
		}
	}
	switch {
	case e.Op == Column:
		put(labels[e.Column])
		return
	case e.Op.Aggregates():
		put(e.Op.Name() + " ")
		e.Args[0].label(b, labels)
		return
	case e.Op == Literal && e.Value.Kind() == cells.Text:
		put("\"" + e.Value.Text() + "\"")
	case e.Op == Literal:
		put(cells.Format{}.Render(e.Value, "en"))
	default:
		put(e.Op.Name())
	}
	put("(")
	for _, a := range e.Args {
		a.label(b, labels)
	}
	put(")")
}
