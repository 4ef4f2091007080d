package formula

import (
	"math"

	"freshet/cells"
	"freshet/cells/series"
)

func smoothFunctions() []*function {
	return []*function{
		declare("sma(cell:h, count:n)", Series, "number", "The mean of the last points: a moving average by count.", over(1, func(w series.Window) operand { return like(w, w.Mean()) }), eg("=sma(A1,2)", "30", pastSetup)),
		declare("ewma(cell:h, half_life:v, [window:v])", Series, "number", "A moving average that forgets: a point weighs half as much after a half-life.", ewma, timed, more("The half-life is one of time: readings may come at any intervals. Without a window it goes over all points, those there were when the formula was entered and all that have come since."), eg("=ROUND(ewma(A1,\"2m\"),6)", "30", pastSetup), eg("=ewma(A1,\"2m\",2)", "33.3333333333333", pastSetup)),
		declare("lowpass(cell:h, time_constant:v)", Series, "number", "A low-pass filter of the first order: it follows a step to 63 % within the time constant.", filtered(series.Lowpass, oneSpan, firstOf), more("It begins with the first point. The time constant is one of time: readings may come at any intervals."), eg("=ROUND(lowpass(A1,\"2m\"),4)", "31.2891", pastSetup)),
		declare("kalman1(cell:h, process:n, noise:n)", Series, "number", "The estimate of a Kalman filter for one quantity that wanders: the variance of its steps, and that of the measurements.", filtered(series.Kalman, func(_ *frame, a []operand) (p [2]float64, e operand) {
			if p = [2]float64{a[1].Float(), a[2].Float()}; p[0] < 0 || p[1] < 0 {
				return p, argument(cells.ErrNum, 2, "variances are not negative")
			}
			return p, operand{}
		}, firstOf), more("It begins with the first point, and takes each point for one step."), eg("=ROUND(kalman1(A1,1,1),4)", "31.25", pastSetup)),
		declare("holt(cell:h, level:n, trend:n, [steps:n])", Series, "number", "What comes so many points ahead (1), by double exponential smoothing: the weights of the newest level and trend lie between 0 and 1 (Holt).", filtered(series.Holt, func(_ *frame, a []operand) (p [2]float64, e operand) {
			for i := range p {
				if p[i] = a[i+1].Float(); p[i] < 0 || p[i] > 1 {
					return p, argument(cells.ErrNum, i+2, "a weight lies between 0 and 1")
				}
			}
			return p, operand{}
		}, func(_ *frame, a []operand, s series.State) operand {
			return num(s.F[0] + float64(optNum(a, 3, 1)*s.F[1]))
		}), eg("=holt(A1,0.5,0.5)", "47.5", pastSetup), eg("=holt(A1,0.5,0.5,0)", "35", pastSetup)),
		declare("cusum(cell:h, target:n, slack:n)", Series, "number", "How far a value has drifted from its target: what lay more than the slack above or below, added up and not below 0 (Page); the larger of both sums, that below with a minus.", filtered(series.Cusum, func(_ *frame, a []operand) (p [2]float64, e operand) {
			return [2]float64{a[1].Float(), math.Abs(a[2].Float())}, operand{}
		}, func(_ *frame, _ []operand, s series.State) operand {
			if s.F[1] > s.F[0] {
				return num(-s.F[1])
			}
			return num(s.F[0])
		}), eg("=cusum(A1,20,2)", "18", pastSetup), eg("=cusum(A1,50,2)", "-74", pastSetup)),
		declare("zscore(cell:h, window:v)", Series, "number", "How many standard deviations the present value is from the mean of a window.", over(2, func(w series.Window) operand {
			s := math.Sqrt(w.Variance())
			if s == 0 {
				return num(0)
			}
			_, x := w.At(w.Len() - 1)
			return num((x - w.Mean()) / s)
		}), timed, more("The deviation is that of a sample, and the present value is one of the points. Where all are equal it is 0; of fewer than two it is #N/A."), eg("=ROUND(zscore(A1,\"5m\"),6)", "1.091089", pastSetup)),
		declare("anomaly(cell:h, window:v, [k:n])", Series, "truth", "Tells whether the present value is more than k (3) standard deviations from the mean of a window.", func(f *frame, a []operand) operand {
			w, e := f.window(a[0], a[1])
			if e.failed() {
				return e
			}
			if w.Len() < 3 {
				return truth(false)
			}
			_, x := w.At(w.Len() - 1)
			return truth(math.Abs(x-w.Mean()) > optNum(a, 2, 3)*math.Sqrt(w.Variance()))
		}, timed, more("The present value is one of the points. With fewer than three it is FALSE. A few wild values widen the deviation: outlier is not misled by them."), eg("=anomaly(A1,\"5m\",1)", "TRUE", pastSetup)),
		declare("outlier(cell:h, window:v, [k:n])", Series, "truth", "Tells whether the present value is further than k (3) scaled median deviations from the median of a window (Hampel).", outlier, timed, more("The median deviation is scaled by 1.4826, which makes it the standard deviation where values are distributed normally. With fewer than three points it is FALSE."), eg("=outlier(A1,\"5m\",1)", "TRUE", pastSetup), eg("=outlier(A1,\"5m\")", "FALSE", pastSetup)),
		declare("predict(cell:h, window:v, ahead:v)", Series, "number", "The value some time ahead, by a straight line through the points in a window.", predictAhead, timed, more("The line is that of least squares, and the time counts from now, not from the newest point."), eg("=predict(A1,\"3m\",\"2m\")", "60", pastSetup)),
		declare("eta(cell:h, target:n, window:v)", Series, "duration", "How long until a value reaches a target, by a straight line through the points in a window.", eta, timed, more("When will the tank be empty: target 0. Where the value is not on its way to the target it is #N/A."), eg("=eta(A1,0,\"3m\")", "#N/A", pastSetup), eg("=eta(A1,60,\"3m\")", "0:02:00", pastSetup)),
		declare("trend_over(cell:h, window:v)", Series, "number", "1, 0 or -1: whether a value rises or falls in a window.", over(0, func(w series.Window) operand {
			s, _, ok := w.Line()
			if !ok {
				return num(0)
			}
			return num(float64(compareNumbers(s, 0)))
		}), timed, more("By the slope of the line of least squares; 0 with fewer than two points."), eg("=trend_over(A1,\"5m\")", "1", pastSetup)),
	}
}

