package calc_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"freshet/cells"
)

// TestLoopsDoNotDependOnTheWay brings books with loops through arrays and dynamic references to where they are by several ways, and compares values and stored graph
// with books made from nothing.
func TestLoopsDoNotDependOnTheWay(t *testing.T) {
	for _, x := range []struct {
		name  string
		steps string // what is set, one after the other
		want  string // what cells show in the end
	}{
		{
			"an array that decides by a cell it covers whether it is spread, spread before",
			"E9 5; A5 =SEQUENCE(4,2,$E$9); E9 =INDIRECT(\"R\"&$B5)",
			"A5 #REF!; B5 ; E9 #REF!",
		},
		{
			"the same, blocked before",
			"B5 3; E9 =INDIRECT(\"R\"&$B5); A5 =SEQUENCE(4,2,$E$9); B5",
			"A5 #REF!; B5 ; E9 #REF!",
		},
		{
			"an array that is only spread when it is not",
			"E9 =IF(B5=\"\",1,\"x\"); A5 =SEQUENCE(4,2,E9)",
			"A5 #CYCLE!; B5 ; E9 #CYCLE!",
		},
		{
			"an array spread either way, and what it depends on by way of another cell",
			"A5 =SEQUENCE(4,2,C1); C1 =C2; C2 7; C2 =IF(B5=\"\",1,2)",
			"A5 #CYCLE!; B5 ; C1 #CYCLE!; C2 #CYCLE!",
		},
		{
			"a loop through an array that somebody breaks in its middle",
			"A5 =SEQUENCE(4,2,C1); C1 =C2; C2 =IF(B5=\"\",1,2); C1 3",
			"A5 3; B5 4; C2 2",
		},
		{
			"a loop through an array where its last cell changes",
			"A5 =SEQUENCE(4,2,C1); C1 =C2; C2 =IF(B5=\"\",1,2); C2 =IF(B4=\"\",1,2)",
			"A5 1; B5 2; C2 1",
		},
		{
			"a loop through an array that loses the room for it",
			"A5 =SEQUENCE(4,2,C1); C1 =IF(B5=\"\",1,2); B8 text",
			"A5 #SPILL!; B5 ; C1 1",
		},
		{
			"and gets it back",
			"A5 =SEQUENCE(4,2,C1); C1 =IF(B5=\"\",1,2); B8 text; B8",
			"A5 #CYCLE!; B5 ; C1 #CYCLE!",
		},
		{
			"a loop through an array that becomes smaller",
			"A5 =SEQUENCE(4,2,C1); C1 =IF(B5=\"\",1,2); A5 =SEQUENCE(4,1,C1)",
			"A5 1; A6 2; C1 1",
		},
		{
			"what a dynamic cell on a loop found before it was on it",
			"F12 =OFFSET(C3,$D4,0); D4 =SUM(INDIRECT(\"F12:G13\"))",
			"F12 #CYCLE!; D4 #CYCLE!",
		},
		{
			"what a dynamic cell finds when it is on a loop",
			"F12 =IF(ISERROR(D4),INDIRECT(\"H1\"),5); H1 3; D4 =SUM(INDIRECT(\"F12:G13\"))",
			"F12 #CYCLE!; D4 #CYCLE!; H1 3",
		},
		{
			"a dynamic cell that reads through an array what depends on it",
			"A2 =OFFSET($F$6,$E$10,0); E10 2; B10 =SORT(A2:B3); F9 =UNIQUE(B10:C13); E10 4",
			"A2 #CYCLE!; B10 #CYCLE!; F9 #CYCLE!",
		},
		{
			"arrays on a loop in a column that a formula was filled down",
			"A5 =SEQUENCE(1,2,A6); A6 =SEQUENCE(1,2,B5)",
			"A5 #CYCLE!; A6 #CYCLE!; B5 ; B6 ",
		},
		{
			"what is in the way of an array, where a column begins",
			"G6 =UNIQUE(C9:D9); E6 =UNIQUE(A9:C9); F6 =1",
			"E6 #SPILL!",
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := newReplica()
			r.apply("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
			for _, step := range strings.Split(x.steps, "; ") {
				at, text, _ := strings.Cut(step, " ")
				if ch := r.apply("ann", cells.Set{Range: area(at), Inputs: []cells.Input{cells.Typed(text)}}); ch.Refused != nil {
					t.Fatal(ch.Refused)
				}
				if err := check(r, false, false); err != nil {
					t.Fatalf("after %s: %v", step, err)
				}
			}
			for _, w := range strings.Split(x.want, "; ") {
				at, want, _ := strings.Cut(w, " ")
				if w == "" {
					continue
				}
				v := r.book.Cell(area(at).TopLeft()).Value
				got := v.Text()
				if e := v.Err(); e != nil {
					got = e.Code.String()
				} else if v.Numeric() {
					got = fmt.Sprint(v.Float())
				}
				if got != want {
					t.Errorf("%s is %q, not %q", at, got, want)
				}
			}
			for seed := range uint64(8) {
				fresh := fromNothing(t, r, rand.New(rand.NewPCG(seed, 5)), seed%2 == 0)
				if a, b := shown(r), shown(fresh); a != b {
					t.Errorf("%d: %s", seed, difference(a, b))
				}
				if a, b := graph(t, r), graph(t, fresh); a != b {
					t.Errorf("%d: the graph: %s", seed, difference(a, b))
				}
			}
		})
	}
}

func area(a1 string) cells.Range {
	g, ok := cells.ParseA1(a1)
	if !ok {
		panic(a1)
	}
	g.Sheet = 1
	return g
}
