package formula

import (
	"math"
	"time"

	"freshet/cells"
)

// ofCoupons makes a function of settlement, maturity, frequency and basis.
func ofCoupons(of func(c *coupons) operand) eagerFunc {
	return func(f *frame, a []operand) operand {
		c, e := f.readCoupons(a, 2, 3)
		if e.failed() {
			return e
		}
		return of(c)
	}
}

func dateValue(t time.Time) operand { return val(cells.Moment(cells.SerialOf(t))) }

func bondFunctions() []*function {
	const dates = "(settlement:d, maturity:d, frequency:n, [basis:n])"
	example := func(name string) string { return "=" + name + "(DATE(2011,1,25),DATE(2011,11,15),2,1)" }
	return []*function{
		declare("COUPNUM"+dates, Finance, "number", "How many coupons a security still pays after settlement.", ofCoupons(func(c *coupons) operand { return num(float64(c.left)) }), eg(example("COUPNUM"), "2")),
		declare("COUPDAYS"+dates, Finance, "number", "How many days the coupon period of the settlement has.", ofCoupons(func(c *coupons) operand { return num(c.period()) }), eg(example("COUPDAYS"), "181")),
		declare("COUPDAYBS"+dates, Finance, "number", "The days from the last coupon to the settlement.", ofCoupons(func(c *coupons) operand { return num(c.accrued()) }), eg(example("COUPDAYBS"), "71")),
		declare("COUPDAYSNC"+dates, Finance, "number", "The days from the settlement to the next coupon.", ofCoupons(func(c *coupons) operand { return num(c.ahead()) }), eg(example("COUPDAYSNC"), "110")),
		declare("COUPNCD"+dates, Finance, "date", "The date of the next coupon after settlement.", ofCoupons(func(c *coupons) operand { return dateValue(c.next) }), eg(example("COUPNCD"), "2011-05-15")),
		declare("COUPPCD"+dates, Finance, "date", "The date of the last coupon before settlement.", ofCoupons(func(c *coupons) operand { return dateValue(c.previous) }), eg(example("COUPPCD"), "2010-11-15")),
		declare("PRICE(settlement:d, maturity:d, rate:n, yield:n, redemption:n, frequency:n, [basis:n])", Finance, "number", "What a security that pays interest costs for 100 of its face value.", bondPrice, eg("=ROUND(PRICE(DATE(2008,2,15),DATE(2017,11,15),0.0575,0.065,100,2,0),5)", "94.63436")),
		declare("YIELD(settlement:d, maturity:d, rate:n, price:n, redemption:n, frequency:n, [basis:n])", Finance, "number", "The yield of a security that pays interest.", bondYield, eg("=ROUND(YIELD(DATE(2008,2,15),DATE(2016,11,15),0.0575,95.04287,100,2,0),6)", "0.065")),
		declare("DURATION(settlement:d, maturity:d, rate:n, yield:n, frequency:n, [basis:n])", Finance, "number", "The Macaulay duration of a security of face value 100, in years.", bondDuration(false), more("In lower case and with one argument, expr's duration(text)."), eg("=ROUND(DURATION(DATE(2018,7,1),DATE(2048,1,1),0.08,0.09,2,1),6)", "10.919145"), eg("=duration(\"5m\")", "0:05:00")),
		declare("MDURATION(settlement:d, maturity:d, rate:n, yield:n, frequency:n, [basis:n])", Finance, "number", "The modified duration of a security of face value 100: how its price follows the yield.", bondDuration(true), eg("=ROUND(MDURATION(DATE(2008,1,1),DATE(2016,1,1),0.08,0.09,2,1),5)", "5.73567")),
		declare("ACCRINT(issue:d, first_interest:d, settlement:d, rate:n, par:n, frequency:n, [basis:n], [from_issue:b])", Finance, "number", "The interest accrued by a security that pays periodically.", accruedInterest, eg("=ROUND(ACCRINT(DATE(2008,3,1),DATE(2008,8,31),DATE(2008,5,1),0.1,1000,2,0),6)", "16.666667")),
	}
}

