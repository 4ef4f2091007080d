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
	if o.obj == nil {
		f.chargeValue(o.Value)
	}
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

// elements is what a closure is evaluated for, one after the other: a list, the values of a range or an array, or whole numbers from one on.
type elements struct {
	items  []operand
	values []cells.Value
	from   float64
	count  int
}

func (e *elements) at(i int) operand {
	switch {
	case e.items != nil:
		return e.items[i]
	case e.values != nil:
		return val(e.values[i])
	}
	return num(e.from + float64(i))
}

// elementsFor is the elements of an argument, without making a list of what is none, or the error that it is.
func (f *frame) elementsFor(n node) (elements, operand) {
	if r, ok := n.(*rangeNode); ok {
		from, count, e := r.bounds(f)
		return elements{from: from, count: count}, e
	}
	o := refer(f, n)
	if o.failed() {
		return elements{}, o
	}
	a := o.Array()
	if x, ok := o.obj.(*area); ok {
		a = f.loadOnce(x.Range)
	} else if o.obj != nil {
		a = nil
	}
	if a != nil {
		return elements{values: a.Values, count: len(a.Values)}, operand{}
	}
	items, ok := f.items(o)
	if !ok {
		return elements{}, bad(cells.ErrValue, "a list or a range is expected, not "+f.describe(o))
	}
	return elements{items: items, count: len(items)}, operand{}
}

// visit evaluates a closure for each element until fn returns false.
func (f *frame) visit(e *elements, closure node, fn func(i int, got operand) bool) {
	outer := f.env
	b := &binding{next: outer}
	for i := range e.count {
		f.step(1)
		if f.t.lambdas {
			b = &binding{next: outer} // a function made in the closure keeps what it saw
		}
		b.value, b.index = e.at(i), i
		f.env = b
		got := closure.eval(f)
		f.env = outer
		if !fn(i, got) {
			return
		}
	}
}

// test evaluates a closure as a condition for each element until fn returns false; an error ends it.
func (f *frame) test(n *builtinNode, fn func(e *elements, i int, yes bool) bool) (failed operand, ok bool) {
	e, bad := f.elementsFor(n.args[0])
	if bad.failed() {
		return bad, false
	}
	ok = true
	f.visit(&e, n.args[1], func(i int, got operand) bool {
		t := got.Value
		if got.obj != nil || t.Kind() != cells.Bool {
			if t = ToTruth(f.plain(got)); t.Kind() == cells.Failed {
				failed, ok = val(t), false
				return false
			}
		}
		return fn(&e, i, t.Truth())
	})
	return failed, ok
}

func closureBuiltins() map[string]builtinSpec {
	count := func(decide func(hits, all int) operand) func(f *frame, n *builtinNode) operand {
		return func(f *frame, n *builtinNode) operand {
			hits, all := 0, 0
			if e, ok := f.test(n, func(_ *elements, _ int, yes bool) bool {
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
			if e, ok := f.test(n, func(e *elements, i int, yes bool) bool {
				if yes {
					found, at = e.at(i), i
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
	if e, ok := f.test(n, func(e *elements, i int, yes bool) bool {
		if yes {
			f.take(1)
			out.items = append(out.items, e.at(i))
		}
		return true
	}); !ok {
		return e
	}
	return operand{obj: out}
}

func exprMap(f *frame, n *builtinNode) operand {
	items, e := f.elementsFor(n.args[0])
	if e.failed() {
		return e
	}
	f.take(items.count)
	out := &list{items: make([]operand, 0, items.count)}
	f.visit(&items, n.args[1], func(_ int, got operand) bool {
		out.items = append(out.items, got)
		return true
	})
	return operand{obj: out}
}

func exprSum(f *frame, n *builtinNode) operand {
	items, e := f.elementsFor(n.args[0])
	if e.failed() {
		return e
	}
	total := cells.Num(0)
	f.visit(&items, n.args[1], func(_ int, got operand) bool {
		if got.obj == nil && got.Kind() == cells.Number && total.Kind() == cells.Number {
			total = cells.Num(plus(total.Float(), got.Float()))
		} else {
			total = Add(total, f.plain(got), f.locale)
		}
		return total.Kind() != cells.Failed
	})
	return val(total)
}

func exprGroupBy(f *frame, n *builtinNode) operand {
	items, e := f.elementsFor(n.args[0])
	if e.failed() {
		return e
	}
	f.step(groupSteps)
	out := &dict{entries: map[string]operand{}}
	var failed operand
	f.visit(&items, n.args[1], func(i int, got operand) bool {
		f.take(3)
		k := ToText(f.plain(got), f.locale)
		if k.Kind() == cells.Failed {
			failed = val(k)
			return false
		}
		group, ok := out.entries[k.Text()].obj.(*list)
		if !ok {
			f.step(groupSteps)
			group = &list{}
			out.entries[k.Text()] = operand{obj: group}
		}
		group.items = append(group.items, items.at(i))
		return true
	})
	if failed.failed() {
		return failed
	}
	return operand{obj: out}
}

func exprSortBy(f *frame, n *builtinNode) operand {
	items, e := f.elementsFor(n.args[0])
	if e.failed() {
		return e
	}
	keys := make([]cells.Value, items.count)
	f.visit(&items, n.args[1], func(i int, got operand) bool {
		keys[i] = f.plain(got)
		return true
	})
	down := false
	if len(n.args) == 3 {
		down = strings.EqualFold(ToText(f.plain(n.args[2].eval(f)), f.locale).Text(), "desc")
	}
	return f.sorted(&items, keys, down)
}

func (f *frame) sorted(items *elements, keys []cells.Value, down bool) operand {
	f.take(items.count)
	blank := false
	for i := range keys {
		if keys[i].Kind() == cells.Failed {
			return val(keys[i])
		}
		blank = blank || keys[i].IsBlank()
	}
	if blank {
		return f.sortedAmongBlanks(items, keys, down)
	}
	order := f.order(items.count, []lineKey{{func(i int) cells.Value { return keys[i] }, down}})
	out := &list{items: make([]operand, len(order))}
	for i, k := range order {
		out.items[i] = items.at(int(k))
	}
	return operand{obj: out}
}

// sortedAmongBlanks is sorted where a blank is 0, "" or FALSE, as what it is compared with asks.
func (f *frame) sortedAmongBlanks(items *elements, keys []cells.Value, down bool) operand {
	f.step(5 * items.count)
	order := make([]int, items.count)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if c := f.compare(keys[a], keys[b]); down {
			return -c
		} else {
			return c
		}
	})
	out := &list{items: make([]operand, len(order))}
	for i, k := range order {
		out.items[i] = items.at(k)
	}
	return operand{obj: out}
}

func exprReduce(f *frame, n *builtinNode) operand {
	items, e := f.elementsFor(n.args[0])
	if e.failed() {
		return e
	}
	var acc operand
	from := 0
	if len(n.args) == 3 {
		acc = n.args[2].eval(f)
	} else if items.count > 0 {
		acc, from = items.at(0), 1
	} else {
		return bad(cells.ErrCalc, "the list is empty and there is no initial value")
	}
	outer := f.env
	b := &binding{next: outer}
	for i := from; i < items.count; i++ {
		f.step(1)
		if f.t.lambdas {
			b = &binding{next: outer}
		}
		b.value, b.index, b.acc = items.at(i), i, acc
		f.env = b
		acc = n.args[1].eval(f)
		f.env = outer
	}
	return acc
}
