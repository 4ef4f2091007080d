package cells_test

import (
	"encoding/json"
	"testing"

	"freshet/cells"
)

func TestDaysWithoutAYearAndFractions(t *testing.T) {
	for _, c := range []struct {
		typed        string
		year         int
		value, shown string
	}{
		{"5 Jul", 2026, `{"time":46208}`, "5-Jul"},
		{"5-JUL", 2026, `{"time":46208}`, "5-Jul"},
		{" July 5 ", 2026, `{"time":46208}`, "5-Jul"},
		{"jul-5", 2026, `{"time":46208}`, "5-Jul"},
		{"5 july", 2027, `{"time":46573}`, "5-Jul"},
		{"5 Jul 9:30", 2026, `{"time":46208.39583333333}`, "2026-07-05 09:30:00"},
		{"29 Feb", 2028, `{"time":46812}`, "29-Feb"},
		{"29 Feb", 2027, `"29 Feb"`, "29 Feb"},
		{"31 Jun", 2026, `"31 Jun"`, "31 Jun"},
		{"'5 Jul", 2026, `"5 Jul"`, "5 Jul"},
		{"Jul 2027", 2026, `{"time":46569}`, "Jul 2027"},
		{"5 Jul 2027", 2026, `{"time":46573}`, "5 Jul 2027"},
		{"7/5", 2026, `{"time":46208}`, "5-Jul"},
		{" 7-5 ", 2026, `{"time":46208}`, "5-Jul"},
		{"07/05", 2026, `{"time":46208}`, "5-Jul"},
		{"7/5 9:30", 2026, `{"time":46208.39583333333}`, "2026-07-05 09:30:00"},
		{"7/5 9:3 PM", 2026, `{"time":46208.87708333333}`, "2026-07-05 21:03:00"},
		{"2/29", 2028, `{"time":46812}`, "29-Feb"},
		{"2/29", 2027, `"2/29"`, "2/29"},
		{"13/5", 2026, `"13/5"`, "13/5"},
		{"0/5", 2026, `"0/5"`, "0/5"},
		{"5/0", 2026, `"5/0"`, "5/0"},
		{"1/50", 2026, `"1/50"`, "1/50"},
		{"7.5", 2026, "7.5", "7.5"},
		{"7/5/", 2026, `"7/5/"`, "7/5/"},
		{"7/-5", 2026, `"7/-5"`, "7/-5"},
		{"-7/5", 2026, `"-7/5"`, "-7/5"},
		{"7 / 5", 2026, `"7 / 5"`, "7 / 5"},
		{"'7/5", 2026, `"7/5"`, "7/5"},
		{"7/5x", 2026, `"7/5x"`, "7/5x"},
		{"1:2", 2026, `{"time":0.043055555555555555}`, "01:02"},
		{"1:2:3", 2026, `{"time":0.043090277777777776}`, "01:02:03"},
		{"1:2 PM", 2026, `{"time":0.5430555555555555}`, "1:02 PM"},
		{"25:3", 2026, `{"duration":1.04375}`, "25:03:00"},
		{"1:60", 2026, `"1:60"`, "1:60"},
		{"1:", 2026, `"1:"`, "1:"},
		{"a:2", 2026, `"a:2"`, "a:2"},
		{"5 Jux", 2026, `"5 Jux"`, "5 Jux"},
		{"1 1/2", 2026, "1.5", "1.5"},
		{"0 1/2", 2026, "0.5", "0.5"},
		{"-2 1/4", 2026, "-2.25", "-2.25"},
		{"(1 1/2)", 2026, "-1.5", "-1.5"},
		{"10 11/12", 2026, "10.916666666666666", "10.9166666666667"},
		{"1 5/2", 2026, "3.5", "3.5"},
		{"-0 0/1", 2026, "0", "0"},
		{"1/2", 2026, `{"time":46024}`, "2-Jan"},
		{"5 1/2", 2026, "5.5", "5.5"},
		{"1 3/0", 2026, `"1 3/0"`, "1 3/0"},
		{"1  1/2", 2026, `"1  1/2"`, "1  1/2"},
		{"1 -1/2", 2026, `"1 -1/2"`, "1 -1/2"},
		{"(-5)", 2026, `"(-5)"`, "(-5)"},
		{"(5)", 2026, "-5", "-5"},
	} {
		v, f := cells.ParseTyped(c.typed, "en", func() int { return c.year })
		if got, _ := json.Marshal(v); string(got) != c.value {
			t.Errorf("%q in %d is %s, not %s", c.typed, c.year, got, c.value)
		}
		if got := f.Render(v, "en"); got != c.shown {
			t.Errorf("%q in %d shows %q, not %q", c.typed, c.year, got, c.shown)
		}
	}
}

func TestDaysInTheOrderOfTheLocale(t *testing.T) {
	for _, c := range []struct{ typed, locale, shown string }{
		{"7/5", "en-US", "5-Jul"},
		{"7/5", "en-GB", "7-May"},
		{"7/5", "fr", "7-May"},
		{"7/5", "de", "7-May"},
		{"7-5", "nl", "7-May"},
		{"7.5", "de", "7-May"},
		{"7.5.", "de", "7-May"},
		{"7.5. 9:30", "de", "2026-05-07 09:30:00"},
		{"7,5", "de", "7,5"},
		{"1.500", "de", "1.500"},
		{"5 1/2", "de", "5,5"},
		{"1.2", "de-CH", "1.2"},
		{"31/12", "en-GB", "31-Dec"},
		{"12/31", "en-GB", "12/31"},
		{"31.4", "de", "31.4"},
		{"7.5", "en-GB", "7.5"},
		{"7/5", "ja", "5-Jul"},
	} {
		v, f := cells.ParseTyped(c.typed, c.locale, func() int { return 2026 })
		if got := f.Render(v, c.locale); got != c.shown {
			t.Errorf("%q shows %q in %s, not %q", c.typed, got, c.locale, c.shown)
		}
	}
}

// What the editor shows for a text that would read as a day is a text in every year.
func TestTextsOfDaysStayTexts(t *testing.T) {
	for _, s := range []string{"5 Jul", "29 Feb", "May-5", "1 1/2", "7/5", "2/29", "1-2", "1:2", "25:3"} {
		shown := cells.LiteralText(cells.Str(s), cells.Format{}, "en")
		for year := 2026; year < 2030; year++ {
			if v, _ := cells.ParseTyped(shown, "en", func() int { return year }); !v.Equal(cells.Str(s)) {
				t.Errorf("%q shows as %q, which is no such text in %d", s, shown, year)
			}
		}
	}
}
