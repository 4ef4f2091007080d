package formula

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/nfp"

	"freshet/cells"
)

// maxFormat is the longest number format TEXT takes, in bytes.
const maxFormat = 255

// formatText is TEXT: number formats as Excel has them, parsed by package nfp.
func formatText(f *frame, a []operand) operand {
	v := a[0].Value
	format := a[1].Text()
	if len(format) > maxFormat {
		return argument(cells.ErrLimit, 2, "a number format has at most 255 characters")
	}
	f.step(20 + len(format) + 6*max(0, len(format)-16))
	if v.Kind() == cells.Text {
		if n, ok := parseText(v.Text(), f.locale); ok {
			v = n
		}
	}
	if format == "" {
		return text("")
	}
	parser := nfp.NumberFormatParser()
	sections := parser.Parse(escaped(canonicalFormat(format, f.locale)))
	if len(sections) == 0 {
		return text("")
	}
	switch v.Kind() {
	case cells.Text, cells.Bool:
		return text(textSection(sections, ToText(v, f.locale).Text()))
	case cells.Blank:
		v = cells.Num(0)
	}
	x, section := chooseSection(sections, v.Float())
	r := formatter{sep: cells.SeparatorsOf(f.locale), locale: f.locale, items: spelled(mended(section.Items))}
	s, ok := r.render(x, v)
	if !ok {
		return argument(cells.ErrValue, 2, "the number cannot be shown by this format")
	}
	return text(s)
}

func textSection(sections []nfp.Section, s string) string {
	section := sections[0]
	if len(sections) == 4 {
		section = sections[3]
	} else if !hasToken(section.Items, nfp.TokenTypeTextPlaceHolder) {
		return s
	}
	var b strings.Builder
	for _, t := range section.Items {
		if t.TType == nfp.TokenTypeTextPlaceHolder {
			b.WriteString(strings.Repeat(s, len(t.TValue)))
		} else {
			b.WriteString(literal(t))
		}
	}
	return b.String()
}

func hasToken(items []nfp.Token, types ...string) bool {
	for _, t := range items {
		for _, want := range types {
			if t.TType == want {
				return true
			}
		}
	}
	return false
}

// chooseSection finds the section for a number; the one for negative numbers gets it without its sign.
func chooseSection(sections []nfp.Section, x float64) (float64, nfp.Section) {
	for i, s := range sections {
		for _, t := range s.Items {
			if t.TType == nfp.TokenTypeCondition && len(t.Parts) == 2 {
				limit, _ := strconv.ParseFloat(t.Parts[1].Token.TValue, 64)
				if holds(t.Parts[0].Token.TValue, x, limit) {
					return x, s
				}
				if i+1 < len(sections) {
					return chooseSection(sections[i+1:], x)
				}
			}
		}
	}
	switch {
	case len(sections) >= 2 && x < 0:
		return -x, sections[1]
	case len(sections) >= 3 && x == 0:
		return x, sections[2]
	}
	return x, sections[0]
}

func holds(op string, x, limit float64) bool {
	switch op {
	case ">":
		return x > limit
	case ">=":
		return x >= limit
	case "<":
		return x < limit
	case "<=":
		return x <= limit
	case "<>":
		return x != limit
	}
	return x == limit
}

// formatter renders a number by the tokens of one section.
type formatter struct {
	sep    cells.Separators
	locale string
	items  []nfp.Token
}

func (r *formatter) render(x float64, v cells.Value) (string, bool) {
	switch {
	case hasToken(r.items, nfp.TokenTypeGeneral):
		var b strings.Builder
		for _, t := range r.items {
			if t.TType == nfp.TokenTypeGeneral {
				b.WriteString(cells.Format{}.Render(cells.Num(x), r.locale))
			} else {
				b.WriteString(literal(t))
			}
		}
		return b.String(), true
	case hasToken(r.items, nfp.TokenTypeDateTimes, nfp.TokenTypeElapsedDateTimes):
		return r.date(x)
	case hasToken(r.items, nfp.TokenTypeFraction):
		return r.fraction(x), true
	case hasToken(r.items, nfp.TokenTypeTextPlaceHolder) && !slices.ContainsFunc(r.items, isPlaceholder):
		return textSection([]nfp.Section{{Items: r.items}}, cells.Format{}.Render(v, r.locale)), true
	}
	return r.number(x), true
}

// literal is what a token prints that is no digit.
func literal(t nfp.Token) string {
	switch t.TType {
	case nfp.TokenTypeLiteral, nfp.TokenTypeAlignment, nfp.TokenTypePercent, nfp.TokenTypeUnknown:
		return t.TValue
	case nfp.TokenTypeCurrencyLanguage:
		for _, p := range t.Parts {
			if p.Token.TType == nfp.TokenSubTypeCurrencyString {
				return p.Token.TValue
			}
		}
	case nfp.TokenTypeTextPlaceHolder:
		return ""
	}
	return ""
}

func isPlaceholder(t nfp.Token) bool {
	switch t.TType {
	case nfp.TokenTypeZeroPlaceHolder, nfp.TokenTypeHashPlaceHolder, nfp.TokenTypeDigitalPlaceHolder:
		return true
	}
	return false
}

// layout is what the placeholders of a section say.
type layout struct {
	whole, frac, exp string // the placeholders themselves
	group            bool
	scale            int // thousands to divide by
	percent          int
	sign             string // of the exponent: "E+" or "E-"
}

