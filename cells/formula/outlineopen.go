package formula

import "strings"

// open says what a bracket opens.
func (o *outline) open(i int) *syntaxError {
	t := &o.tokens[i]
	switch o.src[t.start] {
	case '(':
		if i > 0 {
			switch p := &o.tokens[i-1]; {
			case p.role == rFunction || p.role == rBuiltin || p.role == rUnknown || p.role == rLocal:
				t.role = rCall
				o.push(lCall, i, i-1)
				if i > 1 && o.tokens[i-2].kind == tOp && o.word(i-2) == "|" {
					o.top().arg = 1
				}
				return nil
			case p.kind == tClose && o.src[p.start] == ')' && p.end == t.start && !o.isIf(int(p.match)-1):
				t.role = rApply
				o.inserts = append(o.inserts, insert{o.primaryStart(i - 1), false, "$call("})
				o.push(lApply, i, -1)
				return nil
			}
		}
		if o.unites(i) {
			t.role = rUnion
			o.push(lUnion, i, -1)
			return nil
		}
		o.push(lGroup, i, -1)
	case '[':
		if o.optionalParameter(i) {
			return nil
		}
		if o.ends(i) {
			o.push(lIndex, i, -1)
		} else {
			o.push(lList, i, -1)
		}
	case '{':
		f := o.top()
		switch {
		case i > 0 && (o.isWord(i-1, "else") || o.tokens[i-1].kind == tClose && o.isIf(int(o.tokens[i-1].match)-1)), o.blockOfBareIf(i):
			o.push(lBlock, i, -1)
		case f.kind == lCall && o.tokens[f.callee].role == rBuiltin && takesClosure(o.word(f.callee)) && f.arg == 1 && f.first == i:
			o.push(lClosure, i, -1)
		case o.isArray(i):
			t.role = rArray
			o.push(lArray, i, -1)
		default:
			o.push(lMap, i, -1)
			o.key(i + 1)
		}
	}
	return nil
}

func (o *outline) isIf(i int) bool { return o.isWord(i, "if") && o.tokens[i].role == rKeyword }

// blockOfBareIf finds that the brace opens the block of an if whose condition has no brackets: if A1 > 1 { … }.
func (o *outline) blockOfBareIf(i int) bool {
	if !o.ends(i) {
		return false
	}
	for j := i - 1; j >= 0; j-- {
		if o.tokens[j].kind == tClose {
			j = int(o.tokens[j].match)
		} else if o.tokens[j].kind == tOpen {
			return false
		} else if o.isIf(j) {
			return true
		}
	}
	return false
}

// isArray tells {1,2;3,4} and {A1:A9;C1:C9} from a map, whose first element has a key with a colon behind it. Between two cells, or two columns in capitals, without blanks a colon
// makes a range here as elsewhere, so that what people bring from Google Sheets is what it was; {A1: 2} and {a:b} are maps.
func (o *outline) isArray(i int) bool {
	if int(o.tokens[i].match) == i+1 {
		return false
	}
	first, colon := &o.tokens[i+1], i+2
	switch first.kind {
	case tOpen:
		colon = int(first.match) + 1
	case tCell, tWord:
		c, next := &o.tokens[colon], &o.tokens[colon+1]
		if c.kind == tColon && first.end == c.start && c.end == next.start && (first.kind == tCell && next.kind == tCell ||
			o.isColumn(i+1) && o.isColumn(colon+1) && strings.ToUpper(o.src[first.body:next.end]) == o.src[first.body:next.end]) {
			return true
		}
	}
	return o.tokens[colon].kind != tColon || first.kind != tOpen && first.kind != tWord && first.kind != tCell && first.kind != tNumber && first.kind != tString
}
