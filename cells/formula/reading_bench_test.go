package formula_test

import (
	"fmt"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// longest is formulas as long as one may be, each of something that could take long to read. No two are the same.
var longest = []struct {
	name string
	make func(i int) string
}{
	{"sum of numbers", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("+1")) }},
	{"sum of references", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("+A1")) }},
	{"different references", func(i int) string { return fmt.Sprintf("=%d%s", i, numbered("+A%d", 1000)) }},
	{"ranges", func(i int) string { return fmt.Sprintf("=SUM(%d%s)", i, numbered(",A%d:B9999", 1)) }},
	{"whole columns", func(i int) string { return fmt.Sprintf("=SUM(%d%s)", i, fillUp(",A:B")) }},
	{"intersections", func(i int) string { return fmt.Sprintf("=SUM(%d,A1%s)", i, fillUp(" A1")) }},
	{"unions", func(i int) string { return fmt.Sprintf("=%d+SUM((A1%s))", i, fillUp(",A1")) }},
	{"unknown names", func(i int) string { return fmt.Sprintf("=%d%s", i, numbered("+avrage%d", 1)) }},
	{"unknown functions", func(i int) string { return fmt.Sprintf("=%d%s", i, numbered("+AVRAGE%d(1)", 1)) }},
	{"one unknown name", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("+avrage")) }},
	{"calls", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("+ABS(1)")) }},
	{"calls of much", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("+IF(1,2,3)")) }},
	{"text", func(i int) string { return fmt.Sprintf("=%d&\"%s\"", i, strings.Repeat("é", 8000)) }},
	{"escapes", func(i int) string { return fmt.Sprintf("=%d&\"%s\"", i, fillUp(`\n`)) }},
	{"texts", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp(`&""`)) }},
	{"array", func(i int) string { return fmt.Sprintf("={%d%s}", i, fillUp(",1")) }},
	{"list", func(i int) string { return fmt.Sprintf("=[%d%s]", i, fillUp(",1")) }},
	{"names of LET", func(i int) string { return fmt.Sprintf("=LET(a,%d,%s1)", i, numbered("v_%d,1,", 1)) }},
	{"uses of LET", func(i int) string {
		return fmt.Sprintf("=LET(%sv_9,%d%s)", numberedTo("v_%d,1,", 4000), i, fillTo("+v_9", 4000))
	}},
	{"ternaries", func(i int) string { return fmt.Sprintf("=%d%s", i, fillTo(" ?1:2", 1000)) }},
	{"comparisons", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("=1")) }},
	{"powers", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("^1")) }},
	{"signs", func(i int) string { return fmt.Sprintf("=%d%s1", i, fillUp("-")) }},
	{"per cents", func(i int) string { return fmt.Sprintf("=%d%s", i, fillTo("%", 200)) }},
	{"brackets", func(i int) string {
		return fmt.Sprintf("=%d+%s1%s", i, strings.Repeat("(", 4000), strings.Repeat(")", 4000))
	}},
	{"open brackets", func(i int) string { return fmt.Sprintf("=%d+%s", i, fillUp("(")) }},
	{"closed brackets", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp(")")) }},
	{"nested calls", func(i int) string {
		return fmt.Sprintf("=%d+%s1%s", i, strings.Repeat("ABS(", 1600), strings.Repeat(")", 1600))
	}},
	{"nested IF", func(i int) string {
		return fmt.Sprintf("=%d+%s1%s", i, strings.Repeat("IF(1,", 1100), strings.Repeat(",2)", 1000))
	}},
	{"nested maps", func(i int) string {
		return fmt.Sprintf("=%d+%s1%s", i, strings.Repeat("map(1..2,", 200), strings.Repeat(")", 200))
	}},
	{"nested lambdas", func(i int) string {
		return fmt.Sprintf("=%d+%s1%s", i, strings.Repeat("LAMBDA(x,", 200), strings.Repeat(")", 200))
	}},
	{"commas", func(i int) string { return fmt.Sprintf("=SUM(%d%s)", i, fillUp(",")) }},
	{"colons", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp(":")) }},
	{"questions", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("?")) }},
	{"questions and colons", func(i int) string { return fmt.Sprintf("=%d%s:1", i, fillUp("?1")) }},
	{"dots", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp(".")) }},
	{"pipes", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("|abs()")) }},
	{"lets", func(i int) string { return fmt.Sprintf("=%s%d", fillTo("let a=1;", 8000), i) }},
	{"members", func(i int) string { return fmt.Sprintf("={a:%d}%s", i, fillUp(".a")) }},
	{"indexes", func(i int) string { return fmt.Sprintf("=[%d]%s", i, fillUp("[0]")) }},
	{"maps", func(i int) string { return fmt.Sprintf("={a:%d%s}", i, numbered(",k%d:1", 1)) }},
	{"spills", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("+A1#")) }},
	{"sheets", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("+Sheet1!A1")) }},
	{"unknown sheets", func(i int) string { return fmt.Sprintf("=%d%s", i, numbered("+Shet%d!A1", 1)) }},
	{"quoted sheets", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("+'Sheet1'!A1")) }},
	{"apostrophes", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("'")) }},
	{"quotes", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("\"")) }},
	{"spaces", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp(" ")) }},
	{"strange signs", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("¿")) }},
	{"a long name", func(i int) string { return fmt.Sprintf("=%d+%s", i, fillUp("x")) }},
	{"a long number", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("1")) }},
	{"pairs without operator", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp(" 1")) }},
	{"in", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp(" in [1]")) }},
	{"predicates", func(i int) string { return fmt.Sprintf("=%d%s", i, fillUp("+all([1],#>0)")) }},
}

func fillUp(part string) string { return fillTo(part, formula.MaxFormula-30) }

func fillTo(part string, n int) string { return strings.Repeat(part, n/len(part)) }

func numbered(part string, from int) string {
	var b strings.Builder
	for i := from; b.Len() < formula.MaxFormula-60; i++ {
		fmt.Fprintf(&b, part, i)
	}
	return b.String()
}

func numberedTo(part string, n int) string {
	var b strings.Builder
	for i := 1; b.Len() < n; i++ {
		fmt.Fprintf(&b, part, i)
	}
	return b.String()
}

// BenchmarkReading prints what a character of the longest formulas takes to read, whether they are right or not.
func BenchmarkReading(b *testing.B) {
	for _, x := range longest {
		b.Run(strings.ReplaceAll(x.name, " ", "_"), func(b *testing.B) {
			s := newSheet(b)
			home := cells.Ref{Sheet: 1, Row: 9, Col: 9}
			n := 0
			for i := 0; b.Loop(); i++ {
				src := x.make(i)
				n += len(src)
				_, _ = formula.NewCompiler().Compile(src, home, s)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/byte")
		})
	}
}
