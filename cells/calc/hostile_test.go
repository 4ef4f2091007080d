package calc_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"freshet/cells"
)

// ends is how a hostile entry has to end.
type ends int

const (
	inLimit   ends = iota // its cell shows #LIMIT!
	inError               // another error
	inValue               // it is work that ends by itself
	inRefusal             // it is not taken
	inEither              // #LIMIT! or a value: where the budget ends is no matter here
)

// hostile is one entry into a book with numbers in A1:A20000 and texts of 100 letters in B1:B20000: a formula in D1, filled over rows if there are any.
type hostile struct {
	formula string
	ends    ends
	fill    string
}

var hostiles = []hostile{
	// loops in each other
	{"=all(A1:A2000, all(A1:A2000, all(A1:A2000, # >= 0)))", inLimit, ""},
	{"=map(1..3000, map(1..3000, map(1..3000, #)))", inLimit, ""},
	{"=sum(1..900000, sum(1..900000, #))", inLimit, ""},
	{"=reduce(1..900000, #acc + sum(1..9000, #), 0)", inLimit, ""},
	{"=count(A1:A20000, any(A1:A20000, # < 0))", inLimit, ""},
	{"=filter(A1:A20000, none(A1:A20000, # < 0))", inLimit, ""},
	{"=groupBy(1..900000, map(1..9000, #))", inError, ""},
	{"=sortBy(1..90000, sum(1..9000, #))", inLimit, ""},
	{"=1..1e9", inLimit, ""},
	{"=1..1e18", inLimit, ""},
	{"=flatten(map(1..2000, map(1..2000, #)))", inLimit, ""},
	{"=MAP(SEQUENCE(100000),LAMBDA(x,SUM(SEQUENCE(100000))))", inLimit, ""},
	{"=BYROW(SEQUENCE(1000,1000),LAMBDA(r,SUM(SEQUENCE(100000))))", inLimit, ""},
	{"=SCAN(0,SEQUENCE(900000),LAMBDA(a,x,SUM(SEQUENCE(1000))))", inLimit, ""},
	{"=REDUCE(0,SEQUENCE(1000),LAMBDA(a,x,REDUCE(0,SEQUENCE(1000),LAMBDA(b,y,REDUCE(0,SEQUENCE(1000),LAMBDA(c,z,c+1))))))", inLimit, ""},
	// texts that double
	{"=REDUCE(\"x\",SEQUENCE(100),LAMBDA(a,b,a&a))", inLimit, ""},
	{"=REDUCE(\"x\",SEQUENCE(100),LAMBDA(a,b,CONCAT(a,a)))", inLimit, ""},
	{"=REDUCE(\"x\",SEQUENCE(100),LAMBDA(a,b,SUBSTITUTE(a,\"x\",\"xx\")))", inLimit, ""},
	{"=REDUCE(\"x\",SEQUENCE(100),LAMBDA(a,b,TEXTJOIN(a,TRUE,a,a)))", inLimit, ""},
	{"=REDUCE(\"x\",SEQUENCE(100),LAMBDA(a,b,REPT(a,2)))", inLimit, ""},
	{"=REDUCE(\"x\",SEQUENCE(100),LAMBDA(a,b,REPLACE(a,1,1,a&a)))", inLimit, ""},
	{"=REDUCE(\"x\",SEQUENCE(100),LAMBDA(a,b,REGEXREPLACE(a,\"x\",\"xx\")))", inLimit, ""},
	{"=REDUCE({1},SEQUENCE(100),LAMBDA(a,b,VSTACK(a,a)))", inLimit, ""},
	{"=REDUCE({1},SEQUENCE(100),LAMBDA(a,b,HSTACK(a,a)))", inLimit, ""},
	{"=reduce(1..100, concat(#acc, #acc), [1])", inLimit, ""},
	{"=reduce(1..9000, #acc & REPT(\"x\",1000), \"\")", inLimit, ""},
	{"=repeat(\"x\", 1e9)", inLimit, ""},
	{"=REPT(\"x\", 1e9)", inLimit, ""},
	{"=TEXTJOIN(REPT(\"x\",30000),FALSE,A1:A20000)", inLimit, ""},
	{"=CONCAT(B1:B20000)", inLimit, ""},
	{"=TEXTSPLIT(REPT(\"a,\",16000),\",\")", inEither, ""},
	{"=SUM(LEN(REPT(\"x\",SEQUENCE(30000))))", inLimit, ""},
	{"=LEN(split(REPT(\"a\",32000),\"\")[0])", inEither, ""},
	{"=toJSON(map(1..900000, \"0123456789\"))", inError, ""},
	{"=MAP(SEQUENCE(20000),LAMBDA(i,REPT(\"x\",30000)&i))", inLimit, ""},
	// regular expressions
	{"=REGEXTEST(REPT(\"a\",30000)&\"b\",\"(a+)+$\")", inEither, ""},
	{"=REGEXTEST(REPT(\"a\",30000),REPT(\"a?\",400)&\"b\")", inLimit, ""},
	{"=\"aaaa\" matches \"((a{100}){100}){100}\"", inLimit, ""},
	{"=\"a\" matches REPT(\"(a?){1000}\", 90)", inLimit, ""},
	{"=REGEXEXTRACT(REPT(\"ab\",16000),\"(((a|b)*)*)*c\")", inEither, ""},
	{"=COUNTIF(MAP(SEQUENCE(900),LAMBDA(i,REPT(\"a\",30000))),\"*\"&REPT(\"a\",200)&\"b*\")", inLimit, ""},
	{"=SEARCH(REPT(\"*a\",120)&\"b\",REPT(\"a\",32000))", inEither, ""},
	// arrays
	{"=SEQUENCE(1048576,16384)", inLimit, ""},
	{"=MAKEARRAY(1000000,1000000,LAMBDA(r,c,1))", inLimit, ""},
	{"=MAKEARRAY(3000,3000,LAMBDA(r,c,r*c))", inLimit, ""},
	{"=RANDARRAY(1e9)", inLimit, ""},
	{"=EXPAND({1},1e6,1e6)", inLimit, ""},
	{"=WRAPROWS(SEQUENCE(1000000),1000000)", inEither, ""},
	{"=MMULT(SEQUENCE(1000,1000),SEQUENCE(1000,1000))", inError, ""},
	{"=MINVERSE(SEQUENCE(1000,1000))", inError, ""},
	{"=MDETERM(RANDARRAY(900,900))", inError, ""},
	{"=TRANSPOSE(A1:Z1048576)", inEither, ""},
	{"=SORT(MAP(SEQUENCE(90000),LAMBDA(i,REPT(\"a\",30000)&i)))", inLimit, ""},
	{"=FREQUENCY(SEQUENCE(900000),SEQUENCE(900000))", inEither, ""},
	{"=SORTBY(SEQUENCE(900000),RANDARRAY(900000))", inEither, ""},
	{"=UNIQUE(RANDARRAY(900000))", inEither, ""},
	// whole columns with whole columns
	{"=SUM(A:A*TRANSPOSE(A:A))", inLimit, ""},
	{"=A:C*TRANSPOSE(A:C)", inLimit, ""},
	{"=SUMPRODUCT((A:A=TRANSPOSE(A:A))*1)", inLimit, ""},
	{"=SUM(COUNTIF(A:A,A:A))", inEither, ""},
	{"=SUM(XLOOKUP(A1:A20000&\"\",B1:B20000,B1:B20000,0,2))", inLimit, ""},
	{"=A1:XFD1048576*2", inEither, ""},
	{"=SUM(A1:XFD1048576*1)", inEither, ""},
	{"=CONCAT(A:XFD)", inError, ""},
	// recursion
	{"=LET(f,LAMBDA(g,x,g(g,x+1)),f(f,1))", inLimit, ""},
	{"=LET(f,LAMBDA(g,x,g(g,x+1)+g(g,x+2)),f(f,1))", inLimit, ""},
	{"=LET(f,LAMBDA(g,n,IF(n<2,n,g(g,n-1)+g(g,n-2))),f(f,60))", inLimit, ""},
	{"=LET(f,LAMBDA(g,x,MAP(SEQUENCE(9),LAMBDA(i,SUM(g(g,x+i))))),f(f,1))", inLimit, ""},
	// numbers
	{"=FACT(170)+COMBIN(1e15,5e14)", inEither, ""},
	{"=GCD(SEQUENCE(900000))+LCM(SEQUENCE(900000))", inEither, ""},
	{"=SUM(DECIMAL(BASE(SEQUENCE(90000),2,255),2))", inEither, ""},
	{"=WORKDAY(1,2500000,1..900000)", inLimit, ""},
	{"=NETWORKDAYS(1,2900000,SEQUENCE(900000))", inEither, ""},
	{"=SUM(BETA.INV(SEQUENCE(90000)/90001,2,3))", inEither, ""},
	{"=IRR(SEQUENCE(900000)-450000)", inEither, ""},
	{"=TEXT(1,REPT(\"#,\",16000))", inEither, ""},
	// fills
	{"=REPT(\"x\",30000)&ROW()", inEither, "D1:D100000"},
	{"=sum(1..900000, sum(1..900000, #))+A1", inLimit, "D1:D20000"},
	{"=SUM(OFFSET($A$1,0,0,20000,1))+SUM(INDIRECT(\"A1:A\"&ROW()))", inEither, "D1:D5000"},
	{"=INDIRECT(\"D\"&ROW()+1)+1", inEither, "D1:D5000"},
	{"=OFFSET(D1,1,0)&\"x\"", inEither, "D1:D5000"},
	{"=SUM(FILTER(A$1:A$20000,A$1:A$20000>A1))", inLimit, "D1:D20000"},
	{"=COUNTIFS(A$1:A$20000,\">\"&A1,B$1:B$20000,\"*x*\")", inEither, "D1:D20000"},
	{"=TEXTJOIN(\",\",TRUE,A$1:A1)", inEither, "D1:D20000"},
	{"=D2&D3", inEither, "D1:D5000"},
	{"=MEDIAN(A$1:A1)", inEither, "D1:D20000"},
	{"=SUM(MMULT(SEQUENCE(60,60),SEQUENCE(60,60)))+A1", inEither, "D1:D20000"},
	{"=SEQUENCE(1,16000)", inEither, "D1:D20000"},
	{"=SEQUENCE(900000)", inEither, "D1:ZZ1"},
	{"=IF(ROW()=1,SEQUENCE(9),C1:C9+SEQUENCE(9))", inEither, "D1:XFD1"},
	{"=MAP(SEQUENCE(500),LAMBDA(i,REPT(\"y\",30000)))", inEither, "D1:AAA1"},
	// size of the text
	{"=" + strings.Repeat("(", 4000) + "1" + strings.Repeat(")", 4000), inLimit, ""},
	{"=" + strings.Repeat("IF(A1>0,", 300) + "1" + strings.Repeat(",2)", 300), inLimit, ""},
	{"=" + strings.Repeat("IF(A1>0,", 200) + "1" + strings.Repeat(",2)", 200), inEither, ""},
	{"=" + strings.Repeat("-", 8000) + "A1", inEither, ""},
	{"=" + strings.Repeat("@", 8000) + "A1", inRefusal, ""},
	{"=A1" + strings.Repeat("%", 8000), inRefusal, ""},
	{"=1" + strings.Repeat("+1", 4000), inEither, ""},
	{"=1" + strings.Repeat("^1", 4000), inEither, ""},
	{"=abcd" + strings.Repeat("+abcd", 1600), inError, ""},
	{"=SUM(A1" + strings.Repeat(" A1", 2700) + ")", inEither, ""},
	{"=1" + strings.Repeat("0", 8000), inRefusal, ""},
	{"=1e" + strings.Repeat("9", 8000), inRefusal, ""},
	{"=1" + strings.Repeat("+1", 500_000), inRefusal, ""},
	{"=\"" + strings.Repeat("ä", 500_000) + "\"", inRefusal, ""},
	{"={1" + strings.Repeat(",1", 4000) + "}", inEither, ""},
	{"=" + strings.Repeat("map(1..9, ", 200) + "#" + strings.Repeat(")", 200), inLimit, ""},
	{"=" + strings.Repeat("LAMBDA(x,x)(", 200) + "1" + strings.Repeat(")", 200), inEither, ""},
}

