package formula

import (
	"github.com/expr-lang/expr/ast"

	"freshet/cells"
)

// array builds {1,2;3,4}. Of literals it is a constant; of anything else it is VSTACK(HSTACK(1,2),HSTACK(3,4)), as Google Sheets joins ranges in braces.
func (b *builder) array(n *ast.CallNode) (node, *syntaxError) {
	if len(n.Arguments) != 1 {
		return nil, b.faultAt(n, "an array is written {1,2;3,4}")
	}
	rows := n.Arguments[0].(*ast.ArrayNode).Nodes
	lines := make([][]node, 0, len(rows))
	out, alike := &cells.Array{}, true
	for _, r := range rows {
		line, ok := r.(*ast.ArrayNode)
		if !ok || len(line.Nodes) == 0 {
			return nil, b.faultAt(n, "an array is written {1,2;3,4}")
		}
		args, err := b.arguments(&ast.CallNode{Arguments: line.Nodes}, functions()["HSTACK"])
		if err != nil {
			return nil, err
		}
		for _, x := range args {
			if c, ok := x.(*constNode); ok && out != nil && c.value.Array() == nil {
				out.Values = append(out.Values, c.value)
			} else {
				out = nil
			}
		}
		if out != nil {
			out.Rows++
			alike = alike && (out.Rows == 1 || len(args) == out.Cols)
			out.Cols = len(args)
		}
		lines = append(lines, args)
	}
	switch {
	case len(lines) == 0:
		return nil, b.faultAt(n, "an array has at least one element")
	case out != nil && !alike:
		return nil, b.faultAt(n, "the rows of an array have equally many elements: {1,2;3,4}")
	case out != nil:
		return &constNode{cells.Arr(out)}, nil
	}
	below := make([]node, len(lines))
	for i, args := range lines {
		below[i] = b.stacked("HSTACK", args)
	}
	return b.stacked("VSTACK", below), nil
}

func (b *builder) stacked(name string, args []node) node {
	b.calls++
	return &callNode{functions()[name], args, b.calls}
}
