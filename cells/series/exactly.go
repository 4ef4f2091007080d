package series

import (
	"math"

	"freshet/cells/exact"
)

// huge is from where on products of numbers leave the range of float64. What has such a number in it has no finite variance, integral or line.
const huge = 0x1p480

// addProduct adds a·b exactly: the product rounded and what the rounding lost (Dekker, 1971). Below 2^-1022 the rest is rounded itself, always alike.
func addProduct(s *exact.Sum, a, b float64) {
	hi := a * b
	s.Add(hi)
	s.Add(math.FMA(a, b, -hi))
}

// parts is a sum as floats that are exactly it together, the largest first; what is beyond four of them is less than 2^-200 of it.
func parts(s *exact.Sum) [4]float64 {
	var out [4]float64
	rest := s.Clone()
	for i := range out {
		if out[i] = rest.Float64(); out[i] == 0 {
			break
		}
		rest.Sub(out[i])
	}
	return out
}

// addScaled adds n times a sum, for n below 2^53 in magnitude.
func addScaled(to *exact.Sum, n float64, s *exact.Sum) {
	for _, x := range parts(s) {
		if x != 0 {
			addProduct(to, n, x)
		}
	}
}
