package formula

import (
	"strings"

	"freshet/cells"
)

// outline gives the tokens their roles: it matches brackets, tells ranges from other colons, a postfix % from a modulo, an array from a map,
// and finds where locals are seen.
//
// The rule for a colon: at one bracket level (each argument begins a new one) let q be the number of ? and c the number of
// colons that are no key of a map. A colon is a candidate when both its sides are references of one shape, with nothing between.
// Of the candidates the first c−q are ranges; what then is left over beyond q, and has a reference or a call on both sides, is a range with a
// computed end; the others belong to a ?. In an index bracket every colon slices. The cases
// are in cells/testdata/references.json, to which the browser's editor (web/editor/outline.ts) is held as well.
type outline struct {
	*scanner
	frames  []level
	scopes  []scope
	inserts []insert
	meets   []int // references that are intersected with the one before them
	names   Scope
	deep    bool
}

type levelKind uint8

const (
	lTop levelKind = iota
	lGroup
	lCall
	lApply
	lIndex
	lList
	lMap
	lClosure
	lBlock
	lArray
	lUnion
)

// level is one open bracket.
type level struct {
	kind    levelKind
	open    int // its token, -1 at the top
	callee  int // the token of the function
	arg     int // which argument
	first   int // the first token of this argument
	queries int
	colons  []int
	ats     []int // @ whose operand is known when the colons are decided
	pending int   // a let whose ; has not come; -1
	waiting int   // the name of a LET whose value is being read; -1
}

// scope is where a local is seen: tokens from … to, without to.
type scope struct {
	name     string // in lower case
	from, to int
	frame    int
}

// insert is text that the emitter puts before or behind a token.
type insert struct {
	token  int
	behind bool
	text   string
}

func (o *outline) run() *syntaxError {
	o.frames, o.scopes, o.inserts, o.meets, o.deep = o.frames[:0], o.scopes[:0], o.inserts[:0], o.meets[:0], false
	if err := o.match(); err != nil {
		return err
	}
	o.push(lTop, -1, -1)
	for i := range o.tokens {
		if err := o.token(i); err != nil {
			return err
		}
	}
	if err := o.closeSegment(len(o.tokens) - 1); err != nil {
		return err
	}
	return o.finished(len(o.tokens) - 1)
}

// finished refuses, at token end, a let that nothing follows.
func (o *outline) finished(end int) *syntaxError {
	if f := o.top(); f.pending >= 0 {
		w := o.word(f.pending)
		return fault(int(o.tokens[end].start), "behind let "+w+" = … there must be a ; and then the formula that uses "+w)
	}
	return nil
}

// match pairs the brackets.
func (o *outline) match() *syntaxError {
	var stack []int32
	for i := range o.tokens {
		t := &o.tokens[i]
		if n := len(stack); n > 0 {
			t.frame = stack[n-1]
		}
		switch t.kind {
		case tOpen:
			stack = append(stack, int32(i))
			o.deep = o.deep || len(stack) > MaxNesting
		case tClose:
			closer := o.src[t.start]
			if len(stack) == 0 {
				return fault(int(t.start), "there is no opening bracket for this "+string(closer))
			}
			from := stack[len(stack)-1]
			opener := o.src[o.tokens[from].start]
			if partner(opener) != closer {
				return fault(int(t.start), "the bracket "+string(opener)+" is closed with "+string(closer)+" where "+string(partner(opener))+" is expected")
			}
			stack = stack[:len(stack)-1]
			t.match, o.tokens[from].match = from, int32(i)
			t.frame = o.tokens[from].frame
		}
	}
	if len(stack) > 0 {
		t := &o.tokens[stack[len(stack)-1]]
		return fault(int(t.start), "the bracket "+o.src[t.start:t.end]+o.whose(int(stack[len(stack)-1]))+" is not closed")
	}
	return nil
}

// whose names the function that a bracket belongs to.
func (o *outline) whose(open int) string {
	if open > 0 && o.src[o.tokens[open].start] == '(' && o.tokens[open-1].kind == tWord && o.tokens[open-1].role != rKeyword {
		return " of " + o.word(open-1)
	}
	return ""
}

func partner(open byte) byte {
	switch open {
	case '(':
		return ')'
	case '[':
		return ']'
	}
	return '}'
}

func (o *outline) push(k levelKind, open, callee int) {
	if n := len(o.frames); n < cap(o.frames) {
		o.frames = o.frames[:n+1]
		f := &o.frames[n]
		*f = level{kind: k, open: open, callee: callee, first: open + 1, colons: f.colons[:0], ats: f.ats[:0], pending: -1, waiting: -1}
		return
	}
	o.frames = append(o.frames, level{kind: k, open: open, callee: callee, first: open + 1, pending: -1, waiting: -1})
}

func (o *outline) top() *level { return &o.frames[len(o.frames)-1] }

func (o *outline) word(i int) string { return o.src[o.tokens[i].start:o.tokens[i].end] }

func (o *outline) isWord(i int, w string) bool {
	return i >= 0 && i < len(o.tokens) && o.tokens[i].kind == tWord && o.word(i) == w
}

// ends reports whether a value ends just before token i.
func (o *outline) ends(i int) bool { return i > 0 && o.tokens[i-1].operandEnds() }

