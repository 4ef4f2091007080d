package formula_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// arrayWriter writes formulas of arrays in arrays. With apart every part is a local first, which others may have, so that nothing is made in its place.
type arrayWriter struct {
	r     *rand.Rand
	apart bool
}

func (x *arrayWriter) array(depth int) string {
	s := x.part(depth)
	if x.apart {
		return "LET(part," + s + ",part)"
	}
	return s
}

func (x *arrayWriter) part(depth int) string {
	leaf := []string{"SEQUENCE(5)", "SEQUENCE(1,4)", "SEQUENCE(5,4,-3,2)", "RANDARRAY(5)", "A1:A5", "A1:D5", "B1:B5", "{1;\"x\";TRUE;#N/A;2}", "7", "[1,2,3,4,5]", "kept"}
	if depth == 0 {
		return leaf[x.r.IntN(len(leaf))]
	}
	a := func() string { return x.array(x.r.IntN(depth)) }
	switch x.r.IntN(12) {
	case 0:
		return "SORT(" + a() + ",1,-1)"
	case 1:
		p := a()
		return "SORTBY(" + p + ",MAP(" + p + ",LAMBDA(e,MOD(N(e)*7,5))))"
	case 2:
		return "IFERROR(" + a() + "," + a() + ")"
	case 3:
		return "-" + a()
	case 4:
		return "ABS(" + a() + ")"
	case 5:
		return "ROUND(" + a() + "," + a() + ")"
	case 6:
		return "UNIQUE(" + a() + ")"
	case 7:
		return "XLOOKUP(" + a() + ",A1:A5,B1:B5,9)"
	case 8:
		return "MAP(" + a() + ",LAMBDA(e,SUM(" + a() + ")))"
	case 9:
		return "SWITCH(" + a() + ",1," + a() + ",2," + a() + "," + a() + ")"
	case 10:
		return "LET(twice," + a() + ",(twice+1)*twice)"
	}
	return "(" + a() + []string{"+", "*", "&", "<", "="}[x.r.IntN(5)] + a() + ")"
}

// TestArraysInTheirPlace writes formulas twice, so that the one may put arrays in the place of others and the other may not: both give the same, and what others hold stays what it was.
func TestArraysInTheirPlace(t *testing.T) {
	s := newSheet(t)
	s.setup("A1: 3; A2: 1; A3: 2; A4: x; A5: 5; B1: 1; B2: 2; B3: =1/0; B4: 4; B5: TRUE; C1: 9; D5: 8")
	home := cells.Ref{Sheet: 1, Row: 9, Col: 9}
	w := s.wave()
	for i := range 6000 {
		if testing.Short() && i > 600 {
			break
		}
		write := func(apart bool) string {
			x := &arrayWriter{r: rand.New(rand.NewPCG(uint64(i), 7)), apart: apart}
			return fmt.Sprintf("=LET(kept,SORT({3;1;2;5;4}),out,%s,[out,kept,SUM(kept)])", x.array(3))
		}
		plain, apart := write(false), write(true)
		got, want := compile(t, s, plain, "J10").Eval(w, home), compile(t, s, apart, "J10").Eval(w, home)
		if !got.Equal(want) {
			t.Fatalf("%s is %v\n%s is %v", plain, formula.ToText(got, ""), apart, formula.ToText(want, ""))
		}
	}
}

// TestOwnArraysAreUsedAgain counts elements that arrays in their own place do not take: three million are the bound.
func TestOwnArraysAreUsedAgain(t *testing.T) {
	s := newSheet(t)
	home := cells.Ref{Sheet: 1, Row: 9, Col: 9}
	for src, limit := range map[string]bool{
		"=SUM(-(SEQUENCE(800000)*2)+1-1)":                       false,
		"=SUM(SORT(-(-(-SEQUENCE(800000))),1,-1))":              false,
		"=LET(a,SEQUENCE(900000),b,a+1,c,a+2,d,a+3,SUM(b,c,d))": true,
	} {
		v := compile(t, s, src, "J10").Eval(s.wave(), home)
		if is := v.Kind() == cells.Failed && v.Err().Code == cells.ErrLimit; is != limit {
			t.Errorf("%s is %v", src, formula.ToText(v, ""))
		}
	}
}
