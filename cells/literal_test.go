package cells_test

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"freshet/cells"
)

func TestWhatPeopleType(t *testing.T) {
	for _, c := range []struct{ locale, typed, value, shown string }{
		{"en", "1,234.5", "1234.5", "1,234.5"},
		{"en", "50%", "0.5", "50%"},
		{"en", "12.3%", "0.123", "12.3%"},
		{"en", "$5", "5", "$5"},
		{"en", "-$3.50", "-3.5", "-$3.50"},
		{"en", "(3)", "-3", "-3"},
		{"en", "1e-3", "0.001", "0.001"},
		{"en", ".5", "0.5", "0.5"},
		{"en", "1,23", `"1,23"`, "1,23"},
		{"de", "1,23", "1.23", "1,23"},
		{"de", "1.234,5", "1234.5", "1.234,5"},
		{"de", "5 €", "5", "5 €"},
		{"de", "22.11.2026", `{"time":46348}`, "22.11.2026"},
		{"fr", "1\u00a0234,5", "1234.5", "1\u00a0234,5"},
		{"en", "2026-11-22", `{"time":46348}`, "2026-11-22"},
		{"en", "11/22/2026", `{"time":46348}`, "11/22/2026"},
		{"en-GB", "22/11/2026", `{"time":46348}`, "22/11/2026"},
		{"en", "9:30 PM", `{"time":0.8958333333333334}`, "9:30 PM"},
		{"en", "22-NOV-2026", `{"time":46348}`, "22-Nov-2026"},
		{"en", "Nov 2026", `{"time":46327}`, "Nov 2026"},
		{"en", "36:00:00", `{"duration":1.5}`, "36:00:00"},
		{"en", "100:30", `{"duration":4.1875}`, "100:30:00"},
		{"en", "-1:15:00", `{"duration":-0.052083333333333336}`, "-1:15:00"},
		{"en", "23:59:59", `{"time":0.999988425925926}`, "23:59:59"},
		{"en", "24:60", `"24:60"`, "24:60"},
		{"en", "1:2:3:4", `"1:2:3:4"`, "1:2:3:4"},
		{"en", "2026-11-22 12:00", `{"time":46348.5}`, "2026-11-22 12:00"},
		{"en", "2026-11-22T12:00:30", `{"time":46348.50034722222}`, "2026-11-22 12:00:30"},
		{"en", "true", "true", "TRUE"},
		{"en", "#n/a", `{"error":"#N/A","message":"the error was typed into the cell"}`, "#N/A"},
		{"en", "'007", `"007"`, "007"},
		{"en", "hello", `"hello"`, "hello"},
		{"en", "1-2", `"1-2"`, "1-2"},
		{"en", "-", `"-"`, "-"},
		{"en", "Infinity", `"Infinity"`, "Infinity"},
		{"en", "0x10", `"0x10"`, "0x10"},
		{"en", "1_000", `"1_000"`, "1_000"},
		{"en", "1e999", `"1e999"`, "1e999"},
	} {
		v, f := cells.ParseLiteral(c.typed, c.locale)
		if got, _ := json.Marshal(v); string(got) != c.value {
			t.Errorf("%q in %s is %s, not %s", c.typed, c.locale, got, c.value)
		}
		if got := f.Render(v, c.locale); got != c.shown {
			t.Errorf("%q in %s shows %q, not %q", c.typed, c.locale, got, c.shown)
		}
	}
}

// What the editor shows for a literal gives the same value when it is typed again.
func FuzzLiteralText(f *testing.F) {
	for _, s := range []string{"1,234.5", "50%", "2026-11-22 10:00", "'=1", "x", "", "TRUE", "36:00:00", "-1:15", "#N/A", "9:30", "0.1", "1e300", "12,5"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, german bool) {
		locale := "en"
		if german {
			locale = "de"
		}
		v, format := cells.ParseLiteral(s, locale)
		if strings.HasPrefix(s, "=") || v.IsBlank() {
			return
		}
		text := cells.LiteralText(v, format, locale)
		back, _ := cells.ParseLiteral(text, locale)
		if v.Kind() == cells.Time {
			if diff := back.Float() - v.Float(); diff > 2e-8 || diff < -2e-8 {
				t.Fatalf("%q shows as %q, which is %v and not %v", s, text, back.Float(), v.Float())
			}
			return
		}
		if v.Kind() == cells.Number && format.Kind == cells.Percent {
			return
		}
		if !back.Equal(v) {
			t.Fatalf("%q shows as %q, which reads as %+v and not %+v", s, text, back, v)
		}
	})
}

