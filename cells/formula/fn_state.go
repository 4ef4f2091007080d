package formula

import (
	"time"

	"freshet/cells"
)

// momentOf is a Unix time in milliseconds as the clocks of the book's zone show it.
func (f *frame) momentOf(ms int64) cells.Value {
	return cells.Moment(cells.SerialOf(time.UnixMilli(ms).In(f.zone)))
}

func stateFunctions() []*function {
	return []*function{
		declare("age(cell:h)", Series, "duration", "How old the present value of a cell is.", func(f *frame, a []operand) operand {
			age, e := f.ageOf(a[0])
			if e.failed() {
				return e
			}
			return val(cells.Span(age))
		}, volatile, eg("=age(A1)", "0:02:00", "past A1: 10@-240 20@-120")),
		declare("lastupdate(cell:h)", Series, "time", "When the present value of a cell came.", func(f *frame, a []operand) operand {
			r, e := f.cellOfHistory(a[0])
			if e.failed() {
				return e
			}
			at, _, ok := f.newest(r, 0)
			if !ok {
				return noHistory()
			}
			return val(f.momentOf(at))
		}, eg("=lastupdate(A1)", "2026-11-22 13:12:15", "past A1: 10@-240 20@-120")),
		declare("isfresh(cell:h, validity:v)", Series, "truth", "Tells whether the present value of a cell is no older than its validity.", freshness(true), volatile, eg("=isfresh(A1,\"1m\")", "FALSE", "past A1: 20@-120"), eg("=isfresh(A1,\"5m\")", "TRUE", "past A1: 20@-120")),
		declare("isstale(cell:h, validity:v)", Series, "truth", "Tells whether the present value of a cell is older than its validity.", freshness(false), volatile, eg("=isstale(A1,\"1m\")", "TRUE", "past A1: 20@-120")),
		declare("absent(cell:h, window:v)", Series, "truth", "Tells whether nothing came for a cell in a window.", freshness(false), volatile, eg("=absent(A1,\"1m\")", "TRUE", "past A1: 20@-120"), eg("=absent(B1,\"1m\")", "TRUE")),
		declare("since(cell:h)", Series, "duration", "How long a cell has had its present value.", sinceChange, volatile, eg("=since(A1)", "0:03:00", "past A1: 10@-240 20@-180 20@-60")),
		declare("rising(cell:h)", Series, "truth", "Tells whether a value has just grown.", edge(1), eg("=rising(A1)", "TRUE", pastSetup)),
		declare("falling(cell:h)", Series, "truth", "Tells whether a value has just fallen.", edge(-1), eg("=falling(A1)", "FALSE", pastSetup)),
		declare("ontime(cell:h, window:v)", Series, "duration", "How long a value was TRUE (or not 0) in a window.", onTime, volatile, eg("=ontime(A1,\"5m\")", "0:02:00", "past A1: 0@-240 1@-180 0@-60")),
		declare("count_true(cell:h, window:v)", Series, "number", "How often a value became TRUE (or not 0) in a window.", func(f *frame, a []operand) operand {
			t, e := f.track(a[0], a[1])
			if e.failed() {
				return e
			}
			return num(float64(t.changes(func(from, to float64) bool { return from == 0 && to != 0 })))
		}, volatile, eg("=count_true(A1,\"5m\")", "1", "past A1: 0@-240 1@-180 0@-60")),
		declare("hysteresis(value:n, low:n, high:n)", Series, "truth", "TRUE from the upper bound on until the lower one; between them, what the formula's own cell was.", hysteresis, ownPast, eg("=hysteresis(5,2,8)", "FALSE"), eg("=hysteresis(9,2,8)", "TRUE"), eg("=hysteresis(5,2,8)", "TRUE", "past Z20: 1b@-60")),
		declare("deadband(value:n, width:n)", Series, "number", "A value that stays what the formula's own cell was until it differs by more than a width.", deadband, ownPast, eg("=deadband(10.4,0.5)", "10", "past Z20: 10@-60"), eg("=deadband(11,0.5)", "11", "past Z20: 10@-60")),
		declare("latch(set:b, reset:b)", Series, "truth", "TRUE once set, until reset.", latch, ownPast, eg("=latch(FALSE,FALSE)", "TRUE", "past Z20: 1b@-60"), eg("=latch(FALSE,TRUE)", "FALSE", "past Z20: 1b@-60")),
		declare("at(cell:h, time:d)", Series, "value", "The value a cell had at a time.", valueAt, eg("=at(A1,\"2026-11-22 13:13:00\")", "20", pastSetup), eg("=at(A1,\"2026-11-22 12:00\")", "#N/A", pastSetup)),
		declare("history(cell:h, window:v)", Series, "array", "The times and values of a cell in a window, oldest first.", history, volatile, eg("=INDEX(history(A1,\"3m\"),1,2)", "20", pastSetup), eg("=ROWS(history(A1,5))", "3", pastSetup)),
	}
}

// ownPast is for functions that read what their own cell was.
func ownPast(fn *function) { fn.own = true }
