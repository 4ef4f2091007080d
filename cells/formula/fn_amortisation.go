package formula

import (
	"math"

	"freshet/cells"
)

// amortisationFunctions are the depreciations of French bookkeeping, whose first period is the part of a year in which the asset is owned.
func amortisationFunctions() []*function {
	const signature = "(cost:n, purchased:d, first_period:d, salvage:n, period:n, rate:n, [basis:n])"
	return []*function{
		declare("AMORLINC"+signature, Finance, "number", "Straight-line depreciation in a period, the first of which is a part of a year.", amortised(linearPart),
			more("Period 0 ends with first_period. The basis is not 2."), eg("=AMORLINC(2400,DATE(2008,8,19),DATE(2008,12,31),300,1,0.15,1)", "360"), eg("=AMORLINC(2400,DATE(2008,8,19),DATE(2008,12,31),300,9,0.15,1)", "0")),
		declare("AMORDEGRC"+signature, Finance, "number", "Declining depreciation in a period, by a coefficient that depends on the life of the asset, in whole amounts.", amortised(decliningPart),
			more("The coefficient is 1.5 for a life of three to four years, 2 for five and six, 2.5 for more; other lives are #NUM!. Period 0 ends with first_period. The basis is not 2."), eg("=AMORDEGRC(2400,DATE(2008,8,19),DATE(2008,12,31),300,1,0.15,1)", "776"), eg("=AMORDEGRC(2400,DATE(2008,8,19),DATE(2008,12,31),300,1,0.5,1)", "#NUM!")),
	}
}

func amortised(of func(f *frame, cost, salvage, rate, firstYear, period float64) operand) eagerFunc {
	return func(f *frame, a []operand) operand {
		bought, ok := dateOfSerial(math.Floor(a[1].Float()))
		first, ok2 := dateOfSerial(math.Floor(a[2].Float()))
		basis, e := basisOf(a, 6)
		cost, salvage, period, rate := a[0].Float(), a[3].Float(), math.Trunc(a[4].Float()), a[5].Float()
		switch {
		case !ok:
			return notADate(2)
		case !ok2:
			return notADate(3)
		case e.failed():
			return e
		case basis == 2:
			return argument(cells.ErrNum, 7, "the basis is 0, 1, 3 or 4")
		case first.Before(bought):
			return argument(cells.ErrNum, 3, "the first period ends after the purchase")
		case cost <= 0 || salvage < 0 || salvage > cost || period < 0 || rate <= 0:
			return numErr("cost and rate are positive, the salvage lies between 0 and the cost, and the period is not negative")
		}
		return of(f, cost, salvage, rate, yearsBetween(bought, first, basis), period)
	}
}

// linearPart is the same in all full periods; the one behind them takes what is left.
func linearPart(_ *frame, cost, salvage, rate, firstYear, period float64) operand {
	each := cost * rate
	first := each * firstYear
	full := math.Max(0, math.Trunc((cost-salvage-first)/each))
	switch {
	case period == 0:
		return num(math.Min(first, cost-salvage))
	case period <= full:
		return num(each)
	case period == full+1:
		return num(math.Max(0, snap(cost-salvage-float64(each*full)-first)))
	}
	return num(0)
}

// decliningPart depreciates what is left by a rate, in whole amounts; in the period that would pass the salvage, by half of what is left, and not after it.
func decliningPart(f *frame, cost, salvage, rate, firstYear, period float64) operand {
	life, coefficient := 1/rate, 2.5
	switch {
	case life < 3 || life > 4 && life < 5:
		return argument(cells.ErrNum, 6, "the life of the asset is three to four years, or five and more")
	case life < 5:
		coefficient = 1.5
	case life <= 6:
		coefficient = 2
	}
	rate *= coefficient
	part := roundToward(firstYear*rate*cost, 0, math.Round)
	left := cost - part
	rest := left - salvage
	for n := 1.0; n <= period; n++ {
		f.step(12)
		part = roundToward(rate*left, 0, math.Round)
		if rest -= part; rest < 0 {
			if n == period {
				return num(roundToward(left/2, 0, math.Round))
			}
			return num(0)
		}
		if part == 0 {
			return num(0)
		}
		left -= part
	}
	return num(part)
}
