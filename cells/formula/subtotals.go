package formula

import "freshet/cells"

// withoutSubtotals is the arguments of SUBTOTAL; ranges in which cells hold subtotals themselves are arrays without those.
func (f *frame) withoutSubtotals(args []operand) []operand {
	knows, ok := f.w.Cells.(Subtotaler)
	if !ok {
		return args
	}
	out := make([]operand, 0, len(args))
	any := false
	for _, o := range args {
		areas, ok := areasOf(o)
		if !ok {
			out = append(out, o)
		}
		for _, g := range areas {
			if rest := f.rest(knows, g); rest != nil {
				any = true
				out = append(out, val(cells.Arr(rest)))
			} else {
				out = append(out, operand{obj: &area{Range: g}})
			}
		}
	}
	if !any {
		return args
	}
	return out
}

// rest is a range as an array without its subtotals; nil when it has none.
func (f *frame) rest(knows Subtotaler, g cells.Range) (rest *cells.Array) {
	at := f.trim(g)
	knows.Subtotals(at, func(x cells.Range) {
		if rest == nil {
			rest = f.load(at)
		}
		f.step(x.Size())
		for row := x.Top; row <= x.Bottom; row++ {
			for col := x.Left; col <= x.Right; col++ {
				rest.Values[int(row-at.Top)*rest.Cols+int(col-at.Left)] = cells.Value{}
			}
		}
	})
	return rest
}
