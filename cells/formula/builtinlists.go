package formula

import (
	"math"
	"slices"
	"strings"

	"freshet/cells"
)

// number evaluates an argument as a number; a node that is not there is the default.
func (f *frame) number(n *builtinNode, i int, otherwise float64) (float64, operand) {
	if i >= len(n.args) {
		return otherwise, operand{}
	}
	v := ToNumber(f.plain(n.args[i].eval(f)), f.locale)
	if v.Kind() == cells.Failed {
		return 0, val(v)
	}
	return v.Float(), operand{}
}

// words evaluates an argument as text.
func (f *frame) words(n *builtinNode, i int, otherwise string) (string, operand) {
	if i >= len(n.args) {
		return otherwise, operand{}
	}
	v := ToText(f.plain(n.args[i].eval(f)), f.locale)
	if v.Kind() == cells.Failed {
		return "", val(v)
	}
	f.chargeText(v.Text())
	return v.Text(), operand{}
}

// onItems makes a builtin of a function of a list's elements.
func onItems(run func(f *frame, items []operand) operand) builtinSpec {
	return builtinSpec{1, 1, func(f *frame, n *builtinNode) operand {
		items, e := f.elementsOf(n.args[0])
		if e.failed() {
			return e
		}
		f.step(len(items))
		return run(f, items)
	}}
}

func listBuiltins() map[string]builtinSpec {
	return map[string]builtinSpec{
		"len": {1, 1, exprLen},
		"first": onItems(func(_ *frame, items []operand) operand {
			if len(items) == 0 {
				return operand{}
			}
			return items[0]
		}),
		"last": onItems(func(_ *frame, items []operand) operand {
			if len(items) == 0 {
				return operand{}
			}
			return items[len(items)-1]
		}),
		"reverse": onItems(func(f *frame, items []operand) operand {
			f.take(len(items))
			out := slices.Clone(items)
			slices.Reverse(out)
			return operand{obj: &list{items: out}}
		}),
		"uniq":      onItems(exprUniq),
		"flatten":   onItems(exprFlatten),
		"fromPairs": onItems(exprFromPairs),
		"take": {2, 2, func(f *frame, n *builtinNode) operand {
			items, e := f.elementsOf(n.args[0])
			if e.failed() {
				return e
			}
			count, e := f.number(n, 1, 0)
			if e.failed() {
				return e
			}
			k := int(math.Min(math.Max(count, 0), float64(len(items))))
			return operand{obj: &list{items: items[:k:k]}}
		}},
		"get": {2, 2, func(f *frame, n *builtinNode) operand {
			o := (&memberNode{node: n.args[0], property: n.args[1]}).eval(f)
			if o.failed() && o.Err().Code == cells.ErrRef {
				return operand{}
			}
			return o
		}},
		"keys": {1, 1, func(f *frame, n *builtinNode) operand {
			return f.ofDict(n, func(d *dict, k string) operand { return val(cells.Str(k)) })
		}},
		"values": {1, 1, func(f *frame, n *builtinNode) operand {
			return f.ofDict(n, func(d *dict, k string) operand { return d.entries[k] })
		}},
		"toPairs": {1, 1, func(f *frame, n *builtinNode) operand {
			return f.ofDict(n, func(d *dict, k string) operand {
				return operand{obj: &list{items: []operand{val(cells.Str(k)), d.entries[k]}}}
			})
		}},
		"concat": {1, -1, exprConcat},
		"join": {1, 2, func(f *frame, n *builtinNode) operand {
			items, e := f.elementsOf(n.args[0])
			if e.failed() {
				return e
			}
			glue, e := f.words(n, 1, "")
			if e.failed() {
				return e
			}
			return f.join(items, glue)
		}},
	}
}

func (f *frame) join(items []operand, glue string) operand {
	var b strings.Builder
	for i, it := range items {
		f.step(1)
		v := ToText(f.plain(it), f.locale)
		if v.Kind() == cells.Failed {
			return val(v)
		}
		if i > 0 {
			f.chargeText(glue)
			b.WriteString(glue)
		}
		f.chargeText(v.Text())
		b.WriteString(v.Text())
		if b.Len() > cells.MaxText {
			return val(textLimit())
		}
	}
	return text(b.String())
}

func exprLen(f *frame, n *builtinNode) operand {
	o := refer(f, n.args[0])
	if d, ok := o.obj.(*dict); ok {
		return num(float64(len(d.entries)))
	}
	if a, ok := o.obj.(*area); ok && !a.Single() {
		return num(float64(a.Size()))
	}
	o = f.deref(o)
	if items, ok := f.items(o); ok {
		return num(float64(len(items)))
	}
	v := ToText(f.plain(o), f.locale)
	if v.Kind() == cells.Failed {
		return val(v)
	}
	f.chargeText(v.Text())
	return num(float64(runeLen(v.Text())))
}

func exprUniq(f *frame, items []operand) operand {
	f.take(len(items))
	seen := map[string]bool{}
	out := &list{}
	for _, it := range items {
		k := f.json(it)
		if k.Kind() == cells.Failed {
			return val(k)
		}
		if !seen[k.Text()] {
			seen[k.Text()] = true
			out.items = append(out.items, it)
		}
	}
	return operand{obj: out}
}

func exprFlatten(f *frame, items []operand) operand {
	out := &list{}
	var walk func(items []operand)
	walk = func(items []operand) {
		f.enter()
		for _, it := range items {
			if inner, ok := f.items(it); ok {
				walk(inner)
				continue
			}
			f.take(1)
			out.items = append(out.items, it)
		}
		f.leave()
	}
	walk(items)
	return operand{obj: out}
}

func exprFromPairs(f *frame, items []operand) operand {
	f.take(len(items))
	d := &dict{entries: map[string]operand{}}
	for _, it := range items {
		pair, ok := f.items(it)
		if !ok || len(pair) != 2 {
			return bad(cells.ErrValue, "a list of pairs [key, value] is expected")
		}
		k := ToText(f.plain(pair[0]), f.locale)
		if k.Kind() == cells.Failed {
			return val(k)
		}
		d.entries[k.Text()] = pair[1]
	}
	return operand{obj: d}
}

func (f *frame) ofDict(n *builtinNode, fn func(d *dict, k string) operand) operand {
	o := n.args[0].eval(f)
	if o.failed() {
		return o
	}
	if o.obj == nil && o.Kind() == cells.Text {
		o, _ = f.parseJSON(o.Text())
	}
	d, ok := o.obj.(*dict)
	if !ok {
		return bad(cells.ErrValue, "a map is expected, not "+f.describe(o))
	}
	f.take(len(d.entries))
	out := &list{}
	for _, k := range d.keys() {
		out.items = append(out.items, fn(d, k))
	}
	return operand{obj: out}
}

// exprConcat joins lists when all arguments are lists, as expr does, else the texts of them all, as CONCAT does.
func exprConcat(f *frame, n *builtinNode) operand {
	lists := true
	args := make([]operand, len(n.args))
	for i, a := range n.args {
		args[i] = refer(f, a)
		_, is := args[i].obj.(*list)
		lists = lists && is
	}
	if !lists {
		return concatTexts(f, args)
	}
	count := 0
	for _, a := range args {
		count += len(a.obj.(*list).items)
	}
	f.take(3 * count) // new memory, of twice what elements of an array take
	out := &list{items: make([]operand, 0, count)}
	for _, a := range args {
		out.items = append(out.items, a.obj.(*list).items...)
	}
	return operand{obj: out}
}
