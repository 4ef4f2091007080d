package formula

import (
	"math"
	"strconv"
	"strings"

	"freshet/cells"
)

// complexNumber is a complex number with the letter it is written with, i or j; 0 where it has no imaginary part.
type complexNumber struct {
	z      complex128
	suffix byte
}

// parseComplex reads "3+4i", "-j", "2.5" or "1e3i" as a locale writes them.
func parseComplex(s string, locale string) (complexNumber, bool) {
	var c complexNumber
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 64 {
		return c, s == ""
	}
	if point := cells.SeparatorsOf(locale).Decimal; point != '.' {
		s = strings.Replace(strings.ReplaceAll(s, ".", "?"), string(point), ".", 2)
	}
	last := s[len(s)-1]
	if last != 'i' && last != 'j' {
		x, ok := realNumber(s)
		c.z = complex(x, 0)
		return c, ok
	}
	c.suffix = last
	s = s[:len(s)-1]
	cut := 0
	for k := len(s) - 1; k > 0; k-- {
		if (s[k] == '+' || s[k] == '-') && s[k-1]|0x20 != 'e' {
			cut = k
			break
		}
	}
	re, im, ok := 0.0, 0.0, true
	if cut > 0 {
		if re, ok = realNumber(s[:cut]); !ok {
			return c, false
		}
	}
	switch s[cut:] {
	case "", "+":
		im = 1
	case "-":
		im = -1
	default:
		im, ok = realNumber(s[cut:])
	}
	c.z = complex(re, im)
	return c, ok
}

// realNumber reads a real number written in digits.
func realNumber(s string) (float64, bool) {
	if strings.Trim(s, "0123456789.eE+-") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil
}

// text writes a complex number as Excel does: 3+4i, i, -2i, 5.
func (c complexNumber) text(locale string) operand {
	re, im := real(c.z), imag(c.z)
	if math.IsNaN(re) || math.IsInf(re, 0) || math.IsNaN(im) || math.IsInf(im, 0) {
		return bad(cells.ErrNum, "the result is no number, or too large")
	}
	write := func(x float64) string { return cells.Format{}.Render(cells.Num(x), locale) }
	if im == 0 {
		return text(write(re))
	}
	suffix := c.suffix
	if suffix == 0 {
		suffix = 'i'
	}
	s := write(im)
	switch im {
	case 1:
		s = ""
	case -1:
		s = "-"
	}
	if re == 0 {
		return text(s + string(suffix))
	}
	if im > 0 {
		s = "+" + s
	}
	return text(write(re) + s + string(suffix))
}

// join gives the suffix of two numbers; false when one is written with i and the other with j.
func (c complexNumber) join(d complexNumber) (byte, bool) {
	if c.suffix != 0 && d.suffix != 0 && c.suffix != d.suffix {
		return 0, false
	}
	return max(c.suffix, d.suffix), true
}

func (f *frame) complexOf(o operand, arg int) (complexNumber, operand) {
	f.step(len(o.Text())/2 + 12)
	c, ok := parseComplex(o.Text(), f.locale)
	if !ok {
		return c, argument(cells.ErrNum, arg, "\""+clip(o.Text())+"\" is no complex number such as 3+4i")
	}
	return c, operand{}
}
