package formula

import (
	"slices"
	"strconv"
	"strings"

	"freshet/cells"
)

// emitted is a formula as expr's parser reads it: only operators, brackets, keywords, names of expr's builtins, and identifiers
// that begin with $ and stand for an entry of a side table. So nothing a user writes is read by expr in a way of its own, and the text is ASCII.
type emitted struct {
	text      []byte
	constants []cells.Value
	callees   []callee
	locals    []string      // as typed
	marks     []mark        // where each token went
	amps      map[int]bool  // the .. that are &
	groups    map[int]int32 // the bracket around each ^ and each sign before an operand
}

type callee struct {
	fn   *function // nil when nobody knows it
	name string    // as typed
}

type mark struct{ pos, token int }

func (d *reading) emit() (*emitted, *syntaxError) {
	e := &emitted{amps: map[int]bool{}, groups: map[int]int32{}}
	before, behind := d.placeInserts()
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.kind == tGone {
			continue
		}
		for ; len(before) > 0 && before[0].token <= i; before = before[1:] {
			if before[0].token == i { // else it stood before a token that is gone
				e.put(before[0].text)
			}
		}
		e.marks = append(e.marks, mark{len(e.text), i})
		if err := d.emitToken(e, i); err != nil {
			return nil, err
		}
		for ; len(behind) > 0 && behind[0].token == i; behind = behind[1:] {
			e.put(behind[0].text)
		}
	}
	return e, nil
}

// placeInserts puts what stands before tokens and what stands behind them in the order of the tokens: of several before one, the last found comes first, and
// behind one, the first.
func (d *reading) placeInserts() (before, behind []insert) {
	for k := len(d.inserts) - 1; k >= 0; k-- {
		if in := d.inserts[k]; !in.behind {
			before = append(before, in)
		}
	}
	for _, in := range d.inserts {
		if in.behind {
			in.token = d.mergedInto(in.token)
			behind = append(behind, in)
		}
	}
	byToken := func(a, b insert) int { return a.token - b.token }
	slices.SortStableFunc(before, byToken)
	slices.SortStableFunc(behind, byToken)
	return before, behind
}

// mergedInto is the token that a token became part of.
func (d *reading) mergedInto(i int) int {
	for i > 0 && d.tokens[i].kind == tGone {
		i--
	}
	return i
}

func (e *emitted) put(s string) { e.text = append(e.text, s...) }

func (e *emitted) entry(table byte, index int) {
	if n := len(e.text); n > 0 && (isLetter(e.text[n-1]) || isDigit(e.text[n-1])) {
		e.text = append(e.text, ' ') // two operands side by side stay two, for the parser to refuse
	}
	e.text = append(e.text, '$', table)
	e.text = strconv.AppendInt(e.text, int64(index), 10)
}

func (e *emitted) constant(v cells.Value) {
	e.entry('c', len(e.constants))
	e.constants = append(e.constants, v)
}

func (d *reading) emitToken(e *emitted, i int) *syntaxError {
	t := &d.tokens[i]
	word := d.src[t.start:t.end]
	switch t.role {
	case rKey:
		key := strings.Clone(word)
		if t.kind == tString {
			s, err := d.unquote(t)
			if err != nil {
				return err
			}
			key = s
		}
		e.put("(")
		e.constant(cells.Str(key))
		e.put(")")
		return nil
	case rField:
		e.put("[")
		e.constant(cells.Str(strings.Clone(word)))
		e.put("]")
		return nil
	}
	switch t.kind {
	case tNumber:
		x, err := d.parseNumber(t)
		if err != nil {
			return err
		}
		e.constant(cells.Num(x))
	case tString:
		s, err := d.unquote(t)
		if err != nil {
			return err
		}
		e.constant(cells.Str(s))
	case tError:
		code, ok := cells.ParseErrCode(word[strings.LastIndexByte(word, '#'):])
		if !ok {
			code = cells.ErrRef
		}
		text := "the formula has this error in its text"
		if code == cells.ErrRef {
			text = "the cells that the formula referred to here are gone"
		}
		e.constant(cells.Fail(&cells.CellError{Code: code, Message: text}))
	case tCell, tLine, tKeyed:
		e.entry('r', int(t.index))
	case tWord:
		d.emitWord(e, t, word)
	case tHash:
		if t.role == rSpill {
			e.put(")")
		} else {
			e.put("#")
		}
	case tOp:
		d.emitOperator(e, t, word)
	case tColon:
		if t.role == rRangeEnd {
			e.put(",")
		} else {
			e.put(" : ")
		}
	case tQuery:
		e.put(" ? ")
	case tDot:
		switch {
		case word == "?.":
			e.put("?.")
		case !d.ends(i):
			e.put("#")
		case d.tokens[i+1].role != rField:
			e.put(".")
		}
	case tOpen, tClose, tComma, tSemi, tRowSep:
		d.emitPunctuation(e, i, word)
	}
	return nil
}

