package formula_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// leftovers is what the memory of a Block may hold from formulas before.
var leftovers = []struct {
	kind cells.Kind
	x    float64
}{{cells.Failed, math.NaN()}, {cells.Failed, 1}, {cells.Text, 1e6}, {cells.Number, 7}, {cells.Bool, 1}, {cells.Blank, 0}}

// spoil gives a Block one of them.
func spoil(r *rand.Rand, out *formula.Block) {
	x := leftovers[r.IntN(len(leftovers))]
	out.Spoil(x.kind, x.x)
}

// TestBlocksForgetWhatWasThere holds that no row takes what other formulas left in the memory for an error that is certain, or for a value.
func TestBlocksForgetWhatWasThere(t *testing.T) {
	in := &strips{}
	for c := range in.cols {
		in.cols[c] = make([]cells.Value, 40)
		for i := range in.cols[c] {
			in.cols[c][i] = []cells.Value{{}, cells.Num(float64(i)), cells.Str("text"), cells.Boolean(i%2 == 0), cells.Moment(46348.5)}[(i+c)%5]
		}
	}
	for _, src := range []string{
		// Neither branch fills a row whose condition is left to Eval.
		`=IFERROR(IF(AND(A14,D11),IF(0.5,0.5,0.5),N(0.5)),"text")`, `=IFERROR(IFS(A1>"",-B1,-C1,C1),"text")`, `=IFERROR(SWITCH(A1&B1,"",C1,-D1),7)`,
		`=IFERROR(IFERROR(IF(-A1,B1,"x"),A1/0),7)`, `=IFERROR(IF(IF(-A1,D1,C1),"y",C1),7)`,
		// Rows of no branch.
		`=IFERROR(IF(A1>5,N(B1)),"text")`, `=IF(A1>5,IFERROR(LEN(B1&C1),"text"),IFERROR(UPPER(C1),7))`, `=IF(B1>5,IF(A1&C1=B1&D1,1,"x"),IFERROR(ROUND(B1,1),C1))`,
		`=IF(A1>5,IFERROR(POWER(A1,2),"x"),MAX(A1,1)&C1)`,
	} {
		s := newSheet(t)
		at := cells.Ref{Sheet: 1, Col: 9}
		tmpl, err := s.compiler.Compile(src, at, s)
		if err != nil {
			t.Fatal(err)
		}
		var out formula.Block
		w := &formula.Wave{Cells: in, Scope: s, At: testTime}
		if agreement(t, tmpl, w, at, 40, &out) == 0 {
			t.Errorf("%s: nothing was compared", src)
		}
		for _, x := range leftovers {
			out.Spoil(x.kind, x.x)
			agreement(t, tmpl, w, at, 40, &out)
		}
	}
}

// TestOneRegisterReadInTwoWays holds that calls are one only where they read their arguments alike: of a reference blanks and truths do not count.
func TestOneRegisterReadInTwoWays(t *testing.T) {
	in := randomColumns(rand.New(rand.NewPCG(2, 3)))
	for row := range columnRows {
		in[0][0][row] = []cells.Value{{}, cells.Num(-5), cells.Boolean(true), cells.Num(3)}[row%4]
		in[0][1][row] = []cells.Value{cells.Num(-7), cells.Boolean(false)}[row/4%2]
	}
	for _, src := range []string{
		`=MAX(+A5,+B5)&"|"&MAX(A5,B5)`, `=MAX(A5,B5)&"|"&MAX(+A5,+B5)`, `=MIN(+A5,B5,3)*MIN(A5,B5,3)`, `=AND(+A5,+B5)&"|"&AND(A5,B5)`, `=OR(A5,+B5)&"|"&OR(A5,B5)`,
	} {
		s := newSheet(t)
		tmpl := compile(t, s, src, "J5")
		var out formula.Block
		blocks := &formula.Wave{Cells: stored{in}, Scope: s, At: testTime}
		if sameResults(t, tmpl, blocks, &formula.Wave{Cells: in, Scope: s, At: testTime}, cells.Ref{Sheet: 1, Row: 4, Col: 9}, 60, &out) == 0 {
			t.Errorf("%s: nothing was compared", src)
		}
	}
}
