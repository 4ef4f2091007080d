package formula_test

import (
	"flag"
	"math/rand/v2"
	"testing"
	"time"

	"freshet/cells/formula"
)

var long = flag.Duration("long", 0, "for how long TestLong compares blocks with the language's own evaluation")

// TestLong is TestBlocksAgreeWithEval for as long as one likes, each time with other formulas and columns: npm run fuzz runs it.
func TestLong(t *testing.T) {
	if *long == 0 {
		t.Skip("for go test -long 10m")
	}
	compared, formulas := 0, 0
	var out formula.Block
	for end := time.Now().Add(*long); time.Now().Before(end); {
		seed := rand.Uint64()
		r := rand.New(rand.NewPCG(seed, 3))
		for range 100 {
			n, _ := agreementOfOne(t, r, &out)
			compared += n
			formulas++
		}
		if t.Failed() {
			t.Fatalf("the seed is %d", seed)
		}
	}
	t.Logf("%d cells compared, of %d formulas", compared, formulas)
}
