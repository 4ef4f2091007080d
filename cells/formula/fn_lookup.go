package formula

func lookupFunctions() []*function {
	return []*function{
		declare("VLOOKUP(value:v, table:r, column:n, [approximate:b])", Lookups, "value", "Finds a value in the first column of a table and gives what stands in another column of that row.", func(f *frame, a []operand) operand { return tableLookup(f, a, false) },
			more("With approximate (the default) the column must be sorted, and the last value not above the one sought is taken; with FALSE the first that is equal, where * and ? stand for any characters."),
			eg("=VLOOKUP(\"b\",A1:B3,2,FALSE)", "20", "A1: a", "A2: b", "A3: c", "B1: 10", "B2: 20", "B3: 30"), eg("=VLOOKUP(25,A1:B3,2)", "mid", "A1: 0", "A2: 20", "A3: 40", "B1: low", "B2: mid", "B3: high"), eg("=VLOOKUP(\"x\",A1:B1,2,FALSE)", "#N/A", "A1: a")),
		declare("HLOOKUP(value:v, table:r, row:n, [approximate:b])", Lookups, "value", "Finds a value in the first row of a table and gives what stands in another row of that column.", func(f *frame, a []operand) operand { return tableLookup(f, a, true) },
			eg("=HLOOKUP(\"b\",A1:C2,2,FALSE)", "20", "A1: a", "B1: b", "C1: c", "A2: 10", "B2: 20", "C2: 30")),
		declare("LOOKUP(value:v, sorted:r, [results:r])", Lookups, "value", "Finds the last value not above the one sought in a sorted row or column, and gives what stands at that place in another.", lookupSorted,
			eg("=LOOKUP(25,A1:A3,B1:B3)", "b", "A1: 10", "A2: 20", "A3: 30", "B1: a", "B2: b", "B3: c"), eg("=LOOKUP(5,A1:A2)", "#N/A", "A1: 10", "A2: 20")),
		declare("XLOOKUP(value:v, lookup:r, results:r, [if_not_found:l], [match_mode:n], [search_mode:n])", Lookups, "value", "Finds a value in a row or column and gives what stands at that place in others.", nil, lazily(xlookup), refers,
			more("Match modes: 0 equal, -1 equal or next smaller, 1 equal or next larger, 2 with * and ?. Search modes: 1 from the first, -1 from the last, 2 and -2 sorted."),
			eg("=XLOOKUP(\"b\",A1:A2,B1:B2)", "20", "A1: a", "A2: b", "B1: 10", "B2: 20"), eg("=XLOOKUP(\"x\",A1:A2,B1:B2,\"none\")", "none", "A1: a"), eg("=XLOOKUP(25,A1:A3,B1:B3,,-1)", "mid", "A1: 0", "A2: 20", "A3: 40", "B1: low", "B2: mid", "B3: high")),
		declare("MATCH(value:v, range:r, [type:n])", Lookups, "number", "At which place of a row or column a value stands, counted from 1.", match,
			more("Type 1 (the default): the last value not above, sorted upwards; 0: the first that is equal, * and ? for any characters; -1: the last value not below, sorted downwards. Sorted is what SORT has sorted."),
			eg("=MATCH(\"b\",A1:A3,0)", "2", "A1: a", "A2: b", "A3: c"), eg("=MATCH(25,{10,20,30})", "2"), eg("=MATCH(9,{1,2},0)", "#N/A"), eg("=MATCH(\"b*\",{\"abc\",\"bcd\"},0)", "2"), eg("=MATCH(25,{40,30,20},-1)", "2")),
		declare("XMATCH(value:v, range:r, [match_mode:n], [search_mode:n])", Lookups, "number", "At which place of a row or column a value stands; equal by default.", xmatch, eg("=XMATCH(20,{10,20,30})", "2"), eg("=XMATCH(25,{10,20,30},1)", "3"), eg("=XMATCH(1,{1,2,1},0,-1)", "3")),
		declare("INDEX(range:r, row:n, [column:n], [area:n])", Lookups, "value", "What stands at a row and column of a range; 0 takes a whole row or column.", indexOf, refers,
			more("Of a range, it is a reference: A1:INDEX(A:A,5) and SUM(INDEX(A1:B9,0,2)) are good. Of several ranges, as in INDEX((A1:A2,C1:C2),1,1,2), area says which."), eg("=INDEX(A1:B2,2,1)", "3", "A1: 1", "B1: 2", "A2: 3", "B2: 4"), eg("=SUM(INDEX(A1:B2,0,2))", "6", "A1: 1", "B1: 2", "A2: 3", "B2: 4"), eg("=INDEX({1,2,3},2)", "2"), eg("=INDEX(A1:B2,3,1)", "#REF!")),
		declare("OFFSET(reference:x, rows:n, columns:n, [height:n], [width:n])", Lookups, "reference", "A reference some rows and columns away.", offset, dynamic, places,
			more("What it reads is found while it is evaluated."), eg("=OFFSET(A1,1,1)", "4", "A1: 1", "B1: 2", "A2: 3", "B2: 4"), eg("=SUM(OFFSET(A1,0,0,2,2))", "10", "A1: 1", "B1: 2", "A2: 3", "B2: 4"), eg("=OFFSET(A1,-1,0)", "#REF!")),
		declare("INDIRECT(text:t, [a1:b])", Lookups, "reference", "The reference that a text spells.", indirect, dynamic, more("What it reads is found while it is evaluated. With a1 FALSE, the text is R1C1."), eg("=INDIRECT(\"A\"&2)", "3", "A2: 3"), eg("=SUM(INDIRECT(\"A1:A2\"))", "4", "A1: 1", "A2: 3"), eg("=INDIRECT(\"R2C1\",FALSE)", "3", "A2: 3"), eg("=INDIRECT(\"nope\")", "#REF!")),
		declare("ROW([reference:x])", Lookups, "number", "The row of a reference, or of the formula itself.", rowOf, eg("=ROW(B7)", "7"), eg("=ROW()", "20"), eg("=SUM(ROW(A1:A3))", "6"), lines),
		declare("COLUMN([reference:x])", Lookups, "number", "The column of a reference, or of the formula itself.", columnOf, eg("=COLUMN(B7)", "2"), eg("=COLUMN()", "26"), lines),
		declare("ROWS(range:r)", Lookups, "number", "How many rows a range has.", func(f *frame, a []operand) operand {
			if a[0].failed() {
				return a[0]
			}
			rows, _ := f.shapeOf(a[0])
			return num(float64(rows))
		}, eg("=ROWS(A1:B3)", "3"), eg("=ROWS({1,2})", "1"), places),
		declare("COLUMNS(range:r)", Lookups, "number", "How many columns a range has.", func(f *frame, a []operand) operand {
			if a[0].failed() {
				return a[0]
			}
			_, cols := f.shapeOf(a[0])
			return num(float64(cols))
		}, eg("=COLUMNS(A1:B3)", "2"), places),
		declare("ADDRESS(row:n, column:n, [absolute:n], [a1:b], [sheet:t])", Lookups, "text", "The address of a cell as text.", address, more("Absolute 1: $A$1; 2: A$1; 3: $A1; 4: A1."), eg("=ADDRESS(2,3)", "$C$2"), eg("=ADDRESS(2,3,4)", "C2"), eg("=ADDRESS(2,3,1,TRUE,\"My sheet\")", "'My sheet'!$C$2"), eg("=ADDRESS(2,3,1,FALSE)", "R2C3")),
		declare("TRANSPOSE(array:a)", Arrays, "array", "Makes rows of columns and columns of rows.", transpose, eg("=TRANSPOSE({1,2;3,4})", "{1,3;2,4}")),
	}
}

// lines is for ROW and COLUMN, which give arrays for ranges.
func lines(fn *function) { fn.arrays, fn.places = true, true }

func places(fn *function) { fn.places = true }
