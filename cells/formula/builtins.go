package formula

import (
	"slices"
	"strings"
	"sync"

	"freshet/cells"
)

// builtinNode is a call of one of expr's own functions. A closure is a node among its arguments.
type builtinNode struct {
	name string
	args []node
	run  func(f *frame, n *builtinNode) operand
}

func (n *builtinNode) eval(f *frame) operand {
	f.step(1)
	o := n.run(f, n)
	if e := o.Err(); o.failed() && e.Origin == (cells.Ref{}) && e.Func == "" {
		b := *e
		b.Func = n.name
		return val(cells.Fail(&b))
	}
	return o
}

type builtinSpec struct {
	min, max int
	run      func(f *frame, n *builtinNode) operand
}

var builtins = sync.OnceValue(func() map[string]builtinSpec {
	all := map[string]builtinSpec{}
	for _, family := range []map[string]builtinSpec{closureBuiltins(), listBuiltins(), textBuiltins(), plainBuiltins()} {
		for name, spec := range family {
			all[name] = spec
		}
	}
	return all
})

func isBuiltin(w string) bool {
	_, ok := builtins()[w]
	return ok
}

// takesClosure reports whether the second argument of the builtin is a closure.
func takesClosure(w string) bool {
	switch w {
	case "all", "none", "any", "one", "filter", "map", "count", "sum", "find", "findIndex", "findLast", "findLastIndex", "groupBy", "sortBy", "reduce":
		return true
	}
	return false
}

// elementsOf is the elements of an argument, or the error that it is.
func (f *frame) elementsOf(n node) ([]operand, operand) {
	o := refer(f, n)
	if o.failed() {
		return nil, o
	}
	items, ok := f.items(o)
	if !ok {
		return nil, bad(cells.ErrValue, "a list or a range is expected, not "+f.describe(o))
	}
	return items, operand{}
}

// visit evaluates a closure for each element until fn returns false.
func (f *frame) visit(items []operand, closure node, acc operand, fn func(i int, got operand) bool) {
	outer := f.env
	b := &binding{}
	for i, it := range items {
		f.step(1)
		if f.t.lambdas {
			b = &binding{} // a function made in the closure keeps what it saw
		}
		*b = binding{value: it, index: i, acc: acc, next: outer}
		f.env = b
		got := closure.eval(f)
		f.env = outer
		if !fn(i, got) {
			return
		}
	}
}

// test evaluates a closure as a condition for each element until fn returns false; an error ends it.
func (f *frame) test(n *builtinNode, fn func(it operand, i int, yes bool) bool) (failed operand, ok bool) {
	items, e := f.elementsOf(n.args[0])
	if e.failed() {
		return e, false
	}
	ok = true
	f.visit(items, n.args[1], operand{}, func(i int, got operand) bool {
		t := ToTruth(f.plain(got))
		if t.Kind() == cells.Failed {
			failed, ok = val(t), false
			return false
		}
		return fn(items[i], i, t.Truth())
	})
	return failed, ok
}

func closureBuiltins() map[string]builtinSpec {
	count := func(decide func(hits, all int) operand) func(f *frame, n *builtinNode) operand {
		return func(f *frame, n *builtinNode) operand {
			hits, all := 0, 0
			if e, ok := f.test(n, func(_ operand, _ int, yes bool) bool {
				all++
				if yes {
					hits++
				}
				return true
			}); !ok {
				return e
			}
			return decide(hits, all)
		}
	}
	find := func(last, index bool) func(f *frame, n *builtinNode) operand {
		return func(f *frame, n *builtinNode) operand {
			found, at := operand{}, -1
			if e, ok := f.test(n, func(it operand, i int, yes bool) bool {
				if yes {
					found, at = it, i
				}
				return last || !yes
			}); !ok {
				return e
			}
			if index && at >= 0 {
				return num(float64(at))
			}
			return found
		}
	}
	return map[string]builtinSpec{
		"all":           {2, 2, count(func(hits, all int) operand { return truth(hits == all) })},
		"none":          {2, 2, count(func(hits, _ int) operand { return truth(hits == 0) })},
		"any":           {2, 2, count(func(hits, _ int) operand { return truth(hits > 0) })},
		"one":           {2, 2, count(func(hits, _ int) operand { return truth(hits == 1) })},
		"count":         {2, 2, count(func(hits, _ int) operand { return num(float64(hits)) })},
		"find":          {2, 2, find(false, false)},
		"findIndex":     {2, 2, find(false, true)},
		"findLast":      {2, 2, find(true, false)},
		"findLastIndex": {2, 2, find(true, true)},
		"filter":        {2, 2, exprFilter},
		"map":           {2, 2, exprMap},
		"sum":           {2, 2, exprSum},
		"groupBy":       {2, 2, exprGroupBy},
		"sortBy":        {2, 3, exprSortBy},
		"reduce":        {2, 3, exprReduce},
	}
}

