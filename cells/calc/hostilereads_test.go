package calc_test

import (
	"fmt"
	"strings"

	"freshet/cells"
)

// hostileReads is what formulas can do by what they read: names, sheets, pasts, dynamic references, arrays beside each other.
var hostileReads = []hostile{
	// dynamic references
	{"=SUM(OFFSET(A$1,MOD(ROW()*7919,20000),0,20000,1))", inEither, "D1:D20000", nil},
	{"=SUM(INDIRECT(\"A\"&ROW()&\":A\"&20000-ROW()))", inEither, "D1:D10000", nil},
	{"=MEDIAN(OFFSET(A$1,0,0,20000-ROW(),1))", inEither, "D1:D10000", nil},
	{"=INDIRECT(INDIRECT(INDIRECT(\"C\"&ROW())))", inEither, "D1:D3000", indirections},
	{"=SUM(MAP(SEQUENCE(20000),LAMBDA(i,INDIRECT(\"A\"&i))))", inEither, "", nil},
	{"=SUM(MAP(SEQUENCE(20000),LAMBDA(i,SUM(INDIRECT(\"A1:A\"&i)))))", inEither, "", nil},
	{"=SUM(MAP(SEQUENCE(300),LAMBDA(i,MEDIAN(OFFSET(A1,0,0,i*60,1)))))", inEither, "", nil},
	{"=IF(ISERROR(INDIRECT(\"D\"&ROW()+1)),1,INDIRECT(\"D\"&ROW()-1))+INDIRECT(\"D\"&MOD(ROW()*31,900)+1)", inEither, "D1:D1000", nil},
	{"=SUM(A1:INDEX(A:A,20001-ROW()))+SUM(INDEX(A:A,ROW()):A20000)", inEither, "D1:D20000", nil},
	{"=REDUCE(\"A1\",SEQUENCE(1000),LAMBDA(a,i,ADDRESS(1+SUM(INDIRECT(a)),1)))", inEither, "", nil},
	// what changes with every wave
	{"=RAND()+RANDBETWEEN(1,9)+NOW()+SUM(A$1:A1)", inEither, "D1:D100000", nil},
	{"=SORT(RANDARRAY(3000))", inEither, "D1:AZ1", nil},
	{"=SUM(RANDARRAY(1000,100))+ROW()", inLimit, "D1:D2000", nil},
	// arrays that want the cells of each other
	{"=SEQUENCE(MOD(ROW()*7,19)+1,MOD(ROW()*5,17)+1)", inEither, "D1:D5000", nil},
	{"=IF(ISERROR(E1),SEQUENCE(3,3),SEQUENCE(2,2))", inEither, "D1:D3000", nil},
	{"=SEQUENCE(IF(COUNT(E2:G9)>3,2,5),3)", inEither, "D1:D2000", nil},
	{"=SEQUENCE(1,COUNT(D2:XFD2)+1)", inEither, "D1:D2000", nil},
	{"=SEQUENCE(20000,1)", inEither, "D1:D20000", nil},
	{"=D2#*2", inEither, "D1:D5000", nil},
	// the past
	{"=avg_over(A1,\"1d\")+stdev_over(A1,\"2d\")+median_over(A1,\"3d\")", inEither, "D1:D2000", longPast},
	{"=median_over(A$1,ROW())+max_over(A$1,ROW())", inEither, "D1:D20000", longPast},
	{"=SUM(MAP(SEQUENCE(20000),LAMBDA(i,median_over(A1,i))))", inEither, "", longPast},
	{"=SUM(MAP(SEQUENCE(20000),LAMBDA(i,quantile_over(A1,i,0.5))))", inEither, "", longPast},
	{"=ROWS(history(A1,100000))+ROWS(history(A$1,20000))", inEither, "D1:D2000", longPast},
	{"=SORT(history(A1,100000))", inEither, "D1:BZ1", longPast},
	{"=SUM(MAP(SEQUENCE(9000),LAMBDA(i,mode_over(A1,20000))))", inEither, "", longPast},
	// other sheets, and columns with columns
	{"=SUM(Other!A:A)+SUM(Sheet1!A:A)+COUNTIF(Other!A:A,A1)", inEither, "D1:D20000", otherSheet},
	{"=SUMPRODUCT(A:A,A:A)+SUMPRODUCT((A:A>A1)*(B:B<>\"\"))", inEither, "D1:D5000", nil},
	{"=COUNTIFS(A:A,A:A,B:B,B:B)", inEither, "", nil},
	{"=MMULT(A1:A20000,TRANSPOSE(A1:A20000))", inLimit, "", nil},
	{"=SUM(VLOOKUP(A1:A20000+0.5,A:B,1,TRUE))", inEither, "", nil},
	{"=XLOOKUP(A1&\"*\",B$1:B$20000,A$1:A$20000,0,2)", inEither, "D1:D20000", nil},
	{"=XMATCH(\"*\"&A1&\"z\",B$1:B$20000,2,-1)", inEither, "D1:D20000", nil},
	{"=COUNTIF(B$1:B$20000,\"*\"&A1&\"*\"&A1&\"*\")", inEither, "D1:D20000", nil},
	{"=SUM(COUNTIFS(B1:B20000,\"*\"&A1:A20000&\"*\"))", inEither, "", nil},
	{"=SUM(SUMIFS(A1:A20000,A1:A20000,\">\"&SEQUENCE(20000),A1:A20000,\"<\"&SEQUENCE(20000)*2))", inEither, "", nil},
	{"=SUM(AVERAGEIFS(A1:A20000,A1:A20000,\">\"&SEQUENCE(1,900)))", inEither, "", nil},
	{"=SORT(B1:B20000&REPT(\"z\",A1:A20000))", inEither, "", nil},
	{"=SORTBY(REPT(\"é\",200)&A1:A20000,REPT(\"ß\",300)&A1:A20000)", inEither, "", nil},
	{"=SORT(B$1:B$20000)", inEither, "D1:AZ1", nil},
	{"=SUM(RANK(A1:A20000,A1:A20000))", inEither, "", nil},
	{"=PERCENTRANK(A$1:A$20000,A1)+LARGE(A$1:A$20000,ROW())+SMALL(A$1:A1,1)", inEither, "D1:D20000", nil},
	{"=STDEV(A$1:A1)+PRODUCT(A$1:A1)+MODE(A$1:A1)", inEither, "D1:D20000", nil},
	{"=CORREL(A$1:A1,A$1:A1)+SLOPE(A$1:A1,A$1:A1)", inEither, "D1:D20000", nil},
}