// TestHostileFormulasEnd enters each of them into a book and looks how it ends, and that steps and bytes, which are counted, stay within what waves have. Time and memory are
// printed.
func TestHostileFormulasEnd(t *testing.T) {
	if testing.Short() {
		t.Skip()
	}
	slow := 0
	for _, x := range hostiles {
		s := blankSheet(t)
		data := cells.Set{Range: at("A1:B20000")}
		for i := range 20_000 {
			data.Inputs = append(data.Inputs, cells.Literal(cells.Num(float64(i%977))), cells.Typed(fmt.Sprintf("%0100d", i)))
		}
		s.must(data)
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var ch *cells.Changes
		took := time.Duration(0)
		work := 0
		enter := func(op cells.Op) {
			start := cpuTime()
			ch = s.apply("ann", op)
			took = max(took, cpuTime()-start)
			if ch.Refused == nil {
				work = max(work, s.book.WaveWork())
			}
		}
		enter(cells.Set{Range: at("D1"), Inputs: typed(1, x.formula)})
		if x.fill != "" {
			enter(cells.Fill{Source: at("D1"), Target: at(x.fill)})
		}
		runtime.ReadMemStats(&after)
		name := x.formula[:min(len(x.formula), 90)]
		if x.fill != "" {
			name += " over " + x.fill
		}
		mark := ""
		if took > 200*time.Millisecond {
			slow++
			mark = " SLOW"
		}
		t.Logf("%v, %d steps, %d MiB made, %d MiB kept%s: %s", took.Round(time.Millisecond), work, (after.TotalAlloc-before.TotalAlloc)>>20, (int64(after.HeapAlloc)-int64(before.HeapAlloc))>>20, mark, name)
		if work > 110_000_000 {
			t.Errorf("%s: %d steps", name, work)
		}
		if texts, n := s.book.Holds(); texts > 256<<20 || n > 16_200_000 {
			t.Errorf("%s: %d bytes of texts, %d cells", name, texts, n)
		}
		if !x.endsWell(s, ch) {
			t.Errorf("%s: ends in %v, refused: %v", name, show(s.val("D1")), ch.Refused)
		}
		if x.fill != "" {
			s.must(cells.Clear{Range: at("D1:XFD1048576")})
		}
		s.check()
	}
	t.Logf("%d of %d took more than 200 ms of processor time", slow, len(hostiles))
}

func (x *hostile) endsWell(s sheet1, ch *cells.Changes) bool {
	if ch.Refused != nil {
		return x.ends == inRefusal
	}
	limit, failed := false, false
	g := at("D1")
	if x.fill != "" {
		g = at(x.fill)
	}
	s.book.Scan(g, func(_ cells.Ref, c cells.Cell) bool {
		e := c.Value.Err()
		failed = failed || e != nil
		limit = limit || e != nil && e.Code == cells.ErrLimit && e.Message != ""
		return !limit
	})
	switch x.ends {
	case inLimit:
		return limit
	case inError:
		return failed
	case inValue:
		return !failed
	}
	return x.ends == inEither
}
