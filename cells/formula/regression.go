package formula

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"freshet/cells"
)

// fitSteps is what the smallest fit takes.
const fitSteps = 30

// model is a least-squares fit.
type model struct {
	coef      []float64 // of each x, then the intercept
	y         []float64
	design    *mat.Dense // a column for each x, then ones
	intercept bool
	vars      int
}

// leastSquares fits y to the x of the arguments.
func (f *frame) leastSquares(a []operand, exponential bool, interceptArg int) (*model, operand) {
	ym, e := f.matrix(a[0])
	if e.failed() {
		return nil, e
	}
	rows, cols := ym.Dims()
	n := rows * cols
	f.step(fitSteps)
	m := &model{intercept: optTruth(a, interceptArg, true), y: append([]float64(nil), ym.RawMatrix().Data...)}
	if exponential {
		for i, v := range m.y {
			if v <= 0 {
				return nil, bad(cells.ErrNum, "an exponential curve needs numbers greater than 0")
			}
			m.y[i] = math.Log(v)
		}
	}
	xs, e := f.regressors(a, 1, n, cols == 1)
	if e.failed() {
		return nil, e
	}
	m.vars = len(xs) / n
	width := m.vars
	if m.intercept {
		width++
	}
	if n < width {
		return nil, bad(cells.ErrRef, "there are fewer points than coefficients")
	}
	f.chargeCube(n, width, width)
	m.design = mat.NewDense(n, width, nil)
	for i := range n {
		for j := range m.vars {
			m.design.Set(i, j, xs[j*n+i])
		}
		if m.intercept {
			m.design.Set(i, m.vars, 1)
		}
	}
	var qr mat.QR
	qr.Factorize(m.design)
	var out mat.VecDense
	if err := qr.SolveVecTo(&out, false, mat.NewVecDense(n, m.y)); err != nil {
		return nil, bad(cells.ErrNum, "the x depend on each other")
	}
	for j := range width {
		m.coef = append(m.coef, tidy(out.AtVec(j)))
	}
	if !m.intercept {
		m.coef = append(m.coef, 0)
	}
	return m, operand{}
}

// regressors is the x of an argument, one after the other; 1, 2, 3 … when there are none.
func (f *frame) regressors(a []operand, i, n int, column bool) ([]float64, operand) {
	if !has(a, i) {
		x := make([]float64, n)
		for k := range x {
			x[k] = float64(k + 1)
		}
		return x, operand{}
	}
	m, e := f.matrix(a[i])
	if e.failed() {
		return nil, e
	}
	rows, cols := m.Dims()
	switch {
	case rows*cols == n:
		return m.RawMatrix().Data, operand{}
	case column && rows == n:
		t := mat.DenseCopyOf(m.T())
		return t.RawMatrix().Data, operand{}
	case !column && cols == n:
		return m.RawMatrix().Data, operand{}
	}
	return nil, bad(cells.ErrRef, "there must be as many x as y")
}

// fit is LINEST and LOGEST.
func fit(f *frame, a []operand, exponential bool, _ int) operand {
	m, e := f.leastSquares(a, exponential, 2)
	if e.failed() {
		return e
	}
	width := m.vars + 1
	full := optTruth(a, 3, false)
	rows := 1
	if full {
		rows = 5
	}
	out := newArray(rows, width)
	for i := range out.Values {
		out.Values[i] = missing()
	}
	present := func(x float64) cells.Value {
		if exponential {
			return cells.Num(tidy(math.Exp(x)))
		}
		return cells.Num(x)
	}
	for j := range m.vars {
		out.Values[m.vars-1-j] = present(m.coef[j])
	}
	out.Values[m.vars] = present(m.coef[m.vars])
	if full {
		m.statistics(out)
	}
	return f.arrayed(out)
}

// statistics fills the four rows below the coefficients.
func (m *model) statistics(out *cells.Array) {
	n, width := m.design.Dims()
	ssResid, ssTotal := 0.0, 0.0
	my := mean(m.y)
	if !m.intercept {
		my = 0
	}
	for i := range n {
		p := 0.0
		for j := range width {
			p += float64(m.design.At(i, j) * m.coef[j])
		}
		d, t := m.y[i]-p, m.y[i]-my
		ssResid += float64(d * d)
		ssTotal += float64(t * t)
	}
	df := float64(n - width)
	cols := out.Cols
	set := func(r, c int, x float64) { out.Values[r*cols+c] = cells.Num(x) }
	sigma2 := ssResid / df
	var xtx, inv mat.Dense
	xtx.Mul(m.design.T(), m.design)
	if err := inv.Inverse(&xtx); err == nil && df > 0 {
		for j := range m.vars {
			set(1, m.vars-1-j, math.Sqrt(sigma2*inv.At(j, j)))
		}
		if m.intercept {
			set(1, m.vars, math.Sqrt(sigma2*inv.At(m.vars, m.vars)))
		}
	}
	set(2, 0, 1-ssResid/ssTotal)
	set(2, 1, math.Sqrt(sigma2))
	set(3, 0, (ssTotal-ssResid)/float64(m.vars)/sigma2)
	set(3, 1, df)
	set(4, 0, ssTotal-ssResid)
	set(4, 1, ssResid)
}

// predict is TREND and GROWTH.
func predict(f *frame, a []operand, exponential bool) operand {
	m, e := f.leastSquares(a, exponential, 3)
	if e.failed() {
		return e
	}
	source := a[0]
	if has(a, 1) {
		source = a[1]
	}
	if has(a, 2) {
		source = a[2]
	}
	rows, cols := f.shapeOf(source)
	count := rows * cols / m.vars
	column := rows >= cols
	var xs []float64
	if !has(a, 1) && !has(a, 2) {
		xs, e = f.regressors(nil, 0, count, column)
	} else {
		if m.vars > 1 {
			yr, _ := f.shapeOf(a[0])
			column = yr > 1
			count = rows
			if !column {
				count = cols
			}
		}
		xs, e = f.regressors([]operand{source}, 0, count, column)
	}
	if e.failed() {
		return e
	}
	f.take(count)
	out := newArray(count, 1)
	if !column || cols > 1 && m.vars == 1 && rows == 1 {
		out = newArray(1, count)
	}
	for i := range count {
		p := m.coef[m.vars]
		for j := range m.vars {
			p += float64(m.coef[j] * xs[j*count+i])
		}
		if exponential {
			p = math.Exp(p)
		}
		out.Values[i] = cells.Num(tidy(p))
	}
	return f.arrayed(out)
}
