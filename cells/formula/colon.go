package formula

import (
	"slices"
	"strings"
)

// mergeRange makes one token of a range such as A1:B9, A:A, 1:3 or Sheet2!A1:B9; false when the colon joins nothing of one shape.
func (o *outline) mergeRange(c int) bool {
	if c == 0 {
		return false
	}
	a, b := &o.tokens[c-1], &o.tokens[c+1]
	if a.end != o.tokens[c].start || o.tokens[c].end != b.start || a.role == rField || a.role == rPointer || a.role == rKey {
		return false
	}
	if b.body != b.start && (a.body == a.start || o.sheetOf(c-1) != o.sheetOf(c+1)) {
		return false
	}
	switch {
	case a.kind == tCell && b.kind == tCell:
	case o.isColumn(c-1) && o.isColumn(c+1), o.isRow(c-1) && o.isRow(c+1):
		a.kind = tLine
	default:
		return false
	}
	if a.role == rName || a.role == rUnknown {
		a.role = rNone
	}
	a.end = b.end
	o.tokens[c].kind, b.kind = tGone, tGone
	b.role = rNone
	return true
}

func (o *outline) sheetOf(i int) string {
	t := &o.tokens[i]
	return strings.ToLower(o.src[t.start:t.body])
}

func (o *outline) isColumn(i int) bool {
	t := &o.tokens[i]
	if t.kind != tLine && (t.kind != tWord || t.role == rKeyword || t.role == rLocal) {
		return false
	}
	_, ok := parseColumnHalf(o.src[t.body:t.end])
	return ok
}

func (o *outline) isRow(i int) bool {
	t := &o.tokens[i]
	if t.kind != tLine && t.kind != tNumber {
		return false
	}
	_, ok := parseRowHalf(o.src[t.body:t.end])
	return ok
}

// computedRange makes a range of two references or calls: A1:INDEX(A:A,5).
func (o *outline) computedRange(c int) bool {
	if c == 0 {
		return false
	}
	left := c - 1
	for left > 0 && o.tokens[left].kind == tGone {
		left-- // the token that the end of a range was merged into
	}
	if !o.rangeSide(left) || left > 0 && o.tokens[left-1].role == rRangeEnd {
		return false
	}
	end := o.primaryEnd(c + 1)
	if o.tokens[end].kind != tCell && o.tokens[end].kind != tLine && o.tokens[end].kind != tKeyed && o.tokens[end].kind != tError && o.tokens[end].kind != tClose && o.tokens[end].role != rName && o.tokens[end].role != rLocal {
		return false
	}
	o.tokens[c].role = rRangeEnd
	o.inserts = append(o.inserts, insert{o.primaryStart(left), false, "$range("}, insert{end, true, ")"})
	return true
}

func (o *outline) rangeSide(i int) bool {
	t := &o.tokens[i]
	return t.kind == tCell || t.kind == tLine || t.kind == tKeyed || t.kind == tError || t.role == rName || t.role == rLocal || t.kind == tClose && o.src[t.start] == ')' || t.role == rSpill
}

// primaryStart is the first token of the operand that ends with token i.
func (o *outline) primaryStart(i int) int {
	for {
		t := &o.tokens[i]
		switch {
		case t.role == rSpill:
			i--
		case t.kind == tClose:
			m := int(t.match)
			switch o.tokens[m].role {
			case rCall:
				return m - 1
			case rApply:
				i = m - 1
				continue
			}
			if o.src[o.tokens[m].start] == '[' && o.ends(m) {
				i = m - 1
				continue
			}
			return m
		default:
			return i
		}
	}
}

// primaryEnd is the last token of the operand that begins with token i.
func (o *outline) primaryEnd(i int) int {
	if i >= len(o.tokens)-1 {
		return len(o.tokens) - 1
	}
	switch t := &o.tokens[i]; {
	case t.kind == tOpen:
		i = int(t.match)
	case t.kind == tAt:
		return o.primaryEnd(i + 1)
	case t.kind == tWord && o.tokens[i+1].kind == tOpen && o.src[o.tokens[i+1].start] == '(':
		i = int(o.tokens[i+1].match)
	}
	for i+1 < len(o.tokens) {
		t := &o.tokens[i+1]
		if t.start != o.tokens[i].end || t.kind != tHash && (t.kind != tOpen || o.src[t.start] == '{') {
			break
		}
		if t.kind == tHash {
			i++
		} else {
			i = int(t.match)
		}
	}
	if i+1 < len(o.tokens) && o.tokens[i+1].role == rRangeEnd {
		return o.primaryEnd(i + 2)
	}
	for i+1 < len(o.tokens) && o.tokens[i+1].kind == tGone {
		i++
	}
	if slices.Contains(o.meets, i+1) {
		return o.primaryEnd(i + 1)
	}
	return i
}
