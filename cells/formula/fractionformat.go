package formula

import (
	"math"
	"strconv"
	"strings"

	"github.com/xuri/nfp"
)

// mended puts right what the parser of number formats reads otherwise than Excel: the places before a point in ??.??, E- of an exponent, and the / of 0 0/0, # #/# and # 0/8.
func mended(items []nfp.Token) []nfp.Token {
	out := make([]nfp.Token, 0, len(items)+1)
	for i := 0; i < len(items); i++ {
		t := items[i]
		last := len(out) - 1
		behind := i+1 < len(items) && isPlaceholder(items[i+1])
		switch {
		case t.TType == nfp.TokenTypeDecimalPoint && len(t.TValue) > 1 && strings.Trim(t.TValue, "?") == ".":
			out = append(out, nfp.Token{TType: nfp.TokenTypeDigitalPlaceHolder, TValue: t.TValue[:len(t.TValue)-1]})
			t.TValue = "."
		case t.TType == nfp.TokenTypeDateTimes && t.TValue == "E" && last >= 0 && isPlaceholder(out[last]) && i+2 < len(items) && items[i+1].TValue == "-" && isPlaceholder(items[i+2]):
			t = nfp.Token{TType: nfp.TokenTypeExponential, TValue: "E-"}
			i++
		case t.TType == nfp.TokenTypeLiteral && (t.TValue == "/" && last >= 0 && isPlaceholder(out[last]) || len(t.TValue) > 1 && strings.TrimLeft(t.TValue, "#") == "/"):
			denominator, rest, taken := denominatorOf(items[i+1:])
			if !behind && denominator == "" {
				break
			}
			if len(t.TValue) > 1 {
				out = append(out, nfp.Token{TType: nfp.TokenTypeHashPlaceHolder, TValue: t.TValue[:len(t.TValue)-1]})
			}
			t = nfp.Token{TType: nfp.TokenTypeFraction, TValue: "/"}
			if denominator != "" {
				out = append(out, t, nfp.Token{TType: nfp.TokenTypeLiteral, TValue: denominator})
				i += taken
				t = nfp.Token{TType: nfp.TokenTypeLiteral, TValue: rest}
			}
		}
		out = append(out, t)
	}
	return out
}

// denominatorOf is the 16 of ?/16, what follows it in the same token, and how many tokens that takes.
func denominatorOf(items []nfp.Token) (digits, rest string, taken int) {
	for _, t := range items {
		if t.TType != nfp.TokenTypeLiteral || t.TValue == "" || !isDigit(t.TValue[0]) {
			break
		}
		rest = strings.TrimLeft(t.TValue, "0123456789")
		digits += t.TValue[:len(t.TValue)-len(rest)]
		if taken++; rest != "" {
			break
		}
	}
	return digits, rest, taken
}

// fraction renders 5.25 as 5 1/4. The numerator is filled up on its left and the denominator on its right, so that fractions stand below each other.
func (r *formatter) fraction(x float64) string {
	bar := 0
	for i, t := range r.items {
		if t.TType == nfp.TokenTypeFraction {
			bar = i
			break
		}
	}
	above, below := "", ""
	if bar > 0 && isPlaceholder(r.items[bar-1]) {
		above = r.items[bar-1].TValue
	}
	if bar+1 < len(r.items) {
		below = r.items[bar+1].TValue
	}
	mixed := false
	for _, t := range r.items[:max(0, bar-1)] {
		mixed = mixed || isPlaceholder(t)
	}
	m, whole := math.Abs(x), 0.0
	if mixed {
		whole, m = math.Modf(m)
	}
	n, d := nearestFraction(m, int(math.Pow10(min(max(len(below), 1), 4)))-1)
	if fixed, err := strconv.Atoi(below); err == nil && fixed > 0 {
		d = fixed
		n = int(math.Round(m * float64(d)))
	}
	if mixed && n == d {
		whole, n = whole+1, 0
	}
	none := mixed && n == 0
	var b strings.Builder
	if x < 0 && (whole > 0 || n > 0) {
		b.WriteByte('-')
	}
	written := false
	for i, t := range r.items {
		switch {
		case (i == bar-1 || i == bar+1 || i == bar) && none:
			b.WriteString(strings.Repeat(" ", len(t.TValue)))
		case i == bar-1 && isPlaceholder(t):
			b.WriteString(filled(above, strconv.Itoa(n)))
		case i == bar:
			b.WriteByte('/')
		case i == bar+1:
			s := strconv.Itoa(d)
			b.WriteString(s + strings.Repeat(" ", max(0, strings.Count(below, "?")-len(s))))
		case isPlaceholder(t):
			if !written && (whole > 0 || none) {
				b.WriteString(strconv.FormatFloat(whole, 'f', 0, 64))
			} else if !written {
				b.WriteString(filled(t.TValue, ""))
			}
			written = true
		default:
			b.WriteString(literal(t))
		}
	}
	return b.String()
}

// filled puts digits into placeholders from the right: what is left over is 0, a blank for ?, and nothing for #.
func filled(places, digits string) string {
	for len(digits) < len(places) {
		switch places[len(places)-1-len(digits)] {
		case '0':
			digits = "0" + digits
		case '?':
			digits = " " + digits
		default:
			return digits
		}
	}
	return digits
}

// nearestFraction is the nearest fraction with a denominator up to limit; of those that differ by less than 1e-12, the one with the smaller denominator. What comes near is
// found among the convergents of the continued fraction, and the last fraction between two of them whose denominator is not too large (Khinchin, Continued Fractions, §6).
func nearestFraction(x float64, limit int) (n, d int) {
	whole, part := math.Modf(x)
	const one = 1 << 62
	a, b := uint64(math.Round(part*one)), uint64(one) // part as a fraction, for Euclid
	best := math.Inf(1)
	try := func(p, q int) {
		if e := math.Abs(part - float64(p)/float64(q)); e < best-1e-12 {
			best, n, d = e, p, q
		}
	}
	p0, q0, p1, q1 := 1, 0, 0, 1 // 1/0 and 0/1, the convergents before the first
	for try(p1, q1); a != 0; {
		k := int(min(b/a, uint64(limit)+1))
		if q0+k*q1 > limit {
			if k = (limit - q0) / q1; k > 0 {
				try(p0+k*p1, q0+k*q1)
			}
			break
		}
		p0, q0, p1, q1 = p1, q1, p0+k*p1, q0+k*q1
		try(p1, q1)
		a, b = b%a, a
	}
	return int(math.Min(whole*float64(d)+float64(n), 1e15)), d
}