// indirections is names of cells that hold names of cells.
func indirections() []cells.Op {
	return []cells.Op{cells.Set{Range: at("C1:C3000"), Inputs: lines(3000, func(i int) string { return fmt.Sprintf("C%d", (i*7919+13)%3000+1) })}}
}

func otherSheet() []cells.Op {
	g := at("A1:A20000")
	g.Sheet = 2
	return []cells.Op{cells.AddSheet{Name: "Other", Index: -1}, cells.Set{Range: g, Inputs: lines(20_000, func(i int) string { return fmt.Sprint(i * 7919 % 20_000) })}}
}

// longPast is a past of 20,000 points for A1, and one of a few for those below.
func longPast() []cells.Op {
	all := []cells.Op{cells.SetPolicy{Range: at("A1:A20000"), Policy: cells.Policy{Log: cells.LogReadings, Keep: 100_000}}}
	for from := 0; from < 20_000; from += 5000 {
		in := cells.Ingest{}
		for i := range 5000 {
			in.Readings = append(in.Readings, cells.Reading{Ref: at("A1").TopLeft(), Value: cells.Num(float64((from + i) * 7919 % 20_000)), At: 1_789_000_000_000 + int64(from+i)*1000})
		}
		all = append(all, in)
	}
	in := cells.Ingest{}
	for row := range int32(2000) {
		for i := range int64(3) {
			in.Readings = append(in.Readings, cells.Reading{Ref: cells.Ref{Sheet: 1, Row: row + 1}, Value: cells.Num(float64(i)), At: 1_789_900_000_000 + i*1000})
		}
	}
	return append(all, in)
}

