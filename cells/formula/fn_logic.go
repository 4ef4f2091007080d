package formula

import "freshet/cells"

func logicFunctions() []*function {
	return []*function{
		declare("IF(condition:l, then:l, [otherwise:l])", Logic, "value", "Gives one value when a condition is true and another when it is not.", nil,
			lazily(func(f *frame, args []node) operand {
				c := &chooseNode{cond: args[0], yes: args[1], arg: 1}
				if len(args) > 2 {
					c.no = args[2]
				}
				return c.refer(f)
			}), refers,
			more("Only the branch that is chosen is evaluated. Without otherwise, FALSE. expr's c ? a : b and if c {a} else {b} do the same."),
			eg("=IF(A1>50,\"high\",\"low\")", "high", "A1: 60"), eg("=IF(A1>50,\"high\",\"low\")", "low", "A1: 50"), eg("=IF(1,\"yes\",1/0)", "yes"), eg("=IF(0,1)", "FALSE")),
		declare("IFERROR(value:l, [instead:l])", Logic, "value", "Gives a value, or another in its stead when it is an error.", nil,
			lazily(func(f *frame, args []node) operand { return f.instead(args, caught) }),
			more("Without instead, an empty text. #PENDING! is no error in this sense: the value is on its way."),
			eg("=IFERROR(1/0)", ""), eg("=IFERROR(1/0,\"none\")", "none"), eg("=IFERROR(7,\"none\")", "7"), eg("=IFERROR(A1/A2,0)", "0", "A1: 5", "A2: 0")),
		declare("IFNA(value:l, [instead:l])", Logic, "value", "Gives a value, or another in its stead when it is #N/A.", nil,
			lazily(func(f *frame, args []node) operand {
				return f.instead(args, func(e *cells.CellError) bool { return e.Code == cells.ErrNA })
			}),
			more("Without instead, an empty text."), eg("=IFNA(NA())", ""), eg("=IFNA(NA(),\"none\")", "none"), eg("=IFNA(1/0,\"none\")", "#DIV/0!")),
		declare("IFS(condition:l+value:l…)", Logic, "value", "Gives the value of the first condition that is true.", nil, lazily(ifs), refers,
			more("When none is true, #N/A. A last condition TRUE makes a default."),
			eg("=IFS(A1>89,\"A\",A1>79,\"B\",TRUE,\"C\")", "B", "A1: 85"), eg("=IFS(FALSE,1)", "#N/A")),
		declare("SWITCH(value:l, case:l+result:l…)", Logic, "value", "Compares a value with cases and gives the result of the first that is equal.", nil, lazily(switchCase), refers,
			more("One argument more is the result when no case is equal; without it, #N/A."), variableTail,
			eg("=SWITCH(2,1,\"one\",2,\"two\")", "two"), eg("=SWITCH(9,1,\"one\",\"many\")", "many"), eg("=SWITCH(9,1,\"one\")", "#N/A")),
		declare("CHOOSE(index:l, value:l…)", Logic, "value", "Gives the value at a place in a list of arguments.", nil, lazily(choose), refers, more("With an array of places, the columns (or rows) of the values beside each other: CHOOSE({1,2},B1:B9,A1:A9)."),
			eg("=CHOOSE(2,\"a\",\"b\",\"c\")", "b"), eg("=CHOOSE(4,\"a\",\"b\",\"c\")", "#VALUE!"), eg("=SUM(CHOOSE(2,A1:A2,B1:B2))", "7", "B1: 3", "B2: 4")),
		declare("AND(condition:r…)", Logic, "truth", "Tells whether all conditions are true.", allTrue,
			more("Texts and blanks in ranges do not count; without any condition, #VALUE!."),
			eg("=AND(TRUE,1>0)", "TRUE"), eg("=AND(A1:A2)", "FALSE", "A1: TRUE", "A2: 0")),
		declare("OR(condition:r…)", Logic, "truth", "Tells whether any condition is true.", anyTrue, eg("=OR(FALSE,1>0)", "TRUE"), eg("=OR(FALSE,0)", "FALSE")),
		declare("XOR(condition:r…)", Logic, "truth", "Tells whether an odd number of conditions is true.", oddTrue, eg("=XOR(TRUE,TRUE)", "FALSE"), eg("=XOR(TRUE,FALSE,FALSE)", "TRUE")),
		declare("NOT(condition:b)", Logic, "truth", "Turns TRUE into FALSE and FALSE into TRUE.",
			func(_ *frame, a []operand) operand { return truth(!a[0].Truth()) }, eg("=NOT(1>2)", "TRUE"), eg("=NOT(5)", "FALSE")),
		declare("TRUE()", Logic, "truth", "The value TRUE.", func(*frame, []operand) operand { return truth(true) }, eg("=TRUE()", "TRUE")),
		declare("FALSE()", Logic, "truth", "The value FALSE.", func(*frame, []operand) operand { return truth(false) }, eg("=FALSE()", "FALSE")),
		declare("NA()", Logic, "error", "The error #N/A: not available.", func(*frame, []operand) operand { return bad(cells.ErrNA, "not available") }, eg("=NA()", "#N/A")),
		declare("LET(name:m+value:l…, formula:l)", Logic, "value", "Gives names to values and uses them in a formula.", nil, variableTail,
			more("expr writes it let x = …; …"),
			eg("=LET(x,5,y,x*2,x+y)", "15"), eg("=let x = 5; x * 2", "10")),
		declare("LAMBDA([parameter:m…], formula:l)", Logic, "function", "Makes a function of names and a formula.", nil, variableTail,
			eg("=LAMBDA(x,x*x)(7)", "49"), eg("=LET(f,LAMBDA(a,b,a+b),f(2,3))", "5")),
	}
}

