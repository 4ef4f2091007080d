package formula

import (
	"github.com/expr-lang/expr/ast"

	"freshet/cells"
)

var operatorOf = map[string]operator{
	"+": opAdd, "-": opSub, "*": opMul, "/": opDiv, "%": opMod, "**": opPow, "^": opPow,
	"==": opEq, "!=": opNe, "<": opLt, "<=": opLe, ">": opGt, ">=": opGe,
}

func (b *builder) unary(n *ast.UnaryNode) (node, *syntaxError) {
	if n.Operator != "-" && n.Operator != "+" {
		inner, err := b.build(n.Node)
		return &unaryNode{opNot, inner}, err
	}
	// A run of signs is taken at once: --x.
	group, known := b.e.groups[n.Location().From]
	minus := 0
	var inner ast.Node = n
	for {
		u, ok := inner.(*ast.UnaryNode)
		if !ok || u.Operator != "-" && u.Operator != "+" || u != n && (!known || !b.inGroup(u, group)) {
			break
		}
		if u.Operator == "-" {
			minus++
		}
		inner = u.Node
	}
	if p, ok := inner.(*ast.BinaryNode); ok && known && p.Operator == "^" && b.inGroup(p, group) {
		chain := b.powers(p, group)
		chain[0].signs += minus
		return b.foldPowers(chain)
	}
	x, err := b.build(inner)
	if err != nil {
		return nil, err
	}
	if minus == 0 {
		return &unaryNode{opPlus, x}, nil
	}
	return negated(x, minus), nil
}

// negated puts signs before a node; those of a literal are worked out.
func negated(x node, minus int) node {
	for range minus {
		if c, ok := x.(*constNode); ok && c.value.Kind() == cells.Number {
			x = &constNode{Neg(c.value, "")}
		} else {
			x = &unaryNode{opNeg, x}
		}
	}
	return x
}

func (b *builder) binary(n *ast.BinaryNode) (node, *syntaxError) {
	if n.Operator == "^" {
		return b.foldPowers(b.powers(n, b.e.groups[n.Location().From]))
	}
	parts, err := b.nodes([]ast.Node{n.Left, n.Right})
	if err != nil {
		return nil, err
	}
	l, r := parts[0], parts[1]
	switch n.Operator {
	case "..":
		if b.e.amps[n.Location().From] {
			return &binaryNode{opConcat, l, r}, nil
		}
		return &rangeNode{l, r}, nil
	case "and", "&&":
		return &logicNode{false, l, r}, nil
	case "or", "||":
		return &logicNode{true, l, r}, nil
	case "??":
		return &coalesceNode{l, r}, nil
	case "in":
		return &inNode{l, r}, nil
	case "matches", "contains", "startsWith", "endsWith":
		return &textNode{n.Operator, l, r}, nil
	}
	op, ok := operatorOf[n.Operator]
	if !ok {
		return nil, b.faultAt(n, "the operator "+n.Operator+" is not available in cells")
	}
	return &binaryNode{op, l, r}, nil
}

// power is one operand of a chain of ^, with the signs before it.
type powerOperand struct {
	node  ast.Node
	signs int // how many - stand before it
}

// powers flattens a chain of ^ and signs at one bracket level. expr reads -2^2 as -(2^2) and 2^3^2 as 2^(3^2); in a spreadsheet a sign
// binds closer and the chain goes from left to right.
func (b *builder) powers(n ast.Node, group int32) []powerOperand {
	return b.addPowers(nil, n, group)
}

// addPowers appends the chain of a node.
func (b *builder) addPowers(chain []powerOperand, n ast.Node, group int32) []powerOperand {
	switch x := n.(type) {
	case *ast.BinaryNode:
		if x.Operator == "^" && b.inGroup(x, group) {
			return b.addPowers(b.addPowers(chain, x.Left, group), x.Right, group)
		}
	case *ast.UnaryNode:
		if (x.Operator == "-" || x.Operator == "+") && b.inGroup(x, group) {
			first := len(chain)
			chain = b.addPowers(chain, x.Node, group)
			if x.Operator == "-" {
				chain[first].signs++
			}
			return chain
		}
	}
	return append(chain, powerOperand{node: n})
}

func (b *builder) inGroup(n ast.Node, group int32) bool {
	g, ok := b.e.groups[n.Location().From]
	return ok && g == group
}

func (b *builder) foldPowers(chain []powerOperand) (node, *syntaxError) {
	var out node
	for i, p := range chain {
		x, err := b.build(p.node)
		if err != nil {
			return nil, err
		}
		x = negated(x, p.signs)
		if i == 0 {
			out = x
		} else {
			out = &binaryNode{opPow, out, x}
		}
	}
	return out, nil
}

// member builds x.name, x["name"], x[1], and the postfix %.
func (b *builder) member(n *ast.MemberNode) (node, *syntaxError) {
	inner, err := b.build(n.Node)
	if err != nil {
		return nil, err
	}
	if id, ok := n.Property.(*ast.IdentifierNode); ok && id.Value == "$percent" {
		return &unaryNode{opPercent, inner}, nil
	}
	property, err := b.build(n.Property)
	if c, ok := property.(*constNode); ok && c.value.Kind() == cells.Text {
		if meant, ok := b.dotted(inner, c.value.Text()); ok {
			return meant, nil
		}
	}
	return &memberNode{inner, property, n.Optional}, err
}

func (b *builder) slice(n *ast.SliceNode) (node, *syntaxError) {
	out := &sliceNode{}
	var err *syntaxError
	if out.node, err = b.build(n.Node); err != nil {
		return nil, err
	}
	if n.From != nil {
		if out.from, err = b.build(n.From); err != nil {
			return nil, err
		}
	}
	if n.To != nil {
		out.to, err = b.build(n.To)
	}
	return out, err
}
