package calc_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// priced is formulas of every class of functions, by what most of their steps are. Column A holds 100,000 different numbers in no order, B and D texts of which
// a thousand differ, C numbers of which a hundred differ.
var priced = []struct{ class, formula string }{
	{"closures", "=all(A1:A900, all(A1:A900, # >= 0))"},
	{"closures", "=sum(1..900, sum(1..900, # * 2))"},
	{"closures", "=sum(1..300000, #)"},
	{"closures", "=len(map(1..300000, #))"},
	{"closures", "=len(filter(A1:A100000, # > 5))"},
	{"closures", "=reduce(1..300000, #acc + #, 0)"},
	{"closures", "=len(groupBy(C1:C100000, #))"},
	{"closures", "=len(sortBy(A1:A100000, #))"},
	{"closures", "=len(sort(A1:A100000))"},
	{"closures", "=count(1..300000, # > 5 and # < 9)"},
	{"lists", "=len(1..900000)"},
	{"lists", "=len(flatten(map(1..300, map(1..300, #))))"},
	{"lists", "=len(uniq(C1:C100000))"},
	{"lists", "=len(reverse(A1:A100000))"},
	{"lists", "=len(concat(1..100000, 1..100000))"},
	{"lists", "=mean(A1:A100000)"},
	{"lists", "=median(A1:A100000)"},
	{"LAMBDA", "=SUM(MAP(A1:A100000, LAMBDA(x, x*2)))"},
	{"LAMBDA", "=REDUCE(0, A1:A100000, LAMBDA(s, x, s+x))"},
	{"LAMBDA", "=SUM(SCAN(0, A1:A100000, LAMBDA(s, x, s+x)))"},
	{"LAMBDA", "=SUM(BYROW(A1:D20000, LAMBDA(r, SUM(r))))"},
	{"LAMBDA", "=SUM(MAKEARRAY(300, 300, LAMBDA(r, c, r*c)))"},
	{"LAMBDA", "=LET(f, LAMBDA(g, n, IF(n<2, n, g(g,n-1)+g(g,n-2))), f(f,18))"},
	{"LAMBDA", "=ROWS(GROUPBY(B1:B20000, A1:A20000, SUM))"},
	{"sort", "=ROWS(SORT(A1:A20000))"},
	{"sort", "=ROWS(SORT(A1:A100000))"},
	{"sort", "=ROWS(SORT(B1:B100000))"},
	{"sort", "=ROWS(SORT(C1:C100000,1,-1))"},
	{"sort", "=ROWS(SORT(\"é\"&B1:B100000))"},
	{"sort", "=ROWS(SORT(\"เ\"&B1:B100000))"},
	{"sort", "=ROWS(SORT(A1:D100000,{3,1}))"},
	{"sort", "=ROWS(SORTBY(B1:B100000,A1:A100000))"},
	{"sort", "=ROWS(SORTBY(A1:A100000,C1:C100000,1,B1:B100000,-1))"},
	{"sort", "=LARGE(A1:A100000,7)"},
	{"sort", "=MEDIAN(A1:A100000)"},
	{"sort", "=PERCENTILE(A1:A100000,0.9)"},
	{"sort", "=IFERROR(RANK(5,A1:A100000),0)"},
	{"sort", "=MODE(C1:C100000)"},
	{"sort", "=SUM(SORT(1-A1:A20000))"},
	{"unique", "=ROWS(UNIQUE(A1:A100000))"},
	{"unique", "=ROWS(UNIQUE(B1:B100000))"},
	{"unique", "=ROWS(UNIQUE(C1:C100000))"},
	{"unique", "=ROWS(UNIQUE(A1:D50000))"},
	{"unique", "=COUNTUNIQUE(A1:A100000)"},
	{"unique", "=COUNTUNIQUE(B1:B100000)"},
	{"filter", "=ROWS(FILTER(A1:A100000,A1:A100000>5))"},
	{"filter", "=ROWS(FILTER(A1:D50000,C1:C50000=5))"},
	{"arrays", "=ROWS(VSTACK(A1:A100000,A1:A100000))"},
	{"arrays", "=ROWS(VSTACK(A1:A100000,A1:D50000))"},
	{"arrays", "=ROWS(HSTACK(A1:A100000,B1:B100000))"},
	{"arrays", "=SUM(SEQUENCE(900000))"},
	{"arrays", "=ROWS(SEQUENCE(900,900))"},
	{"arrays", "=ROWS(RANDARRAY(300000))"},
	{"arrays", "=ROWS(TRANSPOSE(A1:D100000))"},
	{"arrays", "=ROWS(TOCOL(A1:D100000))"},
	{"arrays", "=ROWS(WRAPROWS(A1:A100000,7))"},
	{"arrays", "=ROWS(EXPAND({1,2},100000,3))"},
	{"arrays", "=ROWS(TAKE(A1:A100000,-50000))"},
	{"arrays", "=ROWS(CHOOSECOLS(A1:D100000,3,1))"},
	{"arrays", "=ROWS(FLATTEN(A1:D50000,1))"},
	{"lifted", "=SUM(A1:A100000*2)"},
	{"lifted", "=SUM(A1:A100000*A1:A100000+1)"},
	{"lifted", "=SUM((A1:A100000>5)*1)"},
	{"lifted", "=SUM((B1:B100000<D1:D100000)*1)"},
	{"lifted", "=SUM((\"é\"&B1:B20000<\"e\u0301\"&B1:B20000)*1)"},
	{"lifted", "=SUM((\"\u0f71\"&B1:B20000<\"e\u0301\"&B1:B20000)*1)"},
	{"lifted", "=ROWS(A1:A100000&\"x\")"},
	{"lifted", "=SUM(ROUND(A1:A100000,1))"},
	{"lifted", "=SUM(IF(A1:A100000>5,1,2))"},
	{"lifted", "=ROWS(-A1:A100000)"},
	{"lifted", "=ROWS(IFERROR(A1:A100000/C1:C100000,0))"},
	{"lifted", "=ROWS(UPPER(B1:B100000))"},
	{"lifted", "=ROWS(TEXT(A1:A20000,\"0.00\"))"},
	{"lifted", "=ROWS(YEAR(C1:C20000))"},
	{"lifted", "=ROWS(WORKDAY(1,C1:C2000))"},
	{"lifted", "=ROWS(NORM.DIST(A1:A20000,0,1,TRUE))"},
	{"aggregates", "=SUM(A1:A100000)"},
	{"aggregates", "=STDEV(A1:A100000)"},
	{"aggregates", "=PRODUCT(C1:C100000)"},
	{"aggregates", "=SUMPRODUCT(A1:A100000,C1:C100000)"},
	{"aggregates", "=SUMPRODUCT((C1:C100000>5)*A1:A100000)"},
	{"aggregates", "=SUMSQ(A1:A100000)"},
	{"aggregates", "=AND(A1:A100000>-1)"},
	{"aggregates", "=SUBTOTAL(1,A1:A100000)"},
	{"criteria", "=SUMIF(A1:A100000,\">500\")"},
	{"criteria", "=SUMIF(A1:A100000,\">500000\",C1:C100000)"},
	{"criteria", "=COUNTIF(A1:A100000,\">500000\")"},
	{"criteria", "=COUNTIF(B1:B100000,\"t*9\")"},
	{"criteria", "=COUNTIF(B1:B100000,\">t5\")"},
	{"criteria", "=SUMIFS(A1:A100000,C1:C100000,\">50\",A1:A100000,\"<500000\")"},
	{"criteria", "=SUMIF(C1:C100000,7,A1:A100000)"},
	{"criteria", "=SUMIF(B1:B100000,\"text 7\",A1:A100000)"},
	{"criteria", "=MAXIFS(A1:A100000,C1:C100000,\"<50\")"},
	{"criteria", "=COUNTIF(SEQUENCE(100000),\">7\")"},
	{"criteria", "=DSUM(A1:D50000,1,F1:F2)"},
	{"criteria", "=COUNTIFS(A1:B50000,\">5\")"},
	{"look-ups", "=XLOOKUP(-1,A1:A100000,C1:C100000,0,-1)"},
	{"look-ups", "=XLOOKUP(5,A1:A100000,C1:C100000,0,1)"},
	{"look-ups", "=XLOOKUP(\"t*x\",B1:B100000,C1:C100000,0,2)"},
	{"look-ups", "=IFERROR(MATCH(\"*q\",B1:B100000,0),0)"},
	{"look-ups", "=IFERROR(VLOOKUP(-5,A1:C100000,3,FALSE),0)"},
	{"look-ups", "=IFERROR(MATCH(-7,A1:A100000*1,0),0)"},
	{"look-ups", "=SUM(IFERROR(MATCH(C1:C1000,A1:A1000,0),0))"},
	{"look-ups", "=ROWS(XLOOKUP(A1:A1000,A1:A100000,C1:C100000))"},
	{"look-ups", "=ROWS(SUMIF(C1:C1000,C1:C1000,A1:A1000))"},
	{"text", "=LEN(TEXTJOIN(\",\",TRUE,C1:C10000))"},
	{"text", "=LEN(REPT(\"ab\",16000))"},
	{"text", "=COLUMNS(TEXTSPLIT(REPT(\"a,\",16000),\",\"))"},
	{"text", "=LEN(SUBSTITUTE(REPT(\"ab\",16000),\"a\",\"c\"))"},
	{"text", "=LEN(reduce(1..3000, #acc & \"x\", \"\"))"},
	{"text", "=len(split(REPT(\"a,\",16000),\",\"))"},
	{"text", "=LEN(UPPER(REPT(\"ab\",16000)))"},
	{"text", "=LEN(TEXTBEFORE(REPT(\"ab\",16000),\"z\",1,TRUE,TRUE))"},
	{"text", "=sum(1..500, # * LEN(REPT(\"x\", 30000)))"},
	{"text", "=COUNT(map(1..2000, FIND(\"b\", REPT(\"a\",300) & \"b\")))"},
	{"text", "=LEN(CONCAT(C1:C10000))"},
	{"text", "=ROWS(SUBSTITUTE(B1:B20000,\"t\",\"u\"))"},
	{"text", "=ROWS(FIND(\"x\",B1:B20000))"},
	{"text", "=ROWS(MID(B1:B20000,2,3))"},
	{"text", "=IFERROR(SEARCH(\"a*b\",REPT(\"a\",32000)),0)"},
	{"text", "=IFERROR(SEARCH(REPT(\"a\",500)&\"b\",REPT(\"a\",32000)),0)"},
	{"text", "=IFERROR(SEARCH(\"*\"&REPT(\"a\",50)&\"b*\",REPT(\"a\",32000)),0)"},
	{"text", "=SUM(SORT(LEN(REPT(\"a\",SEQUENCE(1000)*30))))"},
	{"text", "=ROWS(SORT(REPT(\"a\",MOD(SEQUENCE(1000),9)+30000)))"},
	{"text", "=ROWS(UNIQUE(REPT(\"a\",MOD(SEQUENCE(1000),9)+30000)))"},
	{"text", "=let s = REPT(\"a\",32000); let t = REPT(\"A\",32000); count(1..500, # > 0 and s = t)"},
	{"text", "=let s = \"[\" & REPT(\"1,\",15000) & \"1]\"; count(1..50, # > 0 and len(fromJSON(s)) > 0)"},
	{"regex", "=REGEXTEST(REPT(\"a\",30000)&\"b\",\"(a+)+$\")"},
	{"regex", "=LEN(REGEXREPLACE(REPT(\"a1b22\",5000),\"[0-9]+\",\"#\"))"},
	{"regex", "=ROWS(REGEXEXTRACT(REPT(\"a1b22\",5000),\"[0-9]+\",1))"},
	{"regex", "=ROWS(REGEXTEST(B1:B20000,\"^t.*9$\"))"},
	{"regex", "=count(B1:B20000, # matches \"^t.*9$\")"},
	{"matrices", "=SUM(MMULT(SEQUENCE(100,100),SEQUENCE(100,100)))"},
	{"matrices", "=SUM(MINVERSE(RANDARRAY(100,100)))"},
	{"matrices", "=MDETERM(RANDARRAY(100,100))"},
	{"matrices", "=SUM(LINEST(A1:A50000,C1:C50000))"},
	{"matrices", "=CORREL(A1:A100000,C1:C100000)"},
	{"matrices", "=SUM(FREQUENCY(A1:A50000,SEQUENCE(20)))"},
	{"matrices", "=SUM(TREND(A1:A50000,C1:C50000))"},
	{"errors", "=ROWS(B1:B100000*1)"},
	{"errors", "=SUM(IFERROR(VALUE(B1:B100000),0))"},
	{"errors", "=ROWS(ATAN2(A1:D20000,B1:B50000))"},
	{"errors", "=ROWS(A1:A100000/0)"},
	{"lifted", "=SUM(T.INV((C1:C1000+1)/102,5))"},
	{"lifted", "=ROWS(TEXT(A1:A1000,REPT(\"0\",200)))"},
	{"aggregates", "=GCD(A1:A100000)"},
	{"unions", "=SUM((A1:A100000,C1:C50000))"},
	{"unions", "=COUNTA((B1:B100000,C1:C50000))"},
	{"finance", "=XIRR({-100,60,60},{1,200,400})"},
	{"finance", "=IRR(VSTACK(-1000,C1:C200))"},
	{"smoothing", "=FORECAST.ETS(2001,A1:A2000,SEQUENCE(2000),0)"},
	{"smoothing", "=FORECAST.ETS(2001,A1:A2000,SEQUENCE(2000),24)"},
	{"smoothing", "=FORECAST.ETS.SEASONALITY(A1:A2000,SEQUENCE(2000))"},
	{"finance", "=ODDFYIELD(DATE(2008,11,11),DATE(2021,3,1),DATE(2008,10,15),DATE(2009,3,1),0.0575,84.5,100,2,0)"},
	{"finance", "=ODDLPRICE(DATE(2008,2,7),DATE(2058,6,15),DATE(2007,10,15),0.0375,0.0405,100,2,0)"},
	{"finance", "=AMORDEGRC(1E9,DATE(2008,8,19),DATE(2008,12,31),300,50,0.001,1)"},
	{"sort", "=ROWS(SORTN(B1:B100000,1000,2))"},
	{"sort", "=ROWS(SORTN(A1:D20000,10,0,3,FALSE))"},
	{"unique", "=COUNTUNIQUEIFS(A1:A100000,C1:C100000,\">50\")"},
	{"unique", "=COUNTUNIQUEIFS(B1:B100000,C1:C100000,\">50\")"},
	{"text", "=count(1..500, # > 0 and LENB(REPT(\"a\",30000)) > 0)"},
	{"text", "=LEN(DBCS(REPT(\"a\",10000)))"},
	{"text", "=LEN(ASC(REPT(\"ガ\",3000)))"},
	{"text", "=ROWS(ISEMAIL(B1:B20000&\"@example.com\"))"},
	{"text", "=ROWS(ISURL(B1:B20000&\".example.com/abcdef\"))"},
	{"lifted", "=ROWS(ADD(A1:A100000,1))"},
	{"lifted", "=ROWS(ISBETWEEN(A1:A100000,1,5))"},
	{"finance", "=NPV(0.1,A1:A100000)"},
	{"finance", "=CUMIPMT(0.01,3000,1000,1,3000,0)"},
}