func TestRounding(t *testing.T) {
	for _, c := range []struct {
		x        float64
		decimals int
		want     float64
	}{
		{2.675, 2, 2.68},
		{-2.5, 0, -3},
		{2.5, 0, 3},
		{1234.5, -2, 1200},
		{1.005, 2, 1.01},
		{0.5, 0, 1},
		{-0.4, 0, 0},
		{1e300, 2, 1e300},
		{150, -3, 0},
		{500, -3, 1000},
		{4.35, 1, 4.4},
		{123456789.123, 2, 123456789.12},
	} {
		if got := cells.RoundDecimal(c.x, c.decimals); got != c.want {
			t.Errorf("%v at %d decimals is %v, not %v", c.x, c.decimals, got, c.want)
		}
	}
}

func TestGeneralNumbers(t *testing.T) {
	for x, want := range map[float64]string{
		0.1 + 0.2: "0.3", 1e20: "1E+20", 1e19: "10000000000000000000", 1e-9: "0.000000001", 1e-10: "1E-10", -12.5: "-12.5", 1.0 / 3: "0.333333333333333",
		123456789012345678: "123456789012346000", 1e300: "1E+300",
	} {
		if got := cells.GeneralNumber(x); got != want {
			t.Errorf("%s shows as %s, not %s", strconv.FormatFloat(x, 'g', -1, 64), got, want)
		}
	}
}

// What the editor shows for a moment is written as the locale writes days, and reads as the same moment, whatever its cell looks like.
func TestMomentsAreEditedAsTheLocaleWritesThem(t *testing.T) {
	patterns := []string{"", "m/d/yyyy", "dd.mm.yyyy", "dd/mm/yyyy", "dd-mm-yyyy", "yyyy/mm/dd", "d mmm yy", "dd.mm.yyyy hh:mm", "h:mm AM/PM"}
	for _, locale := range []string{"", "en", "en-US", "en-GB", "de", "de-AT", "de-CH", "fr", "es", "it", "nl", "pt-BR", "pl", "da", "sv", "fi", "tr", "ja", "hu", "el", "xx"} {
		for _, pattern := range patterns {
			for _, x := range []float64{46387, 46085, 1, 60, -1.25, 46387.5, 46085 + 1./86400, 46387 + 45296789./86_400_000, 0.25, 0} {
				v := cells.Moment(x)
				text := cells.LiteralText(v, cells.Format{Kind: cells.DateTime, Pattern: pattern}, locale)
				back, _ := cells.ParseLiteral(text, locale)
				if back.Kind() != cells.Time || math.Abs(back.Float()-x) > 2e-8 {
					t.Errorf("%v with %q in %q is edited as %q, which is %v", x, pattern, locale, text, back)
				}
			}
		}
	}
	for _, c := range []struct{ locale, pattern, want string }{
		{"en", "", "2026-12-31"},
		{"en", "m/d/yyyy", "12/31/2026"},
		{"en-GB", "", "31/12/2026"},
		{"de", "", "31.12.2026"},
		{"de", "m/d/yyyy", "31.12.2026"},
		{"fr", "", "31/12/2026"},
		{"nl", "", "31-12-2026"},
		{"sv", "", "2026-12-31"},
	} {
		if got := cells.LiteralText(cells.Moment(46387), cells.Format{Kind: cells.Date, Pattern: c.pattern}, c.locale); got != c.want {
			t.Errorf("in %s with %q a day is edited as %s, not %s", c.locale, c.pattern, got, c.want)
		}
	}
}
