package query

import (
	"strconv"
	"strings"

	"freshet/cells"
)

// deepest is how deep brackets, functions and not may be inside each other.
const deepest = 64

// reserved are words that name no column but in back quotes.
var reserved = map[string]bool{
	"select": true, "where": true, "group": true, "pivot": true, "order": true, "by": true, "skipping": true, "limit": true, "offset": true, "label": true, "format": true,
	"options": true, "asc": true, "desc": true, "true": true, "false": true, "and": true, "or": true, "not": true, "date": true, "timeofday": true, "datetime": true, "timestamp": true,
}

// callable are the functions by their names in small letters.
var callable = func() map[string]Op {
	m := map[string]Op{}
	for op := Avg; op <= Lower; op++ {
		m[strings.ToLower(op.Name())] = op
	}
	return m
}()

var comparisons = map[string]Op{
	"=": Equal, "!=": Unequal, "<>": Unequal, "<": Less, "<=": LessOrEqual, ">": Greater, ">=": GreaterOrEqual, "contains": Contains, "matches": Matches, "like": Like,
}

// binary makes an expression of two.
func binary(op Op, a, b *Expr) *Expr { return &Expr{Op: op, At: a.At, Args: []*Expr{a, b}} }

// broken stands for what could not be read.
var broken = &Expr{Op: Literal}

// value reads an expression that is no condition.
func (p *parser) value(behind string) *Expr {
	e := p.sum(behind)
	if p.err == nil && e.Op.Decides() {
		p.fail(e.At, "a condition stands where a column or a value is expected: conditions stand behind where")
	}
	return e
}

// condition reads what stands behind where.
func (p *parser) condition() *Expr {
	e := p.either("where")
	p.mustDecide(e)
	return e
}

func (p *parser) mustDecide(e *Expr) {
	if p.err == nil && !e.Op.Decides() {
		t := p.token()
		p.fail(t.at, "a comparison such as A > 1, A = 'x' or A is not null is expected, not "+t.named())
	}
}

func (p *parser) either(behind string) *Expr {
	e := p.both(behind)
	for p.err == nil && p.token().is("or") {
		p.mustDecide(e)
		p.i++
		right := p.both("or")
		p.mustDecide(right)
		e = binary(Or, e, right)
	}
	return e
}

func (p *parser) both(behind string) *Expr {
	e := p.negation(behind)
	for p.err == nil && p.token().is("and") {
		p.mustDecide(e)
		p.i++
		right := p.negation("and")
		p.mustDecide(right)
		e = binary(And, e, right)
	}
	return e
}

// deeper counts how deep the text is nested; it is false when that is too deep.
func (p *parser) deeper() bool {
	if p.depth++; p.depth > deepest {
		p.fail(p.token().at, "the query is nested too deep")
	}
	return p.err == nil
}

func (p *parser) negation(behind string) *Expr {
	at := p.token().at
	if !p.taken("not") {
		return p.comparison(behind)
	}
	if !p.deeper() {
		return broken
	}
	e := p.negation("not")
	p.depth--
	p.mustDecide(e)
	return &Expr{Op: Not, At: at, Args: []*Expr{e}}
}

func (p *parser) comparison(behind string) *Expr {
	left := p.sum(behind)
	if p.err != nil || left.Op.Decides() {
		return left
	}
	t := p.token()
	op, ok := comparisons[strings.ToLower(t.text)]
	switch {
	case t.kind != tWord && t.kind != tSign:
		return left
	case t.is("is"):
		p.i++
		negated := p.taken("not")
		p.expect("null", p.tokens[p.i-1].text)
		e := &Expr{Op: IsNull, At: left.At, Args: []*Expr{left}}
		if negated {
			e = &Expr{Op: Not, At: left.At, Args: []*Expr{e}}
		}
		return e
	case t.is("starts"), t.is("ends"):
		if op = StartsWith; t.is("ends") {
			op = EndsWith
		}
		p.i++
		p.expect("with", strings.ToLower(t.text))
	case !ok:
		return left
	default:
		p.i++
	}
	return binary(op, left, p.value(strings.ToLower(p.tokens[p.i-1].text)))
}

