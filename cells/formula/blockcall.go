package formula

import (
	"math"
	"sync"

	"freshet/cells"
)

// blockCall compiles a call, or says no to one that it cannot do.
type blockCall func(c *blockCompiler, n *callNode) (typed, bool)

var (
	blockCallsOnce sync.Once
	blockCallsMade map[string]blockCall
)

// blockCalls is the functions that have a kernel of their own, by their names in the catalogue.
func blockCalls() map[string]blockCall {
	blockCallsOnce.Do(func() { blockCallsMade = makeBlockCalls() })
	return blockCallsMade
}

func makeBlockCalls() map[string]blockCall {
	calls := map[string]blockCall{
		"IF": func(c *blockCompiler, n *callNode) (typed, bool) {
			var no node
			if len(n.args) > 2 {
				no = n.args[2]
			}
			return c.choose(n.args[0], n.args[1], no)
		},
		"IFS": func(c *blockCompiler, n *callNode) (typed, bool) {
			if len(n.args)%2 != 0 {
				return typed{}, false
			}
			return c.ifs(n.args)
		},
		"SWITCH": func(c *blockCompiler, n *callNode) (typed, bool) {
			v, ok := c.compile(n.args[0])
			if !ok {
				return v, false
			}
			return c.switched(v, n.args[1:])
		},
		"IFERROR":     (*blockCompiler).iferror,
		"AND":         (*blockCompiler).conditions,
		"OR":          (*blockCompiler).conditions,
		"NOT":         func(c *blockCompiler, n *callNode) (typed, bool) { return c.unary(&unaryNode{opNot, n.args[0]}) },
		"CONCATENATE": func(c *blockCompiler, n *callNode) (typed, bool) { return c.join(n.args) },
		"CONCAT":      func(c *blockCompiler, n *callNode) (typed, bool) { return c.join(n.args) },
		"MAX":         (*blockCompiler).extreme,
		"MIN":         (*blockCompiler).extreme,
		"ROUND":       rounded(cells.RoundDecimal),
		"ROUNDUP":     rounded(func(x float64, d int) float64 { return roundToward(x, d, math.Ceil) }),
		"ROUNDDOWN":   rounded(func(x float64, d int) float64 { return roundToward(x, d, math.Floor) }),
		"TRUNC":       rounded(func(x float64, d int) float64 { return roundToward(x, d, math.Floor) }),
	}
	for name, fn := range map[string]func(float64) float64{
		"ABS": math.Abs, "INT": wholeDown, "SQRT": math.Sqrt, "EXP": math.Exp,
		"SIGN": func(x float64) float64 { return float64(compareNumbers(x, 0)) },
		"LN":   logOrNot(math.Log), "LOG10": logOrNot(math.Log10),
	} {
		calls[name] = func(c *blockCompiler, n *callNode) (typed, bool) {
			a, ok := c.compile(n.args[0])
			if !ok {
				return a, false
			}
			return c.mapped(name, fn, a.reg)
		}
	}
	for name, fn := range map[string]func(x, y float64) float64{"POWER": powerOrNot, "MOD": remainderOrNot} {
		calls[name] = func(c *blockCompiler, n *callNode) (typed, bool) { return c.pairs(name, fn, n.args[0], n.args[1]) }
	}
	lookupCalls(calls)
	criteriaCalls(calls)
	for name := range blockFolds {
		other := calls[name]
		if other == nil {
			other = func(*blockCompiler, *callNode) (typed, bool) { return typed{}, false }
		}
		calls[name] = folded(other)
	}
	return calls
}

// function compiles the call of a function.
func (c *blockCompiler) function(n *callNode) (typed, bool) {
	if compile := blockCalls()[n.fn.Name]; compile != nil {
		return compile(c, n)
	}
	return c.called(n)
}

// folded compiles an aggregate of one range; that of single values is other's.
func folded(other blockCall) blockCall {
	return func(c *blockCompiler, n *callNode) (typed, bool) {
		if len(n.args) == 1 {
			if a, ok := n.args[0].(*areaNode); ok {
				return c.emit(instruction{op: blockFolds[n.fn.Name], run: (*blockRun).fold, rows: allRows, rel: a.rel}, typed{kind: cells.Number})
			}
		}
		return other(c, n)
	}
}

