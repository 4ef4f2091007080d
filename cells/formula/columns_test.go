package formula_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"unsafe"

	"freshet/cells"
	"freshet/cells/collation"
	"freshet/cells/formula"
)

const (
	columnCount  = 6
	columnSheets = 2
	columnRows   = 96
	columnPiece  = 40 // rows of a column that lie together
)

var nan, infinite = math.NaN(), math.Inf(1)

// columns is a Reader of two sheets with six columns each.
type columns [columnSheets][columnCount][]cells.Value

func (c *columns) Value(r cells.Ref) cells.Value {
	if r.Sheet < 1 || r.Sheet > columnSheets || r.Col < 0 || r.Col >= columnCount || r.Row < 0 || int(r.Row) >= len(c[r.Sheet-1][r.Col]) {
		return cells.Value{}
	}
	return c[r.Sheet-1][r.Col][r.Row]
}

func (c *columns) Scan(g cells.Range, yield func(cells.Ref, cells.Value) bool) {
	for row := g.Top; row <= min(g.Bottom, columnRows-1); row++ {
		for col := g.Left; col <= min(g.Right, columnCount-1); col++ {
			r := cells.Ref{Sheet: g.Sheet, Row: row, Col: col}
			if v := c.Value(r); !v.IsBlank() && !yield(r, v) {
				return
			}
		}
	}
}

func (c *columns) Extent(id cells.SheetID) (cells.Range, bool) {
	return cells.Range{Sheet: id, Bottom: columnRows - 1, Right: columnCount - 1}, id >= 1 && id <= columnSheets
}

// stored is columns that are given as they are stored, in pieces, and have an index, which reads them afresh each time.
type stored struct{ *columns }

func (s stored) Strip(id cells.SheetID, row, col int32, n int) formula.Strip {
	if id < 1 || id > columnSheets || col < 0 || col >= columnCount || row < 0 || row >= columnRows {
		return formula.Strip{Rows: n}
	}
	part := s.columns[id-1][col][row:min(int(row)+n, columnRows, int(row)/columnPiece*columnPiece+columnPiece)]
	out := formula.Strip{Rows: len(part), Kinds: make([]cells.Kind, len(part)), Nums: make([]float64, len(part)), Numbers: true, Plain: true}
	blank := true
	for i, v := range part {
		kind, x, p := v.Parts()
		out.Kinds[i], out.Nums[i] = kind, x
		if p != nil {
			if out.Ptrs == nil {
				out.Ptrs = make([]unsafe.Pointer, len(part))
			}
			out.Ptrs[i] = p
		}
		out.Numbers = out.Numbers && kind == cells.Number
		out.Plain = out.Plain && kind <= cells.Number
		blank = blank && kind == cells.Blank
	}
	if blank {
		return formula.Strip{Rows: len(part)}
	}
	return out
}

// find is the position of the first or last cell of a line that equals a value.
func (s stored) find(g cells.Range, v cells.Value, last bool) int {
	equal := formula.EqualsExactly(v)
	at := -1
	i := 0
	for row := g.Top; row <= min(g.Bottom, g.Top+columnRows); row++ {
		for col := g.Left; col <= min(g.Right, g.Left+columnCount); col++ {
			if equal(s.Value(cells.Ref{Sheet: g.Sheet, Row: row, Col: col})) && (at < 0 || last) {
				at = i
			}
			i++
		}
	}
	return at
}

func (s stored) Find(g cells.Range, v cells.Value, last bool) (int, bool) {
	if g.Left != g.Right || g.Rows() < formula.ManyCells {
		return 0, false
	}
	return s.find(g, v, last), true
}

func (s stored) FindBlock(q *formula.Lookup, pos []float64) bool {
	for j := range pos {
		v, ok := q.Keys.Value(j)
		if pos[j] = nan; !ok || q.Wild && strings.ContainsAny(v.Text(), "*?~") {
			continue
		}
		g := q.In
		g.Top += int32(j) * q.TopStep
		g.Bottom += int32(j) * q.BottomStep
		if pos[j] = infinite; g.Top <= g.Bottom {
			if at := s.find(g, v, q.Last); at >= 0 {
				pos[j] = float64(at)
			}
		}
	}
	return true
}

