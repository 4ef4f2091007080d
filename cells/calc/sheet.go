package calc

import (
	"freshet/cells"
	"freshet/cells/series"
)

// sheet is one grid.
type sheet struct {
	id       cells.SheetID
	name     string
	cols     []*column // by column; nil where nothing is or was
	readers  *index    // who reads cells of this sheet
	claims   *index    // which formulas might cover cells of it with an array
	broad    *index    // those of them about whose size nothing is known
	broads   int       // how many these are
	widths   runs[int]
	heights  runs[int]
	series   map[place]cells.SeriesID
	spills   map[place]*spill
	held     []*spill // those that cover nothing, in order of storage
	heldRows int32    // none of them has more rows, and columns
	heldCols int32
	looped   int                      // how many of these would but for a loop
	pasts    map[place]*series.Series // of cells whose past a formula reads
	pastCols map[int32]bool           // columns that have such; nil when that is to be found out
	due      map[place]int64          // when time alone may change a formula

	extent   cells.Range // when extentOK
	extentOK bool
	filled   bool   // extent has a cell
	amount   amount // what its cells hold
	runs     int64  // of formats and log policies in its columns
}

// place is a cell of one sheet.
type place struct{ row, col int32 }

func newSheet(id cells.SheetID, name string) *sheet {
	return &sheet{id: id, name: name, readers: newIndex(), claims: newIndex(), broad: newIndex(), series: make(map[place]cells.SeriesID), spills: make(map[place]*spill)}
}

func (s *sheet) column(col int32) *column {
	if int(col) < len(s.cols) {
		return s.cols[col]
	}
	return nil
}

func (s *sheet) makeColumn(col int32) *column {
	for len(s.cols) <= int(col) {
		s.cols = append(s.cols, nil)
	}
	if s.cols[col] == nil {
		s.cols[col] = new(column)
	}
	return s.cols[col]
}

func (s *sheet) value(row, col int32) cells.Value {
	if c := s.column(col); c != nil {
		return c.value(row)
	}
	return cells.Value{}
}

func (s *sheet) region(row, col int32) *region {
	if c := s.column(col); c != nil {
		return c.region(row)
	}
	return nil
}

// info is the sheet as others see it.
func (s *sheet) info() cells.Sheet {
	return cells.Sheet{ID: s.id, Name: s.name, Widths: sizes(s.widths), Height: sizes(s.heights)}
}

func sizes(r runs[int]) []cells.Size {
	var out []cells.Size
	for _, x := range r {
		out = append(out, cells.Size{From: x.from, To: x.to, Size: x.v})
	}
	return out
}
