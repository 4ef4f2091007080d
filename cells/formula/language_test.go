package formula_test

import (
	"errors"
	"testing"

	"freshet/cells"
)

// The expected values follow from the rules in the comments of each group: Excel's documentation for what is Excel's, expr's for what is expr's.
var languageCases = []struct{ setup, formula, want string }{
	// References and ranges.
	{"A1: 3", "=A1*2", "6"},
	{"A1: 3", "=$A$1+a1", "6"},
	{"A1: 1; A2: 2", "=SUM(A1:A2)", "3"},
	{"A1: 1; A2: 2", "=SUM(A:A)", "3"},
	{"A1: 1; B1: 2", "=SUM(1:1)", "3"},
	{"A1: 1; B1: 2", "=SUM($1:$1)", "3"},
	{"A1: 1; B2: 2", "=SUM($A$1:B$2)", "3"},
	{"Sheet2!A1: 7", "=Sheet2!A1", "7"},
	{"Sheet2!A1: 7; Sheet2!A2: 1", "=SUM(Sheet2!A1:A2)", "8"},
	{"Sheet2!A1: 7", "=SUM(Sheet2!A:A)", "7"},
	{"Sheet2!A1: 7", "=SUM(sheet2!1:1)", "7"},
	{"'My sheet'!A1: 5", "='My sheet'!A1+1", "6"},
	{"Sheet2!A1: 7; Sheet2!B2: 1", "=SUM(Sheet2!A1:Sheet2!B2)", "8"},
	{"name temp: A1; A1: 21", "=temp+1", "22"},
	{"name temp: A1:A2; A1: 1; A2: 2", "=SUM(Temp)", "3"},
	{"name C: A1; A1: 4", "=C*2", "8"},
	{"", "=nope", "#NAME?"},
	{"", "=Nope!A1", "#REF!"},
	{"", "=NOPE(1)", "#NAME?"},
	{"A1: 1; A2: 2", "=SUM(A2:A1)", "3"},
	{"A1: 2", "=A1:A1*3", "6"},
	// The colon.
	{"A1: 6; B1: 1; C1: 2", "=A1>5?B1:C1", "1"},
	{"A1: 5; B1: 1; C1: 2", "=A1>5?B1:C1", "2"},
	{"A1: 6; B1: 1; B2: 2", "=sum(A1>5?B1:B2:0)", "3"},
	{"A1: 5", "=A1>5 ? 1 : 2", "2"},
	{"B1: 1; B2: 2", "=SUM(true ? B1:B2 : 0)", "3"},
	{"", "={a: 1}.a", "1"},
	{"A1: 4; A2: 5", "={A1: A2}.A1", "5"},
	{"", "=[1,2,3][1:3]", "{2;3}"},
	{"A1: 2", "=[1,2,3][A1]", "3"},
	{"A1: 1; A2: 2; A3: 3", "=SUM(A1:INDEX(A:A,2))", "3"},
	{"A1: 1; A2: 2; A3: 4", "=SUM(A2:OFFSET(A2,1,0))", "6"},
	// Operators.
	{"", "=1+2*3", "7"},
	{"", "=-2^2", "4"},
	{"", "=2^3^2", "64"},
	{"", "=-(2^2)", "-4"},
	{"", "=2^-1", "0.5"},
	{"", "=2**3**2", "512"},
	{"", "=-2**2", "-4"},
	{"", "=(-2)^2", "4"},
	{"", "=2^-2^2", "0.0625"},
	{"", "=1-2^2", "-3"},
	{"A1: 3", "=-A1^2", "9"},
	{"", "=--5", "5"},
	{"", "=50%", "0.5"},
	{"A1: 20", "=A1%", "0.2"},
	{"A1: 9", "=(A1+1)%*2", "0.2"},
	{"", "=10%%", "0.001"},
	{"", "=10%-3", "-2.9"},
	{"", "=10 % 3", "1"},
	{"", "=10%3", "1"},
	{"", "=-7 % 3", "-1"},
	{"", "=2^50%", "1.4142135623731"},
	{"", "=SUM(50%,10%)", "0.6"},
	{"", "=\"a\"&\"b\"", "ab"},
	{"", "=1&2+3", "15"},
	{"", "=\"a\"&1=\"a1\"", "TRUE"},
	{"", "=1=1", "TRUE"},
	{"", "=1<>2", "TRUE"},
	{"", "=1==1 and 2!=3", "TRUE"},
	{"", "=1<=2", "TRUE"},
	{"", "=\"x\"&50%", "x0.5"},
	{"", "=0.1+0.2", "0.3"},
	{"", "=0.1+0.2=0.3", "TRUE"},
	{"", "=1e3", "1000"},
	{"", "=.5+1", "1.5"},
	{"", "=1E-2", "0.01"},
	{"", "=0x10", "16"},
	{"", "=1_000", "1000"},
	{"", "=1/0", "#DIV/0!"},
	{"", "=10^400", "#NUM!"},
	{"", "=0^0", "#NUM!"},
	{"", "=1..3", "{1;2;3}"},
	{"", "=2 in 1..3", "TRUE"},
	{"", "=\"abc\" contains \"b\"", "TRUE"},
	{"", "=\"abc\" matches \"^a.c$\"", "TRUE"},
	{"", "=\"abc\" startsWith \"ab\" && not (\"abc\" endsWith \"b\")", "TRUE"},
	{"", "=nil ?? 5", "5"},
	{"A1: 3", "=B1 ?? A1", "3"},
	// Blanks, coercion and comparison.
	{"", "=A1+1", "1"},
	{"", "=A1&\"x\"", "x"},
	{"", "=A1=0", "TRUE"},
	{"", "=A1=\"\"", "TRUE"},
	{"", "=A1=FALSE", "TRUE"},
	{"", "=A1", "0"},
	{"", "=\"5\"+1", "6"},
	{"", "=\"abc\"+1", "#VALUE!"},
	{"", "=TRUE+1", "2"},
	{"", "=\"a\"=\"A\"", "TRUE"},
	{"", "=1<\"a\"", "TRUE"},
	{"", "=\"z\"<TRUE", "TRUE"},
	{"", "=99<\"1\"", "TRUE"},
	{"", "=\"a\"<\"B\"", "TRUE"},
	{"", "=\"1,000\"+1", "1001"},
	{"", "=\"50%\"+1", "1.5"},
	{"", "=\"\"+1", "#VALUE!"},
	{"A1: x", "=A1*2", "#VALUE!"},
	{"A1: 'abc", "=A1>5", "TRUE"},
	// Texts.
	{"", "=\"he said \"\"hi\"\"\"", "he said \"hi\""},
	{"", "='single'", "single"},
	{"", "=`raw\\n`", "raw\\n"},
	{"", "=len(\"a\\nb\")", "3"},
	{"", "=\"\\d\"", "\\d"},
	{"", "=SUBSTITUTE(\"a/b\",\"/\",\"\\\")", "a\\b"},
	// Errors.
	{"", "=#N/A", "#N/A"},
	{"", "=#DIV/0!+1", "#DIV/0!"},
	{"", "=IFERROR(#N/A,1)", "1"},
	{"", "=1/0+#N/A", "#DIV/0!"},
	{"A1: =1/0", "=A1+1", "#DIV/0!"},
	{"A1: =1/0", "=SUM(A1:A2)", "#DIV/0!"},
	// Functions of both.
	{"", "=IF(0,,5)", "5"},
	{"", "=IF(1,,5)", "0"},
	{"", "=if(1>0,\"y\",\"n\")", "y"},
	{"", "=if (1>0) {\"y\"} else {\"n\"}", "y"},
	{"", "=if 1>0 {\"y\"} else {\"n\"}", "y"},
	{"A1: 1; A2: 2", "=if (1>0) {sum(A1:A2)} else {0}", "3"},
	{"", "=And(1,1)", "TRUE"},
	{"", "=or(0,0)", "FALSE"},
	{"", "=not(1)", "FALSE"},
	{"", "=not true", "FALSE"},
	{"", "=true", "TRUE"},
	{"", "=False", "FALSE"},
	{"", "=sum(1,2)", "3"},
	{"", "=Sum(1,2)", "3"},
	{"A1: 1; A2: 5", "=filter(A1:A2, # > 3)", "5"},
	{"A1: 1; A2: 5", "=map(A1:A2, # * 2)", "{2;10}"},
	{"", "=map([1,2],{# + 1})", "{2;3}"},
	{"", "=reduce(1..4, #acc + #)", "10"},
	{"", "=reduce(1..4, #acc * #, 1)", "24"},
	{"", "=1..4 | filter(# > 2) | sum()", "7"},
	{"", "=[3,1,2] | sort()", "{1;2;3}"},
	{"", "=filter([{n: 1}, {n: 2}], .n > 1)[0].n", "2"},
	{"", "=all([1,2], # > 0)", "TRUE"},
	{"", "=count(1..9, # > 6)", "3"},
	{"", "=find([1,5,7], # > 4)", "5"},
	{"", "=find(\"b\",\"abc\")", "2"},
	{"", "=sortBy([{a:2},{a:1}], .a)[0].a", "1"},
	{"", "=map(1..2, map(1..2, #))", "{1,2;1,2}"},
	{"", "=map(1..3, #index)", "{0;1;2}"},
	{"", "=groupBy(1..4, # % 2)[\"0\"]", "{2;4}"},
	{"", "=len([1,2,3])", "3"},
	{"", "=len(\"äöü\")", "3"},
	{"", "=concat(\"a\",\"b\")", "ab"},
	{"", "=concat([1],[2])", "{1;2}"},
	{"", "=type(1.5)", "float"},
	{"", "=replace(\"aXa\",\"X\",\"-\")", "a-a"},
	{"", "=split(\"a,b\",\",\")", "{a;b}"},
	{"", "=join([\"a\",\"b\"],\"-\")", "a-b"},
	{"", "=trim(\"  a  b \")", "a b"},
	{"", "=trim(\"xax\",\"x\")", "a"},
	{"", "=upper(\"a\")", "A"},
	// Locals.
	{"", "=let x = 5; x + 1", "6"},
	{"", "=let x = 2; let y = x * 3; y + x", "8"},
	{"name x: A1; A1: 9", "=let x = 1; x", "1"},
	{"name x: A1; A1: 9", "=(let x = 1; x) + x", "10"},
	{"name x: A1; A1: 9", "=LET(x,x+1,x)", "10"},
	{"", "=LET(a,2,b,a+1,a*b)", "6"},
	{"", "=LAMBDA(x,y,x-y)(5,3)", "2"},
	{"", "=LET(f,LAMBDA(n,n*2),f(f(3)))", "12"},
	{"", "=LET(f,LAMBDA(x,LAMBDA(y,x+y)),f(1)(2))", "3"},
	// Arrays.
	{"", "={1,2;3,4}", "{1,2;3,4}"},
	{"", "=SUM({1,2,3})", "6"},
	{"", "={1,2}*{10;20}", "{10,20;20,40}"},
	{"", "={1,2,3}+{1,2}", "{2,4,#N/A}"},
	{"A1: 1; A2: 2", "=A1:A2*2", "{2;4}"},
	{"", "=SUM({1,2}*{3,4})", "11"},
	{"", "=ABS({-1,2})", "{1,2}"},
	{"A1: 1; A2: -2", "=SUM(ABS(A1:A2))", "3"},
	{"", "={-1,\"a\",TRUE,#N/A}", "{-1,a,TRUE,#N/A}"},
	{"", "=[[1,2],[3,4]]", "{1,2;3,4}"},
	{"", "=@{7,8}", "7"},
	{"Z1: 5; Z20: 0", "=@Z1:Z3", "#VALUE!"},
	{"A20: 8", "=@A18:A22", "8"},
	{"A20: 8", "=@A:A+1", "9"},
	{"", "=IF({1,0},\"a\",\"b\")", "{a,b}"},
	// JSON in a cell.
	{"A1: {\"t\": 21.5, \"a\": [1, 2]}", "=A1.t+1", "22.5"},
	{"A1: {\"t\": 21.5, \"a\": [1, 2]}", "=fromJSON(A1)?.a[1]", "2"},
	{"", "=(nil)?.a?.b", "0"},
	{"", "=toJSON({a: [1, true, nil]})", "{\"a\":[1,true,null]}"},
	// Comments and blanks.
	{"A1: 2", "= A1 /* twice */ * 2 // the end", "4"},
	{"A1: 2", "=A1\n+\t1", "3"},
}

