package calc_test

import (
	"slices"
	"time"

	"freshet/cells"
)

// spread is a function of the past that gives an array, with the rows it should have; nil for an error.
type spread struct {
	formula string
	want    func(w asked) [][]cells.Value
}

var spreads = []spread{
	{`=history(A1,"1m")`, func(w asked) [][]cells.Value { return w.rows(w.at, w.x) }},
	{`=history(A1,4)`, func(w asked) [][]cells.Value {
		at, x := w.told.numbers()
		from := max(0, len(at)-4)
		return w.rows(at[from:], x[from:])
	}},
	{`=history(A1,"10m","1m","max")`, func(w asked) [][]cells.Value {
		long := w.told.ask(w.now, 10*minute)
		if len(long.at) == 0 {
			return nil
		}
		count := 1
		for w.steps(time.Minute, count)[0] > long.at[0] {
			count++
		}
		return w.buckets(long.at, long.x, w.steps(time.Minute, count), slices.Max[[]float64])
	}},
	{`=bucket(A1,"1m","mean",5)`, func(w asked) [][]cells.Value {
		return w.bucketed(w.steps(time.Minute, 5), func(x []float64) float64 { return total(x) / float64(len(x)) })
	}},
	{`=bucket(A1,"15m","min",4)`, func(w asked) [][]cells.Value { return w.bucketed(w.steps(15*time.Minute, 4), slices.Min[[]float64]) }},
	{`=bucket(A1,"1h","last",5)`, func(w asked) [][]cells.Value {
		return w.bucketed(w.steps(time.Hour, 5), func(x []float64) float64 { return x[len(x)-1] })
	}},
	{`=bucket(A1,"6h","count",6)`, func(w asked) [][]cells.Value {
		out := w.bucketed(w.steps(6*time.Hour, 6), func(x []float64) float64 { return float64(len(x)) })
		for _, row := range out {
			if row[1].Equal(cells.Str("")) {
				row[1] = cells.Num(0)
			}
		}
		return out
	}},
	{`=align(A1,B1,"1m",4)`, func(w asked) (out [][]cells.Value) {
		for _, at := range w.steps(time.Minute, 4) {
			out = append(out, []cells.Value{w.moment(at), w.inForce(at), w.other.inForce(at)})
		}
		return out
	}},
	{`=spark_over(A1,"1m")`, func(w asked) [][]cells.Value {
		if len(w.x) == 0 {
			return nil
		}
		bars := []rune("▁▂▃▄▅▆▇█")
		if len(w.x) > 100 {
			return [][]cells.Value{{whatever}}
		}
		out := ""
		least, most := slices.Min(w.x), slices.Max(w.x)
		for _, x := range w.x {
			k := 0
			if most > least {
				k = min(7, int((x-least)/(most-least)*7.999))
			}
			out += string(bars[k])
		}
		return [][]cells.Value{{cells.Str(out)}}
	}},
}

func (w asked) rows(at []int64, x []float64) (out [][]cells.Value) {
	for i := range at {
		out = append(out, []cells.Value{w.moment(at[i]), cells.Num(x[i])})
	}
	return out
}

// bucketed is what a function makes of the numbers that are kept, from each time until the next.
func (w asked) bucketed(begins []int64, of func(x []float64) float64) [][]cells.Value {
	at, x := w.told.numbers()
	return w.buckets(at, x, begins, of)
}

// buckets is what a function makes of the numbers from each time until the next; an empty text where there are none.
func (w asked) buckets(at []int64, x []float64, begins []int64, of func(x []float64) float64) (out [][]cells.Value) {
	for i, begin := range begins {
		var in []float64
		for k := range at {
			if at[k] >= begin && (i+1 == len(begins) || at[k] < begins[i+1]) {
				in = append(in, x[k])
			}
		}
		v := cells.Str("")
		if len(in) > 0 {
			v = cells.Num(of(in))
		}
		out = append(out, []cells.Value{w.moment(begin), v})
	}
	return out
}
