package formula

import (
	"math"
	"strings"

	"freshet/cells"
)

// numeral is a letter, or two of which the first is taken off.
type numeral struct {
	value int
	text  string
}

// romanNumerals are what ROMAN writes with, the greatest first. Each form of the conciser ones (1 to 4) lets a letter be taken off one that is further above it.
func romanNumerals(form int) []numeral {
	all := []numeral{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}
	concise := [][]numeral{
		{{950, "LM"}, {450, "LD"}, {95, "VC"}, {45, "VL"}},
		{{990, "XM"}, {490, "XD"}, {99, "IC"}, {49, "IL"}},
		{{995, "VM"}, {495, "VD"}},
		{{999, "IM"}, {499, "ID"}},
	}
	for _, more := range concise[:form] {
		all = append(all, more...)
	}
	for i := 1; i < len(all); i++ { // few, and almost in order
		for k := i; k > 0 && all[k].value > all[k-1].value; k-- {
			all[k], all[k-1] = all[k-1], all[k]
		}
	}
	return all
}

func roman(f *frame, a []operand) operand {
	n := int(math.Max(-1, math.Min(a[0].Float(), 1e6)))
	if n < 0 || n > 3999 {
		return argument(cells.ErrValue, 1, "the number must lie between 0 and 3999")
	}
	form := 0.0
	if has(a, 1) {
		v := ToNumber(a[1].Value, f.locale)
		switch {
		case v.Kind() == cells.Failed:
			return val(v)
		case a[1].Kind() == cells.Bool:
			form = 4 * float64(1-b2i(a[1].Truth()))
		default:
			form = wholeNumber(v.Float())
		}
	}
	if form < 0 || form > 4 {
		return argument(cells.ErrValue, 2, "the form lies between 0, the classical one, and 4, the most concise")
	}
	f.step(45)
	var b strings.Builder
	for _, r := range romanNumerals(int(form)) {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.text)
		}
	}
	return text(b.String())
}

// arabic reads numerals of any form: a letter is taken off when a greater one follows.
func arabic(f *frame, a []operand) operand {
	s := strings.ToUpper(strings.TrimSpace(a[0].Text()))
	s, negative := strings.CutPrefix(s, "-")
	if len(s) > 255 {
		return argument(cells.ErrValue, 1, "the text has more than 255 characters")
	}
	f.step(len(s))
	total, before := 0, 0 // before is the greatest letter behind
	for i := len(s) - 1; i >= 0; i-- {
		v := map[byte]int{'M': 1000, 'D': 500, 'C': 100, 'L': 50, 'X': 10, 'V': 5, 'I': 1}[s[i]]
		switch {
		case v == 0:
			return argument(cells.ErrValue, 1, "\""+clip(a[0].Text())+"\" is no Roman number")
		case v < before:
			total -= v
		default:
			total, before = total+v, v
		}
	}
	if negative {
		total = -total
	}
	return num(float64(total))
}
