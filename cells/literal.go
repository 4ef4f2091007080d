package cells

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ParseLiteral reads what a person typed that is no formula, in a locale: a number ("1,234.5", "50%", "$5", "(3)", "1e-3", "1 1/2"), a date or
// time ("2026-11-22", "22.11.2026", "22-Nov-2026", "9:30 PM", "1:2"), a duration of a day or more ("36:00:00"), TRUE or FALSE, an error code; everything else is text. A
// leading apostrophe makes the rest text. The format is what the way of typing suggests, for a cell that has none.
func ParseLiteral(s, locale string) (Value, Format) {
	if s == "" {
		return Value{}, Format{}
	}
	if s[0] == '\'' {
		return Str(clip(s[1:])), Format{}
	}
	t := strings.TrimSpace(s)
	switch {
	case strings.EqualFold(t, "true"):
		return Boolean(true), Format{}
	case strings.EqualFold(t, "false"):
		return Boolean(false), Format{}
	case t != "" && t[0] == '#':
		if code, ok := ParseErrCode(t); ok {
			return Fail(&CellError{Code: code, Message: "the error was typed into the cell"}), Format{}
		}
	}
	if v, f, ok := parseNumber(t, SeparatorsOf(locale)); ok {
		return v, f
	}
	clock := paddedClock(t)
	if mayBeMoment(clock) {
		if v, f, ok := parseMoment(clock, locale); ok {
			return v, f
		}
	}
	if v, ok := parseSpan(clock); ok {
		return v, Format{}
	}
	if x, ok := parseFraction(t); ok {
		return Num(x), Format{}
	}
	return Str(clip(s)), Format{}
}

