package formula

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"

	"freshet/cells"
)

// builder makes nodes of expr's syntax tree.
type builder struct {
	d         *reading
	e         *emitted
	t         *Template
	scope     []string // locals from the outermost; "#" is a closure
	read      []bool   // which references are read
	past      []bool   // which are read through their history
	own       bool     // it reads the history of its own cell
	calls     uint64   // of functions of the catalogue so far
	functions int      // made by LAMBDA so far
	unknown   []string
	hints     map[string]string // by name: what suggest found
}

// template parses what was outlined and builds the template.
func (d *reading) template() (*Template, *syntaxError) {
	t := &Template{key: string(d.key), pieces: d.spelling(), refs: slices.Clone(d.refs), most: oneByOne}
	b := &builder{d: d, t: t, read: make([]bool, len(d.refs)), past: make([]bool, len(d.refs))}
	if d.deep {
		t.root = &constNode{fail(cells.ErrLimit, "brackets stand more than 256 deep in each other")}
		return t, nil
	}
	e, err := d.emit()
	if err != nil {
		return nil, err
	}
	b.e = e
	tree, perr := parser.Parse(string(e.text))
	if perr != nil {
		return nil, d.instead(d.explain(e, perr))
	}
	root, berr := b.build(tree.Node)
	if berr != nil {
		return nil, d.instead(berr)
	}
	t.root = root
	t.most = bound(root, nil)
	b.collect()
	return t, nil
}

// collect lists what the formula reads and which names it uses.
func (b *builder) collect() {
	t := b.t
	for i := range t.refs {
		r := &t.refs[i]
		if r.shape == shapeName {
			t.names = append(t.names, strings.ToLower(r.name))
		}
		if r.unknown {
			name := strings.ToLower(r.name)
			if r.shape != shapeName {
				name += "!"
			}
			b.unknown = append(b.unknown, name)
			continue
		}
		r.read, r.past = b.read[i], b.past[i]
	}
	t.own = b.own
	t.collectPrecedents()
	slices.Sort(t.names)
	t.names = slices.Compact(t.names)
	slices.Sort(b.unknown)
	t.unresolved = slices.Compact(b.unknown)
}

// collectPrecedents lists what the formula reads.
func (t *Template) collectPrecedents() {
	for i := range t.refs {
		r := &t.refs[i]
		for _, past := range []bool{false, true} {
			rel := r.Relative
			rel.Past = past
			if (past && r.past || !past && r.read) && !slices.Contains(t.precedents, rel) {
				t.precedents = append(t.precedents, rel)
			}
		}
	}
	if self := (Relative{Past: true}); t.own && !slices.Contains(t.precedents, self) {
		t.precedents = append(t.precedents, self)
	}
}

// sourceAt is the token of the source behind a place in the emitted text.
func (d *reading) sourceAt(e *emitted, pos int) (token int) {
	token = len(d.tokens) - 1
	k, found := slices.BinarySearchFunc(e.marks, pos, func(m mark, p int) int { return m.pos - p })
	if !found {
		k--
	}
	// Several tokens may begin at one place when the first emits nothing; the last of them is meant.
	for found && k+1 < len(e.marks) && e.marks[k+1].pos == pos {
		k++
	}
	if k >= 0 {
		token = e.marks[k].token
	}
	return token
}

func (b *builder) faultAt(n ast.Node, text string) *syntaxError {
	return fault(int(b.d.tokens[b.d.sourceAt(b.e, n.Location().From)].start), text)
}

