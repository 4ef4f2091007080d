package series

import "freshet/cells/exact"

// huge is from where on products of numbers leave the range of float64. What has such a number in it has no finite variance, integral or line.
const huge = 0x1p480

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
func addScaled(to *wide, n float64, s *exact.Sum) {
	for _, x := range parts(s) {
		if x != 0 {
			to.addProduct(n, x)
		}
	}
}
