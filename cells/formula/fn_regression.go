package formula

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"freshet/cells"
)

func regressionFunctions() []*function {
	const x = "{1;2;3;4}"
	return []*function{
		declare("CORREL(first:a, second:a)", Statistics, "number", "How far two lists of numbers go together, from -1 to 1.", ofPairs(2, func(p pairs) float64 { return p.sxy / math.Sqrt(p.sxx*p.syy) }), alias("PEARSON"), eg("=ROUND(CORREL({3,2,4,5,6},{9,7,12,15,17}),6)", "0.997054")),
		declare("RSQ(known_y:a, known_x:a)", Statistics, "number", "The square of the correlation.", ofPairs(2, func(p pairs) float64 { r := p.sxy / math.Sqrt(p.sxx*p.syy); return r * r }), eg("=ROUND(RSQ({2,3,9,1,8,7,5},{6,5,11,7,5,4,4}),6)", "0.05795")),
		declare("SLOPE(known_y:a, known_x:a)", Statistics, "number", "The slope of the straight line nearest to points.", ofPairs(1, func(p pairs) float64 { return p.sxy / p.sxx }), eg("=ROUND(SLOPE({2,3,9,1,8,7,5},{6,5,11,7,5,4,4}),6)", "0.305556")),
		declare("INTERCEPT(known_y:a, known_x:a)", Statistics, "number", "Where the straight line nearest to points meets x = 0.", ofPairs(1, func(p pairs) float64 { return p.my - float64(p.sxy/p.sxx*p.mx) }), eg("=ROUND(INTERCEPT({2,3,9,1,8},{6,5,11,7,5}),6)", "0.048387")),
		declare("STEYX(known_y:a, known_x:a)", Statistics, "number", "The standard error of the straight line nearest to points.", ofPairs(3, func(p pairs) float64 {
			return math.Sqrt((p.syy - float64(p.sxy*p.sxy)/p.sxx) / (p.n - 2))
		}), eg("=ROUND(STEYX({2,3,9,1,8,7,5},{6,5,11,7,5,4,4}),6)", "3.305719")),
		declare("FORECAST(x:n, known_y:a, known_x:a)", Statistics, "number", "The value of the straight line nearest to points at x.", func(f *frame, a []operand) operand {
			return ofPairs(1, func(p pairs) float64 { b := p.sxy / p.sxx; return p.my + float64(b*(a[0].Float()-p.mx)) })(f, a[1:])
		}, alias("FORECAST.LINEAR"), eg("=ROUND(FORECAST(30,{6,7,9,15,21},{20,28,31,38,40}),6)", "10.607253")),
		declare("COVARIANCE.P(first:a, second:a)", Statistics, "number", "The covariance of a population.", ofPairs(1, func(p pairs) float64 { return p.sxy / p.n }), alias("COVAR"), eg("=COVARIANCE.P({3,2,4,5,6},{9,7,12,15,17})", "5.2")),
		declare("COVARIANCE.S(first:a, second:a)", Statistics, "number", "The covariance of a sample.", ofPairs(2, func(p pairs) float64 { return p.sxy / (p.n - 1) }), eg("=COVARIANCE.S({2,4,8},{5,11,12})", "9.66666666666667")),
		declare("LINEST(known_y:a, [known_x:a], [intercept:b], [statistics:b])", Statistics, "array", "The coefficients of the nearest straight line, or plane of several x, the last x first and the intercept at the end.", func(f *frame, a []operand) operand { return fit(f, a, false, -1) },
			more("With statistics: standard errors, r², the error of y, F, degrees of freedom, and the sums of squares."), costly, eg("=LINEST({1;9;5;7},{0;4;2;3})", "{2,1}"), eg("=ROUND(LINEST({1;9;5;7},{0;4;2;3},FALSE),6)", "{2.310345,0}")),
		declare("LOGEST(known_y:a, [known_x:a], [intercept:b], [statistics:b])", Statistics, "array", "The coefficients of the nearest exponential curve y = b·m^x.", func(f *frame, a []operand) operand { return fit(f, a, true, -1) }, costly, eg("=ROUND(LOGEST({2;4;8;16},"+x+"),6)", "{2,1}")),
		declare("TREND(known_y:a, [known_x:a], [new_x:a], [intercept:b])", Statistics, "array", "Values of the nearest straight line.", func(f *frame, a []operand) operand { return predict(f, a, false) }, costly, eg("=TREND({2;4;6},{1;2;3},{4;5})", "{8;10}")),
		declare("GROWTH(known_y:a, [known_x:a], [new_x:a], [intercept:b])", Statistics, "array", "Values of the nearest exponential curve.", func(f *frame, a []operand) operand { return predict(f, a, true) }, costly, eg("=ROUND(GROWTH({2;4;8},{1;2;3},{4}),6)", "16")),
		declare("MMULT(first:a, second:a)", Arrays, "array", "The product of two matrices.", mmult, costly, eg("=MMULT({1,3;7,2},{2,0;0,2})", "{2,6;14,4}"), eg("=MMULT({1,2},{1,2})", "#VALUE!")),
		declare("MINVERSE(matrix:a)", Arrays, "array", "The inverse of a matrix.", minverse, costly, eg("=MINVERSE({4,7;2,6})", "{0.6,-0.7;-0.2,0.4}"), eg("=MINVERSE({1,2;2,4})", "#NUM!")),
		declare("MDETERM(matrix:a)", Arrays, "number", "The determinant of a matrix.", mdeterm, costly, eg("=ROUND(MDETERM({3,6,1;1,1,0;3,10,2}),9)", "1")),
	}
}

