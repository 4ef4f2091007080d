package calc_test

import (
	"flag"
	"math/rand/v2"
	"testing"
	"time"
)

var long = flag.Duration("long", 0, "for how long TestLong compares books with the oracle and with what they are from nothing")

var firstSeed = flag.Uint64("first", 0, "the seed with which TestLong begins, the others follow it; with 0 all are random")

// compared counts the cells that oracles compared in this process.
var compared int

// wideAll is wide lives of all kinds.
func wideAll(t *testing.T, seed uint64) {
	t.Helper()
	wideLife(t, seed, 60)
	newLife(t, seed, true).live(60)
	wideUndo(t, seed, 40)
}

// TestLong is the random programs, columns and TestTheSameFromNothing for as long as one likes, each time with others: npm run fuzz runs it.
func TestLong(t *testing.T) {
	if *long == 0 {
		t.Skip("for go test -long 10m")
	}
	before, programs := compared, 0
	for end := time.Now().Add(*long); time.Now().Before(end); programs += 10 {
		seed := rand.Uint64()
		if *firstSeed > 0 {
			seed = *firstSeed + uint64(programs/10)
		}
		run(t, seed, 60, false, false)
		run(t, seed, 60, true, false)
		sameFromNothing(t, seed, 60)
		rivals(t, seed, false)
		rivals(t, seed, true)
		columnsOf(t, seed)
		columnsAlike(t, seed)
		wideAll(t, seed)
	}
	t.Logf("%d cells compared, of %d programs", compared-before, programs)
}
