package series

import (
	"math"

	"freshet/cells"
)

// Rule is what a filter does with each number. The numbers are part of what is stored: they are never used again.
type Rule uint8

// The rules. x is the number, at its time, dt the time since the number before, in milliseconds; the first number begins the filter.
const (
	// Ewma: a mean that forgets. P[0] is the half-life in ms. F[0]/F[1] is the mean.
	Ewma Rule = 1
	// Lowpass: a low-pass filter of the first order, which follows a step to 63 % within the time constant P[0] in ms. F[0] is its output.
	Lowpass Rule = 2
	// Kalman: a Kalman filter of one quantity that wanders at random (Kalman, 1960): variance P[0] of its steps, P[1] of the measurements. F[0] is the estimate,
	// F[1] its variance.
	Kalman Rule = 3
	// Holt: double exponential smoothing (Holt, 1957) with weights P[0] of the newest level and P[1] of the newest trend. F[0] is the level, F[1] the
	// trend per point.
	Holt Rule = 4
	// Cusum: cumulative sums (Page, 1954) of what lies more than the slack P[1] above, in F[0], and below, in F[1], the target P[0].
	Cusum Rule = 5
	// Edges: F[0] is how often the number became something from zero, F[1] since when it is something (or zero), F[2] when it was last given as something, F[3] is 1
	// when it was so ever, F[4] is 1 when it is.
	Edges Rule = 6
	// Throttle: the first number, and then the first after each P[0] ms without one. F[0] and F[1] are it and its kind, F[2] its time.
	Throttle Rule = 7
	// Debounce: the number that stood unchanged for P[0] ms. F[0] and F[1] are the newest such and its kind (0 for none), F[2] and F[3] the one
	// that stands now, F[4] since when.
	Debounce Rule = 8
	rules    Rule = 9
)

// Step takes one number of a cell's past in.
func (f Filter) Step(s *State, at int64, v cells.Value) {
	first, t, x, kind := s.N == 0, float64(at), v.Float(), v.Kind()
	s.N++
	switch f.Rule {
	case Ewma:
		k := math.Exp2(-(t - s.F[2]) / f.P[0])
		if first {
			k = 0
		}
		s.F[0], s.F[1], s.F[2] = float64(s.F[0]*k)+x, float64(s.F[1]*k)+1, t
	case Lowpass:
		if first {
			s.F[0] = x
		} else {
			s.F[0] += float64(-math.Expm1(-(t-s.F[1])/f.P[0]) * (x - s.F[0]))
		}
		s.F[1] = t
	case Kalman:
		if first {
			s.F[0], s.F[1] = x, f.P[1]
			return
		}
		p := s.F[1] + f.P[0]
		gain := 0.0
		if p > 0 {
			gain = p / (p + f.P[1])
		}
		s.F[0] += float64(gain * (x - s.F[0]))
		s.F[1] = float64((1 - gain) * p)
	case Holt:
		switch s.N {
		case 1:
			s.F[0] = x
		case 2:
			s.F[0], s.F[1] = x, x-s.F[0]
		default:
			level := float64(f.P[0]*x) + float64((1-f.P[0])*(s.F[0]+s.F[1]))
			s.F[1] = float64(f.P[1]*(level-s.F[0])) + float64((1-f.P[1])*s.F[1])
			s.F[0] = level
		}
	case Cusum:
		s.F[0] = max(0, s.F[0]+(x-f.P[0]-f.P[1]))
		s.F[1] = max(0, s.F[1]+(f.P[0]-f.P[1]-x))
	case Edges:
		s.edges(t, x != 0, first)
	case Throttle:
		if first || t-s.F[2] >= f.P[0] {
			s.F[0], s.F[1], s.F[2] = x, float64(kind), t
		}
	case Debounce:
		if !first && t-s.F[4] >= f.P[0] {
			s.F[0], s.F[1] = s.F[2], s.F[3]
		}
		if first || s.F[2] != x || s.F[3] != float64(kind) {
			s.F[2], s.F[3], s.F[4] = x, float64(kind), t
		}
	}
}

func (s *State) edges(t float64, on, first bool) {
	was := s.F[4] != 0
	if first || on != was {
		s.F[1] = t
	}
	if on && !was && !first {
		s.F[0]++
	}
	s.F[4] = 0
	if on {
		s.F[2], s.F[3], s.F[4] = t, 1, 1
	}
}