// pairs is what regressions need of points.
type pairs struct{ n, mx, my, sxx, syy, sxy float64 }

// ofPairs makes a function of pairs (y, x); places where either is no number do not count.
func ofPairs(least int, fn func(p pairs) float64) eagerFunc {
	return func(f *frame, a []operand) operand {
		ys, xs := f.array(a[0]), f.array(a[1])
		if len(ys.Values) != len(xs.Values) {
			return bad(cells.ErrNA, "the lists are not of one size")
		}
		x, first := f.floats()
		y, second := f.floats()
		f.step(len(xs.Values))
		for i := range xs.Values {
			vx, vy := xs.Values[i], ys.Values[i]
			if vy.Kind() == cells.Failed {
				return val(vy)
			}
			if vx.Kind() == cells.Failed {
				return val(vx)
			}
			if vx.Numeric() && vy.Numeric() {
				x, y = append(x, vx.Float()), append(y, vy.Float())
			}
		}
		f.keepFloats(x, first)
		f.keepFloats(y, second)
		if len(x) < least {
			return bad(cells.ErrDiv0, "there are too few pairs of numbers")
		}
		p := pairs{n: float64(len(x)), mx: mean(x), my: mean(y)}
		for i := range x {
			dx, dy := x[i]-p.mx, y[i]-p.my
			p.sxx += float64(dx * dx)
			p.syy += float64(dy * dy)
			p.sxy += float64(dx * dy)
		}
		r := fn(p)
		if math.IsNaN(r) || math.IsInf(r, 0) {
			return bad(cells.ErrDiv0, "the numbers do not differ enough")
		}
		return num(r)
	}
}

// matrix is an array of numbers; false when an element is none.
func (f *frame) matrix(o operand) (*mat.Dense, operand) {
	a := f.array(o)
	if len(a.Values) == 0 || len(a.Values) > 250_000 {
		return nil, bad(cells.ErrValue, "a matrix has between 1 and 250,000 elements")
	}
	x := make([]float64, len(a.Values))
	f.step(len(x))
	for i, v := range a.Values {
		if v.Kind() == cells.Failed {
			return nil, val(v)
		}
		if !v.Numeric() {
			return nil, bad(cells.ErrValue, "a matrix holds only numbers")
		}
		x[i] = v.Float()
	}
	return mat.NewDense(a.Rows, a.Cols, x), operand{}
}

func (f *frame) fromMatrix(m mat.Matrix) operand {
	rows, cols := m.Dims()
	f.takeRect(rows, cols)
	out := newArray(rows, cols)
	for i := range rows {
		for j := range cols {
			out.Values[i*cols+j] = cells.Num(tidy(m.At(i, j)))
		}
	}
	return f.arrayed(out)
}

// tidy takes away what elimination leaves in the last bits of whole numbers.
func tidy(x float64) float64 {
	if r := math.Round(x); math.Abs(x-r) < 1e-13*math.Max(1, math.Abs(x)) {
		return r
	}
	return x
}

// chargeCube charges work that grows with the third power.
func (f *frame) chargeCube(a, b, c int) {
	f.step(int(math.Min(float64(a)*float64(b)*float64(c)/8, MaxSteps+1)))
}

func mmult(f *frame, a []operand) operand {
	x, e := f.matrix(a[0])
	if e.failed() {
		return e
	}
	y, e := f.matrix(a[1])
	if e.failed() {
		return e
	}
	r, k := x.Dims()
	k2, c := y.Dims()
	if k != k2 {
		return bad(cells.ErrValue, "the first matrix must have as many columns as the second has rows")
	}
	f.chargeCube(r, k, c)
	out := mat.NewDense(r, c, nil)
	for i := range r {
		for j := range c {
			// Added in order and without fused operations, so that every machine gets the same bits.
			s := 0.0
			for q := range k {
				s += float64(x.At(i, q) * y.At(q, j))
			}
			out.Set(i, j, s)
		}
	}
	return f.fromMatrix(out)
}

// square reads a square matrix.
func (f *frame) square(o operand) (*mat.Dense, operand) {
	m, e := f.matrix(o)
	if e.failed() {
		return nil, e
	}
	if r, c := m.Dims(); r != c {
		return nil, bad(cells.ErrValue, "the matrix must have as many rows as columns")
	}
	n, _ := m.Dims()
	f.chargeCube(n, n, n)
	return m, operand{}
}

func minverse(f *frame, a []operand) operand {
	m, e := f.square(a[0])
	if e.failed() {
		return e
	}
	var inv mat.Dense
	if err := inv.Inverse(m); err != nil {
		return bad(cells.ErrNum, "the matrix has no inverse")
	}
	return f.fromMatrix(&inv)
}

func mdeterm(f *frame, a []operand) operand {
	m, e := f.square(a[0])
	if e.failed() {
		return e
	}
	return num(tidy(mat.Det(m)))
}
