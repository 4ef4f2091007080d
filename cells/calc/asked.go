package calc

import "freshet/cells"

// CheckInput is why a text cannot be put into the cell, as a Set of it would be refused; nil when it can be.
func (b *Book) CheckInput(at cells.Ref, input string) *cells.Error {
	s := b.sheets[at.Sheet]
	if s == nil || !at.Valid() {
		return cells.Refuse(cells.Invalid, "the cell is on no sheet")
	}
	in := cells.Input{Text: input}
	if !in.Formula() || s.formatKind(at.Row, at.Col) == cells.PlainText {
		return checkLiteral(in)
	}
	if _, err := b.compiler.Compile(input, at, scope{b}); err != nil {
		return refusal(err)
	}
	return nil
}

// Spill is what the array of a formula covers, or would if nothing were in the way; r is the formula's own cell or one it covers.
func (b *Book) Spill(r cells.Ref) (cells.Range, bool) {
	s := b.sheets[r.Sheet]
	if s == nil || !r.Valid() {
		return cells.Range{}, false
	}
	p := s.spills[place{r.Row, r.Col}]
	if c := s.column(r.Col); p == nil && c != nil && len(c.spilled) > 0 {
		p = c.spilled.get(r.Row)
	}
	if p == nil {
		return cells.Range{}, false
	}
	return p.over(s.id), true
}