// nodes builds several.
func (b *builder) nodes(in []ast.Node) ([]node, *syntaxError) {
	out := make([]node, len(in))
	for i, n := range in {
		var err *syntaxError
		if out[i], err = b.build(n); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (b *builder) build(n ast.Node) (node, *syntaxError) {
	switch n := n.(type) {
	case *ast.NilNode:
		return &constNode{}, nil
	case *ast.BoolNode:
		return &constNode{cells.Boolean(n.Value)}, nil
	case *ast.IntegerNode:
		return &constNode{cells.Num(float64(n.Value))}, nil
	case *ast.IdentifierNode:
		return b.identifier(n, b.read)
	case *ast.UnaryNode:
		return b.unary(n)
	case *ast.BinaryNode:
		return b.binary(n)
	case *ast.ConditionalNode:
		parts, err := b.nodes([]ast.Node{n.Cond, n.Exp1, n.Exp2})
		if err != nil {
			return nil, err
		}
		return &chooseNode{cond: parts[0], yes: parts[1], no: parts[2]}, nil
	case *ast.VariableDeclaratorNode:
		return b.let(n)
	case *ast.SequenceNode:
		items, err := b.nodes(n.Nodes)
		return &sequenceNode{items}, err
	case *ast.ArrayNode:
		items, err := b.nodes(n.Nodes)
		return &listNode{items}, err
	case *ast.MapNode:
		return b.dict(n)
	case *ast.PointerNode:
		return b.pointer(n)
	case *ast.MemberNode:
		return b.member(n)
	case *ast.ChainNode:
		inner, err := b.build(n.Node)
		return &chainNode{inner}, err
	case *ast.SliceNode:
		return b.slice(n)
	case *ast.CallNode:
		return b.call(n)
	case *ast.BuiltinNode:
		return b.builtin(n)
	case *ast.PredicateNode:
		return b.build(n.Node)
	}
	return nil, fault(0, "this form of expr is not available in cells")
}

// entry takes $r12 apart.
func entry(name string) (table byte, i int) {
	if len(name) < 3 || name[0] != '$' {
		return 0, 0
	}
	for _, c := range name[2:] {
		if c < '0' || c > '9' {
			return 0, 0
		}
		i = i*10 + int(c-'0')
	}
	return name[1], i
}

// identifier builds a reference, literal, name or local. used says how a reference is used: it is b.read, b.past, or nil.
func (b *builder) identifier(n *ast.IdentifierNode, used []bool) (node, *syntaxError) {
	table, i := entry(n.Value)
	switch table {
	case 'c':
		return &constNode{b.e.constants[i]}, nil
	case 'r':
		if used != nil {
			used[i] = true
		}
		return b.reference(i), nil
	case 'v':
		name := strings.ToLower(b.e.locals[i])
		for k := len(b.scope) - 1; k >= 0; k-- {
			if b.scope[k] == name {
				return localNode{len(b.scope) - 1 - k}, nil
			}
		}
		return nil, b.faultAt(n, b.e.locals[i]+" has no value here")
	}
	if n.Value == "$omitted" {
		return omittedNode{}, nil
	}
	return nil, b.faultAt(n, "this cannot stand here")
}

func (b *builder) reference(i int) node {
	r := &b.t.refs[i]
	switch {
	case r.unknown && r.shape == shapeName:
		if fn, ok := lookupFunction(r.name); ok && fn.isValue() {
			b.t.volatile = b.t.volatile || fn.Volatile
			b.t.dynamic = b.t.dynamic || fn.dynamic
			return &functionNode{fn}
		}
		return &constNode{b.unknownName(r.name)}
	case r.unknown:
		return &constNode{fail(cells.ErrRef, "there is no sheet "+r.name)}
	case r.single():
		return &cellNode{r.Relative, i}
	}
	return &areaNode{r.Relative, i}
}

// hint is suggest, asked once for each of the first names.
func (b *builder) hint(name string) string {
	h, known := b.hints[name]
	if !known {
		if b.hints == nil {
			b.hints = make(map[string]string)
		}
		if len(b.hints) < namesHinted {
			h = suggest(name)
			b.hints[name] = h
		}
	}
	return h
}

func (b *builder) let(n *ast.VariableDeclaratorNode) (node, *syntaxError) {
	_, i := entry(n.Name)
	value, err := b.build(n.Value)
	if err != nil {
		return nil, err
	}
	b.scope = append(b.scope, strings.ToLower(b.e.locals[i]))
	body, err := b.build(n.Expr)
	b.scope = b.scope[:len(b.scope)-1]
	return &letNode{value, body}, err
}

func (b *builder) dict(n *ast.MapNode) (node, *syntaxError) {
	out := &dictNode{}
	for _, p := range n.Pairs {
		pair := p.(*ast.PairNode)
		kv, err := b.nodes([]ast.Node{pair.Key, pair.Value})
		if err != nil {
			return nil, err
		}
		out.keys, out.values = append(out.keys, kv[0]), append(out.values, kv[1])
	}
	return out, nil
}

func (b *builder) pointer(n *ast.PointerNode) (node, *syntaxError) {
	for k := len(b.scope) - 1; k >= 0; k-- {
		if b.scope[k] == "#" {
			depth := len(b.scope) - 1 - k
			switch n.Name {
			case "index":
				return indexNode{depth}, nil
			case "acc":
				return accumulatorNode{depth}, nil
			}
			return elementNode{depth}, nil
		}
	}
	return nil, b.faultAt(n, "# stands for the element inside filter, map and their like")
}
