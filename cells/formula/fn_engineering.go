package formula

import (
	"math"
	"strconv"
	"strings"

	"freshet/cells"
)

func engineeringFunctions() []*function {
	all := []*function{
		declare("BITAND(first:n, second:n)", Engineers, "number", "The bits that both numbers have.", bitsOf(func(a, b uint64) uint64 { return a & b }), eg("=BITAND(13,25)", "9"), eg("=BITAND(-1,1)", "#NUM!")),
		declare("BITOR(first:n, second:n)", Engineers, "number", "The bits that either number has.", bitsOf(func(a, b uint64) uint64 { return a | b }), eg("=BITOR(23,10)", "31")),
		declare("BITXOR(first:n, second:n)", Engineers, "number", "The bits that one number has and not the other.", bitsOf(func(a, b uint64) uint64 { return a ^ b }), eg("=BITXOR(5,3)", "6")),
		declare("BITLSHIFT(number:n, places:n)", Engineers, "number", "A number with its bits moved to the left.", func(_ *frame, a []operand) operand { return shiftBits(a, 1) }, eg("=BITLSHIFT(4,2)", "16")),
		declare("BITRSHIFT(number:n, places:n)", Engineers, "number", "A number with its bits moved to the right.", func(_ *frame, a []operand) operand { return shiftBits(a, -1) }, eg("=BITRSHIFT(13,2)", "3")),
		declare("BASE(number:n, base:n, [length:n])", Engineers, "text", "A number written to a base.", func(_ *frame, a []operand) operand {
			x, b, n := math.Trunc(a[0].Float()), math.Trunc(a[1].Float()), math.Trunc(optNum(a, 2, 0))
			if x < 0 || x >= 1<<53 || b < 2 || b > 36 || n < 0 || n > 255 {
				return bad(cells.ErrNum, "the base lies between 2 and 36, and the number is not negative")
			}
			s := strings.ToUpper(strconv.FormatInt(int64(x), int(b)))
			return text(strings.Repeat("0", max(0, int(n)-len(s))) + s)
		}, eg("=BASE(100,16)", "64"), eg("=BASE(7,2,8)", "00000111")),
		declare("DECIMAL(text:t, base:n)", Engineers, "number", "A number out of text to a base.", func(_ *frame, a []operand) operand {
			b := math.Trunc(a[1].Float())
			if b < 2 || b > 36 {
				return argument(cells.ErrNum, 2, "the base lies between 2 and 36")
			}
			n, err := strconv.ParseUint(a[0].Text(), int(b), 64)
			if err != nil {
				return argument(cells.ErrNum, 1, "the text is no number to that base")
			}
			return num(float64(n))
		}, eg("=DECIMAL(\"FF\",16)", "255")),
		declare("DELTA(first:n, [second:n])", Engineers, "number", "1 when two numbers are equal, else 0.", func(_ *frame, a []operand) operand {
			return num(float64(b2i(compareNumbers(a[0].Float(), optNum(a, 1, 0)) == 0)))
		}, eg("=DELTA(5,5)", "1")),
		declare("GESTEP(number:n, [step:n])", Engineers, "number", "1 when a number reaches a step, else 0.", func(_ *frame, a []operand) operand {
			return num(float64(b2i(compareNumbers(a[0].Float(), optNum(a, 1, 0)) >= 0)))
		}, eg("=GESTEP(5,4)", "1")),
		declare("CONVERT(number:n, from:t, to:t)", Engineers, "number", "A measure in another unit.", convert, more("Length m mi ft in yd nmi; mass g lbm ozm stone; temperature C F K Rank; time yr day hr mn s; energy J cal BTU Wh eV; power W HP; pressure Pa atm mmHg psi bar; speed m/s m/h mph kn; volume l gal pt cup tsp; area m2 ft2 ha; information bit byte; with prefixes such as k, m, M."), eg("=CONVERT(1,\"lbm\",\"kg\")", "0.45359237"), eg("=CONVERT(68,\"F\",\"C\")", "20"), eg("=CONVERT(2.5,\"ft\",\"s\")", "#N/A"), eg("=CONVERT(5,\"km\",\"m\")", "5000")),
	}
	for _, from := range []radix{{"BIN", 2}, {"OCT", 8}, {"DEC", 10}, {"HEX", 16}} {
		for _, to := range []radix{{"BIN", 2}, {"OCT", 8}, {"DEC", 10}, {"HEX", 16}} {
			if from.base != to.base {
				all = append(all, radixFunction(from, to))
			}
		}
	}
	return all
}

