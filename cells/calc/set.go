package calc

import (
	"time"

	"freshet/cells"
	"freshet/cells/formula"
)

// formatAt is the format of a cell; nil is the zero one.
func (s *sheet) formatAt(row, col int32) *cells.Format {
	if c := s.column(col); c != nil && len(c.formats) > 0 {
		return c.formats.get(row)
	}
	return nil
}

func (s *sheet) formatKind(row, col int32) cells.FormatKind {
	if s == nil {
		return cells.General
	}
	if f := s.formatAt(row, col); f != nil {
		return f.Kind
	}
	return cells.General
}

// set puts inputs into a range, column by column, so that equal formulas below each other become one region at once.
func (w *wave) set(op cells.Set, templates []*formula.Template) {
	s := w.b.sheets[op.Range.Sheet]
	if op.Range.Single() {
		w.setOne(s, op.Range.TopLeft(), op.Inputs[0], templates)
		return
	}
	w.journal(s, op.Range, func() {
		cols := op.Range.Cols()
		var formulas []area
		for j := range cols {
			col := op.Range.Left + int32(j)
			for i := 0; i < op.Range.Rows(); i++ {
				row := op.Range.Top + int32(i)
				at := i*cols + j
				if templates != nil && templates[at] != nil {
					n := 1
					for i+n < op.Range.Rows() && templates[at+n*cols] == templates[at] {
						n++
					}
					w.putFormula(s, col, row, row+int32(n)-1, w.current(templates[at]), w.by)
					formulas = append(formulas, area{s.id, col, row, row + int32(n) - 1})
					i += n - 1
					continue
				}
				w.input(s, col, row, op.Inputs[at])
			}
		}
		for _, a := range formulas { // when all that they read is there
			w.dress(s, a)
		}
	})
}

// setOne puts one input, the commonest of all ops.
func (w *wave) setOne(s *sheet, at cells.Ref, in cells.Input, templates []*formula.Template) {
	if c := s.column(at.Col); c != nil {
		w.fetched += c.prefetch(at.Row)
	}
	before := s.content(at.Row, at.Col)
	if templates != nil && templates[0] != nil {
		w.putFormula(s, at.Col, at.Row, at.Row, w.current(templates[0]), w.by)
		w.dress(s, area{s.id, at.Col, at.Row, at.Row})
	} else {
		w.input(s, at.Col, at.Row, in)
	}
	after := s.content(at.Row, at.Col)
	if before.blank() && after.blank() {
		return
	}
	x := &loneStep{restoreCell: restoreCell{at: at, before: before, after: after}}
	if w.steps == nil {
		w.steps = x.list[:0]
	}
	w.undoing(&x.restoreCell)
}

// current is the template for the names and sheets as they are now: an op of the same entry may have made them after it was compiled.
func (w *wave) current(t *formula.Template) *formula.Template {
	if !w.renamed {
		return t
	}
	return w.b.compiler.Rebind(t, scope{w.b})
}

// input puts what was typed or sent, which is no formula, into a cell.
func (w *wave) input(s *sheet, col, row int32, in cells.Input) {
	switch {
	case in.Empty():
		w.putBlank(s, col, row, row)
	case in.Text == "":
		w.putValue(s, col, row, in.Literal, w.by)
	default:
		f := s.formatAt(row, col)
		if f != nil && f.Kind == cells.PlainText {
			v, _ := cells.ParseLiteral("'"+in.Text, w.b.locale)
			w.putValue(s, col, row, v, w.by)
			return
		}
		v, implied := cells.ParseTyped(in.Text, w.b.locale, w.year)
		w.putValue(s, col, row, v, w.by)
		w.imply(s, col, row, f, implied)
	}
}

// year is the present one in the book's time zone, by the time of the entry.
func (w *wave) year() int { return time.UnixMilli(w.b.now).In(w.b.location).Year() }

// imply gives a cell that has no number format the one that the way of typing suggests.
func (w *wave) imply(s *sheet, col, row int32, now *cells.Format, implied cells.Format) {
	if implied.Kind == cells.General {
		return
	}
	if now != nil && now.Kind != cells.General {
		return
	}
	w.reformat(s, col, row, row, w.b.format(dressed(now, implied)))
}

// dressed is a format with the number format of another one.
func dressed(f *cells.Format, number cells.Format) cells.Format {
	if f == nil {
		return number
	}
	out := *f
	out.Kind, out.Decimals, out.Grouping, out.Symbol, out.Pattern = number.Kind, number.Decimals, number.Grouping, number.Symbol, number.Pattern
	if number.Unit != "" {
		out.Unit = number.Unit
	}
	return out
}

// setFormat gives every cell of a range a format.
func (w *wave) setFormat(g cells.Range, f *cells.Format) {
	s := w.b.sheets[g.Sheet]
	for col := g.Left; col <= g.Right; col++ {
		if f == nil && s.column(col) == nil {
			continue
		}
		w.reformat(s, col, g.Top, g.Bottom, f)
	}
}

// reformat is putFormat with the way back.
func (w *wave) reformat(s *sheet, col, top, bottom int32, f *cells.Format) {
	before := s.makeColumn(col).formats.in(top, bottom)
	if len(before) == 1 && before[0] == (run[*cells.Format]{top, bottom, f}) || len(before) == 0 && f == nil {
		return
	}
	w.putFormat(s, col, top, bottom, f)
	w.undoing(&restoreFormats{sheet: s.id, col: col, from: top, to: bottom, before: before, after: f})
}
