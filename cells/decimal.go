package cells

import (
	"math"
	"strconv"
)

// smallPowers are from 1E-8 on, the nearest doubles.
var smallPowers = [...]float64{1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1}

// wholePowers are powers of ten as whole numbers.
var wholePowers = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19}

// appendDecimal appends a number with its 15 significant digits and no zeros behind them, for numbers from 1E-8 up to 1E15. False, with
// nothing appended: the number lies elsewhere, or so near to the middle between two neighbours of 15 digits that strconv must tell.
//
// The number times a power of ten has 15 digits before its point. Since the power is exact up to 1E22, so is the product in two
// doubles: the rounded one, and what a fused multiply-add finds that it lacks.
func appendDecimal(b []byte, x float64, decimal byte) ([]byte, bool) {
	m := math.Abs(x)
	if !(m >= 1e-8 && m < 1e15) {
		return b, false
	}
	e := decimalExponent(m)
	decimals := 14 - e
	p := powersOfTen[decimals]
	product := m * p
	lacks := math.FMA(m, p, -product)
	whole := math.Floor(product)
	rest := (product - whole) + lacks
	digits := uint64(whole)
	switch off := rest - 0.5; {
	case math.Abs(off) < 1e-6:
		return b, false
	case off > 0:
		digits++
	}
	digits, decimals = trimZeros(digits, decimals)
	if x < 0 {
		b = append(b, '-')
	}
	if decimals <= 0 {
		return strconv.AppendUint(b, digits, 10), true
	}
	if decimals >= len(wholePowers) {
		b = append(b, '0', decimal)
		return appendPadded(b, digits, decimals), true
	}
	b = strconv.AppendUint(b, digits/wholePowers[decimals], 10)
	return appendPadded(append(b, decimal), digits%wholePowers[decimals], decimals), true
}

// decimalExponent is how many digits a number from 1E-8 up to 1E15 has before its point, less one.
func decimalExponent(m float64) int {
	e := (int(math.Float64bits(m)>>52) - 1023) * 1233 >> 12 // log 2 = 0.301 = 1233/4096; one too few at most
	next := 0.0
	if e+1 < 0 {
		next = smallPowers[e+9]
	} else {
		next = powersOfTen[e+1]
	}
	if m >= next {
		e++
	}
	return e
}

// trimZeros takes zeros away behind the point, of which there are at most 15.
func trimZeros(digits uint64, decimals int) (uint64, int) {
	if decimals >= 8 && digits%1e8 == 0 {
		digits, decimals = digits/1e8, decimals-8
	}
	if decimals >= 4 && digits%1e4 == 0 {
		digits, decimals = digits/1e4, decimals-4
	}
	if decimals >= 2 && digits%100 == 0 {
		digits, decimals = digits/100, decimals-2
	}
	if decimals >= 1 && digits%10 == 0 {
		digits, decimals = digits/10, decimals-1
	}
	return digits, decimals
}

// appendPadded appends a number with zeros before it.
func appendPadded(b []byte, digits uint64, width int) []byte {
	var buf [32]byte
	for i := width - 1; i >= 0; i-- {
		buf[i] = byte('0' + digits%10)
		digits /= 10
	}
	return append(b, buf[:width]...)
}