// variableTail is for functions whose last arguments do not fit the pattern of the others; they check them themselves.
func variableTail(fn *function) {
	fn.max, fn.repeat = -1, max(fn.repeat, 1)
}

// caught reports whether IFERROR and ISERROR take an error for one.
func caught(e *cells.CellError) bool { return e.Code != cells.ErrPending }

// nothingInstead is what IFERROR and IFNA give for an error when they are not told: an empty text.
var nothingInstead = &constNode{cells.Str("")}

func (f *frame) instead(args []node, catch func(*cells.CellError) bool) operand {
	if len(args) == 1 {
		args = []node{args[0], nothingInstead}
	}
	o := args[0].eval(f)
	if !o.scalar() {
		o = f.single(o)
	}
	if o.isOmitted() {
		return o
	}
	if o.scalar() {
		if e := o.Err(); e != nil && catch(e) {
			return args[1].eval(f)
		}
		return o
	}
	switch o.obj.(type) {
	case *dict, *lambda:
		return o
	}
	return f.lift2(o, args[1].eval(f), makes(args[0]), makes(args[1]), func(a, b cells.Value) cells.Value {
		if e := a.Err(); e != nil && catch(e) {
			return b
		}
		return a
	})
}

// conditions calls fn with every condition among the arguments.
func (f *frame) conditions(a []operand, fn func(bool)) operand {
	any := false
	var failed operand
	f.each(a, func(v cells.Value, direct bool) bool {
		if !direct && (v.Kind() == cells.Text || v.IsBlank()) {
			return true
		}
		t := ToTruth(v)
		if t.Kind() == cells.Failed {
			failed = val(t)
			return false
		}
		any = true
		fn(t.Truth())
		return true
	})
	switch {
	case failed.failed():
		return failed
	case !any:
		return bad(cells.ErrValue, "there is no condition among the arguments")
	}
	return operand{}
}

func allTrue(f *frame, a []operand) operand {
	all := true
	if e := f.conditions(a, func(t bool) { all = all && t }); e.failed() {
		return e
	}
	return truth(all)
}

func anyTrue(f *frame, a []operand) operand {
	any := false
	if e := f.conditions(a, func(t bool) { any = any || t }); e.failed() {
		return e
	}
	return truth(any)
}

func oddTrue(f *frame, a []operand) operand {
	odd := false
	if e := f.conditions(a, func(t bool) { odd = odd != t }); e.failed() {
		return e
	}
	return truth(odd)
}
