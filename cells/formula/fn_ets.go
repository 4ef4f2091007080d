package formula

import (
	"math"

	"freshet/cells"
)

// forecastFunctions are forecasts by exponential smoothing.
func forecastFunctions() []*function {
	const (
		data = "values:a, timeline:a, "
		rest = "[seasonality:n], [completion:n], [aggregation:n])"
		days = "A1:A8,B1:B8"
	)
	sample := []string{"A1: 10", "A2: 20", "A3: 30", "A4: 12", "A5: 22", "A6: 32", "A7: 14", "A8: 24", "B1: 1", "B2: 2", "B3: 3", "B4: 4", "B5: 5", "B6: 6", "B7: 7", "B8: 8"}
	about := more("The timeline need not be sorted; its steps are equal, or whole months, and times that occur twice count once (aggregation 1: their mean, 2: how many numbers, 3: how many values, 4: the largest, 5: the median, 6: the smallest, 7: the sum). Up to 30 % of the times may be missing: completion 1 (when left out) puts the mean of the neighbours there, 0 a nought. seasonality 1 (when left out): the length of the pattern is found, 0: there is none, else that many steps.")
	return []*function{
		declare("FORECAST.ETS(target:d, "+data+rest, Statistics, "number", "What is expected at a time, by exponential smoothing with a trend and a season that are added (AAA).", etsForecast(false), alias("FORECAST.ETS.ADD"), about,
			eg("=ROUND(FORECAST.ETS(9,"+days+",3),6)", "34", sample...), eg("=ROUND(FORECAST.ETS(5,{2;4;6;8},{1;2;3;4}),6)", "10"), eg("=FORECAST.ETS(1,{2;4;6;8},{1;2;3;4})", "#NUM!")),
		declare("FORECAST.ETS.MULT(target:d, "+data+rest, Statistics, "number", "As FORECAST.ETS, with a season that multiplies the level.", etsForecast(true), eg("=ROUND(FORECAST.ETS.MULT(9,{1;2;4;1;2;4;1;2},{1;2;3;4;5;6;7;8},3),6)", "4")),
		declare("FORECAST.ETS.CONFINT(target:d, "+data+"[confidence:n], "+rest, Statistics, "number", "How far the value at a time may be from FORECAST.ETS, with a confidence (0.95 when left out).", etsInterval, alias("FORECAST.ETS.PI.ADD"), about,
			eg("=ROUND(FORECAST.ETS.CONFINT(9,"+days+",0.95,3),6)", "0", sample...), eg("=FORECAST.ETS.CONFINT(9,"+days+",2)", "#NUM!", sample...)),
		declare("FORECAST.ETS.SEASONALITY("+data+"[completion:n], [aggregation:n])", Statistics, "number", "The length of the pattern that repeats itself in values; 1 for none.", etsSeasonality, about, eg("=FORECAST.ETS.SEASONALITY({1;2;3;1;2;3;1;2;3},{1;2;3;4;5;6;7;8;9})", "3"), eg("=FORECAST.ETS.SEASONALITY({1;2;3;4;5},{1;2;3;4;5})", "1")),
		declare("FORECAST.ETS.STAT("+data+"statistic:n, "+rest, Statistics, "number", "A figure about the smoothing that FORECAST.ETS does.", etsStatistic(false), alias("FORECAST.ETS.STAT.ADD"),
			more("1 alpha, 2 beta and 3 gamma: how much the newest value counts in the level, the trend and the season; 4 MASE, the mean error against that of taking the value before; 5 SMAPE, the mean error relative to the values; 6 MAE, the mean error; 7 RMSE, the root of the mean squared error; 8 the step of the timeline."),
			eg("=FORECAST.ETS.STAT({2;4;6;8},{1;3;5;7},8)", "2"), eg("=ROUND(FORECAST.ETS.STAT({2;4;6;8},{1;3;5;7},7),6)", "0"), eg("=FORECAST.ETS.STAT({2;4;6;8},{1;3;5;7},9)", "#NUM!")),
		declare("FORECAST.ETS.STAT.MULT("+data+"statistic:n, "+rest, Statistics, "number", "As FORECAST.ETS.STAT, with a season that multiplies the level.", etsStatistic(true), eg("=FORECAST.ETS.STAT.MULT({2;4;6;8},{1;3;5;7},8)", "2")),
	}
}

