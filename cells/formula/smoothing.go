package formula

import "math"

// smoother is exponential smoothing by Holt and Winters: a level, a trend and, where period is more than 1, a season that is added to the level or, when
// scaled, multiplies it. It is what Excel calls the AAA version of ETS.
type smoother struct {
	y      []float64
	period int
	scaled bool

	firstTrend  float64
	firstSeason []float64
	weights     [3]float64 // of the newest value in the level, in the trend and in the season
	level       float64    // after the last value
	trend       float64
	season      []float64 // by the place in the period
	fitted      []float64 // what was expected of each value from the second on
}

// begin sets what the level, the trend and the season are before the values: the trend is the mean change from one period to the next, and the season
// the mean distance from a line with that trend.
func (s *smoother) begin() {
	n, p := len(s.y), s.period
	s.fitted = make([]float64, n)
	if p <= 1 {
		s.firstTrend = (s.y[n-1] - s.y[0]) / float64(n-1)
		return
	}
	sum := 0.0
	for i := range p {
		sum += s.y[i+p] - s.y[i]
	}
	s.firstTrend = sum / float64(p) / float64(p)
	s.firstSeason, s.season = make([]float64, p), make([]float64, p)
	whole := n / p
	for k := range whole {
		mean := 0.0
		for i := range p {
			mean += s.y[k*p+i]
		}
		mean /= float64(p)
		for i := range p {
			line := mean + float64((float64(i)-float64(p-1)/2)*s.firstTrend)
			if s.scaled {
				s.firstSeason[i] += s.y[k*p+i] / line / float64(whole)
			} else {
				s.firstSeason[i] += (s.y[k*p+i] - line) / float64(whole)
			}
		}
	}
}

// run goes through the values and gives the sum of the squares of what was not expected.
func (s *smoother) run() float64 {
	a, b, g := s.weights[0], s.weights[1], s.weights[2]
	s.level, s.trend = s.y[0], s.firstTrend
	copy(s.season, s.firstSeason)
	switch {
	case s.period > 1 && s.scaled:
		s.level /= s.season[0]
	case s.period > 1:
		s.level -= s.season[0]
	}
	squares, at := 0.0, 0
	for i := 1; i < len(s.y); i++ {
		y, expected, seen := s.y[i], s.level+s.trend, s.y[i]
		next := expected
		if s.period > 1 {
			if at++; at == s.period {
				at = 0
			}
			if s.scaled {
				next, seen = expected*s.season[at], y/s.season[at]
			} else {
				next, seen = expected+s.season[at], y-s.season[at]
			}
		}
		s.fitted[i] = next
		level := expected + float64(a*(seen-expected))
		s.trend += float64(b * (level - s.level - s.trend))
		if s.period > 1 {
			now := y - level
			if s.scaled {
				now = y / level
			}
			s.season[at] += float64(g * (now - s.season[at]))
		}
		s.level = level
		squares += float64((y - next) * (y - next))
	}
	return squares
}

// grades is how many weights are tried of each first, and bends how often the search for better ones moves at most.
const (
	grades = 5
	bends  = 120
)

// runs is how often fit runs through the values.
func (s *smoother) runs() int {
	n := grades * grades
	if s.period > 1 {
		n *= grades
	}
	return n + 2*bends + 10
}

// fit finds the weights for which the squares are least: the best of a grid, then by the simplex of Nelder and Mead (Computer Journal 7, 1965) within the
// unit cube. It depends on the values alone.
func (s *smoother) fit() float64 {
	s.begin()
	dims := 2
	if s.period > 1 {
		dims = 3
	}
	worth := func(w [3]float64) float64 {
		for i := range w {
			w[i] = math.Max(0, math.Min(1, w[i]))
		}
		s.weights = w
		e := s.run()
		if math.IsNaN(e) {
			return math.Inf(1)
		}
		return e
	}
	tried := [grades]float64{0.3, 0.05, 0.6, 0.9, 0.001}
	best, least := [3]float64{}, math.Inf(1)
	for i := range grades * grades * grades {
		w := [3]float64{tried[i%grades], tried[i/grades%grades], tried[i/grades/grades]}
		if dims == 2 && i >= grades*grades {
			break
		}
		if e := worth(w); e < least {
			best, least = w, e
		}
	}
	best = simplex(best, dims, worth)
	least = worth(best)
	return least
}

