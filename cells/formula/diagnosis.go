package formula

import "slices"

// diagnosis walks over the tokens of a formula that cannot be read and finds the first place where a value is missing, or stands where none can. What it
// says is about the text as it was typed: expr's parser only sees what the emitter made of it.
type diagnosis struct {
	*reading
	open  []openBracket
	value bool // a value ends before the token that is looked at
	last  int  // the token before it
	other int  // the latest colon that belongs to a ?
}

// openBracket is one bracket, or the whole formula.
type openBracket struct {
	kind    levelKind
	token   int
	queries []int // each ? that has no : yet
	let     bool  // a let stands in it, which needs a formula behind its last ;
}

// diagnose is what is wrong with the formula; nil when the tokens stand as they may, or when there is a word in it whose
// grammar is not followed here (the if of expr).
func (d *reading) diagnose() *syntaxError {
	g := &diagnosis{reading: d, open: []openBracket{{kind: lTop, token: -1}}, last: -1, other: -1}
	for i := 0; i < len(d.tokens); i++ {
		t := &d.tokens[i]
		if t.kind == tGone {
			continue
		}
		if t.role == rKeyword && (d.word(i) == "if" || d.word(i) == "else") {
			return nil
		}
		if err := g.token(i); err != nil {
			return err
		}
		g.last = i
	}
	return nil
}

func (g *diagnosis) top() *openBracket { return &g.open[len(g.open)-1] }

func (g *diagnosis) token(i int) *syntaxError {
	t := &g.tokens[i]
	switch t.kind {
	case tEnd:
		return g.ended(i)
	case tOpen:
		return g.opened(i)
	case tClose:
		if err := g.ended(i); err != nil {
			return err
		}
		g.open = g.open[:len(g.open)-1]
		g.value = true
	case tOp:
		return g.operator(i)
	case tQuery:
		if !g.value {
			return g.missing(i)
		}
		g.top().queries = append(g.top().queries, i)
		g.value = false
	case tColon:
		return g.colon(i)
	case tComma, tSemi, tRowSep:
		return g.separator(i)
	case tAt:
		if g.value {
			return g.adjacent(i)
		}
	case tDot:
		if g.tokens[i+1].role != rField && (g.value || len(g.open) == 1) {
			return g.dot(i)
		}
		g.value = true
	case tHash:
		if t.role != rSpill {
			return g.operand(i)
		}
		if !g.value || g.tokens[g.last].kind == tCell && g.wordHas(g.last, ':') {
			return fault(int(t.start), "# stands behind the one cell that an array spills from, as in A1#")
		}
	case tWord:
		return g.wordToken(i)
	default:
		return g.operand(i)
	}
	return nil
}

func (g *diagnosis) wordHas(i int, c byte) bool { return slices.Contains([]byte(g.word(i)), c) }

// operand is a value by itself.
func (g *diagnosis) operand(i int) *syntaxError {
	if g.value && !slices.Contains(g.meets, i) {
		return g.adjacent(i)
	}
	g.value = true
	return nil
}

func (g *diagnosis) wordToken(i int) *syntaxError {
	t := &g.tokens[i]
	switch {
	case t.role == rField, t.role == rPointer, t.role == rKey:
		g.value = true
		return nil
	case t.role != rKeyword:
		return g.operand(i)
	}
	switch g.word(i) {
	case "let":
		if g.value {
			return g.adjacent(i)
		}
		if n := i + 2; g.tokens[n].role != rAssign {
			return hinted(int(g.tokens[n].start), "behind let "+g.word(i+1)+" an = and a value are expected", "let "+g.word(i+1)+" = 1; "+g.word(i+1)+" + 1")
		}
		g.top().let = true
	case "not":
		if next := &g.tokens[i+1]; g.value && (next.role != rKeyword || g.word(i+1) == "not" || g.word(i+1) == "let") {
			return g.adjacent(i)
		}
		g.value = g.value && g.tokens[i+1].role == rKeyword // not in
	default:
		if !g.value {
			return g.missing(i)
		}
		g.value = false
	}
	return nil
}

func (g *diagnosis) operator(i int) *syntaxError {
	t := &g.tokens[i]
	word := g.word(i)
	switch {
	case t.role == rNegate && g.last >= 0 && g.tokens[g.last].kind == tAt:
		return g.missing(i)
	case t.role == rPercent, t.role == rNegate:
		return nil
	case t.role == rAssign:
		g.value = false
		return nil
	case word == "!":
		if g.value {
			return g.bang(i)
		}
		return nil
	case !g.value:
		return g.missing(i)
	case word == "|" && g.tokens[i+1].role != rBuiltin && g.tokens[i+1].role != rFunction && g.tokens[i+1].role != rUnknown:
		return g.pipe(i)
	}
	g.value = false
	return nil
}

func (g *diagnosis) opened(i int) *syntaxError {
	t := &g.tokens[i]
	kind := lGroup
	switch g.src[t.start] {
	case '(':
		switch {
		case t.role == rCall:
			kind = lCall
		case t.role == rApply:
			kind = lApply
		case g.value:
			return g.adjacent(i)
		case t.role == rUnion:
			kind = lUnion
		}
	case '[':
		kind = lList
		if g.value {
			kind = lIndex
		}
	case '{':
		kind = lMap
		if f := g.top(); g.value {
			return g.adjacent(i)
		} else if f.kind == lMap && g.last == f.token {
			return hinted(int(t.start), "arrays do not stand in each other: a ; begins the next row", "{1,2;3,4}")
		}
		if t.role == rArray {
			kind = lArray
		}
	}
	g.open = append(g.open, openBracket{kind: kind, token: i})
	g.value = false
	return nil
}

// ended looks at the end of a bracket or of the formula.
func (g *diagnosis) ended(i int) *syntaxError {
	f := g.top()
	if !g.value && !g.mayEnd() {
		return g.missing(i)
	}
	if len(f.queries) > 0 && f.kind != lIndex {
		return g.unanswered(i)
	}
	return nil
}

// mayEnd reports whether a bracket can close where no value stands.
func (g *diagnosis) mayEnd() bool {
	if g.last < 0 {
		return false
	}
	f, p := g.top(), &g.tokens[g.last]
	switch f.kind {
	case lCall, lApply:
		return g.last == f.token || p.role == rSep
	case lList, lMap, lArray, lUnion:
		return g.last == f.token || p.role == rSep
	case lIndex:
		return p.kind == tColon
	}
	return p.role == rSequence && !f.let && g.last > 0
}

func (g *diagnosis) separator(i int) *syntaxError {
	t := &g.tokens[i]
	f := g.top()
	if t.role != rSequence && (f.kind == lTop || f.kind == lGroup || f.kind == lIndex) {
		return g.stray(i)
	}
	if !g.value && !(t.role == rSep && (f.kind == lCall || f.kind == lApply)) {
		return g.missing(i)
	}
	if len(f.queries) > 0 {
		return g.unanswered(i)
	}
	if n := &g.tokens[f.token+1]; f.kind == lMap && t.role == rSep && n.role != rKey && n.kind != tOpen {
		return hinted(int(n.start), "in a map every value has a name before it", "{a: 1, b: 2}")
	}
	g.value = false
	return nil
}