func bondPrice(f *frame, a []operand) operand {
	c, e := f.readCoupons(a, 5, 6)
	rate, yield, redemption := a[2].Float(), a[3].Float(), a[4].Float()
	switch {
	case e.failed():
		return e
	case rate < 0 || yield < 0 || redemption <= 0:
		return numErr("rate and yield are not negative, and the redemption is positive")
	}
	f.step(5 * c.left)
	return num(c.price(rate, yield, redemption))
}

// bondYield solves for the yield; with one coupon left it is known at once (Excel's formula for YIELD).
func bondYield(f *frame, a []operand) operand {
	c, e := f.readCoupons(a, 5, 6)
	rate, price, redemption := a[2].Float(), a[3].Float(), a[4].Float()
	switch {
	case e.failed():
		return e
	case rate < 0 || price <= 0 || redemption <= 0:
		return numErr("the rate is not negative, price and redemption are positive")
	}
	frequency := float64(c.frequency)
	if c.left == 1 {
		paid := price/100 + float64(c.accrued()/c.period()*rate/frequency)
		return num((redemption/100 + rate/frequency - paid) / paid * frequency * c.period() / c.ahead())
	}
	f.step(400 * c.left)
	y, ok := root(func(y float64) float64 { return c.price(rate, y*frequency, redemption) - price }, math.Max(rate, 0.01)/frequency)
	if !ok {
		return bad(cells.ErrNum, "no yield is found")
	}
	return num(y * frequency)
}

func bondDuration(modified bool) eagerFunc {
	return func(f *frame, a []operand) operand {
		c, e := f.readCoupons(a, 4, 5)
		rate, yield := a[2].Float(), a[3].Float()
		switch {
		case e.failed():
			return e
		case rate < 0 || yield < 0:
			return numErr("rate and yield are not negative")
		}
		f.step(5 * c.left)
		d := c.duration(rate, yield)
		if modified {
			d /= 1 + yield/float64(c.frequency)
		}
		return num(d)
	}
}

// accruedInterest counts from the issue, or from the first interest where that lies before settlement and from_issue is FALSE. By the actual days
// of basis 1 each coupon period has a length of its own.
func accruedInterest(f *frame, a []operand) operand {
	from, ok := dateOfSerial(math.Floor(a[0].Float()))
	first, ok2 := dateOfSerial(math.Floor(a[1].Float()))
	to, ok3 := dateOfSerial(math.Floor(a[2].Float()))
	basis, e := basisOf(a, 6)
	frequency := math.Trunc(a[5].Float())
	switch {
	case !ok || !ok2 || !ok3:
		return bad(cells.ErrNum, "the number is no date")
	case e.failed():
		return e
	case frequency != 1 && frequency != 2 && frequency != 4:
		return argument(cells.ErrNum, 6, "there are 1, 2 or 4 payments a year")
	case a[3].Float() <= 0 || a[4].Float() <= 0 || !from.Before(to):
		return numErr("rate and par are positive, and the settlement lies after the issue")
	}
	if !optTruth(a, 7, true) && first.Before(to) {
		from = first
	}
	if basis != 1 {
		return num(a[4].Float() * a[3].Float() * yearsBetween(from, to, basis))
	}
	periods, months := 0.0, 12/int(frequency)
	for k := 0; ; k++ {
		f.step(20)
		// Quasi-coupons before the first interest, and those after it.
		begin, end := monthsBack(first, (k+1)*months), monthsBack(first, k*months)
		if to.After(first) {
			n := (to.Year()-first.Year())*int(frequency) + int(frequency) - k
			begin, end = monthsBack(first, -(n-1)*months), monthsBack(first, -n*months)
		}
		s, t := later(begin, from), earlier(end, to)
		if s.Before(t) {
			periods += t.Sub(s).Hours() / end.Sub(begin).Hours()
		}
		if !begin.After(from) {
			break
		}
	}
	return num(a[4].Float() * a[3].Float() / frequency * periods)
}

func later(s, t time.Time) time.Time {
	if s.After(t) {
		return s
	}
	return t
}

func earlier(s, t time.Time) time.Time {
	if s.Before(t) {
		return s
	}
	return t
}
