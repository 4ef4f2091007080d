package formula

import (
	"math"
	"time"

	"freshet/cells"
	"freshet/cells/series"
)

// momentOf is a Unix time in milliseconds as the clocks of the book's zone show it.
func (f *frame) momentOf(ms int64) cells.Value {
	return cells.Moment(cells.SerialOf(time.UnixMilli(ms).In(f.zone)))
}

// switchSetup is a switch that was on from 13:11:15 to 13:13:15.
const switchSetup = "past A1: 0@-240 1@-180 0@-60"

func stateFunctions() []*function {
	return []*function{
		declare("age(cell:h)", Series, "duration", "How long ago the newest reading of a cell, or what was typed there, was measured.", func(f *frame, a []operand) operand {
			at, e := f.updated(a[0])
			if e.failed() {
				return e
			}
			f.always()
			return f.ago(at)
		}, timed, more("A reading renews it though its value be the same; how long the value has been what it is, since tells."), eg("=age(A1)", "0:02:00", "past A1: 10@-240 20@-120")),
		declare("lastupdate(cell:h)", Series, "time", "When the present value of a cell came.", func(f *frame, a []operand) operand {
			at, e := f.updated(a[0])
			if e.failed() {
				return e
			}
			return val(f.momentOf(at))
		}, more("A reading renews it though its value be the same."), eg("=lastupdate(A1)", "2026-11-22 13:12:15", "past A1: 10@-240 20@-120")),
		declare("isfresh(cell:h, validity:v)", Series, "truth", "Tells whether the present value of a cell is no older than its validity.", freshness(true), timed, more("A reading renews it though its value be the same. A cell for which nothing ever came, or that was cleared, is not fresh. It becomes FALSE by itself when the time is over."), eg("=isfresh(A1,\"1m\")", "FALSE", "past A1: 20@-120"), eg("=isfresh(A1,\"5m\")", "TRUE", "past A1: 20@-120")),
		declare("isstale(cell:h, validity:v)", Series, "truth", "Tells whether the present value of a cell is older than its validity.", freshness(false), timed, more("The opposite of isfresh: also TRUE for a cell for which nothing ever came, or that was cleared."), eg("=isstale(A1,\"1m\")", "TRUE", "past A1: 20@-120")),
		declare("absent(cell:h, window:v)", Series, "truth", "Tells whether nothing came for a cell in a window.", freshness(false), timed, more("It becomes TRUE by itself when the time is over, whether anybody looks or not. A cell that was cleared is absent."), eg("=absent(A1,\"1m\")", "TRUE", "past A1: 20@-120"), eg("=absent(B1,\"1m\")", "TRUE")),
		declare("allfresh(validity:v, cell:h…)", Series, "truth", "Tells whether the present values of all cells are no older than a validity.", func(f *frame, a []operand) operand {
			for _, o := range a[1:] {
				if fresh := freshness(true)(f, []operand{o, a[0]}); !fresh.Truth() {
					return fresh
				}
			}
			return truth(true)
		}, timed, eg("=allfresh(\"5m\",A1,B1)", "FALSE", "past A1: 1@-60"), eg("=allfresh(\"5m\",A1)", "TRUE", "past A1: 1@-60")),
		declare("since(cell:h)", Series, "duration", "How long a cell has had its present value.", func(f *frame, a []operand) operand {
			s, e := f.past(a[0])
			switch {
			case e.failed():
				return e
			case s.Len() == 0:
				return noHistory()
			}
			f.always()
			return f.ago(s.Since())
		}, timed, more("Readings of the same value do not begin it anew; age tells how old the newest is."), eg("=since(A1)", "0:03:00", "past A1: 10@-240 20@-180 20@-60")),
		declare("lasttime(cell:h)", Series, "time", "When a cell was last given TRUE (or a number that is not 0).", filtered(series.Edges, noParameters, func(f *frame, _ []operand, s series.State) operand {
			if s.F[3] == 0 {
				return noHistory()
			}
			return val(f.momentOf(int64(s.F[2])))
		}), eg("=lasttime(A1)", "2026-11-22 13:11:15", switchSetup)),
		declare("true_for(cell:h)", Series, "duration", "How long a cell has been TRUE (or not 0) without a break; 0 when it is not.", filtered(series.Edges, noParameters, func(f *frame, _ []operand, s series.State) operand {
			if s.F[4] == 0 {
				return val(cells.Span(0))
			}
			f.always()
			return f.ago(int64(s.F[1]))
		}), timed, eg("=true_for(A1)", "0:03:00", "past A1: 0@-240 1@-180 2@-60"), eg("=true_for(A1)", "0:00:00", switchSetup)),
		windowed("ontime", "How long a value was TRUE (or not 0) in a window.", "0:03:00", func(f *frame, a []operand) operand {
			w, e := f.window(a[0], a[1])
			if e.failed() {
				return e
			}
			ms := w.On()
			if ms > 0 {
				f.always()
			} else if n := w.Len(); w.Any() {
				if _, x := w.At(n - 1); x != 0 {
					f.always()
				}
			}
			return val(cells.Span(float64(ms) / 86_400_000))
		}, eg("=ontime(A1,\"5m\")", "0:02:00", switchSetup)),
		windowed("count_true", "How often a value became TRUE (or not 0) in a window.", "0", over(0, func(w series.Window) operand { _, n := w.Changes(); return num(float64(n)) }), eg("=count_true(A1,\"5m\")", "1", switchSetup)),
		declare("counter(cell:h)", Series, "number", "How often a cell became TRUE (or not 0), in the past there was when the formula was entered and ever since.", filtered(series.Edges, noParameters, firstOf), more("It does not fall when old points are forgotten. In a window, count_true counts."), eg("=counter(A1)", "2", "past A1: 0@-240 1@-180 0@-60 5@0")),
		declare("toggle(cell:h)", Series, "truth", "Changes between FALSE and TRUE each time a cell becomes TRUE (or not 0).", filtered(series.Edges, noParameters, func(_ *frame, _ []operand, s series.State) operand { return truth(math.Mod(s.F[0], 2) == 1) }), more("It is TRUE after each odd time that counter counts."), eg("=toggle(A1)", "TRUE", switchSetup), eg("=toggle(A1)", "FALSE", "past A1: 0@-240 1@-180 0@-60 5@0")),
		declare("timer(cell:h, time:v)", Series, "truth", "TRUE once a cell has been TRUE (or not 0) for a time without a break: a switch-on delay.", switchDelay(true), timed, eg("=timer(A1,\"3m\")", "TRUE", "past A1: 0@-240 1@-180"), eg("=timer(A1,\"4m\")", "FALSE", "past A1: 0@-240 1@-180")),
		declare("hold(cell:h, time:v)", Series, "truth", "TRUE while a cell is TRUE (or not 0) and for a time after that: a switch-off delay.", switchDelay(false), timed, eg("=hold(A1,\"2m\")", "TRUE", switchSetup), eg("=hold(A1,\"1m\")", "FALSE", switchSetup)),
		declare("hysteresis(value:n, low:n, high:n)", Series, "truth", "TRUE from the upper bound on until the lower one; between them, what it was.", hysteresis, ownPast, more("At the upper bound it becomes TRUE and at the lower one FALSE; at first it is FALSE between them. While the value is a text or an error it shows an error, and then goes on from what it was."), eg("=hysteresis(5,2,8)", "FALSE"), eg("=hysteresis(9,2,8)", "TRUE"), eg("=hysteresis(5,2,8)", "TRUE", "past Z20: 1b@-60")),
		declare("latch(set:b, reset:b)", Series, "truth", "TRUE once set, until reset.", latch, ownPast, more("Where both are TRUE, reset wins. At first it is FALSE."), eg("=latch(FALSE,FALSE)", "TRUE", "past Z20: 1b@-60"), eg("=latch(FALSE,TRUE)", "FALSE", "past Z20: 1b@-60")),
		declare("band(value:n, limit:n…)", Series, "number", "In which band a value lies: how many of the limits it has reached.", func(_ *frame, a []operand) operand {
			n := 0
			for _, limit := range a[1:] {
				n += b2i(compareNumbers(a[0].Float(), limit.Float()) >= 0)
			}
			return num(float64(n))
		}, eg("=band(21,18,20,26)", "2")),
	}
}

