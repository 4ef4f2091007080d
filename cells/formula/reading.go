package formula

import (
	"strings"

	"freshet/cells"
)

// reading is one formula on its way from text to template. It is reused.
type reading struct {
	outline
	scan  scanner
	at    cells.Ref
	scope Scope
	refs  []reference
	key   []byte
}

func (t *token) isReference() bool {
	return t.kind == tCell || t.kind == tLine || t.kind == tKeyed || t.kind == tWord && t.role == rName
}

// outlineText scans and outlines the text. A text whose quotes only close when a backslash is a backslash, as in SUBSTITUTE(A1,"\","/"), is read so.
func (d *reading) outlineText() *syntaxError {
	d.scanner = &d.scan
	d.literal = false
	err := d.scanner.scan()
	if err != nil && strings.Contains(d.src, `\`) {
		d.literal = true
		if d.scanner.scan() != nil {
			d.literal = false
			return err
		}
		err = nil
	}
	if err != nil {
		return err
	}
	if d.tokens[0].kind == tEnd {
		return fault(len(d.src), "behind the = there must be a formula")
	}
	return d.run()
}

// references makes the side table of references and the key under which the template is interned.
func (d *reading) references() *syntaxError {
	d.refs = d.refs[:0]
	d.key = d.key[:0]
	from := int32(0)
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.kind == tGone {
			continue
		}
		d.key = append(d.key, d.src[from:t.start]...)
		from = t.end
		word := d.src[t.start:t.end]
		switch {
		case t.role == rKey || t.role == rField:
			d.key = append(d.key, word...)
		case t.isReference():
			r, err := d.reference(t)
			if err != nil {
				return err
			}
			t.index = int32(len(d.refs))
			d.refs = append(d.refs, r)
			d.key = d.refs[t.index].appendKey(d.key)
		case t.kind == tNumber:
			n := len(d.key)
			d.key = append(d.key, word...)
			for k := n; d.decimal == ',' && k < len(d.key); k++ {
				if d.key[k] == ',' {
					d.key[k] = '.'
				}
			}
		case t.role == rSep:
			d.key = append(d.key, ',')
		default:
			d.key = append(d.key, word...)
		}
	}
	return nil
}

func (d *reading) reference(t *token) (r reference, err *syntaxError) {
	word := d.src[t.body:t.end]
	switch t.kind {
	case tKeyed:
		r, ok := parseKeyed(word[len(keyOpen) : len(word)-len(keyClose)])
		if !ok {
			return r, fault(int(t.start), "the key has a reference that is none")
		}
		return r, nil
	case tWord:
		r = reference{shape: shapeName, name: strings.Clone(word), unknown: true}
		if g, ok := d.scope.Name(word); ok {
			r.Relative, r.unknown = Fixed(g), false
		}
		return r, nil
	case tLine:
		return d.lines(t, word)
	}
	first, last, two := strings.Cut(word, ":")
	a, absA, _ := parseCell(first)
	b, absB := a, absA
	if two {
		r.shape = shapeRange
		if i := strings.LastIndexByte(last, '!'); i >= 0 {
			last = last[i+1:]
		}
		b, absB, _ = parseCell(last)
	}
	r.lower = allLower(word)
	r.setCorners(a, b, absA, absB, d.at)
	return r, d.sheetOfToken(t, &r)
}

func (d *reading) lines(t *token, word string) (r reference, err *syntaxError) {
	first, last, two := strings.Cut(word, ":")
	if !two {
		return r, fault(int(t.start), word+" is half a reference: write a cell such as $A$1, or a range such as $A:$A")
	}
	if i := strings.LastIndexByte(last, '!'); i >= 0 {
		last = last[i+1:]
	}
	if a, ok := parseColumnHalf(first); ok {
		b, _ := parseColumnHalf(last)
		r.shape, r.lower = shapeCols, allLower(first) && allLower(last)
		r.setCorners(cells.Ref{Col: a.line}, cells.Ref{Row: cells.MaxRows - 1, Col: b.line}, [2]bool{true, a.abs}, [2]bool{true, b.abs}, d.at)
	} else {
		a, _ := parseRowHalf(first)
		b, _ := parseRowHalf(last)
		r.shape = shapeRows
		r.setCorners(cells.Ref{Row: a.line}, cells.Ref{Row: b.line, Col: cells.MaxCols - 1}, [2]bool{a.abs, true}, [2]bool{b.abs, true}, d.at)
	}
	return r, d.sheetOfToken(t, &r)
}

// sheetOfToken resolves the sheet before the !, when there is one.
func (d *reading) sheetOfToken(t *token, r *reference) *syntaxError {
	if t.body == t.start {
		return nil
	}
	name := d.src[t.start : t.body-1]
	if t.quoted {
		name = strings.ReplaceAll(name[1:len(name)-1], "''", "'")
	}
	if id, ok := d.scope.Sheet(name); ok {
		r.Sheet = id
	} else {
		r.unknown, r.name = true, strings.Clone(name)
	}
	return nil
}
