package formula

import "math"

const (
	fewRows    = 3    // of a sliding range: as many are added afresh for each row
	widestBest = 4096 // rows of a sliding range whose least or greatest number is found in blocks
)

// slide gives z[j] the aggregate of rows top+j…bottom+j.
func (w *rolling) slide(z []float64, top, bottom int32) {
	switch {
	case w.op.extreme():
		w.slideExtremes(z, top, bottom)
		return
	case bottom-top < fewRows:
		w.afresh(z, top, int(bottom-top)+1)
		return
	}
	g := w.g
	g.Top, g.Bottom = top, bottom
	if g.Size() <= rowTerms {
		// Not from a summary: of errors in it one would not know when the last has left.
		for at := top; at <= bottom; at += BlockRows {
			w.add(nil, at, int(min(bottom-at+1, BlockRows)), false)
		}
	} else {
		w.whole(top, bottom)
	}
	z[0] = w.value()
	part := max(1, w.rows.most()/2)
	for done := 1; done < len(z); done += part {
		n := min(part, len(z)-done)
		w.rows.room(n, 2*w.rows.cols)
		for c := range w.rows.cols {
			w.rows.column(c, 2*c, bottom+int32(done), n, false, false)
			w.rows.column(c, 2*c+1, top+int32(done)-1, n, false, true)
		}
		w.run(z[done:done+n], n)
	}
}

// afresh gives z[j] the aggregate of some rows from top+j on.
func (w *rolling) afresh(z []float64, top int32, rows int) {
	cols := w.rows.cols
	part := max(1, w.rows.most()/rows)
	for done := 0; done < len(z); done += part {
		n := min(part, len(z)-done)
		w.rows.room(n, rows*cols)
		for k := range rows {
			for c := range cols {
				w.rows.column(c, k*cols+c, top+int32(done+k), n, false, false)
			}
		}
		per := w.rows.stride
		for j := range n {
			w.sum.Reset()
			if w.rows.sum {
				w.sum.AddAll(w.rows.terms[j*per : (j+1)*per])
			}
			w.count, w.odd = int64(w.rows.counts[j]), int64(w.rows.odds[j])
			z[done+j] = w.value()
		}
	}
}

// extremes counts in rows that were read, for the least or the greatest number.
func (w *rolling) extremes(z []float64, n int) {
	per := w.rows.stride
	for j := range n {
		w.best = w.op.better(w.best, w.rows.terms[j*per:(j+1)*per])
		w.odd += int64(w.rows.odds[j])
		w.count += int64(w.rows.counts[j])
		if z != nil {
			z[j] = w.value()
		}
	}
}

// better is the least or greatest of a number and others. What is no number is neither less nor greater.
func (op blockOp) better(best float64, xs []float64) float64 {
	if op == blockMin {
		for _, x := range xs {
			if x < best {
				best = x
			}
		}
		return best
	}
	for _, x := range xs {
		if x > best {
			best = x
		}
	}
	return best
}

// pick is the better one of two numbers.
func (op blockOp) pick(best, x float64) float64 {
	if op == blockMin && x < best || op == blockMax && x > best {
		return x
	}
	return best
}

// slideExtremes is slide for the least or the greatest number: rows are cut into pieces as long as the range, so that each range is the end of
// one piece and the beginning of the next (van Herk 1992; Gil and Werman 1993).
func (w *rolling) slideExtremes(z []float64, top, bottom int32) {
	size := int(bottom-top) + 1
	if size > widestBest {
		fillWith(z, math.NaN())
		return
	}
	n := size + len(z) - 1
	if len(w.next) < 3*n+1 {
		w.next = make([]float64, 3*(widestBest+BlockRows))
	}
	row, end, odd := w.next[:n], w.next[n:2*n], w.next[2*n:3*n+1]
	none := w.best
	odd[0] = 0 // how many odd cells come before a row
	for done := 0; done < n; {
		k := min(w.rows.most(), n-done)
		w.rows.read(top+int32(done), k, false)
		per := w.rows.stride
		for j := range k {
			row[done+j] = w.op.better(none, w.rows.terms[j*per:(j+1)*per])
			odd[done+j+1] = odd[done+j] + float64(w.rows.odds[j])
		}
		done += k
	}
	for j := n - 1; j >= 0; j-- {
		end[j] = row[j] // and of the rows after it in its piece
		if j < n-1 && (j+1)%size != 0 {
			end[j] = w.op.pick(end[j], end[j+1])
		}
	}
	begin := none // of the piece in which the range ends, as far as there
	for j := range n {
		if j%size == 0 {
			begin = none
		}
		begin = w.op.pick(begin, row[j])
		if first := j - size + 1; first >= 0 {
			best := w.op.pick(begin, end[first])
			switch {
			case odd[j+1] > odd[first]:
				best = math.NaN()
			case math.IsInf(best, 0):
				best = 0
			}
			z[first] = best
		}
	}
}
