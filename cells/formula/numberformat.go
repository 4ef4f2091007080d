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
		f.chargeParsed(v)
		if n, ok := parseText(v.Text(), f.locale); ok {
			v = n
		}
	}
	if format == "" {
		return text("")
	}
	sections := f.sections(format)
	if len(sections) == 0 {
		return text("")
	}
	switch v.Kind() {
	case cells.Text, cells.Bool:
		s := ToText(v, f.locale).Text()
		f.step(len(s) * strings.Count(format, "@") / bytesPerStep * 2) // and room for it
		if s, ok := textSection(sections, s); ok {
			return text(s)
		}
		return val(textLimit())
	case cells.Blank:
		v = cells.Num(0)
	}
	f.step(digitsSteps(v.Float()))
	x, section := chooseSection(sections, v.Float())
	r := formatter{sep: cells.SeparatorsOf(f.locale), locale: f.locale, items: spelled(mended(section.Items))}
	s, ok := r.render(x, v)
	if !ok {
		return argument(cells.ErrValue, 2, "the number cannot be shown by this format")
	}
	return text(s)
}

// digitsSteps is what writing the digits of a number takes beyond that of a small one: each bit above 2^60 moves all of them.
func digitsSteps(x float64) int {
	_, exp := math.Frexp(x)
	return max(0, exp-60) / 4
}

// parsedFormat is a number format and its sections, which nobody changes.
type parsedFormat struct {
	format, locale string
	sections       []nfp.Section
}

// sections reads a number format. A column or an array of numbers has the same one again and again; the budget counts reading it each time.
func (f *frame) sections(format string) []nfp.Section {
	for i := range f.formats {
		if p := &f.formats[i]; p.sections != nil && p.format == format && p.locale == f.locale {
			return p.sections
		}
	}
	p := &f.formats[f.formatted%len(f.formats)]
	f.formatted++
	parser := nfp.NumberFormatParser()
	*p = parsedFormat{format, f.locale, parser.Parse(escaped(canonicalFormat(format, f.locale)))}
	return p.sections
}

// textSection writes a text by the section for texts; false when that is longer than a text may be.
func textSection(sections []nfp.Section, s string) (string, bool) {
	section := sections[0]
	if len(sections) == 4 {
		section = sections[3]
	} else if !hasToken(section.Items, nfp.TokenTypeTextPlaceHolder) {
		return s, true
	}
	var b strings.Builder
	for _, t := range section.Items {
		if t.TType != nfp.TokenTypeTextPlaceHolder {
			b.WriteString(literal(t))
			continue
		}
		if b.Len()+len(s)*len(t.TValue) > cells.MaxText {
			return "", false
		}
		for range len(t.TValue) {
			b.WriteString(s)
		}
	}
	return b.String(), true
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
		return textSection([]nfp.Section{{Items: r.items}}, cells.Format{}.Render(v, r.locale))
	}
	return r.number(x), true
}

// literal is what a token prints that is no digit.
func literal(t nfp.Token) string {
	switch t.TType {
	case nfp.TokenTypeLiteral, nfp.TokenTypeAlignment, nfp.TokenTypePercent, nfp.TokenTypeUnknown:
		return unquoting.Replace(t.TValue)
	case nfp.TokenTypeCurrencyLanguage:
		for _, p := range t.Parts {
			if p.Token.TType == nfp.TokenSubTypeCurrencyString {
				return unquoting.Replace(p.Token.TValue)
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
	s := ""
	if m < 1e16 { // else it has more than 15 digits before the point
		if s = strconv.FormatFloat(m, 'f', decimals, 64); strings.TrimLeft(s, "0.") == "" || len(s) <= 16 {
			return s
		}
	}
	mantissa, power, _ := strings.Cut(strconv.FormatFloat(m, 'e', 14, 64), "e")
	point, _ := strconv.Atoi(power)
	digits := mantissa[:1] + mantissa[2:] // of which point+1 stand before the point
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	if n := point + 1 + decimals - len(digits); n > 0 {
		digits += strings.Repeat("0", n)
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
	m, _ = strconv.ParseFloat(strconv.FormatFloat(m, 'e', 14, 64), 64)
	if m > 0 {
		_, power, _ := strings.Cut(strconv.FormatFloat(m, 'e', 14, 64), "e")
		e, _ = strconv.Atoi(power)
		e -= ((e % whole) + whole) % whole
	}
	scaled := l.scaled(m, e)
	if scaled >= math.Pow10(whole) {
		// Rounding has made a digit more than there is room for: 9.995 is 1.00E+01.
		e += whole
		scaled = l.scaled(m, e)
	}
	s := strconv.FormatFloat(scaled, 'f', len(l.frac), 64)
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

// scaled is a number without a power of ten, rounded to the places there are.
func (l *layout) scaled(m float64, power int) float64 {
	x, _ := strconv.ParseFloat(shiftDecimal(m, -power), 64)
	return cells.RoundDecimal(x, len(l.frac))
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
