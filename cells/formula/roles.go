package formula

import "strings"

// wordRole tells what an identifier is.
func (o *outline) wordRole(i int) *syntaxError {
	t := &o.tokens[i]
	w := o.word(i)
	next := &o.tokens[i+1]
	call := next.kind == tOpen && o.src[next.start] == '('
	switch {
	case t.role == rKeyword:
		return o.keywordRole(i, w, call)
	case t.role == rField:
		if call {
			return fault(int(t.start), "values have no methods: write "+w+"(…) with the value inside")
		}
		if i > 0 && o.tokens[i-1].kind == tHash {
			t.role = rPointer
			if w != "acc" && w != "index" {
				return fault(int(t.start), "inside filter, map and their like there are #, #index and #acc, not #"+w)
			}
		}
		return nil
	case t.role == rKey || t.role == rDeclare:
		return nil
	case o.declares(i):
		return o.mayDeclare(i)
	case o.local(i, w):
		t.role = rLocal
		return nil
	case call:
		return o.functionRole(i, w)
	case strings.EqualFold(w, "true") || strings.EqualFold(w, "false") || w == "nil":
		t.role = rConst
		return nil
	}
	t.role = rName
	return nil
}

func (o *outline) keywordRole(i int, w string, call bool) *syntaxError {
	t := &o.tokens[i]
	switch w {
	case "if":
		// if(…) is the function, unless a block follows: then it is expr's if (…) {…} else {…}.
		if call {
			if after := int(o.tokens[i+1].match) + 1; o.tokens[after].kind != tOpen || o.src[o.tokens[after].start] != '{' {
				return o.functionRole(i, w)
			}
		}
	case "not":
		if call && !o.ends(i) {
			return o.functionRole(i, w)
		}
	case "let":
		name := &o.tokens[i+1]
		if name.kind == tCell {
			return o.mayDeclare(i + 1)
		}
		if name.kind != tWord || name.role == rKeyword {
			return fault(int(name.start), "behind let there must be a name: let x = …; …")
		}
		name.role = rDeclare
		o.top().pending = i + 1
		return o.mayDeclare(i + 1)
	}
	t.role = rKeyword
	return nil
}

// declares reports whether the word names a local of LET or LAMBDA.
func (o *outline) declares(i int) bool {
	f := o.top()
	if f.kind != lCall || f.first != i || o.tokens[f.callee].role != rFunction {
		return false
	}
	n := &o.tokens[i+1]
	if n.kind == tGone {
		n = &o.tokens[i+2] // behind the bracket of [name]
	}
	if n.kind != tComma && n.kind != tSemi {
		return false
	}
	switch callee := o.word(f.callee); {
	case strings.EqualFold(callee, "let"):
		return f.arg%2 == 0
	case strings.EqualFold(callee, "lambda"):
		return true
	}
	return false
}

// optionalParameter reads [name] among the parameters of a LAMBDA, where Excel marks with brackets that the argument may be left out. Here any may.
func (o *outline) optionalParameter(open int) bool {
	f := o.top()
	if f.kind != lCall || f.first != open || o.tokens[f.callee].role != rFunction || !strings.EqualFold(o.word(f.callee), "lambda") {
		return false
	}
	end := int(o.tokens[open].match)
	if end != open+2 || o.tokens[open+1].kind != tWord || o.tokens[end+1].kind != tComma && o.tokens[end+1].kind != tSemi {
		return false
	}
	o.tokens[open].kind, o.tokens[end].kind = tGone, tGone
	f.first = open + 1
	return true
}

// mayDeclare refuses names that no local can have.
func (o *outline) mayDeclare(i int) *syntaxError {
	t := &o.tokens[i]
	t.role = rDeclare
	w := o.word(i)
	if why := CheckLocal(w); why != "" {
		return fault(int(t.start), why)
	}
	if f := o.top(); f.kind == lCall && f.first == i && strings.EqualFold(o.word(f.callee), "let") {
		f.waiting = i
	} else if f.kind == lCall && f.first == i && o.tokens[f.callee].role == rFunction {
		o.declare(i, i+1)
	}
	return nil
}

