package calc

import (
	"freshet/cells"
)

// fill continues the source over the target, line by line away from it.
func (w *wave) fill(op cells.Fill) {
	src, dst := op.Source, op.Target
	s := w.b.sheets[src.Sheet]
	rest := beyond(src, dst)
	down := rest.Left == src.Left && rest.Right == src.Right
	back := rest.Top < src.Top || rest.Left < src.Left
	w.journal(s, rest, func() {
		if down {
			for col := src.Left; col <= src.Right; col++ {
				w.fillLine(s, op, rest, col, true, back)
			}
			return
		}
		for row := src.Top; row <= src.Bottom; row++ {
			w.fillLine(s, op, rest, row, false, back)
		}
	})
}

// fillLine continues one column of the source down or up, or one row of it to the right or left.
func (w *wave) fillLine(s *sheet, op cells.Fill, rest cells.Range, line int32, down, back bool) {
	src := op.Source
	n, m := src.Rows(), rest.Rows()
	if !down {
		n, m = src.Cols(), rest.Cols()
	}
	// The k-th cell counted from the source's first in the direction of the fill; negative or beyond n is the target.
	at := func(k int) (row, col int32) {
		switch {
		case down && back:
			return src.Bottom - int32(k), line
		case down:
			return src.Top + int32(k), line
		case back:
			return line, src.Right - int32(k)
		}
		return line, src.Left + int32(k)
	}
	from := make([]content, n)
	formats := make([]*cells.Format, n)
	for k := range from {
		row, col := at(k)
		from[k], formats[k] = s.content(row, col), s.formatAt(row, col)
	}
	next := w.b.continued(from, op.Mode, back)
	if n == 1 && op.Mode == cells.FillSeries {
		if months := shownMonths(from[0], formats[0], back); months != nil {
			next = months
		}
	}
	if down && n == 1 && from[0].t != nil {
		w.putFormula(s, line, rest.Top, rest.Bottom, from[0].t, w.by)
		w.reformat(s, line, rest.Top, rest.Bottom, formats[0])
		return
	}
	uniform := down
	for _, f := range formats {
		uniform = uniform && f == formats[0]
	}
	if uniform {
		w.reformat(s, line, rest.Top, rest.Bottom, formats[0])
	}
	for k := n; k < n+m; k++ {
		row, col := at(k)
		c := from[k%n]
		if next != nil {
			if v, ok := next(k); ok {
				c = content{v: v}
			}
		}
		w.putContent(s, col, row, c)
		if !uniform {
			w.reformat(s, col, row, row, formats[k%n])
		}
	}
}

// putContent puts what was captured of a cell into another one.
func (w *wave) putContent(s *sheet, col, row int32, c content) {
	switch {
	case c.t != nil:
		w.putFormula(s, col, row, row, c.t, w.by)
	case c.v.IsBlank():
		w.putBlank(s, col, row, row)
	default:
		w.putValue(s, col, row, placeless(c.v), w.by)
	}
}

// continued tells what comes k-th of a line, counted from the first of its source; false when a cell repeats, and nil when all do.
func (b *Book) continued(from []content, mode cells.FillMode, back bool) func(k int) (cells.Value, bool) {
	if mode != cells.FillNumbers {
		return b.progress(from, back, mode == cells.FillOther)
	}
	if next := progression(from); next != nil {
		return func(k int) (cells.Value, bool) { return next(k), true }
	}
	return nil
}

// progression is how two or more numbers, times or durations of one kind go on: along the straight line through them, by least squares as in Excel when
// they lie on none. Nil when the cells repeat.
func progression(from []content) func(k int) cells.Value {
	n := len(from)
	if n < 2 {
		if n == 1 && from[0].t == nil && from[0].v.Kind() == cells.Time && from[0].v.Float() >= 1 {
			first := from[0].v.Float()
			return func(k int) cells.Value { return cells.Moment(first + float64(k)) }
		}
		return nil
	}
	kind := from[0].v.Kind()
	for _, c := range from {
		if c.t != nil || !c.v.Numeric() || c.v.Kind() != kind {
			return nil
		}
	}
	x := make([]float64, n)
	for i, c := range from {
		x[i] = c.v.Float()
	}
	first, step := line(x)
	return func(k int) cells.Value {
		y := cells.RoundDecimal(first+float64(step*float64(k)), 12)
		switch kind {
		case cells.Time:
			return cells.Moment(y)
		case cells.Duration:
			return cells.Span(y)
		}
		return cells.Num(y)
	}
}

func leastSquares(x []float64) (first, step float64) {
	n := float64(len(x))
	mean, sum, squares := 0.0, 0.0, 0.0
	for _, y := range x {
		mean += y / n
	}
	for i, y := range x {
		d := float64(i) - (n-1)/2
		sum += float64(d * (y - mean))
		squares += float64(d * d)
	}
	step = sum / squares
	return mean - float64(step*((n-1)/2)), step
}

// copy puts what is in the source at the destination, once or several times. Relative references shift, which takes no work: the template is the same.
func (w *wave) copy(op cells.Copy) {
	from, to := w.b.sheets[op.Source.Sheet], w.b.sheets[op.Dest.Sheet]
	src := op.Source
	rows, cols := copies(op)
	whole := op.Dest
	whole.Bottom, whole.Right = whole.Top+int32(rows*src.Rows())-1, whole.Left+int32(cols*src.Cols())-1
	pieces := from.capture(src)
	formats := from.captureFormats(src)
	w.journal(to, whole, func() {
		w.blankRange(to, whole)
		for j := range cols {
			for i := range rows {
				down, right := whole.Top+int32(i*src.Rows())-src.Top, whole.Left+int32(j*src.Cols())-src.Left
				w.putCopies(to, pieces, down, right)
			}
		}
	})
	w.copyFormats(to, whole, src, formats, rows, cols)
}

func (w *wave) putCopies(s *sheet, pieces []piece, down, right int32) {
	for _, p := range pieces {
		if p.t != nil {
			w.putFormula(s, p.col+right, p.top+down, p.bottom()+down, p.t, w.by)
			continue
		}
		for k, v := range p.vals {
			w.putContent(s, p.col+right, p.top+down+int32(k), content{v: v})
		}
	}
}

// columnFormats is the formats of one column of a range.
type columnFormats struct {
	col  int32
	runs runs[*cells.Format]
}

func (s *sheet) captureFormats(g cells.Range) []columnFormats {
	var out []columnFormats
	for col := g.Left; col <= min(g.Right, int32(len(s.cols))-1); col++ {
		if c := s.cols[col]; c != nil && len(c.formats) > 0 {
			if r := c.formats.in(g.Top, g.Bottom); len(r) > 0 {
				out = append(out, columnFormats{col, r})
			}
		}
	}
	return out
}

func (w *wave) copyFormats(to *sheet, whole, src cells.Range, formats []columnFormats, rows, cols int) {
	for col := whole.Left; col <= min(whole.Right, int32(len(to.cols))-1); col++ {
		if c := to.cols[col]; c != nil && len(c.formats) > 0 {
			w.reformat(to, col, whole.Top, whole.Bottom, nil)
		}
	}
	for j := range cols {
		for i := range rows {
			down, right := whole.Top+int32(i*src.Rows())-src.Top, whole.Left+int32(j*src.Cols())-src.Left
			for _, f := range formats {
				for _, r := range f.runs {
					w.reformat(to, f.col+right, r.from+down, r.to+down, r.v)
				}
			}
		}
	}
}