// rounded compiles a rounding to a literal number of decimals.
func rounded(fn func(x float64, decimals int) float64) blockCall {
	return func(c *blockCompiler, n *callNode) (typed, bool) {
		decimals := 0
		if len(n.args) > 1 {
			d, ok := n.args[1].(*constNode)
			if !ok || d.value.Kind() != cells.Number || math.Abs(d.value.Float()) > 300 {
				return typed{}, false
			}
			decimals = int(d.value.Float())
		}
		a, ok := c.compile(n.args[0])
		if !ok {
			return a, false
		}
		return c.mapped(n.fn.Name+" "+cells.GeneralNumber(float64(decimals)), func(x float64) float64 { return fn(x, decimals) }, a.reg)
	}
}

func logOrNot(log func(float64) float64) func(float64) float64 {
	return func(x float64) float64 {
		if x <= 0 {
			return math.NaN()
		}
		return log(x)
	}
}

// remainderOrNot is MOD.
func remainderOrNot(x, d float64) float64 {
	if d == 0 {
		return math.NaN()
	}
	return remainder(x, d)
}

// extreme compiles MAX and MIN of single values. Of a reference only numbers count, and what else is there is left to Eval.
func (c *blockCompiler) extreme(n *callNode) (typed, bool) {
	in, ok := c.all(n.args...)
	if !ok {
		return typed{}, false
	}
	c.strict = true
	for _, a := range n.args {
		if _, cell := a.(*cellNode); !cell && !direct(a) {
			c.link = false // a chain does not know of the blanks among what a reference is computed to be
		}
	}
	of := func(x, y float64) float64 { return max(x, y) }
	if n.fn.Name == "MIN" {
		of = func(x, y float64) float64 { return min(x, y) }
	}
	return c.emit(instruction{run: func(r *blockRun, i *instruction) {
		var strict [BlockRows]float64
		z := r.own(i.to)
		for k := range i.in {
			x := r.argument(i, k, cells.Number, strict[:r.n])
			if k == 0 {
				for j := range z {
					z[j] = x[j] + (x[j] - x[j])
				}
				continue
			}
			for j := range z {
				z[j] = of(z[j], x[j]) + (x[j] - x[j])
			}
		}
	}, in: in, rows: allRows, call: n, name: n.fn.Name}, typed{kind: cells.Number})
}

// called compiles a call of a function of plain values, which is made row by row: what it saves is the way to the values.
func (c *blockCompiler) called(n *callNode) (typed, bool) {
	fn := n.fn
	if fn.eager == nil || fn.lazy != nil || fn.dynamic || fn.arrays || fn.refers || fn.places || fn.own || fn.Volatile || fn.Cost > 1 || len(n.args) == 0 {
		return typed{}, false
	}
	for i := range n.args {
		if !fn.param(i).Kind.plain() {
			return typed{}, false
		}
	}
	in, ok := c.all(n.args...)
	if !ok {
		return typed{}, false
	}
	return c.alone(instruction{run: (*blockRun).calls, in: in, call: n, name: fn.Name}, anyKind)
}

func (r *blockRun) calls(i *instruction) {
	z, rows := r.ownSome(i)
	kinds, ptrs := r.sorts(i.to), r.pointers(i.to)
	if len(rows) < len(z) {
		clear(kinds)
	}
	v := &r.regs[i.to]
	v.kinds, v.ptrs, v.plain = kinds, ptrs, false
	f := &r.out.frame
	f.w, f.t, f.at, f.env, f.locale, f.zone = r.w, r.t, r.at, nil, r.w.Locale, r.w.zone()
	for _, j := range rows {
		f.at.Row = r.at.Row + int32(j)
		if out, ok := r.called(f, i, int(j)); ok {
			kinds[j], z[j], ptrs[j] = out.Parts()
		} else {
			kinds[j], z[j], ptrs[j] = cells.Number, math.NaN(), nil
		}
	}
	f.w, f.t = nil, nil
	clear(f.stack)
}

// called is one call; false when its outcome is not a plain value. A panic is for Eval to meet and to report.
func (r *blockRun) called(f *frame, i *instruction, j int) (out cells.Value, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	f.steps, f.bound, f.elements, f.depth, f.draws, f.lent, f.bindings = 0, maxCallSteps, 0, 0, 0, 0, 0
	f.asked.n, f.inOrder = 0, sortedRange{}
	f.stack = f.stack[:0]
	for _, reg := range i.in {
		v := &r.regs[reg]
		if !v.simple(j) {
			return out, false
		}
		f.stack = append(f.stack, val(v.value(j)))
	}
	for range len(i.call.fn.Args) - len(i.in) {
		f.stack = append(f.stack, absent)
	}
	o := i.call.invoke(f, f.stack)
	return o.Value, o.obj == nil && storable(o.Kind())
}
