package formula

import (
	"strconv"
	"strings"

	"freshet/cells"
)

type pieceKind uint8

const (
	pText   pieceKind = iota
	pRef              // index into refs
	pNumber           // written with a point
	pSep              // between arguments
	pCol              // between the columns of an array
)

// piece is a part of the source text that is shown in its own way.
type piece struct {
	kind pieceKind
	text string
	ref  int
}

// usualReference is how long most references are at most, as text.
const usualReference = 8

// Source is the formula as its author typed it, with its references as they are from the cell at: spelling, blanks and $ kept, sheets under
// the names they have now, decimals and separators as the scope's locale writes them.
func (t *Template) Source(at cells.Ref, s Scope) string {
	sep := cells.SeparatorsOf(s.Locale())
	var b strings.Builder
	size := 1
	for i := range t.pieces {
		size += max(len(t.pieces[i].text), usualReference)
	}
	b.Grow(size)
	b.WriteByte('=')
	for i := range t.pieces {
		switch p := &t.pieces[i]; p.kind {
		case pText:
			b.WriteString(p.text)
		case pRef:
			t.refs[p.ref].spell(&b, at, s)
		case pNumber:
			if sep.Decimal == '.' {
				b.WriteString(p.text)
			} else {
				b.WriteString(strings.Replace(p.text, ".", string(sep.Decimal), 1))
			}
		case pSep:
			b.WriteByte(sep.List)
		case pCol:
			if sep.Decimal == ',' {
				b.WriteByte('\\')
			} else {
				b.WriteByte(',')
			}
		}
	}
	return b.String()
}

// spell writes the reference as it is from a cell. What does not lie on the sheet is #REF!.
func (r *reference) spell(b *strings.Builder, at cells.Ref, s Scope) {
	if r.shape == shapeName {
		b.WriteString(r.name)
		return
	}
	if _, ok := r.At(at); !ok {
		b.WriteString("#REF!")
		return
	}
	switch {
	case r.unknown:
		b.WriteString(cells.QuoteSheet(r.name) + "!")
	case r.Sheet != 0:
		name, ok := s.SheetName(r.Sheet)
		if !ok {
			b.WriteString("#REF!")
			return
		}
		b.WriteString(cells.QuoteSheet(name) + "!")
	}
	abs := func(n, base int32, fixed bool) (int32, string) {
		if fixed {
			return n, "$"
		}
		return n + base, ""
	}
	top, dt := abs(r.Top, at.Row, r.AbsTop)
	left, dl := abs(r.Left, at.Col, r.AbsLeft)
	bottom, db := abs(r.Bottom, at.Row, r.AbsBottom)
	right, dr := abs(r.Right, at.Col, r.AbsRight)
	column := func(c int32) string {
		name := cells.ColumnName(c)
		if !r.lower {
			return name
		}
		if low := strings.ToLower(name); !(r.shape == shapeCols && isKeyword(low)) { // the columns IN, OR, IF are words in small letters
			return low
		}
		return name
	}
	row := func(n int32) string { return strconv.Itoa(int(n) + 1) }
	switch r.shape {
	case shapeCols:
		b.WriteString(dl + column(left) + ":" + dr + column(right))
	case shapeRows:
		b.WriteString(dt + row(top) + ":" + db + row(bottom))
	default:
		cell := func(dc string, col int32, dr string, n int32) {
			var digits [10]byte
			b.WriteString(dc)
			b.WriteString(column(col))
			b.WriteString(dr)
			b.Write(strconv.AppendInt(digits[:0], int64(n)+1, 10))
		}
		cell(dl, left, dt, top)
		if r.shape == shapeRange {
			b.WriteByte(':')
			cell(dr, right, db, bottom)
		}
	}
}

// spelling walks the tokens once more and makes the pieces, for a template that is new.
func (d *reading) spelling() []piece {
	var pieces []piece
	var run []byte // the text since the latest piece
	text := func(s string) { run = append(run, s...) }
	add := func(p piece) {
		if len(run) > 0 {
			pieces = append(pieces, piece{kind: pText, text: string(run)})
			run = run[:0]
		}
		pieces = append(pieces, p)
	}
	from := int32(1)
	array := false
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.kind == tGone {
			continue
		}
		text(d.src[from:t.start])
		word := d.src[t.start:t.end]
		from = t.end
		if t.role == rArray {
			array = t.kind == tOpen
		}
		switch {
		case t.role == rKey || t.role == rField:
			text(word)
		case t.kind == tNumber:
			add(piece{kind: pNumber, text: strings.Clone(strings.Replace(word, ",", ".", 1))})
		case t.isReference():
			add(piece{kind: pRef, ref: int(t.index)})
		case t.role == rSep && array:
			add(piece{kind: pCol})
		case t.role == rSep:
			add(piece{kind: pSep})
		default:
			text(word)
		}
	}
	if len(run) > 0 {
		pieces = append(pieces, piece{kind: pText, text: string(run)})
	}
	return pieces
}
