package calc_test

import (
	"math"
	"slices"

	"freshet/cells"
)

// whatever is an answer that the oracle leaves open: a bound is met exactly, and what is lost in the last digits decides.
var whatever = cells.Str("whatever")

// shapes is more functions over the past of A1, with their definitions: those of the order of points, of lines through them, and of filters over all of them.
var shapes = []ask{
	{`=stdev_over(A1,"1m")`, func(w asked) cells.Value { return w.least(2, func() float64 { return deviation(w.x) }) }},
	{`=range_over(A1,"1m")`, func(w asked) cells.Value { return w.some(func() float64 { return slices.Max(w.x) - slices.Min(w.x) }) }},
	{`=median_over(A1,"1m")`, func(w asked) cells.Value { return w.some(func() float64 { return quantile(w.x, 0.5) }) }},
	{`=pct_over(A1,"1m",90)`, func(w asked) cells.Value { return w.some(func() float64 { return quantile(w.x, 0.9) }) }},
	{`=mode_over(A1,"1m")`, func(w asked) cells.Value { return w.some(func() float64 { return mode(w.x) }) }},
	{`=avg_over(A1,5)`, func(w asked) cells.Value {
		x := w.newest(5)
		return w.of(x, func() float64 { return total(x) / float64(len(x)) })
	}},
	{`=median_over(A1,5)`, func(w asked) cells.Value {
		x := w.newest(5)
		return w.of(x, func() float64 { return quantile(x, 0.5) })
	}},
	{`=integrate(A1,"1m","s")`, func(w asked) cells.Value {
		sum, ms := w.held(func(x float64) float64 { return x })
		if ms == 0 {
			return none
		}
		return cells.Num(sum / 1000)
	}},
	{`=diff(A1)`, func(w asked) cells.Value {
		if x := w.newest(2); len(x) == 2 {
			return cells.Num(x[1] - x[0])
		}
		return none
	}},
	{`=deriv(A1,"1m")`, func(w asked) cells.Value {
		if _, slope, ok := w.line(); ok {
			return cells.Num(slope * 1000)
		}
		return none
	}},
	{`=predict(A1,"1m","30s")`, func(w asked) cells.Value {
		if on, _, ok := w.line(); ok {
			return cells.Num(on(w.now + 30_000))
		}
		return none
	}},
	{`=eta(A1,50,"1m")*86400`, func(w asked) cells.Value {
		on, slope, ok := w.line()
		if !ok || slope == 0 {
			return none
		}
		ms := (50 - on(w.now)) / slope
		switch {
		case math.Abs(ms) < 2, math.Abs(ms-math.Floor(ms)-0.5) < 1e-4:
			return whatever
		case ms < 0:
			return none
		}
		return cells.Num(math.Round(ms) / 1000)
	}},
	{`=trend_over(A1,"1m")`, func(w asked) cells.Value {
		_, slope, _ := w.line()
		return cells.Num(float64(one(slope > 0) - one(slope < 0)))
	}},
	{`=zscore(A1,"1m")`, func(w asked) cells.Value {
		return w.least(2, func() float64 {
			s := deviation(w.x)
			if s == 0 {
				return 0
			}
			return (w.x[len(w.x)-1] - total(w.x)/float64(len(w.x))) / s
		})
	}},
	{`=anomaly(A1,"1m",1)`, func(w asked) cells.Value {
		if len(w.x) < 3 {
			return cells.Boolean(false)
		}
		return beyond(math.Abs(w.x[len(w.x)-1]-total(w.x)/float64(len(w.x))), deviation(w.x))
	}},
	{`=outlier(A1,"1m",1)`, func(w asked) cells.Value {
		if len(w.x) < 3 {
			return cells.Boolean(false)
		}
		m := quantile(w.x, 0.5)
		var far []float64
		for _, x := range w.x {
			far = append(far, math.Abs(x-m))
		}
		return beyond(far[len(far)-1], 1.4826*quantile(far, 0.5))
	}},
	{`=ewma(A1,"10s")`, func(w asked) cells.Value {
		at, x := w.told.ever()
		return w.of(x, func() float64 { return forgetful(at, x, 10_000) })
	}},
	{`=ewma(A1,"10s","1m")`, func(w asked) cells.Value { return w.some(func() float64 { return forgetful(w.at, w.x, 10_000) }) }},
	{`=lowpass(A1,"10s")`, func(w asked) cells.Value {
		at, x := w.told.ever()
		return w.of(x, func() float64 {
			y := x[0]
			for i := range x[1:] {
				y = x[i+1] + (y-x[i+1])*math.Exp(-float64(at[i+1]-at[i])/10_000)
			}
			return y
		})
	}},
	{`=kalman1(A1,1,4)`, func(w asked) cells.Value {
		_, x := w.told.ever()
		return w.of(x, func() float64 {
			y, variance := x[0], 4.0
			for _, x := range x[1:] {
				// Two estimates of one quantity, each by the inverse of its variance.
				variance++
				y, variance = (y/variance+x/4)/(1/variance+1.0/4), 1/(1/variance+1.0/4)
			}
			return y
		})
	}},
	{`=cusum(A1,20,5)`, func(w asked) cells.Value {
		_, x := w.told.ever()
		return w.of(x, func() float64 {
			// What is left of a sum that never goes below zero is the greatest of the sums that end now.
			above, below, up, down := 0.0, 0.0, 0.0, 0.0
			for _, x := range slices.Backward(x) {
				up, down = up+x-25, down+15-x
				above, below = max(above, up), max(below, down)
			}
			if below > above {
				return -below
			}
			return above
		})
	}},
	{`=throttle(A1,"30s")`, func(w asked) cells.Value {
		out, last := none, int64(math.MinInt64/2)
		for i, v := range w.v {
			if at := w.told.at[i]; isNumber(v) && at-last >= 30_000 {
				out, last = v, at
			}
		}
		return out
	}},
	{`=debounce(A1,"30s")`, func(w asked) cells.Value {
		out := none
		var stands cells.Value
		since := w.now
		for i, v := range w.v {
			if !isNumber(v) || v.Equal(stands) {
				continue
			}
			if at := w.told.at[i]; isNumber(stands) && at-since >= 30_000 {
				out = stands
			}
			stands, since = v, w.told.at[i]
		}
		if isNumber(stands) && w.now-since >= 30_000 {
			out = stands
		}
		return out
	}},
	{`=fill(A1)`, func(w asked) cells.Value {
		out := none
		for _, v := range w.v[w.gone:] {
			if isNumber(v) {
				out = v
			}
		}
		return out
	}},
	{`=irate(A1)`, func(w asked) cells.Value {
		at, x := w.told.numbers()
		n := len(x)
		if n < 2 || at[n-1] == at[n-2] {
			return none
		}
		grown := x[n-1] - x[n-2]
		if grown < 0 {
			grown = x[n-1]
		}
		return cells.Num(grown / float64(at[n-1]-at[n-2]) * 1000)
	}},
}