func (d *reading) emitWord(e *emitted, t *token, word string) {
	switch t.role {
	case rName:
		e.entry('r', int(t.index))
	case rConst:
		switch strings.ToLower(word) {
		case "true":
			e.constant(cells.Boolean(true))
		case "false":
			e.constant(cells.Boolean(false))
		default:
			e.constant(cells.Value{})
		}
	case rFunction, rUnknown:
		fn, _ := lookupFunction(word)
		e.entry('f', len(e.callees))
		e.callees = append(e.callees, callee{fn, strings.Clone(word)})
	case rLocal, rDeclare:
		lower := strings.ToLower(word)
		for k, name := range e.locals {
			if strings.ToLower(name) == lower {
				e.entry('v', k)
				return
			}
		}
		e.entry('v', len(e.locals))
		e.locals = append(e.locals, strings.Clone(word))
	case rPointer:
		e.put(word)
	default: // a keyword or one of expr's builtins
		if t.role == rKeyword {
			e.put(" ")
		}
		e.put(word)
		if t.role == rKeyword {
			e.put(" ")
		}
	}
}

func (d *reading) emitOperator(e *emitted, t *token, word string) {
	switch {
	case t.role == rAssign:
		e.put(" = ")
	case t.role == rPercent:
		e.put("[$percent]")
	case t.role == rNegate:
		e.put(" ")
		e.groups[len(e.text)] = t.frame
		e.put(word)
	case word == "=":
		e.put(" == ")
	case word == "<>":
		e.put(" != ")
	case word == "&":
		e.put(" ")
		e.amps[len(e.text)] = true
		e.put(".. ")
	case word == "^":
		e.put(" ")
		e.groups[len(e.text)] = t.frame
		e.put("^ ")
	default:
		e.put(" " + word + " ")
	}
}

func (d *reading) emitPunctuation(e *emitted, i int, word string) {
	t := &d.tokens[i]
	switch t.role {
	case rArray:
		if t.kind == tOpen {
			e.put("$array([[")
		} else {
			e.put("]])")
		}
	case rRows:
		e.put("],[")
	case rUnion:
		e.put("$union(")
	case rApply:
		e.put(",")
	case rSep:
		e.put(",")
		if d.omits(i) {
			e.put("$omitted")
		}
	case rCall:
		e.put("(")
		if n := &d.tokens[i+1]; n.role == rSep {
			e.put("$omitted")
		}
	case rSequence:
		e.put("; ")
	default:
		e.put(word)
	}
}

// omits reports whether nothing stands behind a separator of a function's arguments: IF(A1,,5).
func (d *reading) omits(i int) bool {
	frame := d.tokens[i].frame
	if frame < 1 || d.tokens[frame].role != rCall {
		return false
	}
	if r := d.tokens[frame-1].role; r != rFunction && r != rUnknown {
		return false
	}
	n := &d.tokens[i+1]
	return n.role == rSep || n.kind == tClose
}