// letArgument lets the local of a LET be seen once its value has been read.
func (o *outline) letArgument(i int) {
	f := o.top()
	if f.kind == lCall && f.waiting >= 0 && f.arg%2 == 0 {
		o.declare(f.waiting, i+1)
		f.waiting = -1
	}
}

func (o *outline) declare(name, from int) {
	o.scopes = append(o.scopes, scope{strings.ToLower(o.word(name)), from, len(o.tokens), len(o.frames) - 1})
}

func (o *outline) endScopes(frame, at int) {
	for k := range o.scopes {
		if s := &o.scopes[k]; s.frame >= frame && s.to > at {
			s.to = at
		}
	}
}

// local reports whether the word is a local where it stands.
func (o *outline) local(i int, w string) bool {
	if len(o.scopes) == 0 {
		return false
	}
	w = strings.ToLower(w)
	for _, s := range o.scopes {
		if s.name == w && i >= s.from && i < s.to {
			return true
		}
	}
	return false
}

// functionRole decides between a function of the catalogue and expr's own of the same name.
func (o *outline) functionRole(i int, w string) *syntaxError {
	t := &o.tokens[i]
	switch {
	case isBuiltin(w) && o.staysBuiltin(i, w):
		t.role = rBuiltin
		return nil
	}
	if _, ok := lookupFunction(w); ok {
		t.role = rFunction
		return nil
	}
	t.role = rUnknown
	return nil
}

// staysBuiltin is the rule for names that are both expr's and a spreadsheet's. Written all in expr's own case, a name is expr's
// when only expr has it, when its argument is a closure, or when the number of arguments can only be expr's.
func (o *outline) staysBuiltin(i int, w string) bool {
	if _, both := lookupFunction(w); !both || w != strings.ToLower(w) {
		return true
	}
	args, closure := o.arguments(i + 1)
	if i > 0 && o.tokens[i-1].kind == tOp && o.word(i-1) == "|" {
		args++
	}
	switch w {
	case "sum", "count", "filter", "map", "find", "reduce":
		return closure
	case "trim":
		return args == 2
	case "flatten":
		return args == 1
	case "replace":
		return args == 3
	case "date":
		return args <= 2
	case "duration":
		return args == 1
	case "take":
		return args == 2
	case "len", "type", "split", "concat", "join":
		return true
	}
	return false
}

// spills reports whether a # stands right behind what it can spill from, so that it is no pointer of a closure.
func (o *outline) spills(i int) bool {
	p := &o.tokens[i-1]
	if p.end != o.tokens[i].start {
		return false
	}
	switch p.kind {
	case tCell, tKeyed, tError:
		return true
	case tWord:
		return p.role != rKeyword
	}
	return p.kind == tClose && o.src[p.start] == ')'
}

// arguments counts the arguments between brackets and sees whether one behind the first is a closure.
func (o *outline) arguments(open int) (n int, closure bool) {
	end := int(o.tokens[open].match)
	if end == open+1 {
		return 0, false
	}
	piped := open > 1 && o.tokens[open-2].kind == tOp && o.word(open-2) == "|"
	depth, first := 0, true
	for j := open + 1; j < end; j++ {
		t := &o.tokens[j]
		behind := n > 0 || piped
		switch {
		case t.kind == tHash && behind && !o.spills(j):
			closure = true
		case first && depth == 0 && behind && (t.kind == tDot || t.kind == tOpen && o.src[t.start] == '{' && !o.isArray(j)):
			closure = true
		}
		first = false
		switch t.kind {
		case tOpen:
			depth++
		case tClose:
			depth--
		case tComma, tSemi:
			if depth == 0 {
				n++
				first = true
			}
		}
	}
	return n + 1, closure
}
