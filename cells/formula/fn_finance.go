package formula

import (
	"math"

	"freshet/cells"
)

func financeFunctions() []*function {
	return []*function{
		declare("PMT(rate:n, periods:n, present:n, [future:n], [at_start:b])", Finance, "number", "The payment of a loan with constant payments and rate.", annuity(payment), eg("=ROUND(PMT(0.08/12,10,10000),2)", "-1037.03"), eg("=PMT(0,10,100)", "-10")),
		declare("PV(rate:n, periods:n, payment:n, [future:n], [at_start:b])", Finance, "number", "The present value of constant payments.", annuity(func(r, n, pmt, fv, due float64) float64 {
			if r == 0 {
				return -(fv + float64(pmt*n))
			}
			g := math.Pow(1+r, n)
			return -(fv + float64(pmt*(1+float64(r*due))*(g-1)/r)) / g
		}), eg("=ROUND(PV(0.08/12,240,500),2)", "-59777.15")),
		declare("FV(rate:n, periods:n, payment:n, [present:n], [at_start:b])", Finance, "number", "The future value of constant payments.", annuity(futureValue), eg("=ROUND(FV(0.06/12,10,-200,-500,1),2)", "2581.4")),
		declare("NPER(rate:n, payment:n, present:n, [future:n], [at_start:b])", Finance, "number", "How many periods constant payments take.", annuity(func(r, pmt, pv, fv, due float64) float64 {
			if r == 0 {
				return -(pv + fv) / pmt
			}
			k := float64(pmt*(1+float64(r*due))) / r
			return math.Log((k-fv)/(pv+k)) / math.Log(1+r)
		}), eg("=ROUND(NPER(0.12/12,-100,-1000,10000,1),4)", "59.6739")),
		declare("RATE(periods:n, payment:n, present:n, [future:n], [at_start:b], [guess:n])", Finance, "number", "The rate of constant payments.", rateOf, more("In lower case, rate(cell, window) is how fast a counter grows."), eg("=ROUND(RATE(48,-200,8000),6)", "0.007701")),
		declare("IPMT(rate:n, period:n, periods:n, present:n, [future:n], [at_start:b])", Finance, "number", "The interest in one payment.", func(_ *frame, a []operand) operand { return interest(a, true) }, eg("=ROUND(IPMT(0.1/12,1,36,8000),2)", "-66.67")),
		declare("PPMT(rate:n, period:n, periods:n, present:n, [future:n], [at_start:b])", Finance, "number", "The principal in one payment.", func(_ *frame, a []operand) operand { return interest(a, false) }, eg("=ROUND(PPMT(0.1/12,1,24,2000),2)", "-75.62")),
		declare("NPV(rate:n, value:r…)", Finance, "number", "The net present value of payments at the end of periods.", npv, eg("=ROUND(NPV(0.1,-10000,3000,4200,6800),2)", "1188.44")),
		declare("IRR(values:r, [guess:n])", Finance, "number", "The rate at which payments are worth nothing.", irr, costly, eg("=ROUND(IRR({-70000,12000,15000,18000,21000,26000}),4)", "0.0866")),
		declare("XNPV(rate:n, values:r, dates:r)", Finance, "number", "The net present value of payments at dates.", xnpv, eg("=ROUND(XNPV(0.09,{-10000,2750,4250,3250,2750},{39448,39508,39751,39859,39904}),2)", "2086.65")),
		declare("XIRR(values:r, dates:r, [guess:n])", Finance, "number", "The yearly rate at which payments at dates are worth nothing.", xirr, costly, eg("=ROUND(XIRR({-10000,2750,4250,3250,2750},{39448,39508,39751,39859,39904}),6)", "0.373363")),
		declare("SLN(cost:n, salvage:n, life:n)", Finance, "number", "Straight-line depreciation of one period.", func(_ *frame, a []operand) operand {
			if a[2].Float() == 0 {
				return argument(cells.ErrDiv0, 3, "the life is 0")
			}
			return num((a[0].Float() - a[1].Float()) / a[2].Float())
		}, eg("=SLN(30000,7500,10)", "2250")),
		declare("SYD(cost:n, salvage:n, life:n, period:n)", Finance, "number", "Sum-of-years depreciation of a period.", func(_ *frame, a []operand) operand {
			life, per := a[2].Float(), a[3].Float()
			if life < 1 || per < 1 || per > life {
				return bad(cells.ErrNum, "the period lies within the life")
			}
			return num((a[0].Float() - a[1].Float()) * (life - per + 1) * 2 / (life * (life + 1)))
		}, eg("=ROUND(SYD(30000,7500,10,1),2)", "4090.91")),
		declare("DB(cost:n, salvage:n, life:n, period:n, [month:n])", Finance, "number", "Fixed-declining depreciation of a period.", decliningBalance, eg("=ROUND(DB(1000000,100000,6,1,7),2)", "186083.33")),
		declare("DDB(cost:n, salvage:n, life:n, period:n, [factor:n])", Finance, "number", "Double-declining depreciation of a period.", doubleDeclining, eg("=ROUND(DDB(2400,300,10,2),2)", "384")),
		declare("EFFECT(nominal:n, periods:n)", Finance, "number", "The effective yearly rate.", func(_ *frame, a []operand) operand {
			if n := math.Trunc(a[1].Float()); a[0].Float() > 0 && n >= 1 {
				return num(math.Pow(1+a[0].Float()/n, n) - 1)
			}
			return bad(cells.ErrNum, "the rate is positive and there is at least one period")
		}, eg("=ROUND(EFFECT(0.0525,4),7)", "0.0535427")),
		declare("NOMINAL(effective:n, periods:n)", Finance, "number", "The nominal yearly rate.", func(_ *frame, a []operand) operand {
			if n := math.Trunc(a[1].Float()); a[0].Float() > 0 && n >= 1 {
				return num((math.Pow(1+a[0].Float(), 1/n) - 1) * n)
			}
			return bad(cells.ErrNum, "the rate is positive and there is at least one period")
		}, eg("=ROUND(NOMINAL(0.053543,4),8)", "0.05250032")),
		declare("RRI(periods:n, present:n, future:n)", Finance, "number", "The rate at which a value grows to another.", func(_ *frame, a []operand) operand {
			if a[0].Float() <= 0 || a[1].Float() == 0 {
				return bad(cells.ErrNum, "there must be periods and a present value")
			}
			return num(math.Pow(a[2].Float()/a[1].Float(), 1/a[0].Float()) - 1)
		}, eg("=ROUND(RRI(96,10000,11000),9)", "0.000993307")),
	}
}

