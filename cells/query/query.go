package query

import "freshet/cells"

// Query is a query that was read. Its expressions know where they stand in the text; their columns are names until [Query.Bind].
type Query struct {
	Select   []*Expr // nil: all columns
	Where    *Expr
	Group    []*Expr
	Pivot    []*Expr
	Order    []Order
	Skipping int // 2: every second row; at most 1: every row
	Limit    int // -1: no limit
	Offset   int
	Labels   []Caption
	Formats  []Caption
	NoValues bool // what is shown in place of the values
	NoFormat bool
}

// Order is what rows are sorted by.
type Order struct {
	Expr *Expr
	Down bool
}

// Caption is a label, or a pattern of numbers and dates, for a column of the result.
type Caption struct {
	Expr *Expr
	Text string
}

// Expr is a value or a condition.
type Expr struct {
	Op     Op
	At     int         // where it begins, in bytes of the text
	Name   string      // of a column, as written
	Column int         // of a column once it is bound, from 0
	Value  cells.Value // of a literal
	Args   []*Expr
}

// Op is what an expression does.
type Op uint8

// The operations.
const (
	Column Op = iota
	Literal
	Avg // of a column, as the next four
	Count
	Max
	Min
	Sum
	Year // of a date, as those down to DayOfWeek
	Month
	Day
	Hour
	Minute
	Second
	Millisecond
	Quarter
	DayOfWeek
	Now
	DateDiff
	ToDate
	Upper
	Lower
	Plus
	Minus
	Times
	Over
	Modulo
	Equal // conditions from here on
	Unequal
	Less
	LessOrEqual
	Greater
	GreaterOrEqual
	Contains
	StartsWith
	EndsWith
	Matches
	Like
	IsNull
	And
	Or
	Not
)

// opNames are the names under which functions are written, and under which operations appear in the labels that columns get by themselves.
var opNames = [...]string{
	Avg: "avg", Count: "count", Max: "max", Min: "min", Sum: "sum", Year: "year", Month: "month", Day: "day", Hour: "hour", Minute: "minute", Second: "second",
	Millisecond: "millisecond", Quarter: "quarter", DayOfWeek: "dayOfWeek", Now: "now", DateDiff: "dateDiff", ToDate: "toDate", Upper: "upper", Lower: "lower",
	Plus: "sum", Minus: "difference", Times: "product", Over: "quotient", Modulo: "modulo",
}

// Name is how labels tell of a function or an operation of arithmetic.
func (op Op) Name() string {
	if int(op) < len(opNames) {
		return opNames[op]
	}
	return ""
}

// Aggregates reports whether the operation makes one value of many rows.
func (op Op) Aggregates() bool { return op >= Avg && op <= Sum }

// Decides reports whether the operation is a condition.
func (op Op) Decides() bool { return op >= Equal }

// arguments is how many a function takes.
func (op Op) arguments() int {
	switch op {
	case Now:
		return 0
	case DateDiff:
		return 2
	}
	return 1
}

// Walk visits the expression and those in it, outermost first, and does not enter where visit gives false.
func (e *Expr) Walk(visit func(*Expr) bool) {
	if e == nil || !visit(e) {
		return
	}
	for _, a := range e.Args {
		a.Walk(visit)
	}
}

// Aggregated reports whether an aggregate stands in the expression.
func (e *Expr) Aggregated() (found bool) {
	e.Walk(func(x *Expr) bool { found = found || x.Op.Aggregates(); return !found })
	return found
}

// Same reports whether two bound expressions are the same.
func (e *Expr) Same(o *Expr) bool {
	if e.Op != o.Op || len(e.Args) != len(o.Args) || e.Op == Column && e.Column != o.Column || e.Op == Literal && !e.Value.Equal(o.Value) {
		return false
	}
	for i := range e.Args {
		if !e.Args[i].Same(o.Args[i]) {
			return false
		}
	}
	return true
}

// Place is where an expression is among others; -1 when it is not.
func Place(all []*Expr, e *Expr) int {
	for i := range all {
		if all[i].Same(e) {
			return i
		}
	}
	return -1
}

// all visits every expression of the query, clause by clause.
func (q *Query) all(visit func(*Expr) bool) {
	for _, list := range [][]*Expr{q.Select, {q.Where}, q.Group, q.Pivot} {
		for _, e := range list {
			e.Walk(visit)
		}
	}
	for _, o := range q.Order {
		o.Expr.Walk(visit)
	}
	for _, list := range [][]Caption{q.Labels, q.Formats} {
		for _, c := range list {
			c.Expr.Walk(visit)
		}
	}
}

// Aggregates reports whether the query makes one row of many.
func (q *Query) Aggregates() bool {
	for _, e := range q.Select {
		if e.Aggregated() {
			return true
		}
	}
	return false
}

// Asks reports whether the operation stands anywhere in the query.
func (q *Query) Asks(op Op) (found bool) {
	q.all(func(e *Expr) bool { found = found || e.Op == op; return !found })
	return found
}
