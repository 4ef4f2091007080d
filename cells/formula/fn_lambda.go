package formula

import "freshet/cells"

func lambdaFunctions() []*function {
	return []*function{
		declare("MAP(array:a, function:a…)", Arrays, "array", "Calls a function for each element of an array (or of several side by side).", mapArrays, variableTail,
			more("expr's map(list, closure) does the same with #."), eg("=MAP({1,2,3},LAMBDA(x,x*x))", "{1,4,9}"), eg("=MAP({1;2},{10;20},LAMBDA(a,b,a+b))", "{11;22}"), eg("=map([1,2], # * 10)", "{10;20}")),
		declare("REDUCE(start:e, array:a, function:f)", Arrays, "value", "Calls a function of an accumulator and each element, and gives what comes out last.", reduceArray, eg("=REDUCE(0,{1,2,3},LAMBDA(sum,x,sum+x))", "6"), eg("=reduce([1,2,3], #acc + #)", "6"), resultOfLambda),
		declare("SCAN(start:e, array:a, function:f)", Arrays, "array", "As REDUCE, and gives every accumulator on the way, such as a running total.", scanArray, eg("=SCAN(0,{1,2,3},LAMBDA(sum,x,sum+x))", "{1,3,6}")),
		declare("BYROW(array:a, function:f)", Arrays, "array", "Calls a function for each row.", func(f *frame, a []operand) operand { return byLine(f, a, false) }, eg("=BYROW({1,2;3,4},LAMBDA(r,SUM(r)))", "{3;7}")),
		declare("BYCOL(array:a, function:f)", Arrays, "array", "Calls a function for each column.", func(f *frame, a []operand) operand { return byLine(f, a, true) }, eg("=BYCOL({1,2;3,4},LAMBDA(c,MAX(c)))", "{3,4}")),
		declare("MAKEARRAY(rows:n, columns:n, function:f)", Arrays, "array", "An array whose elements a function of row and column gives.", makeArray, eg("=MAKEARRAY(2,3,LAMBDA(r,c,r*c))", "{1,2,3;2,4,6}")),
		declare("ISOMITTED(parameter:l)", Infos, "truth", "Tells whether a parameter of a LAMBDA was given no argument.", nil, lazily(func(f *frame, args []node) operand {
			return truth(args[0].eval(f).isOmitted())
		}), eg("=LAMBDA(x,y,ISOMITTED(y))(1)", "TRUE")),
	}
}

// resultOfLambda is for functions that give whatever a lambda gives.
func resultOfLambda(fn *function) { fn.arrays = true }

// elementOf is what a lambda gave, as an element of an array.
func (f *frame) elementOf(o operand) cells.Value {
	o = f.single(o)
	if o.obj != nil && !o.isOmitted() || o.Kind() == cells.Arrayed {
		if _, ok := o.obj.(*dict); !ok {
			return fail(cells.ErrCalc, "the function gives an array where one value is expected")
		}
	}
	return f.element(o)
}

func lambdaOf(o operand) (*lambda, operand) {
	fn, ok := o.obj.(*lambda)
	switch {
	case o.failed():
		return nil, o
	case !ok:
		return nil, bad(cells.ErrValue, "a function such as LAMBDA(x, x+1) is expected")
	}
	return fn, operand{}
}

func mapArrays(f *frame, a []operand) operand {
	last := len(a) - 1
	fn, e := lambdaOf(a[last])
	if e.failed() {
		return e
	}
	arrays := make([]*cells.Array, last)
	rows, cols := 0, 0
	for i := range last {
		arrays[i] = f.array(a[i])
		rows, cols = max(rows, arrays[i].Rows), max(cols, arrays[i].Cols)
	}
	f.takeRect(rows, cols)
	out := newArray(rows, cols)
	args := make([]operand, last)
	for i := range rows {
		for j := range cols {
			for k, arr := range arrays {
				args[k] = val(missing())
				if i < arr.Rows && j < arr.Cols {
					args[k] = val(arr.At(i, j))
				}
			}
			out.Values[i*cols+j] = f.elementOf(f.call(fn, args...))
		}
	}
	return f.arrayed(out)
}

func reduceArray(f *frame, a []operand) operand {
	acc := a[0]
	fn := a[2].obj.(*lambda)
	for _, v := range f.array(a[1]).Values {
		acc = f.call(fn, acc, val(v))
	}
	return acc
}

func scanArray(f *frame, a []operand) operand {
	acc := a[0]
	fn := a[2].obj.(*lambda)
	arr := f.array(a[1])
	f.take(len(arr.Values))
	out := newArray(arr.Rows, arr.Cols)
	for i, v := range arr.Values {
		acc = f.call(fn, acc, val(v))
		out.Values[i] = f.elementOf(acc)
	}
	return f.arrayed(out)
}

func byLine(f *frame, a []operand, columns bool) operand {
	arr := f.array(a[0])
	fn := a[1].obj.(*lambda)
	n := arr.Rows
	if columns {
		n = arr.Cols
	}
	f.take(len(arr.Values))
	out := newArray(n, 1)
	if columns {
		out = newArray(1, n)
	}
	for i := range n {
		line := sub(arr, i*b2i(!columns), i*b2i(columns), 1+(arr.Rows-1)*b2i(columns), 1+(arr.Cols-1)*b2i(!columns))
		out.Values[i] = f.elementOf(f.call(fn, val(cells.Arr(line))))
	}
	return f.arrayed(out)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func makeArray(f *frame, a []operand) operand {
	rows, cols, ok := f.size(a[0].Float(), a[1].Float())
	if !ok {
		return tooSmall()
	}
	fn := a[2].obj.(*lambda)
	out := newArray(rows, cols)
	for i := range rows {
		for j := range cols {
			out.Values[i*cols+j] = f.elementOf(f.call(fn, num(float64(i+1)), num(float64(j+1))))
		}
	}
	return f.arrayed(out)
}
