package formula

import (
	"math"
	"time"

	"freshet/cells"
)

// coupons are the dates on which a security pays interest, counted back from its maturity, and how days between them are counted.
type coupons struct {
	settlement, maturity time.Time
	frequency            int // payments a year
	basis                int
	left                 int       // coupons still to come at settlement
	previous, next       time.Time // those around settlement
}

// readCoupons reads settlement and maturity, the first two arguments, and the frequency and the basis at places of others.
func (f *frame) readCoupons(a []operand, frequency, basis int) (*coupons, operand) {
	s, ok := dateOfSerial(math.Floor(a[0].Float()))
	m, ok2 := dateOfSerial(math.Floor(a[1].Float()))
	c := &coupons{settlement: s, maturity: m, frequency: int(wholeNumber(math.Max(-1, math.Min(a[frequency].Float(), 13))))}
	var e operand
	switch {
	case !ok:
		return nil, notADate(1)
	case !ok2:
		return nil, notADate(2)
	case c.frequency != 1 && c.frequency != 2 && c.frequency != 4:
		return nil, argument(cells.ErrNum, frequency+1, "there are 1, 2 or 4 payments a year")
	case !s.Before(m):
		return nil, bad(cells.ErrNum, "the settlement lies before the maturity")
	}
	if c.basis, e = basisOf(a, basis); e.failed() {
		return nil, e
	}
	f.step(40)
	c.place()
	return c, operand{}
}

// couponsTo are the coupons of a security that matures on a date, seen from another before it.
func (c *coupons) couponsTo(from, maturity time.Time) *coupons {
	d := &coupons{settlement: from, maturity: maturity, frequency: c.frequency, basis: c.basis}
	d.place()
	return d
}

// place finds the coupons around settlement.
func (c *coupons) place() {
	s, m := c.settlement, c.maturity
	months := (m.Year()-s.Year())*12 + int(m.Month()) - int(s.Month())
	c.left = max(0, months*c.frequency/12-1)
	for c.date(c.left).After(s) {
		c.left++
	}
	c.previous, c.next = c.date(c.left), c.date(c.left-1)
}

func basisOf(a []operand, i int) (int, operand) {
	b := math.Trunc(optNum(a, i, 0))
	if b < 0 || b > 4 {
		return 0, argument(cells.ErrNum, i+1, "the basis lies between 0 and 4")
	}
	return int(b), operand{}
}

// date is the coupon some coupons before maturity. Where maturity is the last day of its month, so are they all.
func (c *coupons) date(before int) time.Time { return monthsBack(c.maturity, before*12/c.frequency) }

func monthsBack(t time.Time, months int) time.Time {
	first := time.Date(t.Year(), t.Month()-time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	if day := t.Day(); day < last && t.AddDate(0, 0, 1).Day() != 1 {
		last = day
	}
	return first.AddDate(0, 0, last-1)
}

// between counts days by the basis.
func (c *coupons) between(from, to time.Time) float64 { return daysBetween(from, to, c.basis) }

func daysBetween(from, to time.Time, basis int) float64 {
	if basis == 0 || basis == 4 {
		return thirty360(from, to, basis == 4)
	}
	return math.Round(to.Sub(from).Hours() / 24)
}

// period is how many days the coupon period has in which settlement lies.
func (c *coupons) period() float64 {
	switch c.basis {
	case 1:
		return c.between(c.previous, c.next)
	case 3:
		return 365 / float64(c.frequency)
	}
	return 360 / float64(c.frequency)
}

func (c *coupons) accrued() float64 { return c.between(c.previous, c.settlement) }

// ahead is how many days there are to the next coupon.
func (c *coupons) ahead() float64 {
	if c.basis == 0 {
		return c.period() - c.accrued()
	}
	return c.between(c.settlement, c.next)
}

// price is what a face value of 100 costs at a yield (Excel's formulas for PRICE, for one coupon left and for more).
func (c *coupons) price(rate, yield, redemption float64) float64 {
	n, f := float64(c.left), float64(c.frequency)
	coupon, first := 100*rate/f, c.ahead()/c.period()
	interest := coupon * (c.accrued() / c.period())
	if c.left == 1 {
		return (redemption+coupon)/(1+float64(first*yield/f)) - interest
	}
	s := redemption / math.Pow(1+yield/f, n-1+first)
	for k := range c.left {
		s += coupon / math.Pow(1+yield/f, float64(k)+first)
	}
	return s - interest
}

// duration is Macaulay's: the mean time to the payments, in years, each weighed by its present value.
func (c *coupons) duration(rate, yield float64) float64 {
	f, first := float64(c.frequency), c.ahead()/c.period()
	coupon, v := 100*rate/f, 1+yield/f
	weighed, total := 0.0, 0.0
	for k := range c.left {
		t := float64(k) + first
		pay := coupon
		if k == c.left-1 {
			pay += 100
		}
		pay /= math.Pow(v, t)
		weighed += float64(pay * t)
		total += pay
	}
	return weighed / total / f
}
