package formula_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// nearly is a number and one that it cancels with in all but some of its last bits, of all sizes: decimals, whole numbers, sums of decimals.
func nearly(r *rand.Rand) (a, b float64) {
	switch r.IntN(6) {
	case 0:
		a = float64(r.IntN(1e6)) / 100
	case 1:
		a = float64(r.Int64N(1 << (1 + r.IntN(54))))
	case 2:
		a = math.Ldexp(1, r.IntN(2040)-1020)
	case 3:
		a = math.Ldexp(1+r.Float64(), r.IntN(2090)-1074)
	case 4:
		x, y := float64(r.IntN(2000))/10, float64(r.IntN(2000))/10
		return x + y, math.Round((x+y)*10) / 10
	default:
		a = r.NormFloat64() * 1000
	}
	b = a
	toward := math.Inf(1 - 2*r.IntN(2))
	for range r.IntN(20) {
		b = math.Nextafter(b, toward)
	}
	if math.IsInf(b, 0) || r.IntN(12) == 0 {
		b = 0
	}
	if r.IntN(2) == 0 {
		a, b = -a, -b
	}
	return a, b
}

// difference is a - b by the rule as it is documented.
func difference(a, b float64) float64 {
	d := a - b
	if d == 0 {
		return 0
	}
	whole := func(x float64) bool { return math.Abs(x) <= 1<<53 && x == math.Floor(x) }
	exponent := func(x float64) int { return int(math.Float64bits(x) >> 52 & 0x7ff) }
	if !(whole(a) && whole(b)) && exponent(d)+50 <= max(exponent(a), exponent(b)) {
		return 0
	}
	return d
}

// TestWhatCancelsIsZero holds + and - to the rule.
func TestWhatCancelsIsZero(t *testing.T) {
	r := rand.New(rand.NewPCG(50, 2))
	s := newSheet(t)
	at := cells.Ref{Sheet: 1, Col: 9}
	minus, err := s.compiler.Compile("=A1-B1", at, s)
	if err != nil {
		t.Fatal(err)
	}
	plus, err := s.compiler.Compile("=A1+C1", at, s)
	if err != nil {
		t.Fatal(err)
	}
	cancelled, kept := 0, 0
	for range 200_000 {
		a, b := nearly(r)
		in := &strips{cols: [4][]cells.Value{{cells.Num(a)}, {cells.Num(b)}, {cells.Num(-b)}, {}}}
		w := &formula.Wave{Cells: in, Scope: s, At: testTime}
		want := cells.Num(difference(a, b))
		if got := minus.Eval(w, at); !got.Equal(want) {
			t.Fatalf("%b - %b is %s, want %s", a, b, show(got), show(want))
		}
		if got := plus.Eval(w, at); !got.Equal(want) {
			t.Fatalf("%b + %b is %s, want %s", a, -b, show(got), show(want))
		}
		switch {
		case want.Float() != 0:
			kept++
		case a != b:
			cancelled++
		}
		// What = calls equal has no difference, except for large whole numbers.
		if large := math.Abs(a) > 1<<49; want.Float() != 0 && !large && math.Abs(a) > 1e-290 && formula.EqualNumbers(a, b) {
			t.Fatalf("%b = %b, but the difference is %v", a, b, want.Float())
		}
	}
	if cancelled < 20_000 || kept < 20_000 {
		t.Errorf("%d cancelled and %d were kept", cancelled, kept)
	}
}

// cancelling is columns in which some rows cancel; rare is how rarely, and now and then stands something that is no number.
func cancelling(r *rand.Rand, rows, rare int) *strips {
	in := &strips{}
	for c := range in.cols {
		in.cols[c] = make([]cells.Value, rows)
	}
	for i := range rows {
		a, b := r.NormFloat64()*100, r.NormFloat64()*100
		if r.IntN(rare) == 0 {
			switch a, b = nearly(r); r.IntN(4) {
			case 0: // with the constants
				a = math.Float64frombits(math.Float64bits(0.1) + uint64(r.IntN(9)))
			case 1: // with the first row
				a, b = in.cols[1][0].Float()/2, in.cols[0][0].Float()
			}
		}
		in.cols[0][i], in.cols[1][i], in.cols[2][i], in.cols[3][i] = cells.Num(a), cells.Num(b), cells.Num(-b), cells.Num(-a)
		if r.IntN(600) == 0 {
			in.cols[r.IntN(4)][i] = randomValue(r)
		}
	}
	return in
}

