package formula

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/file"

	"freshet/cells"
)

// explain turns an error of expr's parser into a sentence about the user's own text, when nothing of it is wrong by itself (see diagnosis).
func (d *reading) explain(e *emitted, err error) *syntaxError {
	pos := len(e.text)
	if fe, ok := err.(*file.Error); ok {
		pos = fe.From
		if strings.Contains(fe.Message, "maximum allowed nodes") {
			return &syntaxError{at: 0, text: "the formula has too many parts", code: cells.TooLarge}
		}
		if strings.Contains(fe.Message, "cannot be mixed") {
			return fault(int(d.tokens[d.sourceAt(e, pos)].start), "?? cannot stand beside other operators: put brackets around it")
		}
	}
	for pos < len(e.text) && e.text[pos] == ' ' {
		pos++
	}
	i := d.sourceAt(e, pos)
	t := &d.tokens[i]
	switch {
	case t.kind == tClose && d.tokens[t.match].role == rCall:
		callee := int(t.match) - 1
		if spec, ok := builtins()[d.word(callee)]; ok && d.tokens[callee].role == rBuiltin {
			n, _ := d.arguments(int(t.match))
			return fault(int(t.start), takes(d.word(callee), spec.min, spec.max, n))
		}
	}
	if strings.Contains(err.Error(), "map key") {
		return fault(int(t.start), "a map is written {name: value}, an array {1,2;3,4}")
	}
	for k := i; k >= 0; k-- {
		if d.tokens[k].role == rKeyword && (d.word(k) == "if" || d.word(k) == "else") {
			return hinted(int(t.start), "behind if and a condition stands a value in braces, and behind else another; or IF is called as a function", "IF(A1>0, 1, 2)")
		}
	}
	return fault(int(t.start), "the formula cannot be read from "+d.shown(i)+" on")
}

// instead is what diagnose finds, which says more than err; err, when it finds nothing.
func (d *reading) instead(err *syntaxError) *syntaxError {
	if found := d.diagnose(); found != nil && err.code == "" {
		return found
	}
	return err
}

// takes says how many arguments a function takes, and that it was given another number.
func takes(name string, least, most, got int) string {
	many := fmt.Sprintf("%d to %d arguments", least, most)
	switch {
	case most < 0 && least == 1:
		many = "at least 1 argument"
	case most < 0:
		many = fmt.Sprintf("at least %d arguments", least)
	case least == most && most == 0:
		many = "no argument"
	case least == most && most == 1:
		many = "1 argument"
	case least == most:
		many = fmt.Sprintf("%d arguments", least)
	}
	return fmt.Sprintf("%s takes %s, not %d", name, many, got)
}

// shown is a token in a sentence: a call with its brackets, a long text cut.
func (d *reading) shown(i int) string {
	word := d.word(i)
	if i+1 < len(d.tokens) && d.tokens[i+1].role == rCall {
		return word + "(…)"
	}
	const most = 24
	if utf8.RuneCountInString(word) <= most {
		return word
	}
	r := []rune(word)
	return string(r[:most-2]) + "…"
}

// separatorSign is what stands between arguments where the formula was typed.
func (d *reading) separatorSign() string {
	if d.decimal == ',' {
		return ";"
	}
	return ","
}

// hinted is a fault with an example of how it is written.
func hinted(at int, text, hint string) *syntaxError {
	if hint != "" {
		hint = "for example: " + hint
	}
	return &syntaxError{at: at, text: text, hint: hint}
}
