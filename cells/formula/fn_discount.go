package formula

import (
	"math"

	"freshet/cells"
)

// held makes a function of settlement, maturity, two numbers and a basis: a security that pays once.
func held(positiveFirst bool, of func(x, y, years float64) float64) eagerFunc {
	return func(_ *frame, a []operand) operand {
		years, e := heldFor(a, 0, 1, 4)
		switch {
		case e.failed():
			return e
		case a[2].Float() < 0 || positiveFirst && a[2].Float() == 0 || a[3].Float() <= 0:
			return numErr("the amounts and rates must be positive")
		}
		return num(of(a[2].Float(), a[3].Float(), years))
	}
}

// heldFor is the part of a year between two dates, the first being the earlier.
func heldFor(a []operand, from, to, basis int) (float64, operand) {
	s, ok := dateOfSerial(math.Floor(a[from].Float()))
	m, ok2 := dateOfSerial(math.Floor(a[to].Float()))
	b, e := basisOf(a, basis)
	switch {
	case !ok:
		return 0, notADate(from + 1)
	case !ok2:
		return 0, notADate(to + 1)
	case e.failed():
		return 0, e
	case !s.Before(m):
		return 0, bad(cells.ErrNum, "the dates are not in order")
	}
	return yearsBetween(s, m, b), operand{}
}

// bill makes a function of a Treasury bill: settlement, maturity and a number; of at most a year.
func bill(of func(x, days float64) float64) eagerFunc {
	return func(_ *frame, a []operand) operand {
		days := math.Floor(a[1].Float()) - math.Floor(a[0].Float())
		m, ok := dateOfSerial(math.Floor(a[1].Float()))
		if s, ok2 := dateOfSerial(math.Floor(a[0].Float())); !ok || !ok2 || days <= 0 || s.AddDate(1, 0, 0).Before(m) {
			return bad(cells.ErrNum, "a bill matures within a year after settlement")
		}
		if a[2].Float() <= 0 {
			return argument(cells.ErrNum, 3, "the number must be greater than 0")
		}
		return num(of(a[2].Float(), days))
	}
}

