package formula

import (
	"strings"

	"github.com/expr-lang/expr/ast"

	"freshet/cells"
)

func (b *builder) call(n *ast.CallNode) (node, *syntaxError) {
	id, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return nil, b.faultAt(n, "values have no methods: write the function with the value inside")
	}
	table, i := entry(id.Value)
	switch table {
	case 'f':
		return b.function(n, b.e.callees[i])
	case 'v':
		callee, err := b.identifier(id, nil)
		if err != nil {
			return nil, err
		}
		args, err := b.nodes(n.Arguments)
		return &applyNode{callee, b.e.locals[i], args}, err
	}
	switch id.Value {
	case "$array":
		return b.array(n)
	case "$call":
		parts, err := b.nodes(n.Arguments)
		if err != nil {
			return nil, err
		}
		return &applyNode{parts[0], "", parts[1:]}, nil
	case "$union":
		return b.union(n)
	case "$meet":
		parts, err := b.nodes(n.Arguments)
		if err != nil {
			return nil, err
		}
		return &meetNode{parts[0], parts[1]}, nil
	case "$implicit", "$spill", "$range":
		parts, err := b.nodes(n.Arguments)
		if err != nil {
			return nil, err
		}
		switch {
		case id.Value == "$range" && len(parts) == 2:
			b.t.dynamic = true
			return &spanNode{parts[0], parts[1]}, nil
		case id.Value == "$spill" && len(parts) == 1:
			b.t.dynamic, b.t.inputs = true, true
			return &spillNode{parts[0]}, nil
		case id.Value == "$implicit" && len(parts) == 1:
			b.t.intersects = true
			return &implicitNode{parts[0]}, nil
		}
		return nil, b.faultAt(n, "@ stands before one reference or function")
	}
	return nil, b.faultAt(n, "this cannot be called")
}

// function builds the call of a function of the catalogue.
func (b *builder) function(n *ast.CallNode, c callee) (node, *syntaxError) {
	fn := c.fn
	if fn == nil {
		if _, err := b.nodes(n.Arguments); err != nil {
			return nil, err
		}
		b.unknown = append(b.unknown, strings.ToLower(c.name)+"()")
		message := "there is no function " + c.name
		if why, ok := outside[strings.ToUpper(c.name)]; ok {
			message += ": " + why
		} else if hint := b.hint(c.name); hint != "" {
			message += "; did you mean " + hint + "?"
		}
		return &constNode{fail(cells.ErrName, message)}, nil
	}
	switch fn.Name {
	case "LET":
		return b.letCall(n)
	case "LAMBDA":
		return b.lambdaCall(n)
	}
	if fn.Name == "rate" && len(n.Arguments) > 2 {
		fn = functions()["RATE"]
	}
	if err := b.arity(n, fn); err != nil {
		return nil, err
	}
	args, err := b.arguments(n, fn)
	if len(args) == 1 && (fn.Name == "IFERROR" || fn.Name == "IFNA") {
		args = append(args, nothingInstead)
	}
	b.t.dynamic = b.t.dynamic || fn.resizes && len(args) > 2 && !sameSize(args[0], args[2])
	b.calls++
	b.t.subtotals = b.t.subtotals || fn.Name == "SUBTOTAL"
	b.t.inputs = b.t.inputs || fn.Name == "ISFORMULA" || fn.Name == "FORMULATEXT"
	return &callNode{fn, args, b.calls}, err
}

// arguments builds the arguments of a call. Of references united in brackets, a function that takes any number of ranges is given each.
func (b *builder) arguments(n *ast.CallNode, fn *function) ([]node, *syntaxError) {
	b.t.volatile = b.t.volatile || fn.Volatile && !fn.timed
	b.t.timed = b.t.timed || fn.timed
	b.t.dynamic = b.t.dynamic || fn.dynamic
	b.t.past = b.t.past || fn.own
	b.own = b.own || fn.own
	args := make([]node, 0, len(n.Arguments))
	for i, a := range n.Arguments {
		var arg node
		var err *syntaxError
		id, plain := a.(*ast.IdentifierNode)
		kind := fn.param(i).Kind
		switch {
		case plain && fn.places && i == 0:
			arg, err = b.identifier(id, nil)
		case plain && kind == KindHistory:
			b.t.past = true
			arg, err = b.identifier(id, b.past)
		default:
			b.t.past = b.t.past || kind == KindHistory
			arg, err = b.build(a)
		}
		if err != nil {
			return nil, err
		}
		if u, ok := arg.(*unionNode); ok && kind == KindRange && fn.param(i).Variadic && fn.repeat == 1 && fn.lazy == nil {
			args = append(args, u.parts...)
			continue
		}
		args = append(args, arg)
	}
	return args, nil
}

