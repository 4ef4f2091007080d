package cells

import (
	"fmt"
	"strconv"
	"strings"
)

// The size of a sheet, as in Excel: rows 1…1,048,576 and columns A…XFD.
const (
	MaxRows = 1 << 20
	MaxCols = 1 << 14
)

// SheetID names a sheet inside its book. It is given once, by the AddSheet op
// that made the sheet, and never changes or returns, whatever the tab is called.
// Zero is no sheet.
type SheetID uint32

// Ref is the place of one cell: sheet, and row and column counted from zero.
type Ref struct {
	Sheet SheetID `json:"sheet"`
	Row   int32   `json:"row"`
	Col   int32   `json:"col"`
}

// Valid reports whether the place exists on a sheet.
func (r Ref) Valid() bool {
	return r.Sheet != 0 && r.Row >= 0 && r.Row < MaxRows && r.Col >= 0 && r.Col < MaxCols
}

// A1 is the place without its sheet, as people write it: "B7".
func (r Ref) A1() string { return ColumnName(r.Col) + strconv.Itoa(int(r.Row)+1) }

// Range is the range of this one cell.
func (r Ref) Range() Range { return Range{r.Sheet, r.Row, r.Col, r.Row, r.Col} }

// Compare orders places by sheet, column and row: the order of storage.
func (r Ref) Compare(o Ref) int {
	switch {
	case r.Sheet != o.Sheet:
		return int(int64(r.Sheet) - int64(o.Sheet))
	case r.Col != o.Col:
		return int(r.Col - o.Col)
	}
	return int(r.Row - o.Row)
}

// Range is a rectangle of cells on one sheet; both corners belong to it.
// Whole columns run from row 0 to MaxRows-1, whole rows from column 0 to MaxCols-1.
type Range struct {
	Sheet  SheetID `json:"sheet"`
	Top    int32   `json:"top"`
	Left   int32   `json:"left"`
	Bottom int32   `json:"bottom"`
	Right  int32   `json:"right"`
}

// Valid reports whether the rectangle lies on a sheet with its corners in order.
func (r Range) Valid() bool {
	return r.Sheet != 0 && r.Top >= 0 && r.Left >= 0 && r.Top <= r.Bottom && r.Left <= r.Right &&
		r.Bottom < MaxRows && r.Right < MaxCols
}

// TopLeft is the first cell of the range.
func (r Range) TopLeft() Ref { return Ref{r.Sheet, r.Top, r.Left} }

// Rows is how many rows the range has.
func (r Range) Rows() int { return int(r.Bottom-r.Top) + 1 }

// Cols is how many columns the range has.
func (r Range) Cols() int { return int(r.Right-r.Left) + 1 }

// Size is how many cells the range has, blank ones too.
func (r Range) Size() int { return r.Rows() * r.Cols() }

// Single reports whether the range is one cell.
func (r Range) Single() bool { return r.Top == r.Bottom && r.Left == r.Right }

// WholeColumns reports whether every row is in the range.
func (r Range) WholeColumns() bool { return r.Top == 0 && r.Bottom == MaxRows-1 }

// WholeRows reports whether every column is in the range.
func (r Range) WholeRows() bool { return r.Left == 0 && r.Right == MaxCols-1 }

// Contains reports whether the cell lies in the range.
func (r Range) Contains(c Ref) bool {
	return c.Sheet == r.Sheet && c.Row >= r.Top && c.Row <= r.Bottom && c.Col >= r.Left && c.Col <= r.Right
}

// Covers reports whether all of o lies in the range.
func (r Range) Covers(o Range) bool {
	return r.Sheet == o.Sheet && o.Top >= r.Top && o.Bottom <= r.Bottom && o.Left >= r.Left && o.Right <= r.Right
}

// Intersect is what the two ranges share; false when that is nothing.
func (r Range) Intersect(o Range) (Range, bool) {
	if r.Sheet != o.Sheet {
		return Range{}, false
	}
	i := Range{r.Sheet, max(r.Top, o.Top), max(r.Left, o.Left), min(r.Bottom, o.Bottom), min(r.Right, o.Right)}
	return i, i.Top <= i.Bottom && i.Left <= i.Right
}

// Union is the smallest range that covers both; they must be on one sheet.
func (r Range) Union(o Range) Range {
	return Range{r.Sheet, min(r.Top, o.Top), min(r.Left, o.Left), max(r.Bottom, o.Bottom), max(r.Right, o.Right)}
}

