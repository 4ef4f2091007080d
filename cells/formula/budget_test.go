package formula_test

import (
	"errors"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"freshet/cells"
	"freshet/cells/formula"
)

// column is a Reader with numbers in every row of column A.
type column struct{ rows int32 }

func (c column) Value(r cells.Ref) cells.Value {
	if r.Col != 0 || r.Row >= c.rows {
		return cells.Value{}
	}
	return cells.Num(float64(r.Row + 1))
}

func (c column) Scan(g cells.Range, yield func(cells.Ref, cells.Value) bool) {
	if g.Left > 0 {
		return
	}
	for row := g.Top; row <= min(g.Bottom, c.rows-1); row++ {
		r := cells.Ref{Sheet: g.Sheet, Row: row}
		if !yield(r, c.Value(r)) {
			return
		}
	}
}

func (c column) Extent(s cells.SheetID) (cells.Range, bool) {
	return cells.Range{Sheet: s, Bottom: c.rows - 1}, c.rows > 0
}

var runaways = []string{
	"=all(A1:A2000, all(A1:A2000, all(A1:A2000, # >= 0)))",
	"=sum(A1:A9000, sum(A1:A9000, sum(A1:A9000, #)))",
	"=1..1e9", "=map(1..2000, map(1..2000, #))", "=sum(1..900000, sum(1..900000, #))",
	"=let a = REPT(\"x\",30000); a & a",
	"=let a = \"xxxxxxxxxxxxxxxx\"; let b = a+a; let c = a & a & a & a; let d = c & c & c & c & c & c; let e = d & d & d & d & d & d; let f = e & e & e & e & e & e; f & f & f & f & f",
	"=reduce(1..9000, #acc & REPT(\"x\",1000), \"\")",
	"=let s = REPT(\"x\",3000); replace(replace(s,\"x\",s),\"x\",s)",
	"=repeat(\"x\", 1e9)", "=REPT(\"x\", 1e9)",
	"=REPT(\"a\",30000) matches (REPT(\"(a?)\",300) & \"b\")", "=\"aaaa\" matches \"((a{100}){100}){100}\"", "=\"a\" matches REPT(\"(a?){1000}\", 90)",
	"=SEQUENCE(1048576,16384)", "=MAKEARRAY(1000000,1000000,LAMBDA(r,c,1))", "=RANDARRAY(1e9)", "=EXPAND({1},1e6,1e6)",
	"=A1:XFD1048576*2", "=A:XFD+1", "=SUM(A1:XFD1048576*1)", "=TRANSPOSE(A1:Z1048576)", "=SORT(A1:Z1048576)",
	"=LET(f,LAMBDA(g,x,g(g,x+1)),f(f,1))", "=LET(f,LAMBDA(g,x,g(g,x+1)+g(g,x+2)),f(f,1))",
	"=REDUCE(\"x\",SEQUENCE(100),LAMBDA(a,b,a&a))", "=REDUCE({1},SEQUENCE(100),LAMBDA(a,b,VSTACK(a,a)))",
	"=flatten(map(1..1000, map(1..2000, #)))", "=MAP(SEQUENCE(900000),LAMBDA(x,SUM(SEQUENCE(900000))))", "=WORKDAY(1,2500000,1..900000)",
	"=SUMPRODUCT(A1:A900000*A1:A900000*A1:A900000)", "=TEXTJOIN(\",\",TRUE,A1:A900000)",
	"=sum(1..900000, # * LEN(REPT(\"x\",30000)))", "=sum(1..900000, # * LEN(SUBSTITUTE(REPT(\"ab\",15000),\"a\",\"c\")))", "=sum(1..900000, # * len(repeat(\"x\",30000)))",
	"=let s = REPT(\"x\",30000); sum(1..900000, LEN(s & #))", "=let s = REPT(\"x\",30000); let t = REPT(\"X\",30000); count(1..900000, # > 0 and s = t)",
	"=let s = REPT(\"x\",30000); count(1..900000, # > 0 and s contains \"y\")", "=let s = REPT(\"x\",30000); sum(1..900000, # * len(s[1:9]))", "=let s = REPT(\"x\",30000); SWITCH(1,MAP(SEQUENCE(900000),LAMBDA(i,UPPER(s))),1)",
	"=SEARCH(\"*\"&REPT(\"a\",5000)&\"b*\",REPT(\"a\",32000))", "=COUNTIF(MAP(SEQUENCE(900),LAMBDA(i,REPT(\"a\",30000))),\"*\"&REPT(\"a\",200)&\"b*\")",
	"=SORT(MAP(SEQUENCE(90000),LAMBDA(i,REPT(\"a\",30000)&i)))", "=let s = \"[\" & REPT(\"1,\",15000) & \"1]\"; count(1..90000, # > 0 and len(fromJSON(s)) > 0)",
	"=REGEXTEST(REPT(\"a\",30000),REPT(\"a?\",400)&\"b\")",
}

