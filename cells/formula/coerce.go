package formula

import (
	"strconv"
	"strings"
	"time"

	"freshet/cells"
)

// ToNumber is a value as arithmetic takes it: numbers, times and durations as they are, TRUE as 1, blank as 0, text as the number or
// time it spells in the locale. Text that spells none is #VALUE!; an error is itself.
func ToNumber(v cells.Value, locale string) cells.Value {
	switch v.Kind() {
	case cells.Number, cells.Time, cells.Duration, cells.Failed:
		return v
	case cells.Blank:
		return cells.Num(0)
	case cells.Bool:
		return cells.Num(v.Float())
	case cells.Text:
		if n, ok := parseText(v.Text(), locale); ok {
			return n
		}
		return fail(cells.ErrValue, "\""+clip(v.Text())+"\" is no number")
	}
	return fail(cells.ErrValue, "an array stands where one number is expected")
}

// parseText reads a number or a time from text as a person would type it into a cell.
func parseText(s, locale string) (cells.Value, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 64 || !strings.ContainsAny(s, "0123456789") {
		return cells.Value{}, false
	}
	if plainNumber(s) && cells.SeparatorsOf(locale).Decimal == '.' {
		if x, err := strconv.ParseFloat(s, 64); err == nil {
			return cells.Num(x), true
		}
	}
	if s[0] == '#' || s[0] == '\'' {
		return cells.Value{}, false
	}
	v, _ := cells.ParseLiteral(s, locale)
	return v, v.Numeric()
}

// parseDated is parseText, and reads a day without a year as of the present one.
func (f *frame) parseDated(s string) (cells.Value, bool) {
	if v, ok := parseText(s, f.locale); ok {
		return v, true
	}
	if s = strings.TrimSpace(s); s == "" || len(s) > 64 || s[0] == '#' || s[0] == '\'' {
		return cells.Value{}, false
	}
	v, _ := cells.ParseTyped(s, f.locale, func() int { return time.UnixMilli(f.w.At).In(f.zone).Year() })
	return v, v.Numeric()
}

func plainNumber(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isDigit(c) && c != '.' && c != '-' && c != '+' && c|0x20 != 'e' {
			return false
		}
	}
	return true
}

// ToText is a value as & takes it: numbers with at most 15 digits and the locale's decimal, TRUE and FALSE, times as their cell
// shows them, blank as "". An error is itself.
func ToText(v cells.Value, locale string) cells.Value {
	switch v.Kind() {
	case cells.Text, cells.Failed:
		return v
	case cells.Arrayed:
		return fail(cells.ErrValue, "an array stands where one text is expected")
	}
	return cells.Str(cells.Format{}.Render(v, locale))
}

// ToTruth is a value as a condition takes it: any number but 0 is TRUE, blank is FALSE, and so are the texts "TRUE" and "FALSE" in any case.
// Other text is #VALUE!; an error is itself.
func ToTruth(v cells.Value) cells.Value {
	switch v.Kind() {
	case cells.Bool, cells.Failed:
		return v
	case cells.Blank:
		return cells.Boolean(false)
	case cells.Number, cells.Time, cells.Duration:
		return cells.Boolean(v.Float() != 0)
	case cells.Text:
		switch {
		case strings.EqualFold(v.Text(), "true"):
			return cells.Boolean(true)
		case strings.EqualFold(v.Text(), "false"):
			return cells.Boolean(false)
		}
		return fail(cells.ErrValue, "\""+clip(v.Text())+"\" is neither TRUE nor FALSE")
	}
	return fail(cells.ErrValue, "an array stands where one condition is expected")
}

// fail makes an error that has no place yet.
func fail(code cells.ErrCode, message string) cells.Value {
	return cells.Fail(&cells.CellError{Code: code, Message: message})
}

// clip shortens a text that is quoted in a message.
func clip(s string) string {
	n := 0
	for i := range s {
		if n++; n > 40 {
			return s[:i] + "…"
		}
	}
	return s
}
