package calc_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"freshet/cells"
)

// heavyRows is how many rows the book of TestHeavyFormulasHaveValues has.
const heavyRows = 100_000

func heavyNumber(i int) float64 { return float64((i + 1) * 7919 % 100_003) }

// heavyBook has numbers that are all different in A, five hundred texts in B, whole numbers below a hundred in C, days of ten years in D and a letter in every other row of E; a
// million rows stand on the sheet Big.
func heavyBook(t *testing.T) sheet1 {
	s := blankSheet(t)
	op := cells.Set{Range: at(fmt.Sprintf("A1:E%d", heavyRows))}
	for i := range heavyRows {
		op.Inputs = append(op.Inputs, cells.Literal(cells.Num(heavyNumber(i))), cells.Literal(cells.Str(fmt.Sprintf("item %03d", i%500))), cells.Literal(cells.Num(float64(i%100))),
			cells.Literal(cells.Moment(float64(44_000+i%3650))), cells.Typed([]string{"x", ""}[i%2]))
	}
	s.must(op)
	g := at("A1:B1000000")
	g.Sheet = 2
	op = cells.Set{Range: g}
	for i := range 1_000_000 {
		op.Inputs = append(op.Inputs, cells.Literal(cells.Num(float64(i))), cells.Literal(cells.Num(2)))
	}
	s.must(cells.AddSheet{Name: "Big", Index: -1}, op)
	return s
}

// heavy is a formula that takes long, with the number it gives.
type heavy struct {
	formula string
	want    float64
}