var cancelSources = []string{
	"=A1-B1", "=A1+C1", "=B1-A1", "=C1+A1", "=A1*2-B1*2", "=A1*0.1+C1*0.1", "=A1*1-B1", "=A1-B1*1", "=A1*2-$B$1", "=A1*2+$C$1", "=A1-$B$1", "=$A$1-B1", "=$C$1+A1", "=A1-0.3",
	"=A1*3-0.3", "=0.3-A1*3", "=A1*3+-0.3", "=$A$1-$B$1", "=(A1-B1)*C1", "=IF(A1-B1=0,1,2)", "=-(A1-B1)", "=A1-B1+C1+A1", "=0.1+0.2-0.3+A1*0", "=ABS(A1-B1)+A1",
}

// TestBlocksCancelAsEval compares blocks, and what is replaced at once, with Eval, where operands cancel.
func TestBlocksCancelAsEval(t *testing.T) {
	r := rand.New(rand.NewPCG(50, 3))
	var out, over formula.Block
	compared, replaced, stopped := 0, 0, 0
	for k := range 400 {
		s := newSheet(t)
		at := cells.Ref{Sheet: 1, Col: 9}
		tmpl, err := s.compiler.Compile(cancelSources[k%len(cancelSources)], at, s)
		if err != nil {
			t.Fatal(err)
		}
		n := 1 + r.IntN(300)
		w := &formula.Wave{Cells: cancelling(r, n+1, []int{2, 40, 900}[k%3]), Scope: s, At: testTime}
		spoil(r, &out)
		compared += agreement(t, tmpl, w, at, n, &out)
		before := slices.Repeat([]float64{-1.5}, n)
		old := slices.Clone(before)
		spoil(r, &over)
		done := tmpl.EvalOver(w, at, old, &over)
		if !tmpl.EvalBlock(w, at, n, &out) {
			t.Fatalf("%s has no block", cancelSources[k%len(cancelSources)])
		}
		overAgrees(t, cancelSources[k%len(cancelSources)], before, old, done, &out, &over)
		replaced += done
		if done < n {
			stopped++
		}
	}
	if compared < 40_000 || replaced < 10_000 || stopped < 100 {
		t.Errorf("%d rows were compared, %d replaced at once, %d times a part", compared, replaced, stopped)
	}
}

// TestChainsCancelAsEval compares running totals with Eval row after row, where what is added cancels what was there.
func TestChainsCancelAsEval(t *testing.T) {
	r := rand.New(rand.NewPCG(50, 4))
	var out formula.Block
	sources := []string{"=F4+A5", "=A5+F4", "=F4-B5", "=B5-F4", "=F4+A5*1", "=F4-B5*1", "=IF(F4=0,A5,F4-B5)", "=F6+A5", "=F6-B5", "=A5-F6", "=F4+A5-B5"}
	compared, zeros := 0, 0
	const col = columnCount - 1
	for k := range 600 {
		s := newSheet(t)
		src := sources[k%len(sources)]
		up := src == "=F6+A5" || src == "=F6-B5" || src == "=A5-F6"
		tmpl, err := s.compiler.Compile(src, cells.Ref{Sheet: 1, Row: 4, Col: col}, s)
		if err != nil {
			t.Fatal(err)
		}
		in := randomColumns(r)
		for i := 0; i+1 < len(in[0][0]); i += 2 {
			a, b := nearly(r)
			in[0][0][i], in[0][0][i+1], in[0][1][i], in[0][1][i+1] = cells.Num(a), cells.Num(-b), cells.Num(b), cells.Num(-a)
		}
		at := cells.Ref{Sheet: 1, Row: 1, Col: col}
		n := columnRows - 2
		in[0][col][0], in[0][col][columnRows-1] = cells.Value{}, cells.Value{}
		done := tmpl.EvalChain(&formula.Wave{Cells: stored{in}, Scope: s, At: testTime}, at, n, up, &out)
		for k := range done {
			i := k
			if up {
				i = n - 1 - k
			}
			here := at
			here.Row += int32(i)
			want := tmpl.Eval(&formula.Wave{Cells: in, Scope: s, At: testTime}, here)
			if got, ok := out.Result(i); !ok || !got.Equal(want) {
				t.Fatalf("%s in row %d: the chain gives %s (%v), Eval %s (%v)", src, here.Row+1, show(got), got.Float(), show(want), want.Float())
			}
			if want.Float() == 0 {
				zeros++
			}
			in[0][col][here.Row] = want
			compared++
		}
	}
	if compared < 10_000 || zeros < 1000 {
		t.Errorf("%d rows were compared, of which %d are 0", compared, zeros)
	}
}
