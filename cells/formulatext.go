package cells

// MaxFormulaText is how many bytes of formulas one request may bring. To read the worst of them takes a microsecond a byte, and the edits of its book wait meanwhile.
const MaxFormulaText = 1_000_000

// CheckFormulaText refuses ops whose formulas are longer together than one request may bring. It is for who takes requests; what is in a log has been taken.
func (o Ops) CheckFormulaText() *Error {
	n := 0
	for _, op := range o {
		if set, ok := op.(Set); ok {
			for i := range set.Inputs {
				if set.Inputs[i].Formula() {
					n += len(set.Inputs[i].Text)
				}
			}
		}
	}
	if n > MaxFormulaText {
		return Refuse(TooLarge, "these formulas have %d characters together, and at most %d are taken at once: send them in parts", n, MaxFormulaText)
	}
	return nil
}