func discountFunctions() []*function {
	const quarter = "(DATE(2008,2,15),DATE(2008,5,15),"
	return []*function{
		declare("DISC(settlement:d, maturity:d, price:n, redemption:n, [basis:n])", Finance, "number", "The discount rate of a security.", held(true, func(price, redemption, years float64) float64 {
			return (redemption - price) / redemption / years
		}), eg("=ROUND(DISC(DATE(2018,7,1),DATE(2048,1,1),97.975,100,1),6)", "0.000686")),
		declare("INTRATE(settlement:d, maturity:d, investment:n, redemption:n, [basis:n])", Finance, "number", "The interest rate of a security that pays at maturity.", held(true, func(investment, redemption, years float64) float64 {
			return (redemption - investment) / investment / years
		}), eg("=ROUND(INTRATE"+quarter+"1000000,1014420,2),5)", "0.05768")),
		declare("RECEIVED(settlement:d, maturity:d, investment:n, discount:n, [basis:n])", Finance, "number", "What is paid at maturity for a security bought at a discount.", held(true, func(investment, discount, years float64) float64 {
			return investment / (1 - float64(discount*years))
		}), eg("=ROUND(RECEIVED"+quarter+"1000000,0.0575,2),2)", "1014584.65")),
		declare("PRICEDISC(settlement:d, maturity:d, discount:n, redemption:n, [basis:n])", Finance, "number", "What a security bought at a discount costs for 100 of its face value.", held(true, func(discount, redemption, years float64) float64 {
			return redemption - float64(discount*redemption*years)
		}), eg("=ROUND(PRICEDISC(DATE(2008,2,16),DATE(2008,3,1),0.0525,100,2),4)", "99.7958")),
		declare("YIELDDISC(settlement:d, maturity:d, price:n, redemption:n, [basis:n])", Finance, "number", "The yearly yield of a security bought at a discount.", held(true, func(price, redemption, years float64) float64 {
			return (redemption/price - 1) / years
		}), eg("=ROUND(YIELDDISC(DATE(2008,2,16),DATE(2008,3,1),99.795,100,2),6)", "0.052823")),
		declare("ACCRINTM(issue:d, settlement:d, rate:n, par:n, [basis:n])", Finance, "number", "The interest accrued by a security that pays at maturity.", held(true, func(rate, par, years float64) float64 { return par * rate * years }), eg("=ROUND(ACCRINTM(39539,39614,0.1,1000,3),6)", "20.547945")),
		declare("PRICEMAT(settlement:d, maturity:d, issue:d, rate:n, yield:n, [basis:n])", Finance, "number", "What a security that pays its interest at maturity costs for 100 of its face value.", atMaturity(func(rate, yield, issued, bought, held float64) float64 {
			return (100+float64(issued*rate*100))/(1+float64(held*yield)) - float64(bought*rate*100)
		}), eg("=ROUND(PRICEMAT(DATE(2008,2,15),DATE(2008,4,13),DATE(2007,11,11),0.061,0.061,0),4)", "99.9845")),
		declare("YIELDMAT(settlement:d, maturity:d, issue:d, rate:n, price:n, [basis:n])", Finance, "number", "The yearly yield of a security that pays its interest at maturity.", atMaturity(func(rate, price, issued, bought, held float64) float64 {
			return ((1+float64(issued*rate))/(price/100+float64(bought*rate)) - 1) / held
		}), eg("=ROUND(YIELDMAT(DATE(2008,3,15),DATE(2008,11,3),DATE(2007,11,8),0.0625,100.0123,0),6)", "0.060954")),
		declare("TBILLPRICE(settlement:d, maturity:d, discount:n)", Finance, "number", "What a Treasury bill costs for 100 of its face value.", bill(func(d, days float64) float64 { return 100 * (1 - float64(d*days)/360) }), eg("=TBILLPRICE(DATE(2008,3,31),DATE(2008,6,1),0.09)", "98.45")),
		declare("TBILLYIELD(settlement:d, maturity:d, price:n)", Finance, "number", "The yield of a Treasury bill.", bill(func(price, days float64) float64 { return (100 - price) / price * (360 / days) }), eg("=ROUND(TBILLYIELD(DATE(2008,3,31),DATE(2008,6,1),98.45),6)", "0.091417")),
		declare("TBILLEQ(settlement:d, maturity:d, discount:n)", Finance, "number", "The yield of a Treasury bill as a bond's that pays twice a year.", bill(billEquivalent), eg("=ROUND(TBILLEQ(DATE(2008,3,31),DATE(2008,6,1),0.0914),6)", "0.094151")),
	}
}

// atMaturity makes a function of settlement, maturity, issue, two numbers and a basis; of years from issue to maturity, from issue to settlement,
// and from settlement to maturity.
func atMaturity(of func(x, y, issued, bought, held float64) float64) eagerFunc {
	return func(_ *frame, a []operand) operand {
		held, e := heldFor(a, 0, 1, 5)
		if e.failed() {
			return e
		}
		bought, e := heldFor(a, 2, 0, 5)
		if e.failed() {
			return e
		}
		issued, e := heldFor(a, 2, 1, 5)
		switch {
		case e.failed():
			return e
		case a[3].Float() < 0 || a[4].Float() < 0:
			return numErr("the amounts and rates must not be negative")
		}
		return num(of(a[3].Float(), a[4].Float(), issued, bought, held))
	}
}

// billEquivalent compounds where a bond would have paid in between, after 182 days (the bond equivalent yield of the US Treasury).
func billEquivalent(discount, days float64) float64 {
	if days <= 182 {
		return 365 * discount / (360 - float64(discount*days))
	}
	price, x := 1-float64(discount*days)/360, days/365
	if days == 366 {
		x = days / 366
	}
	return 2 * (math.Sqrt(float64(x*x)-float64((2*x-1)*(1-1/price))) - x) / (2*x - 1)
}
