package formula_test

import "testing"

// Where a decimal has a comma, formats are typed with one too, and those of English documentation go on working. Expected values: Excel in the language
// for the first kind, Excel in English for the other, with the signs of the locale.
func TestFormatsAsTheyAreTypedInALocale(t *testing.T) {
	for _, c := range []struct{ locale, formula, want string }{
		{"de", `=TEXT(1234,5;"#.##0,00")`, "1.234,50"},
		{"de", `=TEXT(1234,5;"#,##0.00")`, "1.234,50"},
		{"de", `=TEXT(1234,5;"0,00")`, "1234,50"},
		{"de", `=TEXT(1234,5;"0.00")`, "1234,50"},
		{"de", `=TEXT(1234567;"#.##0")`, "1.234.567"},
		{"de", `=TEXT(1234567;"#,##0")`, "1.234.567"},
		{"de", `=TEXT(1234567;"#.###.##0,0")`, "1.234.567,0"},
		{"de", `=TEXT(0,125;"0,0 %")`, "12,5 %"},
		{"de", `=TEXT(0,125;"0.0%")`, "12,5%"},
		{"de", `=TEXT(3;"0,000")`, "3,000"},
		{"de", `=TEXT(-5;"0,00;(0,00)")`, "(5,00)"},
		{"de", `=TEXT(5;"0,00 ""1.00 Tsd""")`, "5,00 1.00 Tsd"},
		{"de", `=TEXT(12345678;"0,0..")`, "12,3"},
		{"de", `=TEXT(12345678;"0.0,,")`, "12,3"},
		{"de", `=TEXT(,5;",00")`, ",50"},
		{"de", `=TEXT(1234,5;"0,00E+00")`, "1,23E+03"},
		{"de", `=TEXT(46349,5;"TT.MM.JJJJ hh:mm")`, "23.11.2026 12:00"},
		{"de", `=TEXT(46349,5;"T.M.JJ")`, "23.11.26"},
		{"de", `=TEXT(46349,5;"TTTT, T. MMMM JJJJ")`, "Montag, 23. November 2026"},
		{"de", `=TEXT(46349,5;"dd.mm.yyyy")`, "23.11.2026"},
		{"de", `=TEXT(46349,5;"yyyy-mm-dd")`, "2026-11-23"},
		{"de", `=TEXT(0,5000058;"hh:mm:ss,00")`, "12:00:00,50"},
		{"de", `=TEXT(0,5000058;"hh:mm:ss.00")`, "12:00:00,50"},
		{"fr", `=TEXT(1234,5;"# ##0,00")`, "1\u00a0234,50"},
		{"fr", `=TEXT(46349,5;"jj/mm/aaaa")`, "23/11/2026"},
		{"fr", `=TEXT(46349,5;"dd/mm/yyyy")`, "23/11/2026"},
		{"it", `=TEXT(46349,5;"gg/mm/aaaa")`, "23/11/2026"},
		{"en", `=TEXT(1234.5,"#,##0.00")`, "1,234.50"},
		{"en", `=TEXT(3,"0,00")`, "003"},
	} {
		s := newSheet(t)
		s.locale = c.locale
		v, err := s.eval(c.formula, home)
		if err != nil {
			t.Errorf("%s: %v", c.formula, err)
			continue
		}
		if got := show(v); got != c.want {
			t.Errorf("%s: %s is %q, want %q", c.locale, c.formula, got, c.want)
		}
	}
}
