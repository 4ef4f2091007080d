package formula

import (
	"strconv"
	"strings"

	"freshet/cells"
)

// shape is how a reference is written.
type shape uint8

const (
	shapeCell  shape = iota // A1
	shapeRange              // A1:B9
	shapeCols               // A:C
	shapeRows               // 1:3
	shapeName               // temp
)

// reference is one reference of a formula: what it means and how it is spelled.
type reference struct {
	Relative
	shape   shape
	lower   bool   // a1 rather than A1
	unknown bool   // nobody knows the name or the sheet
	read    bool   // the cells are read
	past    bool   // their history is
	name    string // of a name, or of a sheet nobody knows
}

// single reports whether it is one cell.
func (r *reference) single() bool {
	return r.shape == shapeCell || r.shape == shapeName && !r.unknown && r.Top == r.Bottom && r.Left == r.Right
}

func (r *reference) setCorners(a, b cells.Ref, absA, absB [2]bool, at cells.Ref) {
	r.Top, r.Left, r.Bottom, r.Right = a.Row, a.Col, b.Row, b.Col
	r.AbsTop, r.AbsLeft, r.AbsBottom, r.AbsRight = absA[0], absA[1], absB[0], absB[1]
	r.relativeTo(at)
}

// relativeTo turns coordinates into offsets where they are not absolute.
func (r *reference) relativeTo(at cells.Ref) {
	if !r.AbsTop {
		r.Top -= at.Row
	}
	if !r.AbsBottom {
		r.Bottom -= at.Row
	}
	if !r.AbsLeft {
		r.Left -= at.Col
	}
	if !r.AbsRight {
		r.Right -= at.Col
	}
}

// appendKey writes the reference as a key has it.
func (r *reference) appendKey(b []byte) []byte {
	b = append(b, keyOpen...)
	if r.shape == shapeName {
		b = append(b, "n:"...)
		b = append(b, r.name...)
		if !r.unknown {
			b = append(b, '@', '#')
			b = strconv.AppendUint(b, uint64(r.Sheet), 10)
			b = append(b, '!')
			b = appendCorner(b, r.Top, r.Left, true, true)
			b = append(b, ':')
			b = appendCorner(b, r.Bottom, r.Right, true, true)
		}
		return append(b, keyClose...)
	}
	switch {
	case r.unknown:
		b = append(b, cells.QuoteSheet(r.name)...)
		b = append(b, '!')
	case r.Sheet != 0:
		b = append(b, '#')
		b = strconv.AppendUint(b, uint64(r.Sheet), 10)
		b = append(b, '!')
	}
	switch r.shape {
	case shapeCols:
		b = append(b, "A:"...)
	case shapeRows:
		b = append(b, "1:"...)
	}
	b = appendCorner(b, r.Top, r.Left, r.AbsTop, r.AbsLeft)
	if r.shape != shapeCell {
		b = append(b, ':')
		b = appendCorner(b, r.Bottom, r.Right, r.AbsBottom, r.AbsRight)
	}
	if r.lower {
		b = append(b, '~')
	}
	return append(b, keyClose...)
}

func appendCorner(b []byte, row, col int32, absRow, absCol bool) []byte {
	b = appendEdge(append(b, 'R'), row, absRow)
	return appendEdge(append(b, 'C'), col, absCol)
}

func appendEdge(b []byte, n int32, abs bool) []byte {
	if abs {
		return strconv.AppendInt(b, int64(n)+1, 10)
	}
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(n), 10)
	return append(b, ']')
}

// parseKeyed reads what appendKey wrote, without its brackets.
func parseKeyed(s string) (r reference, ok bool) {
	if name, isName := strings.CutPrefix(s, "n:"); isName {
		name, stands, known := strings.Cut(name, "@")
		r = reference{shape: shapeName, name: name, unknown: !known}
		if !isWord(name) {
			return r, false
		}
		if !known {
			return r, true
		}
		s = stands
	}
	if body, id := strings.CutPrefix(s, "#"); id {
		num, rest, cut := strings.Cut(body, "!")
		n, err := strconv.ParseUint(num, 10, 32)
		if !cut || err != nil || n == 0 {
			return r, false
		}
		r.Sheet, s = cells.SheetID(n), rest
	} else if name, rest, split := cells.SplitSheet(s); split && name != "" {
		r.unknown, r.name, s = true, name, rest
	}
	s, r.lower = strings.CutSuffix(s, "~")
	switch {
	case r.shape == shapeName:
	case strings.HasPrefix(s, "A:"):
		r.shape, s = shapeCols, s[2:]
	case strings.HasPrefix(s, "1:"):
		r.shape, s = shapeRows, s[2:]
	case strings.Contains(s, ":"):
		r.shape = shapeRange
	}
	first, last, two := strings.Cut(s, ":")
	if two == (r.shape == shapeCell) {
		return r, false
	}
	if r.Top, r.Left, r.AbsTop, r.AbsLeft, ok = parseCorner(first); !ok {
		return r, false
	}
	if !two {
		r.Bottom, r.Right, r.AbsBottom, r.AbsRight = r.Top, r.Left, r.AbsTop, r.AbsLeft
		return r, true
	}
	r.Bottom, r.Right, r.AbsBottom, r.AbsRight, ok = parseCorner(last)
	return r, ok
}

// isWord reports whether a word can stand for a name in a key.
func isWord(w string) bool {
	s := scanner{src: w}
	_, _, cell := parseCell(w)
	return w != "" && !isDigit(w[0]) && s.wordEnd(0) == len(w) && !strings.Contains(w, "$") && !cell
}

func parseCorner(s string) (row, col int32, absRow, absCol, ok bool) {
	rest, isRow := strings.CutPrefix(s, "R")
	c := strings.IndexByte(rest, 'C')
	if !isRow || c < 0 {
		return
	}
	var okCol bool
	row, absRow, ok = parseEdge(rest[:c], cells.MaxRows)
	col, absCol, okCol = parseEdge(rest[c+1:], cells.MaxCols)
	return row, col, absRow, absCol, ok && okCol
}

func parseEdge(s string, limit int) (n int32, abs, ok bool) {
	inner, open := strings.CutPrefix(s, "[")
	inner, shut := strings.CutSuffix(inner, "]")
	v, err := strconv.Atoi(inner)
	if err != nil || open != shut || v >= limit+1 || v <= -limit || !open && v < 1 {
		return 0, false, false
	}
	if open {
		return int32(v), false, true
	}
	return int32(v - 1), true, true
}
