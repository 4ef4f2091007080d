package formula

import (
	"math"

	"freshet/cells"
)

// oddBondFunctions are prices and yields of securities whose first or last coupon period is shorter or longer than the others.
func oddBondFunctions() []*function {
	const (
		first = "settlement:d, maturity:d, issue:d, first_coupon:d, rate:n, "
		last  = "settlement:d, maturity:d, last_interest:d, rate:n, "
		rest  = ", redemption:n, frequency:n, [basis:n])"
	)
	return []*function{
		declare("ODDFPRICE("+first+"yield:n"+rest, Finance, "number", "What a security with an odd first period costs for 100 of its face value.", oddFirstPrice,
			eg("=ROUND(ODDFPRICE(DATE(2008,11,11),DATE(2021,3,1),DATE(2008,10,15),DATE(2009,3,1),0.0785,0.0625,100,2,1),2)", "113.6"), eg("=ODDFPRICE(DATE(2009,11,11),DATE(2021,3,1),DATE(2008,10,15),DATE(2009,3,1),0.0785,0.0625,100,2,1)", "#NUM!")),
		declare("ODDFYIELD("+first+"price:n"+rest, Finance, "number", "The yield of a security with an odd first period.", oddFirstYield,
			eg("=ROUND(ODDFYIELD(DATE(2008,11,11),DATE(2021,3,1),DATE(2008,10,15),DATE(2009,3,1),0.0575,84.5,100,2,0),4)", "0.0772")),
		declare("ODDLPRICE("+last+"yield:n"+rest, Finance, "number", "What a security with an odd last period costs for 100 of its face value.", oddLast(func(o oddPeriod, yield float64) float64 {
			return o.redeemed/(1+float64(o.ahead*yield)) - o.accrued
		}), eg("=ROUND(ODDLPRICE(DATE(2008,2,7),DATE(2008,6,15),DATE(2007,10,15),0.0375,0.0405,100,2,0),2)", "99.88")),
		declare("ODDLYIELD("+last+"price:n"+rest, Finance, "number", "The yield of a security with an odd last period.", oddLast(func(o oddPeriod, price float64) float64 {
			paid := price + o.accrued
			return (o.redeemed - paid) / paid / o.ahead
		}), eg("=ROUND(ODDLYIELD(DATE(2008,4,20),DATE(2008,6,15),DATE(2007,12,24),0.0375,99.875,100,2,0),4)", "0.0452")),
	}
}

// oddPeriod is what a security with an odd last period pays: at its maturity, and what of it has accrued at settlement; ahead is the time between them in years.
type oddPeriod struct{ redeemed, accrued, ahead float64 }

// oddLast makes a function of the odd last period and its fifth argument, by Excel's formulas for ODDLPRICE and ODDLYIELD: the period is counted in
// quasi-coupon periods from the last interest on, each of its own length.
func oddLast(of func(o oddPeriod, x float64) float64) eagerFunc {
	return func(f *frame, a []operand) operand {
		c, e := f.readCoupons(a, 6, 7)
		last, ok := dateOfSerial(math.Floor(a[2].Float()))
		switch {
		case e.failed():
			return e
		case !ok:
			return notADate(3)
		case !last.Before(c.settlement):
			return argument(cells.ErrNum, 3, "the last interest is paid before the settlement")
		case a[3].Float() < 0 || a[4].Float() < 0 || a[5].Float() <= 0:
			return numErr("rate, yield and price are not negative, and the redemption is positive")
		}
		coupon := 100 * a[3].Float() / float64(c.frequency)
		var whole, accrued, ahead float64 // in quasi-coupon periods
		for k := 0; ; k++ {
			f.step(20)
			from, to := monthsBack(last, -k*12/c.frequency), monthsBack(last, -(k+1)*12/c.frequency)
			if !from.Before(c.maturity) {
				break
			}
			end, length := earlier(to, c.maturity), c.between(from, to)
			whole += c.between(from, end) / length
			if from.Before(c.settlement) {
				accrued += c.between(from, earlier(end, c.settlement)) / length
			}
			if c.settlement.Before(end) {
				ahead += c.between(later(from, c.settlement), end) / length
			}
		}
		return num(of(oddPeriod{a[5].Float() + float64(whole*coupon), accrued * coupon, ahead / float64(c.frequency)}, a[4].Float()))
	}
}

