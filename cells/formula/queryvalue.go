package formula

import (
	"math"
	"strings"
	"time"

	"freshet/cells"
	"freshet/cells/query"
)

// queryLine is what an expression is evaluated for: a row of the table, or where there are groups, a group and the place of a pivot.
type queryLine struct {
	row          int32
	group, pivot int
}

// value is an expression for a line; blank when it is null.
func (x *querying) value(e *query.Expr, at queryLine) cells.Value {
	x.f.step(1)
	if g := x.groups; g != nil && g.ready {
		if place, ok := g.place[e]; ok {
			return x.keyValue(at.group, place)
		}
		if e.Op.Aggregates() {
			return x.aggregate(e, g.rowsOf(at))
		}
	}
	switch e.Op {
	case query.Column:
		return x.table.value(at.row, e.Column)
	case query.Literal:
		return e.Value
	case query.Now:
		return x.f.clockOf()
	}
	var args [2]cells.Value
	for i, a := range e.Args {
		args[i] = x.value(a, at)
		if args[i].Kind() == cells.Failed {
			return args[i]
		}
	}
	for i := range e.Args {
		if args[i].IsBlank() {
			return cells.Value{}
		}
	}
	return x.operate(e.Op, args[0], args[1])
}

// operate is a function or an operation of arithmetic on values that are not null and no errors.
func (x *querying) operate(op query.Op, a, b cells.Value) cells.Value {
	f := x.f
	switch op {
	case query.Plus:
		return Add(a, b, f.locale)
	case query.Minus:
		return Sub(a, b, f.locale)
	case query.Times:
		return Mul(a, b, f.locale)
	case query.Over:
		if b.Float() == 0 {
			return cells.Value{}
		}
		return Div(a, b, f.locale)
	case query.Modulo:
		if b.Float() == 0 {
			return cells.Value{}
		}
		return cells.Num(math.Mod(a.Float(), b.Float()))
	case query.Upper, query.Lower:
		s := a.Text()
		f.chargeText(s)
		f.chargeLetters(s)
		if op == query.Upper {
			return text(strings.ToUpper(s)).Value
		}
		return text(strings.ToLower(s)).Value
	case query.DateDiff:
		return cells.Num(math.Floor(a.Float()) - math.Floor(b.Float()))
	case query.ToDate:
		day := a.Float()
		if a.Kind() == cells.Number {
			day = cells.SerialOf(time.UnixMilli(0).UTC()) + day/86_400_000
		}
		if !inCalendar(day) {
			return fail(cells.ErrNum, "the number is no date")
		}
		return cells.Moment(math.Floor(day))
	}
	if !inCalendar(a.Float()) {
		return fail(cells.ErrNum, "the number is no date")
	}
	return cells.Num(float64(partOfTime(op, cells.TimeOf(a.Float(), time.UTC))))
}

// partOfTime is a part of a date or time. Months are counted from 0, days of the week from 1 for Sunday.
func partOfTime(op query.Op, t time.Time) int {
	switch op {
	case query.Year:
		return t.Year()
	case query.Month:
		return int(t.Month()) - 1
	case query.Day:
		return t.Day()
	case query.Quarter:
		return (int(t.Month())-1)/3 + 1
	case query.DayOfWeek:
		return int(t.Weekday()) + 1
	case query.Hour:
		return t.Hour()
	case query.Minute:
		return t.Minute()
	case query.Second:
		return t.Second()
	}
	return t.Nanosecond() / int(time.Millisecond)
}