func exprFilter(f *frame, n *builtinNode) operand {
	out := &list{}
	if e, ok := f.test(n, func(it operand, _ int, yes bool) bool {
		if yes {
			f.take(1)
			out.items = append(out.items, it)
		}
		return true
	}); !ok {
		return e
	}
	return operand{obj: out}
}

func exprMap(f *frame, n *builtinNode) operand {
	items, e := f.elementsOf(n.args[0])
	if e.failed() {
		return e
	}
	f.take(len(items))
	out := &list{items: make([]operand, 0, len(items))}
	f.visit(items, n.args[1], operand{}, func(_ int, got operand) bool {
		out.items = append(out.items, got)
		return true
	})
	return operand{obj: out}
}

func exprSum(f *frame, n *builtinNode) operand {
	items, e := f.elementsOf(n.args[0])
	if e.failed() {
		return e
	}
	total := cells.Num(0)
	f.visit(items, n.args[1], operand{}, func(_ int, got operand) bool {
		total = Add(total, f.plain(got), f.locale)
		return total.Kind() != cells.Failed
	})
	return val(total)
}

func exprGroupBy(f *frame, n *builtinNode) operand {
	items, e := f.elementsOf(n.args[0])
	if e.failed() {
		return e
	}
	out := &dict{entries: map[string]operand{}}
	var failed operand
	f.visit(items, n.args[1], operand{}, func(i int, got operand) bool {
		f.take(1)
		k := ToText(f.plain(got), f.locale)
		if k.Kind() == cells.Failed {
			failed = val(k)
			return false
		}
		group, ok := out.entries[k.Text()].obj.(*list)
		if !ok {
			group = &list{}
			out.entries[k.Text()] = operand{obj: group}
		}
		group.items = append(group.items, items[i])
		return true
	})
	if failed.failed() {
		return failed
	}
	return operand{obj: out}
}

func exprSortBy(f *frame, n *builtinNode) operand {
	items, e := f.elementsOf(n.args[0])
	if e.failed() {
		return e
	}
	keys := make([]cells.Value, len(items))
	f.visit(items, n.args[1], operand{}, func(i int, got operand) bool {
		keys[i] = f.plain(got)
		return true
	})
	down := false
	if len(n.args) == 3 {
		down = strings.EqualFold(ToText(f.plain(n.args[2].eval(f)), f.locale).Text(), "desc")
	}
	return f.sorted(items, keys, down)
}

func (f *frame) sorted(items []operand, keys []cells.Value, down bool) operand {
	f.take(len(items))
	f.step(4 * len(items))
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
		if keys[i].Kind() == cells.Failed {
			return val(keys[i])
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if c := Compare(keys[a], keys[b]); down {
			return -c
		} else {
			return c
		}
	})
	out := &list{items: make([]operand, len(items))}
	for i, k := range order {
		out.items[i] = items[k]
	}
	return operand{obj: out}
}

func exprReduce(f *frame, n *builtinNode) operand {
	items, e := f.elementsOf(n.args[0])
	if e.failed() {
		return e
	}
	var acc operand
	from := 0
	if len(n.args) == 3 {
		acc = n.args[2].eval(f)
	} else if len(items) > 0 {
		acc, from = items[0], 1
	} else {
		return bad(cells.ErrCalc, "the list is empty and there is no initial value")
	}
	outer := f.env
	var b *binding
	for i := from; i < len(items); i++ {
		f.step(1)
		if b == nil || f.t.lambdas {
			b = &binding{}
		}
		*b = binding{value: items[i], index: i, acc: acc, next: outer}
		f.env = b
		acc = n.args[1].eval(f)
		f.env = outer
	}
	return acc
}