func (r *formatter) layout() layout {
	var l layout
	part := &l.whole
	for i, t := range r.items {
		switch {
		case isPlaceholder(t):
			*part += t.TValue
		case t.TType == nfp.TokenTypeDecimalPoint:
			part = &l.frac
		case t.TType == nfp.TokenTypePercent:
			l.percent++
		case t.TType == nfp.TokenTypeExponential:
			l.sign = t.TValue
			part = &l.exp
		case t.TType == nfp.TokenTypeThousandsSeparator:
			behind := i+1 < len(r.items) && isPlaceholder(r.items[i+1])
			if behind {
				l.group = true
			} else {
				l.scale += len(t.TValue)
			}
		case t.TType == nfp.TokenTypeLiteral && strings.Trim(t.TValue, ",") == "" && i > 0 && (r.items[i-1].TType == nfp.TokenTypeThousandsSeparator):
			l.scale += len(t.TValue)
		}
	}
	return l
}

func (r *formatter) number(x float64) string {
	l := r.layout()
	neg := x < 0
	m := math.Abs(x)
	for range l.percent {
		m *= 100
	}
	for range l.scale {
		m /= 1000
	}
	var digits, frac, exp string
	if l.sign != "" {
		digits, frac, exp = l.exponential(m)
	} else {
		digits, frac, _ = strings.Cut(inPlaces(m, len(l.frac)), ".")
	}
	if strings.Trim(digits+frac, "0") == "" && exp == "" {
		neg = false
	}
	digits = strings.TrimLeft(digits, "0")
	places := []byte(frac)
	for k := len(places) - 1; k >= 0 && places[k] == '0' && l.frac[k] != '0'; k-- {
		if l.frac[k] == '?' {
			places[k] = ' '
		} else if k == len(places)-1 {
			places = places[:k]
		}
	}
	return r.compose(l, neg, digits, string(places), exp)
}

// inPlaces writes a number with decimals. It has 15 significant digits, as a cell shows it, and noughts behind them.
func inPlaces(m float64, decimals int) string {
	m = math.Abs(cells.RoundDecimal(m, decimals))
	s := strconv.FormatFloat(m, 'f', decimals, 64)
	if strings.TrimLeft(s, "0.") == "" || len(s) <= 16 {
		return s
	}
	mantissa, power, _ := strings.Cut(strconv.FormatFloat(m, 'e', 14, 64), "e")
	point, _ := strconv.Atoi(power)
	digits := mantissa[:1] + mantissa[2:] // of which point+1 stand before the point
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	for len(digits) < point+1+decimals {
		digits += "0"
	}
	if len(digits) > point+1+decimals {
		return s // RoundDecimal has rounded where the format ends
	}
	if decimals == 0 {
		return digits
	}
	return digits[:point+1] + "." + digits[point+1:]
}

func (l *layout) exponential(m float64) (digits, frac, exp string) {
	e := 0
	whole := max(1, len(l.whole))
	if m > 0 {
		s := strconv.FormatFloat(m, 'e', 14, 64)
		_, power, _ := strings.Cut(s, "e")
		e, _ = strconv.Atoi(power)
		e -= ((e % whole) + whole) % whole
		if whole == 1 {
			_, power, _ = strings.Cut(strconv.FormatFloat(m, 'e', len(l.frac), 64), "e")
			e, _ = strconv.Atoi(power)
		}
	}
	scaled, _ := strconv.ParseFloat(strconv.FormatFloat(m, 'e', 14, 64), 64)
	scaled, _ = strconv.ParseFloat(shiftDecimal(scaled, -e), 64)
	s := strconv.FormatFloat(cells.RoundDecimal(scaled, len(l.frac)), 'f', len(l.frac), 64)
	digits, frac, _ = strings.Cut(s, ".")
	exp = strconv.Itoa(abs(e))
	for len(exp) < len(l.exp) {
		exp = "0" + exp
	}
	switch {
	case e < 0:
		exp = "-" + exp
	case strings.HasSuffix(l.sign, "+"):
		exp = "+" + exp
	}
	return digits, frac, "E" + exp
}

func shiftDecimal(x float64, by int) string {
	m, e, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	n, _ := strconv.Atoi(e)
	return m + "e" + strconv.Itoa(n+by)
}

// compose puts the digits in the places of the placeholders and literals where they stand.
func (r *formatter) compose(l layout, neg bool, digits, frac, exp string) string {
	if i := strings.IndexAny(l.whole, "0?"); i >= 0 {
		digits = filled(strings.ReplaceAll(l.whole[i:], "#", "0"), digits)
	}
	var b strings.Builder
	if neg {
		b.WriteByte('-')
	}
	left := len(l.whole) // placeholders of the whole part still to come
	used, fracUsed := 0, 0
	state := 0 // 0 whole, 1 fraction, 2 exponent
	put := func(n int) {
		for ; n > 0; n-- {
			if rest := len(digits) - used; l.group && used > 0 && rest%3 == 0 && rest > 0 && digits[used-1] != ' ' {
				b.WriteString(r.sep.Group)
			}
			b.WriteByte(digits[used])
			used++
		}
	}
	for _, t := range r.items {
		switch {
		case isPlaceholder(t) && state == 0:
			left -= len(t.TValue)
			put(max(0, len(digits)-used-left))
		case isPlaceholder(t) && state == 1:
			for range len(t.TValue) {
				if fracUsed < len(frac) {
					b.WriteByte(frac[fracUsed])
				}
				fracUsed++
			}
		case t.TType == nfp.TokenTypeDecimalPoint:
			state = 1
			if len(frac) > 0 || strings.ContainsAny(l.frac, "0") || l.frac == "" {
				b.WriteByte(r.sep.Decimal)
			} else if strings.Contains(l.frac, "#") {
				b.WriteByte(r.sep.Decimal)
			}
		case t.TType == nfp.TokenTypeExponential:
			state = 2
			b.WriteString(exp)
		case t.TType == nfp.TokenTypeLiteral && strings.Trim(t.TValue, ",") == "":
		default:
			b.WriteString(literal(t))
		}
	}
	return b.String()
}
