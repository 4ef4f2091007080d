package formula_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"freshet/cells/formula"
)

// TestOddArgumentsMakeNoFaults calls every function of the catalogue with arguments that are not meant for it: huge, tiny, negative, of other kinds, arrays,
// ranges, nothing. Whatever comes of it is a value or an error that was foreseen.
func TestOddArgumentsMakeNoFaults(t *testing.T) {
	odd := []string{
		"0", "1", "-1", "0.5", "2", "3", "4", "100", "1E-300", "1E300", "-1E300", "1E10", "1E9", "0.999999999999", "1E-12", "12345", "1E5", "40000", "41000", "60000",
		"TRUE", `"x"`, `"3+4i"`, `"1e400i"`, `""`, "{1,2,3}", "{0.5;0.5}", `{1,"a";TRUE,#N/A}`, "A1:A3", "A1", "B:B", "LAMBDA(x,x)", "1/0", "",
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, fn := range formula.Catalogue() {
		for range 40 {
			s := newSheet(t)
			s.set("A1", "1")
			s.set("A2", "x")
			s.set("A3", "3")
			args := make([]string, len(fn.Args))
			for i := range args {
				args[i] = odd[r.IntN(len(odd))]
			}
			call := "=" + fn.Name + "(" + strings.Join(args, ",") + ")"
			v, err := s.eval(call, home)
			if err == nil && v.Err() != nil && v.Err().Message == formula.FaultMessage {
				t.Errorf("%s is a fault", call)
			}
		}
	}
}