func TestTheLanguage(t *testing.T) {
	for _, c := range languageCases {
		s := newSheet(t)
		s.setup(c.setup)
		v, err := s.eval(c.formula, home)
		if err != nil {
			t.Errorf("%s with %q: %v", c.formula, c.setup, err)
			continue
		}
		if got := show(v); got != c.want {
			t.Errorf("%s with %q is %s, want %s (%v)", c.formula, c.setup, got, c.want, v.Err())
		}
	}
}

func TestWhatDoesNotParseIsRefusedWhereItIsWrong(t *testing.T) {
	for _, c := range []struct {
		formula string
		pos     int
	}{
		{"=", 2},
		{"=1+", 4},
		{"=SUM(A1", 5},
		{"=SUM(A1))", 9},
		{"=(1]", 4},
		{"=let A1 = 3; A1", 6},
		{"=LAMBDA(x1,x1)(2)", 9},
		{"=LET(A1,2,A1)", 6},
		{"=$env", 2},
		{"=get($env, \"x\")", 6},
		{"=$env.A1", 2},
		{"=\"abc", 2},
		{"=1 2", 4},
		{"=A1 nope", 5},
		{"=(1,2)", 3},
		{"=(A1,2)", 6},
		{"=ROUND()", 8},
		{"=ROUND(1,2,3)", 12},
		{"=€5", 2},
		{"=#", 2},
		{"=1+#", 4},
		{"=$A", 2},
		{"=A1$", 2},
		{"=Sheet2!foo", 9},
		{"=1:2:", 6},
		{"=a.b()", 4},
		{"=5a", 2},
		{"=let x = ; x", 10},
		{"=let x = 5", 11},
		{"=(let x = 5)", 12},
		{"=IF(A1>1 ? 2, 3)", 13},
		{"=ä+", 4},
		{"={1,2;3}", 2},
		{"=filter([1], #foo)", 15},
		{"=«R[0]C[0]»", 2},
		{"=1\\2", 3},
		{"=/* open", 2},
	} {
		s := newSheet(t)
		_, err := s.eval(c.formula, home)
		var e *cells.Error
		if !errors.As(err, &e) || e.Code != cells.Syntax {
			t.Errorf("%s: the error is %v, want a syntax error", c.formula, err)
			continue
		}
		if e.Pos != c.pos {
			t.Errorf("%s: %q at %d, want %d", c.formula, e.Message, e.Pos, c.pos)
		}
	}
}