// firstOf is the result of a filter whose output is its first number.
func firstOf(_ *frame, _ []operand, s series.State) operand { return num(s.F[0]) }

func ewma(f *frame, a []operand) operand {
	if !has(a, 2) {
		return filtered(series.Ewma, oneSpan, func(_ *frame, _ []operand, s series.State) operand { return num(s.F[0] / s.F[1]) })(f, a)
	}
	half, e := f.spanOf(a[1], 2)
	if e.failed() {
		return e
	}
	w, e := f.window(a[0], a[2])
	if e.failed() {
		return e
	}
	if w.Len() == 0 {
		return noHistory()
	}
	return like(w, w.Decayed(half))
}

func outlier(f *frame, a []operand) operand {
	w, e := f.window(a[0], a[1])
	if e.failed() {
		return e
	}
	n := w.Len()
	if n < 3 {
		return truth(false)
	}
	f.step(2 * n)
	_, last := w.At(n - 1)
	x := w.Sorted()
	m := between(x, float64(n-1)/2)
	k := (n - 1) / 2
	spread := series.Deviation(x, m, k)
	if n%2 == 0 {
		spread += float64(0.5 * (series.Deviation(x, m, k+1) - spread))
	}
	// 1.4826 makes the median deviation of a normal distribution its standard deviation (Hampel, 1974).
	return truth(math.Abs(last-m) > optNum(a, 2, 3)*1.4826*spread)
}

func predictAhead(f *frame, a []operand) operand {
	w, e := f.window(a[0], a[1])
	if e.failed() {
		return e
	}
	ahead, e := f.spanOf(a[2], 3)
	if e.failed() {
		return e
	}
	f.always()
	s, middle, ok := w.Line()
	if !ok {
		return noHistory()
	}
	return like(w, snap(middle.On(s, f.w.At+ahead)))
}

func eta(f *frame, a []operand) operand {
	w, e := f.window(a[0], a[2])
	if e.failed() {
		return e
	}
	f.always()
	s, middle, ok := w.Line()
	if !ok {
		return noHistory()
	}
	seconds := (a[1].Float() - middle.On(s, f.w.At)) / s
	if s == 0 || seconds < 0 || math.IsNaN(seconds) || math.IsInf(seconds, 0) {
		return bad(cells.ErrNA, "the value is not on its way to the target")
	}
	return val(cells.Span(math.Round(seconds*1000) / 86_400_000))
}
