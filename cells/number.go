package cells

import (
	"math"
	"strconv"
	"strings"
)

// Separators is how a locale writes numbers.
type Separators struct {
	Decimal byte   // '.' or ','
	Group   string // between thousands
	List    byte   // between a function's arguments: ',' or ';'
}

// SeparatorsOf is how the locale with a BCP 47 tag writes numbers. Unknown locales are written as English.
func SeparatorsOf(locale string) Separators {
	lang, region, _ := strings.Cut(strings.ToLower(locale), "-")
	switch lang {
	case "de":
		if region == "ch" {
			return Separators{'.', "’", ';'}
		}
		return Separators{',', ".", ';'}
	case "es", "it", "nl", "pt", "da", "id", "tr", "el", "hr", "sl", "ro":
		return Separators{',', ".", ';'}
	case "fr", "pl", "ru", "cs", "sv", "nb", "no", "fi", "uk", "hu", "sk", "bg":
		return Separators{',', "\u00a0", ';'}
	}
	return Separators{'.', ",", ','}
}

// GeneralNumber writes a number as a cell without a format shows it: at most 15 significant digits, so that 0.1+0.2 is
// 0.3, and an exponent only from 1E+20 up and below 1E-9.
func GeneralNumber(x float64) string {
	if x == 0 {
		return "0"
	}
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return ErrNum.String() // no Value is one, but a hundred times a Value may be
	}
	var buf [32]byte
	if b, ok := appendDecimal(buf[:0], x, '.'); ok {
		return string(b)
	}
	s := strconv.FormatFloat(x, 'e', 14, 64)
	mantissa, exp, _ := strings.Cut(s, "e")
	e, _ := strconv.Atoi(exp)
	if strings.Contains(mantissa, ".") {
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
	}
	if e >= 20 || e < -9 {
		sign := "+"
		if e < 0 {
			sign = "-"
			e = -e
		}
		digits := strconv.Itoa(e)
		if len(digits) < 2 {
			digits = "0" + digits
		}
		return mantissa + "E" + sign + digits
	}
	neg := strings.HasPrefix(mantissa, "-")
	digits := strings.Replace(strings.TrimPrefix(mantissa, "-"), ".", "", 1)
	var out string
	switch {
	case e < 0:
		out = "0." + strings.Repeat("0", -e-1) + digits
	case len(digits) <= e+1:
		out = digits + strings.Repeat("0", e+1-len(digits))
	default:
		out = digits[:e+1] + "." + digits[e+1:]
	}
	if neg {
		return "-" + out
	}
	return out
}

// RoundDecimal rounds half away from zero at a number of decimals (negative: before the point), after
// taking the number at its 15 significant digits: 2.675 at two decimals is 2.68 as in Excel, although the nearest
// double lies below it.
func RoundDecimal(x float64, decimals int) float64 {
	if x == 0 || decimals > 300 {
		return x
	}
	if decimals < -308 {
		return 0
	}
	if r, ok := roundFast(math.Abs(x), decimals); ok {
		return math.Copysign(r, x) + 0
	}
	exact, err := strconv.ParseFloat(strconv.FormatFloat(math.Abs(x), 'e', 14, 64), 64)
	if err != nil || math.IsInf(exact, 0) {
		return x // its 15 digits are more than the largest double
	}
	scaled := strconv.FormatFloat(exact, 'e', -1, 64)
	mantissa, exp, _ := strings.Cut(scaled, "e")
	e, _ := strconv.Atoi(exp)
	shifted, _ := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(e+decimals), 64)
	if shifted >= 1<<53 {
		return x
	}
	whole := strconv.FormatFloat(math.Floor(shifted+0.5), 'f', 0, 64)
	r, _ := strconv.ParseFloat(whole+"e"+strconv.Itoa(-decimals), 64)
	if x < 0 {
		r = -r
	}
	if r == 0 {
		return 0
	}
	return r
}

// powersOfTen are exact as doubles.
var powersOfTen = [...]float64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// roundFast rounds where the digits leave no doubt: the number times a power of ten is not close to a half. Both numbers of the
// last division are exact, so its result is the double nearest to the decimal, as if read from text (Clinger, 1990).
func roundFast(x float64, decimals int) (float64, bool) {
	if decimals < 0 || decimals > 15 {
		return 0, false
	}
	p := powersOfTen[decimals]
	y := x * p
	if y > 1e14 {
		return 0, false
	}
	whole := math.Floor(y)
	if off := y - whole - 0.5; math.Abs(off) <= y*2e-14+1e-9 {
		return 0, false
	} else if off > 0 {
		whole++
	}
	return whole / p, true
}

func (s Separators) fixed(x float64, decimals int, grouping bool) string {
	r := RoundDecimal(x, decimals)
	if math.Abs(r) >= 1e21 {
		return s.localise(GeneralNumber(r))
	}
	text := strconv.FormatFloat(math.Abs(r), 'f', decimals, 64)
	whole, frac, _ := strings.Cut(text, ".")
	if grouping {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + s.Group + whole[i:]
		}
	}
	if frac != "" {
		whole += string(s.Decimal) + frac
	}
	if r < 0 {
		return "-" + whole
	}
	return whole
}

func (s Separators) scientific(x float64, decimals int) string {
	t := strings.ToUpper(strconv.FormatFloat(x, 'e', decimals, 64))
	return s.localise(t)
}

func (s Separators) localise(t string) string {
	if s.Decimal == '.' {
		return t
	}
	return strings.Replace(t, ".", string(s.Decimal), 1)
}

// AppendGeneral appends what GeneralNumber writes, with the decimal sign of the locale.
func (s Separators) AppendGeneral(b []byte, x float64) []byte {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.AppendInt(b, int64(x), 10)
	}
	if b, ok := appendDecimal(b, x, s.Decimal); ok {
		return b
	}
	return append(b, s.localise(GeneralNumber(x))...)
}
