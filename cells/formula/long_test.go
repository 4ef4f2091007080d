package formula_test

import (
	"flag"
	"math/rand/v2"
	"testing"
	"time"

	"freshet/cells/formula"
)

var long = flag.Duration("long", 0, "for how long TestLong compares blocks with the language's own evaluation")

var firstSeed = flag.Uint64("first", 0, "the seed with which TestLong begins, the others follow it; with 0 all are random")

// TestLong is TestBlocksAgreeWithEval, TestProgramsAgreeWithEval, TestRandomChainsAgreeWithEval and TestOverwritingIsEvaluating for as long as one likes, each time with other formulas and columns: npm run fuzz runs it.
func TestLong(t *testing.T) {
	if *long == 0 {
		t.Skip("for go test -long 10m")
	}
	compared, formulas := 0, 0
	var seed uint64
	defer func() {
		if t.Failed() {
			t.Logf("go test ./cells/formula -run '^TestLong$' -long 1s -first %d shows it again", seed)
		}
	}()
	for end := time.Now().Add(*long); time.Now().Before(end); {
		if seed = rand.Uint64(); *firstSeed > 0 {
			seed = *firstSeed + uint64(formulas/310)
		}
		r := rand.New(rand.NewPCG(seed, 3))
		var out formula.Block
		for range 100 {
			n, _ := agreementOfOne(t, r, &out)
			compared += n + programOfOne(t, r, &out) + chainOfOne(t, r, &out)
			formulas += 3
		}
		for range 10 {
			done, _ := overOfOne(t, r, &out)
			compared += done
			formulas++
		}
	}
	t.Logf("%d cells compared, of %d formulas", compared, formulas)
}