// clip cuts a text at MaxText bytes, between characters, and replaces what is not UTF-8.
func clip(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= MaxText {
		return s
	}
	end := MaxText
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

var currencySymbols = []string{"$", "€", "£", "¥", "₹", "CHF", "kr", "zł"}

func parseNumber(t string, sep Separators) (Value, Format, bool) {
	var f Format
	neg := false
	if strings.HasPrefix(t, "(") && strings.HasSuffix(t, ")") {
		if t, neg = t[1:len(t)-1], true; strings.HasPrefix(t, "-") || strings.HasPrefix(t, "+") {
			return Value{}, f, false
		}
	}
	if strings.HasPrefix(t, "-") || strings.HasPrefix(t, "+") {
		neg = neg != (t[0] == '-')
		t = t[1:]
	}
	for _, symbol := range currencySymbols {
		if rest, ok := strings.CutPrefix(t, symbol); ok {
			t, f = strings.TrimSpace(rest), Format{Kind: Currency, Symbol: symbol}
			break
		}
		if rest, ok := strings.CutSuffix(t, symbol); ok {
			t, f = strings.TrimSpace(rest), Format{Kind: Currency, Symbol: symbol}
			break
		}
	}
	if strings.HasPrefix(t, "-") && f.Kind == Currency {
		neg, t = !neg, t[1:]
	}
	percent := false
	if rest, ok := strings.CutSuffix(t, "%"); ok && f.Kind == General {
		t, percent = strings.TrimSpace(rest), true
	}
	plain, decimals, grouped, ok := plainDigits(t, sep)
	if !ok {
		return Value{}, Format{}, false
	}
	x, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(x, 0) {
		return Value{}, Format{}, false
	}
	if neg {
		x = -x
	}
	f.Decimals = min(decimals, 15)
	switch {
	case percent:
		// Dividing the shortest decimal keeps 12.3% at 0.123.
		x, _ = strconv.ParseFloat(strconv.FormatFloat(x/100, 'g', 15, 64), 64)
		f.Kind = Percent
	case f.Kind == Currency:
		f.Decimals = max(f.Decimals, 2)
		if decimals == 0 {
			f.Decimals = 0
		}
	case grouped:
		f.Kind, f.Grouping = AsNumber, true
	default:
		f = Format{}
	}
	return Num(x), f, true
}

// plainDigits turns digits of a locale into those of Go: no groups, a point. Groups must have three digits.
func plainDigits(t string, sep Separators) (plain string, decimals int, grouped, ok bool) {
	mantissa, exp := t, ""
	if i := strings.IndexAny(t, "eE"); i > 0 {
		mantissa, exp = t[:i], t[i+1:]
		if n, err := strconv.Atoi(exp); err != nil || n > 999 || n < -999 {
			return "", 0, false, false
		}
		exp = "e" + exp
	}
	whole, frac, hasFrac := strings.Cut(mantissa, string(sep.Decimal))
	if !allDigits(frac) || (hasFrac && whole == "" && frac == "") {
		return "", 0, false, false
	}
	group := sep.Group
	if group == "\u00a0" {
		whole = strings.NewReplacer("\u202f", group, " ", group).Replace(whole)
	}
	if parts := strings.Split(whole, group); len(parts) > 1 {
		for i, p := range parts {
			if len(p) == 0 || len(p) > 3 || (i > 0 && len(p) != 3) {
				return "", 0, false, false
			}
		}
		whole, grouped = strings.Join(parts, ""), true
	}
	if !allDigits(whole) || whole == "" && frac == "" {
		return "", 0, false, false
	}
	return whole + "." + frac + "0" + exp, len(frac), grouped, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

var clocks = []struct{ layout, pattern string }{
	{"15:04", "hh:mm"},
	{"15:04:05", "hh:mm:ss"},
	{"15:04:05.000", "hh:mm:ss.000"},
	{"3:04 PM", "h:mm AM/PM"},
	{"3:04PM", "h:mm AM/PM"},
	{"3:04:05 PM", "h:mm:ss AM/PM"},
	{"3 PM", "h AM/PM"},
}

// dateLayouts lists the ways a locale writes days, ISO 8601 first everywhere.
func dateLayouts(locale string) []struct{ layout, pattern string } {
	type l = struct{ layout, pattern string }
	days := []l{
		{"2006-1-2", ""},
		{"2006/1/2", "yyyy/mm/dd"},
		{"2 Jan 2006", "d mmm yyyy"},
		{"2 January 2006", "d mmmm yyyy"},
		{"Jan 2, 2006", "mmm d, yyyy"},
		{"January 2, 2006", "mmmm d, yyyy"},
		{"2-Jan-2006", "dd-mmm-yyyy"},
		{"2-Jan-06", "dd-mmm-yy"},
		{"2-January-2006", "dd-mmm-yyyy"},
		{"2-January-06", "dd-mmm-yy"},
		{"2 Jan 06", "d mmm yy"},
		{"2 January 06", "d mmmm yyyy"},
		{"Jan 2, 06", "mmm d, yy"},
		{"January 2, 06", "mmmm d, yyyy"},
		{"Jan 2006", "mmm yyyy"},
		{"January 2006", "mmmm yyyy"},
	}
	switch usual := dayPattern(locale); {
	case american(locale):
		days = append(days, l{"1/2/2006", "m/d/yyyy"}, l{"1/2/06", "m/d/yyyy"})
	case usual == "dd/mm/yyyy":
		days = append(days, l{"2/1/2006", usual}, l{"2/1/06", usual})
	case usual == "dd-mm-yyyy":
		days = append(days, l{"2-1-2006", usual})
	}
	return append(days, l{"2.1.2006", "dd.mm.yyyy"}, l{"2.1.06", "dd.mm.yyyy"})
}

// paddedClock writes minutes and seconds with two digits: 1:2 is 1:02.
func paddedClock(t string) string {
	for i := len(t) - 1; i > 0; i-- {
		if t[i-1] == ':' && isDigit(t[i]) && (i+1 == len(t) || !isDigit(t[i+1])) {
			t = t[:i] + "0" + t[i:]
		}
	}
	return t
}

func parseMoment(t, locale string) (Value, Format, bool) {
	if len(t) < 3 || len(t) > 40 || !strings.ContainsAny(t, "0123456789") {
		return Value{}, Format{}, false
	}
	upper := strings.ToUpper(t)
	has := marksOf(t)
	for i, c := range clocks {
		if !clockMarks[i].mayRead(has) {
			continue
		}
		if at, err := time.Parse(c.layout, upper); err == nil {
			day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
			return Moment(float64(at.Sub(day).Milliseconds()) / 86_400_000), Format{Kind: ClockTime, Pattern: c.pattern}, true
		}
	}
	for _, d := range dateLayouts(locale) {
		of := marksOfLayout(d.layout)
		if of.mayRead(has) {
			if at, err := time.Parse(d.layout, t); err == nil {
				return serialIn(inCentury(at, d.layout), Format{Kind: Date, Pattern: d.pattern})
			}
		}
		for i, c := range clocks {
			if !of.plus(clockMarks[i]).mayRead(has) {
				continue
			}
			for _, glue := range []string{" ", "T"} {
				if at, err := time.Parse(d.layout+glue+c.layout, t); err == nil {
					pattern := "" // which shows ISO 8601 with seconds
					switch {
					case d.pattern != "":
						pattern = d.pattern + " " + c.pattern
					case c.pattern == "hh:mm":
						pattern = "yyyy-mm-dd hh:mm"
					}
					return serialIn(inCentury(at, d.layout), Format{Kind: DateTime, Pattern: pattern})
				}
			}
		}
	}
	if at, err := time.Parse(time.RFC3339Nano, t); err == nil {
		return serialIn(at.UTC(), Format{Kind: DateTime})
	}
	return Value{}, Format{}, false
}

// parseSpan reads a duration that is no time of day, as renderSpan writes it: "36:00:00", "100:30", "-1:15:00".
func parseSpan(t string) (Value, bool) {
	rest, neg := strings.CutPrefix(t, "-")
	part := strings.Split(rest, ":")
	if len(part) < 2 || len(part) > 3 || len(part[0]) == 0 || len(part[0]) > 12 {
		return Value{}, false
	}
	seconds := 0
	for i, unit := range []int{3600, 60, 1}[:len(part)] {
		n, err := strconv.Atoi(part[i])
		if err != nil || !allDigits(part[i]) || i > 0 && (len(part[i]) != 2 || n > 59) {
			return Value{}, false
		}
		seconds += n * unit
	}
	switch {
	case neg && seconds > 0:
		return Span(float64(-seconds) / 86400), true
	case neg || seconds < 86400:
		return Value{}, false
	}
	return Span(float64(seconds) / 86400), true
}

// inCentury takes years of two digits for those from 1950 to 2049, as spreadsheets do where nothing else is set.
func inCentury(at time.Time, layout string) time.Time {
	if at.Year() >= 2050 && !strings.Contains(layout, "2006") {
		return at.AddDate(-100, 0, 0)
	}
	return at
}

func serialIn(at time.Time, f Format) (Value, Format, bool) {
	if at.Year() < 100 || at.Year() > 9999 {
		return Value{}, Format{}, false
	}
	return Moment(SerialOf(at)), f, true
}

// LiteralText writes a value so that ParseTyped in the same locale gives it back: what the editor shows for a cell
// whose input is a literal. A text that would read as something else gets an apostrophe.
func LiteralText(v Value, f Format, locale string) string {
	sep := SeparatorsOf(locale)
	switch v.kind {
	case Number, Duration:
		if v.kind == Duration && math.Abs(v.num) < 4e10 {
			if back, ok := parseSpan(renderSpan(v.num)); ok && back.num == v.num {
				return renderSpan(v.num)
			}
		}
		if f.Kind == Percent {
			return sep.localise(GeneralNumber(RoundDecimal(v.num*100, 13))) + "%"
		}
		return sep.localise(strconvShortest(v.num))
	case Time:
		frac := v.num - math.Floor(v.num)
		if v.num >= 0 && v.num < 1 {
			return renderTime(v.num, "hh:mm:ss")
		}
		day := editedDay(f, locale)
		if frac == 0 {
			return renderTime(v.num, day)
		}
		if secs := v.num * 86400; math.Abs(secs-math.Round(secs)) > 1e-4 {
			return renderTime(v.num, day+" hh:mm:ss.000")
		}
		return renderTime(v.num, day+" hh:mm:ss")
	case Text:
		s := v.Text()
		if s == "" {
			return "'"
		}
		if s[0] == '=' || s[0] == '\'' {
			return "'" + s
		}
		if p, _ := ParseTyped(s, locale, leapYear); p.Equal(v) {
			return s
		}
		return "'" + s
	}
	return Format{}.renderPlain(v, sep)
}

func strconvShortest(x float64) string {
	if g := GeneralNumber(x); g != "" {
		if back, err := strconv.ParseFloat(g, 64); err == nil && back == x {
			return g
		}
	}
	return strings.ToUpper(strconv.FormatFloat(x, 'g', -1, 64))
}