// simplex walks from a point to where a function is less.
func simplex(from [3]float64, dims int, worth func([3]float64) float64) [3]float64 {
	type corner struct {
		at    [3]float64
		worth float64
	}
	corners := make([]corner, dims+1)
	for i := range corners {
		at := from
		if i > 0 {
			if at[i-1] += 0.15; at[i-1] > 1 {
				at[i-1] -= 0.3
			}
		}
		corners[i] = corner{at, worth(at)}
	}
	between := func(center, p [3]float64, t float64) corner {
		var at [3]float64
		for i := range dims {
			at[i] = math.Max(0, math.Min(1, center[i]+float64(t*(p[i]-center[i]))))
		}
		return corner{at, worth(at)}
	}
	for range bends {
		for i := 1; i < len(corners); i++ {
			for j := i; j > 0 && corners[j].worth < corners[j-1].worth; j-- {
				corners[j], corners[j-1] = corners[j-1], corners[j]
			}
		}
		last := &corners[dims]
		if last.worth-corners[0].worth <= 1e-12*corners[0].worth {
			break
		}
		var center [3]float64
		for _, c := range corners[:dims] {
			for i := range dims {
				center[i] += c.at[i] / float64(dims)
			}
		}
		mirrored := between(center, last.at, -1)
		switch {
		case mirrored.worth < corners[0].worth:
			if farther := between(center, last.at, -2); farther.worth < mirrored.worth {
				mirrored = farther
			}
			*last = mirrored
		case mirrored.worth < corners[dims-1].worth:
			*last = mirrored
		default:
			nearer := between(center, last.at, 0.5)
			if nearer.worth < last.worth {
				*last = nearer
				continue
			}
			*last = between(corners[0].at, last.at, 0.5)
		}
	}
	for _, c := range corners {
		if c.worth < corners[0].worth {
			corners[0] = c
		}
	}
	return corners[0].at
}

// ahead is what is expected some steps behind the last value.
func (s *smoother) ahead(steps int) float64 {
	x := s.level + float64(float64(steps)*s.trend)
	if s.period > 1 {
		c := s.season[(len(s.y)-1+steps)%s.period]
		if s.scaled {
			return x * c
		}
		return x + c
	}
	return x
}

// spread is the standard deviation of what comes some steps behind the last value, from that of the steps so far (Hyndman, Koehler, Ord and Snyder,
// Forecasting with Exponential Smoothing, 2008, table 6.1, written for the weights of Holt and Winters).
func (s *smoother) spread(steps int) float64 {
	squares := s.run()
	a, b, g := s.weights[0], s.weights[1], s.weights[2]
	sum := 1.0
	for j := 1; j < steps; j++ {
		c := a + float64(a*b*float64(j))
		if s.period > 1 && j%s.period == 0 {
			c += float64(g * (1 - a))
		}
		sum += float64(c * c)
	}
	return math.Sqrt(squares / float64(len(s.y)-1) * sum)
}

// patternOf is the length of the pattern that repeats itself in values, 1 for none: the one for which the changes from each value to the next are best told by
// their place in it. It must tell the distances from a straight line too: the changes of mere noise go up and down by themselves.
func patternOf(y []float64) int {
	n := len(y)
	changes, distances := make([]float64, n-1), make([]float64, n)
	size, mean, slope := 0.0, 0.0, 0.0
	for _, v := range y {
		size = math.Max(size, math.Abs(v))
		mean += v / float64(n)
	}
	middle, many := float64(n-1)/2, float64(n)
	for i, v := range y {
		slope += float64((float64(i) - middle) * (v - mean) / (many * (many*many - 1) / 12))
		if i > 0 {
			changes[i-1] = v - y[i-1]
		}
	}
	for i, v := range y {
		distances[i] = v - mean - float64(slope*(float64(i)-middle))
	}
	sums := make([]float64, min(n/2, maxSeason))
	best, least := 1, math.Inf(1)
	for p := 1; p <= max(1, len(sums)) && p < n-1; p++ {
		if worth := patternWorth(changes, sums, p, size); worth < least {
			best, least = p, worth
		}
	}
	if best > 1 && patternWorth(distances, sums, best, size) >= patternWorth(distances, sums, 1, size) {
		return 1
	}
	return best
}

// patternWorth is Schwarz's criterion (Annals of Statistics 6, 1978) for telling values by their place in a pattern: the less the better. Sums is room for them, and
// size that of what the values come from: what rounding leaves over of it is nothing.
func patternWorth(x, sums []float64, p int, size float64) float64 {
	m := len(x)
	nothing := math.Max(float64(m)*(1e-13*size)*(1e-13*size), 1e-300)
	clear(sums)
	squares, at := 0.0, 0
	for _, d := range x {
		squares += float64(d * d)
		if len(sums) > 0 {
			sums[at] += d
		}
		if at++; at == p {
			at = 0
		}
	}
	for k, sum := range sums[:min(p, len(sums))] {
		squares -= sum * sum / float64((m-k+p-1)/p)
	}
	return float64(m)*math.Log(math.Max(squares, nothing)/float64(m-p)) + float64(p)*math.Log(float64(m))
}