// oddFirst is a security with an odd first period, its interest counted in quasi-coupon periods.
type oddFirst struct {
	interest float64 // what its first coupon pays
	accrued  float64 // what of it has accrued at settlement
	ahead    float64 // quasi-coupon periods from settlement to the first coupon
	regular  int     // coupons behind the first
	coupon   float64 // what each of them pays
}

// readOddFirst reads what ODDFPRICE and ODDFYIELD have in common (Excel's formulas for both, for short and for long first periods).
func (f *frame) readOddFirst(a []operand) (*coupons, oddFirst, operand) {
	c, e := f.readCoupons(a, 7, 8)
	issue, ok := dateOfSerial(math.Floor(a[2].Float()))
	first, ok2 := dateOfSerial(math.Floor(a[3].Float()))
	switch {
	case e.failed():
		return nil, oddFirst{}, e
	case !ok:
		return nil, oddFirst{}, notADate(3)
	case !ok2:
		return nil, oddFirst{}, notADate(4)
	case !issue.Before(c.settlement) || !c.settlement.Before(first) || !first.Before(c.maturity):
		return nil, oddFirst{}, bad(cells.ErrNum, "issue, settlement, first coupon and maturity follow each other")
	case a[4].Float() < 0 || a[5].Float() < 0 || a[6].Float() <= 0:
		return nil, oddFirst{}, numErr("rate, yield and price are not negative, and the redemption is positive")
	}
	f.step(40)
	toFirst := c.couponsTo(c.settlement, first)
	o := oddFirst{regular: c.couponsTo(first, c.maturity).left, coupon: 100 * a[4].Float() / float64(c.frequency)}
	normal := toFirst.period()
	if days := c.between(issue, first); days < normal {
		o.interest = o.coupon * days / normal
		o.accrued = o.coupon * c.between(issue, c.settlement) / normal
		o.ahead = c.between(c.settlement, first) / normal
		return c, o, operand{}
	}
	var whole, accrued float64
	for to, k := first, 1; issue.Before(to); k++ {
		f.step(20)
		from := toFirst.date(k)
		length := normal
		if c.basis == 1 {
			length = c.between(from, to)
		}
		// A whole period counts as one, whatever the basis makes of its days.
		part := 1.0
		if from.Before(issue) {
			part = c.between(issue, to) / length
		}
		whole += part
		if start := later(from, issue); start.Before(c.settlement) {
			accrued += c.between(start, earlier(to, c.settlement)) / length
		}
		to = from
	}
	o.interest, o.accrued = float64(whole*o.coupon), float64(accrued*o.coupon)
	days := normal - toFirst.accrued()
	if c.basis == 2 || c.basis == 3 {
		days = c.between(c.settlement, toFirst.next)
	}
	o.ahead = days/normal + float64(toFirst.left-1)
	return c, o, operand{}
}

func (o *oddFirst) price(yield, redemption float64) float64 {
	x := 1 + yield
	s := redemption/math.Pow(x, float64(o.regular)+o.ahead) + o.interest/math.Pow(x, o.ahead)
	for k := range o.regular {
		s += o.coupon / math.Pow(x, float64(k+1)+o.ahead)
	}
	return s - o.accrued
}

func oddFirstPrice(f *frame, a []operand) operand {
	c, o, e := f.readOddFirst(a)
	if e.failed() {
		return e
	}
	f.step(5 * o.regular)
	return num(o.price(a[5].Float()/float64(c.frequency), a[6].Float()))
}

func oddFirstYield(f *frame, a []operand) operand {
	c, o, e := f.readOddFirst(a)
	if e.failed() {
		return e
	}
	f.step(400 * o.regular)
	y, ok := root(func(y float64) float64 { return o.price(y, a[6].Float()) - a[5].Float() }, math.Max(a[4].Float(), 0.01)/float64(c.frequency))
	if !ok {
		return bad(cells.ErrNum, "no yield is found")
	}
	return num(y * float64(c.frequency))
}
