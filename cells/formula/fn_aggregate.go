package formula

import (
	"math"

	"freshet/cells"
	"freshet/cells/exact"
)

func aggregateFunctions() []*function {
	return []*function{
		declare("SUM(value:r…)", Aggregates, "number", "Adds up numbers.", sum,
			more("In ranges, texts, blanks and truths do not count. An error passes through. Durations and times of the day add up to a duration, as in a list of working hours. The sum is exact and rounded once, in whatever order the numbers stand, so what decimals lose as doubles can be left: =0.1+0.2-0.3 is 0, =SUM(0.1,0.2,-0.3) is not. expr's sum(list, closure) adds up what the closure gives."),
			eg("=SUM(1,2,3)", "6"), eg("=SUM(A1:A3)", "3", "A1: 1", "A2: two", "A3: 2"), eg("=SUM(\"5\",TRUE)", "6"), eg("=sum(1..4)", "10"), eg("=sum(A1:A2, # * 10)", "30", "A1: 1", "A2: 2")),
		declare("AVERAGE(value:r…)", Aggregates, "number", "The arithmetic mean of numbers.", average, alias("MEAN"),
			eg("=AVERAGE(2,4)", "3"), eg("=AVERAGE(A1:A3)", "1.5", "A1: 1", "A2: 2"), eg("=AVERAGE(A1:A3)", "#DIV/0!")),
		declare("MIN(value:r…)", Aggregates, "number", "The smallest number.", minimum, more("Without any number, 0."), eg("=MIN(3,1,2)", "1"), eg("=MIN(A1:A9)", "0")),
		declare("MAX(value:r…)", Aggregates, "number", "The largest number.", maximum, more("Without any number, 0."), eg("=MAX(3,1,2)", "3"), eg("=MAX(A1:A3)", "5", "A1: 5", "A2: x")),
		declare("COUNT(value:r…)", Aggregates, "number", "Counts numbers.", count,
			more("Times and durations are numbers; texts, truths, errors and blanks in ranges are not. expr's count(list, closure) counts what the closure finds true."),
			eg("=COUNT(A1:A4)", "2", "A1: 1", "A2: x", "A3: 2"), eg("=COUNT(1,\"2\",TRUE)", "3"), eg("=count(1..5, # > 3)", "2")),
		declare("COUNTA(value:r…)", Aggregates, "number", "Counts values that are not blank.", counta, eg("=COUNTA(A1:A4)", "2", "A1: 1", "A2: x"), eg("=COUNTA(1,\"\")", "2")),
		declare("COUNTBLANK(range:r)", Aggregates, "number", "Counts the cells of a range that are blank or hold an empty text.", countBlank, eg("=COUNTBLANK(A1:A4)", "3", "A1: 1")),
		declare("PRODUCT(value:r…)", Aggregates, "number", "Multiplies numbers.", product, eg("=PRODUCT(2,3,4)", "24"), eg("=PRODUCT(A1:A3)", "6", "A1: 2", "A3: 3")),
		declare("SUMSQ(value:r…)", Aggregates, "number", "Adds up the squares of numbers.", sumsq, eg("=SUMSQ(3,4)", "25")),
	}
}

func sum(f *frame, a []operand) operand {
	s, failed := f.total(a, false)
	switch {
	case failed.failed():
		return failed
	case s.Err != nil:
		return val(cells.Fail(s.Err))
	}
	return sumOf(&s)
}

func average(f *frame, a []operand) operand {
	s, failed := f.total(a, false)
	switch {
	case failed.failed():
		return failed
	case s.Err != nil:
		return val(cells.Fail(s.Err))
	case s.Count == 0:
		return bad(cells.ErrDiv0, "there is no number to average")
	}
	return s.like(s.Sum.Float64() / float64(s.Count))
}

func minimum(f *frame, a []operand) operand {
	return extreme(f, a, func(s *Summary) float64 { return s.Min })
}

func maximum(f *frame, a []operand) operand {
	return extreme(f, a, func(s *Summary) float64 { return s.Max })
}

func extreme(f *frame, a []operand, of func(*Summary) float64) operand {
	s, failed := f.total(a, true)
	switch {
	case failed.failed():
		return failed
	case s.Err != nil:
		return val(cells.Fail(s.Err))
	}
	return s.like(of(&s))
}

func count(f *frame, a []operand) operand {
	n := 0.0
	for _, o := range a {
		if _, ok := o.obj.(*area); ok {
			s, _ := f.summary(o, false)
			n += float64(s.Count)
			continue
		}
		f.each([]operand{o}, func(v cells.Value, direct bool) bool {
			if v.Numeric() || direct && ToNumber(v, f.locale).Kind() != cells.Failed {
				n++
			}
			return true
		})
	}
	return num(n)
}

func counta(f *frame, a []operand) operand {
	n := 0.0
	for _, o := range a {
		if _, ok := o.obj.(*area); ok {
			s, _ := f.summary(o, false)
			n += float64(s.Filled)
			continue
		}
		f.each([]operand{o}, func(cells.Value, bool) bool { n++; return true })
	}
	return num(n)
}

func countBlank(f *frame, a []operand) operand {
	size, filled := 0, 0
	if r, ok := a[0].obj.(*area); ok {
		size = r.Size()
	} else {
		size = len(f.array(a[0]).Values)
	}
	f.each(a, func(v cells.Value, _ bool) bool {
		if v.Kind() != cells.Text || v.Text() != "" {
			filled++
		}
		return true
	})
	return num(float64(size - filled))
}

// fold runs over the numbers of the arguments; the first error ends it.
func (f *frame) fold(a []operand, fn func(x float64)) operand {
	var failed operand
	f.each(a, func(v cells.Value, direct bool) bool {
		switch {
		case v.Kind() == cells.Failed:
			failed = val(v)
		case v.Numeric():
			fn(v.Float())
		case direct:
			x := ToNumber(v, f.locale)
			if x.Kind() == cells.Failed {
				failed = val(x)
				return false
			}
			fn(x.Float())
		}
		return !failed.failed()
	})
	return failed
}

func product(f *frame, a []operand) operand {
	p, any := 1.0, false
	if e := f.fold(a, func(x float64) { p, any = float64(p*x), true }); e.failed() {
		return e
	}
	if !any {
		p = 0
	}
	return num(p)
}

func sumsq(f *frame, a []operand) operand {
	var s exact.Sum
	var over operand
	if e := f.fold(a, func(x float64) {
		if square := x * x; math.IsInf(square, 0) {
			over = bad(cells.ErrNum, "the sum is too large")
		} else {
			s.Add(square)
		}
	}); e.failed() {
		return e
	}
	if over.failed() {
		return over
	}
	return num(s.Float64())
}
