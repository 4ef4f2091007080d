package formula

// with is the template of the same formula with other references in the places of its own, without reading its text again: nodes that hold no reference are shared, all
// others are copies. False when a reference is of another sort, so that the formula may be made of other nodes.
func (t *Template) with(refs []reference, key string) (*Template, bool) {
	if t.unread {
		return nil, false
	}
	for i := range refs {
		a, b := &t.refs[i], &refs[i]
		if a.shape != b.shape || a.unknown != b.unknown || a.name != b.name || a.single() != b.single() {
			return nil, false
		}
	}
	s := substitution{refs: refs}
	root := s.node(t.root)
	if s.strange {
		return nil, false
	}
	out := &Template{
		key: key, pieces: t.pieces, refs: refs, names: t.names, unresolved: t.unresolved, volatile: t.volatile, timed: t.timed, dynamic: t.dynamic,
		past: t.past, own: t.own, lambdas: t.lambdas, subtotals: t.subtotals, inputs: t.inputs, intersects: t.intersects, root: root, most: bound(root, nil),
	}
	out.collectPrecedents()
	return out, true
}

// substitution copies nodes with other references.
type substitution struct {
	refs    []reference
	strange bool // a node was met that it does not know
}

func (s *substitution) node(n node) node {
	switch n := n.(type) {
	case nil:
		return nil
	case *constNode, omittedNode, localNode, elementNode, indexNode, accumulatorNode, *functionNode:
		return n
	case *cellNode:
		return &cellNode{s.refs[n.index].Relative, n.index}
	case *areaNode:
		return &areaNode{s.refs[n.index].Relative, n.index}
	case *binaryNode:
		if l, r := s.node(n.left), s.node(n.right); l != n.left || r != n.right {
			return &binaryNode{n.op, l, r}
		}
		return n
	case *unaryNode:
		if x := s.node(n.node); x != n.node {
			return &unaryNode{n.op, x}
		}
		return n
	case *callNode:
		if args, changed := s.nodes(n.args); changed {
			return &callNode{n.fn, args, n.call}
		}
		return n
	case *builtinNode:
		if args, changed := s.nodes(n.args); changed {
			return &builtinNode{n.name, args, n.run}
		}
		return n
	case *chooseNode:
		return &chooseNode{s.node(n.cond), s.node(n.yes), s.node(n.no), n.arg}
	case *letNode:
		return &letNode{s.node(n.value), s.node(n.body)}
	case *lambdaNode:
		return &lambdaNode{n.params, s.node(n.body), n.kept}
	}
	return s.rare(n)
}

func (s *substitution) rare(n node) node {
	switch n := n.(type) {
	case *applyNode:
		args, _ := s.nodes(n.args)
		return &applyNode{s.node(n.callee), n.name, args}
	case *listNode:
		items, _ := s.nodes(n.items)
		return &listNode{items}
	case *dictNode:
		keys, _ := s.nodes(n.keys)
		values, _ := s.nodes(n.values)
		return &dictNode{keys, values}
	case *sequenceNode:
		items, _ := s.nodes(n.items)
		return &sequenceNode{items}
	case *logicNode:
		return &logicNode{n.or, s.node(n.left), s.node(n.right)}
	case *coalesceNode:
		return &coalesceNode{s.node(n.left), s.node(n.right)}
	case *rangeNode:
		return &rangeNode{s.node(n.from), s.node(n.to)}
	case *implicitNode:
		return &implicitNode{s.node(n.node)}
	case *spillNode:
		return &spillNode{s.node(n.node)}
	case *spanNode:
		return &spanNode{s.node(n.from), s.node(n.to)}
	case *unionNode:
		parts, _ := s.nodes(n.parts)
		return &unionNode{parts}
	case *meetNode:
		return &meetNode{s.node(n.left), s.node(n.right)}
	case *memberNode:
		return &memberNode{s.node(n.node), s.node(n.property), n.optional}
	case *chainNode:
		return &chainNode{s.node(n.node)}
	case *sliceNode:
		return &sliceNode{s.node(n.node), s.node(n.from), s.node(n.to)}
	case *inNode:
		return &inNode{s.node(n.left), s.node(n.right)}
	case *textNode:
		return &textNode{n.op, s.node(n.left), s.node(n.right)}
	}
	s.strange = true
	return n
}

// nodes is node for several; changed reports whether some are others now.
func (s *substitution) nodes(all []node) (out []node, changed bool) {
	for i, n := range all {
		x := s.node(n)
		if x != n && !changed {
			changed = true
			out = append(make([]node, 0, len(all)), all[:i]...)
		}
		if changed {
			out = append(out, x)
		}
	}
	if !changed {
		return all, false
	}
	return out, true
}