// annuity makes a function of five numbers, the last being 1 for payments at the start.
func annuity(fn func(a, b, c, d, due float64) float64) eagerFunc {
	return func(_ *frame, a []operand) operand {
		return num(fn(a[0].Float(), a[1].Float(), a[2].Float(), optNum(a, 3, 0), float64(b2i(optTruth(a, 4, false)))))
	}
}

func payment(r, n, pv, fv, due float64) float64 {
	if r == 0 {
		return -(pv + fv) / n
	}
	g := math.Pow(1+r, n)
	return -(float64(pv*g) + fv) * r / ((g - 1) * (1 + float64(r*due)))
}

func futureValue(r, n, pmt, pv, due float64) float64 {
	if r == 0 {
		return -(pv + float64(pmt*n))
	}
	g := math.Pow(1+r, n)
	return -(float64(pv*g) + float64(pmt*(1+float64(r*due))*(g-1)/r))
}

func interest(a []operand, wantInterest bool) operand {
	r, per, n, pv := a[0].Float(), a[1].Float(), a[2].Float(), a[3].Float()
	fv, due := optNum(a, 4, 0), float64(b2i(optTruth(a, 5, false)))
	if per < 1 || per > n {
		return argument(cells.ErrNum, 2, "the period lies between 1 and the number of periods")
	}
	pmt := payment(r, n, pv, fv, due)
	part := float64(futureValue(r, per-1, pmt, pv, due) * r)
	if due == 1 {
		if per == 1 {
			part = 0
		} else {
			part = float64((futureValue(r, per-2, pmt, pv, 1) - pmt) * r)
		}
	}
	if wantInterest {
		return num(part)
	}
	return num(pmt - part)
}

// root finds a zero of fn near a guess by Newton's method with a numeric slope, and by halving where that runs away.
func root(fn func(x float64) float64, guess float64) (float64, bool) {
	x := guess
	for range 60 {
		y := fn(x)
		if math.Abs(y) < 1e-11 {
			return x, true
		}
		h := 1e-6 * math.Max(1, math.Abs(x))
		slope := (fn(x+h) - fn(x-h)) / (2 * h)
		next := x - y/slope
		if math.IsNaN(next) || math.IsInf(next, 0) || next <= -1 {
			break
		}
		if math.Abs(next-x) < 1e-13*math.Max(1, math.Abs(x)) {
			return next, true
		}
		x = next
	}
	lo := -0.999999
	for hi := lo; hi < 1e6; {
		hi = lo + math.Max(0.05, math.Abs(lo)*0.2)
		if a, b := fn(lo), fn(hi); (a < 0) != (b < 0) && !math.IsNaN(a) && !math.IsNaN(b) {
			for range 200 {
				mid := (lo + hi) / 2
				if (fn(mid) < 0) == (a < 0) {
					lo = mid
				} else {
					hi = mid
				}
			}
			return (lo + hi) / 2, true
		}
		lo = hi
	}
	return 0, false
}