func heavies() []heavy {
	a := make([]float64, heavyRows)
	sum, above, sevens := 0.0, 0.0, 0.0
	for i := range a {
		a[i] = heavyNumber(i)
		sum += a[i]
		if a[i] > 50_000 {
			above++
		}
		if i%100 == 7 {
			sevens += a[i]
		}
	}
	sorted := slices.Sorted(slices.Values(a))
	first := func(n int) (total float64) {
		for _, x := range a[:n] {
			total += x
		}
		return total
	}
	return []heavy{
		// sorting, and what is different
		{"=SUM(SORT(A1:A100000))", sum},
		{"=INDEX(SORT(A1:C100000,1,-1),1,1)", sorted[heavyRows-1]},
		{"=SORT(A1:C100000)", sorted[0]},
		{"=INDEX(SORTBY(A1:A100000,C1:C100000,1,A1:A100000,-1),100000)-INDEX(SORT(FILTER(A1:A100000,C1:C100000=99)),1)", 0},
		{"=SUM(LEN(SORT(B1:B100000)))", 8 * heavyRows},
		{"=SUM(SORT(Big!A1:A500000,1,-1))", 500_000 * 499_999 / 2},
		{"=ROWS(UNIQUE(A1:A100000))", heavyRows},
		{"=ROWS(UNIQUE(B1:B100000))", 500},
		{"=ROWS(UNIQUE(B1:C100000))", 500},
		{"=ROWS(UNIQUE(Big!A1:A500000))", 500_000},
		{"=COUNTUNIQUE(A1:A100000)", heavyRows},
		{"=SUM(TAKE(SORT(UNIQUE(C1:C100000)),-10))", 945},
		// numbers
		{"=SUM(MMULT(SEQUENCE(200,200),SEQUENCE(200,200)*0+1))", 200 * 40_000 * 40_001 / 2},
		{"=SUM(MINVERSE(MUNIT(100)*2))", 50},
		{"=MDETERM(MUNIT(150))", 1},
		{"=SUM(FREQUENCY(A1:A100000,SEQUENCE(100)*1000))", heavyRows},
		{"=SUMPRODUCT(Big!A1:A1000000,Big!B1:B1000000)", 1_000_000 * 999_999},
		{"=SUMPRODUCT((C1:C100000=7)*A1:A100000)", sevens},
		{"=SUM(IF(A1:A100000>50000,1,0))", above},
		{"=SUM(SEQUENCE(1000000))", 1_000_000 * 1_000_001 / 2},
		{"=MEDIAN(A1:A100000)", (sorted[49_999] + sorted[50_000]) / 2},
		{"=PERCENTILE(A1:A100000,1)-MAX(A1:A100000)", 0},
		{"=SUM(LARGE(A1:A100000,SEQUENCE(1000)))-SUM(TAKE(SORT(A1:A100000,1,-1),1000))", 0},
		{"=ROUND(STDEV(C1:C100000)^2,6)", math.Round(833.25*100_000/99_999*1e6) / 1e6},
		{"=MODE(B1:C100000)", 0},
		{"=ROUND(INDEX(LINEST(A1:A100000*3+1,A1:A100000),1,1),9)", 3},
		{"=ROUND(CORREL(A1:A100000,A1:A100000),12)", 1},
		{"=ROUND(IRR(VSTACK(-1000,SEQUENCE(999,1,100,0))),9)", 0.1},
		{"=ROUND(FORECAST.ETS(401,SEQUENCE(400),SEQUENCE(400)),3)", 401},
		// functions of functions
		{"=REDUCE(0,SEQUENCE(10000),LAMBDA(a,x,a+x))", 50_005_000},
		{"=SUM(MAP(A1:A50000,LAMBDA(x,x*2)))", 2 * first(50_000)},
		{"=MAX(SCAN(0,C1:C50000,LAMBDA(a,x,a+x)))", 4950 * 500},
		{"=SUM(BYROW(A1:B20000,LAMBDA(r,SUM(r))))", first(20_000)},
		{"=SUM(MAKEARRAY(300,300,LAMBDA(r,c,r*c)))", 45_150 * 45_150},
		{"=LET(f,LAMBDA(me,n,IF(n<2,n,me(me,n-1)+me(me,n-2))),f(f,20))", 6765},
		{"=ROWS(GROUPBY(B1:B100000,A1:A100000,SUM))", 501},
		{"=SUM(TAKE(PIVOTBY(B1:B50000,C1:C50000,A1:A50000,SUM),-1,-1))", first(50_000)},
		// look-ups and conditions
		{"=SUM(XLOOKUP(A1:A20000,A1:A100000,C1:C100000))", 4950 * 200},
		{"=SUM(VLOOKUP(A1:A20000,A1:C100000,3,FALSE))", 4950 * 200},
		{"=SUM(COUNTIFS(C1:C100000,SEQUENCE(100)-1))", heavyRows},
		{"=SUM(SUMIFS(A1:A100000,C1:C100000,SEQUENCE(100)-1))", sum},
		{"=ROWS(FILTER(A1:C100000,C1:C100000=3))", 1000},
		{"=SUMIFS(A:A,C:C,7)+COUNTIF(B:B,\"item 1*\")*0+MATCH(99,C:C,0)*0", sevens},
		{"=SUM(INDEX(A:A,SEQUENCE(50000)))", first(50_000)},
		{"=SUM(A:A*(C:C=7))", sevens},
		{"=SUM(VSTACK(A1:A100000,C1:C100000))", sum + 4950*1000},
		// texts and dates
		{"=LEN(TEXTJOIN(\"\",TRUE,E1:E50000))", 25_000},
		{"=LEN(TEXTJOIN(\",\",TRUE,C1:C10000))", 28_999},
		{"=COUNTA(TEXTSPLIT(TEXTJOIN(\",\",TRUE,C1:C10000),\",\"))", 10_000},
		{"=SUM(LEN(SUBSTITUTE(B1:B50000,\"item\",\"thing\")))", 9 * 50_000},
		{"=SUM(--ISNUMBER(SEARCH(\"42\",B1:B50000)))", 15 * 100},
		{"=SUM(--REGEXTEST(B1:B20000,\"[0-9]2$\"))", 2000},
		{"=SUM(LEN(PROPER(B1:B50000)&UPPER(B1:B50000)))", 16 * 50_000},
		{"=SUM(LEN(TEXT(D1:D20000,\"yyyy-mm-dd\")))", 200_000},
		{"=SUM(LEN(TEXT(A1:A20000,\"000,000.00\")))", 200_000},
		{"=SUM(--(WEEKDAY(D1:D36500)=1))+SUM(--(EDATE(D1:D36500,12)>D1:D36500))", 5210 + 36_500},
		{"=NETWORKDAYS(1,40000,D1:D3650)", 28_571},
	}
}

// TestHeavyFormulasHaveValues holds that budgets are wide enough for what people do: each of them has its value in the wave that brings it.
func TestHeavyFormulasHaveValues(t *testing.T) {
	if testing.Short() {
		t.Skip()
	}
	s := heavyBook(t)
	for _, x := range heavies() {
		worked := cpuTime()
		s.set("H1", x.formula)
		took := cpuTime() - worked
		got := s.val("H1")
		t.Logf("%v, %d steps: %s", took.Round(1e6), s.book.WaveWork(), x.formula)
		if got.Kind() != cells.Number || got.Float() != x.want {
			t.Errorf("%s is %s, want %v", x.formula, show(got), x.want)
		}
	}
	s.check()
}