func isNumber(v cells.Value) bool { return v.Numeric() || v.Kind() == cells.Bool }

func (w asked) newest(n int) []float64 {
	_, x := w.told.numbers()
	return x[max(0, len(x)-n):]
}

// of is a number if there are points to make it of.
func (w asked) of(x []float64, v func() float64) cells.Value {
	if len(x) == 0 {
		return none
	}
	return cells.Num(v())
}

func (w asked) least(n int, v func() float64) cells.Value {
	if len(w.x) < n {
		return none
	}
	return cells.Num(v())
}

func deviation(x []float64) float64 {
	mean, squares := total(x)/float64(len(x)), 0.0
	for _, y := range x {
		squares += (y - mean) * (y - mean)
	}
	return math.Sqrt(squares / float64(len(x)-1))
}

// quantile is that of Excel's PERCENTILE.
func quantile(x []float64, p float64) float64 {
	x = slices.Sorted(slices.Values(x))
	place := p * float64(len(x)-1)
	i := int(place)
	if i+1 == len(x) {
		return x[i]
	}
	return x[i] + (x[i+1]-x[i])*(place-float64(i))
}

func mode(x []float64) (best float64) {
	times := make(map[float64]int)
	for _, y := range x {
		times[y]++
	}
	for _, y := range slices.Backward(x) {
		if n := times[y]; n >= times[best] {
			best = y
		}
	}
	return best
}

// line is the regression line through the points of the window, and how much it grows in a millisecond, by whole numbers as long as it goes.
func (w asked) line() (on func(at int64) float64, slope float64, ok bool) {
	var n, t, x, tt, tx int64
	for i, at := range w.at {
		dt, value := at-w.at[0], int64(w.x[i])
		n, t, x, tt, tx = n+1, t+dt, x+value, tt+dt*dt, tx+dt*value
	}
	if n*tt-t*t == 0 {
		return nil, 0, false
	}
	slope = float64(n*tx-t*x) / float64(n*tt-t*t)
	return func(at int64) float64 {
		return float64(x)/float64(n) + slope*(float64(at-w.at[0])-float64(t)/float64(n))
	}, slope, true
}

// forgetful is a mean in which a point weighs half as much after a half-life.
func forgetful(at []int64, x []float64, half float64) float64 {
	sum, weights := 0.0, 0.0
	for i := range x {
		weight := math.Exp2(-float64(at[len(at)-1]-at[i]) / half)
		sum, weights = sum+weight*x[i], weights+weight
	}
	return sum / weights
}

func beyond(x, limit float64) cells.Value {
	if math.Abs(x-limit) < 1e-9*(1+limit) {
		return whatever
	}
	return cells.Boolean(x > limit)
}