// union builds (A1:A2,C1:C2).
func (b *builder) union(n *ast.CallNode) (node, *syntaxError) {
	parts, err := b.nodes(n.Arguments)
	if err != nil {
		return nil, err
	}
	for i, p := range parts {
		switch p := p.(type) {
		case *cellNode, *areaNode, *unionNode, *meetNode, *spanNode, *spillNode, localNode, *chooseNode:
			continue
		case *callNode:
			if p.fn.refers {
				continue
			}
		case *constNode:
			if p.value.Kind() == cells.Failed {
				continue
			}
		}
		if at := b.d.sourceAt(b.e, n.Location().From); b.d.isWord(at-1, "in") {
			return nil, hinted(int(b.d.tokens[at].start), "the list behind in stands in square brackets", "[1, 2]")
		}
		return nil, b.faultAt(n.Arguments[i], "in brackets a comma unites references, as in SUM((A1:A2,C1:C2)); this is none")
	}
	return &unionNode{parts}, nil
}

// arity refuses a call with too few arguments, at the bracket that closes it, or too many, at the first that is too much.
func (b *builder) arity(n *ast.CallNode, fn *function) *syntaxError {
	got := len(n.Arguments)
	if got >= fn.min && (fn.max < 0 || got <= fn.max) {
		return nil
	}
	e := b.faultClosing(n, takes(fn.Name, fn.min, fn.max, got))
	if got > fn.min {
		e = b.faultAt(n.Arguments[fn.max], e.text)
	}
	e.hint = fn.Signature()
	return e
}

// faultClosing is a fault at the bracket that closes a call, where what it lacks would stand.
func (b *builder) faultClosing(n ast.Node, text string) *syntaxError {
	i := b.d.sourceAt(b.e, n.Location().From)
	if open := i + 1; open < len(b.d.tokens) && b.d.tokens[open].kind == tOpen {
		i = int(b.d.tokens[open].match)
	}
	return fault(int(b.d.tokens[i].start), text)
}

func (b *builder) local(n ast.Node) (string, bool) {
	id, ok := n.(*ast.IdentifierNode)
	if !ok {
		return "", false
	}
	table, i := entry(id.Value)
	if table != 'v' {
		return "", false
	}
	return b.e.locals[i], true
}

// letCall builds LET(name, value, …, body).
func (b *builder) letCall(n *ast.CallNode) (node, *syntaxError) {
	args := n.Arguments
	if len(args) < 3 || len(args)%2 == 0 {
		return nil, b.faultClosing(n, "LET takes names and values in pairs and then a formula: LET(x, A1*2, x+1)")
	}
	depth := len(b.scope)
	var values []node
	for i := 0; i+1 < len(args); i += 2 {
		name, ok := b.local(args[i])
		if !ok {
			return nil, b.faultAt(args[i], "here LET expects the name of a local")
		}
		v, err := b.build(args[i+1])
		if err != nil {
			return nil, err
		}
		values = append(values, v)
		b.scope = append(b.scope, strings.ToLower(name))
	}
	body, err := b.build(args[len(args)-1])
	b.scope = b.scope[:depth]
	if err != nil {
		return nil, err
	}
	for i := len(values) - 1; i >= 0; i-- {
		body = &letNode{values[i], body}
	}
	return body, nil
}

// lambdaCall builds LAMBDA(x, y, body).
func (b *builder) lambdaCall(n *ast.CallNode) (node, *syntaxError) {
	if len(n.Arguments) == 0 {
		return nil, b.faultClosing(n, "LAMBDA takes names and then a formula: LAMBDA(x, x+1)")
	}
	b.t.lambdas = true
	out := &lambdaNode{}
	b.functions++
	before := b.functions
	depth := len(b.scope)
	last := len(n.Arguments) - 1
	for _, a := range n.Arguments[:last] {
		name, ok := b.local(a)
		if !ok {
			return nil, b.faultAt(a, "here LAMBDA expects the name of a parameter")
		}
		out.params = append(out.params, name)
		b.scope = append(b.scope, strings.ToLower(name))
	}
	var err *syntaxError
	out.body, err = b.build(n.Arguments[last])
	b.scope = b.scope[:depth]
	out.kept = b.functions > before
	return out, err
}

// builtin builds a call of one of expr's own functions.
func (b *builder) builtin(n *ast.BuiltinNode) (node, *syntaxError) {
	spec, ok := builtins()[n.Name]
	if !ok {
		return nil, b.faultAt(n, "expr's function "+n.Name+" is not available in cells")
	}
	if got := len(n.Arguments); got < spec.min || spec.max >= 0 && got > spec.max {
		return nil, b.faultClosing(n, takes(n.Name, spec.min, spec.max, got))
	}
	b.t.volatile = b.t.volatile || n.Name == "now"
	out := &builtinNode{name: n.Name, run: spec.run}
	for _, a := range n.Arguments {
		p, isClosure := a.(*ast.PredicateNode)
		if isClosure {
			b.scope = append(b.scope, "#")
			a = p.Node
		}
		x, err := b.build(a)
		if isClosure {
			b.scope = b.scope[:len(b.scope)-1]
		}
		if err != nil {
			return nil, err
		}
		out.args = append(out.args, x)
	}
	return out, nil
}
