package httpd

import (
	"strings"

	"freshet/cells"
)

// place finds the range a caller names: "A1", "A1:B9", "A:A", "Sheet2!A1", "'My sheet'!A1", or a defined name. Without a sheet
// it is on the first tab.
func place(v cells.View, text string) (cells.Range, *cells.Error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return cells.Range{}, cells.Refuse(cells.Invalid, "name a cell, a range or a name: A1, Sheet2!A1:B9, temp")
	}
	tab, rest, ok := cells.SplitSheet(text)
	if !ok {
		return cells.Range{}, cells.Refuse(cells.Invalid, "the quotes around the sheet's name do not close").At(text)
	}
	if tab == "" {
		if r, isA1 := cells.ParseA1(rest); isA1 {
			sheets := v.Info().Sheets
			if len(sheets) == 0 {
				return cells.Range{}, cells.Refuse(cells.NotFound, "the book has no sheet").At(text)
			}
			r.Sheet = sheets[0].ID
			return r, nil
		}
		if name, known := v.Name(rest); known {
			return name.Range, nil
		}
		return cells.Range{}, cells.Refuse(cells.NotFound, "%q is neither a place on a sheet nor a name of this book", clipped(text)).At(clipped(text))
	}
	sheet, known := v.SheetNamed(tab)
	if !known {
		return cells.Range{}, cells.Refuse(cells.NotFound, "the book has no sheet %q", clipped(tab)).At(clipped(text))
	}
	r, isA1 := cells.ParseA1(rest)
	if !isA1 {
		return cells.Range{}, cells.Refuse(cells.Invalid, "%q is no place on a sheet", clipped(rest)).At(clipped(text))
	}
	r.Sheet = sheet.ID
	return r, nil
}

// single finds one cell; a name of several is refused, so that nothing lands where it is not expected.
func single(v cells.View, text string) (cells.Ref, *cells.Error) {
	r, err := place(v, text)
	if err != nil {
		return cells.Ref{}, err
	}
	if !r.Single() {
		return cells.Ref{}, cells.Refuse(cells.Invalid, "%s has %d cells where one is needed", spell(v, r), r.Size()).At(clipped(text))
	}
	return r.TopLeft(), nil
}

// spell writes a range with its sheet: "Sheet1!A1:B9".
func spell(v cells.View, r cells.Range) string {
	sheet, ok := v.Sheet(r.Sheet)
	if !ok {
		return cells.ErrRef.String()
	}
	return cells.QuoteSheet(sheet.Name) + "!" + r.A1()
}

// used cuts whole columns and rows at the last cell in use; the first cell stays.
func used(v cells.View, r cells.Range) cells.Range {
	if !r.WholeColumns() && !r.WholeRows() {
		return r
	}
	extent, ok := v.Extent(r.Sheet)
	if !ok {
		extent = cells.Range{Sheet: r.Sheet, Top: r.Top, Left: r.Left, Bottom: r.Top, Right: r.Left}
	}
	if r.WholeColumns() {
		r.Bottom = max(r.Top, extent.Bottom)
	}
	if r.WholeRows() {
		r.Right = max(r.Left, extent.Right)
	}
	return r
}

// clipped is a text of a caller's, short enough to be shown back.
func clipped(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if runes := []rune(s); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return s
}