// noNames is a scope without names.
type noNames struct{}

func (noNames) Sheet(string) (cells.SheetID, bool)     { return 0, false }
func (noNames) Name(string) (cells.Range, bool)        { return cells.Range{}, false }
func (noNames) SheetName(cells.SheetID) (string, bool) { return "", false }
func (noNames) SheetPlace(cells.SheetID) (int, int)    { return 0, 0 }
func (noNames) Locale() string                         { return "en" }

// BenchmarkPrices prints how many nanoseconds of processor time a step of every class of functions takes: prices are right when they differ little.
func BenchmarkPrices(b *testing.B) {
	s := blankSheet(b)
	r := rand.New(rand.NewPCG(1, 2))
	const rows = 100_000
	op := cells.Set{Range: at(fmt.Sprintf("A1:D%d", rows))}
	for range rows {
		t := fmt.Sprintf("text %d", r.IntN(1000))
		op.Inputs = append(op.Inputs, cells.Literal(cells.Num(r.Float64()*1e6)), cells.Literal(cells.Str(t)), cells.Literal(cells.Num(float64(r.IntN(100)))), cells.Literal(cells.Str(strings.ToUpper(t))))
	}
	s.must(op)
	s.must(cells.Set{Range: at("F1:F2"), Inputs: []cells.Input{cells.Literal(cells.Num(1)), cells.Literal(cells.Str(">7"))}})
	compiler := formula.NewCompiler()
	home := at("Z9").TopLeft()
	for _, x := range priced {
		b.Run(x.class+"/"+strings.ReplaceAll(strings.ReplaceAll(x.formula[1:], " ", ""), "/", "÷"), func(b *testing.B) {
			t, err := compiler.Compile(x.formula, home, noNames{})
			if err != nil {
				b.Fatal(err)
			}
			w := &formula.Wave{Cells: s.book.Reader(), Scope: noNames{}}
			if v := t.Eval(w, home); v.Err() != nil {
				b.Fatal(v.Err())
			}
			b.ReportAllocs()
			worked := cpuTime()
			for b.Loop() {
				t.Eval(w, home)
			}
			b.ReportMetric(float64((cpuTime()-worked).Nanoseconds())/float64(b.N)/float64(w.Steps()), "ns/step")
			b.ReportMetric(float64(w.Steps()), "steps")
		})
	}
}