func (o *outline) token(i int) *syntaxError {
	t := &o.tokens[i]
	switch t.kind {
	case tWord:
		return o.wordRole(i)
	case tCell:
		if t.role != rKey && o.declares(i) {
			return o.mayDeclare(i)
		}
	case tOp:
		o.operatorRole(i)
	case tHash:
		return o.hashRole(i)
	case tAt:
		f := o.top()
		f.ats = append(f.ats, i)
	case tOpen:
		return o.open(i)
	case tClose:
		if err := o.closeSegment(i); err != nil {
			return err
		}
		if err := o.finished(i); err != nil {
			return err
		}
		o.endScopes(len(o.frames)-1, i)
		if o.top().kind == lArray {
			t.role = rArray
		}
		o.frames = o.frames[:len(o.frames)-1]
	case tComma, tSemi, tRowSep:
		return o.separator(i)
	case tQuery:
		o.top().queries++
	case tColon:
		f := o.top()
		if f.kind == lMap && i > 1 && (o.tokens[i-1].role == rKey || o.tokens[i-1].kind == tClose && int(o.tokens[i-1].match) == f.first) {
			t.role = rKeyColon
			return nil
		}
		if f.kind != lIndex {
			f.colons = append(f.colons, i)
		}
	}
	return nil
}

func (o *outline) operatorRole(i int) {
	t := &o.tokens[i]
	switch c := o.src[t.start]; {
	case t.end-t.start > 1:
	case c == '%':
		if n := &o.tokens[i+1]; o.endsValue(i) && !n.startsOperand() {
			t.role = rPercent
		}
	case (c == '-' || c == '+') && !o.endsValue(i):
		t.role = rNegate
	case c == '=' && i >= 2 && o.isWord(i-2, "let") && o.tokens[i-2].role == rKeyword:
		t.role = rAssign
	}
}

// endsValue is ends, and counts a postfix % as the end of a value.
func (o *outline) endsValue(i int) bool {
	return o.ends(i) || i > 0 && o.tokens[i-1].role == rPercent
}

func (o *outline) hashRole(i int) *syntaxError {
	t := &o.tokens[i]
	if i > 0 && o.tokens[i-1].end == t.start {
		switch p := &o.tokens[i-1]; {
		case p.kind == tCell, p.kind == tKeyed, p.kind == tError, p.kind == tWord && p.role == rName, p.kind == tClose && o.src[p.start] == ')':
			t.role = rSpill
			o.inserts = append(o.inserts, insert{o.primaryStart(i - 1), false, "$spill("})
			return nil
		}
	}
	t.role = rPointer
	for f := len(o.frames) - 1; f >= 0; f-- {
		if o.frames[f].kind == lClosure || o.frames[f].kind == lCall && o.frames[f].callee >= 0 && o.tokens[o.frames[f].callee].role == rBuiltin && takesClosure(o.word(o.frames[f].callee)) {
			return nil
		}
	}
	if next := &o.tokens[i+1]; next.kind == tWord && next.start == t.end {
		for c := cells.ErrNull; c <= cells.ErrCalc; c++ {
			if name := c.String(); strings.HasPrefix(name, "#"+strings.ToUpper(o.word(i+1))) {
				return hinted(int(t.start), "an error is written with all its signs", name)
			}
		}
	}
	return fault(int(t.start), "# stands for the element inside filter, map and their like, or behind a reference for what spills from there (A1#)")
}

// key marks the key of a map.
func (o *outline) key(i int) {
	if t := &o.tokens[i]; (t.kind == tWord || t.kind == tCell || t.kind == tNumber || t.kind == tString) && o.tokens[i+1].kind == tColon {
		t.role = rKey
	}
}

func (o *outline) separator(i int) *syntaxError {
	t := &o.tokens[i]
	if err := o.closeSegment(i); err != nil {
		return err
	}
	f := o.top()
	switch {
	case f.kind == lArray:
		t.role = rSep
		if t.kind == tSemi {
			t.role = rRows
		}
	case t.kind == tRowSep:
		return fault(int(t.start), "the character \\ separates the columns of an array {1\\2;3\\4}, and nothing else")
	case f.kind == lUnion:
		t.role = rSep
	case t.kind == tSemi && (f.pending >= 0 || f.kind != lCall && f.kind != lApply && f.kind != lList && f.kind != lMap):
		t.role = rSequence
		if f.pending >= 0 {
			o.declare(f.pending, i+1)
			f.pending = -1
		}
	default:
		t.role = rSep
		f.arg++
		o.letArgument(i)
		if f.kind == lMap {
			o.key(i + 1)
		}
	}
	f.first = i + 1
	return nil
}

// closeSegment decides the colons of one argument.
func (o *outline) closeSegment(end int) *syntaxError {
	f := o.top()
	excess := len(f.colons) - f.queries
	for pass := 0; pass < 2 && excess > 0; pass++ {
		for _, c := range f.colons {
			if excess <= 0 || o.tokens[c].kind == tGone {
				continue
			}
			if pass == 0 && o.mergeRange(c) {
				excess--
			}
			if pass == 1 && o.computedRange(c) {
				excess--
			}
		}
	}
	o.intersect(f, end)
	last := 0
	for k := len(f.ats) - 1; k >= 0; k-- { // of many in a row the operand is one
		i := f.ats[k]
		if k == len(f.ats)-1 || f.ats[k+1] != i+1 {
			last = o.primaryEnd(i + 1)
		}
		o.inserts = append(o.inserts, insert{i, false, "$implicit("}, insert{last, true, ")"})
	}
	f.colons, f.ats, f.queries = f.colons[:0], f.ats[:0], 0
	return nil
}