func (p *parser) sum(behind string) *Expr {
	e := p.product(behind)
	for p.err == nil {
		op := Plus
		switch {
		case p.token().is("+"):
		case p.token().is("-"):
			op = Minus
		default:
			return e
		}
		e = p.arithmetic(op, e, (*parser).product)
	}
	return e
}

func (p *parser) product(behind string) *Expr {
	e := p.atom(behind)
	for p.err == nil {
		op := Times
		switch {
		case p.token().is("*"):
		case p.token().is("/"):
			op = Over
		case p.token().is("%"):
			op = Modulo
		default:
			return e
		}
		e = p.arithmetic(op, e, (*parser).atom)
	}
	return e
}

func (p *parser) arithmetic(op Op, left *Expr, operand func(*parser, string) *Expr) *Expr {
	sign := p.next()
	right := operand(p, sign.text)
	if p.err == nil && (left.Op.Decides() || right.Op.Decides()) {
		p.fail(sign.at, sign.text+" stands between numbers, not conditions")
	}
	return binary(op, left, right)
}

// atom reads a column, a literal, a call, or something in brackets.
func (p *parser) atom(behind string) *Expr {
	t := p.next()
	word := strings.ToLower(t.text)
	switch {
	case t.is("("):
		if !p.deeper() {
			return broken
		}
		e := p.either("(")
		p.depth--
		if p.err == nil {
			p.closed(t)
		}
		return e
	case t.kind == tQuotedName:
		return &Expr{Op: Column, At: t.at, Name: t.text}
	case t.kind == tText:
		return &Expr{Op: Literal, At: t.at, Value: cells.Str(t.text)}
	case t.kind == tNumber:
		return p.number(t, 1)
	case t.is("-") && p.token().kind == tNumber:
		e := p.number(p.next(), -1)
		e.At = t.at
		return e
	case t.kind == tWord && p.token().is("("):
		return p.call(t, word)
	case t.kind == tWord && (word == "true" || word == "false"):
		return &Expr{Op: Literal, At: t.at, Value: cells.Boolean(word == "true")}
	case t.kind == tWord && (word == "date" || word == "datetime" || word == "timestamp" || word == "timeofday"):
		return p.moment(t, word)
	case t.kind == tWord && !reserved[word]:
		return &Expr{Op: Column, At: t.at, Name: t.text}
	}
	message := "behind " + behind + " a column or a value is expected, not " + t.named()
	if t.kind == tWord && (word == "by" || word == "or" || word == "and" || word == "not") {
		message += "; a column of that name is written `" + t.text + "`"
	}
	p.fail(t.at, message)
	return broken
}

// closed goes past the ) of an opening bracket.
func (p *parser) closed(open token) {
	if t := p.token(); !p.taken(")") {
		p.fail(t.at, "a ) is expected for the "+open.text+" before it, not "+t.named())
	}
}

func (p *parser) number(t token, sign float64) *Expr {
	x, err := strconv.ParseFloat(t.text, 64)
	if err != nil {
		p.fail(t.at, shown(t.text)+" is too large a number")
	}
	return &Expr{Op: Literal, At: t.at, Value: cells.Num(sign * x)}
}

// call reads the arguments of a function.
func (p *parser) call(name token, word string) *Expr {
	open := p.next()
	op, ok := callable[word]
	if !ok {
		p.fail(name.at, "there is no function "+shown(name.text)+": there are "+functionNames)
		return broken
	}
	e := &Expr{Op: op, At: name.at}
	if !p.deeper() {
		return broken
	}
	if !p.token().is(")") {
		e.Args = p.list(name.text + "(")
	}
	p.depth--
	if p.err != nil {
		return broken
	}
	p.closed(open)
	if n := op.arguments(); len(e.Args) != n {
		p.fail(name.at, op.Name()+" takes "+[...]string{"no argument", "one argument", "two arguments"}[n]+", not "+strconv.Itoa(len(e.Args)))
	} else if op.Aggregates() && e.Args[0].Op != Column {
		p.fail(e.Args[0].At, "in "+op.Name()+"(…) stands one column, and no other value")
	}
	return e
}

const functionNames = "avg, count, max, min, sum, year, month, day, hour, minute, second, millisecond, quarter, dayOfWeek, now, dateDiff, toDate, upper and lower"
