package formula

import "strings"

// comparisons are signs that people write in another way, each with ours behind it and what it says.
var comparisons = map[string][2]string{
	"=>": {">=", "greater or equal"}, "=<": {"<=", "less or equal"}, "><": {"<>", "unequal"}, "<>": {"<>", "unequal"}, "!=": {"<>", "unequal"},
	">=": {">=", "greater or equal"}, "<=": {"<=", "less or equal"}, "==": {"=", "equal"}, "===": {"=", "equal"}, "!==": {"<>", "unequal"},
}

// missing tells that before token i a value should stand.
func (g *diagnosis) missing(i int) *syntaxError {
	t := &g.tokens[i]
	if g.last < 0 {
		return g.missingFirst(i)
	}
	p := &g.tokens[g.last]
	before, word := g.word(g.last), g.word(i)
	at := int(t.start)
	switch {
	case p.kind == tColon && g.reaches(g.last):
		return g.unended(at, g.last)
	case t.kind == tColon && g.top().kind == lMap:
		return hinted(at, "before this colon the name of a value is missing", "{a: 1}")
	case t.kind == tColon:
		return hinted(at, "before this colon the first end of a range is missing", "A1:B9")
	case p.kind == tOp && t.kind == tOp:
		return g.twoOperators(i)
	case p.kind == tAt:
		return hinted(at, "behind @ a cell, a range or a function is expected", "@A1:A9")
	case t.kind == tClose && p.kind == tOpen:
		return fault(at, "between the brackets "+before+word+" a value is expected")
	case p.role == rSequence && g.top().let:
		return fault(at, "behind let … ; a formula is expected, and that is the value")
	case t.kind == tEnd || t.kind == tClose || t.kind == tComma || t.kind == tSemi:
		if p.kind != tComma && p.kind != tSemi && p.kind != tOpen {
			return fault(at, "a value is expected behind "+before)
		}
	}
	return fault(at, "a value is expected before "+word)
}

// missingFirst is missing, where the formula begins.
func (g *diagnosis) missingFirst(i int) *syntaxError {
	at, word := int(g.tokens[i].start), g.word(i)
	switch {
	case g.tokens[i].kind == tOp && strings.HasPrefix(word, "="):
		return fault(at, "a formula begins with one =, and here stands another")
	case g.tokens[i].kind == tColon:
		return hinted(at, "before this colon the first end of a range is missing", "A1:B9")
	case g.tokens[i].kind == tQuery:
		return hinted(at, "before the ? a condition is expected", "A1>0 ? 1 : 2")
	case word == "and" || word == "or":
		return hinted(at, "a condition is expected before "+word, strings.ToUpper(word)+"(A1>0, B1>0)")
	}
	return fault(at, "a value is expected before "+word)
}

// unended is a range that lacks what stands behind its colon.
func (g *diagnosis) unended(at, colon int) *syntaxError {
	left := g.beforeColon(colon)
	hint := "A1:B9"
	if _, ok := parseColumnHalf(left); ok {
		hint = left + ":" + left
	} else if _, ok := parseRowHalf(left); ok {
		hint = left + ":" + left
	} else if _, _, ok := parseCell(left); ok {
		hint = left + ":B9"
	}
	return hinted(at, "behind "+left+": the other end of the range is missing", hint)
}

// reaches reports whether a colon can only be the one of a range that has no end.
func (g *diagnosis) reaches(c int) bool {
	return g.tokens[c].role == rRangeEnd || c != g.other && g.top().kind != lIndex && g.tokens[c].role != rKeyColon
}

// beforeColon is the operand that a colon follows, for a sentence.
func (g *diagnosis) beforeColon(c int) string {
	i := c - 1
	for i > 0 && g.tokens[i].kind == tGone {
		i--
	}
	from := g.primaryStart(i)
	if from != i {
		return g.shown(from)
	}
	return g.shown(i)
}

// twoOperators tells of two signs that should be one, or have no value between them.
func (g *diagnosis) twoOperators(i int) *syntaxError {
	p, t := &g.tokens[g.last], &g.tokens[i]
	a, b := g.word(g.last), g.word(i)
	typed := g.src[p.start:t.end]
	if ours, ok := comparisons[a+b]; ok {
		if a+b == "=>" && g.last > 0 && (g.tokens[g.last-1].role == rName || g.tokens[g.last-1].kind == tClose) {
			return hinted(int(p.start), "functions are not written with =>", "LAMBDA(x, x+1)")
		}
		return hinted(int(p.start), ours[1]+" is not written "+typed, "A1"+ours[0]+"5")
	}
	switch a + b {
	case "->":
		return hinted(int(p.start), "functions are not written with ->", "LAMBDA(x, x+1)")
	case "|>":
		return hinted(int(p.start), "what a function takes from the left stands before one |", "A1:A9 | sum()")
	case "&&", "&&&":
		return hinted(int(p.start), "two conditions are not joined with "+typed, "AND(A1>0, B1>0)")
	case "||", "|||":
		return hinted(int(p.start), "two conditions are not joined with "+typed, "OR(A1>0, B1>0)")
	case "+=", "-=", "*=", "/=", "^=", "&=":
		return fault(int(p.start), "a formula changes no cell: "+typed+" is not written here; its value is what its own cell shows")
	}
	return fault(int(t.start), "a value is expected before "+b)
}

// colon looks at a colon that is no part of a plain range.
func (g *diagnosis) colon(i int) *syntaxError {
	t := &g.tokens[i]
	f := g.top()
	elvis := g.last >= 0 && g.tokens[g.last].kind == tQuery
	switch {
	case f.kind == lIndex, t.role == rKeyColon, elvis:
	case !g.value:
		return g.missing(i)
	}
	if t.role == rNone && f.kind != lIndex {
		if len(f.queries) == 0 {
			return g.noRange(i)
		}
		f.queries, g.other = f.queries[:len(f.queries)-1], i
	}
	g.value = false
	return nil
}

// noRange tells why a colon makes no range.
func (g *diagnosis) noRange(i int) *syntaxError {
	t, next := &g.tokens[i], &g.tokens[i+1]
	switch {
	case next.kind == tEnd, next.kind == tClose, next.kind == tComma, next.kind == tSemi, next.kind == tOp, next.kind == tQuery:
		if next.kind == tOp && g.word(i+1) == "=" {
			return fault(int(t.start), "a formula changes no cell: := is not written here; its value is what its own cell shows")
		}
		return g.unended(int(next.start), i)
	case g.last >= 0 && g.tokens[g.last].kind == tLine && next.kind == tNumber:
		return hinted(int(t.start), "a time of day is not written with colons", "TIME(10, 30, 15)")
	}
	return hinted(int(t.start), "a range has a cell at both ends, or a column, or a row; "+g.beforeColon(i)+" and "+g.shown(i+1)+" make none", "A1:B9")
}

// unanswered tells that before token i the other value of a ? should stand.
func (g *diagnosis) unanswered(i int) *syntaxError {
	return hinted(int(g.tokens[i].start), "behind the ? there must be two values with a : between them", "A1>0 ? 1 : 2")
}
