package formula

import (
	"math"
	"unsafe"
)

// Numbers of a column are replaced by results in loops of their own. A loop ends at the first result that wants to be looked at: one that is 0 or not finite, one
// that is there already, or a sum that may cancel. Eight rows at once are compared where the processor can (overwide_amd64.s), four elsewhere; what these leave,
// because of one of their rows or because fewer are left, is done one by one.
const together = 8

// linearOver is x·p + y·q. Every product is rounded as it is alone.
func linearOver(old, x, y []float64, p, q float64) int {
	for k := 0; ; {
		if n := wideRows(len(old) - k); n > 0 {
			k += linearWide(&old[k], &x[k], &y[k], n, p, q)
		} else {
			k += linearRows(old[k:], x[k:], y[k:], p, q)
		}
		for end := min(k+together, len(old)); k < end; k++ {
			if !replace(&old[k], plus(float64(x[k]*p), float64(y[k]*q))) {
				return k
			}
		}
		if k == len(old) {
			return k
		}
	}
}

// affineOver is x·p + q.
func affineOver(old, x []float64, p, q float64) int {
	for k := 0; ; {
		if n := wideRows(len(old) - k); n > 0 {
			k += affineWide(&old[k], &x[k], n, p, q)
		} else {
			k += affineRows(old[k:], x[k:], p, q)
		}
		for end := min(k+together, len(old)); k < end; k++ {
			if !replace(&old[k], plus(float64(x[k]*p), q)) {
				return k
			}
		}
		if k == len(old) {
			return k
		}
	}
}

// productOver is x·y.
func productOver(old, x, y []float64) int {
	for k := 0; ; {
		if n := wideRows(len(old) - k); n > 0 {
			k += productWide(&old[k], &x[k], &y[k], n)
		} else {
			k += productRows(old[k:], x[k:], y[k:])
		}
		for end := min(k+together, len(old)); k < end; k++ {
			if !replace(&old[k], x[k]*y[k]) {
				return k
			}
		}
		if k == len(old) {
			return k
		}
	}
}

// quotientOver is x/y. To divide takes longer than all the rest, so that there is no loop of four rows.
func quotientOver(old, x, y []float64) int {
	for k := 0; ; {
		n := wideRows(len(old) - k)
		if n > 0 {
			k += quotientWide(&old[k], &x[k], &y[k], n)
		}
		end := len(old)
		if n > 0 {
			end = min(k+together, end)
		}
		for ; k < end; k++ {
			if !replace(&old[k], x[k]/y[k]) {
				return k
			}
		}
		if k == len(old) {
			return k
		}
	}
}

// shareOver is x/q.
func shareOver(old, x []float64, q float64) int {
	for k := range old {
		if !replace(&old[k], x[k]/q) {
			return k
		}
	}
	return len(old)
}

// replace puts a number in the place of another one, if it is finite, is not 0, and differs.
func replace(old *float64, x float64) bool {
	if a := math.Float64bits(x); a == math.Float64bits(*old) || odd(a) {
		return false
	}
	*old = x
	return true
}

// odd reports whether a number is 0 or not finite, by its bits: without its sign and less one, 0 is more than all others.
func odd(x uint64) bool {
	const least = 0xffe0_0000_0000_0000 - 1
	return x<<1-1 >= least
}

// cancels is mayCancel of the bits of a sum and its first operand.
func cancels(r uint64, first float64) bool { return mayCancel(math.Float64bits(first), r) }

// pass is how many rows are done between looking at the lengths of the columns. There is no index to be checked in between.
const pass = 64

func passBits(x []float64) *[pass]uint64 { return (*[pass]uint64)(unsafe.Pointer((*[pass]float64)(x))) }

// linearRows is linearOver for whole passes of rows, up to the first four of which one wants to be looked at.
func linearRows(old, x, y []float64, p, q float64) int {
	k := 0
	for ; len(old)-k >= pass; k += pass {
		z, x, y := passBits(old[k:]), (*[pass]float64)(x[k:]), (*[pass]float64)(y[k:])
		for j := 0; j < pass; j += 4 {
			e, f, g, h := float64(x[j]*p), float64(x[j+1]*p), float64(x[j+2]*p), float64(x[j+3]*p)
			a := math.Float64bits(e + float64(y[j]*q))
			b := math.Float64bits(f + float64(y[j+1]*q))
			c := math.Float64bits(g + float64(y[j+2]*q))
			d := math.Float64bits(h + float64(y[j+3]*q))
			if a == z[j] || b == z[j+1] || c == z[j+2] || d == z[j+3] || odd(a) || odd(b) || odd(c) || odd(d) {
				return k + j
			}
			if cancels(a, e) || cancels(b, f) || cancels(c, g) || cancels(d, h) {
				return k + j
			}
			z[j], z[j+1], z[j+2], z[j+3] = a, b, c, d
		}
	}
	return k
}

// affineRows is affineOver for whole passes of rows, up to the first four of which one wants to be looked at.
func affineRows(old, x []float64, p, q float64) int {
	k := 0
	for ; len(old)-k >= pass; k += pass {
		z, x := passBits(old[k:]), (*[pass]float64)(x[k:])
		for j := 0; j < pass; j += 4 {
			e, f, g, h := float64(x[j]*p), float64(x[j+1]*p), float64(x[j+2]*p), float64(x[j+3]*p)
			a, b := math.Float64bits(e+q), math.Float64bits(f+q)
			c, d := math.Float64bits(g+q), math.Float64bits(h+q)
			if a == z[j] || b == z[j+1] || c == z[j+2] || d == z[j+3] || odd(a) || odd(b) || odd(c) || odd(d) {
				return k + j
			}
			if cancels(a, e) || cancels(b, f) || cancels(c, g) || cancels(d, h) {
				return k + j
			}
			z[j], z[j+1], z[j+2], z[j+3] = a, b, c, d
		}
	}
	return k
}

// productRows is productOver for whole passes of rows, up to the first four of which one wants to be looked at.
func productRows(old, x, y []float64) int {
	k := 0
	for ; len(old)-k >= pass; k += pass {
		z, x, y := passBits(old[k:]), (*[pass]float64)(x[k:]), (*[pass]float64)(y[k:])
		for j := 0; j < pass; j += 4 {
			a, b := math.Float64bits(x[j]*y[j]), math.Float64bits(x[j+1]*y[j+1])
			c, d := math.Float64bits(x[j+2]*y[j+2]), math.Float64bits(x[j+3]*y[j+3])
			if a == z[j] || b == z[j+1] || c == z[j+2] || d == z[j+3] || odd(a) || odd(b) || odd(c) || odd(d) {
				return k + j
			}
			z[j], z[j+1], z[j+2], z[j+3] = a, b, c, d
		}
	}
	return k
}