// hostileFunctions is what single functions can do with arguments that were made for it.
var hostileFunctions = []hostile{
	// queries
	{"=QUERY(A1:B20000,\"select B, count(A) group by B pivot A\")", inLimit, "", nil},
	{"=QUERY(A1:B20000,\"select A where B matches '\"&REPT(\"(a|b|0)*\",110)&\"'\")", inLimit, "", nil},
	{"=QUERY(A1:B20000,\"select A\"&REPT(\",A\",499))", inLimit, "", nil},
	{"=QUERY(A1:B20000,\"select A\"&REPT(\"+A\",2000))", inLimit, "", nil},
	{"=QUERY(A1:B20000,\"select A where \"&REPT(\"not \",60)&\"A>1\")", inEither, "", nil},
	{"=QUERY(A1:B20000,\"select A where \"&REPT(\"(\",10000))", inError, "", nil},
	{"=QUERY(A1:B20000,\"select B where B like '\"&REPT(\"%0\",90)&\"x'\")", inLimit, "", nil},
	{"=QUERY(A1:B20000,\"select A order by A\"&REPT(\",B\",499))", inLimit, "", nil},
	{"=QUERY(A1:B20000,\"select sum(A)\"&REPT(\",sum(A)\",499)&\" pivot B\")", inLimit, "", nil},
	{"=QUERY(A1:B20000,\"select A\"&REPT(\"+A\",1900)&\",sum(B) group by A\"&REPT(\"+A\",1900))", inEither, "", nil},
	{"=QUERY(A1:B20000,\"select A\"&REPT(\",A\",499)&\" label A 'x'\"&REPT(\",A 'x'\",499))", inLimit, "", nil},
	{"=QUERY(SEQUENCE(1000,1000),\"select *\")", inEither, "", nil},
	{"=QUERY({\"a\";1},REPT(\"`\",30000))", inError, "", nil},
	{"=QUERY(MAP(SEQUENCE(40),LAMBDA(i,REPT(\"x\",30000))),\"select Col1\"&REPT(\",upper(Col1)\",499),40)", inEither, "", nil},
	{"=QUERY(B1:B20000,\"select Col1 where Col1 contains '0' and Col1 matches '.*(0|1)+(2|3)*.*' format Col1 '0'\")", inEither, "", nil},
	// texts
	{"=REGEXREPLACE(REPT(\"aé漢\",5000),\"[\\p{L}\\p{N}\\p{Han}]+?\",\"$0$0\")", inEither, "", nil},
	{"=REGEXTEST(B1:B20000,\"(?i)^[\\p{Lu}\\p{Ll}]*[\\p{Nd}]{1,50}(\\P{L}+|\\pN)*$\")", inEither, "", nil},
	{"=REGEXEXTRACT(B1,\"(0*)*(\\d+)*\"&ROW()&\"$\")", inEither, "D1:D20000", nil},
	{"=SUM(MAP(SEQUENCE(20000),LAMBDA(i,LEN(REGEXREPLACE(\"x\"&i,\"(\\p{L})\"&i,\"\")))))", inEither, "", nil},
	{"=TEXT(A1:A20000,REPT(\"yyyy-mmmm-dddd \",200))", inEither, "", nil},
	{"=TEXT(A1*1.23456789,\"# ?????/?????\")", inEither, "D1:D20000", nil},
	{"=TEXT(SEQUENCE(900000),\"[>5]#,##0.00;[<3]0.0E+00;@\")", inEither, "", nil},
	{"=TEXTSPLIT(TEXTJOIN(\",\",TRUE,SEQUENCE(5000)),SEQUENCE(10)-1,\",\")", inEither, "", nil},
	{"=TEXTBEFORE(REPT(\"ab\",16000),SEQUENCE(300)&\"b\",9000,1)", inEither, "", nil},
	{"=SUBSTITUTE(REPT(\"a\",32000),REPT(\"a\",15999)&\"b\",\"\")", inEither, "D1:D1000", nil},
	{"=SUM(FIND(REPT(\"a\",300)&\"b\",REPT(\"a\",SEQUENCE(30000))&REPT(\"a\",300)&\"b\"))", inEither, "", nil},
	{"=UNICHAR(SEQUENCE(900000,1,40))&UNICODE(\"é\")", inEither, "", nil},
	{"=PROPER(REPT(\"ǆ ß i̇ \",3000))&UPPER(REPT(\"ß\",1000))", inEither, "D1:D5000", nil},
	{"=EXACT(LOWER(REPT(\"Ω\",15000)),LOWER(REPT(\"Ω\",15000)))", inEither, "D1:D5000", nil},
	{"=SUM(CODE(MID(REPT(\"é\",16000),SEQUENCE(16000),1)))", inEither, "", nil},
	{"=VALUE(REPT(\"9\",30000))+VALUE(REPT(\"0\",30000)&\"1\")", inEither, "D1:D5000", nil},
	{"=NUMBERVALUE(REPT(\"1 \",15000))&FIXED(1E+300,100)", inEither, "D1:D5000", nil},
	{"=DOLLAR(SEQUENCE(200000)*1E+200,99)", inEither, "", nil},
	{"=SUM(LEN(ROMAN(MOD(SEQUENCE(200000),4000),4)))+SUM(ARABIC(ROMAN(MOD(SEQUENCE(90000),3999)+1)))", inEither, "", nil},
	{"=BASE(SEQUENCE(300000)+2^50,2,255)", inEither, "", nil},
	{"=SUM(FACT(SEQUENCE(900000)/6000))+SUM(FACTDOUBLE(SEQUENCE(90000)/400))", inEither, "", nil},
	{"=SUM(COMBIN(SEQUENCE(90000)+1000,500))+SUM(PERMUT(SEQUENCE(90000)+1000,50))", inEither, "", nil},
	{"=SUM(MULTINOMIAL(SEQUENCE(90000)/1000,3,4))+SUM(BINOM.DIST(500000,1000000,SEQUENCE(90000)/90001,TRUE))", inEither, "", nil},
	{"=BINOM.INV(1000000,SEQUENCE(20000)/20001,0.5)+NEGBINOM.DIST(50000,60000,0.4,TRUE)", inEither, "", nil},
	{"=HYPGEOM.DIST(SEQUENCE(20000),100000,200000,900000,TRUE)", inEither, "", nil},
	{"=BESSELJ(SEQUENCE(90000)/7,SEQUENCE(1,9)*90)", inEither, "", nil},
	{"=IMPOWER(COMPLEX(SEQUENCE(90000),2),1000)", inEither, "", nil},
	// dates
	{"=NETWORKDAYS.INTL(1,2900000,\"1111110\",SEQUENCE(900000))", inEither, "", nil},
	{"=NETWORKDAYS.INTL(1,2900000,\"0000001\",A$1:A$20000)", inEither, "D1:D20000", nil},
	{"=WORKDAY.INTL(1,SEQUENCE(900000)*3,\"1111110\")", inEither, "", nil},
	{"=WORKDAY.INTL(A1,300000,\"1111110\",SEQUENCE(1,9999)*7)", inEither, "D1:D20000", nil},
	{"=EDATE(SEQUENCE(900000),SEQUENCE(1,3))", inEither, "", nil},
	{"=DATEDIF(1,2900000,{\"md\",\"ym\",\"yd\"})+YEARFRAC(1,SEQUENCE(300000)*9,1)", inEither, "", nil},
	{"=COUPNUM(1,SEQUENCE(90000)*30,4)+PRICE(1,SEQUENCE(90000)*30+99,0.05,0.04,100,4)", inEither, "", nil},
	{"=YIELD(1,SEQUENCE(9000)*300+99,0.05,90,100,4)+ODDFPRICE(1,900000,0,500,0.1,0.1,100,4)", inEither, "", nil},
	{"=XIRR(SEQUENCE(300000)-150000,SEQUENCE(300000))", inEither, "", nil},
	{"=RATE(SEQUENCE(90000),-1,100)+CUMPRINC(0.01,1000000,100,1,999999,0)", inEither, "", nil},
	// groups and functions of functions
	{"=GROUPBY(A1:A20000,A1:A20000,LAMBDA(x,SUM(SORT(x))))", inEither, "", nil},
	{"=PIVOTBY(A1:A20000,MOD(SEQUENCE(20000),900),A1:A20000,LAMBDA(x,MEDIAN(x)))", inEither, "", nil},
	{"=PIVOTBY(SEQUENCE(9000),SEQUENCE(9000),SEQUENCE(9000),SUM)", inEither, "", nil},
	{"=GROUPBY(B1:B20000,B1:B20000,LAMBDA(x,ARRAYTOTEXT(x)))", inEither, "", nil},
	{"=SUM(BYROW(A1:A20000&B1:B20000,LAMBDA(r,SUM(LEN(TEXTSPLIT(r,SEQUENCE(10)-1))))))", inEither, "", nil},
	{"=SCAN(\"\",SEQUENCE(30000),LAMBDA(a,i,RIGHT(a&i,30000)))", inEither, "", nil},
	{"=REDUCE(SEQUENCE(1000),SEQUENCE(1000),LAMBDA(a,i,SORT(a*-1)))", inEither, "", nil},
	{"=REDUCE(0,SEQUENCE(900),LAMBDA(a,i,HSTACK(a,SEQUENCE(i))))", inEither, "", nil},
	{"=LET(f,LAMBDA(g,n,a,IF(n=0,a,g(g,n-1,SORT(UNIQUE(VSTACK(a,a*n)))))),f(f,90,SEQUENCE(50)))", inEither, "", nil},
	{"=LET(y,LAMBDA(f,LAMBDA(x,f(LAMBDA(v,x(x)(v))))(LAMBDA(x,f(LAMBDA(v,x(x)(v)))))),y(LAMBDA(s,LAMBDA(n,IF(n<2,n,s(n-1)+s(n-2)))))(40))", inEither, "", nil},
	{"=LET(" + deepLet(800) + "1)", inEither, "", nil},
	{"=LET(" + strings.Repeat("a,SEQUENCE(1000),", 300) + "SUM(a))", inEither, "D1:D1000", nil},
	{"={" + strings.Repeat(strings.Repeat("1,", 39)+"1;", 99) + strings.Repeat("1,", 39) + "1}*{" + strings.Repeat("2;", 99) + "2}", inEither, "D1:D1000", nil},
	{"=MMULT(MMULT(SEQUENCE(150,150),SEQUENCE(150,150)),MINVERSE(RANDARRAY(100,100)))", inEither, "D1:D1000", nil},
	{"=SUM(MUNIT(1700))+MDETERM(MUNIT(180))", inEither, "", nil},
	{"=LINEST(RANDARRAY(3000),RANDARRAY(3000,60))", inEither, "", nil},
	{"=FREQUENCY(A$1:A$20000,A$1:A$20000)", inEither, "D1:ZZ1", nil},
	{"=SUM(TRIMMEAN(A$1:A$20000,0.2)+AGGREGATE(14,6,A$1:A$20000/A$1:A$20000,3))", inEither, "D1:D20000", nil},
	{"=UNIQUE(A$1:A$20000&B$1:B$20000)", inEither, "D1:ZZ1", nil},
	{"=COUNTUNIQUE(A$1:A1,B$1:B1)", inEither, "D1:D20000", nil},
	{"=toJSON(SEQUENCE(900000))", inEither, "", nil},
	{"=fromJSON(\"[\"&REPT(\"[\",9000)&REPT(\"]\",9000)&\"]\")", inEither, "D1:D1000", nil},
	{"=toBase64(REPT(\"é\",16000))&fromBase64(toBase64(REPT(\"x\",16000)))", inEither, "D1:D5000", nil},
	{"=WRAPCOLS(TOCOL(HSTACK(A1:B20000,B1:B20000)),7)", inEither, "", nil},
	{"=CHOOSEROWS(A1:B20000,SEQUENCE(900000,1,1,0))", inEither, "", nil},
	{"=INDEX(A1:B20000,SEQUENCE(20000),{1,2,1,2,1,2})", inEither, "", nil},
	{"=ISNUMBER(MATCH(SEQUENCE(900000),SEQUENCE(900000),0))", inEither, "", nil},
	{"=XLOOKUP(SEQUENCE(300000),SEQUENCE(300000),SEQUENCE(300000),0,0,-1)", inEither, "", nil},
	{"=SUM(XMATCH(RANDARRAY(300000),SEQUENCE(300000)/300000,1))", inEither, "", nil},
	{"=CONVERT(SEQUENCE(900000),\"m\",\"ft\")", inEither, "", nil},
	{"=BITXOR(SEQUENCE(900000),BITLSHIFT(SEQUENCE(900000),20))", inEither, "", nil},
	{"=DEC2BIN(MOD(SEQUENCE(500000),511))&HEX2DEC(\"FFFFFFFFFF\")", inEither, "", nil},
	{"=PERCENTILE(A$1:A$20000,SEQUENCE(20000)/20001)", inEither, "", nil},
	{"=SUM(LARGE(A$1:A$20000,SEQUENCE(20000)))", inEither, "", nil},
}

// deepLet is names of which each is the sum of the one before, twice.
func deepLet(n int) string {
	var b strings.Builder
	b.WriteString("v_0,1,")
	for i := 1; i <= n; i++ {
		if i > 0 && b.Len() < 7800 {
			fmt.Fprintf(&b, "v_%d,v_%d+v_%d,", i, i-1, i-1)
		}
	}
	return b.String()
}
