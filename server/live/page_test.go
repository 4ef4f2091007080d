package live_test

import (
	"maps"
	"slices"
	"strconv"

	"freshet/cells"
)

// page is a View of a few cells put together by a test.
type page struct {
	position cells.Position
	info     cells.Info
	cells    map[cells.Ref]cells.Cell
}

func newPage() *page {
	return &page{
		position: cells.Position{Epoch: "e1", Version: 7},
		info:     cells.Info{Title: "Golden", Zone: "UTC", Locale: "en", Sheets: []cells.Sheet{{ID: 1, Name: "Sheet1"}, {ID: 2, Name: "My sheet"}}},
		cells:    map[cells.Ref]cells.Cell{},
	}
}

func (p *page) put(sheet cells.SheetID, a1 string, c cells.Cell) {
	r, ok := cells.ParseA1(a1)
	if !ok {
		panic("no place: " + a1)
	}
	p.cells[cells.Ref{Sheet: sheet, Row: r.Top, Col: r.Left}] = c
}

func (p *page) Position() cells.Position { return p.position }
func (p *page) Info() cells.Info         { return p.info }
func (p *page) Hash() string             { return strconv.Itoa(len(p.cells)) }

func (p *page) Sheet(id cells.SheetID) (cells.Sheet, bool) {
	i := slices.IndexFunc(p.info.Sheets, func(s cells.Sheet) bool { return s.ID == id })
	if i < 0 {
		return cells.Sheet{}, false
	}
	return p.info.Sheets[i], true
}

func (p *page) SheetNamed(string) (cells.Sheet, bool) { return cells.Sheet{}, false }
func (p *page) Name(string) (cells.Name, bool)        { return cells.Name{}, false }

func (p *page) Extent(id cells.SheetID) (cells.Range, bool) {
	e, ok := cells.Range{Sheet: id}, false
	for r := range p.cells {
		if r.Sheet == id {
			e, ok = e.Union(r.Range()), true
		}
	}
	return e, ok
}

func (p *page) Value(r cells.Ref) cells.Value { return p.cells[r].Value }
func (p *page) Cell(r cells.Ref) cells.Cell   { return p.cells[r] }

func (p *page) Scan(r cells.Range, yield func(cells.Ref, cells.Cell) bool) {
	for _, at := range slices.SortedFunc(maps.Keys(p.cells), cells.Ref.Compare) {
		if r.Contains(at) && !yield(at, p.cells[at]) {
			return
		}
	}
}

func (p *page) Values(r cells.Range, dst []cells.Value) {
	for i := range dst {
		dst[i] = p.cells[cells.Ref{Sheet: r.Sheet, Row: r.Top + int32(i/r.Cols()), Col: r.Left + int32(i%r.Cols())}].Value
	}
}

func (p *page) Figures(r cells.Range) (f cells.Figures) {
	for at, c := range p.cells {
		if r.Contains(at) && !c.Value.IsBlank() {
			f.Count++
		}
	}
	return f
}

func (p *page) Precedents(cells.Ref) []cells.Range        { return nil }
func (p *page) Dependents(cells.Ref, int) []cells.Range   { return nil }
func (p *page) Series(cells.Ref) cells.SeriesID           { return 0 }
func (p *page) CheckInput(cells.Ref, string) *cells.Error { return nil }
func (p *page) Spill(cells.Ref) (cells.Range, bool)       { return cells.Range{}, false }
