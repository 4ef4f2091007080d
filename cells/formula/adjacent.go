package formula

import "strings"

// adjacent tells that token i begins a value right behind another value.
func (g *diagnosis) adjacent(i int) *syntaxError {
	t, p := &g.tokens[i], &g.tokens[g.last]
	at, word, before := int(t.start), g.word(i), g.word(g.last)
	touching := p.end == t.start
	if t.kind == tWord || t.kind == tCell {
		if text, hint, ok := elsewhere(word); ok {
			return hinted(at, text, hint)
		}
	}
	for _, k := range []int{0, g.last} {
		if text, hint, ok := leading(g.word(k)); ok && (g.tokens[k].role == rName || g.tokens[k].role == rUnknown) {
			return hinted(int(g.tokens[k].start), text, hint)
		}
	}
	if p.kind == tWord {
		if fn, ok := lookupFunction(before); ok && p.role == rName {
			return &syntaxError{at: at, text: "what " + fn.Name + " is given stands in round brackets", hint: fn.Signature()}
		}
	}
	switch {
	case p.role == rName && t.body > t.start && !touching:
		sheet := g.src[p.start : t.body-1]
		return hinted(int(p.start), "the name of a sheet with a blank in it stands in single quotes", "'"+sheet+"'!"+g.src[t.body:t.end])
	case p.role == rName && t.role == rName && t.end == g.tokens[i+1].start && g.word(i+1) == "!":
		return hinted(int(p.start), "the name of a sheet with a blank in it stands in single quotes", "'"+g.src[p.start:t.end]+"'!A1")
	case p.kind == tString && before[0] == '\'' && (t.kind == tCell || t.kind == tLine):
		return hinted(at, "between the name of a sheet and the cell stands a !", before+"!"+word)
	case p.kind == tClose && g.src[p.start] == ']' && t.body > t.start:
		return fault(int(g.tokens[p.match].start), "a formula reads the cells of its own book only, not of other files")
	case p.kind == tString && t.kind == tString:
		return hinted(at, "between two texts the sign that joins them is missing", short(before)+" & "+short(word))
	case p.kind == tString && touching && t.kind == tWord:
		return hinted(at, "the text ends before "+g.shown(i)+"; a quote within a text is written twice", `"so ""called"" text"`)
	case p.kind == tString || t.kind == tString:
		return hinted(at, "between "+g.shown(g.last)+" and "+g.shown(i)+" an operator is missing; & joins texts", short(before)+" & "+short(word))
	case p.kind == tNumber && t.kind == tNumber && !touching && len(word) >= 3 && isDigit(word[0]) && isDigit(word[1]) && isDigit(word[2]):
		return hinted(at, "a number has no blanks in it", before+word)
	case t.kind == tOpen && word == "{":
		return fault(at, "braces make an array or a map of their own, and an operator is missing before them")
	case t.kind == tOpen && (p.kind == tNumber || p.kind == tClose):
		return hinted(at, "between "+g.shown(g.last)+" and ( an operator is missing", "2*(3+4)")
	case t.kind == tAt:
		return fault(at, "@ stands before a cell, a range or a function; before it an operator is missing")
	}
	switch g.top().kind {
	case lCall, lApply, lList:
		return fault(at, "between "+g.shown(g.last)+" and "+g.shown(i)+" an operator or the separator "+g.separatorSign()+" is missing")
	case lArray:
		return fault(at, "between "+g.shown(g.last)+" and "+g.shown(i)+" a separator is missing")
	}
	return fault(at, "between "+g.shown(g.last)+" and "+g.shown(i)+" an operator is missing")
}

// short is what fits into an example.
func short(word string) string {
	if len(word) > 24 {
		return `"…"`
	}
	return word
}

// bang tells of a ! behind a value.
func (g *diagnosis) bang(i int) *syntaxError {
	p, at := &g.tokens[g.last], int(g.tokens[i].start)
	switch {
	case p.kind == tNumber:
		return hinted(at, "a factorial is not written with !", "FACT("+g.word(g.last)+")")
	case g.tokens[i+1].kind == tOp && g.word(i+1) == "=":
		return hinted(at, "unequal is not written "+g.src[at:g.tokens[i+1].end], "A1<>5")
	case p.kind == tWord && p.role == rName:
		name := g.word(g.last)
		return hinted(int(g.tokens[i].end), "behind the sheet and the ! there must be a cell or a range", name+"!A1")
	}
	return fault(at, "! stands behind the name of a sheet, as in Sheet1!A1, or before what it negates")
}

// pipe tells of a | without a function behind it.
func (g *diagnosis) pipe(i int) *syntaxError {
	n := &g.tokens[i+1]
	at := int(n.start)
	if n.kind == tOp {
		g.last, g.value = i, false
		return g.missing(i + 1)
	}
	return hinted(at, "behind | a function with its brackets is expected; between two conditions stands or", "A1:A9 | sum()")
}

// dot tells of a point behind a value that no name follows.
func (g *diagnosis) dot(i int) *syntaxError {
	n := &g.tokens[i+1]
	if !g.value {
		return fault(int(g.tokens[i].start), "beside a decimal point there are digits")
	}
	if p := &g.tokens[g.last]; p.kind == tNumber && n.kind == tNumber {
		whole := g.src[p.start:n.end]
		parts := strings.Split(whole, ".")
		if len(parts) == 3 && len(parts[2]) == 4 {
			return dateTyped(int(p.start), whole)
		}
		return fault(int(p.start), whole+" is no number: it has more than one decimal point")
	}
	return fault(int(n.start), "behind the . the name of a field is expected")
}

// stray tells of a separator where nothing is separated.
func (g *diagnosis) stray(i int) *syntaxError {
	t, n := &g.tokens[i], &g.tokens[i+1]
	at, sign := int(t.start), g.word(i)
	if !g.value {
		return g.missing(i)
	}
	p := &g.tokens[g.last]
	numbers := p.kind == tNumber && n.kind == tNumber && p.end == t.start && t.end == n.start
	switch {
	case t.kind == tComma && numbers && g.decimal == ',':
		return fault(at, "a number has one decimal comma")
	case t.kind == tComma && numbers && n.end-n.start == 3 && p.end-p.start <= 3 && p.start+3 >= p.end:
		return hinted(at, "a number has no commas between its thousands", g.word(g.last)+g.word(i+1))
	case t.kind == tComma && numbers && g.wordHas(g.last, '.'):
		return hinted(int(p.start), "a decimal is written with a point, and thousands without a sign", strings.ReplaceAll(g.word(g.last), ".", "")+"."+g.word(i+1))
	case t.kind == tComma && numbers:
		return hinted(at, "a decimal is written with a point", g.word(g.last)+"."+strings.TrimLeft(g.word(i+1), "."))
	}
	return fault(at, "a "+sign+" separates arguments of functions and elements of lists, and stands nowhere else")
}
