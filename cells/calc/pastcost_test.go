package calc_test

import (
	"strings"
	"testing"

	"freshet/cells"
	"freshet/cells/formula"
)

// pastArguments is what the parameters of functions of the past are given, by their names; several where a parameter is understood in several ways.
var pastArguments = map[string][]string{
	"cell": {"A1"}, "with": {"B1"}, "other": {"B1"}, "window": {`"20m"`, "2000"}, "validity": {`"1m"`}, "time": {`"1m"`}, "half_life": {`"1m"`}, "time_constant": {`"1m"`},
	"percent": {"95"}, "unit": {`"m"`}, "method": {`"last"`, `"linear"`}, "steps": {"3"}, "period": {`"hour"`, `"year"`}, "size": {`"1m"`}, "step": {`"1m"`}, "aggregate": {`"mean"`, `"max"`, `"first"`},
	"count": {"24"}, "level": {"0.4"}, "trend": {"0.2"}, "process": {"1"}, "noise": {"4"}, "target": {"50"}, "slack": {"5"}, "k": {"2"}, "ahead": {`"5m"`},
	"value": {"N(A1)"}, "low": {"30"}, "high": {"80"}, "set": {"N(A1)>90"}, "reset": {"N(A1)=0"}, "width": {"5"}, "limit": {"20"}, "points": {"{0,0;100,1}"},
}

// pastCalls is all calls of a function of the past, with and without what may be left out.
func pastCalls(t *testing.T, fn formula.Function) []string {
	calls := []string{""}
	var out []string
	for i, a := range fn.Args {
		if a.Optional {
			out = append(out, calls...)
		}
		given := pastArguments[a.Name]
		if fn.Name == "at" && a.Name == "time" {
			given = []string{"NOW()-1/48", "lastupdate(A1)"}
		}
		if len(given) == 0 {
			t.Fatalf("%s: the test has nothing for its parameter %s", fn.Name, a.Name)
		}
		if a.Variadic && a.Kind == formula.KindHistory {
			given = []string{given[0] + ",B1"}
		}
		var next []string
		for _, call := range calls {
			for _, g := range given {
				if i > 0 {
					g = call + "," + g
				}
				next = append(next, g)
			}
		}
		calls = next
	}
	out = append(out, calls...)
	for i, call := range out {
		out[i] = "=" + fn.Name + "(" + call + ")"
	}
	return out
}

// pastFunctions is the functions of the past, from the catalogue.
func pastFunctions() (out []formula.Function) {
	for _, fn := range formula.Catalogue() {
		if fn.Category == formula.Series {
			out = append(out, fn)
		}
	}
	return out
}

// maxPointsRead is how many points a reading may cost a formula, whatever its past, for each cell of its result: two dozen at either end of a window, for each thing that
// has to be known of it.
const maxPointsRead = 60

// TestAReadingCostsTheSameHoweverLongThePast counts for every function of the past in the catalogue, and every way to call it, the points that are looked at for each new
// reading, with ten points and with thousands.
func TestAReadingCostsTheSameHoweverLongThePast(t *testing.T) {
	for _, fn := range pastFunctions() {
		for _, call := range pastCalls(t, fn) {
			c := newClocked(t)
			c.typed("C1", call)
			n := 0
			feed := func(batch int) {
				in := cells.Ingest{}
				for range batch {
					n++
					c.now += 500
					in.Readings = append(in.Readings,
						cells.Reading{Ref: at("A1").TopLeft(), Value: cells.Num(float64(n * 7919 % 101)), At: c.now},
						cells.Reading{Ref: at("B1").TopLeft(), Value: cells.Num(float64(n % 7)), At: c.now})
				}
				c.do(in)
				c.do(cells.Tick{})
			}
			each := func() float64 {
				const readings = 40
				before := c.book.PointsRead()
				for range readings {
					feed(1)
				}
				return float64(c.book.PointsRead()-before) / readings
			}
			feed(10)
			few := each()
			feed(2500)
			each() // what is made once
			feed(2500)
			each()
			many := each()
			size := 1
			if g, ok := c.book.Extent(1); ok {
				size = (int(g.Bottom) + 1) * (int(g.Right) - 1)
			}
			limit := float64(maxPointsRead * size)
			if fn.Returns != "array" || strings.HasSuffix(call, `(A1,2000)`) {
				limit = max(maxPointsRead, float64(2*size))
			}
			if fn.Name == "spark_over" {
				limit = 100 * maxPointsRead // of each of its bars
			}
			t.Logf("%-32s %7.1f with few points, %7.1f with thousands", call, few, many)
			if many > limit {
				t.Errorf("%s: a reading costs %.1f points with few, %.1f with thousands", call, few, many)
			}
		}
	}
}

// TestEveryFunctionOfThePastHasADefinition holds the catalogue against the functions that oracles of this package compare with their definitions.
func TestEveryFunctionOfThePastHasADefinition(t *testing.T) {
	known := "fresh( consume( zip( " // joinoracle_test.go
	for _, list := range [][]ask{asks, shapes, accesses} {
		for _, a := range list {
			known += a.formula + " "
		}
	}
	for _, s := range spreads {
		known += s.formula + " "
	}
	for _, fn := range pastFunctions() {
		past := fn.Name == "hysteresis" || fn.Name == "latch" || fn.Name == "deadband"
		for _, a := range fn.Args {
			past = past || a.Kind == formula.KindHistory
		}
		if past && !strings.Contains(strings.NewReplacer("=", " ", "*", " ").Replace(" "+known), " "+fn.Name+"(") {
			t.Errorf("%s is compared with no definition", fn.Name)
		}
	}
}
