package calc

import (
	"unicode/utf8"

	"freshet/cells"
	"freshet/cells/formula"
)

func (p *plan) set(i int, op cells.Set) *cells.Error {
	if err := p.area(op.Range, true); err != nil {
		return err
	}
	if len(op.Inputs) != op.Range.Size() {
		return cells.Refuse(cells.Invalid, "%s has %d cells, but there are %d inputs", op.Range.A1(), op.Range.Size(), len(op.Inputs))
	}
	if len(op.Inputs) > maxCells {
		return cells.Refuse(cells.TooLarge, "a request puts at most %d inputs", maxCells)
	}
	var more amount
	for _, in := range op.Inputs {
		more = more.plus(needs(in))
	}
	if err := p.roomFor(op.Range, more); err != nil {
		return err
	}
	s := p.b.sheets[op.Range.Sheet]
	cols, sheets := op.Range.Cols(), p.scope()
	var latest *formula.Template
	for j, in := range op.Inputs {
		at := cells.Ref{Sheet: op.Range.Sheet, Row: op.Range.Top + int32(j/cols), Col: op.Range.Left + int32(j%cols)}
		if !in.Formula() || s.formatKind(at.Row, at.Col) == cells.PlainText {
			if err := checkLiteral(in); err != nil {
				return err.At(p.where(at))
			}
			continue
		}
		t, err := p.b.compiler.Compile(in.Text, at, sheets)
		if err != nil {
			return refusal(err).At(p.where(at))
		}
		if p.templates[i] == nil {
			p.templates[i] = make([]*formula.Template, len(op.Inputs))
		}
		p.templates[i][j] = t
		runs := int64(1)
		if j >= cols && p.templates[i][j-cols] == t {
			runs = 0
		}
		var full *cells.Error
		if latest, full = p.roomForFormula(t, latest, runs); full != nil {
			return full.At(p.where(at))
		}
	}
	return nil
}

func (p *plan) where(at cells.Ref) string {
	s, err := p.sheet(at.Sheet)
	if err != nil {
		return at.A1()
	}
	return cells.QuoteSheet(s.name) + "!" + at.A1()
}

// checkLiteral refuses what no cell can hold. A text that a person typed is cut, as the editor says; one sent by a program is refused.
func checkLiteral(in cells.Input) *cells.Error {
	v := in.Literal
	switch {
	case len(in.Text) > 4*cells.MaxText:
		return cells.Refuse(cells.TooLarge, "a cell holds at most %d bytes of text", cells.MaxText)
	case in.Text != "":
		return nil
	case v.Kind() == cells.Arrayed:
		return cells.Refuse(cells.Invalid, "a cell's input cannot be an array")
	case v.Kind() == cells.Text && len(v.Text()) > cells.MaxText:
		return cells.Refuse(cells.TooLarge, "a cell holds at most %d bytes of text, not %d", cells.MaxText, len(v.Text()))
	case v.Kind() == cells.Text && !utf8.ValidString(v.Text()):
		return cells.Refuse(cells.Invalid, "a text must be valid UTF-8")
	}
	return nil
}