// ownPast is for functions that read what their own cell was.
func ownPast(fn *function) { fn.own = true }

// updated is when the newest point of a cell came.
func (f *frame) updated(o operand) (int64, operand) {
	s, e := f.past(o)
	switch {
	case e.failed():
		return 0, e
	case s.Len() == 0:
		return 0, noHistory()
	}
	at, _ := s.At(s.Len() - 1)
	return at, operand{}
}

func (f *frame) ago(at int64) operand {
	return val(cells.Span(float64(max(0, f.w.At-at)) / 86_400_000))
}

// freshness makes isfresh, isstale and absent. When nothing ever came, or what came was cleared, the value is not fresh.
func freshness(want bool) eagerFunc {
	return func(f *frame, a []operand) operand {
		span, e := f.spanOf(a[1], 2)
		if e.failed() {
			return e
		}
		s, e := f.past(a[0])
		switch {
		case e.failed():
			return e
		case s.Len() == 0:
			return truth(!want)
		}
		at, v := s.At(s.Len() - 1)
		if v.IsBlank() {
			return truth(!want)
		}
		f.due(at + span + 1)
		return truth((f.w.At-at <= span) == want)
	}
}

// switchDelay makes timer and hold: a change to TRUE, or to FALSE, takes effect when it has lasted.
func switchDelay(on bool) eagerFunc {
	return filtered(series.Edges, oneSpanElsewhere, func(f *frame, a []operand, s series.State) operand {
		span, e := f.spanOf(a[1], 2)
		if e.failed() {
			return e
		}
		if is := s.F[4] != 0; is != on || s.F[3] == 0 {
			return truth(is)
		}
		f.due(int64(s.F[1]) + span)
		return truth((f.w.At-int64(s.F[1]) >= span) == on)
	})
}

// oneSpanElsewhere is for filters that do not depend on the time which their function takes.
func oneSpanElsewhere(f *frame, a []operand) (p [2]float64, e operand) {
	_, e = f.spanOf(a[1], 2)
	return p, e
}

func hysteresis(f *frame, a []operand) operand {
	x, low, high := a[0].Float(), a[1].Float(), a[2].Float()
	if low > high {
		return argument(cells.ErrNum, 2, "the lower bound is above the upper one")
	}
	return f.remembering(func(was cells.Value) operand {
		return truth(x >= high || x > low && was.Truth())
	})
}

func latch(f *frame, a []operand) operand {
	return f.remembering(func(was cells.Value) operand {
		return truth(!a[1].Truth() && (a[0].Truth() || was.Truth()))
	})
}
