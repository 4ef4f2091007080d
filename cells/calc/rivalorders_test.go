package calc_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"freshet/cells"
)

// typing is inputs of cells, one a line: the cell, a blank, the input.
type typing string

// livedThrough is what a sheet shows, and its graph, after the inputs in an order.
func (x typing) livedThrough(t *testing.T, order []int) (*replica, string) {
	t.Helper()
	r := newReplica()
	r.apply("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
	lines := strings.Split(strings.TrimSpace(string(x)), "\n")
	for _, i := range order {
		cell, input, _ := strings.Cut(strings.TrimSpace(lines[i]), " ")
		at, ok := cells.ParseA1(cell)
		if !ok {
			t.Fatalf("no cell: %s", lines[i])
		}
		at.Sheet = 1
		r.apply("ann", cells.Set{Range: at, Inputs: []cells.Input{cells.Typed(input)}})
	}
	if err := r.book.CheckInvariants(); err != nil {
		t.Fatalf("%v\nafter %v of %s", err, order, x)
	}
	return r, shown(r) + graph(t, r)
}

// TestRivalsInAnyOrder types small sheets of arrays and dynamic references that decide about each other, cell by cell in many orders and all at once. All of them must come to
// the same. These once did not.
func TestRivalsInAnyOrder(t *testing.T) {
	for name, x := range rivalSheets {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, 11))
			order := make([]int, strings.Count(strings.TrimSpace(string(x)), "\n")+1)
			for i := range order {
				order[i] = i
			}
			first, want := x.livedThrough(t, order)
			for range 60 {
				r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
				if _, got := x.livedThrough(t, order); got != want {
					t.Fatalf("in the order %v of%s\n%s", order, x, difference(want, got))
				}
			}
			fresh := fromNothing(t, first, r, true)
			if got := shown(fresh) + graph(t, fresh); got != want {
				t.Fatalf("at once:%s\n%s", x, difference(want, got))
			}
		})
	}
}

var rivalSheets = map[string]typing{
	"what reads what waits, waits": `
		D3 =INDIRECT(IF(A4="","C2:A2","C3"))
		A4 =INDIRECT(IF(A2="","C3:D2","E1"))
		B2 =IF(D3="",SEQUENCE(2,1),0)`,
	"a cycle of its own holds no cells": `
		E3 =IF(C4="",SEQUENCE(2,2),1)
		A2 =INDIRECT(IF(E4="","E2:D1","A2"))
		E1 =B2`,
	"an array in the way of a loop goes": `
		C1 =IF(E3="",SEQUENCE(2,2),1)
		E2 =SEQUENCE(2,2,D1)
		B2 =IF(C3="",SEQUENCE(1,2),0)
		C3 =IF(A3="",SEQUENCE(1,1),0)`,
	"a smaller loop is left of a larger one": `
		E2 =IF(B3="",SEQUENCE(2,1),1)
		B2 =IF(E4="",SEQUENCE(2,1),1)
		C4 =IF(E3="",SEQUENCE(2,3),1)
		E4 =IF(B3="",SEQUENCE(2,1),0)
		B4 2`,
	"the same error again is no news": `
		D1 =IF(C2="",SEQUENCE(1,3),0)
		A3 =INDIRECT(IF(C4="","E4:D3","E4"))
		E3 =IF(D1="",SEQUENCE(1,2),0)
		D4 =SEQUENCE(2,3,E3)
		C4 =IF(D3="",SEQUENCE(1,1),1)
		A1 =SEQUENCE(COUNT(A2:A2)+1,2)
		D3 =A2
		A2 =IF(B1="",SEQUENCE(2,2),1)
		C1 =INDIRECT(IF(D4="","C3:D2","D2"))
		D2 =IF(A3="",SEQUENCE(2,1),1)`,
	"who is led to a cell that an array of a loop would cover": `
		E2 =B1
		B4 =INDIRECT(IF(D1="","C1:E2","E1"))
		D1 =INDIRECT(IF(A2="","B3:E4","E4"))
		E3 =C4
		B1 =D1
		D3 =IF(B2="",SEQUENCE(1,3),0)`,
	"two loops side by side": `
		A3 =INDIRECT(IF(A1="","E3:B3","E3"))
		C4 =INDIRECT(IF(E4="","C1:B3","E4"))
		E3 =IF(C4="",SEQUENCE(2,3),1)
		B3 =IF(A3="",SEQUENCE(2,1),1)`,
	"two dynamic references cross": `
		D3 =IF(E2="",SEQUENCE(2,3),0)
		E2 =INDIRECT(IF(A1="","E3:A3","C3"))
		C3 =INDIRECT(IF(D1="","E3:A2","B1"))
		B3 =IF(C3="",SEQUENCE(2,3),0)`,
	"a dynamic reference to cells that arrays before it cover": `
		C2 =IF(E3="",SEQUENCE(2,3),1)
		B4 =INDIRECT(IF(D2="","D3:B2","E4"))
		A3 =INDIRECT(IF(A2="","D4:E1","C2"))
		D4 1
		E1 =IF(E3="",SEQUENCE(2,1),1)
		C1 =SEQUENCE(COUNT(A3:D2)+1,2)
		D2 =INDIRECT(IF(D3="","E4:D3","B4"))
		D3 =E1`,
	"arrays that are blocked": `
		B1 =INDIRECT(IF(A2="","A3:D2","A3"))
		D4 =B2
		B2 =SEQUENCE(2,2,E4)
		D2 =INDIRECT(IF(B1="","C4:B1","C3"))
		C4 =SEQUENCE(COUNT(A3:D1)+1,2)`,
	"arrays that cover what a dynamic one reads": `
		D2 =INDIRECT(IF(C1="","C3:A3","D2"))
		D3 =IF(B2="",SEQUENCE(1,1),1)
		C3 =IF(E4="",SEQUENCE(1,3),0)
		B2 =INDIRECT(IF(B4="","B1:D3","E4"))`,
}