// allowed is what ends with a value or another error after all: it only must not take long.
var allowed = []string{"=A1:XFD1048576*2", "=A:XFD+1", "=SUM(A1:XFD1048576*1)", "=SUMPRODUCT(A1:A900000*A1:A900000*A1:A900000)"}

// cpuTime is what this thread has worked; other load on the machine does not count.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(1, &u) // RUSAGE_THREAD
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestRunawaysEndQuicklyInLimit(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	// Steps and bytes are the limits. The time is printed; only what runs away from its limits altogether fails by it, since other load on
	// the machine slows memory and caches.
	budget := 2 * time.Second
	if raceEnabled {
		budget *= 15
	}
	for _, src := range runaways {
		s := newSheet(t)
		tmpl, err := s.compiler.Compile(src, home, s)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		w := &formula.Wave{Cells: column{1_000_000}, Scope: s, At: testTime}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := cpuTime()
		v := tmpl.Eval(w, home)
		took := cpuTime() - start
		runtime.ReadMemStats(&after)
		t.Logf("%.60s: %v, %d steps, %d MB", src, took, w.Steps(), (after.TotalAlloc-before.TotalAlloc)>>20)
		if took > budget {
			t.Errorf("%.60s took %v and %d steps", src, took, w.Steps())
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 400 {
			t.Errorf("%.60s allocated %d MB", src, mb)
		}
		if e := v.Err(); !slices.Contains(allowed, src) && (e == nil || e.Code != cells.ErrLimit || e.Message == "" || e.Origin != home) {
			t.Errorf("%.60s is %.60s (%v)", src, show(v), v.Err())
		}
		first := w.Steps()
		if tmpl.Eval(w, home); w.Steps() != first {
			t.Errorf("%.60s takes %d steps, then %d", src, first, w.Steps())
		}
	}
}

func TestTextsThatAreTooLongOrTooDeep(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s := newSheet(t)
	_, err := s.eval("="+strings.Repeat("(", 5_000_000), home)
	var e *cells.Error
	if !errors.As(err, &e) || e.Code != cells.TooLarge {
		t.Errorf("five million brackets: %v", err)
	}
	for _, deep := range []string{"=" + strings.Repeat("(", 4000) + "1" + strings.Repeat(")", 4000), "=" + strings.Repeat("[", 4000) + "1" + strings.Repeat("]", 4000), "=" + strings.Repeat("ABS(", 1600) + "1" + strings.Repeat(")", 1600)} {
		v, err := s.eval(deep, home)
		if err != nil || v.Err() == nil || v.Err().Code != cells.ErrLimit {
			t.Errorf("%.10s…: %v %v", deep, show(v), err)
		}
	}
	for _, long := range []string{"=" + strings.Repeat("-", 8000) + "1", "=" + strings.Repeat("1+", 4000) + "1", "=" + strings.Repeat("2^", 4000) + "1", "=" + strings.Repeat("not ", 2000) + "true", "=" + strings.Repeat("1 ? 2 : ", 1000) + "3", "=1" + strings.Repeat("%", 8000), "=" + strings.Repeat("let x = 1; ", 700) + "x", "=" + strings.Repeat("1 ?? ", 1500) + "1"} {
		start := cpuTime()
		if _, err := s.eval(long, home); err != nil && !errors.As(err, &e) {
			t.Errorf("%.10s…: %v", long, err)
		}
		if took := cpuTime() - start; took > time.Second && !raceEnabled {
			t.Errorf("%.20s… took %v", long, took)
		}
	}
}