// maxSeason is the longest pattern, as in Excel: the hours of a year.
const maxSeason = 8760

// smoothed reads the values and their timeline at place i of the arguments, and the seasonality, the completion and the aggregation from place j on, and fits.
func (f *frame) smoothed(a []operand, i, j int, scaled bool) (*smoother, *timeline, operand) {
	t, e := f.readTimeline(a, i, j+1)
	if e.failed() {
		return nil, nil, e
	}
	n := len(t.values)
	period := math.Trunc(optNum(a, j, 1))
	switch {
	case period < 0 || period > maxSeason:
		return nil, nil, argument(cells.ErrNum, j+1, "the seasonality lies between 0 and 8760")
	case period == 1:
		period = float64(f.season(t.values))
	case period > 1 && 2*period > float64(n):
		return nil, nil, argument(cells.ErrNum, j+1, "there are not two whole patterns in the values")
	}
	s := &smoother{y: t.values, period: int(math.Max(1, period)), scaled: scaled && period > 1}
	f.step(s.runs() * n / (8 - 3*b2i(s.period > 1)))
	s.fit()
	return s, t, operand{}
}

// season is patternOf, with its price.
func (f *frame) season(y []float64) int {
	n := len(y)
	f.step(50 + min(n/2, maxSeason)*(n/6+1))
	return patternOf(y)
}

func etsForecast(scaled bool) eagerFunc {
	return func(f *frame, a []operand) operand {
		s, t, e := f.smoothed(a, 1, 3, scaled)
		if e.failed() {
			return e
		}
		steps, e := t.stepsTo(a[0].Float())
		if e.failed() {
			return e
		}
		x := s.expected(steps)
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return bad(cells.ErrNum, "the values give no forecast")
		}
		return num(x)
	}
}

// expected is what is expected some steps behind the last value; between two steps, on the line between them.
func (s *smoother) expected(steps float64) float64 {
	at := func(k int) float64 {
		if k == 0 {
			return s.fitted[len(s.y)-1]
		}
		return s.ahead(k)
	}
	k := int(steps)
	x := at(k)
	if part := steps - float64(k); part > 0 {
		x += float64(part * (at(k+1) - x))
	}
	return x
}

func etsInterval(f *frame, a []operand) operand {
	confidence := optNum(a, 3, 0.95)
	if confidence <= 0 || confidence >= 1 {
		return argument(cells.ErrNum, 4, "the confidence lies between 0 and 1")
	}
	s, t, e := f.smoothed(a, 1, 4, false)
	if e.failed() {
		return e
	}
	steps, e := t.stepsTo(a[0].Float())
	if e.failed() {
		return e
	}
	f.step(int(steps))
	return num(normal([]float64{0, 1}).Quantile((1+confidence)/2) * s.spread(int(math.Max(1, math.Ceil(steps)))))
}

func etsSeasonality(f *frame, a []operand) operand {
	t, e := f.readTimeline(a, 0, 2)
	if e.failed() {
		return e
	}
	return num(float64(f.season(t.values)))
}

func etsStatistic(scaled bool) eagerFunc {
	return func(f *frame, a []operand) operand {
		which := math.Trunc(a[2].Float())
		if which < 1 || which > 8 {
			return argument(cells.ErrNum, 3, "the statistic is a number from 1 to 8")
		}
		s, t, e := f.smoothed(a, 0, 3, scaled)
		if e.failed() {
			return e
		}
		var off, relative, naive, squares float64
		for i := 1; i < len(s.y); i++ {
			d := math.Abs(s.y[i] - s.fitted[i])
			off += d
			squares += float64(d * d)
			naive += math.Abs(s.y[i] - s.y[i-1])
			if both := math.Abs(s.y[i]) + math.Abs(s.fitted[i]); both > 0 {
				relative += 2 * d / both
			}
		}
		n := float64(len(s.y) - 1)
		switch which {
		case 1, 2, 3:
			if which == 3 && s.period == 1 {
				return num(0)
			}
			return num(s.weights[int(which)-1])
		case 4:
			if naive == 0 {
				return num(0)
			}
			return num(off / naive)
		case 5:
			return num(relative / n)
		case 6:
			return num(off / n)
		case 7:
			return num(math.Sqrt(squares / n))
		}
		return num(t.step)
	}
}
