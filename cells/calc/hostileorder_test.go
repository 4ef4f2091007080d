package calc_test

import "freshet/cells"

// hostileOrder is what putting texts in order can do, when their keys are long, take long, or have to be made for every comparison.
var hostileOrder = []hostile{
	{"=SORT(REPT(\"é\",16000)&SEQUENCE(900000))", inLimit, "", nil},
	{"=SORT(\"äöüßéñ\"&SEQUENCE(900000))", inEither, "", nil},
	{"=SORT(IF(SEQUENCE(900000)>0,REPT(\"é\",16000)))", inLimit, "", nil},
	{"=SORT(IF(SEQUENCE(900000)>0,REPT(\"é\",60)))", inLimit, "", nil},
	{"=SORT(IF(SEQUENCE(900000)>0,\"Ä\"))", inEither, "", nil},
	{"=SORT(IF(SEQUENCE(900000)>0,\"e\u0301\"))", inLimit, "", nil},
	{"=SORT(IF(SEQUENCE(300000)>0,IF(ISODD(SEQUENCE(300000)),\"e\u0301\",\"é\")))", inLimit, "", nil},
	{"=SORT(IF(SEQUENCE(2000)>0,IF(ISODD(SEQUENCE(2000)),REPT(\"a\",30000),REPT(\"A\",30000))))", inEither, "", nil},
	{"=SORT(IF(SEQUENCE(200)>0,REPT(\"ﷺ\",10000)&SEQUENCE(200)))", inLimit, "", nil},
	{"=SORT(IF(SEQUENCE(2000)>0,REPT(\"\u0f71\",10000)))", inLimit, "", nil},
	{"=SORT(IF(SEQUENCE(20000)>0,REPT(\"\u0f71\",20)))", inEither, "", nil},
	{"=SORTBY(SEQUENCE(20000),REPT(\"한\",200)&A1:A20000,-1)", inEither, "", nil},
	{"=SORT(REPT(UNICHAR(SEQUENCE(60000,1,256)),5))", inEither, "", nil},
	{"=SORT(HSTACK(A1:A20000+0.1+0.2,REPT(\"e\u0301\",9)&A1:A20000),{1,2})", inEither, "", nil},
	{"=SUM((A1:A20000&REPT(\"e\u0301\",15000)<REPT(\"é\",15000))*1)", inLimit, "", nil},
	{"=SUM((IF(A1:A20000<9999,REPT(\"e\u0301\",10000))<REPT(\"é\",15000))*1)", inLimit, "", nil},
	{"=SUM((IF(A1:A20000<9999,REPT(\"a\",30000))<REPT(\"A\",30000))*1)", inLimit, "", nil},
	{"=SUM((IF(A1:A20000<9999,REPT(\"é\",15000))<REPT(\"É\",15000))*1)", inLimit, "", nil},
	{"=SUM((IF(A1:A20000<9999,REPT(\"é\",15000))=REPT(\"É\",15000))*1)", inLimit, "", nil},
	{"=SUM((IF(A1:A20000<9999,REPT(\"ა\",10000))=REPT(\"Ა\",10000))*1)", inLimit, "", nil},
	{"=SUM((IF(A1:A20000<9999,REPT(\"é\",15000))<REPT(\"è\",15000))*1)", inLimit, "", nil},
	{"=SUM((IF(A1:A20000<9999,REPT(\"가\",10000)&\"a\")<REPT(\"가\",10000)&\"b\")*1)", inLimit, "", nil},
	{"=COUNTIF(IF(A1:A20000<9999,REPT(\"é\",15000)),REPT(\"É\",15000))", inEither, "", nil},
	{"=XMATCH(REPT(\"É\",15000),IF(A1:A20000<9999,REPT(\"é\",15000)&\"x\"))", inEither, "", nil},
	{"=COUNTUNIQUE(IF(A1:A20000<9999,REPT(\"é\",15000)))", inEither, "", nil},
	{"=count(1..900000, \"e\u0301\" < \"é\" and # > 0)", inLimit, "", nil},
	{"=count(1..900000, \"\u0f71\u0f71\u0f71\u0f71\" < \"é\" and # > 0)", inLimit, "", nil},
	{"=sortBy(1..90000, # % 2 == 0 ? \"e\u0301\" : \"é\")", inEither, "", nil},
	{"=sortBy(1..90000, # % 3 == 0 ? \"e\u0301\" : A900)", inEither, "", nil},
	{"=COUNTIF(B1:B20000,\">\"&REPT(\"e\u0301\",9000))", inEither, "", nil},
	{"=SUM(COUNTIF(C1:C20000,\">\"&C1:C20000))", inEither, "", accented},
	{"=SUM(XLOOKUP(C1:C20000,C1:C20000,A1:A20000,0,-1))", inEither, "", accented},
	{"=C1<\"é\"", inEither, "D1:D20000", accented},
	{"=C1<REPT(\"é\",16000)", inEither, "D1:D20000", accented},
	{"=MATCH(C1,C$1:C$20000)", inEither, "D1:D20000", accented},
	{"=COUNTIFS(B$1:B$20000,B1,C$1:C$20000,\"<é\")", inEither, "D1:D20000", accented},
	{"=COUNTIF(C$1:C$20000,\">\"&C1)", inEither, "D1:D20000", accented},
	{"=QUERY(C1:C20000,\"select C where C < 'é' order by C desc\",0)", inEither, "", accented},
	{"=QUERY(C1:C20000,\"select C, count(C) where C > 'e\u0301' group by C\",0)", inEither, "", accented},
	{"=GROUPBY(C1:C20000&A1:A20000,A1:A20000,SUM)", inEither, "", accented},
	{"=SORTN(C1:C20000,20000,2,1,TRUE)", inEither, "", accented},
}

// accented is C1:C20000 with texts that differ in accents alone.
func accented() []cells.Op {
	texts := []string{"e\u0301", "é", "è", "e\u0323\u0301", "ế", "\u0f71e", "เอ", "éé"}
	data := cells.Set{Range: at("C1:C20000")}
	for i := range 20_000 {
		data.Inputs = append(data.Inputs, cells.Typed(texts[i%len(texts)]+texts[i/8%len(texts)]+texts[i/64%len(texts)]))
	}
	return []cells.Op{data}
}
