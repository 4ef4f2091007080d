package formula

import (
	"math"
	"math/bits"

	"freshet/cells"
)

// onNumbers makes a builtin of a function of whole numbers.
func onNumbers(count int, run func(x []float64) operand) builtinSpec {
	return builtinSpec{count, count, func(f *frame, n *builtinNode) operand {
		x := make([]float64, count)
		for i := range n.args {
			var e operand
			if x[i], e = f.number(n, i, 0); e.failed() {
				return e
			}
		}
		return run(x)
	}}
}

// onBits makes a builtin of a function of 64-bit integers.
func onBits(count int, run func(a, b int64) int64) builtinSpec {
	return onNumbers(count, func(x []float64) operand {
		var i [2]int64
		for k, v := range x {
			if math.Abs(v) >= 1<<63 {
				return bad(cells.ErrNum, "the number is too large for bits")
			}
			i[k] = int64(v)
		}
		return num(float64(run(i[0], i[1])))
	})
}

func plainBuiltins() map[string]builtinSpec {
	return map[string]builtinSpec{
		"ceil":    onNumbers(1, func(x []float64) operand { return num(math.Ceil(x[0])) }),
		"bitand":  onBits(2, func(a, b int64) int64 { return a & b }),
		"bitor":   onBits(2, func(a, b int64) int64 { return a | b }),
		"bitxor":  onBits(2, func(a, b int64) int64 { return a ^ b }),
		"bitnand": onBits(2, func(a, b int64) int64 { return a &^ b }),
		"bitnot":  onBits(1, func(a, _ int64) int64 { return ^a }),
		"bitshl":  onBits(2, func(a, b int64) int64 { return a << uint(min(max(b, 0), 63)) }),
		"bitshr":  onBits(2, func(a, b int64) int64 { return a >> uint(min(max(b, 0), 63)) }),
		"bitushr": onBits(2, func(a, b int64) int64 { return int64(uint64(a) >> uint(min(max(b, 0), 63)) & (1<<bits.UintSize - 1)) }),
		"float": {1, 1, func(f *frame, n *builtinNode) operand {
			x, e := f.number(n, 0, 0)
			if e.failed() {
				return e
			}
			return num(x)
		}},
		"string": {1, 1, func(f *frame, n *builtinNode) operand {
			o := n.args[0].eval(f)
			if o.obj != nil || o.Kind() == cells.Arrayed {
				return val(f.json(o))
			}
			return val(ToText(o.Value, f.locale))
		}},
		"toJSON": {1, 1, func(f *frame, n *builtinNode) operand { return val(f.json(n.args[0].eval(f))) }},
		"type":   {1, 1, func(f *frame, n *builtinNode) operand { return exprType(n.args[0].eval(f)) }},
		"timezone": onText(1, 1, func(f *frame, s []string) operand {
			if _, ok := f.zoneNamed(s[0]); !ok {
				return bad(cells.ErrValue, "there is no time zone \""+clip(s[0])+"\"")
			}
			return text(s[0])
		}),
	}
}

// exprType names the type as expr does.
func exprType(o operand) operand {
	switch o.obj.(type) {
	case *list, *area:
		return text("array")
	case *dict:
		return text("map")
	case *lambda:
		return text("func")
	}
	switch o.Kind() {
	case cells.Blank:
		return text("nil")
	case cells.Number:
		if o.Float() == math.Trunc(o.Float()) && math.Abs(o.Float()) < 1<<53 {
			return text("int")
		}
		return text("float")
	case cells.Text:
		return text("string")
	case cells.Bool:
		return text("bool")
	case cells.Time:
		return text("time.Time")
	case cells.Duration:
		return text("time.Duration")
	case cells.Arrayed:
		return text("array")
	}
	return o
}
