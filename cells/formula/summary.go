package formula

import "freshet/cells"

// Summarize reads a range and sums it up.
func Summarize(r Reader, g cells.Range) Summary {
	var s Summary
	e, ok := r.Extent(g.Sheet)
	if !ok {
		return s
	}
	if g, ok = g.Intersect(e); !ok {
		return s
	}
	for col := g.Left; col <= g.Right; col++ {
		r.Scan(cells.Range{Sheet: g.Sheet, Top: g.Top, Left: col, Bottom: g.Bottom, Right: col}, func(at cells.Ref, v cells.Value) bool {
			if v.Kind() == cells.Failed {
				v = cells.Fail(placed(v.Err(), at))
			}
			s.add(v)
			return true
		})
	}
	return s
}

func placed(e *cells.CellError, at cells.Ref) *cells.CellError {
	if e.Origin != (cells.Ref{}) {
		return e
	}
	p := *e
	p.Origin = at
	return &p
}

// summary sums up one argument of an aggregate; the least and greatest number only with extremes. A plain value given directly is coerced: "5" is 5 and TRUE is 1.
func (f *frame) summary(o operand, extremes bool) (Summary, operand) {
	if a, ok := o.obj.(*area); ok {
		if s, ok := f.w.Cells.(Summer); ok {
			if sum, ok := s.Summary(a.Range, extremes); ok {
				f.known(f.priceOf(a.Range))
				return sum, operand{}
			}
		}
		f.step(f.priceOf(a.Range))
		return Summarize(f.w.Cells, a.Range), operand{}
	}
	if o.scalar() {
		return f.summaryOfOne(o.Value)
	}
	var s Summary
	var failed operand
	f.each([]operand{o}, func(v cells.Value, direct bool) bool {
		if direct && v.Kind() != cells.Failed {
			if v = ToNumber(v, f.locale); v.Kind() == cells.Failed {
				failed = val(v)
				return false
			}
		}
		s.add(v)
		return true
	})
	return s, failed
}

// summaryOfOne is summary of a plain value.
func (f *frame) summaryOfOne(v cells.Value) (s Summary, failed operand) {
	if v.Kind() != cells.Failed {
		if v = ToNumber(v, f.locale); v.Kind() == cells.Failed {
			return s, val(v)
		}
	}
	s.add(v)
	return s, operand{}
}

// add counts a value in.
func (s *Summary) add(v cells.Value) {
	if v.IsBlank() {
		return
	}
	s.Filled++
	switch v.Kind() {
	case cells.Time:
		s.Times++
	case cells.Duration:
		s.Spans++
	case cells.Number:
	case cells.Failed:
		if s.Err == nil {
			s.Err = v.Err()
		}
		return
	default:
		return
	}
	x := v.Float()
	s.Sum.Add(x)
	if s.Count == 0 || x < s.Min {
		s.Min = x
	}
	if s.Count == 0 || x > s.Max {
		s.Max = x
	}
	s.Count++
}

// addNumbers adds cells that are all numbers.
func (s *Summary) addNumbers(xs []float64) {
	if len(xs) == 0 {
		return
	}
	if s.Count == 0 {
		s.Min, s.Max = xs[0], xs[0]
	}
	least, most := s.Min, s.Max
	for _, x := range xs {
		if x < least {
			least = x
		}
		if x > most {
			most = x
		}
	}
	s.Min, s.Max = least, most
	s.Sum.AddAll(xs)
	s.Count += int64(len(xs))
	s.Filled += int64(len(xs))
}

// merge adds the summary of the next argument.
func (s *Summary) merge(o *Summary) {
	if o.Count > 0 {
		if s.Count == 0 || o.Min < s.Min {
			s.Min = o.Min
		}
		if s.Count == 0 || o.Max > s.Max {
			s.Max = o.Max
		}
	}
	s.Sum.Merge(&o.Sum)
	s.Count += o.Count
	s.Times += o.Times
	s.Spans += o.Spans
	s.Filled += o.Filled
	if s.Err == nil {
		s.Err = o.Err
	}
}

// like gives a number the kind that all counted values have in common.
func (s *Summary) like(x float64) operand {
	switch {
	case s.Count > 0 && s.Times == s.Count:
		return val(cells.Moment(x))
	case s.Count > 0 && s.Spans == s.Count:
		return val(cells.Span(x))
	}
	return num(x)
}

// total sums up all arguments.
func (f *frame) total(a []operand, extremes bool) (Summary, operand) {
	var s Summary
	for i, o := range a {
		one, failed := f.summary(o, extremes)
		if failed.failed() {
			e := *failed.Err()
			if e.Arg == 0 && e.Origin == (cells.Ref{}) {
				e.Arg = i + 1
			}
			return s, val(cells.Fail(&e))
		}
		s.merge(&one)
	}
	return s, operand{}
}

// priceOf is how many steps a range costs that a reader may know: by what the extent of its sheet leaves of it.
func (f *frame) priceOf(g cells.Range) int {
	if e, ok := f.w.Cells.Extent(g.Sheet); ok {
		if g, ok = g.Intersect(e); ok {
			return g.Size()/64 + 1
		}
	}
	return 0
}

// each calls fn with every value of the arguments until it returns false; direct tells a plain value given as argument from one in a range,
// list or array. Blanks in ranges are passed over. A range is visited column by column.
func (f *frame) each(a []operand, fn func(v cells.Value, direct bool) bool) {
	for _, o := range a {
		if !f.eachOf(o, fn) {
			return
		}
	}
}

func (f *frame) eachOf(o operand, fn func(v cells.Value, direct bool) bool) bool {
	more := true
	switch x := o.obj.(type) {
	case *area:
		f.eachPlaced(x.Range, func(_ cells.Ref, v cells.Value) bool {
			more = fn(v, false)
			return more
		})
		return more
	case *list:
		for _, it := range x.items {
			f.step(1)
			if inner, ok := it.obj.(*list); ok {
				if !f.eachOf(operand{obj: inner}, fn) {
					return false
				}
				continue
			}
			if !fn(f.element(it), false) {
				return false
			}
		}
		return true
	case *union:
		for _, g := range x.areas {
			if !f.eachOf(operand{obj: &area{g}}, fn) {
				return false
			}
		}
		return true
	case *dict, *lambda, *lambdas:
		return fn(fail(cells.ErrValue, x.what()+" stands where numbers are expected"), true)
	case omittedArgument:
		return fn(cells.Num(0), true)
	}
	if arr := o.Array(); arr != nil {
		f.step(len(arr.Values)/4 + 1)
		for _, v := range arr.Values {
			if v.IsBlank() {
				continue
			}
			if !fn(v, false) {
				return false
			}
		}
		return true
	}
	return fn(o.Value, true)
}

// eachPlaced calls fn with every value of a range that is not blank and its place, column by column, until it returns false.
func (f *frame) eachPlaced(g cells.Range, fn func(at cells.Ref, v cells.Value) bool) {
	e, ok := f.w.Cells.Extent(g.Sheet)
	if !ok {
		return
	}
	if g, ok = g.Intersect(e); !ok {
		return
	}
	more := true
	for col := g.Left; col <= g.Right && more; col++ {
		n := 0
		f.w.Cells.Scan(cells.Range{Sheet: g.Sheet, Top: g.Top, Left: col, Bottom: g.Bottom, Right: col}, func(at cells.Ref, v cells.Value) bool {
			if n++; n%64 == 0 {
				f.step(32)
			}
			if v.Kind() == cells.Failed {
				v = cells.Fail(placed(v.Err(), at))
			}
			more = fn(at, v)
			return more
		})
		f.step(1)
	}
}