func bitsOf(fn func(a, b uint64) uint64) eagerFunc {
	return func(_ *frame, a []operand) operand {
		for i := range 2 {
			if x := a[i].Float(); x < 0 || x >= 1<<48 || x != math.Trunc(x) {
				return argument(cells.ErrNum, i+1, "the numbers are whole, from 0 up to 2^48-1")
			}
		}
		return num(float64(fn(uint64(a[0].Float()), uint64(a[1].Float()))))
	}
}

func shiftBits(a []operand, sign float64) operand {
	x, by := a[0].Float(), math.Trunc(a[1].Float())*sign
	if x < 0 || x >= 1<<48 || x != math.Trunc(x) || math.Abs(by) > 53 {
		return bad(cells.ErrNum, "the number is whole, from 0 up to 2^48-1, and moves by at most 53 places")
	}
	r := math.Floor(x * math.Pow(2, by))
	if r >= 1<<48 {
		return bad(cells.ErrNum, "the result is above 2^48-1")
	}
	return num(r)
}

type radix struct {
	name string
	base int
}

// limit is the range of a base: ten digits, of which the first half are positive; Excel's two's complement.
func (r radix) limit() int64 {
	switch r.base {
	case 2:
		return 1 << 9
	case 8:
		return 1 << 29
	case 16:
		return 1 << 39
	}
	return 1 << 52
}

func radixFunction(from, to radix) *function {
	name := from.name + "2" + to.name
	kind := "t"
	if from.base == 10 {
		kind = "n"
	}
	run := func(f *frame, a []operand) operand {
		f.step(4)
		n, ok := from.read(a[0])
		if !ok {
			return argument(cells.ErrNum, 1, "this is no number of that base, or it has more than ten digits")
		}
		if to.base == 10 {
			return num(float64(n))
		}
		return to.write(n, a)
	}
	words := map[string]string{"BIN": "binary", "OCT": "octal", "DEC": "decimal", "HEX": "hexadecimal"}
	examples := map[string][2]string{
		"DEC2HEX": {"=DEC2HEX(100,4)", "0064"}, "HEX2DEC": {"=HEX2DEC(\"A5\")", "165"}, "DEC2BIN": {"=DEC2BIN(9,4)", "1001"}, "BIN2DEC": {"=BIN2DEC(\"1111111111\")", "-1"},
		"BIN2OCT": {"=BIN2OCT(\"1001\",3)", "011"}, "BIN2HEX": {"=BIN2HEX(\"11111011\",4)", "00FB"}, "OCT2BIN": {"=OCT2BIN(\"3\",3)", "011"}, "OCT2DEC": {"=OCT2DEC(\"54\")", "44"}, "OCT2HEX": {"=OCT2HEX(\"100\",4)", "0040"},
		"DEC2OCT": {"=DEC2OCT(-100)", "7777777634"}, "HEX2BIN": {"=HEX2BIN(\"F\",8)", "00001111"}, "HEX2OCT": {"=HEX2OCT(\"F\",3)", "017"},
	}
	signature := name + "(number:" + kind + ", [places:n])"
	returns := "text"
	if to.base == 10 {
		signature, returns = name+"(number:"+kind+")", "number"
	}
	return declare(signature, Engineers, returns, "A "+words[from.name]+" number as a "+words[to.name]+" one.", run, eg(examples[name][0], examples[name][1]))
}

func (r radix) read(o operand) (int64, bool) {
	if r.base == 10 {
		x := math.Trunc(o.Float())
		return int64(math.Max(-1e15, math.Min(x, 1e15))), math.Abs(x) < 1<<50
	}
	s := o.Text()
	if len(s) > 10 {
		return 0, false
	}
	if s == "" {
		return 0, true
	}
	n, err := strconv.ParseUint(s, r.base, 64)
	if err != nil {
		return 0, false
	}
	if int64(n) >= r.limit() && len(s) == 10 {
		return int64(n) - 2*r.limit(), true
	}
	return int64(n), true
}

func (r radix) write(n int64, a []operand) operand {
	if n >= r.limit() || n < -r.limit() {
		return argument(cells.ErrNum, 1, "the number needs more than ten digits")
	}
	if n < 0 {
		return text(strings.ToUpper(strconv.FormatInt(n+2*r.limit(), r.base)))
	}
	s := strings.ToUpper(strconv.FormatInt(n, r.base))
	if has(a, 1) {
		places := math.Trunc(a[1].Float())
		if places < float64(len(s)) || places > 10 {
			return argument(cells.ErrNum, 2, "the number has more digits than that, or there are more than ten")
		}
		s = strings.Repeat("0", int(places)-len(s)) + s
	}
	return text(s)
}
