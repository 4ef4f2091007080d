package formula

import (
	"math"

	"freshet/cells"
)

// savingFunctions are depreciation over parts of periods, and rates and prices written in older ways.
func savingFunctions() []*function {
	return []*function{
		declare("VDB(cost:n, salvage:n, life:n, start:n, end:n, [factor:n], [no_switch:b])", Finance, "number", "Declining depreciation between two times, which goes on as a straight line where that is more.", variableDeclining, eg("=VDB(2400,300,10,0,1)", "480"), eg("=ROUND(VDB(2400,300,120,6,18),2)", "396.31")),
		declare("ISPMT(rate:n, period:n, periods:n, present:n)", Finance, "number", "The interest in a period of a loan paid back in equal parts.", func(_ *frame, a []operand) operand {
			if a[2].Float() == 0 {
				return argument(cells.ErrDiv0, 3, "there must be periods")
			}
			return num(a[3].Float() * a[0].Float() * (a[1].Float()/a[2].Float() - 1))
		}, eg("=ROUND(ISPMT(0.1/12,1,36,8000000),2)", "-64814.81")),
		declare("PDURATION(rate:n, present:n, future:n)", Finance, "number", "How many periods a value takes to grow to another.", func(_ *frame, a []operand) operand {
			if a[0].Float() <= 0 || a[1].Float() <= 0 || a[2].Float() <= 0 {
				return numErr("the rate and both values must be positive")
			}
			return num((math.Log(a[2].Float()) - math.Log(a[1].Float())) / math.Log1p(a[0].Float()))
		}, eg("=ROUND(PDURATION(0.025,2000,2200),4)", "3.8599")),
		declare("FVSCHEDULE(present:n, rates:r)", Finance, "number", "What a value grows to at one rate after the other.", func(f *frame, a []operand) operand {
			x, _, e := f.numbersOf(a[1:])
			if e.failed() {
				return e
			}
			v := a[0].Float()
			for _, r := range x {
				v = float64(v * (1 + r))
			}
			return num(v)
		}, eg("=ROUND(FVSCHEDULE(1,{0.09,0.11,0.1}),5)", "1.33089")),
		declare("DOLLARDE(price:n, fraction:n)", Finance, "number", "A price with a fraction behind the point, such as 1.02 for 1 2/16, as a decimal one.", inFractions(func(whole, rest, fraction, scale float64) float64 {
			return whole + rest*scale/fraction
		}), eg("=DOLLARDE(1.02,16)", "1.125")),
		declare("DOLLARFR(price:n, fraction:n)", Finance, "number", "A decimal price with a fraction behind the point: 1.125 as 1.02, which is 1 2/16.", inFractions(func(whole, rest, fraction, scale float64) float64 {
			return whole + rest*fraction/scale
		}), eg("=DOLLARFR(1.125,16)", "1.02")),
	}
}

func inFractions(of func(whole, rest, fraction, scale float64) float64) eagerFunc {
	return func(_ *frame, a []operand) operand {
		fraction := math.Trunc(a[1].Float())
		switch {
		case fraction < 0:
			return argument(cells.ErrNum, 2, "the fraction must not be negative")
		case fraction == 0:
			return argument(cells.ErrDiv0, 2, "the fraction is 0")
		}
		whole, rest := math.Modf(a[0].Float())
		return num(snap(of(whole, rest, fraction, math.Pow(10, math.Ceil(math.Log10(fraction))))))
	}
}

// declined is the declining depreciation of one period, counted from 1.
func declined(cost, salvage, life, period, factor float64) float64 {
	rate := math.Min(1, factor/life)
	before := cost * math.Pow(1-rate, period-1)
	if rate == 1 && period == 1 {
		before = cost
	}
	after := cost * math.Pow(1-rate, period)
	return math.Max(0, before-math.Max(after, salvage))
}

// declinedUntil is the depreciation up to a time, on the straight line over the rest of the life as soon as that is more.
func (f *frame) declinedUntil(cost, salvage, life, rest, until, factor float64) float64 {
	total, left, straight := 0.0, cost-salvage, 0.0
	for i, n := 1.0, math.Ceil(until); i <= n; i++ {
		f.step(10)
		term := straight
		if straight == 0 {
			term = declined(cost, salvage, life, i, factor)
			if line := left / (rest - (i - 1)); line > term {
				term, straight = line, line
			} else {
				left -= term
			}
		}
		if i == n {
			term *= until + 1 - n
		}
		total += term
	}
	return total
}

func variableDeclining(f *frame, a []operand) operand {
	cost, salvage, life, start, end, factor := a[0].Float(), a[1].Float(), a[2].Float(), a[3].Float(), a[4].Float(), optNum(a, 5, 2)
	if cost < 0 || salvage < 0 || life <= 0 || life > 1e5 || start < 0 || end < start || end > life || factor <= 0 {
		return numErr("the times lie within the life, in order, and the amounts are not negative")
	}
	if salvage > cost {
		return num(0)
	}
	from, to := math.Floor(start), math.Ceil(end)
	if optTruth(a, 6, false) {
		total := 0.0
		for i := from + 1; i <= to; i++ {
			f.step(10)
			part := math.Min(end, i) - math.Max(start, i-1)
			total += float64(declined(cost, salvage, life, i, factor) * part)
		}
		return num(total)
	}
	// Whole periods around the time, less the parts of the first and the last that lie outside.
	outside := 0.0
	if start != from {
		value := cost - f.declinedUntil(cost, salvage, life, life, from, factor)
		outside += float64((start - from) * f.declinedUntil(value, salvage, life, life-from, 1, factor))
	}
	if end != to {
		value := cost - f.declinedUntil(cost, salvage, life, life, to-1, factor)
		outside += float64((to - end) * f.declinedUntil(value, salvage, life, life-(to-1), 1, factor))
	}
	value := cost - f.declinedUntil(cost, salvage, life, life, from, factor)
	return num(f.declinedUntil(value, salvage, life, life-from, to-from, factor) - outside)
}
