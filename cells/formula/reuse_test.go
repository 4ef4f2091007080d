package formula_test

import (
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// reusing is formulas whose evaluations use memory of earlier ones: functions that call each other and keep what they were given, and lists of numbers.
var reusing = []struct{ src, want string }{
	{"=LET(make,LAMBDA(a,LAMBDA(b,a*10+b)),f,make(1),g,make(2),f(3)&\" \"&g(4)&\" \"&f(5))", "13 24 15"},
	{"=LET(make,LAMBDA(a,b,LAMBDA(c,LET(d,a+b,LAMBDA(e,a&b&c&d&e)))),f,make(1,2)(3),g,make(4,5)(6),f(7)&\" \"&g(8)&\" \"&f(9))", "12337 45698 12339"},
	{"=LET(twice,LAMBDA(f,x,f(f(x))),add,LAMBDA(n,LAMBDA(x,x+n)),twice(add(3),1)&\" \"&twice(add(5),1))", "7 11"},
	{"=LET(fib,LAMBDA(me,n,IF(n<2,n,me(me,n-1)+me(me,n-2))),fib(fib,15))", "610"},
	{"=LET(second,LAMBDA(a,b,b),pick,LAMBDA(a,b,second(b,a)),pick(1,2)&pick(pick(3,4),pick(5,6)))", "13"},
	{"=LET(deep,LAMBDA(me,a,b,c,n,IF(n=0,a&b&c,me(me,b,c,a,n-1))),deep(deep,\"x\",\"y\",\"z\",200))", "zxy"},
	{"=SUM(MAP(SEQUENCE(300),LAMBDA(i,REDUCE(i,SEQUENCE(3),LAMBDA(a,x,a+x*i)))))", "316050"},
	{"=LET(f,LAMBDA(x,[y],IF(ISOMITTED(y),x,x*y)),f(2)&f(3,4)&f(5))", "2125"},
	{"=MEDIAN(A1:A9)&\" \"&MEDIAN(A1:A5,MEDIAN(A3:A9),LARGE(A1:A9,2))&\" \"&MODE(A1:A9,A1:A3)&\" \"&MEDIAN(1,2)", "5 4 1 1.5"},
	{"=PERCENTRANK(A1:A9,MEDIAN(A1:A7))&\" \"&CORREL(A1:A9,A1:A9)&\" \"&SLOPE(A1:A9,A1:A9)+MEDIAN(A1:A3)&\" \"&TRIMMEAN(A1:A9,0.3)", "0.375 1 3 5"},
	{"=TEXTJOIN(\" \",TRUE,MAP(SEQUENCE(7),LAMBDA(i,MEDIAN(A1:A3,i,SMALL(A4:A9,1)))))", "2 2 3 3 3 3 3"},
}

// TestMemoryIsUsedAgain has one wave evaluate formulas in any order, each like a wave of its own would.
func TestMemoryIsUsedAgain(t *testing.T) {
	s := newSheet(t)
	s.setup("A1: 1; A2: 2; A3: 3; A4: 4; A5: 5; A6: 6; A7: 7; A8: 8; A9: 9")
	home := cells.Ref{Sheet: 1, Row: 9, Col: 9}
	w := s.wave()
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		x := reusing[r.IntN(len(reusing))]
		v := compile(t, s, x.src, "J10").Eval(w, home)
		if got := formula.ToText(v, "").Text(); got != x.want {
			t.Fatalf("%s is %q, want %q", x.src, got, x.want)
		}
	}
}

// TestCallsMakeNoGarbage counts what calls of functions and lists of numbers allocate.
func TestCallsMakeNoGarbage(t *testing.T) {
	s := newSheet(t)
	numbers := make(table, 1000)
	for i := range numbers {
		numbers[i][0] = cells.Num(float64(i))
	}
	home := cells.Ref{Sheet: 1, Row: 9, Col: 9}
	for src, most := range map[string]float64{
		"=REDUCE(0,SEQUENCE(1000),LAMBDA(a,x,a+x))":                    100,
		"=LET(f,LAMBDA(me,n,IF(n<2,n,me(me,n-1)+me(me,n-2))),f(f,14))": 100,
		"=MEDIAN(A1:A1000)":         20,
		"=CORREL(A1:A1000,A1:A500)": 20,
	} {
		f, w := compile(t, s, src, "J10"), &formula.Wave{Cells: numbers, Scope: s, At: testTime}
		f.Eval(w, home)
		if n := testing.AllocsPerRun(10, func() { f.Eval(w, home) }); n > most {
			t.Errorf("%s allocates %v times, want at most %v", src, n, most)
		}
	}
}