func (s stored) ValuesAt(q *formula.Places) bool {
	var ptrs []unsafe.Pointer
	q.Most, q.Least = cells.Blank, cells.Arrayed
	for j, x := range q.Pos {
		kind, num := cells.Number, nan
		if x-x == 0 {
			if row := q.Top + int32(j)*q.Step + int32(x); row < cells.MaxRows {
				var p unsafe.Pointer
				if kind, num, p = s.Value(cells.Ref{Sheet: q.Sheet, Row: row, Col: q.Col}).Parts(); kind == cells.Failed {
					kind, num = cells.Number, nan
				} else if p != nil {
					if ptrs == nil {
						ptrs = q.Ptrs()
					}
					ptrs[j] = p
				}
			}
		}
		q.Kinds[j], q.Nums[j] = kind, num
		q.Most, q.Least = max(q.Most, kind), min(q.Least, kind)
	}
	return true
}

func (s stored) EqualRows(g cells.Range, e *formula.Equality, rows *formula.Rows) bool {
	if g.Left != g.Right || g.Rows() < formula.ManyCells {
		return false
	}
	var all []int32
	for row := g.Top; row <= min(g.Bottom, columnRows-1); row++ {
		v := s.Value(cells.Ref{Sheet: g.Sheet, Row: row, Col: g.Left})
		is := v.Kind() == e.Kind
		switch {
		case e.Kind == cells.Number && v.Kind() == cells.Text:
			x, ok := formula.Numeral(v.Text())
			is = ok && x == e.Number
		case e.Kind == cells.Number:
			is = v.Numeric() && formula.EqualNumbers(v.Float(), e.Number)
		case e.Kind == cells.Text:
			is = is && collation.Equal(v.Text(), e.Text)
		default:
			is = is && v.Float() == e.Number
		}
		if is {
			all = append(all, row)
		}
	}
	half := len(all) / 2
	rows.Add(all[half:])
	rows.Add(all[:half])
	return true
}

// randomColumns is columns of numbers, texts, truths, times, blanks, errors, and of anything.
func randomColumns(r *rand.Rand) *columns {
	c := new(columns)
	calm := r.IntN(3) == 0
	for i := range c {
		for j := range c[i] {
			c[i][j] = make([]cells.Value, columnRows)
			mood := r.IntN(9)
			for k := range c[i][j] {
				m := mood
				if !calm && r.IntN(10) == 0 {
					m = 8
				}
				c[i][j][k] = moodyValue(r, m, k)
			}
		}
	}
	return c
}

func moodyValue(r *rand.Rand, mood, row int) cells.Value {
	switch mood {
	case 0:
		return cells.Num(float64(r.IntN(9)))
	case 1:
		return cells.Num(float64(r.IntN(800)-400) / 16)
	case 2:
		return cells.Str([]string{"x", "X", "key-1", "key-2", "Straße", "", "12", "3", "a*", "true", "Zoo", "émail", "ÉMAIL", "e\u0301mail", "Ärger", "key-é", "เก"}[r.IntN(17)])
	case 3:
		return cells.Boolean(r.IntN(2) == 0)
	case 4:
		return cells.Moment(46300 + float64(r.IntN(40))/4)
	case 5:
		return cells.Span(float64(r.IntN(9)) / 8)
	case 6: // partly empty
		if row/columnPiece%2 == 0 || r.IntN(4) == 0 {
			return cells.Value{}
		}
		return cells.Num(float64(r.IntN(5)))
	case 7:
		return cells.Num(float64(row))
	}
	if r.IntN(4) == 0 {
		code := []cells.ErrCode{
			cells.ErrNull, cells.ErrDiv0, cells.ErrValue, cells.ErrRef, cells.ErrName, cells.ErrNum, cells.ErrNA, cells.ErrPending, cells.ErrSpill, cells.ErrCycle, cells.ErrLimit, cells.ErrCalc,
		}[r.IntN(12)]
		return cells.Fail(&cells.CellError{Code: code, Message: "of a cell", Origin: cells.Ref{Sheet: 2, Row: int32(row)}})
	}
	return randomValue(r)
}
