package formula

import (
	"math"

	"freshet/cells"
)

func loanFunctions() []*function {
	return []*function{
		declare("CUMIPMT(rate:n, periods:n, present:n, first_period:n, last_period:n, at_start:b)", Finance, "number", "The interest paid on a loan over some periods.", func(f *frame, a []operand) operand { return cumulated(f, a, true) }, eg("=ROUND(CUMIPMT(0.09/12,360,125000,13,24,0),2)", "-11135.23"), eg("=CUMIPMT(0.09/12,360,125000,24,13,0)", "#NUM!")),
		declare("CUMPRINC(rate:n, periods:n, present:n, first_period:n, last_period:n, at_start:b)", Finance, "number", "What is paid back of a loan over some periods.", func(f *frame, a []operand) operand { return cumulated(f, a, false) }, eg("=ROUND(CUMPRINC(0.09/12,360,125000,13,24,0),2)", "-934.11"), eg("=ROUND(CUMPRINC(0.09/12,360,125000,1,1,0),2)", "-68.28")),
		declare("MIRR(values:r, finance_rate:n, reinvest_rate:n)", Finance, "number", "The internal rate of return where money is borrowed at one rate and invested at another.", mirr, eg("=ROUND(MIRR({-120000,39000,30000,21000,37000,46000},0.1,0.12),6)", "0.126094"), eg("=MIRR({1,2},0.1,0.1)", "#DIV/0!")),
	}
}

func cumulated(f *frame, a []operand, wantInterest bool) operand {
	n, from, to := a[1].Float(), math.Ceil(a[3].Float()), math.Floor(a[4].Float())
	if a[0].Float() <= 0 || n <= 0 || a[2].Float() <= 0 || from < 1 || to < from || to > n {
		return numErr("rate, periods and present must be positive, and the periods in order and within the loan")
	}
	f.step(int(math.Min((to-from+1)*20, MaxSteps+1)))
	total := 0.0
	for period := from; period <= to; period++ {
		part := interest([]operand{a[0], num(period), a[1], a[2], absent, a[5]}, wantInterest)
		if part.failed() {
			return part
		}
		total += part.Float()
	}
	return num(total)
}

func mirr(f *frame, a []operand) operand {
	x, _, e := f.numbersByRow(a[:1])
	finance, reinvest := a[1].Float(), a[2].Float()
	switch {
	case e.failed():
		return e
	case !bothSigns(x):
		return argument(cells.ErrDiv0, 1, "there must be payments in and out")
	case finance <= -1 || reinvest <= -1:
		return numErr("the rates must be above -100 %")
	}
	in, out := make([]float64, len(x)), make([]float64, len(x))
	for i, v := range x {
		in[i], out[i] = math.Max(v, 0), math.Min(v, 0)
	}
	last := float64(len(x) - 1)
	grown := float64(presentValue(reinvest, in) * math.Pow(1+reinvest, last))
	return num(math.Pow(-grown/presentValue(finance, out), 1/last) - 1)
}
