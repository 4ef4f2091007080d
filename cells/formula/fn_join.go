package formula

import (
	"freshet/cells"
	"freshet/cells/series"
)

func joinFunctions() []*function {
	return []*function{
		declare("fresh(cell:h…)", Series, "truth", "TRUE in the wave in which the last of several cells has got a new value since all of them had.", func(f *frame, a []operand) operand {
			j, e := f.tokens(a, true)
			if e.failed() {
				return e
			}
			return truth(j.In(f.w.Entry))
		}, ownPast, more("What is there when the formula is entered counts as new."), eg("=fresh(A1,B1)", "TRUE", "past A1: 4@-60", "past B1: 5@-30"), eg("=fresh(A1,B1)", "FALSE", "past A1: 4@-60")),
		declare("consume(cell:h…)", Series, "array", "The values of several cells, in a row, as they were when all of them had got a new one; each value is used once.", func(f *frame, a []operand) operand {
			return f.joined(a, true)
		}, ownPast, more("A cell that gets several new values before the others have theirs gives the newest. Other formulas are free to use the same values."), eg("=SUM(consume(A1,B1))", "9", "past A1: 4@-60", "past B1: 5@-30"), eg("=SUM(consume(A1,B1))", "#N/A", "past A1: 4@-60")),
		declare("zip(cell:h…)", Series, "array", "The values of several cells, in a row, paired in the order in which they came: the first of each, the second of each, and so on; the newest pair that is complete.", func(f *frame, a []operand) operand {
			return f.joined(a, false)
		}, ownPast, eg("=SUM(zip(A1,B1))", "9", "past A1: 4@-60", "past B1: 5@-30")),
		declare("after(cell:h, other:h)", Series, "truth", "Tells whether the present value of a cell came after that of another.", inSequence, eg("=after(A1,B1)", "TRUE", "past A1: 4@-30", "past B1: 5@-60")),
		declare("inorder(cell:h…)", Series, "truth", "Tells whether the present values of several cells came in this order, one after the other.", func(f *frame, a []operand) operand {
			for i := 1; i < len(a); i++ {
				if o := inSequence(f, []operand{a[i], a[i-1]}); !o.Truth() {
					return o
				}
			}
			return truth(true)
		}, eg("=inorder(A1,B1)", "TRUE", "past A1: 4@-60", "past B1: 5@-30"), eg("=inorder(A1,B1)", "FALSE", "past A1: 4@-60", "past B1: 5@-60")),
	}
}

// inSequence tells whether the first cell was updated after the second, which must have been.
func inSequence(f *frame, a []operand) operand {
	var at [2]int64
	for i := range at {
		s, e := f.past(a[i])
		switch {
		case e.failed():
			return e
		case s.Len() == 0:
			return truth(false)
		}
		at[i], _ = s.At(s.Len() - 1)
	}
	return truth(at[0] > at[1])
}

// tokens takes what there is to take: with newest the newest values of cells that all have one that was not taken, else as many of each as all have.
// What is taken is part of the past of the formula's own cell. Evaluated again in one wave, it finds nothing more.
func (f *frame) tokens(a []operand, newest bool) (*series.Join, operand) {
	own := f.pastAt(f.at)
	of := make([]*series.Series, len(a))
	for i, o := range a {
		r, e := f.cellOfHistory(o)
		if e.failed() {
			return nil, e
		}
		if r == f.at {
			return nil, argument(cells.ErrValue, i+1, "a cell cannot wait for itself")
		}
		of[i] = f.pastAt(r)
	}
	j := own.Join(f.site, len(of), func(i int) uint64 {
		return of[i].Total() - min(1, uint64(of[i].Len()))
	})
	most := ^uint64(0)
	for i, s := range of {
		there := s.Total()
		if newest && s.Len() > 0 {
			if _, v := s.At(s.Len() - 1); v.IsBlank() {
				there = 0 // what was cleared is not there to be used
			}
		}
		most = min(most, there-min(there, j.Taken[i]))
	}
	if most == 0 {
		return j, operand{}
	}
	taken, values := make([]uint64, len(of)), make([]cells.Value, len(of))
	for i, s := range of {
		taken[i] = s.Total()
		if !newest {
			taken[i] = j.Taken[i] + most
		}
		values[i] = fail(cells.ErrNA, "the value was forgotten before the others came")
		if k := s.Len() - 1 - int(s.Total()-taken[i]); k >= 0 {
			_, values[i] = s.At(k)
		}
	}
	own.Take(j, f.w.Entry, taken, values)
	return j, operand{}
}

// joined is what tokens took last, in a row.
func (f *frame) joined(a []operand, newest bool) operand {
	j, e := f.tokens(a, newest)
	if e.failed() {
		return e
	}
	values, ok := j.Last()
	if !ok {
		return bad(cells.ErrNA, "not all of the cells have got a value yet")
	}
	f.takeRect(1, len(values))
	return f.arrayed(&cells.Array{Rows: 1, Cols: len(values), Values: append([]cells.Value(nil), values...)})
}