func TestTimesStayTimes(t *testing.T) {
	for formula, want := range map[string]string{
		"=DATE(2026,11,22)+1": "2026-11-23", "=1+DATE(2026,11,22)": "2026-11-23", "=DATE(2026,11,22)-DATE(2026,11,1)": "21", "=DATE(2026,11,22)-1": "2026-11-21", "=NOW()-DATE(2026,11,22)": "13:14:15", "=MOD(NOW(),1)": "13:14:15", "=MAX(DATE(2026,1,1),DATE(2027,1,1))": "2027-01-01",
		"=AVERAGE(DATE(2026,1,1),DATE(2026,1,3))": "2026-01-02", "=SUM(duration(\"1h\"),duration(\"30m\"))": "1:30:00", "=duration(\"1h\")*2": "2:00:00", "=duration(\"1h\")/2": "0:30:00", "=duration(\"1h\")/duration(\"30m\")": "2", "=-duration(\"1h\")": "-1:00:00", "=NOW()+duration(\"1h\")": "2026-11-22 14:14:15",
		"=DATE(2026,11,22)>DATE(2026,11,21)": "TRUE", "=DATE(2026,11,22)=46348": "TRUE", "=\"on \"&DATE(2026,11,22)": "on 2026-11-22", "=ISNUMBER(TODAY())": "TRUE", "=MROUND(TIME(9,7,0),TIME(0,15,0))": "09:00:00", "=\"2026-11-22\"+1": "2026-11-23", "=DATE(2026,11,22)*2": "92696",
	} {
		s := newSheet(t)
		if v, err := s.eval(formula, home); err != nil || show(v) != want {
			t.Errorf("%s is %s, want %s (%v)", formula, show(v), want, err)
		}
	}
}