func rateOf(f *frame, a []operand) operand {
	n, pmt, pv, fv, due := a[0].Float(), a[1].Float(), a[2].Float(), optNum(a, 3, 0), float64(b2i(optTruth(a, 4, false)))
	if n <= 0 {
		return argument(cells.ErrNum, 1, "there must be periods")
	}
	f.step(2000)
	r, ok := root(func(r float64) float64 {
		if math.Abs(r) < 1e-10 {
			return pv + float64(pmt*n) + fv
		}
		// Valued at the beginning, not at the end, where everything vanishes as the rate nears -100%.
		return (fv - futureValue(r, n, pmt, pv, due)) * math.Pow(1+r, -n)
	}, optNum(a, 5, 0.1))
	if !ok {
		return bad(cells.ErrNum, "no rate is found")
	}
	return num(tidy(r))
}

func presentValue(r float64, x []float64) float64 {
	s, g := 0.0, 1.0
	for _, v := range x {
		s += v / g
		g = float64(g * (1 + r))
	}
	return s
}

func npv(f *frame, a []operand) operand {
	x, _, e := f.numbersByRow(a[1:])
	if e.failed() {
		return e
	}
	if a[0].Float() == -1 {
		return argument(cells.ErrDiv0, 1, "the rate is -100%")
	}
	return num(presentValue(a[0].Float(), x) / (1 + a[0].Float()))
}

func irr(f *frame, a []operand) operand {
	x, _, e := f.numbersByRow(a[:1])
	if e.failed() {
		return e
	}
	if !bothSigns(x) {
		return argument(cells.ErrNum, 1, "there must be payments in and out")
	}
	f.step(len(x) * 400)
	r, ok := root(func(r float64) float64 { return presentValue(r, x) }, optNum(a, 1, 0.1))
	if !ok {
		return bad(cells.ErrNum, "no rate is found")
	}
	return num(r)
}

func bothSigns(x []float64) bool {
	in, out := false, false
	for _, v := range x {
		in, out = in || v > 0, out || v < 0
	}
	return in && out
}

// dated reads payments and their dates.
func (f *frame) dated(values, dates operand) (x, d []float64, e operand) {
	if x, _, e = f.numbersByRow([]operand{values}); e.failed() {
		return nil, nil, e
	}
	if d, _, e = f.numbersByRow([]operand{dates}); e.failed() {
		return nil, nil, e
	}
	if len(x) != len(d) || len(x) == 0 {
		return nil, nil, bad(cells.ErrNum, "there must be as many dates as values")
	}
	for i := range d {
		d[i] = math.Floor(d[i])
		if d[i] < d[0] {
			return nil, nil, bad(cells.ErrNum, "no date may lie before the first")
		}
	}
	return x, d, operand{}
}

func presentAt(r float64, x, d []float64) float64 {
	s := 0.0
	for i, v := range x {
		s += v / math.Pow(1+r, (d[i]-d[0])/365)
	}
	return s
}

func xnpv(f *frame, a []operand) operand {
	x, d, e := f.dated(a[1], a[2])
	switch {
	case e.failed():
		return e
	case a[0].Float() <= -1:
		return argument(cells.ErrNum, 1, "the rate must be above -100%")
	}
	return num(presentAt(a[0].Float(), x, d))
}

func xirr(f *frame, a []operand) operand {
	x, d, e := f.dated(a[0], a[1])
	switch {
	case e.failed():
		return e
	case !bothSigns(x):
		return argument(cells.ErrNum, 1, "there must be payments in and out")
	}
	f.step(len(x) * 1600)
	r, ok := root(func(r float64) float64 { return presentAt(r, x, d) }, optNum(a, 2, 0.1))
	if !ok {
		return bad(cells.ErrNum, "no rate is found")
	}
	return num(r)
}

func decliningBalance(f *frame, a []operand) operand {
	cost, salvage, life, period, month := a[0].Float(), a[1].Float(), a[2].Float(), math.Trunc(a[3].Float()), math.Trunc(optNum(a, 4, 12))
	if cost < 0 || salvage < 0 || life <= 0 || period < 1 || period > life+1 || month < 1 || month > 12 || life > 1e5 {
		return bad(cells.ErrNum, "the period lies within the life, and the month between 1 and 12")
	}
	if cost == 0 {
		return num(0)
	}
	rate := cells.RoundDecimal(1-math.Pow(salvage/cost, 1/life), 3)
	first := cost * rate * month / 12
	if period == 1 {
		return num(first)
	}
	total, dep := first, 0.0
	f.step(int(period))
	for p := 2.0; p <= period; p++ {
		dep = float64((cost - total) * rate)
		if p > life {
			dep = dep * (12 - month) / 12
		}
		total += dep
	}
	return num(dep)
}

func doubleDeclining(f *frame, a []operand) operand {
	cost, salvage, life, period, factor := a[0].Float(), a[1].Float(), a[2].Float(), a[3].Float(), optNum(a, 4, 2)
	if cost < 0 || salvage < 0 || life <= 0 || period < 1 || period > life || factor <= 0 || life > 1e5 {
		return bad(cells.ErrNum, "the period lies within the life")
	}
	f.step(int(period))
	book, dep := cost, 0.0
	for p := 1.0; p <= period; p++ {
		dep = math.Max(0, math.Min(book*factor/life, book-salvage))
		book -= dep
	}
	return num(dep)
}
