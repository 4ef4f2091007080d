package calc_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"freshet/cells"
)

// TestRivalArrays lives through edits of small sheets full of arrays that decide, by what they see of each other's cells, whether and how far they spread; and
// compares with what the same inputs give from nothing.
func TestRivalArrays(t *testing.T) {
	for seed := range uint64(300) {
		rivals(t, seed, true)
		rivals(t, seed, false)
	}
	// These were once different from what they are from nothing.
	for _, seed := range []uint64{
		1582, 1642, 4224, 4459, 4506, 8888, 10989, 12628, 13561, 14516, 14684, 15986, 17392, 17654, 20889,
		740, 6712, 14318, 16609, 19833, 24920, 33645, 33666, 35749, 36270, 37479, 37766, 39724, 43917, 45703, 45741, 46629, 47286, 48279, 504322,
	} {
		rivals(t, seed, true)
	}
	for _, seed := range []uint64{20129, 43070, 46368} {
		rivals(t, seed, false)
	}
	for _, seed := range []uint64{1466914751465665446, 7410468034289921261} { // loops that read each other began again in turn
		rivals(t, seed, false)
		rivals(t, seed, true)
	}
}

// rivals is one program; dynamic says whether formulas may choose by what they see which cells they read, too.
func rivals(t *testing.T, seed uint64, dynamic bool) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 23))
	lived := newReplica()
	lived.apply("ann", cells.AddSheet{Name: "Sheet1", Index: -1})
	var done []string
	do := func(op cells.Op) {
		text, _ := cells.Ops{op}.MarshalJSON()
		ch := lived.apply("ann", op)
		done = append(done, fmt.Sprintf("%s %v", text, ch.Refused))
	}
	ref := func() string { return fmt.Sprintf("%c%d", 'A'+r.IntN(5), 1+r.IntN(4)) }
	for range 14 {
		at := cells.Ref{Sheet: 1, Row: int32(r.IntN(4)), Col: int32(r.IntN(5))}
		input := ""
		switch r.IntN(12) {
		case 0:
		case 1:
			input = fmt.Sprint(r.IntN(3))
		case 2, 3:
			input = "=" + ref()
		case 4:
			input = fmt.Sprintf("=SEQUENCE(%d,%d,%s)", 1+r.IntN(2), 1+r.IntN(3), ref())
		case 5:
			input = fmt.Sprintf("=SEQUENCE(COUNT(%s:%s)+1,2)", ref(), ref())
		case 6:
			if !dynamic {
				input = fmt.Sprintf("=TOCOL(%s:%s,1)", ref(), ref())
				break
			}
			input = fmt.Sprintf("=INDIRECT(IF(%s=\"\",%q,%q))", ref(), ref()+":"+ref(), ref())
		default:
			input = fmt.Sprintf("=IF(%s=\"\",SEQUENCE(%d,%d),%d)", ref(), 1+r.IntN(2), 1+r.IntN(3), r.IntN(2))
		}
		switch r.IntN(12) {
		case 0:
			do(cells.Undo{})
		case 1:
			do(cells.Clear{Range: at.Range()})
		default:
			do(cells.Set{Range: at.Range(), Inputs: []cells.Input{cells.Typed(input)}})
		}
	}
	if err := lived.book.CheckInvariants(); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	for _, together := range []bool{false, true, false} {
		fresh := fromNothing(t, lived, r, together)
		if a, b := shown(lived)+graph(t, lived), shown(fresh)+graph(t, fresh); a != b {
			t.Errorf("seed %d, together %v: %s\nafter\n%s", seed, together, difference(a, b), strings.Join(done, "\n")+"\n"+dump(lived.book))
			return
		}
	}
}
