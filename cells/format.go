package cells

import (
	"math"
	"strconv"
	"strings"
)

// FormatKind is how a cell shows its value.
type FormatKind string

// The kinds of formats.
const (
	General    FormatKind = ""           // as the value's kind suggests
	AsNumber   FormatKind = "number"     // Decimals, Grouping
	Percent    FormatKind = "percent"    // times 100, Decimals
	Currency   FormatKind = "currency"   // Symbol, Decimals, grouped
	Scientific FormatKind = "scientific" // Decimals
	DateTime   FormatKind = "datetime"   // Pattern, else 2006-01-02 15:04:05
	Date       FormatKind = "date"       // Pattern, else 2006-01-02
	ClockTime  FormatKind = "time"       // Pattern, else 15:04:05
	Elapsed    FormatKind = "duration"   // [h]:mm:ss
	PlainText  FormatKind = "text"       // input is taken as text, whatever it looks like
	Sparkline  FormatKind = "sparkline"  // a small line of the cell's own history, and the value
)

// Format is how a cell shows its value and what it looks like. It is comparable; the zero Format is the default.
type Format struct {
	Kind     FormatKind `json:"kind,omitempty"`
	Decimals int        `json:"decimals,omitempty"` // 0–15
	Grouping bool       `json:"grouping,omitempty"` // a separator between thousands
	Symbol   string     `json:"symbol,omitempty"`   // of a currency; "$" when empty
	Pattern  string     `json:"pattern,omitempty"`  // of a date or time, in Excel's letters: "dd.mm.yyyy hh:mm"
	Unit     string     `json:"unit,omitempty"`     // shown after the number: "°C"
	Bold     bool       `json:"bold,omitempty"`
	Italic   bool       `json:"italic,omitempty"`
	Strike   bool       `json:"strike,omitempty"`
	Align    string     `json:"align,omitempty"` // "left", "center", "right"; "" as the value's kind suggests
	Color    string     `json:"color,omitempty"` // of the text: "#rrggbb" or a palette name
	Fill     string     `json:"fill,omitempty"`  // of the ground
}

// Check refuses a format that no cell can have.
func (f Format) Check() error {
	switch f.Kind {
	case General, AsNumber, Percent, Currency, Scientific, DateTime, Date, ClockTime, Elapsed, PlainText, Sparkline:
	default:
		return Refuse(Invalid, "there is no number format %q", f.Kind)
	}
	switch f.Align {
	case "", "left", "center", "right":
	default:
		return Refuse(Invalid, "a cell cannot be aligned %q", f.Align)
	}
	if f.Decimals < 0 || f.Decimals > 15 {
		return Refuse(Invalid, "a format has 0 to 15 decimals, not %d", f.Decimals)
	}
	if len(f.Symbol) > 8 || len(f.Unit) > 16 || len(f.Pattern) > 64 {
		return Refuse(Invalid, "the symbol, unit or pattern of the format is too long")
	}
	if !colorOK(f.Color) || !colorOK(f.Fill) {
		return Refuse(Invalid, "a color is written #rrggbb")
	}
	return nil
}

func colorOK(c string) bool {
	if c == "" {
		return true
	}
	if len(c) != 7 || c[0] != '#' {
		return false
	}
	_, err := strconv.ParseUint(c[1:], 16, 32)
	return err == nil
}

// Render writes the value as the cell shows it, for a locale ("en", "de", …). The browser's rendering
// (web/format.ts) agrees with it letter for letter: both read testdata/format.json.
func (f Format) Render(v Value, locale string) string {
	s := f.renderPlain(v, SeparatorsOf(locale))
	if f.Unit != "" && v.Numeric() {
		s += " " + f.Unit
	}
	return s
}

func (f Format) renderPlain(v Value, sep Separators) string {
	switch v.kind {
	case Blank:
		return ""
	case Text:
		return v.Text()
	case Bool:
		return strings.ToUpper(strconv.FormatBool(v.Truth()))
	case Failed:
		return v.Err().Code.String()
	case Arrayed:
		if a := v.Array(); len(a.Values) > 0 {
			return f.renderPlain(a.Values[0], sep)
		}
		return ""
	}
	kind := f.Kind
	if kind == General || kind == PlainText || kind == Sparkline {
		switch {
		case v.kind == Time && v.num == math.Trunc(v.num):
			kind = Date
		case v.kind == Time && v.num >= 0 && v.num < 1:
			kind = ClockTime
		case v.kind == Time:
			kind = DateTime
		case v.kind == Duration:
			kind = Elapsed
		}
	}
	x := v.num
	switch kind {
	case AsNumber:
		return sep.fixed(x, f.Decimals, f.Grouping)
	case Percent:
		return sep.fixed(x*100, f.Decimals, f.Grouping) + "%"
	case Currency:
		symbol := f.Symbol
		if symbol == "" {
			symbol = "$"
		}
		s := sep.fixed(math.Abs(x), f.Decimals, true)
		sign := ""
		if x < 0 && strings.ContainsAny(s, "123456789") {
			sign = "-"
		}
		if sep.Decimal == ',' {
			return sign + s + " " + symbol
		}
		return sign + symbol + s
	case Scientific:
		return sep.scientific(x, f.Decimals)
	case Date:
		return renderTime(x, orElse(f.Pattern, "yyyy-mm-dd"))
	case DateTime:
		return renderTime(x, orElse(f.Pattern, "yyyy-mm-dd hh:mm:ss"))
	case ClockTime:
		return renderTime(x, orElse(f.Pattern, "hh:mm:ss"))
	case Elapsed:
		return renderSpan(x)
	}
	return sep.localise(GeneralNumber(x))
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