// A1 is the range without its sheet, as people write it: "B7", "A1:B9", "A:A", "1:3".
func (r Range) A1() string {
	switch {
	case r.Single():
		return r.TopLeft().A1()
	case r.WholeColumns():
		return ColumnName(r.Left) + ":" + ColumnName(r.Right)
	case r.WholeRows():
		return fmt.Sprintf("%d:%d", r.Top+1, r.Bottom+1)
	}
	return r.TopLeft().A1() + ":" + Ref{r.Sheet, r.Bottom, r.Right}.A1()
}

// ColumnName writes a column counted from zero as letters: 0 is "A", 27 is "AB".
func ColumnName(col int32) string {
	var buf [4]byte
	i := len(buf)
	for n := col + 1; n > 0 && i > 0; n = (n - 1) / 26 {
		i--
		buf[i] = byte('A' + (n-1)%26)
	}
	return string(buf[i:])
}

// ParseColumn reads column letters in either case; false when they are no column of a sheet.
func ParseColumn(s string) (int32, bool) {
	if s == "" || len(s) > 3 {
		return 0, false
	}
	n := int32(0)
	for i := range len(s) {
		c := s[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			return 0, false
		}
		n = n*26 + int32(c-'A') + 1
	}
	return n - 1, n <= MaxCols
}

// ParseRow reads a row number counted from one; false when it is no row of a sheet.
func ParseRow(s string) (int32, bool) {
	if s == "" || len(s) > 7 || s[0] == '0' {
		return 0, false
	}
	n := int32(0)
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int32(s[i]-'0')
	}
	return n - 1, n <= MaxRows
}

// ParseA1 reads a range without a sheet: "B7", "$B$7", "A1:B9", "A:C", "1:3", corners in
// any order and case. The Sheet of the answer is left zero.
func ParseA1(s string) (Range, bool) {
	first, last, pair := strings.Cut(strings.ReplaceAll(s, "$", ""), ":")
	a, ok := parseCorner(first)
	if !ok {
		return Range{}, false
	}
	b := a
	if pair {
		if b, ok = parseCorner(last); !ok {
			return Range{}, false
		}
	}
	if (a.Row < 0) != (b.Row < 0) || (a.Col < 0) != (b.Col < 0) || (!pair && (a.Row < 0 || a.Col < 0)) {
		return Range{}, false
	}
	r := Range{0, min(a.Row, b.Row), min(a.Col, b.Col), max(a.Row, b.Row), max(a.Col, b.Col)}
	if a.Row < 0 {
		r.Top, r.Bottom = 0, MaxRows-1
	}
	if a.Col < 0 {
		r.Left, r.Right = 0, MaxCols-1
	}
	return r, true
}

// parseCorner reads "B7", "B" or "7"; what is absent is -1.
func parseCorner(s string) (Ref, bool) {
	i := 0
	for i < len(s) && (s[i]&^0x20) >= 'A' && (s[i]&^0x20) <= 'Z' {
		i++
	}
	c := Ref{Row: -1, Col: -1}
	ok := i > 0 || i < len(s)
	if i > 0 && ok {
		c.Col, ok = ParseColumn(s[:i])
	}
	if i < len(s) && ok {
		c.Row, ok = ParseRow(s[i:])
	}
	return c, ok
}

// SplitSheet takes "Sheet2!A1" or "'My sheet'!A1:B9" apart into the sheet's name and the
// rest. Without a sheet, name is empty. ok is false when quotes do not close.
func SplitSheet(s string) (name, rest string, ok bool) {
	if !strings.HasPrefix(s, "'") {
		if i := strings.LastIndexByte(s, '!'); i >= 0 {
			return s[:i], s[i+1:], i > 0
		}
		return "", s, true
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != '\'' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		if i+1 < len(s) && s[i+1] == '!' {
			return b.String(), s[i+2:], b.Len() > 0
		}
		break
	}
	return "", "", false
}

// QuoteSheet writes a sheet's name as a formula must: in quotes where it needs them.
func QuoteSheet(name string) string {
	plain := name != "" && !(name[0] >= '0' && name[0] <= '9')
	for i := 0; plain && i < len(name); i++ {
		c := name[i]
		plain = c == '_' || c >= '0' && c <= '9' || (c|0x20) >= 'a' && (c|0x20) <= 'z'
	}
	if plain {
		if _, looks := ParseA1(name); !looks {
			return name
		}
	}
	return "'" + strings.ReplaceAll(name, "'", "''") + "'"
}
